// Guards ASVS 4.2.1: one reading of a request's head, or none.
#include "gateway/http/raw_head.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace holdfast::http {
namespace {

using namespace std::string_literals;

struct Case {
  const char* name;
  std::string head;
  int status;  // 0: taken
};

std::string with(const std::string& lines) { return "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n"; }
std::string line(const std::string& request_line) { return request_line + "\r\nHost: a\r\n\r\n"; }
std::string host(const std::string& name) { return "GET / HTTP/1.1\r\nHost: " + name + "\r\n\r\n"; }
std::string headers(int count) {
  std::string lines;
  for (int at = 0; at < count; ++at) lines += "X: 1\r\n";
  return with(lines);
}

class RawHead : public testing::TestWithParam<Case> {};

TEST_P(RawHead, IsTakenOrRefused) {
  const auto fault = check_raw_head(GetParam().head);
  EXPECT_EQ(fault ? fault->status : 0, GetParam().status) << (fault ? fault->why : "taken");
}

INSTANTIATE_TEST_SUITE_P(
    Table, RawHead,
    testing::ValuesIn(std::vector<Case>{
        {"plain", with(""), 0},
        {"usual_headers", with("User-Agent: x/1 (y; z)\r\nAccept: */*\r\nCookie: a=b; c=d\r\n"), 0},
        {"empty_value", with("X:\r\n"), 0},
        {"tab_in_value", with("X: a\tb\r\n"), 0},
        {"latin1_in_value", with("X: caf\xE9\r\n"), 0},
        {"same_free_header_twice", with("X: 1\r\nX: 2\r\n"), 0},
        {"length", with("Content-Length: 10\r\n"), 0},
        {"chunked", with("Transfer-Encoding: Chunked\r\n"), 0},
        {"host_with_port", host("letters.example:8443"), 0},
        {"host_ipv6", host("[::1]:8443"), 0},
        {"hundred_headers", headers(99), 0},
        {"connect", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 0},

        {"empty", "", 400},
        {"cut", "GET / HTTP/1.1\r\nHost: a\r\n", 400},
        {"only_the_end", "\r\n\r\n", 400},
        {"line_before_the_request", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"something_after_the_end", with("") + "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"bare_line_feed", with("X: 1\nY: 2\r\n"), 400},
        {"bare_carriage_return", with("X: 1\rY: 2\r\n"), 400},
        {"bare_line_feed_in_request_line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
        {"nul", with("X: \0\r\n"s), 400},
        {"escape_character", with("X: \x1B[1m\r\n"), 400},
        {"delete_character", with("X: \x7F\r\n"), 400},
        {"folded_with_space", with("X: 1\r\n 2\r\n"), 400},
        {"folded_with_tab", with("X: 1\r\n\t2\r\n"), 400},
        {"first_header_indented", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
        {"space_before_colon", with("X : 1\r\n"), 400},
        {"space_in_name", with("X Y: 1\r\n"), 400},
        {"no_name", with(": 1\r\n"), 400},
        {"no_colon", with("X\r\n"), 400},
        {"name_with_slash", with("X/Y: 1\r\n"), 400},
        {"name_not_ascii", with("X\xC3\xA9: 1\r\n"), 400},
        {"no_host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two_hosts", with("Host: b\r\n"), 400},
        {"two_hosts_alike", with("host: a\r\n"), 400},
        {"host_empty", host(""), 400},
        {"host_list", host("a, b"), 400},
        {"host_with_path", host("a/b"), 400},
        {"host_with_user", host("u@a"), 400},
        {"host_port_not_digits", host("a:8o"), 400},
        {"host_port_empty", host("a:"), 400},
        {"host_ipv6_open", host("[::1"), 400},
        {"two_equal_lengths", with("Content-Length: 1\r\nContent-Length: 1\r\n"), 400},
        {"two_lengths", with("Content-Length: 1\r\nContent-Length: 2\r\n"), 400},
        {"length_list", with("Content-Length: 1, 1\r\n"), 400},
        {"length_signed", with("Content-Length: +1\r\n"), 400},
        {"length_negative", with("Content-Length: -1\r\n"), 400},
        {"length_hexadecimal", with("Content-Length: 0x1\r\n"), 400},
        {"length_empty", with("Content-Length: \r\n"), 400},
        {"length_past_64_bits", with("Content-Length: 99999999999999999999\r\n"), 400},
        {"length_and_chunked", with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), 400},
        {"chunked_and_length", with("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"), 400},
        {"chunked_twice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
        {"chunked_list", with("Transfer-Encoding: chunked, chunked\r\n"), 400},
        {"gzip_then_chunked", with("Transfer-Encoding: gzip, chunked\r\n"), 400},
        {"identity", with("Transfer-Encoding: identity\r\n"), 400},
        {"chunked_with_vertical_tab",
         with("Transfer-Encoding: \x0B"
              "chunked\r\n"),
         400},
        {"two_authorizations", with("Authorization: a\r\nAuthorization: a\r\n"), 400},
        {"two_cookies", with("Cookie: a=1\r\nCookie: a=2\r\n"), 400},
        {"two_content_types", with("Content-Type: a/b\r\ncontent-type: a/b\r\n"), 400},
        {"two_idempotency_keys", with("Idempotency-Key: a\r\nIdempotency-Key: a\r\n"), 400},
        {"two_if_matches", with("If-Match: \"a\"\r\nIf-Match: \"a\"\r\n"), 400},
        {"two_expectations", with("Expect: 100-continue\r\nExpect: 100-continue\r\n"), 400},
        {"absolute_target", line("GET http://a/ HTTP/1.1"), 400},
        {"asterisk_target", line("OPTIONS * HTTP/1.1"), 400},
        {"no_target", line("GET HTTP/1.1"), 400},
        {"empty_target", line("GET  HTTP/1.1"), 400},
        {"space_in_target", line("GET /a b HTTP/1.1"), 400},
        {"tab_between", line("GET\t/\tHTTP/1.1"), 400},
        {"target_not_ascii", line("GET /\xC3\xA9 HTTP/1.1"), 400},
        {"method_not_token", line("G(T / HTTP/1.1"), 400},
        {"no_version", line("GET /"), 400},
        {"version_small", line("GET / http/1.1"), 400},
        {"version_trailing_space", line("GET / HTTP/1.1 "), 400},
        {"version_1_0", line("GET / HTTP/1.0"), 505},
        {"version_1_2", line("GET / HTTP/1.2"), 505},
        {"version_2", line("GET / HTTP/2.0"), 505},
        {"hundred_and_one_headers", headers(100), 431},
    }),
    [](const auto& one) { return std::string{one.param.name}; });

TEST(PartialHead, SaysAtOnceWhatCanNeverBecomeRight) {
  EXPECT_FALSE(check_partial_head(""));
  EXPECT_FALSE(check_partial_head("GET / HTTP/1.1\r\nHost: a\r\nX:\t1\r"));
  EXPECT_FALSE(check_partial_head("\r\nX: 1"));  // continues after a break that was checked before
  EXPECT_TRUE(check_partial_head("GET / HTTP/1.1\n"));
  EXPECT_TRUE(check_partial_head("GET / HTTP/1.1\rX"));
  EXPECT_TRUE(check_partial_head("\n"));
  EXPECT_TRUE(check_partial_head("\x16\x03\x01"));
}

}  // namespace
}  // namespace holdfast::http

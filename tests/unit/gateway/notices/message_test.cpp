// The bytes of a notice: always one message to one mailbox, the same size whatever it says.
#include "gateway/notices/message.h"

#include <gtest/gtest.h>

namespace holdfast::notices {
namespace {

constexpr domain::Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours(1)};

std::optional<std::string> made(const std::string& to, const std::string& subject = "Information for you",
                                const std::string& body = "Hello.") {
  return compose({to, subject, body}, "notices@office.example", "id1", kNow);
}

TEST(Address, IsOneMailboxOfPlainCharacters) {
  EXPECT_TRUE(is_address("rosa@mail.example"));
  EXPECT_TRUE(is_address("r.o+s@m"));
  for (const auto* bad : {"", "@", "a@", "@b", "a@b@c", "a b@c", "a@b,c@d", "a@b\r\nBcc: x@y", "<a@b>", "a@b\n", "-f@b",
                          "a@\xC3\xA9", "a@b;c"}) {
    EXPECT_FALSE(is_address(bad)) << bad;
  }
  EXPECT_FALSE(is_address(std::string(65, 'a') + "@b"));
  EXPECT_FALSE(is_address("a@" + std::string(260, 'b')));
  EXPECT_FALSE(is_address(std::string_view("a\0@b", 4)));
}

TEST(Message, CannotBeGivenAnotherHeaderOrAnotherBody) {
  EXPECT_FALSE(made("a@b\r\nBcc: c@d"));
  EXPECT_FALSE(made("a@b", "Hello\r\nBcc: c@d"));
  EXPECT_FALSE(made("a@b", "Hello\nBcc: c@d"));
  EXPECT_FALSE(compose({"a@b", "Hello", "x"}, "no address", "id", kNow));
  const auto text = made("a@b", "Hello", "x\r\n.\r\nQUIT\r\n").value();
  EXPECT_EQ(text.find("QUIT"), std::string::npos);
}

TEST(Message, IsAsLongWhateverItSays) {
  EXPECT_EQ(made("a@b", "Hello", "short")->size(), made("a@b", "Hello", std::string(kBodySize, 'x'))->size());
  EXPECT_FALSE(made("a@b", "Hello", std::string(kBodySize + 1, 'x')));
}

TEST(Message, HasItsHeadersOnce) {
  const auto text = made("rosa@mail.example").value();
  EXPECT_TRUE(text.starts_with(
      "Date: Sun, 22 Nov 2026 01:00:00 +0000\r\nFrom: <notices@office.example>\r\nTo: <rosa@mail.example>\r\n"
      "Subject: =?UTF-8?B?SW5mb3JtYXRpb24gZm9yIHlvdQ==?=\r\nMessage-ID: <id1@office.example>\r\n"));
  EXPECT_NE(text.find("\r\n\r\nSGVsbG8u"), std::string::npos);
}

}  // namespace
}  // namespace holdfast::notices

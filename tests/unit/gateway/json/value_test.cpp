// Guards "one strict JSON reader": what two programs could read in two ways is read by none.
#include "gateway/json/value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "gateway/json/utf8.h"

namespace holdfast::json {
namespace {

using namespace std::string_literals;

struct Case {
  const char* name;
  std::string text;
};

std::string case_name(const testing::TestParamInfo<Case>& info) { return info.param.name; }

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

class Taken : public testing::TestWithParam<Case> {};

TEST_P(Taken, IsRead) {
  const auto value = parse(GetParam().text);
  EXPECT_TRUE(value) << value.error().why;
}

INSTANTIATE_TEST_SUITE_P(Table, Taken,
                         testing::ValuesIn(std::vector<Case>{
                             {"null", "null"},
                             {"spaces_around", " \t\r\n true \n"},
                             {"empty_object", "{}"},
                             {"empty_array", "[ ]"},
                             {"empty_key", R"({"":1})"},
                             {"same_key_in_two_objects", R"({"a":{"k":1},"b":{"k":2}})"},
                             {"keys_that_differ_in_case", R"({"a":1,"A":2})"},
                             {"depth_of_16", nested(16)},
                             {"greatest_integer", "9223372036854775807"},
                             {"least_integer", "-9223372036854775808"},
                             {"exponent", "-1.5E+10"},
                             {"surrogate_pair", R"("\ud83d\ude00")"},
                             {"all_escapes", R"("\"\\\/\b\f\n\r\t\u00e9")"},
                             {"raw_utf8", "\"\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xF4\x8F\xBF\xBF\""},
                             {"delete_character", "\"\x7F\""},
                         }),
                         case_name);

class Refused : public testing::TestWithParam<Case> {};

TEST_P(Refused, IsMalformed) {
  const auto value = parse(GetParam().text);
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().problem, domain::Problem::malformed_request);
  EXPECT_FALSE(value.error().why.empty());
}

INSTANTIATE_TEST_SUITE_P(Table, Refused,
                         testing::ValuesIn(std::vector<Case>{
                             {"nothing", ""},
                             {"only_space", "  "},
                             {"duplicate_key", R"({"a":1,"a":2})"},
                             {"duplicate_key_apart", R"({"a":1,"b":2,"a":1})"},
                             {"duplicate_key_by_escape", R"({"a":1,"\u0061":2})"},
                             {"duplicate_key_deep_inside", R"([{"x":{"k":1,"k":1}}])"},
                             {"raw_nul", "\"a\0b\""s},
                             {"escaped_nul", R"("\u0000")"},
                             {"escaped_nul_in_key", R"({"a\u0000":1})"},
                             {"nul_after_document", "1\0"s},
                             {"lone_high_surrogate", R"("\ud83d")"},
                             {"lone_low_surrogate", R"("\ude00")"},
                             {"high_surrogate_twice", R"("\ud83d\ud83d")"},
                             {"high_surrogate_then_letter", R"("\ud83dx")"},
                             {"surrogates_swapped", R"("\ude00\ud83d")"},
                             {"raw_surrogate_in_utf8", "\"\xED\xA0\x80\""},
                             {"overlong_slash", "\"\xC0\xAF\""},
                             {"overlong_three_bytes", "\"\xE0\x80\xAF\""},
                             {"overlong_four_bytes", "\"\xF0\x80\x80\xAF\""},
                             {"past_unicode", "\"\xF4\x90\x80\x80\""},
                             {"lone_continuation", "\"\x80\""},
                             {"cut_utf8", "\"\xE2\x82\""},
                             {"latin1", "\"caf\xE9\""},
                             {"byte_order_mark", "\xEF\xBB\xBF{}"},
                             {"depth_of_17", nested(17)},
                             {"depth_of_a_million", std::string(1000000, '[')},
                             {"bytes_after", "{} {}"},
                             {"comma_at_end_of_object", R"({"a":1,})"},
                             {"comma_at_end_of_array", "[1,]"},
                             {"missing_comma", "[1 2]"},
                             {"missing_colon", R"({"a" 1})"},
                             {"key_without_quotes", "{a:1}"},
                             {"single_quotes", "'a'"},
                             {"comment", "/* */ 1"},
                             {"newline_in_text", "\"a\nb\""},
                             {"unknown_escape", R"("\x41")"},
                             {"cut_escape", R"("\u12")"},
                             {"escape_with_sign", R"("\u+123")"},
                             {"escape_with_minus", R"("\u-123")"},
                             {"open_text", "\"abc"},
                             {"open_object", R"({"a":1)"},
                             {"open_array", "[1"},
                             {"leading_zero", "01"},
                             {"leading_plus", "+1"},
                             {"only_minus", "-"},
                             {"no_digit_after_point", "1."},
                             {"no_digit_before_point", ".5"},
                             {"no_digit_in_exponent", "1e"},
                             {"hexadecimal", "0x10"},
                             {"nan", "NaN"},
                             {"infinity", "-Infinity"},
                             {"integer_past_int64", "9223372036854775808"},
                             {"integer_below_int64", "-9223372036854775809"},
                             {"real_past_double", "1e400"},
                             {"capital_true", "True"},
                             {"cut_word", "nul"},
                             {"form_feed_as_space", "\f1"},
                         }),
                         case_name);

TEST(Parse, KeepsOrderKindsAndText) {
  const auto value = parse(R"({"z":"\u00e9\ud83d\ude00\n","a":[1,1.0,true,null]})");
  ASSERT_TRUE(value);
  ASSERT_NE(value->object(), nullptr);
  EXPECT_EQ(value->object()->front().key, "z");
  EXPECT_EQ(*value->find("z")->text(), "\xC3\xA9\xF0\x9F\x98\x80\n");
  const auto& items = *value->find("a")->array();
  EXPECT_EQ(*items.at(0).integer(), 1);
  EXPECT_EQ(*items.at(1).real(), 1.0);
  EXPECT_EQ(items.at(1).integer(), nullptr);
  EXPECT_TRUE(*items.at(2).boolean());
  EXPECT_TRUE(items.at(3).is_null());
  EXPECT_EQ(value->find("b"), nullptr);
}

TEST(Parse, LongerThanItsLimitIsTooLarge) {
  const std::string text = "\"" + std::string(98, 'a') + "\"";
  EXPECT_TRUE(parse(text, {.bytes = 100}));
  const auto refused = parse(text, {.bytes = 99});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().problem, domain::Problem::too_large);
}

TEST(Parse, ErrorsNeverRepeatWhatWasSent) {
  const auto refused = parse(R"({"maria lopez":1,"maria lopez":2})");
  ASSERT_FALSE(refused);
  EXPECT_THAT(std::string{refused.error().why}, testing::Not(testing::HasSubstr("maria")));
  EXPECT_EQ(refused.error().field, "");
}

// A slow, plain decoder by the definition, against the table-driven one.
bool plain_is_one_code_point(const std::string& bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[i])); };
  if (bytes.size() == 1) return at(0) < 0x80;
  if (bytes.size() == 2) {
    const unsigned code = ((at(0) & 0x1Fu) << 6) | (at(1) & 0x3Fu);
    return (at(0) & 0xE0u) == 0xC0u && (at(1) & 0xC0u) == 0x80u && code >= 0x80;
  }
  const unsigned code = ((at(0) & 0x0Fu) << 12) | ((at(1) & 0x3Fu) << 6) | (at(2) & 0x3Fu);
  return (at(0) & 0xF0u) == 0xE0u && (at(1) & 0xC0u) == 0x80u && (at(2) & 0xC0u) == 0x80u && code >= 0x800 &&
         (code < 0xD800 || code > 0xDFFF);
}

TEST(Utf8, AgreesWithTheDefinitionOnEveryOneTwoAndThreeBytes) {
  std::string bytes(3, '\0');
  for (unsigned code = 0; code < 0x1000000; code += 1) {
    // The last byte takes edge values only: 16 million checks are slow under sanitizers.
    const unsigned last = code & 0xFFu;
    if (last != 0x00 && last != 0x7F && last != 0x80 && last != 0xBF && last != 0xC0 && last != 0xFF) continue;
    bytes = {static_cast<char>(code >> 16), static_cast<char>(code >> 8), static_cast<char>(code)};
    bool expected = false;
    std::size_t length = 0;
    for (std::size_t tried = 1; tried <= 3 && !expected; ++tried) {
      expected = plain_is_one_code_point(bytes.substr(0, tried));
      length = tried;
    }
    ASSERT_EQ(utf8_length(bytes), expected ? length : 0) << std::hex << code;
  }
}

}  // namespace
}  // namespace holdfast::json

// Guards "what we send can always be read": escapes, order, and parse(write(v)) == v.
#include "gateway/json/writer.h"

#include <gtest/gtest.h>
// after gtest:
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>

#include "gateway/json/utf8.h"

namespace holdfast::json {
namespace {

using namespace std::string_literals;

TEST(Writer, WritesMembersInTheOrderGiven) {
  Writer out;
  out.object().field("z", 1).field("a", "x").key("list").array().value(true).value(nullptr).object().end().end();
  out.field("none", std::optional<int>{}).field_if("left_out", std::optional<int>{}).field_if("in", std::optional{2});
  out.end();
  EXPECT_EQ(out.take(), R"({"z":1,"a":"x","list":[true,null,{}],"none":null,"in":2})");
  EXPECT_EQ(out.take(), "");
}

TEST(Writer, EscapesWhatMustBeEscapedAndNothingElse) {
  EXPECT_EQ(write(Value{"\"\\\b\f\n\r\t\x01\x1f\x7f/é"s}), "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\x7f/é\"");
  EXPECT_EQ(Writer{}.object().key("a\"b").value(1).end().take(), R"({"a\"b":1})");
}

TEST(Writer, WrongBytesComeOutAsReplacementCharacters) {
  EXPECT_EQ(write(Value{"a\xFF\xC3z"s}), "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\"");
}

TEST(Writer, RealsStayRealsAndInfinityIsNull) {
  EXPECT_EQ(write(Value{1.0}), "1.0");
  EXPECT_EQ(write(Value{0.1}), "0.1");
  EXPECT_EQ(write(Value{std::numeric_limits<double>::infinity()}), "null");
  EXPECT_EQ(write(Value{std::nan("")}), "null");
}

rc::Gen<std::string> any_text() {
  // The sizes are set by hand: what is left of the size inside nested containers would give empty texts only.
  const auto code = rc::gen::resize(
      100, rc::gen::oneOf(rc::gen::element<char32_t>('"', '\\', '/', 'u', 1, 0x7F, 0x2028, 0xFFFF, 0x10FFFF),
                          rc::gen::inRange<char32_t>(1, 0x80), rc::gen::inRange<char32_t>(0x80, 0xD800),
                          rc::gen::inRange<char32_t>(0xE000, 0x110000)));
  return rc::gen::map(rc::gen::resize(8, rc::gen::container<std::u32string>(code)), [](const std::u32string& codes) {
    std::string text;
    for (const char32_t one : codes) append_utf8(text, one);
    return text;
  });
}

rc::Gen<Value> any_value(int depth) {
  auto leaf = rc::gen::oneOf(
      rc::gen::map(rc::gen::arbitrary<bool>(), [](bool flag) { return Value{flag}; }),
      rc::gen::map(rc::gen::resize(100, rc::gen::arbitrary<std::int64_t>()),
                   [](std::int64_t number) { return Value{number}; }),
      rc::gen::map(rc::gen::resize(100, rc::gen::arbitrary<double>()), [](double number) { return Value{number}; }),
      rc::gen::map(any_text(), [](std::string text) { return Value{std::move(text)}; }), rc::gen::just(Value{}));
  if (depth == 0) return leaf;
  const auto inner = rc::gen::lazy([depth] { return any_value(depth - 1); });
  const auto array = rc::gen::map(rc::gen::resize(4, rc::gen::container<Value::Array>(inner)),
                                  [](Value::Array items) { return Value{std::move(items)}; });
  const auto object = rc::gen::map(rc::gen::resize(4, rc::gen::container<std::vector<std::pair<std::string, Value>>>(
                                                          rc::gen::pair(any_text(), inner))),
                                   [](const std::vector<std::pair<std::string, Value>>& pairs) {
                                     Value::Object members;
                                     std::set<std::string> seen;
                                     for (const auto& [key, value] : pairs) {
                                       if (seen.insert(key).second) members.push_back({key, value});
                                     }
                                     return Value{std::move(members)};
                                   });
  return rc::gen::oneOf(leaf, array, object);
}

RC_GTEST_PROP(WriteThenParse, IsTheSameValue, ()) {
  const Value value = *any_value(3);
  const auto read = parse(write(value));
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == value);
}

RC_GTEST_PROP(ParseOfAnyBytes, AnswersAndWritesTheSameTwice, (const std::string& bytes)) {
  const auto read = parse("[\"" + bytes + "\"]");
  if (!read) return;
  const std::string once = write(*read);
  RC_ASSERT(write(*parse(once)) == once);
}

}  // namespace
}  // namespace holdfast::json

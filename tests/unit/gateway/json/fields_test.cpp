// Guards "unknown fields refused": every field has a type, a length and a set, and an error names the field.
#include "gateway/json/fields.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace holdfast::json {
namespace {

struct Case {
  const char* name;
  std::string text;
  std::string why;
  std::string field;
};

std::optional<int> colour(std::string_view name) { return name == "red" ? std::optional<int>{1} : std::nullopt; }

domain::Result<void> read_letter(const Value& value) {
  Fields fields{value};
  fields.text("body", {.min = 1, .max = 5, .controls = Controls::line_breaks});
  fields.optional_text("title", {.min = 2, .max = 4});
  fields.optional_integer("pages", {.min = 1, .max = 9});
  fields.optional_boolean("sealed");
  fields.optional_as<int>("colour", colour);
  fields.texts("codes", {.max = 2}, {.min = 1, .max = 3});
  fields.optional_object("writer", [](Fields& writer) { writer.text("name", {.min = 1}); });
  fields.objects("parts", {.max = 2}, [](Fields& part) { part.integer("number"); });
  return fields.finish();
}

class Wrong : public testing::TestWithParam<Case> {};

TEST_P(Wrong, NamesTheField) {
  const auto value = parse(GetParam().text);
  ASSERT_TRUE(value);
  const auto read = read_letter(*value);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().problem, domain::Problem::invalid_field);
  EXPECT_EQ(read.error().why, GetParam().why);
  EXPECT_EQ(read.error().field, GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(Table, Wrong,
                         testing::ValuesIn(std::vector<Case>{
                             {"not_an_object", "[]", "must be an object", ""},
                             {"missing", "{}", "is missing", "body"},
                             {"null_is_missing", R"({"body":null})", "is missing", "body"},
                             {"wrong_type", R"({"body":1})", "must be a text", "body"},
                             {"empty", R"({"body":""})", "must not be empty", "body"},
                             {"too_long", R"({"body":"123456"})", "too long", "body"},
                             {"too_short", R"({"body":"1","title":"1"})", "too short", "title"},
                             {"bell_in_lines", R"({"body":"\u0007"})", "has control characters or line breaks", "body"},
                             {"line_break_in_one_line", R"({"body":"1","title":"a\nb"})",
                              "has control characters or line breaks", "title"},
                             {"next_line_in_one_line", R"({"body":"1","title":"a\u0085"})",
                              "has control characters or line breaks", "title"},
                             {"separator_in_one_line", R"({"body":"1","title":"a\u2028"})",
                              "has control characters or line breaks", "title"},
                             {"real_for_integer", R"({"body":"1","pages":1.0})", "must be a whole number", "pages"},
                             {"text_for_integer", R"({"body":"1","pages":"1"})", "must be a whole number", "pages"},
                             {"integer_too_small", R"({"body":"1","pages":0})", "out of range", "pages"},
                             {"integer_too_great", R"({"body":"1","pages":10})", "out of range", "pages"},
                             {"text_for_flag", R"({"body":"1","sealed":"true"})", "must be true or false", "sealed"},
                             {"not_in_the_set", R"({"body":"1","colour":"blue"})", "not a known value", "colour"},
                             {"text_for_list", R"({"body":"1","codes":"a"})", "must be a list", "codes"},
                             {"too_many", R"({"body":"1","codes":["a","b","c"]})", "too many", "codes"},
                             {"wrong_item", R"({"body":"1","codes":["a",2]})", "must be a text", "codes[1]"},
                             {"item_too_long", R"({"body":"1","codes":["abcd"]})", "too long", "codes[0]"},
                             {"missing_inside", R"({"body":"1","writer":{}})", "is missing", "writer.name"},
                             {"unknown_inside", R"({"body":"1","writer":{"name":"x","age":1}})",
                              "has a field that is not known here", "writer"},
                             {"inside_a_list", R"({"body":"1","parts":[{"number":1},{"number":"2"}]})",
                              "must be a whole number", "parts[1].number"},
                             {"unknown", R"({"body":"1","maria":1})", "has a field that is not known here", ""},
                         }),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST(Fields, ReadsWhatFits) {
  const auto value = parse(R"({"body":"a\nb","pages":3,"sealed":true,"codes":["x","y"],"colour":"red",)"
                           R"("writer":{"name":"Jo"},"parts":[{"number":7},{"number":8}],"title":null})");
  ASSERT_TRUE(value);
  Fields fields{*value};
  std::vector<std::int64_t> numbers;
  std::string name;
  EXPECT_EQ(fields.text("body", {.controls = Controls::any}), "a\nb");
  EXPECT_EQ(fields.integer("pages"), 3);
  EXPECT_TRUE(fields.boolean("sealed"));
  EXPECT_EQ(fields.as<int>("colour", colour), 1);
  EXPECT_EQ(fields.texts("codes", {}, {}), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(fields.optional_text("title", {}), std::nullopt);
  fields.object("writer", [&](Fields& writer) { name = writer.text("name", {}); });
  fields.objects("parts", {}, [&](Fields& part) { numbers.push_back(part.integer("number")); });
  EXPECT_TRUE(fields.finish());
  EXPECT_EQ(name, "Jo");
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{7, 8}));
}

TEST(Fields, LengthCountsCodePointsNotBytes) {
  const auto value = parse(R"({"body":"ééééé"})");
  ASSERT_TRUE(value);
  EXPECT_TRUE(read_letter(*value));
}

TEST(Fields, TheFirstErrorIsKept) {
  const auto value = parse(R"({"a":1,"b":2})");
  ASSERT_TRUE(value);
  Fields fields{*value};
  fields.text("a", {});
  fields.text("b", {});
  fields.refuse("c", "never this one");
  EXPECT_EQ(fields.finish().error().field, "a");
}

}  // namespace
}  // namespace holdfast::json

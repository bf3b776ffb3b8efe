// Reads the fields that a route expects out of an object, and refuses what it does not expect.
//
//   Fields fields(value);
//   auto body = fields.text("body", {.min = 1, .max = 65536, .controls = Controls::any});
//   auto copies = fields.optional_integer("copies", {.min = 1, .max = 9}).value_or(1);
//   if (auto read = fields.finish(); !read) return problem(read.error());
//
// The first error is kept and every later read answers an empty value, so that a route reads all its fields and
// asks once. Errors are invalid_field with the path of the field, like `writer.name` or `reasons[2]`. An unknown
// field is reported by the path of the object that holds it: its name is the sender's, and may be anything.
//
// Lengths of text count code points. An optional field that is null is absent.
// Threads: one thread; the value must outlive the reader.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/domain/result.h"
#include "gateway/json/value.h"

namespace holdfast::json {

enum class Controls : std::uint8_t {
  none,         // one line: no control characters at all, U+0080 to U+009F and line separators included
  line_breaks,  // tab, line feed, carriage return
  any,          // a letter is kept as it came
};

struct TextRule {
  std::size_t min = 0;
  std::size_t max = 1000;
  Controls controls = Controls::none;
};

struct IntegerRule {
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
};

struct CountRule {
  std::size_t min = 0;
  std::size_t max = 100;
};

class Fields {
 public:
  explicit Fields(const Value& value, std::string path = {});

  std::string text(std::string_view name, const TextRule& rule);
  std::optional<std::string> optional_text(std::string_view name, const TextRule& rule);
  std::int64_t integer(std::string_view name, const IntegerRule& rule = {});
  std::optional<std::int64_t> optional_integer(std::string_view name, const IntegerRule& rule = {});
  bool boolean(std::string_view name);
  std::optional<bool> optional_boolean(std::string_view name);
  std::vector<std::string> texts(std::string_view name, const CountRule& count, const TextRule& rule);

  // A text that `read` turns into a T, or std::nullopt for what it does not know: ids, dates, enumerations.
  //   auto letter = fields.as<LetterId>("letter", LetterId::parse);
  template <class T, std::invocable<std::string_view> Read>
  T as(std::string_view name, Read&& read, std::string_view why = "not a known value") {
    return optional_as<T>(name, std::forward<Read>(read), why, true).value_or(T{});
  }
  template <class T, std::invocable<std::string_view> Read>
  std::optional<T> optional_as(std::string_view name, Read&& read, std::string_view why = "not a known value",
                               bool needed = false) {
    const std::string* sent = text_of(name, needed);
    if (sent == nullptr) return std::nullopt;
    std::optional<T> known = std::invoke(read, std::string_view{*sent});
    if (!known) refuse(name, why);
    return known;
  }

  // An object inside: `read` is called with its fields, and what it leaves unread is refused.
  using ReadFields = std::function<void(Fields&)>;
  void object(std::string_view name, const ReadFields& read);
  bool optional_object(std::string_view name, const ReadFields& read);
  // An array of objects: `read` is called for each, in order.
  void objects(std::string_view name, const CountRule& count, const ReadFields& read);
  // Any value, taken as it is; null where it is absent.
  const Value* any(std::string_view name);

  // A route's own rule failed: `why` has static lifetime.
  void refuse(std::string_view name, std::string_view why);
  bool ok() const { return !error_; }
  // After the last field: the first error, an unknown field included.
  domain::Result<void> finish();

 private:
  const Value* take(std::string_view name, bool needed);
  const std::string* text_of(std::string_view name, bool needed);
  std::string path_of(std::string_view name) const;
  void keep(domain::Error error);
  void read_child(const Value& value, std::string path, const ReadFields& read);

  const Value::Object* members_ = nullptr;
  std::string path_;
  std::vector<std::string_view> known_;
  std::optional<domain::Error> error_;
};

}  // namespace holdfast::json

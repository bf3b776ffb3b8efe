// The one strict JSON reader (RFC 8259, narrowed). Everything from outside that says it is JSON comes in here.
//
// Refused, as malformed_request: duplicate keys, NUL (raw or \u0000), lone surrogates, invalid UTF-8 (over-long
// forms and a byte order mark included), nesting deeper than the limit, bytes after the document, integers outside
// int64, other numbers outside double, input longer than the limit.
//
// Threads: a Value is plain data; parse() keeps nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "gateway/domain/result.h"

namespace holdfast::json {

struct Member;

class Value {
 public:
  using Array = std::vector<Value>;
  using Object = std::vector<Member>;  // in the order sent; keys differ

  // Defined below, where Member is complete.
  Value();  // null
  explicit Value(bool flag);
  explicit Value(std::int64_t number);
  explicit Value(double number);
  explicit Value(std::string text);
  explicit Value(Array items);
  explicit Value(Object members);
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();

  bool is_null() const { return std::holds_alternative<std::monostate>(held_); }
  // Each is null where the value is of another kind. A number written without fraction and exponent is an
  // integer; any other is a real.
  const bool* boolean() const { return std::get_if<bool>(&held_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&held_); }
  const double* real() const { return std::get_if<double>(&held_); }
  const std::string* text() const { return std::get_if<std::string>(&held_); }
  const Array* array() const { return std::get_if<Array>(&held_); }
  const Object* object() const { return std::get_if<Object>(&held_); }
  // The member of an object, or null.
  const Value* find(std::string_view key) const;

  friend bool operator==(const Value&, const Value&);

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> held_;
};

struct Member {
  std::string key;
  Value value;
  friend bool operator==(const Member&, const Member&) = default;
};

inline Value::Value() = default;
inline Value::Value(bool flag) : held_(flag) {}
inline Value::Value(std::int64_t number) : held_(number) {}
inline Value::Value(double number) : held_(number) {}
inline Value::Value(std::string text) : held_(std::move(text)) {}
inline Value::Value(Array items) : held_(std::move(items)) {}
inline Value::Value(Object members) : held_(std::move(members)) {}
inline Value::Value(const Value&) = default;
inline Value::Value(Value&&) noexcept = default;
inline Value& Value::operator=(const Value&) = default;
inline Value& Value::operator=(Value&&) noexcept = default;
inline Value::~Value() = default;

struct Limits {
  std::size_t bytes = std::size_t{4} << 20;
  int depth = 16;  // arrays and objects inside one another
};

domain::Result<Value> parse(std::string_view text, const Limits& limits = {});

}  // namespace holdfast::json

// Writes compact JSON, members in the order written.
//
//   Writer out;
//   out.object().field("id", id.text()).field("pages", 3).key("reasons").array().value("too_long").end().end();
//   std::string text = out.take();
//
// Text that is not UTF-8 comes out with U+FFFD for each wrong byte: what we send can always be read. A real that is
// not finite is written as null. The caller balances object()/array() with end().
// Threads: one thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/json/value.h"

namespace holdfast::json {

class Writer {
 public:
  Writer& object() { return open('{', '}'); }
  Writer& array() { return open('[', ']'); }
  Writer& end();
  Writer& key(std::string_view name);

  Writer& value(std::string_view text);
  Writer& value(const std::string& text) { return value(std::string_view{text}); }
  Writer& value(const char* text) { return value(std::string_view{text}); }
  Writer& value(std::nullptr_t);
  Writer& value(std::same_as<bool> auto flag) { return raw(flag ? "true" : "false"); }
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  Writer& value(T number) {
    return raw(std::to_string(number));
  }
  Writer& value(double number);
  Writer& value(const Value& tree);
  template <class T>
  Writer& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : value(nullptr);
  }

  // A document that is JSON already.
  Writer& raw_json(std::string_view document) { return raw(document); }

  template <class T>
  Writer& field(std::string_view name, const T& held) {
    return key(name).value(held);
  }
  // Left out where it is absent.
  template <class T>
  Writer& field_if(std::string_view name, const std::optional<T>& maybe) {
    return maybe ? field(name, *maybe) : *this;
  }

  // The text written so far; the writer is empty again.
  std::string take();

 private:
  Writer& open(char first, char last);
  Writer& raw(std::string_view text);
  void separate();

  std::string out_;
  std::vector<char> ends_;
  bool comma_ = false;
};

std::string write(const Value& value);

}  // namespace holdfast::json

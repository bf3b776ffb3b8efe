#include "gateway/json/writer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "gateway/json/utf8.h"

namespace holdfast::json {
namespace {

void append_escape(std::string& out, unsigned char control) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (control) {
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      (out += "\\u00") += {kHex[control >> 4], kHex[control & 15]};
  }
}

void append_text(std::string& out, std::string_view text) {
  out.push_back('"');
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    if (length == 0) {
      out += "\xEF\xBF\xBD";  // U+FFFD
    } else if (first == '"' || first == '\\') {
      (out += '\\') += text.front();
    } else if (first < 0x20) {
      append_escape(out, first);
    } else {
      out.append(text.substr(0, length));
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out.push_back('"');
}

}  // namespace

void Writer::separate() {
  if (comma_) out_.push_back(',');
  comma_ = true;
}

Writer& Writer::open(char first, char last) {
  separate();
  out_.push_back(first);
  ends_.push_back(last);
  comma_ = false;
  return *this;
}

Writer& Writer::end() {
  out_.push_back(ends_.back());
  ends_.pop_back();
  comma_ = true;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  separate();
  append_text(out_, name);
  out_.push_back(':');
  comma_ = false;
  return *this;
}

Writer& Writer::raw(std::string_view text) {
  separate();
  out_ += text;
  return *this;
}

Writer& Writer::value(std::string_view text) {
  separate();
  append_text(out_, text);
  return *this;
}

Writer& Writer::value(std::nullptr_t) { return raw("null"); }

Writer& Writer::value(double number) {
  if (!std::isfinite(number)) return raw("null");
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  std::string text(digits.data(), end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";  // a real stays a real when it is read again
  return raw(text);
}

Writer& Writer::value(const Value& tree) {
  if (const bool* flag = tree.boolean()) return value(*flag);
  if (const std::int64_t* number = tree.integer()) return value(*number);
  if (const double* number = tree.real()) return value(*number);
  if (const std::string* text = tree.text()) return value(*text);
  if (const Value::Array* items = tree.array()) {
    array();
    for (const Value& item : *items) value(item);
    return end();
  }
  if (const Value::Object* members = tree.object()) {
    object();
    for (const Member& member : *members) field(member.key, member.value);
    return end();
  }
  return value(nullptr);
}

std::string Writer::take() {
  comma_ = false;
  ends_.clear();
  return std::exchange(out_, {});
}

std::string write(const Value& value) { return Writer{}.value(value).take(); }

}  // namespace holdfast::json

#include "gateway/json/value.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "gateway/json/utf8.h"

namespace holdfast::json {
namespace {

using domain::Problem;

// Recursive descent over the grammar of RFC 8259; the depth limit bounds the recursion.
class Parser {
 public:
  Parser(std::string_view text, int depth) : rest_(text), depth_left_(depth) {}

  domain::Result<Value> document() {
    std::optional<Value> value = read_value();
    if (value) {
      skip_space();
      if (!rest_.empty()) value = wrong("bytes after the JSON document");
    }
    if (!value) return domain::fail(Problem::malformed_request, why_);
    return std::move(*value);
  }

 private:
  std::nullopt_t wrong(std::string_view why) {
    if (why_.empty()) why_ = why;
    return std::nullopt;
  }

  void skip_space() {
    const auto first = rest_.find_first_not_of(" \t\n\r");
    rest_.remove_prefix(std::min(first, rest_.size()));
  }

  bool eat(char expected) {
    if (rest_.empty() || rest_.front() != expected) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<Value> literal(std::string_view word, Value value) {
    if (!rest_.starts_with(word)) return wrong("not a JSON value");
    rest_.remove_prefix(word.size());
    return value;
  }

  std::optional<Value> read_value() {
    skip_space();
    if (rest_.empty()) return wrong("the JSON document is cut short");
    switch (rest_.front()) {
      case '{':
        return nested(&Parser::read_object);
      case '[':
        return nested(&Parser::read_array);
      case '"': {
        std::optional<std::string> text = read_text();
        return text ? std::optional<Value>{Value{std::move(*text)}} : std::nullopt;
      }
      case 't':
        return literal("true", Value{true});
      case 'f':
        return literal("false", Value{false});
      case 'n':
        return literal("null", Value{});
      default:
        return read_number();
    }
  }

  std::optional<Value> nested(std::optional<Value> (Parser::*read)()) {
    if (depth_left_ == 0) return wrong("the JSON document is nested too deeply");
    --depth_left_;
    rest_.remove_prefix(1);
    std::optional<Value> value = (this->*read)();
    ++depth_left_;
    return value;
  }

  std::optional<Value> read_array() {
    Value::Array items;
    skip_space();
    if (eat(']')) return Value{std::move(items)};
    do {
      std::optional<Value> item = read_value();
      if (!item) return std::nullopt;
      items.push_back(std::move(*item));
      skip_space();
    } while (eat(','));
    if (!eat(']')) return wrong("an array is not closed");
    return Value{std::move(items)};
  }

  std::optional<Value> read_object() {
    Value::Object members;
    skip_space();
    if (eat('}')) return Value{std::move(members)};
    do {
      skip_space();
      std::optional<std::string> key = read_text();
      if (!key) return std::nullopt;
      skip_space();
      if (!eat(':')) return wrong("a key has no value");
      std::optional<Value> value = read_value();
      if (!value) return std::nullopt;
      members.push_back({std::move(*key), std::move(*value)});
      skip_space();
    } while (eat(','));
    if (!eat('}')) return wrong("an object is not closed");
    if (has_duplicate_key(members)) return wrong("a key is there twice");
    return Value{std::move(members)};
  }

  static bool has_duplicate_key(const Value::Object& members) {
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const Member& member : members) keys.emplace_back(member.key);
    std::ranges::sort(keys);
    return std::ranges::adjacent_find(keys) != keys.end();
  }

  std::optional<std::string> read_text() {
    if (!eat('"')) return wrong("a text was expected");
    std::string text;
    for (;;) {
      if (rest_.empty()) return wrong("a text is not closed");
      if (eat('"')) return text;
      if (rest_.front() == '\\') {
        if (!read_escape(text)) return std::nullopt;
      } else if (!read_plain(text)) {
        return std::nullopt;
      }
    }
  }

  bool read_plain(std::string& text) {
    const auto first = static_cast<unsigned char>(rest_.front());
    if (first < 0x20) return wrong("a control character in a text"), false;
    const std::size_t length = utf8_length(rest_);
    if (length == 0) return wrong("a text is not UTF-8"), false;
    text.append(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return true;
  }

  bool read_escape(std::string& text) {
    constexpr std::string_view kLetters = "\"\\/bfnrtu";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const auto which = rest_.size() < 2 ? std::string_view::npos : kLetters.find(rest_[1]);
    if (which == std::string_view::npos) return wrong("an unknown escape"), false;
    rest_.remove_prefix(2);
    if (which < kMeanings.size()) {
      text.push_back(kMeanings[which]);
      return true;
    }
    return read_unicode_escape(text);
  }

  bool read_unicode_escape(std::string& text) {
    std::optional<char32_t> code = read_hex4();
    if (code && *code >= 0xD800 && *code <= 0xDBFF) code = read_low_surrogate(*code);
    if (!code || (*code >= 0xDC00 && *code <= 0xDFFF)) return wrong("a lone surrogate or a cut escape"), false;
    if (*code == 0) return wrong("NUL in a text"), false;
    append_utf8(text, *code);
    return true;
  }

  std::optional<char32_t> read_low_surrogate(char32_t high) {
    if (!rest_.starts_with("\\u")) return std::nullopt;
    rest_.remove_prefix(2);
    const std::optional<char32_t> low = read_hex4();
    if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
    return 0x10000 + ((high - 0xD800) << 10) + (*low - 0xDC00);
  }

  std::optional<char32_t> read_hex4() {
    std::uint32_t code = 0;
    const std::string_view digits = rest_.substr(0, 4);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (error != std::errc{} || digits.size() != 4 || end != digits.data() + 4) return std::nullopt;
    rest_.remove_prefix(4);
    return code;
  }

  std::size_t digits_at(std::size_t from) const {
    std::size_t at = from;
    while (at < rest_.size() && rest_[at] >= '0' && rest_[at] <= '9') ++at;
    return at - from;
  }

  // The length of the number at the front by the grammar, or 0; `real` if it has a fraction or an exponent.
  std::size_t number_length(bool& real) const {
    std::size_t at = rest_.starts_with('-') ? 1 : 0;
    const std::size_t whole = digits_at(at);
    if (whole == 0 || (whole > 1 && rest_[at] == '0')) return 0;
    at += whole;
    if (at < rest_.size() && rest_[at] == '.') {
      const std::size_t fraction = digits_at(at + 1);
      if (fraction == 0) return 0;
      real = true;
      at += 1 + fraction;
    }
    if (at < rest_.size() && (rest_[at] == 'e' || rest_[at] == 'E')) {
      ++at;
      if (at < rest_.size() && (rest_[at] == '+' || rest_[at] == '-')) ++at;
      const std::size_t exponent = digits_at(at);
      if (exponent == 0) return 0;
      real = true;
      at += exponent;
    }
    return at;
  }

  template <class Number>
  std::optional<Value> convert(std::string_view digits) {
    Number number{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return wrong("a number is out of range");
    return Value{number};
  }

  std::optional<Value> read_number() {
    bool real = false;
    const std::size_t length = number_length(real);
    if (length == 0) return wrong("not a JSON value");
    const std::string_view digits = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return real ? convert<double>(digits) : convert<std::int64_t>(digits);
  }

  std::string_view rest_;
  int depth_left_;
  std::string_view why_;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  const auto found = std::ranges::find(*members, key, &Member::key);
  return found == members->end() ? nullptr : &found->value;
}

bool operator==(const Value& left, const Value& right) { return left.held_ == right.held_; }

domain::Result<Value> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) return domain::fail(Problem::too_large, "the JSON document is too long");
  return Parser{text, limits.depth}.document();
}

}  // namespace holdfast::json

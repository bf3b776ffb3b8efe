#include "gateway/json/fields.h"

#include <algorithm>

#include "gateway/json/utf8.h"

namespace holdfast::json {
namespace {

using domain::Error;
using domain::Problem;

bool is_line_break(unsigned char byte) { return byte == '\t' || byte == '\n' || byte == '\r'; }

// C1 controls are C2 80..9F in UTF-8; U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
bool has_wide_control(std::string_view text) {
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const auto second = static_cast<unsigned char>(text[at + 1]);
    if (first == 0xC2 && second < 0xA0) return true;
  }
  return text.find("\xE2\x80\xA8") != std::string_view::npos || text.find("\xE2\x80\xA9") != std::string_view::npos;
}

bool controls_fit(std::string_view text, Controls controls) {
  if (controls == Controls::any) return true;
  const bool breaks = controls == Controls::line_breaks;
  const bool plain = std::ranges::none_of(text, [&](char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return (value < 0x20 || value == 0x7F) && !(breaks && is_line_break(value));
  });
  return plain && (breaks || !has_wide_control(text));
}

// Why a text does not fit its rule; empty if it does.
std::string_view misfit(std::string_view text, const TextRule& rule) {
  const std::size_t length = count_code_points(text);
  if (length < rule.min) return rule.min == 1 ? "must not be empty" : "too short";
  if (length > rule.max) return "too long";
  if (!controls_fit(text, rule.controls)) return "has control characters or line breaks";
  return {};
}

std::string_view misfit(std::size_t count, const CountRule& rule) {
  if (count < rule.min) return "too few";
  if (count > rule.max) return "too many";
  return {};
}

std::string index(std::string_view name, std::size_t at) { return std::string{name} + "[" + std::to_string(at) + "]"; }

}  // namespace

Fields::Fields(const Value& value, std::string path) : members_(value.object()), path_(std::move(path)) {
  if (members_ == nullptr) keep({Problem::invalid_field, "must be an object", path_});
}

std::string Fields::path_of(std::string_view name) const {
  return path_.empty() ? std::string{name} : path_ + "." + std::string{name};
}

void Fields::keep(Error error) {
  if (!error_) error_ = std::move(error);
}

void Fields::refuse(std::string_view name, std::string_view why) { keep({Problem::invalid_field, why, path_of(name)}); }

const Value* Fields::take(std::string_view name, bool needed) {
  known_.push_back(name);
  const Value* found = nullptr;
  if (members_ != nullptr) {
    const auto member = std::ranges::find(*members_, name, &Member::key);
    if (member != members_->end() && !member->value.is_null()) found = &member->value;
  }
  if (found == nullptr && needed) refuse(name, "is missing");
  return found;
}

const std::string* Fields::text_of(std::string_view name, bool needed) {
  const Value* value = take(name, needed);
  if (value == nullptr) return nullptr;
  if (value->text() == nullptr) refuse(name, "must be a text");
  return value->text();
}

std::optional<std::string> Fields::optional_text(std::string_view name, const TextRule& rule) {
  const std::string* sent = text_of(name, false);
  if (sent == nullptr) return std::nullopt;
  if (const auto why = misfit(*sent, rule); !why.empty()) {
    refuse(name, why);
    return std::nullopt;
  }
  return *sent;
}

std::string Fields::text(std::string_view name, const TextRule& rule) {
  take(name, true);
  return optional_text(name, rule).value_or(std::string{});
}

std::optional<std::int64_t> Fields::optional_integer(std::string_view name, const IntegerRule& rule) {
  const Value* value = take(name, false);
  if (value == nullptr) return std::nullopt;
  const std::int64_t* number = value->integer();
  if (number == nullptr) {
    refuse(name, "must be a whole number");
  } else if (*number < rule.min || *number > rule.max) {
    refuse(name, "out of range");
  } else {
    return *number;
  }
  return std::nullopt;
}

std::int64_t Fields::integer(std::string_view name, const IntegerRule& rule) {
  take(name, true);
  return optional_integer(name, rule).value_or(0);
}

std::optional<bool> Fields::optional_boolean(std::string_view name) {
  const Value* value = take(name, false);
  if (value == nullptr) return std::nullopt;
  if (value->boolean() == nullptr) {
    refuse(name, "must be true or false");
    return std::nullopt;
  }
  return *value->boolean();
}

bool Fields::boolean(std::string_view name) {
  take(name, true);
  return optional_boolean(name).value_or(false);
}

std::vector<std::string> Fields::texts(std::string_view name, const CountRule& count, const TextRule& rule) {
  const Value* value = take(name, count.min > 0);
  if (value == nullptr) return {};
  if (value->array() == nullptr) return refuse(name, "must be a list"), std::vector<std::string>{};
  if (const auto why = misfit(value->array()->size(), count); !why.empty()) refuse(name, why);
  std::vector<std::string> read;
  for (const Value& item : *value->array()) {
    const auto why = item.text() == nullptr ? std::string_view{"must be a text"} : misfit(*item.text(), rule);
    if (!why.empty()) refuse(index(name, read.size()), why);
    if (!ok()) return {};
    read.push_back(*item.text());
  }
  return read;
}

void Fields::read_child(const Value& value, std::string path, const ReadFields& read) {
  Fields child{value, std::move(path)};
  if (child.ok()) read(child);
  if (auto finished = child.finish(); !finished) keep(std::move(finished.error()));
}

bool Fields::optional_object(std::string_view name, const ReadFields& read) {
  const Value* value = take(name, false);
  if (value == nullptr) return false;
  read_child(*value, path_of(name), read);
  return true;
}

void Fields::object(std::string_view name, const ReadFields& read) {
  take(name, true);
  optional_object(name, read);
}

void Fields::objects(std::string_view name, const CountRule& count, const ReadFields& read) {
  const Value* value = take(name, count.min > 0);
  if (value == nullptr) return;
  if (value->array() == nullptr) return refuse(name, "must be a list");
  if (const auto why = misfit(value->array()->size(), count); !why.empty()) return refuse(name, why);
  std::size_t at = 0;
  for (const Value& item : *value->array()) {
    read_child(item, path_of(index(name, at++)), read);
    if (!ok()) return;
  }
}

const Value* Fields::any(std::string_view name) { return take(name, false); }

domain::Result<void> Fields::finish() {
  if (error_) return std::unexpected(*error_);
  for (const Member& member : *members_) {
    if (std::ranges::find(known_, member.key) == known_.end()) {
      return domain::fail(Problem::invalid_field, "has a field that is not known here", path_);
    }
  }
  return {};
}

}  // namespace holdfast::json

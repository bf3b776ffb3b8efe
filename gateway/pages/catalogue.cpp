#include "gateway/pages/catalogue.h"

#include <unicode/fmtable.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/unistr.h>

#include <toml++/toml.h>

#include <optional>

namespace holdfast::pages {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using Messages = std::map<std::string, Message, std::less<>>;

icu::UnicodeString wide(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string narrow(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

icu::Locale locale(Lang lang) { return icu::Locale(std::string(lang_code(lang)).c_str(), "US"); }

// The names a message asks for; nothing if it is no message.
std::optional<Message> parse(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessagePattern pattern(wide(text), nullptr, status);
  if (U_FAILURE(status)) return std::nullopt;
  Message message{std::string(text), {}, {}};
  for (std::int32_t i = 0; i < pattern.countParts(); ++i) {
    const auto& part = pattern.getPart(i);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_NUMBER) return std::nullopt;  // arguments have names here
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_NAME) message.arguments.insert(narrow(pattern.getSubstring(part)));
  }
  return message;
}

Result<Messages> read(const std::filesystem::path& file) {
  const auto name = file.filename().string();
  try {
    const toml::table table = toml::parse_file(file.string());
    Messages messages;
    for (const auto& [key, value] : table) {
      const auto text = value.value<std::string>();
      const auto message = text ? parse(*text) : std::nullopt;
      if (!message) return fail(Problem::internal, "not an ICU message", name + ": " + std::string(key.str()));
      messages.emplace(key.str(), *message);
    }
    return messages;
  } catch (const toml::parse_error&) {
    return fail(Problem::internal, "message catalogue cannot be read", name);
  }
}

std::optional<std::string> formatted(Lang lang, const std::string& pattern, const Arguments& arguments) {
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const auto& [name, value] : arguments) {
    names.push_back(wide(name));
    const auto* number = std::get_if<std::int64_t>(&value);
    values.push_back(number != nullptr ? icu::Formattable(*number)
                                       : icu::Formattable(wide(std::get<std::string>(value))));
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessageFormat format(wide(pattern), locale(lang), status);
  icu::UnicodeString out;
  format.format(names.data(), values.data(), static_cast<std::int32_t>(values.size()), out, status);
  return U_SUCCESS(status) ? std::optional(narrow(out)) : std::nullopt;
}

// Which language an agency's file speaks: NAME.messages.LANG.toml.
std::optional<Lang> lang_of(const std::filesystem::path& file) {
  const auto stem = file.stem().string();
  const auto dot = stem.rfind('.');
  return dot == std::string::npos ? std::nullopt : parse_lang(std::string_view(stem).substr(dot + 1));
}

Result<void> lay_over(Messages& under, const Messages& over) {
  for (const auto& [key, message] : over) {
    const auto found = under.find(key);
    if (found == under.end()) return fail(Problem::internal, "override of a message that does not exist", key);
    if (found->second.arguments != message.arguments) {
      return fail(Problem::internal, "override with other arguments than its message", key);
    }
    found->second = message;
  }
  return {};
}

Result<void> same_shape(const Messages& one, const Messages& other) {
  for (const auto& [key, message] : one) {
    const auto found = other.find(key);
    if (found == other.end()) return fail(Problem::internal, "message missing in a language", key);
    if (found->second.arguments != message.arguments) {
      return fail(Problem::internal, "message with different arguments in two languages", key);
    }
  }
  return {};
}

}  // namespace

Result<Catalogue> Catalogue::load(const std::filesystem::path& folder,
                                  const std::vector<std::filesystem::path>& overrides) {
  Catalogue catalogue;
  for (const Lang lang : {Lang::en, Lang::es}) {
    auto messages = read(folder / (std::string(lang_code(lang)) + ".toml"));
    if (!messages) return std::unexpected(messages.error());
    catalogue.messages_[static_cast<std::size_t>(lang)] = std::move(*messages);
  }
  for (const auto& file : overrides) {
    const auto lang = lang_of(file);
    if (!lang) return fail(Problem::internal, "message override names no language", file.filename().string());
    const auto messages = read(file);
    if (!messages) return std::unexpected(messages.error());
    const auto laid = lay_over(catalogue.messages_[static_cast<std::size_t>(*lang)], *messages);
    if (!laid) return std::unexpected(laid.error());
  }
  for (const Lang lang : {Lang::en, Lang::es}) {
    for (auto& [key, message] : catalogue.messages_[static_cast<std::size_t>(lang)]) {
      if (message.arguments.empty()) message.said = formatted(lang, message.pattern, {}).value_or(message.pattern);
    }
  }
  const auto& [en, es] = catalogue.messages_;
  for (const auto& checked : {same_shape(en, es), same_shape(es, en)}) {
    if (!checked) return std::unexpected(checked.error());
  }
  return catalogue;
}

const Message* Catalogue::find(Lang lang, std::string_view key) const {
  const auto& messages = messages_[static_cast<std::size_t>(lang)];
  const auto found = messages.find(key);
  return found == messages.end() ? nullptr : &found->second;
}

// ICU's formatters fill caches inside const calls, so each call has its own.
std::string Catalogue::text(Lang lang, std::string_view key, const Arguments& arguments) const {
  const Message* message = find(lang, key);
  const auto missing = [&] { return "⟦" + std::string(key) + "⟧"; };
  if (message == nullptr) return missing();
  if (message->arguments.empty()) return message->said;
  return formatted(lang, message->pattern, arguments).value_or(missing());
}

std::string Catalogue::word(Lang lang, std::string_view prefix, std::string_view code) const {
  const auto key = std::string(prefix) + "." + std::string(code);
  return find(lang, key) != nullptr ? text(lang, key) : std::string(code);
}

}  // namespace holdfast::pages

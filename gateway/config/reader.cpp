#include "gateway/config/reader.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace holdfast::config {
namespace {

std::string in_quotes(std::string_view text) { return '"' + std::string{text} + '"'; }

template <class Range, class Text>
std::string joined(const Range& range, Text text) {
  std::string all;
  for (const auto& item : range) {
    if (!all.empty()) all += ", ";
    all += text(item);
  }
  return all;
}

// How a value reads in a message: short, on one line, without what a terminal would obey.
std::string shown(const toml::node& node) {
  if (node.is_table() || node.is_array()) return "this";
  std::ostringstream out;
  if (const auto text = node.value_exact<std::string>()) {
    out << in_quotes(*text);
  } else {
    node.visit([&](const auto& value) { out << value; });
  }
  auto text = out.str();
  std::ranges::replace_if(text, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, '?');
  constexpr std::size_t kEnough = 60;
  return text.size() <= kEnough ? text : text.substr(0, kEnough) + "...";
}

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a section";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

std::string time_text(std::chrono::minutes time) {
  const auto digits = [](auto count) { return std::string(count < 10 ? 1 : 0, '0') + std::to_string(count); };
  return digits(time.count() / 60) + ":" + digits(time.count() % 60);
}

// "HH:MM" as minutes after midnight, or -1.
std::int64_t minutes_of(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 100; };
  if (text.size() != 5 || text[2] != ':') return -1;
  const auto hours = digit(0) * 10 + digit(1);
  const auto minutes = digit(3) * 10 + digit(4);
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : -1;
}

}  // namespace

const toml::node* Reader::node(const std::string& key) const {
  return document_ == nullptr ? nullptr : document_->at_path(key).node();
}

Faults Reader::take_faults() {
  std::ranges::stable_sort(faults_, {}, [](const Fault& fault) { return std::pair{fault.line, fault.column}; });
  return std::exchange(faults_, {});
}

void Reader::fault(const toml::source_region& place, const std::string& key, std::string why, std::string accepted) {
  faults_.push_back({name_, place.begin.line, place.begin.column, key, std::move(why), std::move(accepted)});
}

void Reader::wrong_type(const toml::node& node, const std::string& key, const std::string& accepted) {
  fault(node.source(), key, shown(node) + " is " + std::string{kind_of(node)}, accepted);
}

void Reader::refuse(const std::string& key, std::string why, std::string accepted) {
  const auto* found = node(key);
  fault(found == nullptr ? toml::source_region{} : found->source(), key, std::move(why), std::move(accepted));
}

const toml::node* Reader::ask(const std::string& key, const std::string& accepted, const std::string& standard,
                              Need need) {
  known_.insert(key);
  settings_.push_back({key, accepted, need == Need::required ? std::string{} : standard});
  const auto* found = node(key);
  if (found == nullptr && need == Need::required && document_ != nullptr) refuse(key, "is missing", accepted);
  return found;
}

void Reader::integer(const std::string& key, std::int64_t& value, std::int64_t least, std::int64_t most, Need need) {
  const auto accepted = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  const auto* node = ask(key, accepted, std::to_string(value), need);
  if (node == nullptr) return;
  const auto read = node->value_exact<std::int64_t>();
  if (!read) return wrong_type(*node, key, accepted);
  if (*read < least || *read > most) return fault(node->source(), key, shown(*node) + " is out of range", accepted);
  value = *read;
}

void Reader::flag(const std::string& key, bool& value) {
  const std::string accepted = "true or false";
  const auto* node = ask(key, accepted, value ? "true" : "false", Need::optional);
  if (node == nullptr) return;
  const auto read = node->value_exact<bool>();
  if (!read) return wrong_type(*node, key, accepted);
  value = *read;
}

void Reader::text(const std::string& key, std::string& value, const Rule& rule, Need need) {
  const std::string accepted{rule.accepted};
  const auto* node = ask(key, accepted, in_quotes(value), need);
  if (node == nullptr) return;
  const auto read = node->value_exact<std::string>();
  if (!read) return wrong_type(*node, key, accepted);
  if (!rule.holds(*read)) return fault(node->source(), key, shown(*node) + " is not accepted", accepted);
  value = *read;
}

void Reader::path(const std::string& key, Path& value) {
  auto text = value.string();
  const auto faults = faults_.size();
  this->text(key, text, {"a path, absolute or from this file's folder", kAnyText.holds});
  if (faults_.size() != faults) return;
  if (text.find('\0') != std::string::npos) return refuse(key, "holds a NUL", "a path");
  value = text.empty() ? Path{} : (base_ / text).lexically_normal();
  if (!value.empty() && !value.has_filename()) value = value.parent_path();  // "folder/." and "folder/" are "folder"
}

std::size_t Reader::one_of(const std::string& key, std::size_t value, std::span<const std::string_view> names) {
  const auto accepted = "one of " + joined(names, in_quotes);
  const auto* node = ask(key, accepted, in_quotes(names[value]), Need::optional);
  if (node == nullptr) return value;
  const auto read = node->value_exact<std::string>();
  if (!read) {
    wrong_type(*node, key, accepted);
    return value;
  }
  const auto name = std::ranges::find(names, *read);
  if (name != names.end()) return static_cast<std::size_t>(name - names.begin());
  fault(node->source(), key, shown(*node) + " is not accepted", accepted);
  return value;
}

void Reader::texts(const std::string& key, std::vector<std::string>& values, const Rule& rule, std::size_t least) {
  const auto accepted = "a list of at least " + std::to_string(least) + ", each " + std::string{rule.accepted};
  const auto standard = "[" + joined(values, in_quotes) + "]";
  const auto* node = ask(key, accepted, standard, values.size() < least ? Need::required : Need::optional);
  if (node == nullptr) return;
  const auto* list = node->as_array();
  if (list == nullptr) return wrong_type(*node, key, accepted);
  std::vector<std::string> read;
  for (const auto& item : *list) {
    const auto text = item.value_exact<std::string>();
    if (!text) return wrong_type(item, key, accepted);
    if (!rule.holds(*text)) return fault(item.source(), key, shown(item) + " is not accepted", accepted);
    if (std::ranges::find(read, *text) != read.end())
      return fault(item.source(), key, shown(item) + " is there twice", accepted);
    read.push_back(*text);
  }
  if (read.size() < least) return fault(node->source(), key, "the list is too short", accepted);
  values = std::move(read);
}

void Reader::times(const std::string& key, std::vector<std::chrono::minutes>& values) {
  std::vector<std::string> texts;
  std::ranges::transform(values, std::back_inserter(texts), time_text);
  const auto faults = faults_.size();
  this->texts(key, texts, {"a local time \"HH:MM\"", [](std::string_view text) { return minutes_of(text) >= 0; }}, 1);
  if (faults_.size() != faults) return;
  values.clear();
  std::ranges::transform(texts, std::back_inserter(values),
                         [](const std::string& text) { return std::chrono::minutes{minutes_of(text)}; });
  if (!std::ranges::is_sorted(values)) refuse(key, "the times are not in order", "the earliest first");
}

std::vector<std::string> Reader::sections(const std::string& key, const Rule& rule) {
  if (document_ == nullptr) return {"<name>"};
  std::vector<std::string> names;
  const auto* found = node(key);
  if (found == nullptr) return names;
  const auto* table = found->as_table();
  if (table == nullptr) {
    known_.insert(key);
    wrong_type(*found, key, "sections, each with a name");
    return names;
  }
  for (const auto& [name, section] : *table) {
    const std::string text{name.str()};
    const auto full = key + "." + text;
    if (!rule.holds(text) || !section.is_table()) {
      known_.insert(full);
      fault(section.source(), key, "a section's name is not accepted, or it is none", std::string{rule.accepted});
    } else {
      names.push_back(text);
    }
  }
  if (table->empty()) known_.insert(key);
  return names;
}

void Reader::words(const std::string& key, Words& values, std::span<const std::string> languages) {
  if (document_ == nullptr) {
    settings_.push_back({key + ".<language>", "a text that is not empty, for each of `languages`", ""});
    return;
  }
  for (const auto& language : languages) {
    std::string value;
    text(key + "." + language, value, kSomeText, Need::required);
    values[language] = value;
  }
}

void Reader::refuse_unknown() {
  if (document_ != nullptr) walk(*document_, "");
}

void Reader::walk(const toml::table& table, const std::string& prefix) {
  for (const auto& [name, node] : table) {
    const auto key = prefix + std::string{name.str()};
    if (known_.contains(key)) continue;
    const auto below = known_.lower_bound(key + ".");
    const bool section = below != known_.end() && below->starts_with(key + ".");
    if (section && node.is_table()) {
      walk(*node.as_table(), key + ".");
    } else if (section) {
      wrong_type(node, key, "a section [" + key + "]");
    } else {
      fault(name.source(), key, "is not a setting", advice(key));
    }
  }
}

std::string Reader::advice(const std::string& key) const {
  if (const auto meant = nearest(key, known_); !meant.empty()) return in_quotes(meant) + ", if that is what was meant";
  const auto prefix = key.substr(0, key.rfind('.') + 1);
  std::vector<std::string> siblings;
  for (const auto& candidate : known_) {
    if (candidate.starts_with(prefix)) siblings.push_back(candidate);
  }
  if (prefix.empty() || siblings.empty()) return "what docs/configuration.md lists";
  return joined(siblings, [](const std::string& text) { return text; });
}

}  // namespace holdfast::config

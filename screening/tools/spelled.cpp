#include "screening/tools/spelled.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace holdfast::screening::tools {
namespace {

constexpr std::size_t kMost = 4096;  // spellings of one pattern

using Spellings = std::optional<std::vector<std::string>>;  // nothing: more than we spell out, or not to be read

Spellings only(std::string text) { return std::vector<std::string>{std::move(text)}; }

class Speller {
 public:
  explicit Speller(std::string_view pattern) : left_(pattern) {}

  Spellings all() {
    auto made = alternatives();
    return left_.empty() ? std::move(made) : std::nullopt;
  }

 private:
  Spellings alternatives() {
    auto made = sequence();
    while (made && left_.starts_with('|')) {
      left_.remove_prefix(1);
      auto more = sequence();
      if (!more || made->size() + more->size() > kMost) return std::nullopt;
      made->insert(made->end(), more->begin(), more->end());
    }
    return made;
  }

  Spellings sequence() {
    std::vector<std::string> made{""};
    while (!left_.empty() && left_.front() != '|' && left_.front() != ')') {
      const auto next = left_.front() == '(' ? group() : only(literal());
      if (!next || made.size() * next->size() > kMost) return std::nullopt;
      std::vector<std::string> joined;
      joined.reserve(made.size() * next->size());
      for (const auto& begun : made)
        for (const auto& end : *next) joined.push_back(begun + end);
      made = std::move(joined);
    }
    return made;
  }

  Spellings group() {
    const std::string_view from = left_;
    left_.remove_prefix(1);
    auto made = alternatives();
    if (!left_.starts_with(')')) return std::nullopt;
    left_.remove_prefix(1);
    if (left_.starts_with('?')) {
      left_.remove_prefix(1);
      if (made) made->emplace_back();
    } else if (!left_.empty() && (left_.front() == '+' || left_.front() == '*' || left_.front() == '{')) {
      return only(std::string(from.substr(0, from.size() - left_.size())));  // its sign follows as a literal
    }
    return made;
  }

  // One character, an escaped one, or a set with all that is in it.
  std::string literal() {
    std::size_t size = left_.front() == '\\' ? 2 : 1;
    if (left_.front() == '[') size = left_.find(']') == std::string_view::npos ? 1 : left_.find(']') + 1;
    size = std::min(size, left_.size());
    const std::string made{left_.substr(0, size)};
    left_.remove_prefix(size);
    return made;
  }

  std::string_view left_;
};

}  // namespace

std::set<std::string> spelled(std::string_view pattern) {
  auto made = Speller{pattern}.all();
  if (!made) return {std::string(pattern)};
  return {std::make_move_iterator(made->begin()), std::make_move_iterator(made->end())};
}

std::set<std::string> spelled(std::span<const match::Pattern> patterns) {
  std::set<std::string> made;
  for (const auto& pattern : patterns) made.merge(spelled(pattern.text));
  return made;
}

std::set<std::string> macros_in(std::string_view pattern) {
  std::set<std::string> made;
  for (auto at = pattern.find('<'); at != std::string_view::npos; at = pattern.find('<', at + 1)) {
    const auto end = pattern.find('>', at);
    if (end != std::string_view::npos) made.emplace(pattern.substr(at + 1, end - at - 1));
  }
  return made;
}

}  // namespace holdfast::screening::tools

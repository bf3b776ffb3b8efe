#include "screening/learned/lexicon.h"

#include <algorithm>
#include <array>

namespace holdfast::screening::learned {
namespace {

constexpr unsigned kMost = 60;  // bits above are for what a word's form says

// Endings of past tenses and participles, English and Spanish.
constexpr std::array<std::string_view, 11> kPastEndings = {"ed",   "aste", "iste",   "aron", "ieron", "aba",
                                                           "abas", "aban", "abamos", "ado",  "ido"};

std::string_view next_word(std::string_view& rest) {
  const std::size_t begin = std::min(rest.find_first_not_of(' '), rest.size());
  rest.remove_prefix(begin);
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

bool is_past(std::string_view word) {
  return std::ranges::any_of(kPastEndings, [&](std::string_view ending) {
    return word.size() >= ending.size() + 2 && word.ends_with(ending);
  });
}

}  // namespace

std::expected<Lexicon, LoadError> Lexicon::parse(std::string_view text, std::string_view file) {
  Lexicon made;
  std::uint32_t number = 0;
  const auto wrong = [&](std::string what) {
    return std::unexpected(LoadError{std::string{file}, number, std::move(what)});
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return wrong("a line is \"concept: word word stem*\"");
    const std::string_view name = line.substr(0, colon);
    if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") != std::string_view::npos)
      return wrong("a concept's name is lower-case letters and hyphens");
    if (std::ranges::find(made.names_, name) != made.names_.end()) return wrong("this concept is there twice");
    if (made.names_.size() == kMost) return wrong("more than 60 concepts");
    const Concepts own = bit(static_cast<unsigned>(made.names_.size()));
    made.names_.emplace_back(name);
    line.remove_prefix(colon + 1);
    for (std::string_view word = next_word(line); !word.empty(); word = next_word(line)) {
      const bool stem = word.ends_with('*');
      if (stem) word.remove_suffix(1);
      if (word.size() < (stem ? 2U : 1U)) return wrong("a stem has two letters at least");
      (stem ? made.stems_ : made.words_)[hash_of(word)] |= own;
    }
  }
  made.names_.resize(64);
  made.names_[kPast] = "past";
  made.names_[kNumber] = "number";
  made.names_[kQuestion] = "question";
  made.names_[kQuoted] = "quoted";
  return made;
}

Concepts Lexicon::concepts_of(std::string_view word) const {
  Concepts found = 0;
  std::uint64_t h = hash_of({});
  for (std::size_t i = 0; i < word.size(); ++i) {
    h = (h ^ static_cast<unsigned char>(word[i])) * 1099511628211ULL;
    if (i == 0) continue;
    if (const auto stem = stems_.find(h); stem != stems_.end()) found |= stem->second;
  }
  if (const auto whole = words_.find(h); whole != words_.end()) found |= whole->second;
  if (is_past(word)) found |= bit(kPast);
  if (!word.empty() && word.front() >= '0' && word.front() <= '9') found |= bit(kNumber);
  return found;
}

std::string Lexicon::names(Concepts concepts) const {
  std::string all;
  for (unsigned i = 0; i < 64; ++i)
    if ((concepts & bit(i)) != 0) (all += all.empty() ? "" : "+") += names_[i];
  return all.empty() ? "_" : all;
}

std::expected<Concepts, std::string> Lexicon::parse_names(std::string_view names) const {
  Concepts all = 0;
  if (names == "_") return all;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find('+'), names.size());
    const auto found = std::ranges::find(names_, names.substr(0, end));
    if (end == 0 || found == names_.end())
      return std::unexpected("no such concept: " + std::string{names.substr(0, end)});
    all |= bit(static_cast<unsigned>(found - names_.begin()));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return all;
}

}  // namespace holdfast::screening::learned

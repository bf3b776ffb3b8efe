#include "screening/learned/lexicon.h"

#include <algorithm>
#include <map>
#include <optional>
#include <ranges>

namespace holdfast::screening::learned {
namespace {

using text::key_of;

constexpr std::string_view kNameLetters = "abcdefghijklmnopqrstuvwxyz-";

// Endings of past tenses and participles.
constexpr std::array<std::string_view, 1> kEnglishPast = {"ed"};
constexpr std::array<std::string_view, 10> kSpanishPast = {"aste", "iste", "aron",   "ieron", "aba",
                                                           "abas", "aban", "abamos", "ado",   "ido"};

std::string_view next_word(std::string_view& rest) {
  const std::size_t begin = std::min(rest.find_first_not_of(' '), rest.size());
  rest.remove_prefix(begin);
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

bool is_past(std::string_view word, Tongue tongue) {
  const auto ends = [&](std::string_view ending) { return word.size() >= ending.size() + 2 && word.ends_with(ending); };
  return tongue == Tongue::english ? std::ranges::any_of(kEnglishPast, ends) : std::ranges::any_of(kSpanishPast, ends);
}

}  // namespace

// Reads the lists. Concepts are numbered in the order of their first lines, those that are no link after all others.
class LexiconParser {
 public:
  LexiconParser(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  std::expected<Lexicon, LoadError> run() {
    if (auto error = each_line([&](std::string_view head, std::string_view) { return name(head); }))
      return std::unexpected(*error);
    number_names();
    if (auto error = each_line([&](std::string_view head, std::string_view rest) { return list(head, rest); }))
      return std::unexpected(*error);
    fill();
    return std::move(made_);
  }

 private:
  using Fault = std::optional<std::string>;

  template <class Take>
  std::optional<LoadError> each_line(const Take& take) {
    std::uint32_t number = 0;
    for (std::string_view rest = text_; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      ++number;
      if (line.empty() || line.front() == '#') continue;
      const std::size_t colon = line.find(':');
      Fault fault = "a line is \"concept en: word word stem*\", or es";
      if (colon != std::string_view::npos) fault = take(line.substr(0, colon), line.substr(colon + 1));
      if (fault) return LoadError{std::string{file_}, number, std::move(*fault)};
    }
    return std::nullopt;
  }

  Fault name(std::string_view head) {
    const bool dull = head.starts_with('-');
    if (dull) head.remove_prefix(1);
    const std::string_view own = next_word(head);
    const std::string_view language = next_word(head);
    if (language != "en" && language != "es") return "a line is \"concept en: word word stem*\", or es";
    if (own.find_first_not_of(kNameLetters) != std::string_view::npos)
      return "a concept's name is lower-case letters and hyphens";
    auto& names = dull ? dull_ : plain_;
    if (std::ranges::find(dull ? plain_ : dull_, own) != (dull ? plain_ : dull_).end())
      return "a concept is a link of the chain in all of its lines or in none";
    if (std::ranges::find(names, own) == names.end()) names.emplace_back(own);
    if (plain_.size() + dull_.size() + 4 > Lexicon::kMost) return "more than 246 concepts";
    return std::nullopt;
  }

  void number_names() {
    made_.names_ = plain_;
    made_.first_dull_ = static_cast<Concept>(plain_.size());
    std::ranges::copy(dull_, std::back_inserter(made_.names_));
    made_.past_ = add("past");
    made_.number_ = add("number-form");
    made_.question_ = add("question");
    made_.quoted_ = add("quoted");
  }
  Concept add(std::string_view name) {
    made_.names_.emplace_back(name);
    return static_cast<Concept>(made_.names_.size() - 1);
  }

  Fault list(std::string_view head, std::string_view rest) {
    if (head.starts_with('-')) head.remove_prefix(1);
    const Concept own = made_.find(next_word(head));
    const auto tongue = static_cast<std::size_t>(tongue_of(next_word(head)));
    for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest)) {
      const bool stem = word.ends_with('*');
      if (stem) word.remove_suffix(1);
      if (word.size() < (stem ? 2U : 1U)) return "a stem has two letters at least";
      Concepts& of = (stem ? stems_ : words_)[tongue].try_emplace(std::string{word}, kNone).first->second;
      const auto free = std::ranges::find(of.begin(), of.begin() + 3, kNoConcept);
      if (free != of.begin() + 3 && std::ranges::find(of, own) == of.end()) *free = own;
    }
    return std::nullopt;
  }

  void fill() {
    made_.lists_.push_back(kNone);
    for (const std::size_t tongue : {0U, 1U}) {
      made_.words_[tongue] = Lexicon::Table(words_[tongue].size());
      made_.stems_[tongue] = Lexicon::Table(stems_[tongue].size());
      for (const auto& [word, concepts] : words_[tongue]) {
        made_.words_[tongue][key_of(word)] = number(concepts);
        made_.listed_.push_back(word);
      }
      for (const auto& [stem, concepts] : stems_[tongue]) {
        std::uint64_t mixed = 0;
        for (const char c : stem) mixed = text::mix_key(mixed, static_cast<unsigned char>(c));
        made_.stems_[tongue][text::long_key(mixed)] = number(concepts);
        made_.stem_bits_.add(text::long_key(mixed));
      }
    }
  }
  std::uint32_t number(const Concepts& concepts) {
    const auto [at, is_new] = numbers_.try_emplace(concepts, static_cast<std::uint32_t>(made_.lists_.size()));
    if (is_new) made_.lists_.push_back(concepts);
    return at->second;
  }

  std::string_view text_, file_;
  std::vector<std::string> plain_, dull_;
  std::map<std::string, Concepts, std::less<>> words_[2], stems_[2];
  std::map<Concepts, std::uint32_t> numbers_;
  Lexicon made_;
};

std::expected<Lexicon, LoadError> Lexicon::parse(std::string_view text, std::string_view file) {
  return LexiconParser{text, file}.run();
}

Concept Lexicon::find(std::string_view name) const {
  const auto found = std::ranges::find(names_, name);
  return found == names_.end() ? kNoConcept : static_cast<Concept>(found - names_.begin());
}

// The letter's own language first: its word, its longest stem, and only then the other language's.
std::uint32_t Lexicon::list_of(std::string_view word, Tongue tongue) const {
  const auto own = static_cast<std::size_t>(tongue);
  const std::size_t other = 1 - own;
  const std::uint64_t key = key_of(word);
  if (const std::uint32_t whole = words_[own].find(key); whole != 0) return whole;
  std::array<std::uint32_t, 2> stem{};
  std::uint64_t mixed = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    mixed = text::mix_key(mixed, static_cast<unsigned char>(word[i]));
    if (i == 0 || !stem_bits_.may_hold(text::long_key(mixed))) continue;
    for (const std::size_t at : {own, other})
      if (const std::uint32_t found = stems_[at].find(text::long_key(mixed)); found != 0) stem[at] = found;
  }
  if (stem[own] != 0) return stem[own];
  const std::uint32_t whole = words_[other].find(key);
  return whole != 0 ? whole : stem[other];
}

Concepts Lexicon::concepts_of(std::string_view word, Tongue tongue) const {
  if (!word.empty() && word.front() >= '0' && word.front() <= '9') return {number_, kNoConcept, kNoConcept, kNoConcept};
  Concepts found = lists_[list_of(word, tongue)];
  if (is_past(word, tongue)) *std::ranges::find(found, kNoConcept) = past_;
  return found;
}

}  // namespace holdfast::screening::learned

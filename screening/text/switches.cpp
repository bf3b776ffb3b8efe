#include "screening/text/switches.h"

#include <algorithm>
#include <span>

#include "screening/text/languages.h"

namespace holdfast::screening::text {
namespace {

constexpr std::size_t kFewestWords = 8;     // of a sentence that is more than a greeting
constexpr std::size_t kFewestUnknown = 10;  // words of a sentence that is told by knowing none of them
constexpr std::size_t kOneUnknownIn = 3;    // words; a sentence with fewer is in a language that is known
constexpr std::size_t kMostWords = 24;      // looked at together: a letter may have no sentence ends
constexpr std::size_t kMostFinds = 8;       // more tell a reader nothing new
constexpr std::size_t kFewestForeign = 12;  // letters of another script
constexpr std::size_t kOneKnownIn = 8;      // words, in a language whose words are not known

bool has_rules(std::string_view language) { return language == "en" || language == "es"; }

class Sentences {
 public:
  Sentences(const Folded& folded, const std::vector<Token>& tokens, std::span<const std::uint32_t> unknown)
      : folded_(folded), tokens_(tokens), unknown_(unknown) {}

  std::vector<Switch> run() {
    while (at_ < unknown_.size()) {
      // The sentence of the next unknown word; the words between are of no other language.
      std::uint32_t first = unknown_[at_];
      while (first > end_ && !tokens_[first].first) --first;
      was_foreign_ &= first == end_;
      end_ = first + 1;
      while (end_ < tokens_.size() && !tokens_[end_].first && end_ - first < kMostWords) ++end_;
      const std::size_t before = at_;
      while (at_ < unknown_.size() && unknown_[at_] < end_) ++at_;
      take(std::span{tokens_}.subspan(first, end_ - first), unknown_.subspan(before, at_ - before));
    }
    return std::move(found_);
  }

 private:
  void take(std::span<const Token> sentence, std::span<const std::uint32_t> unknown) {
    std::string language = unknown.size() * kOneUnknownIn < sentence.size() ? "" : language_of(sentence, unknown);
    if (!language.empty()) {
      const std::uint32_t start = folded_.view.origin[sentence.front().begin];
      const std::uint32_t end = folded_.view.origin[sentence.back().end - 1] + 1;
      if (was_foreign_ && found_.back().language == language)
        found_.back().end = end;
      else if (found_.size() < kMostFinds)
        found_.push_back({start, end, language});
    }
    was_foreign_ = !language.empty() && found_.size() < kMostFinds;
  }

  // Empty where it is one that has rules, or too short to tell.
  std::string language_of(std::span<const Token> sentence, std::span<const std::uint32_t> unknown) const {
    if (is_in_another_script(sentence)) return "other";
    if (sentence.size() < kFewestWords) return {};
    if (std::string told = language_without_rules(sentence); !told.empty()) return told;
    return sentence.size() >= kFewestUnknown && is_hardly_known(sentence, unknown) ? "other" : std::string{};
  }

  bool is_in_another_script(std::span<const Token> sentence) const {
    if (folded_.foreign_letters < kFewestForeign) return false;
    std::size_t letters = 0;
    std::size_t words = 0;
    for (const Token& token : sentence)
      if (folded_.view.text[token.begin] == '~') {
        letters += token.end - token.begin;
        ++words;
      }
    return letters >= kFewestForeign && words * 2 > sentence.size();
  }

  bool is_hardly_known(std::span<const Token> sentence, std::span<const std::uint32_t> unknown) const {
    const auto words = static_cast<std::size_t>(std::ranges::count_if(
        unknown, [&](std::uint32_t i) { return tokens_[i].shape == shape::kLetter; }));  // numbers are no language
    return (sentence.size() - words) * kOneKnownIn <= sentence.size();
  }

  const Folded& folded_;
  const std::vector<Token>& tokens_;
  std::span<const std::uint32_t> unknown_;
  std::size_t at_ = 0;     // in unknown_
  std::uint32_t end_ = 0;  // of the last sentence that was looked at
  std::vector<Switch> found_;
  bool was_foreign_ = false;
};

}  // namespace

std::vector<Switch> find_switches(std::string_view letter, const Folded& folded, const std::vector<Token>& tokens,
                                  std::span<const std::uint32_t> unknown) {
  std::vector<Switch> found = Sentences{folded, tokens, unknown}.run();
  if (found.empty()) return found;
  const Places places{letter};
  for (Switch& change : found)
    if (change.language == "other")
      if (std::string told = told_by_habits(places.slice(change.start, change.end)); !told.empty() && !has_rules(told))
        change.language = std::move(told);
  return found;
}

}  // namespace holdfast::screening::text

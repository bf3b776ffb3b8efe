#include "screening/text/switches.h"

#include <algorithm>
#include <span>

namespace holdfast::screening::text {
namespace {

constexpr std::size_t kFewestWords = 8;     // of a sentence that is more than a greeting
constexpr std::size_t kFewestUnknown = 10;  // words of a sentence that is told by knowing none of them
constexpr std::size_t kMostWords = 24;      // looked at together: a letter may have no sentence ends
constexpr std::size_t kMostFinds = 8;       // more tell a reader nothing new
constexpr std::size_t kFewestForeign = 12;  // letters of another script
constexpr std::size_t kOneKnownIn = 8;      // words, in a language whose words are not known

class Sentences {
 public:
  Sentences(const Folded& folded, const std::vector<Token>& tokens, const Lexicon& lexicon)
      : folded_(folded), tokens_(tokens), lexicon_(lexicon) {}

  std::vector<Switch> run() {
    for (std::size_t first = 0; first < tokens_.size();) {
      std::size_t last = first + 1;
      while (last < tokens_.size() && !tokens_[last].first && last - first < kMostWords) ++last;
      take(std::span{tokens_}.subspan(first, last - first));
      first = last;
    }
    return std::move(found_);
  }

 private:
  void take(std::span<const Token> sentence) {
    std::string language = language_of(sentence);
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
  std::string language_of(std::span<const Token> sentence) const {
    if (is_in_another_script(sentence)) return "other";
    if (sentence.size() < kFewestWords) return {};
    if (std::string told = language_without_rules(sentence); !told.empty()) return told;
    return sentence.size() >= kFewestUnknown && knows_hardly_any(sentence) ? "other" : std::string{};
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

  bool knows_hardly_any(std::span<const Token> sentence) const {
    const auto known = std::ranges::count_if(sentence, [&](const Token& t) {
      return (t.shape & ~shape::kLetter) != 0 || lexicon_.knows(t.key);  // a list of numbers is no language
    });
    return static_cast<std::size_t>(known) * kOneKnownIn <= sentence.size();
  }

  const Folded& folded_;
  const std::vector<Token>& tokens_;
  const Lexicon& lexicon_;
  std::vector<Switch> found_;
  bool was_foreign_ = false;
};

}  // namespace

std::vector<Switch> find_switches(const Folded& folded, const std::vector<Token>& tokens, const Lexicon& lexicon) {
  return Sentences{folded, tokens, lexicon}.run();
}

}  // namespace holdfast::screening::text

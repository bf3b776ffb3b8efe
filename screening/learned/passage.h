// A letter as the model reads it: passages of a few neighbouring sentences, and excerpts of one or two, never across a
// paragraph's end.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/learned/lexicon.h"
#include "screening/text/fold.h"
#include "screening/text/layout.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::learned {

struct Word {
  std::string_view text;  // of the folded letter
  std::uint64_t key{};    // text::key_of
  Concepts concepts = kNone;
  Concept link = kNoConcept;  // Lexicon::link
  // Where a model looked it up: what the word alone weighs, and where the model keeps what it weighs beside concepts.
  std::int32_t weight{};
  std::uint32_t beside{};
};

struct Sentence {
  std::uint32_t begin{};  // words
  std::uint32_t end{};
  std::uint32_t paragraph{};
  std::uint32_t first_concept{};  // in Reading::concepts, to the next sentence's
};

// What a rule found, whatever its level: the rule and, for what little its own name is known by, its category with its
// level ("threat.quarantine").
struct Hint {
  std::uint32_t at{};  // code points of the letter
  std::string rule;
  std::string kind;
};

// Sentences [begin, end).
struct Passage {
  std::uint32_t begin{};
  std::uint32_t end{};
};

// A longer paragraph is read in overlapping passages, so that harm is not diluted, and so that no passage is longer
// than those the corpus teaches: what is said of sums of a few dozen words does not hold of hundreds. Excerpts are
// shorter still: in them one sentence is not drowned by its honest neighbours.
struct Length {
  std::uint32_t sentences{};
  std::uint32_t words{};
};
inline constexpr Length kPassage = {6, 70};
inline constexpr Length kExcerpt = {2, 45};

struct Reading {
  std::vector<Word> words;
  std::vector<Sentence> sentences;
  std::vector<Concept> concepts;  // of each sentence, ascending, each once: of its words, and whether it asks or quotes
  std::vector<Passage> passages;
  std::vector<Passage> excerpts;
  std::vector<std::uint32_t> first;  // of each sentence: code points of the letter
  std::vector<std::uint32_t> last;

  // The sentence in which code point `at` stands.
  [[nodiscard]] std::uint32_t sentence_at(std::uint32_t at) const {
    const auto after = std::ranges::upper_bound(first, at);
    return static_cast<std::uint32_t>(after == first.begin() ? 0 : after - first.begin() - 1);
  }
  [[nodiscard]] std::span<const Concept> concepts_of(std::uint32_t sentence) const {
    const std::size_t begin = sentences[sentence].first_concept;
    const std::size_t end = sentence + 1 < sentences.size() ? sentences[sentence + 1].first_concept : concepts.size();
    return std::span{concepts}.subspan(begin, end - begin);
  }
};

// The concepts of one sentence while it is read.
class Gathered {
 public:
  void add(Concept which) { bits_[which / 64] |= 1ULL << which % 64; }
  void add(const Concepts& concepts) {
    for (const Concept which : concepts) add(which);
  }
  // Appends them to `to` and forgets them.
  void flush(std::vector<Concept>& to) {
    bits_[3] &= ~(1ULL << 63U);  // kNoConcept
    for (std::size_t i = 0; i < bits_.size(); ++i)
      for (std::uint64_t& bits = bits_[i]; bits != 0; bits &= bits - 1)
        to.push_back(static_cast<Concept>(i * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
  }

 private:
  std::array<std::uint64_t, 4> bits_{};
};

void divide(Reading& reading);

// `look_up(word)` fills concepts, link and weight. What `folded` holds must outlive the reading.
template <class LookUp>
Reading read(std::string_view letter, const text::Folded& folded, const std::vector<text::Token>& tokens,
             const Lexicon& lexicon, const LookUp& look_up) {
  Reading made;
  made.words.reserve(tokens.size());
  const text::Layout layout = text::layout_of(letter);
  Gathered gathered;
  std::size_t paragraph = 0;
  std::size_t quote = 0;
  const auto& view = folded.view;
  for (const text::Token& token : tokens) {
    const std::uint32_t at = view.origin[token.begin];
    while (paragraph < layout.breaks.size() && layout.breaks[paragraph] <= at) ++paragraph;
    while (quote < layout.quotes.size() && layout.quotes[quote] <= at) ++quote;
    const auto index = static_cast<std::uint32_t>(made.words.size());
    if (token.first || made.sentences.empty()) {
      gathered.flush(made.concepts);
      made.sentences.push_back(
          {index, index, static_cast<std::uint32_t>(paragraph), static_cast<std::uint32_t>(made.concepts.size())});
      made.first.push_back(at);
      made.last.push_back(at);
    }
    Word& word = made.words.emplace_back();
    word.text = text::word_of(view.text, token);
    word.key = token.key;
    look_up(word);
    gathered.add(word.concepts);
    if (quote % 2 == 1) gathered.add(lexicon.quoted());
    if (token.end < view.text.size() && view.text[token.end] == '?') gathered.add(lexicon.question());
    made.sentences.back().end = index + 1;
    made.last.back() = view.origin[token.end - 1];
  }
  gathered.flush(made.concepts);
  divide(made);
  return made;
}

}  // namespace holdfast::screening::learned

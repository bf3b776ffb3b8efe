// A letter as the model reads it: passages of a few neighbouring sentences, never across a paragraph's end.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "screening/learned/lexicon.h"
#include "screening/text/fold.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::learned {

struct Word {
  std::string_view text;  // of the folded letter
  std::uint64_t hash{};
  Concepts concepts{};
  std::int32_t weight{};  // what the word alone weighs, where a model looked it up
};

struct Sentence {
  std::uint32_t begin{};  // words
  std::uint32_t end{};
  Concepts concepts{};  // of its words, and whether it asks or quotes
  std::uint32_t paragraph{};
};

// Sentences [begin, end).
struct Passage {
  std::uint32_t begin{};
  std::uint32_t end{};
};

// A longer paragraph is read in overlapping passages, so that harm is not diluted, and so that no passage is longer
// than those the corpus teaches: what is said of sums of a few dozen words does not hold of hundreds.
inline constexpr std::uint32_t kMostSentences = 6;
inline constexpr std::uint32_t kMostWords = 70;

struct Reading {
  std::vector<Word> words;
  std::vector<Sentence> sentences;
  std::vector<Passage> passages;
  std::vector<std::uint32_t> first;  // of each sentence: code points of the letter
  std::vector<std::uint32_t> last;
};

// Where paragraphs end and what stands in quotation marks: lost in folding. Offsets are code points, ascending.
struct Layout {
  std::vector<std::uint32_t> breaks;
  std::vector<std::uint32_t> quotes;  // where a quotation begins, where it ends, where the next begins ...
};
Layout layout_of(std::string_view letter);

// `look_up(word)` fills concepts and weight. What `folded` holds must outlive the reading.
template <class LookUp>
Reading read(std::string_view letter, const text::Folded& folded, const std::vector<text::Token>& tokens,
             const LookUp& look_up);

void divide(Reading& reading);

template <class LookUp>
Reading read(std::string_view letter, const text::Folded& folded, const std::vector<text::Token>& tokens,
             const LookUp& look_up) {
  Reading made;
  made.words.reserve(tokens.size());
  const Layout layout = layout_of(letter);
  std::size_t paragraph = 0;
  std::size_t quote = 0;
  const auto& view = folded.view;
  for (const text::Token& token : tokens) {
    const std::uint32_t at = view.origin[token.begin];
    while (paragraph < layout.breaks.size() && layout.breaks[paragraph] <= at) ++paragraph;
    while (quote < layout.quotes.size() && layout.quotes[quote] <= at) ++quote;
    const auto index = static_cast<std::uint32_t>(made.words.size());
    if (token.first || made.sentences.empty()) {
      made.sentences.push_back({index, index, 0, static_cast<std::uint32_t>(paragraph)});
      made.first.push_back(at);
      made.last.push_back(at);
    }
    Sentence& sentence = made.sentences.back();
    Word word{text::word_of(folded.view.text, token), 0, 0, 0};
    look_up(word);
    sentence.concepts |= word.concepts;
    if (quote % 2 == 1) sentence.concepts |= bit(Lexicon::kQuoted);
    if (token.end < view.text.size() && view.text[token.end] == '?') sentence.concepts |= bit(Lexicon::kQuestion);
    sentence.end = index + 1;
    made.last.back() = view.origin[token.end - 1];
    made.words.push_back(word);
  }
  divide(made);
  return made;
}

}  // namespace holdfast::screening::learned

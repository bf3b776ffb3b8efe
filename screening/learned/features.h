// What the model sees of a passage. Each feature has a family, a key (the same everywhere, made of words' keys and
// concepts) and a name that people can read: "two know where", "after your door", "run my-people visit".
//
// Nothing is said of what is absent, and a word that nobody knows weighs nothing: a score rests on what was seen.
//
// A sink takes them: neighbours, three, beside, run and chain, each with the index of its last word, and both, two
// concepts in one sentence. ByKey makes one out of a function hashed(family, key, word, name). Names are functions,
// called only where somebody wants them. What neighbouring sentences add is that they are summed: see passage.h.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "screening/learned/passage.h"

namespace holdfast::screening::learned {

// Stored by name, never by number.
//   word, stem, concept   a word, its beginning, what it is about
//   two, gap, three       words side by side, with one between, three in a row
//   after, before         a concept and the word after it, a word and the concept after it
//   run, chain            two and three links in the chain of a sentence's contents, what lies between left out
//   both                  two concepts anywhere in one sentence
//   rule                  a rule that found something in the sentence, or its category and level
enum class Family : std::uint8_t { word, stem, concept_, two, gap, three, after, before, run, chain, both, rule };
inline constexpr std::size_t kFamilies = 12;
inline constexpr std::array<std::string_view, kFamilies> kFamilyNames = {
    "word", "stem", "concept", "two", "gap", "three", "after", "before", "run", "chain", "both", "rule"};
// How much a family counts beside the others: what repeats others (pairs of concepts) counts less.
inline constexpr std::array<float, kFamilies> kScales = {1.0F, 0.7F, 0.7F, 0.8F, 0.6F, 0.6F,
                                                         0.8F, 0.8F, 0.8F, 0.6F, 0.2F, 2.0F};

// Families by whose features categories are told apart.
constexpr bool tells_categories(Family family) {
  return family <= Family::concept_ || family == Family::run || family == Family::both || family == Family::rule;
}

constexpr std::uint64_t key_of(Family family, std::uint64_t key) {
  return mix(key, static_cast<std::uint64_t>(family) + 1);
}
constexpr std::uint64_t pair_of(Concept a, Concept b) { return std::uint64_t{a} << 8U | b; }
constexpr std::uint64_t chain_of(Concept first, std::uint64_t pair) { return std::uint64_t{first} << 16U | pair; }

inline constexpr std::size_t kStem = 5;  // letters

// Features of a word by itself.
template <class Sink>
void each_of_word(const Lexicon& lexicon, const Word& word, const Sink& sink) {
  sink(Family::word, key_of(Family::word, word.key), [&] { return std::string{word.text}; });
  if (word.text.size() > kStem + 1) {
    const std::string_view stem = word.text.substr(0, kStem);
    sink(Family::stem, key_of(Family::stem, text::key_of(stem)), [&] { return std::string{stem}; });
  }
  for (const Concept which : word.concepts)
    if (which != kNoConcept)
      sink(Family::concept_, key_of(Family::concept_, which), [&] { return lexicon.name(which); });
}

// A sink that wants no more of neighbours than their key and their name.
template <class Self>
class ByKey {
 public:
  void neighbours(Family family, std::uint64_t key, std::uint32_t i, const auto& name) { take(family, key, i, name); }
  void three(const Word& first, std::uint64_t two, std::uint32_t i, const auto& name) {
    take(Family::three, mix(first.key, two), i, name);
  }
  void beside(Family family, const Word& word, Concept which, std::uint32_t i, const auto& name) {
    take(family, family == Family::after ? mix(which, word.key) : mix(word.key, which), i, name);
  }
  void run(std::uint64_t pair, std::uint32_t i, const auto& name) { take(Family::run, pair, i, name); }
  void chain(Concept first, std::uint64_t pair, std::uint32_t i, const auto& name) {
    take(Family::chain, chain_of(first, pair), i, name);
  }

 private:
  friend Self;
  ByKey() = default;
  void take(Family family, std::uint64_t key, std::uint32_t i, const auto& name) {
    static_cast<Self*>(this)->hashed(family, key_of(family, key), i, name);
  }
};

template <class Sink>
void each_of_neighbours(const Reading& reading, const Lexicon& lexicon, const Sentence& sentence, Sink& sink) {
  const auto& words = reading.words;
  const auto text = [&](std::uint32_t i) { return std::string{words[i].text}; };
  const auto name = [&](Concept which) -> const std::string& { return lexicon.name(which); };
  Concept last = kNoConcept;  // the two links before this one
  Concept second = kNoConcept;
  for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
    const Word& word = words[i];
    if (i > sentence.begin) {
      const Word& before = words[i - 1];
      const std::uint64_t two = mix(before.key, word.key);
      sink.neighbours(Family::two, two, i, [&] { return text(i - 1) + ' ' + text(i); });
      if (before.link != kNoConcept)
        sink.beside(Family::after, word, before.link, i, [&] { return name(before.link) + ' ' + text(i); });
      if (word.link != kNoConcept)
        sink.beside(Family::before, before, word.link, i, [&] { return text(i - 1) + ' ' + name(word.link); });
      if (i > sentence.begin + 1) {
        const Word& first = words[i - 2];
        sink.neighbours(Family::gap, mix(first.key, word.key), i, [&] { return text(i - 2) + ' ' + text(i); });
        sink.three(first, two, i, [&] { return text(i - 2) + ' ' + text(i - 1) + ' ' + text(i); });
      }
    }
    if (word.link == kNoConcept) continue;
    if (last != kNoConcept) {
      const std::uint64_t pair = pair_of(last, word.link);
      sink.run(pair, i, [&] { return name(last) + ' ' + name(word.link); });
      if (second != kNoConcept)
        sink.chain(second, pair, i, [&] { return name(second) + ' ' + name(last) + ' ' + name(word.link); });
    }
    second = std::exchange(last, word.link);
  }
}

// Rules that found something in one sentence, each once.
template <class Sink>
void each_of_hint(const Hint& hint, const Sink& sink) {
  for (const std::string* name : {&hint.rule, &hint.kind})
    sink(Family::rule, key_of(Family::rule, text::key_of(*name)), [&] { return *name; });
}

template <class Sink>
void each_within(const Reading& reading, std::uint32_t at, Sink& sink) {
  const auto here = reading.concepts_of(at);
  for (std::size_t a = 0; a < here.size(); ++a)
    for (std::size_t b = a + 1; b < here.size(); ++b) sink.both(here[a], here[b]);
}

}  // namespace holdfast::screening::learned

// What the model sees of a passage. Each feature has a family, a key (the same everywhere, made of words' hashes and
// concepts) and a name that people can read: "two know where", "after your|door", "both my-people,home".
//
// A sink takes them: word(family, key, word, name) for features of one word, hashed(family, key, word, name) for those
// of neighbouring words (`word` is the index of the last), both(a, b) and next(a, b) for two concepts in one sentence,
// or in one and the following. Names are functions, called only where somebody wants them.
#pragma once

#include <array>
#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "screening/learned/passage.h"

namespace holdfast::screening::learned {

// Stored by name, never by number.
enum class Family : std::uint8_t { word, stem, part, two, gap, three, after, before, run, both, next };
inline constexpr std::size_t kFamilies = 11;
inline constexpr std::array<std::string_view, kFamilies> kFamilyNames = {
    "word", "stem", "part", "two", "gap", "three", "after", "before", "run", "both", "next"};
// How much a family counts beside the others: what repeats others (pieces of words, pairs of concepts) counts less.
inline constexpr std::array<float, kFamilies> kScales = {1.0F, 0.7F, 0.4F, 0.8F, 0.6F, 0.6F,
                                                         0.8F, 0.8F, 0.8F, 0.6F, 0.3F};

constexpr std::uint64_t key_of(Family family, std::uint64_t h) {
  return mix(static_cast<std::uint64_t>(family) + 1, h);
}
constexpr std::uint64_t key_of(Family family, unsigned a, unsigned b) { return key_of(family, a * 64 + b); }

inline constexpr std::size_t kStem = 5;  // letters
inline constexpr std::size_t kPart = 4;

// Features of a word by itself: the word, its beginning, its pieces.
template <class Sink>
void each_of_word(std::string_view word, std::uint64_t hash, const Sink& sink) {
  sink(Family::word, key_of(Family::word, hash), [&] { return std::string{word}; });
  if (word.size() > kStem + 1) {
    const std::string_view stem = word.substr(0, kStem);
    sink(Family::stem, key_of(Family::stem, hash_of(stem)), [&] { return std::string{stem}; });
  }
  if (word.size() < kPart) return;
  const std::string edged = '^' + std::string{word} + '.';
  for (std::size_t i = 0; i + kPart <= edged.size(); ++i) {
    const std::string_view part = std::string_view{edged}.substr(i, kPart);
    sink(Family::part, key_of(Family::part, hash_of(part)), [&] { return std::string{part}; });
  }
}

template <class Sink>
void each_of_neighbours(const Reading& reading, const Lexicon& lexicon, const Sentence& sentence, Sink& sink) {
  const auto& words = reading.words;
  const auto text = [&](std::uint32_t i) { return std::string{words[i].text}; };
  Concepts before = 0;  // of the last word that has any
  for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
    const Word& word = words[i];
    const std::uint32_t behind = i - sentence.begin;
    if (behind > 0) {
      const Word& last = words[i - 1];
      sink.hashed(Family::two, mix(last.hash, word.hash), i, [&] { return text(i - 1) + ' ' + text(i); });
      if (last.concepts != 0)
        sink.hashed(Family::after, mix(last.concepts, word.hash), i,
                    [&] { return lexicon.names(last.concepts) + ' ' + text(i); });
      if (word.concepts != 0)
        sink.hashed(Family::before, mix(last.hash, word.concepts), i,
                    [&] { return text(i - 1) + ' ' + lexicon.names(word.concepts); });
    }
    if (behind > 1) {
      const Word& second = words[i - 2];
      sink.hashed(Family::gap, mix(second.hash, word.hash), i, [&] { return text(i - 2) + ' ' + text(i); });
      sink.hashed(Family::three, mix(mix(second.hash, words[i - 1].hash), word.hash), i,
                  [&] { return text(i - 2) + ' ' + text(i - 1) + ' ' + text(i); });
    }
    if (behind > 2)
      sink.hashed(Family::gap, mix(words[i - 3].hash, word.hash), i, [&] { return text(i - 3) + ' ' + text(i); });
    if (word.concepts == 0) continue;
    if (before != 0)
      sink.hashed(Family::run, mix(before, word.concepts), i,
                  [&] { return lexicon.names(before) + ' ' + lexicon.names(word.concepts); });
    before = word.concepts;
  }
}

template <class Visit>
void each_bit(Concepts concepts, const Visit& visit) {
  for (; concepts != 0; concepts &= concepts - 1) visit(static_cast<unsigned>(std::countr_zero(concepts)));
}

template <class Sink>
void each_of_concepts(const Reading& reading, const Passage& passage, std::uint32_t at, Sink& sink) {
  const Concepts here = reading.sentences[at].concepts;
  each_bit(here, [&](unsigned a) { each_bit(here & ~(bit(a) - 1), [&](unsigned b) { sink.both(a, b); }); });
  if (at == passage.begin) return;
  each_bit(reading.sentences[at - 1].concepts,
           [&](unsigned a) { each_bit(here, [&](unsigned b) { sink.next(a, b); }); });
}

}  // namespace holdfast::screening::learned

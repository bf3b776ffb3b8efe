#include "screening/learned/material.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace holdfast::screening::learned {
namespace {

constexpr float kLetterCount = 1.5F;  // what a passage or excerpt of a letter counts beside one of the corpus' passages
constexpr double kAlike = 0.15;       // features that a letter's passage shares with its twin's: of all, at least

struct Noting : ByKey<Noting> {
  Noting(Book& in, const Lexicon& concepts, std::vector<std::uint32_t>& to) : book(in), lexicon(concepts), into(to) {}
  Book& book;
  const Lexicon& lexicon;
  std::vector<std::uint32_t>& into;

  void hashed(Family family, std::uint64_t key, std::uint32_t, const auto& name) {
    into.push_back(book.number(family, key, name));
  }
  void both(Concept a, Concept b) {
    into.push_back(book.number(Family::both, key_of(Family::both, pair_of(a, b)),
                               [&] { return lexicon.name(a) + ' ' + lexicon.name(b); }));
  }
};

void label(Example& made, std::string_view category) {
  const auto found = std::ranges::lower_bound(kCategories, category);
  if (found != kCategories.end() && *found == category)
    made.labels[static_cast<std::size_t>(found - kCategories.begin())] = true;
}

// A letter's passage is harmful if half of its words or more stand in sentences that touch a span. One that is
// touched less is neither, and teaches nothing.
void mark(Example& made, const Sample& sample, const Reading& reading, const Passage& passage) {
  std::uint32_t words = 0;
  std::uint32_t touched = 0;
  for (std::uint32_t i = passage.begin; i < passage.end; ++i) {
    const std::uint32_t size = reading.sentences[i].end - reading.sentences[i].begin;
    bool touches = false;
    for (const Span& span : sample.spans)
      if (span.first <= reading.last[i] && reading.first[i] < span.last) {
        touches = true;
        label(made, span.category);
      }
    words += size;
    touched += touches ? size : 0;
  }
  made.harmful = touched > 0;
  if (touched > 0 && touched * 2 < words) made.count = 0;
  if (sample.verdict != Verdict::clear && sample.spans.empty()) made.count = 0;
}

// Features in both, of those in either.
double likeness(std::vector<std::uint32_t> a, std::vector<std::uint32_t> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  std::vector<std::uint32_t> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return static_cast<double>(both.size()) / static_cast<double>(a.size() + b.size() - both.size());
}

}  // namespace

Material::Material(const std::vector<Sample>& samples, const Lexicon& lexicon) : samples_(samples), lexicon_(lexicon) {
  std::map<std::string_view, std::uint32_t> first;
  for (std::uint32_t i = 0; i < samples.size(); ++i) {
    if (!samples[i].letter) first[samples[i].id] = static_cast<std::uint32_t>(examples.size());
    add(i);
  }
  for (std::uint32_t i = 0; i < examples.size(); ++i) {
    const Sample& sample = samples[examples[i].sample];
    const auto twin = first.find(sample.pair);
    if (sample.letter || !examples[i].harmful || twin == first.end()) continue;
    if (!examples[twin->second].harmful) twins.emplace_back(i, twin->second);
  }
  pair_letters();
}

// Letters of a group are often a harmful one and honest ones that differ in a sentence: where they differ, the passages
// that share most features are twins.
void Material::pair_letters() {
  std::map<std::string_view, std::vector<std::uint32_t>> honest;
  for (std::uint32_t i = 0; i < examples.size(); ++i)
    if (const Sample& sample = samples_[examples[i].sample];
        sample.letter && sample.verdict == Verdict::clear && !sample.group.empty())
      honest[sample.group].push_back(i);
  for (std::uint32_t i = 0; i < examples.size(); ++i) {
    const Sample& sample = samples_[examples[i].sample];
    const auto group = honest.find(sample.group);
    if (!sample.letter || !examples[i].harmful || examples[i].count == 0 || group == honest.end()) continue;
    double most = kAlike;
    const std::uint32_t* twin = nullptr;
    for (const std::uint32_t& other : group->second) {
      if (examples[other].excerpt != examples[i].excerpt ||
          samples_[examples[other].sample].language != sample.language)
        continue;
      const double alike = likeness(examples[i].features, examples[other].features);
      if (alike <= most) continue;
      most = alike;
      twin = &other;
    }
    if (twin != nullptr) twins.emplace_back(i, *twin);
  }
}

void Material::add(std::uint32_t index) {
  const Sample& sample = samples_[index];
  const text::Folded folded = text::fold(sample.text);
  const auto tokens = text::tokens_of(folded.view.text, folded.tight);
  const Tongue tongue = tongue_of(sample.language);
  const Reading reading = read(sample.text, folded, tokens, lexicon_, [&](Word& word) {
    word.concepts = lexicon_.concepts_of(word.text, tongue);
    word.link = lexicon_.link(word.concepts);
  });
  if (reading.sentences.empty()) return;
  // What a rule finds in text that it was written from says more than it will of other text: nothing is learned of
  // it.
  const std::vector<Hint> hints = sample.read_by_rules ? std::vector<Hint>{} : told_once(reading, sample.hints);
  if (!sample.letter) {
    Passage whole{0, static_cast<std::uint32_t>(reading.sentences.size())};
    Example& made = note(index, reading, hints, whole);
    made.harmful = sample.verdict != Verdict::clear;
    for (const std::string& category : sample.categories) label(made, category);
    return;
  }
  for (const bool excerpt : {false, true})
    for (const Passage& passage : excerpt ? reading.excerpts : reading.passages) {
      Example& made = note(index, reading, hints, passage);
      made.count = kLetterCount;
      made.excerpt = excerpt;
      made.place = passage;
      mark(made, sample, reading, passage);
    }
}

Example& Material::note(std::uint32_t index, const Reading& reading, std::span<const Hint> hints,
                        const Passage& passage) {
  Example& made = examples.emplace_back();
  made.sample = index;
  made.count = 1;
  Noting noting(book, lexicon_, made.features);
  std::size_t words = 0;
  for (std::uint32_t i = passage.begin; i < passage.end; ++i) {
    const Sentence& sentence = reading.sentences[i];
    words += sentence.end - sentence.begin;
    for (std::uint32_t w = sentence.begin; w < sentence.end; ++w)
      each_of_word(lexicon_, reading.words[w], [&](Family family, std::uint64_t key, const auto& name) {
        made.features.push_back(book.number(family, key, name));
      });
    each_of_neighbours(reading, lexicon_, sentence, noting);
    each_within(reading, i, noting);
  }
  for (const Hint& hint : hints)
    if (const auto sentence = reading.sentence_at(hint.at); sentence >= passage.begin && sentence < passage.end)
      each_of_hint(hint, [&](Family family, std::uint64_t key, const auto& name) {
        made.features.push_back(book.number(family, key, name));
      });
  made.spread = static_cast<float>(spread(words));
  return made;
}

}  // namespace holdfast::screening::learned

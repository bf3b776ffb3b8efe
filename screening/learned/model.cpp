#include "screening/learned/model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace holdfast::screening::learned {
namespace {

constexpr std::size_t kMostFindings = 3;
constexpr std::size_t kStrongest = 6;
constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15ULL;                        // of words' keys over a table
constexpr std::int32_t kMostWeight = std::numeric_limits<std::int16_t>::max();  // thousandths

std::int32_t divided(std::int64_t sum, std::size_t words) {
  return static_cast<std::int32_t>(std::lround(static_cast<double>(sum) / spread(words)));
}

std::size_t words_in(const Reading& reading, const Passage& passage) {
  return reading.sentences[passage.end - 1].end - reading.sentences[passage.begin].begin;
}

}  // namespace

double spread(std::size_t words) { return 2.2 * std::sqrt(static_cast<double>(words) + 3.0); }

std::int32_t by_chance(std::size_t passages) {
  constexpr double kEach = 300;
  return static_cast<std::int32_t>(std::lround(kEach * std::log(static_cast<double>(std::max(passages, kUsual)))));
}

void Model::make_table(std::size_t features) {
  const std::size_t size = std::bit_ceil(features * 2 + 16);
  shift_ = 64 - static_cast<unsigned>(std::countr_zero(size));
  slots_.assign(size, Slot{});
  labels_.assign(1, Labels{});
  beside_.assign(1, Beside{});
  both_.assign(std::size_t{1} << 16U, 0);
  runs_ = both_;
}

void Model::put(std::uint64_t key, std::int32_t weight, const Labels& labels) {
  std::size_t i = key >> shift_;
  while (slots_[i].key != 0) i = (i + 1) & (slots_.size() - 1);
  std::uint32_t label = 0;
  if (std::ranges::any_of(labels, [](auto w) { return w != 0; })) {
    label = static_cast<std::uint32_t>(labels_.size());
    labels_.push_back(labels);
  }
  slots_[i] = {key, weight, label};
}

const Model::Slot* Model::find(std::uint64_t key) const {
  for (std::size_t i = key >> shift_;; i = (i + 1) & (slots_.size() - 1)) {
    if (slots_[i].key == key) return &slots_[i];
    if (slots_[i].key == 0) return nullptr;
  }
}

namespace {
constexpr std::uint64_t check_of(std::uint64_t key) { return (key << 16U) | 1U << 16U; }
}  // namespace

void Model::pack(const std::vector<std::pair<std::uint64_t, std::int16_t>>& searched) {
  packed_.assign(std::bit_ceil(searched.size() * 2 + 16), 0);
  packed_shift_ = 64 - static_cast<unsigned>(std::countr_zero(packed_.size()));
  for (const auto& [key, weight] : searched) {
    held_.add(key);
    std::size_t i = key >> packed_shift_;
    while (packed_[i] != 0) i = (i + 1) & (packed_.size() - 1);
    packed_[i] = check_of(key) | static_cast<std::uint16_t>(weight);
  }
}

inline std::int32_t Model::weight(std::uint64_t key) const {
  if (!held_.may_hold(key)) return 0;
  const std::uint64_t check = check_of(key);
  for (std::size_t i = key >> packed_shift_;; i = (i + 1) & (packed_.size() - 1)) {
    if (packed_[i] == 0) return 0;
    if ((packed_[i] & ~0xFFFFULL) == check) return static_cast<std::int16_t>(packed_[i] & 0xFFFFU);
  }
}

// What no table knows of a word: from its letters.
void Model::weigh(Word& word, Tongue tongue) const {
  word.concepts = lexicon_.concepts_of(word.text, tongue);
  word.weight = 0;
  each_of_word(lexicon_, word, [&](Family, std::uint64_t key, const auto&) { word.weight += weight(key); });
  word.weight = std::clamp(word.weight, -kMostWeight, kMostWeight);
}

void Model::know(const std::vector<std::string_view>& words, const std::map<std::uint64_t, std::uint32_t>& beside) {
  known_.assign(std::bit_ceil(words.size() * 3 / 2 + 16), Known{});
  std::map<Concepts, std::uint16_t> numbers;
  for (const std::string_view text : words) {
    Word word{text, text::key_of(text)};
    std::size_t i = (word.key * kSpread) >> 32U & (known_.size() - 1);
    while (known_[i].key != 0 && known_[i].key != word.key) i = (i + 1) & (known_.size() - 1);
    known_[i].key = word.key;
    if (const auto row = beside.find(word.key); row != beside.end()) known_[i].beside = row->second;
    for (const Tongue tongue : {Tongue::english, Tongue::spanish}) {
      weigh(word, tongue);
      const auto [at, is_new] = numbers.try_emplace(word.concepts, static_cast<std::uint16_t>(kinds_.size()));
      if (is_new) kinds_.push_back({word.concepts, lexicon_.link(word.concepts)});
      known_[i].kind[static_cast<std::size_t>(tongue)] = at->second;
      known_[i].weight[static_cast<std::size_t>(tongue)] = static_cast<std::int16_t>(word.weight);
    }
  }
}

inline void Model::look_up(Word& word, Tongue tongue) const {
  std::size_t i = (word.key * kSpread) >> 32U & (known_.size() - 1);
  while (known_[i].key != 0 && known_[i].key != word.key) i = (i + 1) & (known_.size() - 1);
  if (known_[i].key != word.key) {
    weigh(word, tongue);
    word.link = lexicon_.link(word.concepts);
    return;
  }
  const Kind& kind = kinds_[known_[i].kind[static_cast<std::size_t>(tongue)]];
  word.concepts = kind.concepts;
  word.link = kind.link;
  word.weight = known_[i].weight[static_cast<std::size_t>(tongue)];
  word.beside = known_[i].beside;
}

Reading Model::read_letter(std::string_view letter, const text::Folded& folded, const std::vector<text::Token>& tokens,
                           Tongue tongue) const {
  return read(letter, folded, tokens, lexicon_, [&](Word& word) { look_up(word, tongue); });
}

std::vector<std::int32_t> together(std::span<const Passage> passages, std::span<const std::int32_t> sums,
                                   std::span<const Passage> excerpts, std::span<const std::int32_t> excerpt_sums) {
  std::vector<std::int32_t> made;
  made.reserve(passages.size());
  std::size_t first = 0;  // both are in the order of the letter
  for (std::size_t i = 0; i < passages.size(); ++i) {
    while (first < excerpts.size() && excerpts[first].end <= passages[i].begin) ++first;
    std::int32_t highest = std::numeric_limits<std::int32_t>::min();
    for (std::size_t e = first; e < excerpts.size() && excerpts[e].begin < passages[i].end; ++e)
      highest = std::max(highest, excerpt_sums[e]);
    made.push_back((sums[i] + highest) / 2 - by_chance(passages.size()));
  }
  return made;
}

// Looks up what neighbours weigh: `add(weight, word, parts)` is told, and how many words from `word` back share it.
template <class Self>
class Model::Weighing {
 public:
  const Model& model;

  void neighbours(Family family, std::uint64_t key, std::uint32_t i, const auto&) {
    add(model.weight(key_of(family, key)), i, 2);
  }
  void three(const Word& first, std::uint64_t two, std::uint32_t i, const auto&) {
    if (model.threes_.may_hold(two)) add(model.weight(key_of(Family::three, mix(first.key, two))), i, 3);
  }
  void beside(Family family, const Word& word, Concept which, std::uint32_t i, const auto&) {
    const Beside& row = model.beside_[word.beside];
    add((family == Family::after ? row.after : row.before)[which], i, 2);
  }
  void run(std::uint64_t pair, std::uint32_t i, const auto&) { add(model.runs_[pair], i, 1); }
  void chain(Concept first, std::uint64_t pair, std::uint32_t i, const auto&) {
    if (model.chains_.may_hold(pair)) add(model.weight(key_of(Family::chain, chain_of(first, pair))), i, 1);
  }

 private:
  friend Self;
  explicit Weighing(const Model& of) : model(of) {}
  void add(std::int32_t weight, std::uint32_t i, std::uint32_t parts) {
    static_cast<Self*>(this)->add(weight, i, parts);
  }
};

struct Model::Summing : Weighing<Summing> {
  explicit Summing(const Model& of) : Weighing(of) {}
  std::int64_t sum = 0;

  void add(std::int32_t weight, std::uint32_t, std::uint32_t) { sum += weight; }
  void both(Concept a, Concept b) { sum += model.both_[pair_of(a, b)]; }
};

std::vector<std::int32_t> Model::scores(const Reading& reading, std::span<const Hint> hints) const {
  // Sentences once; a passage is the sum of its own.
  const std::size_t count = reading.sentences.size();
  std::vector<std::int64_t> up_to(count + 1);
  for (std::uint32_t i = 0; i < count; ++i) {
    const Sentence& sentence = reading.sentences[i];
    Summing alone(*this);
    for (std::uint32_t w = sentence.begin; w < sentence.end; ++w) alone.sum += reading.words[w].weight;
    each_of_neighbours(reading, lexicon_, sentence, alone);
    each_within(reading, i, alone);
    for (; !hints.empty() && reading.sentence_at(hints.front().at) <= i; hints = hints.subspan(1))
      each_of_hint(hints.front(), [&](Family, std::uint64_t key, const auto&) { alone.sum += weight(key); });
    up_to[i + 1] = up_to[i] + alone.sum;
  }
  const auto sums = [&](const std::vector<Passage>& passages) {
    std::vector<std::int32_t> made;
    made.reserve(passages.size());
    for (const Passage& passage : passages)
      made.push_back(divided(up_to[passage.end] - up_to[passage.begin], words_in(reading, passage)) + bias_);
    return made;
  };
  return together(reading.passages, sums(reading.passages), reading.excerpts, sums(reading.excerpts));
}

std::int32_t Model::score(std::string_view letter, const text::Folded& folded, const std::vector<text::Token>& tokens,
                          std::span<const Hint> hints, std::string_view language) const {
  const Reading reading = read_letter(letter, folded, tokens, tongue_of(language));
  const auto all = scores(reading, told_once(reading, {hints.begin(), hints.end()}));
  return all.empty() ? std::numeric_limits<std::int32_t>::min() : std::ranges::max(all);
}

std::vector<Hint> told_once(const Reading& reading, std::vector<Hint> hints) {
  if (reading.sentences.empty()) return {};
  const auto place = [&](const Hint& hint) { return std::tie(hint.rule, hint.kind); };
  const auto before = [&](const Hint& a, const Hint& b) {
    const auto x = reading.sentence_at(a.at);
    const auto y = reading.sentence_at(b.at);
    return x != y ? x < y : place(a) < place(b);
  };
  std::ranges::sort(hints, before);
  const auto again =
      std::ranges::unique(hints, [&](const Hint& a, const Hint& b) { return !before(a, b) && !before(b, a); });
  hints.erase(again.begin(), again.end());
  return hints;
}

// Says what each word weighed and what each category is worth: slow, and only for passages pointed at.
struct Model::Blaming : Weighing<Blaming> {
  Blaming(const Model& of, std::size_t count) : Weighing(of), words(count) {}
  std::vector<std::int64_t> words;
  std::array<std::int64_t, kCategories.size()> categories{};

  void add(std::int32_t weight, std::uint32_t word, std::uint32_t parts) {
    if (weight == 0) return;
    for (std::uint32_t i = 0; i < parts; ++i) words[word - i] += weight / static_cast<std::int32_t>(parts);
  }
  void word(std::uint64_t key, std::uint32_t i) {
    if (const Slot* slot = model.find(key)) {
      words[i] += slot->weight;
      label(*slot);
    }
  }
  void run(std::uint64_t pair, std::uint32_t i, const auto& name) {
    Weighing::run(pair, i, name);
    if (model.runs_[pair] != 0) label(key_of(Family::run, pair));
  }
  void both(Concept a, Concept b) {
    if (model.both_[pair_of(a, b)] != 0) label(key_of(Family::both, pair_of(a, b)));
  }
  void label(std::uint64_t key) {
    if (const Slot* slot = model.find(key)) label(*slot);
  }
  void label(const Slot& slot) {
    if (slot.label == 0) return;
    for (std::size_t c = 0; c < kCategories.size(); ++c) categories[c] += model.labels_[slot.label][c];
  }
};

Pointed Model::point_at(const Reading& reading, std::span<const Hint> hints, const Passage& passage,
                        std::int32_t above) const {
  Blaming blaming(*this, reading.words.size());
  Pointed made;
  for (std::uint32_t i = passage.begin; i < passage.end; ++i) {
    const Sentence& sentence = reading.sentences[i];
    for (std::uint32_t w = sentence.begin; w < sentence.end; ++w) {
      each_of_word(lexicon_, reading.words[w], [&](Family, std::uint64_t key, const auto&) { blaming.word(key, w); });
      (made.normalised += made.normalised.empty() ? "" : " ") += reading.words[w].text;
    }
    each_of_neighbours(reading, lexicon_, sentence, blaming);
    each_within(reading, i, blaming);
  }
  for (const Hint& hint : hints)
    if (const auto sentence = reading.sentence_at(hint.at); sentence >= passage.begin && sentence < passage.end)
      each_of_hint(hint, [&](Family, std::uint64_t key, const auto&) { blaming.label(key); });
  const std::size_t words = words_in(reading, passage);
  std::array<std::int32_t, kCategories.size()> worth{};
  for (std::size_t c = 0; c < worth.size(); ++c) worth[c] = divided(blaming.categories[c], words) + label_bias_[c];
  // `welfare` is for people who may be in danger, and is never the reason to point.
  worth.back() = std::numeric_limits<std::int32_t>::min();
  made.category = kCategories[static_cast<std::size_t>(std::ranges::max_element(worth) - worth.begin())];
  std::map<std::string_view, std::int64_t> weights;
  for (std::size_t w = 0; w < blaming.words.size(); ++w)
    if (blaming.words[w] > 0) weights[reading.words[w].text] += blaming.words[w];
  std::vector<std::pair<std::int64_t, std::string_view>> heaviest;
  heaviest.reserve(weights.size());
  for (const auto& [word, weight] : weights) heaviest.emplace_back(-weight, word);
  std::ranges::sort(heaviest);
  for (std::size_t i = 0; i < std::min(kStrongest, heaviest.size()); ++i)
    made.strongest.emplace_back(heaviest[i].second);
  made.first = reading.first[passage.begin];
  made.last = reading.last[passage.end - 1];
  made.score = above;
  return made;
}

bool Model::reads(const std::vector<text::Token>& tokens) {
  std::size_t words = 0;
  for (auto token = tokens.begin(); token != tokens.end() && words < kFewestWords; ++token)
    words += token->end > token->begin + 1 ? 1 : 0;
  return words == kFewestWords;
}

std::vector<Pointed> Model::judge(std::string_view letter, const text::Folded& folded,
                                  const std::vector<text::Token>& tokens, std::span<const Hint> hints,
                                  std::string_view language) const {
  if (!reads(tokens)) return {};
  const Reading reading = read_letter(letter, folded, tokens, tongue_of(language));
  const std::vector<Hint> told = told_once(reading, {hints.begin(), hints.end()});
  const auto all = scores(reading, told);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i] > threshold(language)) order.push_back(i);
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return all[a] > all[b]; });
  order.resize(std::min(order.size(), kMostFindings));
  std::vector<Pointed> made;
  made.reserve(order.size());
  for (const std::size_t i : order)
    made.push_back(point_at(reading, told, reading.passages[i], all[i] - threshold(language)));
  // Of many passages one is high by chance: to be sure takes that much more twice again.
  const std::int32_t level = sure(language) - threshold(language) + 2 * (by_chance(all.size()) - by_chance(kUsual));
  for (Pointed& pointed : made) pointed.sure = pointed.score > level;
  return made;
}

}  // namespace holdfast::screening::learned

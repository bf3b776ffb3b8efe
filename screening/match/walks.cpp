#include "screening/match/walks.h"

#include <algorithm>
#include <bit>

namespace holdfast::screening::match {
namespace {

bool is_word_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Where runs of word characters and runs of other characters meet, both ends of the word included.
void note_edges(std::string_view word, std::vector<std::uint32_t>& at) {
  at.assign(1, 0);
  for (std::uint32_t i = 1; i < word.size(); ++i)
    if (is_word_character(word[i]) != is_word_character(word[i - 1])) at.push_back(i);
  at.push_back(static_cast<std::uint32_t>(word.size()));
}

std::size_t runs_in(std::string_view word) {
  std::vector<std::uint32_t> at;
  note_edges(word, at);
  return at.size() - 1;
}

}  // namespace

std::uint32_t Walks::number(std::string_view word) {
  const auto [at, is_new] = spelled_.try_emplace(text::key_of(word), static_cast<std::uint32_t>(spelled_.size() + 1));
  if (is_new) most_runs_ = std::max(most_runs_, runs_in(word));
  return at->second;
}

std::vector<std::uint32_t> Walks::add(const std::optional<std::vector<Step>>& steps) {
  std::vector<std::uint32_t> made;
  const auto pattern = static_cast<std::uint32_t>(wide_of_.size());
  const auto begin = static_cast<std::uint32_t>(wide_.size());
  unwritten_.push_back(steps ? 0 : 1);
  for (const Step& step : steps ? std::span{*steps} : std::span<const Step>{}) {
    made.push_back(step.word.empty() ? 0 : number(step.word));
    if (step.word.empty())
      wide_.push_back({step.from, step.to, step.shape});
    else
      given_.push_back({key_of(pattern, made.back()), step.from, step.to});
  }
  wide_of_.push_back({begin, static_cast<std::uint32_t>(wide_.size()) - begin});
  return made;
}

void Walks::finish() {
  numbers_ = text::WordTable<std::uint32_t>{spelled_.size()};
  for (const auto& [key, number] : spelled_) {
    numbers_[key] = number;
    spelled_bits_.add(key);
  }
  const std::size_t room = std::bit_ceil(given_.size() + given_.size() / 2 + 2);
  shift_ = 64U - static_cast<unsigned>(std::countr_zero(room));
  ways_.resize(room);
  for (const Way& way : given_) {
    std::size_t at = place(way.key);
    while (ways_[at].key != 0) at = (at + 1) & (room - 1);
    ways_[at] = way;
    keys_.add(way.key);
  }
  given_ = {};
}

Words Walks::read(std::string_view text, std::span<const text::Token> tokens) const {
  Words made;
  made.words.resize(tokens.size());
  std::vector<std::uint32_t> edges;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Word& word = made.words[i];
    word.number = tokens[i].facts.looked_up != 0 ? tokens[i].facts.number : numbers_.find(tokens[i].key);
    word.shape = tokens[i].shape;
    if ((word.shape & text::shape::kOther) != 0) read_parts(text::word_of(text, tokens[i]), edges, word, made.parts);
  }
  return made;
}

void Walks::read_parts(std::string_view whole, std::vector<std::uint32_t>& edges, Word& word,
                       std::vector<Part>& parts) const {
  word.parts.begin = static_cast<std::uint32_t>(parts.size());
  note_edges(whole, edges);
  for (std::size_t i = 0; i + 1 < edges.size(); ++i)
    for (std::size_t k = i + 1; k < edges.size() && k - i <= most_runs_; ++k) {
      const bool begins = i == 0;
      const bool ends = k + 1 == edges.size();
      if (begins && ends) continue;  // the whole word
      const std::uint64_t key = text::key_of(whole.substr(edges[i], edges[k] - edges[i]));
      const std::uint32_t number = spelled_bits_.may_hold(key) ? numbers_.find(key) : 0;
      if (number != 0) parts.push_back({number, begins, ends});
    }
  word.parts.size = static_cast<std::uint32_t>(parts.size()) - word.parts.begin;
}

template <typename Take>
void Walks::each_way(std::uint32_t pattern, std::uint32_t number, Take take) const {
  if (number == 0) return;
  const std::uint64_t key = key_of(pattern, number);
  if (!keys_.may_hold(key)) return;
  for (std::size_t at = place(key); ways_[at].key != 0; at = (at + 1) & (ways_.size() - 1))
    if (ways_[at].key == key) take(ways_[at]);
}

States Walks::on_as_written(std::uint32_t pattern, const Words& words, const Word& word, States from) const {
  States to = 0;
  each_way(pattern, word.number, [&](const Way& way) { to |= (way.from & from) != 0 ? way.to : 0; });
  for (const Part& part : words.parts_of(word)) {
    const States begin = part.begins ? from : from & kStart;
    const States end = part.ends ? ~States{} : kEnd;
    each_way(pattern, part.number, [&](const Way& way) { to |= (way.from & begin) != 0 ? way.to & end : 0; });
  }
  return to;
}

States Walks::back_as_written(std::uint32_t pattern, const Words& words, const Word& word, States to) const {
  States from = 0;
  each_way(pattern, word.number, [&](const Way& way) { from |= (way.to & to) != 0 ? way.from : 0; });
  for (const Part& part : words.parts_of(word)) {
    const States begin = part.begins ? ~States{} : kStart;
    const States end = part.ends ? to : to & kEnd;
    each_way(pattern, part.number, [&](const Way& way) { from |= (way.to & end) != 0 ? way.from & begin : 0; });
  }
  return from;
}

States Walks::on(std::uint32_t pattern, const Words& words, const Word& word, States from) const {
  States to = on_as_written(pattern, words, word, from);
  for (const Wide& wide : std::span{wide_}.subspan(wide_of_[pattern].begin, wide_of_[pattern].size))
    if ((wide.from & from) != 0 && (wide.shape & ~word.shape) == 0) to |= wide.to;
  return to;
}

States Walks::back(std::uint32_t pattern, const Words& words, const Word& word, States to) const {
  States from = back_as_written(pattern, words, word, to);
  for (const Wide& wide : std::span{wide_}.subspan(wide_of_[pattern].begin, wide_of_[pattern].size))
    if ((wide.to & to) != 0 && (wide.shape & ~word.shape) == 0) from |= wide.from;
  return from;
}

bool Walks::may_end(std::uint32_t pattern, const Words& words, States from, Range within) const {
  for (; (from & kEnd) == 0; ++within.first) {
    if (from == 0 || within.first >= within.last) return false;
    from = on(pattern, words, words.words[within.first], from);
  }
  return true;
}

bool Walks::may_begin(std::uint32_t pattern, const Words& words, Range within) const {
  return unwritten_[pattern] != 0 || may_end(pattern, words, kStart, within);
}

bool Walks::may_hold(std::uint32_t pattern, const Words& words, Range held, Range within) const {
  if (unwritten_[pattern] != 0) return true;
  States after = ~States{};
  for (std::size_t i = held.first; i < held.last; ++i) after = on_as_written(pattern, words, words.words[i], after);
  States before = ~States{};
  for (std::size_t i = held.last; i > held.first; --i)
    before = back_as_written(pattern, words, words.words[i - 1], before);
  return may_go_on(pattern, words, held, within, before, after);
}

// Both ways from the words that are held: most walks end after a word or two.
bool Walks::may_go_on(std::uint32_t pattern, const Words& words, Range held, Range within, States before,
                      States after) const {
  if (!may_end(pattern, words, after, {held.last, within.last})) return false;
  for (std::size_t i = held.first; (before & kStart) == 0; --i) {
    if (before == 0 || i <= within.first) return false;
    before = back(pattern, words, words.words[i - 1], before);
  }
  return true;
}

}  // namespace holdfast::screening::match

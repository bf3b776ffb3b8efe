#include "screening/match/steps.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "screening/text/tokens.h"

namespace holdfast::screening::match {
namespace {

namespace shape = text::shape;
using Kind = Automaton::Kind;

constexpr std::size_t kMostWords = 4096;   // written out, of one pattern
constexpr std::size_t kMostStates = 64;    // bits of States,
constexpr std::size_t kMostDrafted = 512;  // and before those that are alike are merged
constexpr std::size_t kLongestWord = 64;   // one that is longer has no end
constexpr std::size_t kMostOfClass = 4;    // characters of a class that are still written out
std::uint8_t shape_of(char c) {
  if (c >= 'a' && c <= 'z') return shape::kLetter;
  return c >= '0' && c <= '9' ? shape::kDigit : shape::kOther;
}

// What a node of this kind reads, if it is not too much to be written out. A question mark belongs to no word.
bool reads(const Automaton::Node& node) {
  return (node.kind == Kind::character && node.reads != '?') || node.kind == Kind::of_class;
}

using Places = std::vector<std::uint32_t>;  // sorted, each once

void tidy(Places& places) {
  std::ranges::sort(places);
  places.erase(std::unique(places.begin(), places.end()), places.end());
}

// A step on the way to being written: states by number, for there may be too many at first.
struct Draft {
  std::uint32_t from{};
  std::uint32_t to{};
  std::string word;
  std::uint8_t shape{};

  auto operator<=>(const Draft&) const = default;
};
constexpr std::uint32_t kStartNumber = 0;
constexpr std::uint32_t kEndNumber = 1;

// Walks through the nodes and writes down the words between spaces.
class Speller {
 public:
  explicit Speller(const Automaton& automaton)
      : automaton_(automaton), settled_(automaton.size()), seen_(automaton.size()) {}

  // False where it was too much.
  bool run() {
    Places start = settled(Automaton::kBegin);
    for (const std::uint32_t place : settled(Automaton::kBegin))  // a match may begin with the space before its words,
      if (const Automaton::Node& node = automaton_.node(place); may_read(node, ' '))
        std::ranges::copy(settled(node.to), std::back_inserter(start));
    tidy(start);
    number_of(std::move(start));
    numbers_.emplace(Places{}, kEndNumber);
    for (; to_do_.size() > done_ && !too_much(); ++done_) {
      const Places here = to_do_[done_]->first;
      from_ = to_do_[done_]->second;
      spell(here);
    }
    return !too_much();
  }

  std::vector<Draft> drafts;
  [[nodiscard]] std::size_t states() const { return numbers_.size(); }

 private:
  [[nodiscard]] bool too_much() const {
    return endless_ || drafts.size() > kMostWords || numbers_.size() > kMostDrafted;
  }
  [[nodiscard]] bool is_end(const Places& places) const {
    return std::ranges::any_of(places, [&](std::uint32_t at) { return automaton_.node(at).kind == Kind::end; });
  }
  [[nodiscard]] std::string_view characters(const Automaton::Node& node) const {
    return node.kind == Kind::character  ? std::string_view{&node.reads, 1}
           : node.kind == Kind::of_class ? std::string_view{automaton_.class_of(node).characters}
                                         : std::string_view{};
  }
  [[nodiscard]] bool may_read(const Automaton::Node& node, char c) const { return characters(node).contains(c); }
  [[nodiscard]] bool is_wide(const Automaton::Node& node) const { return characters(node).size() > kMostOfClass; }
  // Of all that it reads in a word, or none.
  [[nodiscard]] std::uint8_t shape(const Automaton::Node& node) const {
    std::uint8_t made = shape_of(characters(node)[0]);
    for (const char c : characters(node))
      if (shape_of(c) != made) made = 0;
    return made;
  }

  // Where one then is without reading: only places that read on count, and the end.
  const Places& settled(std::uint32_t place) {
    Places& made = settled_[place];
    if (!made.empty()) return made;
    ++now_;
    Places to_do{place};
    while (!to_do.empty()) {
      const std::uint32_t at = to_do.back();
      to_do.pop_back();
      if (std::exchange(seen_[at], now_) == now_) continue;
      const Automaton::Node& node = automaton_.node(at);
      if (reads(node) || node.kind == Kind::end)
        made.push_back(at);
      else if (node.kind == Kind::links)
        automaton_.each_link(node, [&](std::uint32_t next) { to_do.push_back(next); });
      else
        to_do.push_back(node.to);
    }
    tidy(made);
    return made;
  }

  std::uint32_t number_of(Places places) {
    const auto [at, is_new] = numbers_.try_emplace(std::move(places), static_cast<std::uint32_t>(numbers_.size()));
    if (is_new) to_do_.push_back(at);
    return at->second;
  }

  void step(std::uint8_t shape, std::uint32_t to) { drafts.push_back({from_, to, word_, shape}); }
  void step(std::uint8_t shape, Places after_space) {
    if (is_end(after_space)) step(shape, kEndNumber);  // and end with the space after its last
    step(shape, number_of(std::move(after_space)));
  }

  // All that may follow what is written so far.
  void spell(const Places& from) {
    const std::size_t written = word_.size();
    spell_on(run_on(from));
    word_.resize(written);
  }

  // Writes as long as only one character may follow.
  const Places& run_on(const Places& from) {
    const Places* here = &from;
    for (;;) {
      if (here->size() != 1) return *here;
      const Automaton::Node& node = automaton_.node(here->front());
      if (node.kind != Kind::character || node.reads == ' ') return *here;
      word_ += node.reads;
      here = &settled(node.to);
    }
  }

  void spell_on(const Places& places) {
    endless_ |= word_.size() > kLongestWord;
    if (too_much()) return;
    if (is_end(places) && !word_.empty()) step(0, kEndNumber);
    std::vector<std::pair<char, std::uint32_t>> next;
    bool wide = false;
    for (const std::uint32_t place : places) {
      const Automaton::Node& node = automaton_.node(place);
      wide |= is_wide(node);
      if (!is_wide(node))
        for (const char c : characters(node)) next.emplace_back(c, node.to);
      else if (may_read(node, ' '))
        next.emplace_back(' ', node.to);
    }
    if (wide) guess(places);
    std::ranges::sort(next);
    for (auto at = next.begin(); at != next.end();) {
      const char c = at->first;
      Places to;
      for (; at != next.end() && at->first == c; ++at) std::ranges::copy(settled(at->second), std::back_inserter(to));
      tidy(to);
      if (c == ' ') {
        if (!word_.empty()) step(0, std::move(to));
        continue;
      }
      word_.push_back(c);
      spell(to);
      word_.pop_back();
    }
  }

  // The same where too many characters may follow: what can be said is the shape of the word.
  void guess(const Places& places) {
    std::vector<std::uint16_t> seen(automaton_.size());  // a bit for each shape that the place was come to with
    std::vector<std::pair<std::uint32_t, std::uint8_t>> to_do;
    const auto take = [&](const Automaton::Node& node, std::uint8_t before) {
      const auto shape = static_cast<std::uint8_t>(before | this->shape(node));
      for (const std::uint32_t place : settled(node.to)) {
        if ((seen[place] >> shape & 1U) == 0) to_do.emplace_back(place, shape);
        seen[place] |= 1U << shape;
      }
    };
    std::uint8_t written = 0;
    for (const char c : word_) written |= shape_of(c);
    for (const std::uint32_t place : places)
      if (const Automaton::Node& node = automaton_.node(place); is_wide(node)) take(node, written);
    std::map<std::uint8_t, Places> after;  // a space
    const std::string word = std::exchange(word_, {});
    while (!to_do.empty()) {
      const auto [place, shape] = to_do.back();
      to_do.pop_back();
      const Automaton::Node& node = automaton_.node(place);
      if (node.kind == Kind::end) {
        step(shape, kEndNumber);
        continue;
      }
      if (may_read(node, ' ')) std::ranges::copy(settled(node.to), std::back_inserter(after[shape]));
      if (characters(node) != " ") take(node, shape);
    }
    for (auto& [shape, to] : after) {
      tidy(to);
      step(shape, std::move(to));
    }
    word_ = word;
  }

  using Numbers = std::map<Places, std::uint32_t>;

  const Automaton& automaton_;
  std::vector<Places> settled_;
  std::vector<std::uint32_t> seen_;  // while it is settled
  std::uint32_t now_ = 0;
  Numbers numbers_;
  std::vector<Numbers::iterator> to_do_;
  std::size_t done_ = 0;
  std::uint32_t from_ = kStartNumber;  // the state that is left
  std::string word_;                   // so far
  bool endless_ = false;
};

// States from which the same steps lead to the same states are one. Returns how many there are.
std::size_t merge(std::vector<Draft>& drafts) {
  for (;;) {
    std::ranges::sort(drafts);
    drafts.erase(std::unique(drafts.begin(), drafts.end()), drafts.end());
    std::map<std::vector<Draft>, std::uint32_t> by_steps;
    std::map<std::uint32_t, std::uint32_t> instead;
    for (auto at = drafts.begin(); at != drafts.end();) {
      const std::uint32_t from = at->from;
      std::vector<Draft> steps;
      for (; at != drafts.end() && at->from == from; ++at) steps.push_back({0, at->to, at->word, at->shape});
      if (from == kStartNumber) continue;  // stays by itself
      const auto [same, is_new] = by_steps.try_emplace(std::move(steps), from);
      if (!is_new) instead[from] = same->second;
    }
    if (instead.empty()) break;
    const auto put = [&](std::uint32_t& state) {
      if (const auto found = instead.find(state); found != instead.end()) state = found->second;
    };
    for (Draft& draft : drafts) {
      put(draft.from);
      put(draft.to);
    }
  }
  std::set<std::uint32_t> states{kStartNumber, kEndNumber};
  for (const Draft& draft : drafts) states.insert(draft.to);
  const auto number = [&](std::uint32_t state) {
    return static_cast<std::uint32_t>(std::distance(states.begin(), states.find(state)));
  };
  std::erase_if(drafts, [&](const Draft& draft) { return !states.contains(draft.from); });
  for (Draft& draft : drafts) draft = {number(draft.from), number(draft.to), std::move(draft.word), draft.shape};
  return states.size();
}

}  // namespace

std::optional<std::vector<Step>> steps_of(const Automaton& automaton) {
  Speller speller{automaton};
  if (!speller.run() || (speller.states() > kMostStates && merge(speller.drafts) > kMostStates)) return {};
  const auto way = [](const Draft& draft) { return std::tie(draft.word, draft.shape, draft.to); };
  std::ranges::sort(speller.drafts, {}, way);
  std::vector<Step> steps;
  for (Draft& draft : speller.drafts) {
    const States to = States{1} << draft.to;
    if (steps.empty() || steps.back().to != to || steps.back().shape != draft.shape || steps.back().word != draft.word)
      steps.push_back({0, to, std::move(draft.word), draft.shape});
    steps.back().from |= States{1} << draft.from;
  }
  return steps;
}

}  // namespace holdfast::screening::match

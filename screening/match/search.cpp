#include "screening/match/search.h"

#include <ranges>

namespace holdfast::screening::match {
namespace {

constexpr std::size_t kFewNodes = 64;  // a try that ends sooner needs no memory of where it was

bool is_word_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_edge(std::string_view text, std::size_t at) {
  const bool before = at > 0 && is_word_character(text[at - 1]);
  const bool after = at < text.size() && is_word_character(text[at]);
  return before != after;
}

}  // namespace

std::optional<Search::Found> Search::find(const Automaton& automaton, std::string_view text, std::size_t begin,
                                          std::size_t end) {
  tried_.clear();
  for (std::size_t at = begin; at < end; ++at) {
    if (!automaton.may_begin(text[at], at + 1 < text.size() ? text[at + 1] : ' ') || !is_edge(text, at)) continue;
    auto [last, is_done] = match_at<false>(automaton, text, begin, end, at);
    if (!is_done) {
      if (tried_.empty()) tried_.resize((automaton.size() * (end - begin + 1) + 63) / 64);
      last = match_at<true>(automaton, text, begin, end, at).last;
    }
    if (last) return Found{at, *last};
  }
  return {};
}

template <bool kRemembers>
Search::Try Search::match_at(const Automaton& automaton, std::string_view text, std::size_t begin, std::size_t end,
                             std::size_t first) {
  using Kind = Automaton::Kind;
  std::size_t nodes = 0;
  to_do_.assign(1, {Automaton::kBegin, static_cast<std::uint32_t>(first)});
  while (!to_do_.empty()) {
    auto [number, at] = to_do_.back();
    to_do_.pop_back();
    for (bool goes_on = true; goes_on;) {
      const Automaton::Node& node = automaton.node(number);
      if constexpr (kRemembers) {
        const std::size_t place = number * (end - begin + 1) + (at - begin);
        if ((tried_[place / 64] >> place % 64 & 1U) != 0) break;
        tried_[place / 64] |= 1ULL << place % 64;
      } else if (++nodes > kFewNodes) {
        return {{}, false};
      }
      switch (node.kind) {
        case Kind::end:
          return {at, true};
        case Kind::links:
          links_.clear();
          automaton.each_link(node, [&](std::uint32_t next) {
            const Automaton::Node& there = automaton.node(next);
            if (there.kind != Kind::character || (at < end && text[at] == there.reads)) links_.push_back(next);
          });
          for (const std::uint32_t next : links_ | std::views::drop(1) | std::views::reverse)
            to_do_.push_back({next, at});
          goes_on = !links_.empty();
          if (goes_on) number = links_.front();
          break;
        case Kind::character:
          goes_on = at < end && text[at] == node.reads;
          ++at;
          number = node.to;
          break;
        case Kind::of_class:
          goes_on = at < end && automaton.class_of(node).holds[static_cast<unsigned char>(text[at]) & 0x7FU];
          ++at;
          number = node.to;
          break;
        case Kind::edge:
          goes_on = is_edge(text, at);
          number = node.to;
          break;
        case Kind::last:
          goes_on = at == text.size();
          number = node.to;
          break;
      }
    }
  }
  return {{}, true};
}

}  // namespace holdfast::screening::match

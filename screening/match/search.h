// Where a pattern matches: the earliest place, and there what Perl and RE2 would take.
//
// Each node is tried once at each character, so that time is bounded by their product; most are never come to. Where a
// match might begin, a few nodes are tried without remembering which: nearly always that is enough.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "screening/match/automaton.h"

namespace holdfast::screening::match {

class Search {
 public:
  struct Found {
    std::size_t begin{};
    std::size_t end{};
  };
  // In [begin, end) of the text; what stands around is looked at only for words' edges.
  std::optional<Found> find(const Automaton& automaton, std::string_view text, std::size_t begin, std::size_t end);

 private:
  struct Place {
    std::uint32_t node{};
    std::uint32_t at{};
  };
  struct Try {
    std::optional<std::size_t> last;  // where the match ends
    bool is_done{};                   // false: it took many nodes, and was given up
  };
  template <bool kRemembers>
  Try match_at(const Automaton& automaton, std::string_view text, std::size_t begin, std::size_t end, std::size_t at);

  // Kept from search to search, so that they need no memory of their own.
  std::vector<std::uint64_t> tried_;
  std::vector<Place> to_do_;
  std::vector<std::uint32_t> links_;
};

}  // namespace holdfast::screening::match

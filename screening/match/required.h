// Which words a pattern cannot match without.
//
// A pattern is taken apart where a space must stand; each part that can be written out as a short list of strings gives
// covers: sets of words, and of pairs of words side by side, of which every match holds one. They only say where to
// look: the search decides.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::match {

// Words, and pairs of words with a space between; sorted, each once.
using Cover = std::vector<std::string>;

// A word of the cover stands in the pattern's nth part; parts follow each other.
struct Need {
  Cover cover;
  std::uint32_t part{};
};

// One alternative of a pattern. No needs: nothing can be said.
struct Alternative {
  std::vector<Need> needs;
};

// How common a word or a pair is, in any unit.
using Commonness = std::function<double(const std::string&)>;

// The alternatives of a pattern as expand() returns it. A match holds, for one of them, a word of each of its covers,
// of which there are at most so many for each part, the rarest first. Words are parted by spaces; at a pattern's edges
// a word may be part of a longer one with signs in it (you in you're).
std::vector<Alternative> alternatives_of(std::string_view pattern, const Commonness& common,
                                         std::size_t most_covers = 3);

}  // namespace holdfast::screening::match

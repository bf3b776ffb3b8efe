// Keys of words that sound alike, for spelling by ear and typing mistakes. Words of [a-z] in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace holdfast::screening::identity {

// As a speaker of Spanish hears it, vowels kept: b and v, s, z and soft c, ll and y and i, silent h, j, x and soft g.
std::string spanish_sound(std::string_view word);

// The consonants as a speaker of English hears them, with a first vowel as one sign: Hailey and Haylee, Mohammed and
// Muhammad.
std::string consonants(std::string_view word);

// How many letters were put in, left out, changed, or swapped with their neighbour. Words up to kLongestWord letters.
std::size_t slips(std::string_view left, std::string_view right);

}  // namespace holdfast::screening::identity

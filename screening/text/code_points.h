// What each code point means to a rule: up to three folded characters, and a kind.
#pragma once

#include <array>
#include <cstdint>

namespace holdfast::screening::text {

enum class Kind : std::uint8_t {
  word,       // text holds its folded form
  twin,       // a letter of another script that looks like text[0]
  foreign,    // a letter of another script that looks like nothing here
  mark,       // combining: belongs to the letter before it
  invisible,  // default-ignorable
  space,
  line,  // line or paragraph end
  stop,  // . ! ? and their kin; text[0] tells which
  apostrophe,
  hyphen,
  joint,      // , : | * _ and the like: a separator, unless between the right neighbours; text[0] tells which
  separator,  // everything else
};

struct Meaning {
  std::array<char, 3> text{};
  Kind kind : 5 {Kind::separator};
  std::uint8_t length : 2 {};
  bool styled : 1 {};  // not a letter of ordinary writing
};
static_assert(sizeof(Meaning) == 4);

// Made once from ICU's data (NFKC case folding, then without marks) and the twins table.
Meaning meaning_of(char32_t point);

// The same for ASCII, to be held in a loop.
const Meaning* ascii_meanings();

bool is_emoji_part(char32_t point);

}  // namespace holdfast::screening::text

// How much two words of names differ, and how. Costs add up: 0 is the same word, kApart and more is another word.
#pragma once

#include <string_view>

#include "screening/identity/name.h"

namespace holdfast::screening::identity {

enum class Way : std::uint8_t { same, sound, nickname, variant, shortened, initial, typo, apart };
std::string_view to_string(Way way);

// Chosen on pairs with known answers (docs/matching.md).
struct Costs {
  double sound = 0.06;
  double nickname = 0.10;
  double variant = 0.25;    // Mary, Maria; Bill, Will
  double shortened = 0.40;  // begins alike: Masa, Masayuki
  double inside = 0.55;     // Sina, Rosina
  double initial = 0.12;
  double slip = 2.2;           // times slips / letters
  double first_letter = 0.15;  // a slip at the first letter is rarer
  double two_names = 1.1;      // both are names that many have: Martin, Marin
  double gender = 1.6;         // Mario, Maria
  double apart = 2.0;
  double other_initial = 1.6;
  double middle_left_out = 0.06;
  double surname_left_out = 0.10;
  double given_left_out = 0.45;
  double initial_left_out = 0.03;
  double one_word = 0.8;    // a single word agrees, and one side has more
  double initials = 0.5;    // the same, but an initial agrees too
  double alone = 0.05;      // both are single words
  double frequent = 0.05;   // nothing rare agrees
  double generation = 0.9;  // Jr, Sr
};
inline constexpr Costs kCosts;

struct Likeness {
  double cost;
  Way way;
};
Likeness likeness(const Part& left, const Part& right, const Costs& costs);

}  // namespace holdfast::screening::identity

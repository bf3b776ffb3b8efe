#include "screening/score/engine_rules.h"

#include <array>

namespace holdfast::screening::score {

std::span<const EngineRule* const> engine_rules() {
  static constexpr std::array<const EngineRule*, 13> kAll = {
      &kTooLong, &kTooLaborious, &kOtherLanguage, &kBadBytes, &kInvisible, &kLookalike, &kStyled,
      &kLeet,    &kSplit,        &kSpaced,        &kEncoded,  &kCipher,    &kAcrostic};
  return kAll;
}

}  // namespace holdfast::screening::score

#include "screening/score/engine_rules.h"

#include <array>

namespace holdfast::screening::score {

std::span<const EngineRule* const> engine_rules() {
  static constexpr std::array<const EngineRule*, 16> kAll = {
      &kTooLong, &kTooLaborious, &kOtherLanguage, &kBadBytes, &kInvisible, &kLookalike,      &kStyled, &kLeet,
      &kSplit,   &kSpaced,       &kEncoded,       &kCipher,   &kAcrostic,  &kLanguageSwitch, &kPhone,  &kEmail};
  return kAll;
}

}  // namespace holdfast::screening::score

// Which language a letter is in, where its small words do not tell it plainly.
//
// Small words are counted anyway and cost next to nothing. Letter habits (cld2) know many more languages and cost ten
// times what screening a letter does, so they are asked only where the small words leave doubt.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "screening/text/fold.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::text {

// Languages without rules that are named. Catalogues have words for each; any other is "other". Galician is left out on
// purpose: what is taken for it is Spanish.
inline constexpr std::array<std::string_view, 26> kNamedLanguages = {
    "fr", "pt", "de", "it", "tl", "vi", "ht", "zh", "ru", "ko", "ar", "pa", "hmn",
    "fa", "ja", "hy", "km", "lo", "hi", "uk", "pl", "ro", "so", "am", "th", "ur"};

// "en", "es", a named language, "other", or "und" where there is too little to tell.
std::string language_of(std::string_view letter, const Folded& folded, std::span<const Token> tokens);

// The language that the words are surely in: named, "en" or "es". Empty: not sure, or none of these.
std::string told_by_habits(std::string_view words);

}  // namespace holdfast::screening::text

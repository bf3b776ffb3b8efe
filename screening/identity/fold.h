// A text of any script in words of [a-z0-9], as names, streets and cities are compared.
//
// Case, accents and apostrophes go; other scripts are written in Latin letters by ICU; digits that stand in for letters
// inside a word (S3rg10) become letters where asked. Everything else parts words.
//
// Errors: none. Bytes that are not UTF-8 part words. What is longer than kLongest bytes is cut. Threads: free.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::identity {

inline constexpr std::size_t kLongest = 400;
inline constexpr std::size_t kLongestWord = 32;

struct Word {
  std::string text;
  int commas = 0;        // before it
  bool hyphen = false;   // joined to the next by a hyphen
  bool capital = false;  // written in capitals, as far as that can be seen
};

std::vector<Word> words_of(std::string_view text);

}  // namespace holdfast::screening::identity

// The .txt files of this folder as they are in the program.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "screening/identity/fold.h"

namespace holdfast::screening::identity::data {

extern const std::string_view kNicknamesEn;
extern const std::string_view kNicknamesEs;
extern const std::string_view kFrequent;
extern const std::string_view kMarks;
extern const std::string_view kStreets;

}  // namespace holdfast::screening::identity::data

namespace holdfast::screening::identity {

// Calls take(head, words) for each `head: word word ...` of a file of words; what begins with # is passed over.
template <typename Take>
void each_line(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto colon = line.find(':');
    if (line.starts_with('#') || colon == std::string_view::npos) continue;
    // words_of() takes a name's length at a time; these lines are longer.
    std::vector<std::string> words;
    std::string_view rest = line.substr(colon + 1);
    while (!rest.empty()) {
      const std::string_view piece = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), piece.size() + 1));
      for (Word& word : words_of(piece)) words.push_back(std::move(word.text));
    }
    take(line.substr(0, colon), words);
  }
}

}  // namespace holdfast::screening::identity

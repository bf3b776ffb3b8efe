#include "screening/learned/passage.h"

#include <algorithm>

namespace holdfast::screening::learned {
void divide(Reading& reading) {
  const auto& sentences = reading.sentences;
  const auto count = static_cast<std::uint32_t>(sentences.size());
  for (std::uint32_t begin = 0; begin < count;) {
    std::uint32_t end = begin;
    while (end < count && sentences[end].paragraph == sentences[begin].paragraph) ++end;
    for (std::uint32_t from = begin;;) {
      std::uint32_t to = from + 1;  // a sentence that is too long by itself is a passage all the same
      while (to < end && to < from + kMostSentences && sentences[to].end - sentences[from].begin <= kMostWords) ++to;
      reading.passages.push_back({from, to});
      if (to == end) break;
      from += (to - from + 1) / 2;
    }
    begin = end;
  }
}

}  // namespace holdfast::screening::learned

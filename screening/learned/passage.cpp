#include "screening/learned/passage.h"

namespace holdfast::screening::learned {
namespace {

std::vector<Passage> divided(const std::vector<Sentence>& sentences, Length most) {
  std::vector<Passage> made;
  const auto count = static_cast<std::uint32_t>(sentences.size());
  for (std::uint32_t begin = 0; begin < count;) {
    std::uint32_t end = begin;
    while (end < count && sentences[end].paragraph == sentences[begin].paragraph) ++end;
    for (std::uint32_t from = begin;;) {
      std::uint32_t to = from + 1;  // a sentence that is too long by itself is a passage all the same
      while (to < end && to < from + most.sentences && sentences[to].end - sentences[from].begin <= most.words) ++to;
      made.push_back({from, to});
      if (to == end) break;
      from += (to - from + 1) / 2;
    }
    begin = end;
  }
  return made;
}

}  // namespace

void divide(Reading& reading) {
  reading.passages = divided(reading.sentences, kPassage);
  reading.excerpts = divided(reading.sentences, kExcerpt);
}

}  // namespace holdfast::screening::learned

#include "screening/learned/passage.h"

#include <algorithm>

namespace holdfast::screening::learned {
namespace {

bool ends_paragraph(std::string_view letter, std::size_t at) {
  for (++at; at < letter.size() && (letter[at] == ' ' || letter[at] == '\r' || letter[at] == '\t');) ++at;
  return at < letter.size() && letter[at] == '\n';
}

}  // namespace

Layout layout_of(std::string_view letter) {
  Layout made;
  std::uint32_t point = 0;
  const auto turn = [&](bool opens) {
    if ((made.quotes.size() % 2 == 0) == opens) made.quotes.push_back(point);
  };
  for (std::size_t i = 0; i < letter.size(); ++i) {
    const auto c = static_cast<unsigned char>(letter[i]);
    if (c >= 0x80 && c < 0xC0) continue;  // the rest of a code point
    if (c == '"') {
      made.quotes.push_back(point);
    } else if (c == '\n' && ends_paragraph(letter, i)) {
      made.breaks.push_back(point);
      turn(false);  // a quotation left open ends with its paragraph
    } else if (c == 0xE2 || c == 0xC2) {
      const std::string_view here = letter.substr(i, 3);
      if (here == "\u201C" || here.starts_with("\u00AB")) turn(true);
      if (here == "\u201D" || here.starts_with("\u00BB")) turn(false);
    }
    ++point;
  }
  return made;
}

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

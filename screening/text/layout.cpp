#include "screening/text/layout.h"

#include <algorithm>

namespace holdfast::screening::text {
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

bool Layout::quotes_whole(std::uint32_t first, std::uint32_t last) const {
  const auto after = std::ranges::upper_bound(quotes, first);
  const bool inside = (after - quotes.begin()) % 2 == 1;
  if (!inside || after == quotes.end() || last >= *after) return false;
  const std::uint32_t length = *after - *(after - 1);
  return length >= kShortestQuotation && length <= kLongestQuotation;
}

}  // namespace holdfast::screening::text

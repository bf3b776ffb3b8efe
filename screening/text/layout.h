// What folding loses of a letter's form: where its paragraphs end, and what stands in quotation marks.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace holdfast::screening::text {

struct Layout {
  // In code points. One or two words in quotation marks are irony, and may be an insult; a letter that stands in them
  // as a whole quotes nobody.
  static constexpr std::uint32_t kShortestQuotation = 24;
  static constexpr std::uint32_t kLongestQuotation = 300;

  std::vector<std::uint32_t> breaks;  // code points, ascending
  std::vector<std::uint32_t> quotes;  // where a quotation begins, where it ends, where the next begins ...

  // Whether code points [first, last] stand in one quotation.
  [[nodiscard]] bool quotes_whole(std::uint32_t first, std::uint32_t last) const;
};

// Quotation marks are " and the pairs “”, «». One left open ends with its paragraph.
Layout layout_of(std::string_view letter);

}  // namespace holdfast::screening::text

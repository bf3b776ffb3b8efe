// Any bytes as a letter's text: what comes out is plain, each byte knows its place, and places never go back.
#include "screening/text/fold.h"

#include <algorithm>

#include "screening/text/tokens.h"
#include "tests/fuzz/target.h"

namespace holdfast::fuzz {

void fold(std::string_view bytes) {
  namespace text = screening::text;
  const text::Folded folded = text::fold(bytes);
  const text::View& view = folded.view;
  require(view.origin.size() == view.text.size());
  require(std::ranges::is_sorted(view.origin));
  require(view.origin.empty() || view.origin.back() <= folded.code_points);
  require(std::ranges::all_of(view.text, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
  std::uint32_t end = 0;
  for (const text::Token& token : text::tokens_of(view.text, folded.tight)) {
    require(token.begin >= end && token.end > token.begin && token.end <= view.text.size());
    end = token.end;
  }
}

}  // namespace holdfast::fuzz

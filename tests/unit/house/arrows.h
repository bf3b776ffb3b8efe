// Which room may include which: the arrows of design.md, as tables, and the check of one file against them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::house {

struct Include {
  std::string name;     // as written between the marks
  bool quoted = false;  // "ours" or <theirs>
  int line = 0;
};

// The #include lines of a source text. Lines inside comments that look like one count too: none should.
std::vector<Include> includes_of(std::string_view text);

// One sentence for each arrow of this file that points up or out; empty when all is well.
// `path` is from the repository's root, with forward slashes.
std::vector<std::string> broken_arrows(std::string_view path, std::span<const Include> includes);

}  // namespace holdfast::house

// The small language that patterns are written in, turned into RE2's.
//
//   <NAME>    a macro
//   ~3        stands between two spaces: up to three words in between
//   ( | )     groups; they capture nothing
// The rest is RE2 without anything that could leave the sentence or match any character: no dot, \W, \s, \S, \D, [^.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace holdfast::screening::match {

// The RE2 text, or why the pattern is refused. No word boundaries are added.
std::expected<std::string, std::string> expand(std::string_view pattern,
                                               const std::map<std::string, std::string>& macros);

}  // namespace holdfast::screening::match

#include "screening/match/pattern.h"

namespace holdfast::screening::match {
namespace {

constexpr int kDeepest = 8;
constexpr std::string_view kWord = "[a-z0-9'$@#%:+*|.~-]+";

bool is_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

class Expander {
 public:
  explicit Expander(const std::map<std::string, std::string>& macros) : macros_(macros) {}

  bool expand(std::string_view pattern, int depth) {
    if (depth > kDeepest) return fail("macros that hold each other");
    for (std::size_t at = 0; at < pattern.size();) {
      if (!step(pattern, at, depth)) return false;
    }
    return true;
  }

  std::string out;
  std::string why;

 private:
  bool fail(std::string what) {
    why = std::move(what);
    return false;
  }

  bool step(std::string_view pattern, std::size_t& at, int depth) {
    const char c = pattern[at];
    if (c == '<') return macro(pattern, at, depth);
    if (pattern.substr(at).starts_with(" ~")) return gap(pattern, at);
    if (c == '(' && pattern.substr(at).starts_with("(?")) return fail("(? is not allowed: groups capture nothing");
    if (c == '[' && at + 1 < pattern.size() && (pattern[at + 1] == ']' || pattern[at + 1] == '['))
      return fail("a set of characters holds neither [ nor ]");
    if (c == '(')
      out += "(?:";
    else if (c == '.' || c == '^' || c == '"' || (c >= 'A' && c <= 'Z'))
      return fail(std::string{"'"} + c + "' never occurs in folded text");
    else if (c == '\\')
      return escape(pattern, at);
    else
      out += c;
    ++at;
    return true;
  }

  bool escape(std::string_view pattern, std::size_t& at) {
    const char c = at + 1 < pattern.size() ? pattern[at + 1] : '\0';
    if (c != 'b' && c != 'd' && c != '?' && c != '$' && c != '+' && c != '*' && c != '|')
      return fail(std::string{"\\"} + c + " is not allowed");
    out += '\\';
    out += c;
    at += 2;
    return true;
  }

  bool macro(std::string_view pattern, std::size_t& at, int depth) {
    std::size_t end = at + 1;
    while (end < pattern.size() && is_name(pattern[end])) ++end;
    if (end == at + 1 || end >= pattern.size() || pattern[end] != '>') return fail("a macro's name is wanted after <");
    const std::string name{pattern.substr(at + 1, end - at - 1)};
    const auto found = macros_.find(name);
    if (found == macros_.end()) return fail("no such macro: " + name);
    out += "(?:";
    if (!expand(found->second, depth + 1)) return false;
    out += ')';
    at = end + 1;
    return true;
  }

  // " ~3 " becomes: up to three words, each after a space, then a space.
  bool gap(std::string_view pattern, std::size_t& at) {
    const bool whole =
        at + 3 < pattern.size() && pattern[at + 2] >= '1' && pattern[at + 2] <= '9' && pattern[at + 3] == ' ';
    if (!whole) return fail("a gap is written ' ~1 ' to ' ~9 '");
    out += "(?: ";
    out += kWord;
    out += "){0,";
    out += pattern[at + 2];
    out += "} ";
    at += 4;
    return true;
  }

  const std::map<std::string, std::string>& macros_;
};

}  // namespace

std::expected<std::string, std::string> expand(std::string_view pattern,
                                               const std::map<std::string, std::string>& macros) {
  Expander expander{macros};
  if (pattern.starts_with(' ') || pattern.ends_with(' '))
    return std::unexpected("a pattern begins and ends with a word");
  if (!expander.expand(pattern, 0)) return std::unexpected(expander.why);
  return std::move(expander.out);
}

}  // namespace holdfast::screening::match

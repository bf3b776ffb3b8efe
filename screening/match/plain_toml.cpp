#include "screening/match/plain_toml.h"

#include <algorithm>

namespace holdfast::screening::match {
namespace {

bool is_control(char c) { return (c >= 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == '\x7F'; }

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Where what begins at `at` ends: a comment before its line's end, a quoted text behind its quotes, else the next
// character. Text that is never closed ends where its line does, or with the file.
std::size_t after(std::string_view text, std::size_t at) {
  if (text[at] == '#') return std::min(text.find('\n', at), text.size());
  if (text[at] != '"' && text[at] != '\'') return at + 1;
  const char quote = text[at];
  const std::string_view three = quote == '"' ? "\"\"\"" : "'''";
  const bool many = text.substr(at).starts_with(three);
  for (at += many ? 3 : 1; at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"')
      ++at;
    else if (many ? text.substr(at).starts_with(three) : text[at] == quote)
      return at + (many ? 3 : 1);
    else if (text[at] == '\n' && !many)
      return at;
  }
  return text.size();
}

// Whether a line that begins a table names it.
bool names_its_table(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  if (!line.starts_with('[')) return true;
  line.remove_prefix(line.starts_with("[[") ? 2 : 1);
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return !line.empty() && (is_bare(line.front()) || line.front() == '"' || line.front() == '\'');
}

}  // namespace

std::optional<NotPlain> not_plain(std::string_view text) {
  std::uint32_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    if ((at == 0 || text[at - 1] == '\n') && !names_its_table(text.substr(at, text.find('\n', at) - at)))
      return NotPlain{line, "a table without a name"};
    if ((text[at] == '"' || text[at] == '\'') && at > 0 && is_bare(text[at - 1]))
      return NotPlain{line, "a quote in the middle of a word"};
    if (text[at] < 0) return NotPlain{line, "a character beyond ASCII outside quotes and comments"};
    const std::size_t end = after(text, at);
    for (; at < end; ++at) {
      if (is_control(text[at])) return NotPlain{line, "a control character; there are none but tabs and line ends"};
      line += text[at] == '\n' ? 1 : 0;
    }
  }
  return std::nullopt;
}

}  // namespace holdfast::screening::match

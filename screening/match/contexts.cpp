#include "screening/match/contexts.h"

#include <re2/re2.h>

#include <algorithm>
#include <vector>

#include "screening/match/pattern.h"

namespace holdfast::screening::match {
namespace {

constexpr std::size_t kFar = 400;  // bytes of a sentence that are looked at on each side

using Expressions = std::vector<std::unique_ptr<re2::RE2>>;

Expressions compiled(const std::vector<Pattern>& patterns, const Pack& pack, const std::string& tail) {
  re2::RE2::Options options;
  options.set_encoding(re2::RE2::Options::EncodingLatin1);  // folded text is ASCII
  options.set_log_errors(false);
  Expressions made;
  for (const Pattern& pattern : patterns)
    if (const auto text = expand(pattern.text, pack.macros))
      made.push_back(std::make_unique<re2::RE2>("\\b(?:" + *text + ")" + tail, options));
  return made;
}

bool found_in(const Expressions& expressions, std::string_view text) {
  const re2::StringPiece piece{text.data(), text.size()};
  return std::ranges::any_of(expressions, [&](const auto& e) { return re2::RE2::PartialMatch(piece, *e); });
}

}  // namespace

struct Contexts::Compiled {
  Expressions before;
  Expressions inside;
  Expressions sentence;
};

Contexts::Contexts(const Pack& pack) {
  for (const Rule& rule : pack.rules)
    for (const std::string& name : rule.required) {
      const auto found = pack.contexts.find(name);
      if (found == pack.contexts.end() || compiled_.contains(name)) continue;
      const Context& context = found->second;
      const std::string gap = "(?: [^ \\n]+){0," + std::to_string(context.gap) + "} \\z";
      compiled_.emplace(name, std::make_unique<const Compiled>(Compiled{compiled(context.before, pack, gap),
                                                                        compiled(context.inside, pack, "\\b"),
                                                                        compiled(context.sentence, pack, "\\b")}));
    }
}

Contexts::Contexts(Contexts&&) noexcept = default;
Contexts& Contexts::operator=(Contexts&&) noexcept = default;
Contexts::~Contexts() = default;

bool Contexts::holds(const std::string& name, std::string_view text, std::size_t from, std::size_t to) const {
  const auto found = compiled_.find(name);
  if (found == compiled_.end()) return false;
  const std::size_t line = text.substr(0, from).rfind('\n');
  std::size_t start = line == std::string_view::npos ? 0 : line + 1;
  start = std::max(start, from > kFar ? from - kFar : 0);
  const std::size_t stop = std::min({text.find('\n', to), text.size(), to + kFar});
  return found_in(found->second->before, text.substr(start, from - start)) ||
         found_in(found->second->inside, text.substr(from, to - from)) ||
         found_in(found->second->sentence, text.substr(start, stop - start));
}

}  // namespace holdfast::screening::match

#include "screening/vocabulary.h"

#include <set>
#include <string_view>

#include "screening/match/pattern.h"
#include "screening/match/required.h"
#include "screening/text/fold.h"
#include "screening/text/tokens.h"

namespace holdfast::screening {
namespace {

void add_words(std::string_view folded, std::vector<std::string>& to) {
  for (const text::Token& token : text::tokens_of(folded)) to.emplace_back(text::word_of(folded, token));
}

void add_examples(const match::Examples& examples, Vocabulary& to) {
  for (const std::string& text : examples.must_match) add_words(text::fold(text).view.text, to.sought);
  for (const std::string& text : examples.must_not_match) add_words(text::fold(text).view.text, to.other);
}

// Calls with each stretch of a pattern that stands between spaces outside groups.
template <typename Take>
void each_part(std::string_view pattern, Take take) {
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= pattern.size(); ++i) {
    const char c = i < pattern.size() ? pattern[i] : ' ';
    if (c == '\\') {
      ++i;
    } else if (c == '(' || c == '[') {
      ++depth;
    } else if (c == ')' || c == ']') {
      --depth;
    } else if (depth == 0 && (c == ' ' || c == '|')) {
      if (i > begin) take(pattern.substr(begin, i - begin));
      begin = i + 1;
    }
  }
}

// Families of words stand in many patterns: each is taken apart once.
std::set<std::string> parts_of(const match::Pack& pack) {
  std::set<std::string> made;
  for (const match::Rule& rule : pack.rules)
    for (const match::Pattern& pattern : rule.patterns)
      if (const auto text = match::expand(pattern.text, pack.macros))
        each_part(*text, [&](std::string_view part) { made.emplace(part); });
  return made;
}

}  // namespace

Vocabulary vocabulary_of(const match::Pack& pack) {
  Vocabulary made;
  for (const match::Rule& rule : pack.rules) add_examples(rule.examples, made);
  for (const match::Composite& composite : pack.composites) add_examples(composite.examples, made);
  for (const std::string& part : parts_of(pack))
    for (const match::Alternative& alternative : match::alternatives_of(part, [](const std::string&) { return 1.0; }))
      for (const match::Need& need : alternative.needs)
        for (const std::string& unit : need.cover) add_words(unit, made.sought);
  return made;
}

}  // namespace holdfast::screening

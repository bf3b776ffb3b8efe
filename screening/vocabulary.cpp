#include "screening/vocabulary.h"

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

}  // namespace

Vocabulary vocabulary_of(const match::Pack& pack) {
  Vocabulary made;
  const auto alike = [](const std::string&) { return 1.0; };
  for (const match::Rule& rule : pack.rules) {
    add_examples(rule.examples, made);
    for (const match::Pattern& pattern : rule.patterns)
      if (const auto text = match::expand(pattern.text, pack.macros))
        for (const match::Alternative& alternative : match::alternatives_of(*text, alike))
          for (const match::Need& need : alternative.needs)
            for (const std::string& unit : need.cover) add_words(unit, made.sought);
  }
  for (const match::Composite& composite : pack.composites) add_examples(composite.examples, made);
  return made;
}

}  // namespace holdfast::screening

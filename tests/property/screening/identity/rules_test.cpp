// What holds for every two names: symmetry, likeness to itself, no meaning in the order of words, no bytes that break
// it.
#include <gtest/gtest.h>
// after gtest
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "screening/identity/compare.h"

namespace holdfast::screening::identity {
namespace {

rc::Gen<std::string> word() {
  return rc::gen::weightedOneOf<std::string>(
      {{4, rc::gen::elementOf(std::vector<std::string>{"Bill",  "William", "José",  "Josefa", "Ruiz",      "Ruis", "de",
                                                       "la",    "Smith",   "Smyth", "J",      "O'Neil",    "Mc",   "Jr",
                                                       "Марія", "María",   "Mario", "García", "Anna-Lena", "Peña"})},
       {1, rc::gen::container<std::string>(rc::gen::inRange('a', 'z'))}});
}

rc::Gen<std::string> written() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(word()), [](const std::vector<std::string>& words) {
    std::string out;
    for (const auto& one : words) out += one + ' ';
    return out;
  });
}

RC_GTEST_PROP(Names, AreComparedAlikeFromBothSides, ()) {
  const Name left = name_of(*written());
  const Name right = name_of(*written());
  const double there = score(left, right);
  const double back = score(right, left);
  RC_ASSERT(std::abs(there - back) < 1e-9);
  RC_ASSERT(there >= 0.0 && there <= 1.0);
}

RC_GTEST_PROP(Names, AreThemselves, ()) {
  const Name name = name_of(*written());
  RC_PRE(!name.tokens.empty());
  RC_ASSERT(score(name, name) == 1.0);
}

RC_GTEST_PROP(Names, AreTheSameInAnyOrder, ()) {
  std::vector<std::string> words = *rc::gen::container<std::vector<std::string>>(
      rc::gen::elementOf(std::vector<std::string>{"Rosa", "Pilar", "Novak", "Ibarra", "Kullmann", "Bellchambers"}));
  RC_PRE(!words.empty() && words.size() <= kMostTokens);
  const auto text = [&] {
    std::string out;
    for (const auto& one : words) out += one + ' ';
    return out;
  };
  const Name straight = name_of(text());
  std::ranges::reverse(words);
  RC_ASSERT(score(straight, name_of(text())) == 1.0);
}

RC_GTEST_PROP(Names, OfAnyBytesBreakNothing, ()) {
  const Name left = name_of(*rc::gen::arbitrary<std::string>());
  const Name right = name_of(*rc::gen::arbitrary<std::string>());
  RC_ASSERT(left.tokens.size() <= kMostTokens && left.tokens.size() == left.places.size());
  const double likely = score(left, right);
  RC_ASSERT(likely >= 0.0 && likely <= 1.0);
}

}  // namespace
}  // namespace holdfast::screening::identity

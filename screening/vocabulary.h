// The words of rule packs: what folded letters are held against to tell a word from none.
#pragma once

#include <string>
#include <vector>

#include "screening/match/rule.h"

namespace holdfast::screening {

struct Vocabulary {
  std::vector<std::string> sought;  // words that patterns need or their examples hold; more often where used more
  std::vector<std::string> other;   // words of examples that rules must leave alone
};

Vocabulary vocabulary_of(const match::Pack& pack);

}  // namespace holdfast::screening

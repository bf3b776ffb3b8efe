// Any bytes as names: keys are words of small letters and digits, a name is itself, and both sides see the same score.
#include <cmath>

#include "screening/identity/compare.h"
#include "tests/fuzz/target.h"

namespace holdfast::fuzz {

void names(std::string_view bytes) {
  namespace identity = screening::identity;
  const auto parted = bytes.find('\n');
  const identity::Name left = identity::name_of(bytes.substr(0, parted));
  const identity::Name right = identity::name_of(parted == std::string_view::npos ? bytes : bytes.substr(parted + 1));
  require(left.tokens.size() == left.places.size() && left.tokens.size() <= identity::kMostTokens);
  for (const identity::Token& token : left.tokens) {
    require(!token.text.empty() && token.text.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos);
  }
  require(left.tokens.empty() || identity::score(left, left) == 1.0);
  require(std::abs(identity::score(left, right) - identity::score(right, left)) < 1e-9);
}

}  // namespace holdfast::fuzz

#include "screening/identity/likeness.h"

#include <algorithm>

#include "screening/identity/sound.h"

namespace holdfast::screening::identity {
namespace {

// Mario and Maria, Gabriel and Gabriela: two people, however alike they are written.
bool differ_in_gender(std::string_view left, std::string_view right) {
  if (left.size() > right.size()) std::swap(left, right);
  if (left.size() < 4) return false;
  const std::string_view stem = left.substr(0, left.size() - 1);
  if (left.size() == right.size()) {
    const bool ends = (left.back() == 'o' && right.back() == 'a') || (left.back() == 'a' && right.back() == 'o');
    return ends && right.starts_with(stem);
  }
  if (right == std::string(left) + 'a') return true;
  return left == "jose" && right == "josefa";
}

// What is left of a short form without its ending: Vannie, Vann.
std::string_view stem_of(std::string_view word) {
  for (const std::string_view ending : {"ie", "ey", "ee", "y", "i"}) {
    if (word.ends_with(ending) && word.size() >= ending.size() + 2) {
      word.remove_suffix(ending.size());
      if (word.size() > 2 && word.back() == word[word.size() - 2]) word.remove_suffix(1);
      break;
    }
  }
  return word;
}

double shortened(std::string_view left, std::string_view right, const Costs& costs) {
  if (left.size() > right.size()) std::swap(left, right);
  const std::string_view stem = stem_of(left);
  const bool ended = stem.size() < left.size();
  if (left.size() < 3 && stem.size() < 2) return costs.apart;
  if (left.size() == right.size()) return costs.apart;
  const std::size_t least = ended ? 2 : 3;
  if (stem.size() >= least && right.starts_with(stem)) return costs.shortened;
  if (stem.size() >= 3 && right.find(stem) != std::string_view::npos) return costs.inside;
  return costs.apart;
}

bool given(const Part& part) { return part.place != Place::surname; }

Likeness kin(const Part& left, const Part& right, const Costs& costs) {
  if (left.token->known == nullptr || right.token->known == nullptr) return {costs.apart, Way::apart};
  if (left.place == Place::surname && right.place == Place::surname) return {costs.apart, Way::apart};
  if (left.token->known == right.token->known) return {costs.sound, Way::sound};  // Nicky, Nickie
  switch (Lexicon::kinship(*left.token->known, *right.token->known)) {
    case Kinship::short_of:
      return {costs.nickname, Way::nickname};
    case Kinship::variant:
    case Kinship::same_formal:
      return {costs.variant, Way::variant};
    case Kinship::none:
      break;
  }
  return {costs.apart, Way::apart};
}

bool both_known(const Token& left, const Token& right) {
  if (left.known == nullptr || right.known == nullptr) return false;
  const bool names = (left.known->given > 0 || left.known->formal) && (right.known->given > 0 || right.known->formal);
  return names || (left.known->surname > 0 && right.known->surname > 0);
}

Likeness spelling(const Token& left, const Token& right, const Costs& costs) {
  const auto longest = static_cast<double>(std::max(left.text.size(), right.text.size()));
  const std::size_t wrong = slips(left.text, right.text);
  const bool heard = left.consonants == right.consonants && !left.consonants.empty() &&
                     wrong <= std::max<std::size_t>(1, std::min(left.text.size(), right.text.size()) / 3);
  if (left.sound == right.sound || heard) return {costs.sound, Way::sound};
  double cost = costs.slip * static_cast<double>(wrong) / longest;
  if (left.text.front() != right.text.front()) cost += costs.first_letter;
  if (both_known(left, right)) cost += costs.two_names;
  return {std::min(cost, costs.apart), cost < costs.apart ? Way::typo : Way::apart};
}

}  // namespace

std::string_view to_string(Way way) {
  switch (way) {
    case Way::same:
      return "is the same";
    case Way::sound:
      return "sounds alike";
    case Way::nickname:
      return "is a short form";
    case Way::variant:
      return "is a form of the same name";
    case Way::shortened:
      return "looks like a short form";
    case Way::initial:
      return "is its initial";
    case Way::typo:
      return "is nearly spelt so";
    case Way::apart:
      break;
  }
  return "is another word";
}

Likeness likeness(const Part& left, const Part& right, const Costs& costs) {
  const Token& a = *left.token;
  const Token& b = *right.token;
  if (a.text == b.text) return {0, Way::same};
  if (a.initial() || b.initial()) {
    const bool begins = a.text.front() == b.text.front();
    return begins ? Likeness{costs.initial, Way::initial} : Likeness{costs.other_initial, Way::apart};
  }
  const Likeness called = kin(left, right, costs);
  if (called.way != Way::apart) return called;
  if (given(left) && given(right) && differ_in_gender(a.text, b.text)) return {costs.gender, Way::apart};
  const Likeness spelt = spelling(a, b, costs);
  if (left.place != Place::given && right.place != Place::given) return spelt;
  const double cut = shortened(a.text, b.text, costs);
  return cut < spelt.cost ? Likeness{cut, Way::shortened} : spelt;
}

}  // namespace holdfast::screening::identity

#include "screening/identity/scanned.h"

#include <algorithm>
#include <array>

#include "screening/text/common_words.h"

namespace holdfast::screening::identity {
namespace {

constexpr std::size_t kStreetWords = 4;      // between the number and the word for a kind of street
constexpr std::ptrdiff_t kFewCapitals = 50;  // words for one with a capital
constexpr std::size_t kTownWords = 7;        // after it: unit, town, state, postal code

const text::WordTable<bool>& ordinary_words() {
  static const text::WordTable<bool> one = [] {
    std::vector<std::uint64_t> keys = text::small_keys();
    std::string_view rest = text::kCommonWords;
    while (!rest.empty()) {
      const auto word = rest.substr(0, rest.find(' '));
      if (!word.empty()) keys.push_back(text::key_of(word));
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
    text::WordTable<bool> made(keys.size());
    for (const std::uint64_t key : keys) made[key] = true;
    return made;
  }();
  return one;
}

bool is_number(std::string_view word) {
  const auto digits = std::min(word.find_first_not_of("0123456789"), word.size());
  return digits > 0 && digits <= 5 && word.size() - digits <= 1;
}

// Words for streets that come before the name, as in Spanish.
bool leads(std::string_view word) {
  return word == "calle" || word == "avenida" || word == "avda" || word == "camino" || word == "paseo";
}
// Those that are other words too (my way, a court): only after a name.
bool is_doubtful(std::string_view word) {
  return word == "way" || word == "court" || word == "place" || word == "drive" || word == "circle" || word == "c" ||
         word == "dr" || word == "str";
}

}  // namespace

bool spells_signs(std::string_view letter, std::span<const text::Token> tokens) {
  static const std::array<std::uint64_t, 3> kSigns{text::key_of("arroba"), text::key_of("dot"), text::key_of("punto")};
  return letter.contains("(at)") || letter.contains("[at]") ||
         std::ranges::any_of(
             tokens, [](const text::Token& token) { return std::ranges::find(kSigns, token.key) != kSigns.end(); });
}

bool is_ordinary(std::uint64_t key) { return ordinary_words().find(key); }

Scanned::Scanned(std::string_view letter)
    : letter_(letter),
      folded_(text::fold(letter)),
      tokens_(text::tokens_of(folded_.view.text, folded_.tight)),
      places_(letter) {
  const auto capitals = std::ranges::count_if(tokens_, [&](const text::Token& token) { return is_capital(token); });
  all_small_ = capitals * kFewCapitals < std::ssize(tokens_);
}

bool Scanned::is_capital(const text::Token& token) const {
  const std::uint32_t at = folded_.view.origin[token.begin];
  const std::string_view one = places_.slice(at, at + 1);
  if (one.size() == 1) return one[0] >= 'A' && one[0] <= 'Z';
  // Á to Þ; other scripts are not asked.
  return one.size() == 2 && one[0] == '\xC3' && static_cast<unsigned char>(one[1]) < 0x9F;
}

Spot Scanned::spot_of_folded(Spoken kind, std::size_t begin, std::size_t end) const {
  const auto& origin = folded_.view.origin;
  return {kind, origin[begin], places_.end_of(origin[end - 1])};
}

Spot Scanned::spot_of(const Word& first, const Word& last) const {
  return spot_of_folded(Spoken::name, first.begin, last.end);
}

Spot Scanned::spot_of_bytes(Spoken kind, std::size_t begin, std::size_t end) const {
  return {kind, places_.point_at(begin), places_.point_at(end - 1) + 1};
}

bool Scanned::parted(std::size_t before, std::size_t after) const {
  return std::any_of(tokens_.begin() + static_cast<std::ptrdiff_t>(before) + 1,
                     tokens_.begin() + static_cast<std::ptrdiff_t>(after) + 1,
                     [](const text::Token& token) { return token.first; });
}

std::vector<Scanned::House> Scanned::houses() const {
  std::vector<House> found;
  const auto add = [&](std::size_t first, std::size_t last) {
    if (!found.empty() && folded_.view.origin[tokens_[first].begin] < found.back().spot.end) return;
    std::size_t to = last;
    std::size_t end = last;
    for (; end + 1 < tokens_.size() && end < last + kTownWords && !tokens_[end + 1].first; ++end) {
      if (text(end + 1).size() == 5 && is_number(text(end + 1))) to = end + 1;  // a postal code
    }
    const Spot all = spot_of_folded(Spoken::address, tokens_[first].begin, tokens_[end].end);
    Address address = address_of(places_.slice(all.start, all.end));  // with its commas
    if (door_key(address).empty()) return;
    found.push_back({spot_of_folded(Spoken::address, tokens_[first].begin, tokens_[to].end), std::move(address)});
  };
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if ((tokens_[i].shape & text::shape::kDigit) == 0 || !is_number(text(i))) continue;
    for (std::size_t j = i + 1; j <= i + kStreetWords + 1 && j < tokens_.size() && !tokens_[j].first; ++j) {
      if (!is_street_word(text(j))) continue;
      const bool named = j > i + 1 && (!is_doubtful(text(j)) || !is_ordinary(tokens_[j - 1].key));
      if (named) add(i, j);
      break;
    }
    for (std::size_t back = 2; back <= kStreetWords + 1 && back <= i; ++back) {
      if (leads(text(i - back)) && !is_ordinary(tokens_[i - 1].key) && !parted(i - back, i)) add(i - back, i);
    }
  }
  return found;
}

}  // namespace holdfast::screening::identity

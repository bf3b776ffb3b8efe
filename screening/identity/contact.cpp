#include "screening/identity/contact.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "screening/identity/data.h"
#include "screening/identity/fold.h"
#include "screening/identity/lexicon.h"

namespace holdfast::screening::identity {
namespace {

struct Hash : std::hash<std::string_view> {
  using is_transparent = void;
};
// As written too -> the word.
using Streets = std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;

const Streets& streets() {
  static const Streets one = [] {
    Streets made;
    each_line(data::kStreets, [&](std::string_view head, const std::vector<std::string>& words) {
      made.emplace(head, head);
      for (const auto& word : words) made.emplace(word, head);
    });
    return made;
  }();
  return one;
}

constexpr std::array<std::string_view, 17> kKinds{"street", "avenue",  "boulevard", "road",    "drive",   "lane",
                                                  "court",  "place",   "circle",    "terrace", "parkway", "way",
                                                  "calle",  "avenida", "camino",    "paseo",   "numero"};

bool has_digit(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}
bool all_digits(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_street_word(std::string_view word) {
  const auto found = streets().find(word);
  return found != streets().end() && found->second != "numero" &&
         std::ranges::find(kKinds, found->second) != kKinds.end();
}

std::string email_key(std::string_view written) {
  const auto ends = [](char c) { return c == ' ' || c == '<' || c == '>' || c == '\t'; };
  std::string text;
  for (const char c : written.substr(0, kLongest)) {
    if (!ends(c)) text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (text.starts_with("mailto:")) text.erase(0, 7);
  const auto at = text.rfind('@');
  if (at == std::string::npos || at == 0 || at + 1 == text.size()) return {};
  std::string user = text.substr(0, at);
  std::string host = text.substr(at + 1);
  if (host == "googlemail.com") host = "gmail.com";
  if (const auto plus = user.find('+'); plus != std::string::npos && plus > 0) user.erase(plus);
  if (host == "gmail.com") std::erase(user, '.');
  if (host.starts_with("yahoo.")) user.erase(std::min(user.size(), std::max<std::size_t>(1, user.find('-'))));
  return user + '@' + host;
}

Address address_of(std::string_view written) {
  Address out;
  std::string spelt;
  for (const char c : written.substr(0, kLongest)) spelt += c == '#' ? std::string(" unit ") : std::string(1, c);
  const auto words = words_of(spelt);
  bool unit_next = false;
  bool kind_seen = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto found = streets().find(words[i].text);
    const std::string& word = found == streets().end() ? words[i].text : found->second;
    if (unit_next) {
      out.unit = word;
      unit_next = false;
    } else if (word == "unit") {
      unit_next = !out.number.empty() && !out.street.empty();  // Reforma #222 has a number, 12 Oak St #4 a unit
    } else if (all_digits(word) && word.size() == 5 && !out.number.empty() && i > 1) {
      out.postal = word;
    } else if (has_digit(word) && out.number.empty()) {
      out.number = word;
      kind_seen = !out.street.empty();  // Reforma 222: what follows is no street any more
    } else if (!out.postal.empty() && all_digits(word)) {
      continue;  // the four digits after the postal code
    } else if (std::ranges::find(kKinds, word) != kKinds.end()) {
      kind_seen = !out.street.empty();
    } else if ((kind_seen || words[i].commas > 0) && !out.street.empty()) {
      out.place.push_back(word);
    } else {
      out.street.push_back(word);
    }
  }
  return out;
}

std::string door_key(const Address& address) {
  if (address.number.empty() || address.street.empty()) return {};
  std::string key = address.number;
  for (const auto& word : address.street) key += ' ' + word;
  return key;
}

std::string house_key(const Address& address) {
  std::string key = door_key(address);
  if (key.empty()) return key;
  key += '|';
  if (!address.postal.empty()) return key + address.postal;
  for (const auto& word : address.place) key += ' ' + word;
  return key;
}

}  // namespace holdfast::screening::identity

#include "screening/identity/evidence.h"

#include <algorithm>

#include "screening/identity/contact.h"
#include "screening/identity/fold.h"
#include "screening/identity/phone.h"

namespace holdfast::screening::identity {

Birth compare_births(const Date& left, const Date& right) {
  if (left.year == 0 || right.year == 0) return Birth::unknown;
  if (left == right) return Birth::same;
  const int differing = (left.year != right.year) + (left.month != right.month) + (left.day != right.day);
  const bool swapped = left.year == right.year && left.month == right.day && left.day == right.month;
  return differing == 1 || swapped ? Birth::nearly : Birth::other;
}

Weight weigh(const Evidence& evidence) {
  Weight out;
  const auto count = [&](bool holds, double cost, double chance) {
    if (!holds) return;
    out.cost += cost;
    out.chance *= chance;
  };
  count(evidence.birth == Birth::same, -0.4, 1.0 / 20'000);
  count(evidence.birth == Birth::nearly, -0.05, 1.0 / 200);
  count(evidence.birth == Birth::other, 0.9, 1.0);
  count(evidence.phone, -0.5, 1e-5);
  count(evidence.email, -0.6, 1e-6);
  count(evidence.house, -0.4, 1e-5);
  count(evidence.court_case, -0.6, 1e-6);
  return out;
}

std::string reason_of(const Evidence& evidence) {
  std::string out;
  const auto say = [&](bool holds, const char* words) {
    if (holds) out += (out.empty() ? "" : "; ") + std::string(words);
  };
  say(evidence.birth == Birth::same, "the same date of birth (lifts)");
  say(evidence.birth == Birth::nearly, "nearly the same date of birth (lifts a little)");
  say(evidence.birth == Birth::other, "another date of birth (lowers)");
  say(evidence.phone, "the same phone number (lifts)");
  say(evidence.email, "the same e-mail address (lifts)");
  say(evidence.house, "the same house (lifts)");
  say(evidence.court_case, "the same case (lifts)");
  return out;
}

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = 14695981039346656037ULL ^ (seed * 0x9E3779B97F4A7C15ULL);
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93ULL;
  return hash ^ (hash >> 32);
}

std::uint64_t contact_key(Contact kind, std::string_view text) {
  const auto bits = static_cast<std::uint64_t>(kind);
  return (hash_of(text, 100 + bits) & ~std::uint64_t{7}) | bits;
}

std::vector<std::uint64_t> contact_keys(const Particulars& particulars) {
  std::vector<std::uint64_t> keys;
  const auto add = [&](Contact kind, const std::string& text) {
    if (!text.empty()) keys.push_back(contact_key(kind, text));
  };
  for (const auto& phone : particulars.phones) add(Contact::phone, phone);
  for (const auto& email : particulars.emails) add(Contact::email, email_key(email));
  for (const auto& address : particulars.addresses) add(Contact::house, house_key(address_of(address)));
  for (const auto& number : particulars.cases) {
    std::string key;
    for (const Word& word : words_of(number)) key += word.text;
    add(Contact::court_case, key);
  }
  return keys;
}

std::vector<std::uint64_t> weak_keys(const Particulars& particulars) {
  std::vector<std::uint64_t> keys;
  for (const auto& phone : particulars.phones) {
    if (const auto line = line_of(phone); !line.empty()) keys.push_back(contact_key(Contact::line, line));
  }
  for (const auto& address : particulars.addresses) {
    if (const auto door = door_key(address_of(address)); !door.empty()) {
      keys.push_back(contact_key(Contact::door, door));
    }
  }
  return keys;
}

Contact kind_of(std::uint64_t key) { return static_cast<Contact>(key & 7U); }

}  // namespace holdfast::screening::identity

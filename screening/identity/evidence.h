// What besides names speaks for or against two records being one person's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::identity {

struct Date {
  int year = 0;  // 0: not known
  int month = 0;
  int day = 0;
  friend bool operator==(const Date&, const Date&) = default;
};

struct Particulars {
  Date born;
  std::vector<std::string> phones;     // E.164
  std::vector<std::string> emails;     // as written
  std::vector<std::string> addresses;  // as written
  std::vector<std::string> cases;      // numbers of cases, as written
};

enum class Birth : std::uint8_t { unknown, same, nearly, other };
Birth compare_births(const Date& left, const Date& right);

// What two records share.
struct Evidence {
  Birth birth = Birth::unknown;
  bool phone = false;
  bool email = false;
  bool house = false;
  bool court_case = false;
};

struct Weight {
  double cost = 0;    // added to that of the names: below 0 lifts
  double chance = 1;  // how much rarer it makes a namesake
};
Weight weigh(const Evidence& evidence);

// "the same date of birth; the same phone"; empty where nothing is shared.
std::string reason_of(const Evidence& evidence);

// Keys of phones, e-mails, houses and cases; their lowest three bits say which they are. A line is a phone number
// without its area, a door a house without its town: both say little, and are looked for in texts only.
enum class Contact : std::uint8_t { phone, email, house, court_case, line, door };
std::uint64_t contact_key(Contact kind, std::string_view text);
std::vector<std::uint64_t> contact_keys(const Particulars& particulars);
std::vector<std::uint64_t> weak_keys(const Particulars& particulars);
Contact kind_of(std::uint64_t contact_key);

// FNV-1a, mixed; the same in every run.
std::uint64_t hash_of(std::string_view text, std::uint64_t seed);

}  // namespace holdfast::screening::identity

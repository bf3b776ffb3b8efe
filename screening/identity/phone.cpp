#include "screening/identity/phone.h"

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumbermatch.h>
#include <phonenumbers/phonenumbermatcher.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <optional>

namespace holdfast::screening::identity {
namespace {

namespace library = i18n::phonenumbers;

constexpr std::size_t kFewestDigits = 7;
constexpr std::size_t kWidestGap = 4;      // bytes between two digits of one number
constexpr std::size_t kLongestRun = 200;   // bytes that are looked at together; several numbers may follow one another
constexpr std::size_t kMostTogether = 17;  // digits without a gap: trunk code, country and number
constexpr std::size_t kMostRuns = 64;
constexpr int kMostTries = 20;

const library::PhoneNumberUtil& util() { return *library::PhoneNumberUtil::GetInstance(); }

std::string key_of(const library::PhoneNumber& number) {
  std::string key;
  if (util().IsPossibleNumberWithReason(number) == library::PhoneNumberUtil::IS_POSSIBLE) {
    util().Format(number, library::PhoneNumberUtil::E164, &key);
  }
  return key;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
// What may stand inside a number, the bytes of a hard space and of long dashes included.
bool is_gap(char c) {
  return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/' || c == '_' || c == '*' || c == '\n' ||
         c == '\r' || c == '\t' || c == '+' || static_cast<unsigned char>(c) >= 0x80;
}

struct Run {
  std::size_t begin, end;
};

// The next stretch from `at` on that has enough digits, with what stands before its first.
std::optional<Run> next_run(std::string_view text, std::size_t at) {
  while (true) {
    const auto first = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_digit);
    if (first == text.end()) return std::nullopt;
    const auto begin = static_cast<std::size_t>(first - text.begin());
    const auto after = std::find_if_not(first, text.end(), is_digit);
    if (static_cast<std::size_t>(after - first) > kMostTogether) {
      at = static_cast<std::size_t>(after - text.begin());
      continue;
    }
    std::size_t digits = 0;
    std::size_t end = begin;
    for (std::size_t i = begin; i < text.size() && i - begin < kLongestRun && i - end <= kWidestGap; ++i) {
      if (is_digit(text[i])) {
        ++digits;
        end = i + 1;
      } else if (!is_gap(text[i])) {
        break;
      }
    }
    if (digits >= kFewestDigits) {
      std::size_t from = begin;
      while (from > at && begin - from < 2 && (text[from - 1] == '+' || text[from - 1] == '(')) --from;
      return Run{from, end};
    }
    at = end;
  }
}

// For the library, which takes whole text in UTF-8: what is not ASCII is a space, byte by byte, so that places hold.
std::string plain(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(out, [](char c) { return static_cast<unsigned char>(c) >= 0x80 || c == '\0'; }, ' ');
  return out;
}

}  // namespace

std::string phone_key(std::string_view written, std::string_view region) {
  if (written.size() > kLongestPhone) return {};
  library::PhoneNumber number;
  if (util().Parse(std::string(written), std::string(region), &number) != library::PhoneNumberUtil::NO_PARSING_ERROR) {
    return {};
  }
  return key_of(number);
}

std::vector<PhoneFound> phones_in(std::string_view text, std::string_view region) {
  std::vector<PhoneFound> found;
  const std::string home(region);
  std::size_t runs = 0;
  for (auto run = next_run(text, 0); run && runs < kMostRuns; ++runs, run = next_run(text, run->end)) {
    const std::string piece = plain(text.substr(run->begin, run->end - run->begin));
    library::PhoneNumberMatcher matcher(util(), piece, home, library::PhoneNumberMatcher::POSSIBLE, kMostTries);
    library::PhoneNumberMatch match;
    while (matcher.HasNext() && matcher.Next(&match)) {
      PhoneFound one{run->begin + static_cast<std::size_t>(match.start()),
                     run->begin + static_cast<std::size_t>(match.end()),
                     key_of(match.number()),
                     {}};
      std::string national;
      util().GetNationalSignificantNumber(match.number(), &national);
      if (match.number().country_code() == 1 && national.size() >= kFewestDigits) {
        one.line = national.substr(national.size() - kFewestDigits);
      }
      if (!one.key.empty() || !one.line.empty()) found.push_back(std::move(one));
    }
  }
  return found;
}

std::string line_of(std::string_view key) {
  return key.starts_with("+1") && key.size() == 12 ? std::string(key.substr(5)) : std::string{};
}

}  // namespace holdfast::screening::identity

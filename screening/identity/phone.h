// Telephone numbers in one way of writing (E.164), and where they stand in a text; by libphonenumber.
//
// `region` says whose numbers are meant where no country stands before them ("US", "MX"); without one only numbers with
// a plus have a key. A number need not be one that is given out: its length and its country decide.
//
// Errors: none; any bytes are taken. What is longer than kLongestPhone bytes is no number. Threads: free; the first
// call loads the tables (4 ms).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::identity {

inline constexpr std::string_view kHomeRegion = "US";
inline constexpr std::size_t kLongestPhone = 64;

// "+15105550142"; empty where the text is no whole number (seven digits without their area are none).
std::string phone_key(std::string_view written, std::string_view region = kHomeRegion);

struct PhoneFound {
  std::size_t begin{}, end{};  // bytes of the text
  std::string key;             // as of phone_key; empty where only the last part is written
  std::string line;  // the last seven digits; empty where there is no region whose numbers have an area before
};
// In the order of the text, of its first 64 stretches of digits. Costs next to nothing where no seven digits stand
// together.
std::vector<PhoneFound> phones_in(std::string_view text, std::string_view region = kHomeRegion);

// The last seven digits of a key of +1, where a number is often written without its area; empty for others.
std::string line_of(std::string_view key);

}  // namespace holdfast::screening::identity

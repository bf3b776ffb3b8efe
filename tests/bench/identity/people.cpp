#include "tests/bench/identity/people.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "screening/identity/data.h"

namespace holdfast::bench {
namespace {

namespace identity = screening::identity;

std::string invented(std::mt19937_64& random) {
  constexpr std::array<std::string_view, 24> kBegin{"b", "br", "c", "ch", "d", "dr", "f",  "g", "gr", "h", "j", "k",
                                                    "l", "m",  "n", "p",  "r", "s",  "st", "t", "tr", "v", "w", "z"};
  constexpr std::array<std::string_view, 10> kMiddle{"a", "e", "i", "o", "u", "ai", "ea", "ei", "ou", "io"};
  constexpr std::array<std::string_view, 12> kEnd{"", "n", "r", "l", "s", "ck", "nd", "rt", "m", "tz", "sk", "ng"};
  std::string out;
  const std::size_t syllables = 2 + random() % 2;
  for (std::size_t i = 0; i < syllables; ++i) {
    out += kBegin[random() % kBegin.size()];
    out += kMiddle[random() % kMiddle.size()];
    out += kEnd[random() % kEnd.size()];
  }
  return out;
}

}  // namespace

// Those of our lists, scaled to `share` of all people, and `rare` invented ones by Zipf's law for the rest.
People::Drawn People::drawn(std::string_view kind, double share, std::size_t rare, std::uint64_t seed) {
  Drawn out;
  std::vector<double> weights;
  double listed = 0;
  identity::each_line(identity::data::kFrequent, [&](std::string_view head, const std::vector<std::string>& words) {
    if (!head.starts_with(kind)) return;
    const auto number = head.substr(head.find(' ') + 1);
    int each = 0;
    std::from_chars(number.data(), number.data() + number.size(), each);
    for (const auto& word : words) {
      out.names.push_back(word);
      weights.push_back(each);
      listed += each;
    }
  });
  if (listed > 0) {
    for (double& weight : weights) weight *= share / listed;
  }
  std::mt19937_64 random(seed);
  double harmonic = 0;
  for (std::size_t i = 0; i < rare; ++i) harmonic += 1.0 / static_cast<double>(i + 20);
  for (std::size_t i = 0; i < rare; ++i) {
    out.names.push_back(invented(random));
    weights.push_back((1 - (listed > 0 ? share : 0)) / static_cast<double>(i + 20) / harmonic);
  }
  double sum = 0;
  for (const double weight : weights) out.up_to.push_back(sum += weight);
  return out;
}

People::People(std::uint64_t seed)
    : random_(seed),
      given_(drawn("given", 0.85, 8'000, 11)),
      surnames_(drawn("surname", 0.45, 150'000, 12)),
      streets_(drawn("street", 0, 20'000, 13)) {}

std::string People::draw(const Drawn& from) {
  const double at = std::uniform_real_distribution<double>(0, from.up_to.back())(random_);
  const auto found = std::ranges::lower_bound(from.up_to, at);
  return from.names[std::min<std::size_t>(static_cast<std::size_t>(found - from.up_to.begin()), from.names.size() - 1)];
}

identity::Person People::next() {
  identity::Person person;
  person.id = ++next_;
  std::string name = draw(given_);
  if (below(3) == 0) {
    if (below(3) == 0) name += ' ' + draw(given_);
    name += ' ' + draw(surnames_) + ' ' + draw(surnames_);
  } else {
    const std::size_t middle = below(10);
    if (middle < 3) name += ' ' + draw(given_);
    if (middle >= 3 && middle < 7) name += ' ' + draw(given_).substr(0, 1) + '.';
    name += ' ' + draw(surnames_);
  }
  person.names.push_back(name);
  auto& known = person.particulars;
  known.born = {static_cast<int>(1940 + below(67)), static_cast<int>(1 + below(12)), static_cast<int>(1 + below(28))};
  known.phones.push_back("+1" + std::to_string(2'000'000'000 + random_() % 7'999'999'999));
  known.emails.push_back(name.substr(0, name.find(' ')) + std::to_string(random_() % 100'000'000) + "@example.org");
  known.addresses.push_back(std::to_string(1 + below(9999)) + ' ' + draw(streets_) + " St, " + draw(streets_) + " CA " +
                            std::to_string(90'000 + below(6'000)));
  return person;
}

std::string People::written_otherwise(const std::string& name) {
  std::string out = name;
  const auto first = out.find(' ');
  const auto last = out.rfind(' ');
  switch (below(4)) {
    case 0:  // a slip in the last word
      if (out.size() - last > 4) out.erase(last + 2 + below(out.size() - last - 3), 1);
      break;
    case 1:  // surname first
      out = out.substr(last + 1) + ", " + out.substr(0, last);
      break;
    case 2:  // what stands in the middle left out
      if (first != last) out = out.substr(0, first) + out.substr(last);
      break;
    default:  // a slip in the first word
      if (first > 4) std::swap(out[2], out[3]);
  }
  return out;
}

}  // namespace holdfast::bench

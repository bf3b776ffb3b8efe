#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "gateway/commands/commands.h"
#include "screening/identity/compare.h"
#include "screening/identity/pairs.h"

namespace holdfast::commands {
namespace {

namespace identity = screening::identity;
using identity::Decision;

std::string fixed(double value) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.3f", value);
  return {text.data(), static_cast<std::size_t>(std::max(length, 0))};
}
std::string share(std::size_t of, std::size_t all) {
  return all == 0 ? "-" : fixed(static_cast<double>(of) / static_cast<double>(all));
}

// How many pairs were decided so at least, among those with an answer.
struct Tally {
  std::size_t matches = 0, others = 0;
  std::array<std::size_t, 3> right{}, wrong{};  // by decision

  void add(bool match, Decision decision) {
    ++(match ? matches : others);
    for (std::size_t least = 0; least <= static_cast<std::size_t>(decision); ++least) ++(match ? right : wrong)[least];
  }
  void say(const char* what, Decision least) const {
    const auto at = static_cast<std::size_t>(least);
    std::cerr << what << ": precision " << share(right[at], right[at] + wrong[at]) << ", recall "
              << share(right[at], matches) << ", of non-matches " << share(wrong[at], others) << '\n';
  }
};

}  // namespace

int match_pairs(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return complain(file.string() + ": cannot be read"), kWrong;
  const auto pairs = identity::read_pairs(text);
  if (!pairs) {
    return complain(file.string() + ":" + std::to_string(pairs.error().line) + ": " + pairs.error().why), kWrong;
  }
  Tally tally;
  std::cout << "name_a,name_b,score,decision\n";
  for (const auto& pair : *pairs) {
    const double score = identity::score(identity::name_of(pair.name_a), identity::name_of(pair.name_b));
    const Decision decision = identity::decide(score);
    std::cout << identity::csv_field(pair.name_a) << ',' << identity::csv_field(pair.name_b) << ',' << fixed(score)
              << ',' << identity::to_string(decision) << '\n';
    if (pair.match) tally.add(*pair.match, decision);
  }
  if (tally.matches + tally.others > 0) {
    std::cerr << tally.matches << " matches, " << tally.others << " others\n";
    tally.say("sure", Decision::sure);
    tally.say("sure or possible", Decision::possible);
  }
  return kDone;
}

}  // namespace holdfast::commands

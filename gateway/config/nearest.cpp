#include <algorithm>
#include <numeric>
#include <vector>

#include "gateway/config/reader.h"

namespace holdfast::config {
namespace {

// Letters to add, drop or change to make one text of the other; two neighbours swapped count as one.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string_view leaf(std::string_view key) { return key.substr(key.rfind('.') + 1); }

}  // namespace

std::string nearest(std::string_view key, const std::set<std::string>& known) {
  std::string best;
  std::size_t least = std::max<std::size_t>(2, key.size() / 5) + 1;
  for (const auto& candidate : known) {
    // A right name in the wrong section is one step away.
    const auto steps = leaf(candidate) == leaf(key) ? 1 : distance(key, candidate);
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}

}  // namespace holdfast::config

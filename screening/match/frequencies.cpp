#include "screening/match/frequencies.h"

#include <algorithm>
#include <vector>

#include "screening/text/fold.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::match {
namespace {

constexpr double kSmallWord = 0.15;  // share of sentences thought to hold a small word, where no more is known
constexpr double kAnyWord = 0.001;   // and any other
constexpr double kTogether = 2;      // how much more often words stand side by side than chance has it

// The words of an example and its pairs of neighbours, each once.
std::vector<std::uint64_t> keys_of(const std::string& example) {
  const text::Folded folded = text::fold(example);
  std::vector<std::uint64_t> keys;
  std::uint64_t before = 0;
  for (const text::Token& token : text::tokens_of(folded.view.text)) {
    keys.push_back(token.key);
    if (before != 0) keys.push_back(text::pair_of(before, token.key));
    before = token.key;
  }
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

Frequencies::Frequencies(const Pack& pack) {
  std::vector<std::vector<std::uint64_t>> examples;
  std::size_t room = 0;
  for (const Rule& rule : pack.rules)
    for (const auto* list : {&rule.examples.must_match, &rule.examples.must_not_match})
      for (const std::string& example : *list) room += examples.emplace_back(keys_of(example)).size();
  holding_ = text::WordTable<std::uint32_t>{room};
  for (const auto& keys : examples)
    for (const std::uint64_t key : keys) ++holding_[key];
  examples_ += static_cast<double>(examples.size());
}

double Frequencies::share(std::uint64_t key) const { return holding_.find(key) / examples_; }

double Frequencies::of(std::uint64_t word) const {
  return text::is_small_key(word) ? std::max(share(word), kSmallWord) : share(word) + kAnyWord;
}

double Frequencies::of(std::uint64_t before, std::uint64_t after) const {
  return std::max(share(text::pair_of(before, after)), kTogether * of(before) * of(after));
}

}  // namespace holdfast::screening::match

#include "screening/match/atoms.h"

#include <cassert>
#include <deque>

namespace holdfast::screening::match {

namespace {
constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::uint32_t kWidth = 64;
}  // namespace

Atoms::Atoms(const std::vector<std::string>& words) {
  std::uint8_t classes = 0;
  for (const std::string& word : words)
    for (const char c : word)
      if (auto& known = classes_[static_cast<unsigned char>(c)]; known == 0) known = ++classes;
  assert(classes < kWidth);

  // First a trie whose rows hold plain state numbers.
  std::vector<std::uint32_t> ends(1, kNone);
  next_.assign(kWidth, 0);
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    std::uint32_t state = 0;
    for (const char c : words[i]) {
      const std::size_t cell = state * kWidth + classes_[static_cast<unsigned char>(c)];
      if (next_[cell] == 0) {
        next_[cell] = static_cast<std::uint32_t>(ends.size());
        ends.push_back(kNone);
        next_.resize(next_.size() + kWidth, 0);
      }
      state = next_[cell];
    }
    ends[state] = i;
  }

  // Then breadth first: a state's failure is shallower than itself, so its row is complete when it is copied.
  std::vector<std::uint32_t> failure(ends.size(), 0);
  reports_.assign(ends.size(), 0);
  shorter_.assign(ends.size(), 0);
  words_.assign(ends.size(), 0);
  std::deque<std::uint32_t> queue{0};
  while (!queue.empty()) {
    const std::uint32_t state = queue.front();
    queue.pop_front();
    const std::uint32_t back = failure[state];
    reports_[state] = ends[state] != kNone ? state : reports_[back];
    shorter_[state] = back;
    words_[state] = ends[state] == kNone ? 0 : ends[state];
    for (std::uint32_t c = 0; c < kWidth; ++c) {
      std::uint32_t& to = next_[state * kWidth + c];
      const std::uint32_t fallback = state == 0 ? 0 : next_[back * kWidth + c];
      if (to == 0) {
        to = fallback;
        continue;
      }
      failure[to] = fallback;
      queue.push_back(to);
    }
  }
  for (std::uint32_t& to : next_) to = to << kShift | (reports_[to] != 0 ? kReports : 0);
}

}  // namespace holdfast::screening::match

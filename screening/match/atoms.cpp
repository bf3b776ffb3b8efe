#include "screening/match/atoms.h"

#include <cassert>
#include <deque>

namespace holdfast::screening::match {

namespace {

constexpr std::size_t kLooksAt = 12;        // characters of a word
constexpr std::size_t kMostStates = 65536;  // what 16 bits name

std::string_view beginning(std::string_view word) { return word.substr(0, kLooksAt); }

}  // namespace

Atoms::Atoms(const std::vector<std::string>& words) {
  for (const std::string& word : words)
    for (const char c : beginning(word))
      if (auto& known = classes_[static_cast<unsigned char>(c)]; known == 0)
        known = static_cast<std::uint8_t>(width_++);

  // First a trie.
  std::vector<std::vector<std::uint32_t>> ends(1);
  next_.assign(width_, 0);
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    std::uint32_t state = 0;
    for (const char c : beginning(words[i])) {
      const std::size_t cell = state * width_ + classes_[static_cast<unsigned char>(c)];
      if (next_[cell] == 0) {
        next_[cell] = static_cast<std::uint16_t>(ends.size());
        ends.emplace_back();
        next_.resize(next_.size() + width_, 0);
      }
      state = next_[cell];
    }
    ends[state].push_back(i);
  }
  assert(ends.size() <= kMostStates);

  // Then breadth first: a state's failure is shallower than itself, so its row is complete when it is copied.
  std::vector<std::uint16_t> failure(ends.size(), 0);
  reports_.assign(ends.size(), 0);
  shorter_.assign(ends.size(), 0);
  std::deque<std::uint16_t> queue{0};
  while (!queue.empty()) {
    const std::uint16_t state = queue.front();
    queue.pop_front();
    const std::uint16_t back = failure[state];
    reports_[state] = !ends[state].empty() ? state : reports_[back];
    shorter_[state] = back;
    for (std::uint32_t c = 0; c < width_; ++c) {
      std::uint16_t& to = next_[state * width_ + c];
      const std::uint16_t fallback = state == 0 ? std::uint16_t{0} : next_[back * width_ + c];
      if (to == 0) {
        to = fallback;
        continue;
      }
      failure[to] = fallback;
      queue.push_back(to);
    }
  }
  for (const auto& list : ends) {
    first_word_.push_back(static_cast<std::uint32_t>(words_.size()));
    words_.insert(words_.end(), list.begin(), list.end());
  }
  first_word_.push_back(static_cast<std::uint32_t>(words_.size()));
}

}  // namespace holdfast::screening::match

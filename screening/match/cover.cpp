#include "screening/match/cover.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "screening/text/tokens.h"
#include "screening/text/words.h"

namespace holdfast::screening::match {
namespace {

constexpr std::size_t kMostPairs = 512;  // through one state
constexpr std::int64_t kNever = std::int64_t{1} << 40U;
constexpr double kUnits = 1e6;  // of a cost: whole numbers add up to the same everywhere

std::int64_t cost(double share) { return 1 + std::llround(kUnits * share); }

template <typename Take>
void each_state(States states, Take take) {
  for (; states != 0; states &= states - 1) take(static_cast<std::size_t>(std::countr_zero(states)));
}

// The steps as pipes, as wide as their words are common; each state is a pipe too, as wide as the pairs through it.
// What flows from start to end is held back by the narrowest places, and these are the cover.
class Cut {
 public:
  Cut(std::span<const Step> steps, const Frequencies& common) : steps_(steps), common_(common) {
    States all = kStart | kEnd;
    for (const Step& step : steps) {
      all |= step.from | step.to;
      keys_.push_back(text::key_of(step.word));
    }
    nodes_ = 2 * static_cast<std::size_t>(std::bit_width(all));
    width_.resize(nodes_ * nodes_);
    for (std::uint32_t i = 0; i < steps.size(); ++i) lay(i);
    for (std::size_t state = 0; state < nodes_ / 2; ++state) width(into(state), out_of(state)) = width_of(state);
  }

  std::optional<std::vector<Unit>> units() {
    std::int64_t flow = 0;
    while (reach()) {
      flow += push();
      if (flow >= kNever) return {};
    }
    std::vector<Unit> made;
    for (std::uint32_t i = 0; i < steps_.size(); ++i)
      if (begins_reached(i) && !reached(into(to_of(i)))) made.push_back({i});
    for (std::size_t state = 0; state < nodes_ / 2; ++state)
      if (reached(into(state)) && !reached(out_of(state)))
        each_pair(state, [&](std::uint32_t before, std::uint32_t after) {
          if (begins_reached(before)) made.push_back({before, after});
        });
    return made;
  }

 private:
  static std::size_t into(std::size_t state) { return 2 * state; }
  static std::size_t out_of(std::size_t state) { return 2 * state + 1; }
  static constexpr std::size_t kSource = 1;  // out of kStart
  static constexpr std::size_t kSink = 2;    // into kEnd

  std::int64_t& width(std::size_t from, std::size_t to) { return width_[from * nodes_ + to]; }
  [[nodiscard]] std::size_t to_of(std::uint32_t step) const {
    return static_cast<std::size_t>(std::countr_zero(steps_[step].to));
  }
  [[nodiscard]] bool reached(std::size_t node) const { return before_[node] != kUnreached; }
  [[nodiscard]] bool begins_reached(std::uint32_t step) const {
    bool made = false;
    each_state(steps_[step].from, [&](std::size_t state) { made |= reached(out_of(state)); });
    return made;
  }

  void lay(std::uint32_t step) {
    const bool never = steps_[step].word.empty() || text::is_small_key(keys_[step]);
    const std::int64_t wide = never ? kNever : cost(common_.of(keys_[step]));
    each_state(steps_[step].from, [&](std::size_t state) {
      std::int64_t& there = width(out_of(state), into(to_of(step)));
      there = std::min(there + wide, kNever);
    });
  }

  template <typename Take>
  void each_pair(std::size_t state, Take take) const {
    const States here = States{1} << state;
    for (std::uint32_t i = 0; i < steps_.size(); ++i)
      if (steps_[i].to == here)
        for (std::uint32_t k = 0; k < steps_.size(); ++k)
          if ((steps_[k].from & here) != 0) take(i, k);
  }

  std::int64_t width_of(std::size_t state) const {
    const States here = States{1} << state;
    if (here == kStart || here == kEnd) return kNever;
    std::size_t in = 0;
    std::size_t out = 0;
    for (const Step& step : steps_) {
      if (step.word.empty() && (step.to == here || (step.from & here) != 0)) return kNever;
      in += step.to == here ? 1 : 0;
      out += (step.from & here) != 0 ? 1 : 0;
    }
    if (in * out > kMostPairs) return kNever;
    std::int64_t sum = 0;
    each_pair(state, [&](std::uint32_t i, std::uint32_t k) { sum += cost(common_.of(keys_[i], keys_[k])); });
    return std::min(sum, kNever);
  }

  // Finds where something still can flow to, by the fewest pipes. Whether that is the end.
  bool reach() {
    before_.assign(nodes_, kUnreached);
    before_[kSource] = kSource;
    to_do_.assign(1, kSource);
    for (std::size_t i = 0; i < to_do_.size(); ++i) {
      const std::size_t from = to_do_[i];
      for (std::size_t to = 0; to < nodes_; ++to)
        if (!reached(to) && width(from, to) > 0) {
          before_[to] = from;
          to_do_.push_back(to);
        }
    }
    return reached(kSink);
  }

  std::int64_t push() {
    std::int64_t most = kNever;
    for (std::size_t at = kSink; at != kSource; at = before_[at]) most = std::min(most, width(before_[at], at));
    for (std::size_t at = kSink; at != kSource; at = before_[at]) {
      width(before_[at], at) -= most;
      width(at, before_[at]) += most;
    }
    return most;
  }

  static constexpr std::size_t kUnreached = ~std::size_t{};

  std::span<const Step> steps_;
  const Frequencies& common_;
  std::vector<std::uint64_t> keys_;  // of the steps' words
  std::size_t nodes_ = 0;
  std::vector<std::int64_t> width_;  // that is left, from node to node
  std::vector<std::size_t> before_;  // on the way to each node
  std::vector<std::size_t> to_do_;
};

}  // namespace

std::optional<std::vector<Unit>> cover_of(std::span<const Step> steps, const Frequencies& common) {
  return Cut{steps, common}.units();
}

}  // namespace holdfast::screening::match

// The verifier finds every changed, missing, added or reordered leaf and every head that does not fit, and says where.
#include "audit/verify/verifier.h"

#include <gtest/gtest.h>
// rapidcheck's header wants gtest's first.
#include <rapidcheck/gtest.h>

#include "audit/entry/leaf.h"

namespace holdfast::audit {
namespace {

using Leaves = std::vector<std::vector<std::uint8_t>>;

struct Log {
  Leaves leaves;
  std::vector<Head> heads;
};

// A log of `size` leaves with a head after every `batch` and one at the end.
Log grown(std::size_t size, std::size_t batch) {
  Log log;
  Frontier frontier;
  for (std::size_t i = 0; i < size; ++i) {
    const Leaf leaf = blank_leaf();
    log.leaves.emplace_back(leaf.begin(), leaf.end());
    frontier.append_leaf(leaf);
    if ((i + 1) % batch == 0 || i + 1 == size) log.heads.push_back({frontier.size(), frontier.root()});
  }
  return log;
}

TEST(Verifier, a_whole_log_is_good) {
  const Log log = grown(103, 10);
  const Report report = verify_all(log.leaves, log.heads, Tail::refuse);
  EXPECT_TRUE(report.good());
  EXPECT_EQ(report.leaves, 103u);
  EXPECT_EQ(report.heads, 11u);
  EXPECT_EQ(report.proven, 103u);
  EXPECT_EQ(report.root, log.heads.back().root);
}

TEST(Verifier, an_empty_log_is_good_and_may_have_a_head) {
  EXPECT_TRUE(verify_all({}, {}).good());
  EXPECT_TRUE(verify_all({}, {{0, empty_root()}}).good());
  EXPECT_EQ(verify_all({}, {{0, Hash{}}}).fault, (Fault{FaultKind::wrong_root, 0, 0}));
}

TEST(Verifier, the_same_head_recorded_twice_is_good) {
  Log log = grown(10, 5);
  log.heads.push_back(log.heads.back());
  EXPECT_TRUE(verify_all(log.leaves, log.heads).good());
}

TEST(Verifier, a_changed_leaf_is_placed_between_its_heads) {
  Log log = grown(103, 10);
  log.leaves[57].back() ^= 1;
  EXPECT_EQ(verify_all(log.leaves, log.heads).fault, (Fault{FaultKind::wrong_root, 50, 60}));
}

TEST(Verifier, two_swapped_leaves_are_found) {
  Log log = grown(30, 10);
  std::swap(log.leaves[12], log.leaves[13]);
  EXPECT_EQ(verify_all(log.leaves, log.heads).fault, (Fault{FaultKind::wrong_root, 10, 20}));
}

TEST(Verifier, a_removed_leaf_is_found) {
  Log log = grown(30, 10);
  log.leaves.erase(log.leaves.begin() + 5);
  EXPECT_EQ(verify_all(log.leaves, log.heads).fault, (Fault{FaultKind::wrong_root, 0, 10}));
}

TEST(Verifier, an_added_leaf_is_found) {
  Log log = grown(30, 10);
  const Leaf extra = blank_leaf();
  log.leaves.insert(log.leaves.begin() + 25, {extra.begin(), extra.end()});
  EXPECT_EQ(verify_all(log.leaves, log.heads).fault, (Fault{FaultKind::wrong_root, 20, 30}));
}

TEST(Verifier, a_truncated_log_is_found) {
  Log log = grown(30, 10);
  log.leaves.resize(20);
  EXPECT_EQ(verify_all(log.leaves, log.heads).fault, (Fault{FaultKind::log_too_short, 20, 30}));
}

TEST(Verifier, a_gap_in_the_indexes_is_named) {
  const Log log = grown(5, 5);
  Verifier verifier(log.heads);
  EXPECT_TRUE(verifier.take(0, log.leaves[0]));
  EXPECT_FALSE(verifier.take(2, log.leaves[2]));
  EXPECT_FALSE(verifier.take(1, log.leaves[1])) << "nothing is taken after the first fault";
  EXPECT_EQ(verifier.finish().fault, (Fault{FaultKind::missing_leaf, 1, 2}));
}

TEST(Verifier, a_leaf_of_wrong_length_or_version_is_named_exactly) {
  Log log = grown(30, 10);
  Log other = log;
  log.leaves[7].pop_back();
  EXPECT_EQ(verify_all(log.leaves, log.heads).fault, (Fault{FaultKind::not_a_leaf, 7, 8}));
  other.leaves[8][0] = 9;
  EXPECT_EQ(verify_all(other.leaves, other.heads).fault, (Fault{FaultKind::not_a_leaf, 8, 9}));
}

TEST(Verifier, heads_that_shrink_or_contradict_are_named) {
  Log log = grown(30, 10);
  std::swap(log.heads[0], log.heads[1]);
  EXPECT_EQ(verify_all(log.leaves, log.heads).fault, (Fault{FaultKind::heads_out_of_order, 10, 20}));
  Log fork = grown(30, 10);
  fork.heads.insert(fork.heads.begin() + 1, Head{10, Hash{}});
  EXPECT_EQ(verify_all(fork.leaves, fork.heads).fault, (Fault{FaultKind::heads_out_of_order, 10, 10}));
}

TEST(Verifier, leaves_after_the_last_head_are_a_batch_in_the_making_or_a_fault) {
  Log log = grown(30, 10);
  log.heads.pop_back();
  EXPECT_TRUE(verify_all(log.leaves, log.heads, Tail::allow).good());
  EXPECT_EQ(verify_all(log.leaves, log.heads, Tail::allow).proven, 20u);
  EXPECT_EQ(verify_all(log.leaves, log.heads, Tail::refuse).fault, (Fault{FaultKind::unwitnessed_leaves, 20, 30}));
}

RC_GTEST_PROP(Verifier, any_one_flipped_bit_of_a_log_is_found_at_or_before_its_next_head, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 120);
  const auto batch = *rc::gen::inRange<std::size_t>(1, 20);
  Log log = grown(size, batch);
  const auto at = *rc::gen::inRange<std::size_t>(0, size);
  const auto bit = *rc::gen::inRange<std::size_t>(0, kLeafSize * 8);
  log.leaves[at][bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
  const Report report = verify_all(log.leaves, log.heads);
  RC_ASSERT(report.fault.has_value());
  const Fault fault = report.fault.value_or(Fault{});
  RC_ASSERT(fault.from <= at);
  RC_ASSERT(at < fault.until);
  RC_ASSERT(report.proven <= at);
}

}  // namespace
}  // namespace holdfast::audit

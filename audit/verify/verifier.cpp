#include "audit/verify/verifier.h"

#include <utility>

#include "audit/entry/leaf.h"

namespace holdfast::audit {

std::string_view fault_name(FaultKind kind) {
  switch (kind) {
    case FaultKind::heads_out_of_order:
      return "heads-out-of-order";
    case FaultKind::not_a_leaf:
      return "not-a-leaf";
    case FaultKind::missing_leaf:
      return "missing-leaf";
    case FaultKind::wrong_root:
      return "wrong-root";
    case FaultKind::log_too_short:
      return "log-too-short";
    case FaultKind::unwitnessed_leaves:
      return "unwitnessed-leaves";
  }
  return "unknown-fault";
}

Verifier::Verifier(std::vector<Head> heads) : heads_(std::move(heads)) {
  report_.root = empty_root();
  check_order();
  match_heads();
}

void Verifier::check_order() {
  for (std::size_t i = 1; i < heads_.size() && !report_.fault; ++i) {
    const Head& before = heads_[i - 1];
    const Head& head = heads_[i];
    if (head.size < before.size || (head.size == before.size && head.root != before.root)) {
      fail(FaultKind::heads_out_of_order, head.size, before.size);
    }
  }
}

void Verifier::match_heads() {
  while (!report_.fault && next_ < heads_.size() && heads_[next_].size == frontier_.size()) {
    if (frontier_.root() != heads_[next_].root) return fail(FaultKind::wrong_root, report_.proven, frontier_.size());
    report_.proven = frontier_.size();
    ++report_.heads;
    ++next_;
  }
}

void Verifier::fail(FaultKind kind, std::uint64_t from, std::uint64_t until) {
  if (!report_.fault) report_.fault = Fault{kind, from, until};
}

bool Verifier::take(std::uint64_t index, Bytes leaf) {
  if (report_.fault) return false;
  if (index != frontier_.size()) {
    fail(FaultKind::missing_leaf, frontier_.size(), index);
  } else if (!is_leaf(leaf)) {
    fail(FaultKind::not_a_leaf, index, index + 1);
  } else {
    frontier_.append_leaf(leaf);
    match_heads();
  }
  return !report_.fault;
}

Report Verifier::finish(Tail tail) {
  report_.leaves = frontier_.size();
  report_.root = frontier_.root();
  if (next_ < heads_.size()) fail(FaultKind::log_too_short, frontier_.size(), heads_[next_].size);
  if (tail == Tail::refuse && report_.proven < frontier_.size()) {
    fail(FaultKind::unwitnessed_leaves, report_.proven, frontier_.size());
  }
  return report_;
}

Report verify_all(std::span<const std::vector<std::uint8_t>> leaves, std::vector<Head> heads, Tail tail) {
  Verifier verifier(std::move(heads));
  std::uint64_t index = 0;
  for (const auto& leaf : leaves) {
    if (!verifier.take(index++, leaf)) break;
  }
  return verifier.finish(tail);
}

}  // namespace holdfast::audit

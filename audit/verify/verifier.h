// Recomputes a log from its leaves and holds every recorded tree head against it. Feed it all leaves in order, from
// the database or from files; it keeps a Frontier and the heads, nothing else.
//
//   Verifier verifier(heads);
//   while (row = next()) if (!verifier.take(row.index, row.leaf)) break;
//   const Report report = verifier.finish();
//
// One verifier is used by one thread. No I/O, no clock.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "audit/log/merkle.h"

namespace holdfast::audit {

struct Head {
  std::uint64_t size = 0;
  Hash root{};
  bool operator==(const Head&) const = default;
};

enum class FaultKind : std::uint8_t {
  heads_out_of_order,  // a later head is smaller than an earlier one, or two of one size differ: `from` is its size
  not_a_leaf,          // wrong length or version, at `from`
  missing_leaf,        // the stream skipped or repeated an index: `from` is the index that was due
  wrong_root,          // leaves `from` (inclusive) to `until` (exclusive) are not those the head at `until` was made of
  log_too_short,       // the stream ended at `from`, a head says `until`
  unwitnessed_leaves,  // leaves `from` to `until` are covered by no head; a fault only in finish(Tail::refuse)
};
std::string_view fault_name(FaultKind kind);

struct Fault {
  FaultKind kind{};
  std::uint64_t from = 0;
  std::uint64_t until = 0;
  bool operator==(const Fault&) const = default;
};

struct Report {
  std::uint64_t leaves = 0;      // read and well formed
  std::uint64_t heads = 0;       // that matched
  std::uint64_t proven = 0;      // leaves covered by the last head that matched
  Hash root{};                   // of all leaves read
  std::optional<Fault> fault{};  // the first one
  bool good() const { return !fault; }
};

// Leaves after the last head are a batch in the making (allow) or, in a log at rest, a fault (refuse).
enum class Tail : std::uint8_t { allow, refuse };

class Verifier {
 public:
  // Heads in the order in which they were recorded; sizes must not fall.
  explicit Verifier(std::vector<Head> heads);

  // False as soon as something is wrong; further calls change nothing.
  bool take(std::uint64_t index, Bytes leaf);
  Report finish(Tail tail = Tail::allow);

 private:
  void check_order();
  void match_heads();
  void fail(FaultKind kind, std::uint64_t from, std::uint64_t until);

  std::vector<Head> heads_;
  std::size_t next_ = 0;
  Frontier frontier_;
  Report report_;
};

// For a log that is in memory already: leaves at indexes 0, 1, 2, ...
Report verify_all(std::span<const std::vector<std::uint8_t>> leaves, std::vector<Head> heads, Tail tail = Tail::allow);

}  // namespace holdfast::audit

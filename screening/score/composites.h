// Composites with their members as numbers of rules.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <vector>

#include "screening/match/rule.h"
#include "screening/score/fired.h"

namespace holdfast::screening::score {

// One of each inner list must have fired.
struct CompiledComposite {
  const match::Composite* source{};
  std::vector<std::vector<std::uint32_t>> all;
};

// Of a pack whose leaning_faults() are none. They point into the pack.
std::vector<CompiledComposite> compile_composites(const match::Pack& pack);

// What of the members fired. A composite that is active knows no rule that is in test.
struct Members {
  const Fired* first = nullptr;        // of its first member: where it speaks
  std::vector<std::size_t> missing{};  // of `all`
};
Members members_of(const CompiledComposite& composite, const match::Pack& pack, std::span<const Fired> fired);

}  // namespace holdfast::screening::score

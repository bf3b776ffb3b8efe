// The rules that this process judges by. They are taken by reference for a letter, or a batch of them, and replaced
// whole: what is under way ends by the rules that it began with.
#pragma once

#include <expected>
#include <memory>
#include <mutex>
#include <vector>

#include "screening/screening.h"

namespace holdfast::flows {

struct Rules {
  std::vector<screening::RuleFile> files;
  screening::Engine engine;
  screening::Engine guidelines;  // the same files, for the facilitator's check: knows no rule that stops a letter
};
using SharedRules = std::shared_ptr<const Rules>;

using RuleFaults = std::vector<screening::LoadError>;
// Compiled; examples are not run.
std::expected<SharedRules, RuleFaults> make_rules(std::vector<screening::RuleFile> files);

// Thread-safe. Never empty. A lock, because an atomic shared_ptr is one too, which the thread sanitizer cannot see
// into.
class RulesInForce {
 public:
  explicit RulesInForce(SharedRules rules) : rules_(std::move(rules)) {}

  SharedRules now() const {
    const std::lock_guard lock(mutex_);
    return rules_;
  }
  void put(SharedRules rules) {
    const std::lock_guard lock(mutex_);
    rules_.swap(rules);
  }

 private:
  mutable std::mutex mutex_;
  SharedRules rules_;
};

}  // namespace holdfast::flows

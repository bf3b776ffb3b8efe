// Contexts that a rule requires at its match. Those that take a match back are the matcher's own.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "screening/match/rule.h"

namespace holdfast::screening::match {

// Threads: immutable after it is made.
class Contexts {
 public:
  // Of those that rules of the pack require. The matcher has compiled them all and refused what cannot be.
  explicit Contexts(const Pack& pack);
  Contexts(Contexts&&) noexcept;
  Contexts& operator=(Contexts&&) noexcept;
  Contexts(const Contexts&) = delete;
  Contexts& operator=(const Contexts&) = delete;
  ~Contexts();

  // Whether the context holds at text [from, to).
  [[nodiscard]] bool holds(const std::string& name, std::string_view text, std::size_t from, std::size_t to) const;

 private:
  struct Compiled;
  std::map<std::string, std::unique_ptr<const Compiled>> compiled_;
};

}  // namespace holdfast::screening::match

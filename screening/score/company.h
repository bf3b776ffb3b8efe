// Rules that need company: another rule's words in scope, or none of them. Whether they have it is settled when all of
// a letter is matched.
//
// What counts as another rule's words is what its patterns found, not whether that rule has the company that it needs
// itself: so the order of rules means nothing.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/match/contexts.h"
#include "screening/match/rule.h"
#include "screening/score/fired.h"
#include "screening/text/fold.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::score {

// What the rules of a pack need, by their numbers. Immutable after it is made.
class Needs {
 public:
  explicit Needs(const match::Pack& pack);

  [[nodiscard]] bool none() const { return needing_.empty(); }
  [[nodiscard]] bool has(std::uint32_t rule) const { return needing_.contains(rule); }
  // Whether its words bear on any rule's needs.
  [[nodiscard]] bool concerns(std::uint32_t rule) const { return has(rule) || needed_[rule]; }

 private:
  friend class Company;
  struct Need {
    std::vector<std::uint32_t> any;  // empty: a context
    std::string written;
  };
  struct Needing {
    std::vector<Need> all;
    std::vector<std::uint32_t> unless;
    match::Scope scope;
  };
  std::map<std::uint32_t, Needing> needing_;
  std::vector<bool> needed_;
  match::Contexts contexts_;
};

// A rule whose words stand somewhere, but nowhere with the company that it needs.
struct Lacking {
  std::uint32_t rule{};
  std::vector<std::string> missing;  // as written under `requires`; none: another rule's words took it back
};

// One letter's.
class Company {
 public:
  explicit Company(const Needs& needs) : needs_(&needs) {}

  // What was found at text [from, to); only what concerns the needs.
  void note(const Fired& fired, std::string_view text, std::size_t from, std::size_t to);

  struct Settled {
    std::vector<Fired> standing;  // three of a rule at most, in the letter's order
    std::vector<Lacking> lacking;
  };
  // `plain` and its tokens say where sentences end and how far words are apart.
  [[nodiscard]] Settled settle(const text::View& plain, std::span<const text::Token> tokens) const;

 private:
  struct Found {
    Fired fired;
    std::vector<std::string> lacks;  // contexts that do not hold here
  };
  const Needs* needs_;
  std::map<std::uint32_t, std::vector<Found>> found_;
};

}  // namespace holdfast::screening::score

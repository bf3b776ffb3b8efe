// Whom the words of a letter speak of: names, telephone numbers, e-mail and postal addresses.
//
// Spots are what stands there whoever's it is: they do not depend on any registry, and nothing but they may weigh on
// what becomes of a letter. Mentions say who of a registry may be meant, and are for staff alone (rule 3).
//
// A name is two words of one name, near one another, as written or in short (as heard, where that spelling is of some
// name too); of those who are tied to the
// offender or the case also a single given name, a number without its area, and a door without its town. A name that
// many would bear by chance is passed over unless it is of somebody tied. Misspelt names are not looked for.
//
// One pass over the folded words; what no name has is dropped at its first look.
//
// Units: code points of the letter as received. Errors: none. Threads: free, as Index::find.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/identity/index.h"

namespace holdfast::screening::identity {

enum class Spoken : std::uint8_t { name, phone, email, address };
std::string_view to_string(Spoken kind);

struct Spot {
  Spoken kind{};
  std::uint32_t start{}, end{};
  friend bool operator==(const Spot&, const Spot&) = default;
};
struct Mentioned {
  PersonId id{};
  Decision decision{};  // sure or possible
  bool tied = false;
  std::string reason;
};
struct Mention {
  Spot spot;
  std::vector<Mentioned> who;  // surest first
};

// By place.
std::vector<Spot> spots_in(std::string_view letter);
std::vector<Mention> mentions_in(const Index& index, std::string_view letter, std::span<const PersonId> tied = {});

}  // namespace holdfast::screening::identity

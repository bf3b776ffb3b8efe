// Invented people whose names are as frequent as names are: a few that very many have, many that hardly anybody has.
// A third have two surnames, most others a middle name or its initial.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "screening/identity/index.h"

namespace holdfast::bench {

class People {
 public:
  explicit People(std::uint64_t seed);
  screening::identity::Person next();
  // The same person as somebody else might write them: a slip, a name left out, another order, a nickname.
  std::string written_otherwise(const std::string& name);

 private:
  struct Drawn {
    std::vector<std::string> names;
    std::vector<double> up_to;
  };
  static Drawn drawn(std::string_view kind, double share, std::size_t rare, std::uint64_t seed);
  std::string draw(const Drawn& from);
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }

  std::mt19937_64 random_;
  Drawn given_, surnames_, streets_;
  std::uint64_t next_ = 0;
};

}  // namespace holdfast::bench

// Rules as written, before they are compiled. packs/README.md tells how to write one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace holdfast::screening::match {

// A signal is no finding by itself; composites may build on it.
enum class Level : std::uint8_t { signal, review, quarantine };

// Where in the packs something stands.
struct Place {
  std::string file;
  std::uint32_t line{};
};

struct Examples {
  std::vector<std::string> must_match;
  std::vector<std::string> must_not_match;
};

struct Pattern {
  std::string text;
  std::uint32_t line{};
};

struct Rule {
  std::string id;
  std::string category;
  std::string language;
  Level level{};
  std::vector<Pattern> patterns;
  std::vector<std::string> unless;  // names of contexts
  std::string description_en;
  std::string description_es;
  Examples examples;
  Place place;
};

// Fires where every member fires somewhere in the letter. A member is the id of a rule, or several parted by " | ".
struct Composite {
  std::string id;
  std::string category;
  std::string language;
  Level level{};
  std::vector<std::string> all;
  std::string description_en;
  std::string description_es;
  Examples examples;
  Place place;
};

// What takes a match back: patterns found at most `gap` words before it in its sentence, inside it, or anywhere in its
// sentence.
struct Context {
  std::vector<Pattern> before;
  std::vector<Pattern> inside;
  std::vector<Pattern> sentence;
  std::uint32_t gap = 4;
  Place place;
};

struct Pack {
  std::vector<Rule> rules;
  std::vector<Composite> composites;
  std::map<std::string, std::string> macros;
  std::map<std::string, Context> contexts;
  std::vector<std::string> acrostics;
};

}  // namespace holdfast::screening::match

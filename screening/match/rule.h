// Rules as written, before they are compiled. packs/README.md tells how to write one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace holdfast::screening::match {

// A signal is no finding by itself; composites may build on it.
enum class Level : std::uint8_t { signal, review, quarantine };

// draft: written, not yet compiled. test: matched and told apart, in no verdict. active. retired: never matched again;
// its id stays taken, because stored findings name it.
enum class Status : std::uint8_t { draft, test, active, retired };

// Whom the words are aimed at; nobody: the author did not say.
enum class Target : std::uint8_t { nobody, you, family, self, third };

// Where `requires` looks: in the match's sentence, at most so many words away from it, or anywhere in the letter.
struct Scope {
  enum class Kind : std::uint8_t { sentence, window, letter };
  Kind kind = Kind::sentence;
  std::uint32_t words{};  // of a window
};

// In hundredths of a point, so that sums are the same everywhere.
using Points = std::uint32_t;

// Where in the packs something stands.
struct Place {
  std::string file;
  std::uint32_t line{};
};

struct Examples {
  std::vector<std::string> must_match;
  std::vector<std::string> must_not_match;
  std::vector<std::uint32_t> match_lines{};  // where each stands in its file
  std::vector<std::uint32_t> not_lines{};
};

struct Pattern {
  std::string text;
  std::uint32_t line{};
};

// Whether a rule waits for the learned layer, which is told of its words, to point at them too.
//   no       it speaks alone
//   letters  it waits in letters, and speaks alone in a note too short for that layer
//   always   it is too broad to speak alone, but where a facilitator has a letter checked. Of quarantine level, it is
//            looked for only in letters where that layer is sure of what stops letters, and speaks only there
enum class Seconded : std::uint8_t { no, letters, always };

// What a rule and a composite both may say of themselves.
struct About {
  Status status = Status::active;
  Points weight = 0;  // 0: what the policy gives its level
  Target target = Target::nobody;
  Seconded seconded = Seconded::no;
  std::string note;   // from one author of rules to the next
  std::string added;  // a date, as 2026-11-22
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
  About about{};
  Scope scope{};
  // Each must hold too: the id of a rule whose words stand in scope, several parted by " | " of which one does, or a
  // context that holds at the match.
  std::vector<std::string> required{};
  std::vector<std::string> unless_rules{};  // a rule whose words stand in scope takes the match back
  std::vector<std::string> views{};         // readings that may match, by name; none named: any
};

// Fires where every member fires somewhere in the letter. A member is the id of a rule, or several parted by " | ".
// Looked for after the learned layer has spoken, and not told to it.
inline bool is_afterthought(const Rule& rule) {
  return rule.level == Level::quarantine && rule.about.seconded == Seconded::always;
}

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
  About about{};
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

// How findings weigh together. A category's score is its heaviest rule and a share of each other one; it puts
// categories in order and explains, and decides nothing: levels do.
struct Policy {
  Points signal = 100;
  Points review = 400;
  Points quarantine = 1000;
  std::uint32_t share = 25;  // percent of each further rule's weight
  // Scores that explanations measure against.
  Points from_review = 400;
  Points from_quarantine = 1000;
};

struct Pack {
  std::vector<Rule> rules;
  std::vector<Composite> composites;
  std::map<std::string, std::string> macros;
  std::map<std::string, Context> contexts;
  std::vector<std::string> acrostics;
  Policy policy{};
};

}  // namespace holdfast::screening::match

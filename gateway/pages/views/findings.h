// A letter's words with the places that screening pointed at. The engine's spans are code points of the text as
// stored; cut() makes of them consecutive pieces, each with the findings that cover it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::pages {

struct FindingView {
  std::string rule;                // the rule's own name in its pack
  std::string category;            // a label of the taxonomy, shown in the reader's language
  std::string level;               // "quarantine", "review" or "welfare"
  std::string reason;              // in the reader's language; empty: the catalogue's sentence for the category
  std::string quote;               // the words, as found
  std::size_t start = 0, end = 0;  // code points, end excluded
  std::string view{};              // how it was hidden: "leet", "joined+misspelt" ...; "plain": not at all
  std::string read_as{};           // what the rule saw through that
  std::string language{};          // of a passage in a language without rules: its code
  std::string about{};             // what a mark names it by: "part|start|end|rule"; empty: it cannot be marked
  std::string marked{};            // "right", "wrong", or not yet
};

// Why the verdict is no graver: what came nearest.
struct WhyNotView {
  std::string level;  // what it would have asked for: review or quarantine
  std::string kind;   // company, composite, score (screening/screening.h)
  std::string category;
  std::string reason;                // the rule's, in the reader's language
  std::vector<std::string> missing;  // likewise, of what was not there
  std::string points, of;            // of a score, as people write them
};

struct Segment {
  std::string text;
  std::vector<std::size_t> findings;  // indexes into the findings; several where they overlap; empty: plain words
};

// Linear in text plus findings (after sorting their ends). Spans beyond the text are cut; an empty span marks nothing.
// Text that is no UTF-8 is one segment: a place in it would be a guess.
std::vector<Segment> cut(std::string_view text, std::span<const FindingView> findings);

}  // namespace holdfast::pages

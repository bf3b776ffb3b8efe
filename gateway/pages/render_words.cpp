// A letter's words with marks, and the findings beside them.
#include <algorithm>

#include "gateway/pages/impl.h"
#include "gateway/pages/plain.h"

namespace holdfast::pages {
namespace {

bool has(const Segment& segment, std::size_t finding) {
  return std::ranges::find(segment.findings, finding) != segment.findings.end();
}

// Welfare is a label of its own, whatever weight its rule carries.
std::string_view level_of_finding(const FindingView& finding) {
  if (finding.category == "welfare" || finding.level == "welfare") return "welfare";
  return finding.level == "quarantine" ? "quarantine" : "review";
}

// The gravest of the findings that cover a piece gives it its colour.
std::string_view level_of_piece(const Segment& segment, std::span<const FindingView> findings) {
  std::string_view worst = "welfare";
  for (const auto i : segment.findings) {
    if (i >= findings.size()) continue;
    const auto level = level_of_finding(findings[i]);
    if (level == "quarantine" || worst == "welfare") worst = level;
    if (worst == "quarantine") break;
  }
  return worst;
}

// A finding's number stands where it ends, and its place where it begins.
void fill_marks(Fill& row, std::span<const Segment> words, std::size_t at) {
  const auto& segment = words[at];
  for (const auto finding : segment.findings) {
    const auto number = static_cast<std::int64_t>(finding) + 1;
    if (at == 0 || !has(words[at - 1], finding)) row.add("PLACE").set("N", number);
    if (at + 1 == words.size() || !has(words[at + 1], finding)) row.add("REF").set("N", number);
  }
}

// A disguise is named in words, part by part; a view that no catalogue knows is none that we made.
void fill_disguise(Fill& row, const FindingView& finding) {
  std::string how;
  std::string_view view = finding.view;
  while (!view.empty()) {
    const auto end = std::min(view.find('+'), view.size());
    const auto key = "disguise." + std::string(view.substr(0, end));
    if (row.catalogue().has(key)) how += (how.empty() ? "" : "; ") + row.text(key);
    view.remove_prefix(std::min(end + 1, view.size()));
  }
  if (how.empty() || finding.read_as.empty()) return;
  auto disguised = row.add("DISGUISED");
  disguised.set("HOW", how);
  disguised.set_revealed("AS", finding.read_as);
}

void fill_mark(Fill& row, const FindingView& finding) {
  if (finding.about.empty()) return;
  auto mark = row.add("MARK");
  mark.set("ABOUT", finding.about);
  mark.show_if(finding.marked == "right", "RIGHT");
  mark.show_if(finding.marked == "wrong", "WRONG");
}

}  // namespace

void fill_words(Fill& fill, std::span<const Segment> words, std::span<const FindingView> findings) {
  auto all = fill.add("WORDS");
  for (std::size_t at = 0; at < words.size(); ++at) {
    auto row = all.add("SEGMENT");
    row.set_revealed("TEXT", words[at].text);
    if (words[at].findings.empty()) {
      row.show("UNMARKED");
      continue;
    }
    auto mark = row.add("MARKED");
    mark.set("LEVEL", level_of_piece(words[at], findings));
    fill_marks(mark, words, at);
  }
}

void fill_findings(Fill& fill, std::span<const FindingView> findings) {
  fill.show_if(findings.empty(), "NO_FINDINGS");
  std::int64_t number = 0;
  for (const auto& finding : findings) {
    auto row = fill.add("FINDING");
    const auto level = level_of_finding(finding);
    row.set("N", ++number);
    row.set("LEVEL", level);
    row.word("LEVEL_NAME", "level", level);
    row.word("CATEGORY", "category", finding.category);
    row.set("WHY", finding.reason.empty() ? row.words("category_why", finding.category) : finding.reason);
    row.set("RULE", finding.rule);
    fill_disguise(row, finding);
    if (!finding.language.empty())
      row.add("IN").say("SAYS", "findings.language", {{"language", row.words("language", finding.language)}});
    if (!finding.quote.empty()) row.add("QUOTE").set_revealed("TEXT", finding.quote);
    fill_mark(row, finding);
  }
  const bool marking = std::ranges::any_of(findings, [](const FindingView& one) { return !one.about.empty(); });
  fill.show_if(marking, "MARKING");
  // Not MARKED: the words' own segments would inherit it.
  fill.show_if(marking, "MARKING_ENDS");
}

}  // namespace holdfast::pages

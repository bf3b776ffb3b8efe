#include "screening/tools/taken_back.h"

#include <algorithm>

#include "screening/match/matcher.h"
#include "screening/match/pack_parser.h"
#include "screening/match/use.h"
#include "screening/text/fold.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::tools {
namespace {

struct Text {
  text::Folded folded;
  std::vector<text::Token> tokens;
};

std::vector<match::Hit> hits(const match::Pack& pack, const Text& text) {
  const auto matcher = match::Matcher::compile(pack);
  match::Budget budget;
  return matcher ? matcher->match(text.folded.view.text, text.tokens, budget) : std::vector<match::Hit>{};
}

// Whether the rule still speaks there with these contexts alone.
bool speaks(const match::Pack& pack, match::Rule rule, std::vector<std::string> unless, const match::Hit& at,
            const Text& text) {
  rule.unless = std::move(unless);
  const match::Pack alone{{std::move(rule)}, {}, pack.macros, pack.contexts, {}};
  return std::ranges::any_of(hits(alone, text),
                             [&](const match::Hit& h) { return h.begin < at.end && at.begin < h.end; });
}

}  // namespace

std::vector<TakenBack> taken_back(std::span<const RuleFile> files, std::string_view letter) {
  std::vector<RuleFile> packs;
  std::ranges::remove_copy_if(files, std::back_inserter(packs), is_model);
  auto parsed = match::parse_packs(packs);
  if (!parsed || letter.size() > Engine::kMaxBytes) return {};
  const match::Pack pack = match::in_use(std::move(*parsed));
  match::Pack bare = pack;
  std::erase_if(bare.rules, [](const match::Rule& rule) {
    return rule.unless.empty() || rule.level == match::Level::signal || rule.about.status != match::Status::active;
  });
  const std::vector<match::Rule> with = bare.rules;
  for (match::Rule& rule : bare.rules) rule.unless.clear();

  Text text{text::fold(letter), {}};
  text.tokens = text::tokens_of(text.folded.view.text, text.folded.tight);
  const text::Places places{letter};
  std::vector<TakenBack> made;
  for (const match::Hit& hit : hits(bare, text)) {
    const match::Rule& rule = with[hit.rule];
    if (speaks(pack, rule, rule.unless, hit, text)) continue;
    const std::uint32_t first = text.folded.view.origin[hit.begin];
    const std::uint32_t end = places.end_of(text.folded.view.origin[hit.end - 1]);
    TakenBack back{rule.id,
                   rule.level == match::Level::quarantine ? Verdict::quarantine : Verdict::review,
                   std::string{places.slice(first, end)},
                   {}};
    for (const std::string& context : rule.unless)
      if (!speaks(pack, rule, {context}, hit, text)) back.contexts.push_back(context);
    made.push_back(std::move(back));
  }
  std::ranges::stable_sort(made, std::greater{}, &TakenBack::level);
  return made;
}

}  // namespace holdfast::screening::tools

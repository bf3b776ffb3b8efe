#include "screening/learned/validation.h"

#include <algorithm>
#include <map>
#include <string>

#include "screening/learned/material.h"
#include "screening/learned/model.h"

namespace holdfast::screening::learned {
namespace {

bool overlaps(const Sample& sample, const Finding& finding) {
  return std::ranges::any_of(sample.spans,
                             [&](const Span& s) { return s.first < finding.end && finding.start < s.last; });
}

template <class Which>
void count(Tallied& tallied, const Sample& sample, const std::vector<Finding>& findings, const Which& counts) {
  ++tallied.letters;
  bool any = false;
  bool stops = false;
  bool category = false;
  bool overlap = false;
  for (const Finding& finding : findings) {
    if (!counts(finding)) continue;
    any = true;
    stops |= finding.level == Verdict::quarantine;
    category |= std::ranges::find(sample.categories, finding.category) != sample.categories.end();
    overlap |= overlaps(sample, finding);
  }
  tallied.flagged += any ? 1U : 0U;
  tallied.quarantined += stops ? 1U : 0U;
  tallied.category += category ? 1U : 0U;
  tallied.overlap += overlap ? 1U : 0U;
}

void judge(const Engine& rules, const Engine& both, const Sample& sample, Figures& figures, const HeldOut& seen) {
  const std::size_t language = language_index(sample.language);
  const auto verdict = static_cast<std::size_t>(sample.verdict);
  const Outcome outcome = both.screen(sample.text);
  if (seen) seen(sample, outcome);
  const auto& found = outcome.findings;
  const auto all = [](const Finding&) { return true; };
  count(figures.model[language][verdict], sample, found, [](const Finding& f) { return f.view == kView; });
  count(figures.rules[language][verdict], sample, rules.screen(sample.text).findings, all);
  count(figures.both[language][verdict], sample, found, all);
}

}  // namespace

std::expected<std::vector<Figures>, LoadError> cross_validate(const std::vector<Sample>& samples,
                                                              std::string_view concepts, unsigned folds,
                                                              const Training& how, std::span<const RuleFile> packs,
                                                              std::size_t parts,
                                                              const std::function<std::size_t(const Sample&)>& part,
                                                              const HeldOut& seen, const Progress& progress) {
  const auto lexicon = Lexicon::parse(concepts, "concepts");
  if (!lexicon) return std::unexpected(lexicon.error());
  const Material material(samples, *lexicon);
  const auto rules = Engine::build(packs);
  if (!rules) return std::unexpected(rules.error());
  const auto tick = ticking(progress, std::size_t{folds} * kTicks);
  std::vector<Figures> figures(parts);
  for (unsigned fold = 0; fold < folds; ++fold) {
    const auto inside = [&](const Sample& s) { return fold_of(s.group, folds) != fold; };
    std::vector<RuleFile> files(packs.begin(), packs.end());
    files.push_back({"fold.model", train(material, concepts, {}, inside, how, tick)});
    const auto model = Model::parse(files.back().text, files.back().name);
    if (!model) return std::unexpected(model.error());
    const auto both = Engine::build(files);
    if (!both) return std::unexpected(both.error());
    std::map<std::string_view, std::int32_t> passages;
    for (const Sample& sample : samples) {
      if (inside(sample)) continue;
      if (sample.letter) judge(*rules, *both, sample, figures[part(sample)], seen);
      if (sample.letter || sample.pair.empty()) continue;
      const text::Folded folded = text::fold(sample.text);
      passages[sample.id] = model->score(sample.text, folded, text::tokens_of(folded.view.text, folded.tight),
                                         sample.hints, sample.language);
    }
    for (const Sample& sample : samples) {
      const auto own = passages.find(sample.id);
      const auto twin = passages.find(sample.pair);
      if (sample.verdict == Verdict::clear || own == passages.end() || twin == passages.end()) continue;
      ++figures.front().pairs[language_index(sample.language)];
      if (own->second > twin->second) ++figures.front().told_apart[language_index(sample.language)];
    }
  }
  return figures;
}

}  // namespace holdfast::screening::learned

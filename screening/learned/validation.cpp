#include "screening/learned/validation.h"

#include <algorithm>
#include <map>
#include <set>

#include "screening/learned/material.h"
#include "screening/learned/model.h"

namespace holdfast::screening::learned {
namespace {

bool overlaps(const Sample& sample, std::uint32_t first, std::uint32_t last) {
  return std::ranges::any_of(sample.spans, [&](const Span& s) { return s.first <= last && first < s.last; });
}

void count(Tallied& tallied, const Sample& sample, const std::set<std::string>& categories, bool overlap) {
  if (categories.empty()) return;
  ++tallied.flagged;
  tallied.category += std::ranges::any_of(sample.categories, [&](const auto& c) { return categories.contains(c); });
  tallied.overlap += overlap ? 1U : 0U;
}

void judge(const Model& model, const Engine* rules, const Sample& sample, Figures& figures) {
  const text::Folded folded = text::fold(sample.text);
  const auto tokens = text::tokens_of(folded.view.text, folded.tight);
  const std::size_t language = language_index(sample.language);
  const auto verdict = static_cast<std::size_t>(sample.verdict);
  std::set<std::string> learned;
  std::set<std::string> ruled;
  bool learned_overlap = false;
  bool ruled_overlap = false;
  for (const Pointed& p : model.judge(sample.text, folded, tokens, sample.hints, sample.language)) {
    learned.emplace(p.category);
    learned_overlap |= overlaps(sample, p.first, p.last);
  }
  if (rules != nullptr)
    for (const Finding& f : rules->screen(sample.text).findings) {
      ruled.insert(f.category);
      ruled_overlap |= overlaps(sample, f.start, f.end - 1);
    }
  for (Tallied* t :
       {&figures.model[language][verdict], &figures.rules[language][verdict], &figures.both[language][verdict]})
    ++t->letters;
  count(figures.model[language][verdict], sample, learned, learned_overlap);
  count(figures.rules[language][verdict], sample, ruled, ruled_overlap);
  learned.merge(ruled);
  count(figures.both[language][verdict], sample, learned, learned_overlap || ruled_overlap);
}

}  // namespace

std::expected<std::vector<Figures>, LoadError> cross_validate(const std::vector<Sample>& samples,
                                                              std::string_view concepts, unsigned folds,
                                                              const Training& how, const Engine* rules,
                                                              std::size_t parts,
                                                              const std::function<std::size_t(const Sample&)>& part,
                                                              const Progress& progress) {
  const auto lexicon = Lexicon::parse(concepts, "concepts");
  if (!lexicon) return std::unexpected(lexicon.error());
  const Material material(samples, *lexicon);
  const auto tick = ticking(progress, std::size_t{folds} * kTicks);
  std::vector<Figures> figures(parts);
  for (unsigned fold = 0; fold < folds; ++fold) {
    const auto inside = [&](const Sample& s) { return fold_of(s.group, folds) != fold; };
    const auto model = Model::parse(train(material, concepts, {}, inside, how, tick), "fold");
    if (!model) return std::unexpected(model.error());
    std::map<std::string_view, std::int32_t> passages;
    for (const Sample& sample : samples) {
      if (inside(sample)) continue;
      if (sample.letter) judge(*model, rules, sample, figures[part(sample)]);
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

// Weights from the labelled corpus, and from nothing else. Pure: samples in, a model file out; the same samples give
// the same bytes. Logistic regression by small steps (AdaGrad), averaged over several orders of the samples; beside it,
// the harmful side of each minimal pair is made to outrank its honest twin.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "screening/learned/passage.h"
#include "screening/screening.h"

namespace holdfast::screening::learned {

struct Span {
  std::uint32_t first{};  // code points
  std::uint32_t last{};
  std::string category;
};

// One labelled letter, or one passage of a letter.
struct Sample {
  std::string id;
  std::string language;
  std::string text;
  std::vector<std::string> categories;
  Verdict verdict{};
  bool letter{};            // else a passage: harmful or honest as a whole
  std::vector<Span> spans;  // of a letter: its harmful words
  std::vector<Hint> hints;  // what the rules find in it
  bool read_by_rules{};     // those who wrote the rules had read it: there the rules know more than of others
  std::string group;        // related samples share it: one scenario, one pair
  std::string pair;         // the id of a passage's twin, or empty
  std::string source;       // whose hand: a set of letters made together
};

struct Training {
  unsigned orders = 2;            // averaged
  unsigned rounds = 8;            // over all samples
  std::size_t features = 100000;  // kept: the heaviest
  double flagged_clear = 0.05;    // share of clear letters of a source that may be flagged, judged on held-out groups
};

// Called with what is done, of what there is to do.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

// The text of a model file (model.h). `concepts` is a lexicon (lexicon.h); `made` is free text for the header.
// Fails if the lexicon is unsound or there is not one harmful and one honest sample.
std::expected<std::string, LoadError> train(const std::vector<Sample>& samples, std::string_view concepts,
                                            std::string_view made, const Training& how, const Progress& progress);

// What a verdict or category did on letters nobody trained on. Shares are of `letters`.
struct Tallied {
  unsigned letters{}, flagged{}, category{}, overlap{};
};
struct Figures {
  // [language 0 en, 1 es][verdict]
  Tallied model[2][3], rules[2][3], both[2][3];
  unsigned pairs[2]{}, told_apart[2]{};
};

// Trains on all but a fold of whole groups and judges the fold, for each fold; thresholds are set inside. Letters are
// counted in the part (below `parts`) that `part` says; pairs in the first. Rules may be null.
std::expected<std::vector<Figures>, LoadError> cross_validate(const std::vector<Sample>& samples,
                                                              std::string_view concepts, unsigned folds,
                                                              const Training& how, const Engine* rules,
                                                              std::size_t parts,
                                                              const std::function<std::size_t(const Sample&)>& part,
                                                              const Progress& progress);

// Which of `folds` a group belongs to: a hash of its name, so that more samples move none.
unsigned fold_of(std::string_view group, unsigned folds);

}  // namespace holdfast::screening::learned

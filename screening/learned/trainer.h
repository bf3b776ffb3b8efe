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
  bool ordinary{};  // writing as long as a letter and none: it teaches like a clear letter and sets no threshold
};

struct Training {
  unsigned orders = 2;            // averaged
  unsigned rounds = 8;            // over all samples
  std::size_t features = 150000;  // kept: the heaviest
  double flagged_clear = 0.047;   // share of clear letters that may be flagged, judged on held-out groups
  double sure_clear = 0.02;       // share of them that it may be sure of
  double sure_ordinary = 0.03;    // and of ordinary writing
};

// Called with what is done, of what there is to do.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

// The text of a model file (model.h). `concepts` is a lexicon (lexicon.h); `made` is free text for the header.
// Fails if the lexicon is unsound or there is not one harmful and one honest sample.
std::expected<std::string, LoadError> train(const std::vector<Sample>& samples, std::string_view concepts,
                                            std::string_view made, const Training& how, const Progress& progress);

// The same for those samples of `material` that are chosen. `tick` is called kTicks times.
class Material;
using Chosen = std::function<bool(const Sample&)>;
inline constexpr unsigned kTicks = 4;
std::string train(const Material& material, std::string_view concepts, std::string_view made, const Chosen& chosen,
                  const Training& how, const std::function<void()>& tick);
std::function<void()> ticking(const Progress& progress, std::size_t all);

// Where figures are kept by language.
inline std::size_t language_index(std::string_view language) { return language == "es" ? 1 : 0; }

// Which of `folds` a group belongs to: a hash of its name, so that more samples move none.
unsigned fold_of(std::string_view group, unsigned folds);

}  // namespace holdfast::screening::learned

#include "screening/learned/trainer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <set>
#include <unordered_map>
#include <utility>

#include "screening/learned/material.h"
#include "screening/learned/model.h"
#include "screening/sha256.h"

namespace holdfast::screening::learned {
namespace {

constexpr float kStep = 0.2F;
constexpr float kDecay = 2e-6F;  // of weights, at each step
// After some rounds an honest letter teaches most by what is taken for harmful in it, for that is what it is judged by.
constexpr unsigned kEvenRounds = 2;
constexpr float kHighest =
    6.0F;  // what an honest letter's highest passage and excerpt count from then on, in its counts
constexpr float kOthers = 0.25F;  // and its others
constexpr unsigned kLabelRounds = 8;
constexpr float kLabelStep = 0.2F;
constexpr float kLabelDecay = 1e-5F;
constexpr std::int32_t kLeastWorth = 100;  // hundredths: what weighs less is not written
constexpr unsigned kInnerFolds = kTicks - 1;
constexpr double kThousand = 1000.0;

// The same everywhere and for ever: folds are made by it.
constexpr std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 14695981039346656037ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return h;
}

float logistic(float z) { return 1.0F / (1.0F + std::exp(-z)); }

// Fisher and Yates, written out: the standard library may shuffle as it likes, and the bytes must not depend on it.
void shuffle(std::vector<std::uint32_t>& order, std::mt19937& random) {
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
}

// One set of weights under training.
class Weights {
 public:
  Weights(const Material& material, const std::vector<bool>& alive, float step)
      : material_(material), alive_(alive), step_(step), weights_(alive.size()), seen_(alive.size(), 1e-6F) {}

  float score(const Example& example) const {
    float sum = 0;
    for (const std::uint32_t f : example.features) sum += weights_[f] * scale(f);
    return sum / example.spread + bias_;
  }
  void step(const Example& example, float slope) {
    for (const std::uint32_t f : example.features) {
      if (!alive_[f]) continue;
      const float part = slope * scale(f) / example.spread + kDecay * weights_[f];
      seen_[f] += part * part;
      weights_[f] -= step_ * part / std::sqrt(seen_[f]);
    }
  }
  void step_bias(float slope) {
    bias_seen_ += slope * slope;
    bias_ -= step_ * slope / std::sqrt(bias_seen_);
  }
  void learn(const Example& example, bool is, float count) {
    const float slope = (logistic(score(example)) - (is ? 1.0F : 0.0F)) * count;
    if (std::abs(slope) < 1e-4F) return;
    step(example, slope);
    step_bias(slope);
  }
  void outrank(const Example& harmful, const Example& honest) {
    const float slope = -logistic(score(honest) - score(harmful));
    step(harmful, slope);
    step(honest, -slope);
  }
  void add_to(std::vector<double>& sum, double& bias) const {
    for (std::size_t f = 0; f < weights_.size(); ++f)
      sum[f] += static_cast<double>(weights_[f]) * static_cast<double>(scale(static_cast<std::uint32_t>(f)));
    bias += static_cast<double>(bias_);
  }

 private:
  float scale(std::uint32_t f) const { return kScales[static_cast<std::size_t>(material_.book.families[f])]; }

  const Material& material_;
  const std::vector<bool>& alive_;
  float step_;
  std::vector<float> weights_, seen_;
  float bias_ = 0, bias_seen_ = 1e-6F;
};

struct Learned {
  std::vector<double> weights;  // scaled
  double bias{};
};

// Features that occur in two groups at least: what stands in one alone is a name or an accident.
std::vector<bool> shared_features(const Material& material, const std::vector<std::uint32_t>& of) {
  std::vector<bool> alive(material.book.families.size());
  std::vector<std::string_view> seen(alive.size());
  for (const std::uint32_t e : of) {
    const std::string_view group = material.samples()[material.examples[e].sample].group;
    for (const std::uint32_t f : material.examples[e].features) {
      if (seen[f].empty()) seen[f] = group;
      if (seen[f] != group) alive[f] = true;
    }
  }
  return alive;
}

std::vector<std::uint32_t> examples_of(const Material& material, const Chosen& chosen) {
  std::vector<std::uint32_t> made;
  for (std::uint32_t e = 0; e < material.examples.size(); ++e)
    if (material.examples[e].count > 0 && chosen(material.samples()[material.examples[e].sample])) made.push_back(e);
  return made;
}

// Passages one by one, and beside them each harmful passage against its honest twin.
std::vector<std::uint32_t> lessons_of(const Material& material, const Chosen& chosen) {
  std::vector<std::uint32_t> made = examples_of(material, chosen);
  const auto singles = static_cast<std::uint32_t>(material.examples.size());
  for (std::uint32_t p = 0; p < material.twins.size(); ++p)
    if (chosen(material.samples()[material.examples[material.twins[p].first].sample])) made.push_back(singles + p);
  return made;
}

// What each example counts, the weights being what they are.
std::vector<float> counts_by(const Material& material, const Weights& weights, const Chosen& chosen) {
  std::vector<float> made;
  made.reserve(material.examples.size());
  std::map<std::pair<std::uint32_t, bool>, std::pair<float, std::uint32_t>> highest;
  for (const Example& example : material.examples) {
    const Sample& sample = material.samples()[example.sample];
    const bool honest = sample.letter && sample.verdict == Verdict::clear && chosen(sample);
    if (honest) {
      const std::pair here{weights.score(example), static_cast<std::uint32_t>(made.size())};
      const auto [at, is_new] = highest.try_emplace({example.sample, example.excerpt}, here);
      if (!is_new && here.first > at->second.first) at->second = here;
    }
    made.push_back(honest ? example.count * kOthers : example.count);
  }
  for (const auto& [_, top] : highest) made[top.second] = material.examples[top.second].count * kHighest;
  return made;
}

Learned learn(const Material& material, std::vector<std::uint32_t> order, const std::vector<bool>& alive,
              const Chosen& chosen, unsigned rounds, unsigned orders) {
  const auto singles = static_cast<std::uint32_t>(material.examples.size());
  Learned made{std::vector<double>(alive.size()), 0};
  std::ranges::sort(order);
  for (unsigned seed = 0; seed < orders; ++seed) {
    std::mt19937 random(100 + seed);
    Weights weights(material, alive, kStep);
    std::vector<std::uint32_t> mine = order;
    std::vector<float> counts;
    counts.reserve(material.examples.size());
    for (const Example& example : material.examples) counts.push_back(example.count);
    for (unsigned round = 0; round < rounds; ++round) {
      shuffle(mine, random);
      if (round >= kEvenRounds) counts = counts_by(material, weights, chosen);
      for (const std::uint32_t item : mine) {
        if (item < singles) {
          weights.learn(material.examples[item], material.examples[item].harmful, counts[item]);
        } else {
          const auto& [harmful, honest] = material.twins[item - singles];
          weights.outrank(material.examples[harmful], material.examples[honest]);
        }
      }
    }
    weights.add_to(made.weights, made.bias);
  }
  for (double& w : made.weights) w /= orders;
  made.bias /= orders;
  return made;
}

std::int32_t thousandths(double weight) {
  return static_cast<std::int32_t>(std::lround(std::clamp(weight * kThousand, -32767.0, 32767.0)));
}

// What is written: the heaviest features, and what each says of the categories of harmful passages.
struct Draft {
  std::vector<std::uint32_t> kept;
  std::vector<std::int32_t> weights;  // of all features
  std::int32_t bias{};
  std::vector<std::array<std::int32_t, kCategories.size()>> labels;  // of all features, hundredths
  std::array<std::int32_t, kCategories.size()> label_bias{};
};

// The features that move scores most by a first training, and then their weights by a second without the others. What
// occurs often weighs little each time and much in all: a concept would lose to any rare phrase if weights alone
// counted.
Draft draft_of(const Material& material, const Chosen& chosen, const Training& how, const std::function<void()>& tick) {
  const std::vector<std::uint32_t> lessons = lessons_of(material, chosen);
  std::vector<bool> alive = shared_features(material, examples_of(material, chosen));
  const Learned first = learn(material, lessons, alive, chosen, how.rounds, 1);
  std::vector<std::uint32_t> order;
  for (std::uint32_t f = 0; f < alive.size(); ++f)
    if (alive[f] && first.weights[f] != 0) order.push_back(f);
  std::vector<double> moves(alive.size());
  for (const std::uint32_t e : examples_of(material, chosen))
    for (const std::uint32_t f : material.examples[e].features) ++moves[f];
  for (std::uint32_t f = 0; f < alive.size(); ++f) moves[f] = std::sqrt(moves[f]) * std::abs(first.weights[f]);
  const auto heavier = [&](std::uint32_t a, std::uint32_t b) {
    const double x = moves[a];
    const double y = moves[b];
    return x != y ? x > y : a < b;
  };
  std::ranges::sort(order, heavier);
  order.resize(std::min(order.size(), how.features));
  alive.assign(alive.size(), false);
  for (const std::uint32_t f : order) alive[f] = true;
  const Learned second = learn(material, lessons, alive, chosen, how.rounds, how.orders);
  Draft made;
  made.bias = thousandths(second.bias);
  made.weights.resize(alive.size());
  made.labels.resize(alive.size());
  for (std::uint32_t f = 0; f < alive.size(); ++f) {
    if (alive[f]) made.weights[f] = thousandths(second.weights[f]);
    if (made.weights[f] != 0) made.kept.push_back(f);
  }
  tick();
  return made;
}

using Worths = std::array<float, kCategories.size()>;

// What a passage is worth to each category, by weights in training, as shares of one; the rest is honesty's.
Worths shares(const Material& material, const std::vector<Worths>& weights, const Worths& bias,
              const std::vector<std::uint32_t>& features, float spread) {
  Worths made{};
  for (const std::uint32_t f : features) {
    const float scale = kScales[static_cast<std::size_t>(material.book.families[f])] / spread;
    for (std::size_t c = 0; c < made.size(); ++c) made[c] += scale * weights[f][c];
  }
  float sum = 1;
  for (std::size_t c = 0; c < made.size(); ++c) sum += made[c] = std::exp(made[c] + bias[c]);
  for (float& share : made) share /= sum;
  return made;
}

// Which category a passage is of: one choice among all of them and honesty (softmax), right if it is any of the
// passage's labels. Honest passages are there so that what a category is known by is its harm and not its subject.
void learn_labels(const Material& material, const Chosen& chosen, Draft& draft) {
  std::vector<bool> alive(draft.weights.size());
  for (const std::uint32_t f : draft.kept) alive[f] = tells_categories(material.book.families[f]);
  std::vector<std::uint32_t> order;
  for (const std::uint32_t e : examples_of(material, chosen))
    if (!material.examples[e].harmful ||
        std::ranges::find(material.examples[e].labels, true) != material.examples[e].labels.end())
      order.push_back(e);
  std::vector<Worths> weights(alive.size());
  std::vector<Worths> seen(alive.size());
  for (Worths& of : seen) of.fill(1e-6F);
  Worths bias{};
  Worths bias_seen;
  bias_seen.fill(1e-2F);
  std::mt19937 random(static_cast<unsigned>(order.size()));
  std::vector<std::uint32_t> features;
  for (unsigned round = 0; round < kLabelRounds; ++round) {
    shuffle(order, random);
    for (const std::uint32_t e : order) {
      const Example& example = material.examples[e];
      features.clear();
      std::ranges::copy_if(example.features, std::back_inserter(features), [&](std::uint32_t f) { return alive[f]; });
      Worths slope = shares(material, weights, bias, features, example.spread);
      float right = 0;
      for (std::size_t c = 0; c < slope.size(); ++c) right += example.labels[c] ? slope[c] : 0;
      if (example.harmful)
        for (std::size_t c = 0; c < slope.size(); ++c)
          slope[c] -= example.labels[c] ? slope[c] / std::max(right, 1e-9F) : 0;
      for (const std::uint32_t f : features) {
        const float scale = kScales[static_cast<std::size_t>(material.book.families[f])] / example.spread;
        for (std::size_t c = 0; c < slope.size(); ++c) {
          const float part = slope[c] * scale + kLabelDecay * weights[f][c];
          seen[f][c] += part * part;
          weights[f][c] -= kLabelStep * part / std::sqrt(seen[f][c]);
        }
      }
      for (std::size_t c = 0; c < slope.size(); ++c) {
        bias_seen[c] += slope[c] * slope[c];
        bias[c] -= kLabelStep * slope[c] / std::sqrt(bias_seen[c]);
      }
    }
  }
  for (std::size_t c = 0; c < kCategories.size(); ++c) {
    draft.label_bias[c] = thousandths(static_cast<double>(bias[c])) / 10;
    for (const std::uint32_t f : draft.kept) {
      const double scale = static_cast<double>(kScales[static_cast<std::size_t>(material.book.families[f])]);
      const std::int32_t worth = thousandths(static_cast<double>(weights[f][c]) * scale) / 10;
      draft.labels[f][c] = std::abs(worth) < kLeastWorth ? 0 : worth;
    }
  }
}

std::string corpus_hash(const std::vector<Sample>& samples) {
  std::string all;
  for (const Sample& s : samples) all += s.id + '\0' + std::string{to_string(s.verdict)} + '\0' + s.text + '\0';
  return sha256_hex(all);
}

std::string listed(const std::array<std::int32_t, kCategories.size()>& weights) {
  std::string out;
  for (const std::int32_t weight : weights) (out += out.empty() ? "" : ",") += std::to_string(weight);
  return out;
}

struct Thresholds {  // by language
  std::array<std::int32_t, 2> points{}, sure{};
};

std::string written(const Material& material, const Draft& draft, std::string_view concepts, std::string_view made,
                    const Thresholds& thresholds) {
  std::string out{kFormat};
  out += "\ncorpus " + corpus_hash(material.samples()) + '\n';
  if (!made.empty()) (out += "made ") += std::string{made} + '\n';
  out += "concepts\n";
  for (std::string_view rest = concepts; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (end > 0 && rest.front() != '#') (out += rest.substr(0, end)) += '\n';
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  out += "\nbias " + std::to_string(draft.bias) + "\nthreshold-en " + std::to_string(thresholds.points[0]) +
         "\nthreshold-es " + std::to_string(thresholds.points[1]) + "\nsure-en " + std::to_string(thresholds.sure[0]) +
         "\nsure-es " + std::to_string(thresholds.sure[1]) + "\nlabels";
  out += ' ' + listed(draft.label_bias);
  out += "\nfeatures\n";
  std::vector<std::string> lines;
  for (const std::uint32_t f : draft.kept) {
    std::string line{kFamilyNames[static_cast<std::size_t>(material.book.families[f])]};
    line += '\t' + material.book.names[f] + '\t' + std::to_string(draft.weights[f]);
    char before = '\t';
    for (std::size_t c = 0; c < kCategories.size(); ++c)
      if (draft.labels[f][c] != 0) {
        (line += std::exchange(before, ',')) += std::to_string(c) + ':' + std::to_string(draft.labels[f][c]);
      }
    lines.push_back(std::move(line));
  }
  std::ranges::sort(lines);
  for (const std::string& line : lines) (out += line) += '\n';
  return out;
}

// What letters scored, each by its highest passage, by weights in training.
std::vector<std::int32_t> letter_scores(const Material& material, const Draft& draft, const Chosen& chosen,
                                        std::vector<std::uint32_t>& letters) {
  struct Parts {
    std::vector<Passage> passages, excerpts;
    std::vector<std::int32_t> sums, excerpt_sums;
  };
  std::map<std::uint32_t, Parts> read;
  for (const Example& example : material.examples) {
    const Sample& sample = material.samples()[example.sample];
    if (!sample.letter || !chosen(sample)) continue;
    std::int64_t sum = 0;
    for (const std::uint32_t f : example.features) sum += draft.weights[f];
    Parts& parts = read[example.sample];
    (example.excerpt ? parts.excerpts : parts.passages).push_back(example.place);
    (example.excerpt ? parts.excerpt_sums : parts.sums)
        .push_back(
            static_cast<std::int32_t>(std::lround(static_cast<double>(sum) / static_cast<double>(example.spread))) +
            draft.bias);
  }
  std::vector<std::int32_t> made;
  for (const auto& [letter, parts] : read) {
    letters.push_back(letter);
    made.push_back(std::ranges::max(together(parts.passages, parts.sums, parts.excerpts, parts.excerpt_sums)));
  }
  return made;
}

// What all but this share stay under.
std::int32_t level_of(std::vector<std::int32_t> scores, double share) {
  if (scores.empty()) return 0;
  std::ranges::sort(scores);
  const auto over = static_cast<std::size_t>(static_cast<double>(scores.size()) * share);
  return scores[scores.size() - 1 - std::min(over, scores.size() - 1)];
}

// Scores of clear letters by models that had not seen them, and the levels that most and nearly all of them stay under;
// nearly all writing that is no letter stays under the second too.
Thresholds thresholds(const Material& material, const Chosen& chosen, const Training& how,
                      const std::function<void()>& tick) {
  std::array<std::vector<std::int32_t>, 2> clear, ordinary;
  for (unsigned fold = 0; fold < kInnerFolds; ++fold) {
    const auto inside = [&](const Sample& s) { return chosen(s) && fold_of(s.group + "/inner", kInnerFolds) != fold; };
    const auto outside = [&](const Sample& s) { return chosen(s) && fold_of(s.group + "/inner", kInnerFolds) == fold; };
    Training quick = how;
    quick.orders = 1;
    const Draft draft = draft_of(material, inside, quick, tick);
    std::vector<std::uint32_t> letters;
    const auto scores = letter_scores(material, draft, outside, letters);
    for (std::size_t i = 0; i < letters.size(); ++i)
      if (const Sample& s = material.samples()[letters[i]]; s.verdict == Verdict::clear)
        (s.ordinary ? ordinary : clear)[language_index(s.language)].push_back(scores[i]);
  }
  Thresholds made;
  for (std::size_t language = 0; language < clear.size(); ++language) {
    made.points[language] = level_of(clear[language], how.flagged_clear);
    made.sure[language] = level_of(clear[language], how.sure_clear);
    if (!ordinary[language].empty())
      made.sure[language] = std::max(made.sure[language], level_of(ordinary[language], how.sure_ordinary));
  }
  return made;
}

}  // namespace

std::string train(const Material& material, std::string_view concepts, std::string_view made, const Chosen& chosen,
                  const Training& how, const std::function<void()>& tick) {
  Draft draft = draft_of(material, chosen, how, tick);
  learn_labels(material, chosen, draft);
  return written(material, draft, concepts, made, thresholds(material, chosen, how, tick));
}

std::function<void()> ticking(const Progress& progress, std::size_t all) {
  return [&progress, all, done = std::make_shared<std::size_t>(0)] {
    if (progress) progress(++*done, all);
  };
}

unsigned fold_of(std::string_view group, unsigned folds) {
  return static_cast<unsigned>(mix(hash_of(group), folds) % folds);
}

std::expected<std::string, LoadError> train(const std::vector<Sample>& samples, std::string_view concepts,
                                            std::string_view made, const Training& how, const Progress& progress) {
  const auto lexicon = Lexicon::parse(concepts, "concepts");
  if (!lexicon) return std::unexpected(lexicon.error());
  const auto harmless = [](const Sample& s) { return s.verdict == Verdict::clear; };
  if (std::ranges::all_of(samples, harmless) || std::ranges::none_of(samples, harmless))
    return std::unexpected(LoadError{"corpus", 0, "both honest and harmful samples are needed"});
  const Material material(samples, *lexicon);
  const auto all = [](const Sample&) { return true; };
  return train(material, concepts, made, all, how, ticking(progress, kTicks));
}

}  // namespace holdfast::screening::learned

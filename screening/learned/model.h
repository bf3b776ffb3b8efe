// A reviewed list of weights, and what it says of a letter. Linear: what a passage or an excerpt says is the sum of its
// features' weights over the root of its length, plus a bias; a passage's score is halfway between what it says and
// what its highest excerpt says. Above the threshold of its language it asks for a person; far above, it is sure, and
// may second rules that stop letters. By itself it can say no more than `review`, and it explains itself by the passage
// and the words that weighed most.
//
// The file is text: "key value" lines, concepts, then "family<TAB>feature<TAB>weight", in thousandths, and where a
// feature tells categories apart <TAB> and what it is worth to those of kCategories: "number:hundredths", with commas.
// Sums are of integers, so that the same letter has the same score everywhere.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "screening/learned/features.h"
#include "screening/screening.h"

namespace holdfast::screening::learned {

inline constexpr std::string_view kFormat = "holdfast-model 2";  // the first line of every model file
inline constexpr std::string_view kView = "model";               // of its findings

// Every label of the label list, ordered: what a model may name.
inline constexpr std::array<std::string_view, 18> kCategories = {"benefit_seeking",     "coercion",
                                                                 "concealment",         "contact_solicitation",
                                                                 "degradation",         "enclosure_or_gift",
                                                                 "forgiveness_demand",  "graphic_detail",
                                                                 "identity_exposure",   "obsessive_attachment",
                                                                 "religious_pressure",  "self_harm_manipulation",
                                                                 "sexual_content",      "surveillance",
                                                                 "third_party_contact", "threat",
                                                                 "victim_blaming",      "welfare"};

// A passage the model points at.
struct Pointed {
  std::string_view category;
  std::uint32_t first{};  // code points of the letter
  std::uint32_t last{};
  std::string normalised;              // the passage as folded
  std::vector<std::string> strongest;  // its heaviest words, heaviest first
  std::int32_t score{};                // thousandths above the threshold
  bool sure{};                         // so high that hardly an honest letter is
};

class Model {
 public:
  // A file as `text()` writes it. Refused as a whole, with its line, on anything else.
  static std::expected<Model, LoadError> parse(std::string_view text, std::string_view file);

  // Nothing in a text of fewer words (of two letters and more: words spelled out are no letter): it learned from
  // letters, and of a note it knows too little.
  static constexpr std::size_t kFewestWords = 40;
  [[nodiscard]] static bool reads(const std::vector<text::Token>& tokens);

  // Passages above the threshold of this language ("es", or anything else), strongest first, three at most. `hints` are
  // what the rules found.
  [[nodiscard]] std::vector<Pointed> judge(std::string_view letter, const text::Folded& folded,
                                           const std::vector<text::Token>& tokens, std::span<const Hint> hints,
                                           std::string_view language) const;

  // The highest score of a passage, in thousandths, before any threshold; INT32_MIN for an empty letter.
  [[nodiscard]] std::int32_t score(std::string_view letter, const text::Folded& folded,
                                   const std::vector<text::Token>& tokens, std::span<const Hint> hints,
                                   std::string_view language) const;

  [[nodiscard]] const Lexicon& lexicon() const { return lexicon_; }
  // Words that honest letters have too: all that it weighs or knows what they are about.
  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }
  [[nodiscard]] std::int32_t threshold(std::string_view language) const {
    return language == "es" ? threshold_es_ : threshold_en_;
  }
  // The level above which it is sure; a file that names none is never sure.
  [[nodiscard]] std::int32_t sure(std::string_view language) const { return language == "es" ? sure_es_ : sure_en_; }

 private:
  struct Slot {
    std::uint64_t key{};  // 0 for an empty slot
    std::int32_t weight{};
    std::uint32_t label{};  // index into labels_, 0 for none
  };
  using Labels = std::array<std::int16_t, kCategories.size()>;
  struct Known {          // a word, looked up once; kinds and weights for each tongue
    std::uint64_t key{};  // 0 for an empty place
    std::array<std::uint16_t, 2> kind{};
    std::array<std::int16_t, 2> weight{};
    std::uint32_t beside{};
  };
  struct Beside {  // what a word weighs after a concept, and before it
    std::array<std::int16_t, Lexicon::kMost> after{}, before{};
  };
  struct Kind {  // what a word is about, shared by many
    Concepts concepts = kNone;
    Concept link = kNoConcept;
  };
  template <class Self>
  class Weighing;
  struct Summing;
  struct Blaming;
  friend class Parser;

  void make_table(std::size_t features);
  void pack(const std::vector<std::pair<std::uint64_t, std::int16_t>>& searched);
  void put(std::uint64_t key, std::int32_t weight, const Labels& labels);
  [[nodiscard]] const Slot* find(std::uint64_t key) const;
  [[nodiscard]] std::int32_t weight(std::uint64_t key) const;
  void know(const std::vector<std::string_view>& words, const std::map<std::uint64_t, std::uint32_t>& beside);
  void weigh(Word& word, Tongue tongue) const;
  void look_up(Word& word, Tongue tongue) const;
  [[nodiscard]] Reading read_letter(std::string_view letter, const text::Folded& folded,
                                    const std::vector<text::Token>& tokens, Tongue tongue) const;
  [[nodiscard]] std::vector<std::int32_t> scores(const Reading& reading, std::span<const Hint> hints) const;
  [[nodiscard]] Pointed point_at(const Reading& reading, std::span<const Hint> hints, const Passage& passage,
                                 std::int32_t above) const;

  Lexicon lexicon_;
  std::vector<std::string> words_;
  std::vector<Slot> slots_;  // all that is known of a feature, for explaining
  unsigned shift_{};         // of a key, to its place
  std::vector<Labels> labels_;
  std::vector<Known> known_;
  std::vector<Kind> kinds_;
  // For adding up. What can be numbered lies where no search is needed; of the rest, half a key and a weight, small
  // enough for a core's cache, and asked only where it may be there.
  std::vector<std::uint64_t> packed_;
  unsigned packed_shift_{};
  text::KeyBits held_{20};          // of packed_
  text::KeyBits threes_{18};        // the last two words of each
  text::KeyBits chains_{16};        // the last two links of each
  std::vector<Beside> beside_;      // by Word::beside; the first is of all words that have none
  std::vector<std::int16_t> both_;  // by pair_of
  std::vector<std::int16_t> runs_;  // by pair_of
  std::int32_t bias_{};
  Labels label_bias_{};
  std::int32_t threshold_en_{};
  std::int32_t threshold_es_{};
  std::int32_t sure_en_ = std::numeric_limits<std::int32_t>::max();
  std::int32_t sure_es_ = std::numeric_limits<std::int32_t>::max();
};

// Length of a passage as the score is divided by it.
double spread(std::size_t words);

// What each passage of a letter scores: half by its own sum and half by that of its highest excerpt, less what is owed
// to chance. All in thousandths, in the order of `passages`.
std::vector<std::int32_t> together(std::span<const Passage> passages, std::span<const std::int32_t> sums,
                                   std::span<const Passage> excerpts, std::span<const std::int32_t> excerpt_sums);

// What a score is less in a letter of so many passages, in thousandths: of many that mean nothing, one is high by
// chance. A note gains nothing by being shorter than a letter usually is.
inline constexpr std::size_t kUsual = 6;
std::int32_t by_chance(std::size_t passages);

// `hints` in order of sentence, each rule once in a sentence.
std::vector<Hint> told_once(const Reading& reading, std::vector<Hint> hints);

}  // namespace holdfast::screening::learned

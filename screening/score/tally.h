// From matches to an outcome: findings with places, composites, the verdict.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/learned/model.h"
#include "screening/match/rule.h"
#include "screening/score/company.h"
#include "screening/score/composites.h"
#include "screening/score/engine_rules.h"
#include "screening/score/fired.h"
#include "screening/screening.h"
#include "screening/text/fold.h"
#include "screening/text/layout.h"

namespace holdfast::screening::score {

// Gathers what fired on one letter. A finding that repeats another (same rule, overlapping place) is dropped: the
// plainest reading comes first and stays.
class Tally {
 public:
  explicit Tally(std::string_view letter) : letter_(letter) {}  // which must outlive it

  void add(Fired fired);
  // [start, end) in code points; nothing is added where it is empty.
  void add(const EngineRule& rule, std::uint32_t start, std::uint32_t end, std::string normalised = {},
           std::string_view view = "plain");

  // What fired, for the learned layer: signals too.
  [[nodiscard]] std::vector<learned::Hint> hints(const match::Pack& pack) const;

  // This is no note: rules that wait for the learned layer in letters do, also where there is none. So that layer only
  // ever adds.
  void wait() { waits_ = true; }
  // What the learned layer points at: never more than review.
  void add(learned::Pointed pointed);

  // Whether the learned layer is sure somewhere of what stops letters.
  [[nodiscard]] bool sees_grave() const;

  // Whether this rule or composite would speak.
  [[nodiscard]] bool fired(const match::Pack& pack, const std::vector<CompiledComposite>& composites,
                           std::string_view id) const;

  // What every rule of the pack found, whatever its level and status.
  std::vector<Finding> everything(const match::Pack& pack) &&;

  // `lacking` only explains. `broad`: rules that need the learned layer's second speak without it.
  Outcome outcome(const match::Pack& pack, const std::vector<CompiledComposite>& composites, std::string language,
                  std::vector<Lacking> lacking, bool broad) &&;

 private:
  // Where the learned layer points.
  struct PointedPlace {
    std::uint32_t start{}, end{};
    std::string_view category;
    bool sure{};
  };

  const text::Places& places();
  Finding finding(const Fired& fired, const match::Rule& rule);
  void compose(const match::Pack& pack, const CompiledComposite& composite);
  [[nodiscard]] bool seconded(const Finding& finding, bool must_be_sure) const;
  [[nodiscard]] bool quotes(const Fired& fired);
  bool put(const Fired& fired, Finding finding, const match::About& about);

  std::string_view letter_;
  std::optional<text::Places> places_;  // a clear letter never needs them
  std::optional<text::Layout> layout_;
  std::vector<Fired> fired_;
  std::vector<PointedPlace> pointed_;
  std::vector<Finding> findings_;
  std::vector<std::string> tried_;  // rules in test
  bool waits_ = false;
  bool broad_ = false;
};

}  // namespace holdfast::screening::score

#include "gateway/flows/check.h"

#include <algorithm>

#include "gateway/json/utf8.h"

namespace holdfast::flows {
namespace {

using screening::Finding;

constexpr std::string_view kConcealment = "concealment";

// Words seen only through a disguise are told as one.
std::string_view told_as(const Finding& finding) {
  return finding.view == "plain" ? std::string_view(finding.category) : kConcealment;
}

// The same words under two rules of a category are told once.
bool inside_another(const Finding& finding, const std::vector<Finding>& all) {
  return std::ranges::any_of(all, [&](const Finding& other) {
    if (&other == &finding || told_as(other) != told_as(finding)) return false;
    if (other.start > finding.start || other.end < finding.end) return false;
    return other.end - other.start > finding.end - finding.start || &other < &finding;
  });
}

Guideline& of(std::vector<Guideline>& found, std::string_view category) {
  const auto known = std::ranges::find(found, category, &Guideline::category);
  if (known != found.end()) return *known;
  return found.emplace_back(std::string(category));
}

}  // namespace

Checked compare(const screening::Engine& guidelines, std::string_view words) {
  const auto outcome = guidelines.screen(words);
  Checked told;
  told.welfare = outcome.welfare;
  for (const auto& finding : outcome.findings) {
    if (finding.category == "welfare") continue;
    if (finding.category == "unscreened") {
      told.unread = true;
    } else {
      auto& guideline = of(told.found, told_as(finding));
      if (guideline.category != kConcealment && !inside_another(finding, outcome.findings))
        guideline.quotes.push_back(finding.quote);
    }
  }
  return told;
}

domain::Result<Checked> check_letter(storage::Worker& worker, const storage::Principal& who,
                                     const screening::Engine& guidelines, std::string_view words,
                                     const storage::CheckLimits& limits) {
  auto told = compare(guidelines, words);
  storage::CheckMade made{static_cast<std::int64_t>(json::count_code_points(words)), {}};
  for (const auto& guideline : told.found) made.categories.push_back(guideline.category);
  const auto wait = storage::record_check(worker, who, made, limits);
  if (!wait) return std::unexpected(wait.error());
  if (wait->count() == 0) return told;
  Checked refused;
  refused.wait = *wait;
  return refused;
}

}  // namespace holdfast::flows

#include "screening/match/guidelines.h"

#include <algorithm>
#include <array>
#include <set>

#include "screening/match/use.h"

namespace holdfast::screening::match {
namespace {

constexpr std::array<std::string_view, 10> kGuidelines = {
    "contact_solicitation", "victim_blaming",     "forgiveness_demand", "obsessive_attachment", "graphic_detail",
    "benefit_seeking",      "religious_pressure", "enclosure_or_gift",  "concealment",          "welfare"};

using Ids = std::set<std::string, std::less<>>;

bool all_known(const std::vector<std::string>& members, const Ids& ids) {
  return std::ranges::all_of(members, [&](const std::string& any) {
    return std::ranges::all_of(alternatives_in(any), [&](const std::string& id) { return ids.contains(id); });
  });
}

// A rule that leans on one that is gone would say more, or less, than it does among all rules.
bool stands(const Rule& rule, const Ids& ids) {
  std::vector<std::string> others = rule.required;
  std::erase_if(others, [](const std::string& name) { return !name.contains('.'); });  // contexts
  return all_known(others, ids) && all_known(rule.unless_rules, ids);
}

Ids ids_of(const Pack& pack) {
  Ids ids;
  for (const Rule& rule : pack.rules) ids.insert(rule.id);
  return ids;
}

}  // namespace

bool is_guideline(std::string_view category) { return std::ranges::find(kGuidelines, category) != kGuidelines.end(); }

Pack guidelines_of(Pack pack) {
  std::erase_if(pack.rules, [](const Rule& r) { return r.level == Level::quarantine || !is_guideline(r.category); });
  Ids ids = ids_of(pack);
  while (std::erase_if(pack.rules, [&](const Rule& r) { return !stands(r, ids); }) > 0) ids = ids_of(pack);
  std::erase_if(pack.composites, [&](const Composite& c) {
    return c.level != Level::review || !is_guideline(c.category) || !all_known(c.all, ids);
  });
  pack.acrostics.clear();
  return pack;
}

}  // namespace holdfast::screening::match

#include "screening/match/guidelines.h"

#include <algorithm>
#include <array>
#include <set>

namespace holdfast::screening::match {
namespace {

constexpr std::array<std::string_view, 10> kGuidelines = {
    "contact_solicitation", "victim_blaming",     "forgiveness_demand", "obsessive_attachment", "graphic_detail",
    "benefit_seeking",      "religious_pressure", "enclosure_or_gift",  "concealment",          "welfare"};

// Members are parted by " | ".
bool all_known(const Composite& composite, const std::set<std::string, std::less<>>& ids) {
  for (std::string_view members : composite.all) {
    while (!members.empty()) {
      const std::size_t end = std::min(members.find(" | "), members.size());
      if (!ids.contains(members.substr(0, end))) return false;
      members.remove_prefix(std::min(end + 3, members.size()));
    }
  }
  return true;
}

}  // namespace

bool is_guideline(std::string_view category) { return std::ranges::find(kGuidelines, category) != kGuidelines.end(); }

Pack guidelines_of(Pack pack) {
  std::erase_if(pack.rules, [](const Rule& r) { return r.level == Level::quarantine || !is_guideline(r.category); });
  std::set<std::string, std::less<>> ids;
  for (const Rule& rule : pack.rules) ids.insert(rule.id);
  std::erase_if(pack.composites, [&](const Composite& c) {
    return c.level != Level::review || !is_guideline(c.category) || !all_known(c, ids);
  });
  pack.acrostics.clear();
  return pack;
}

}  // namespace holdfast::screening::match

#include "gateway/routes/opening.h"

#include <algorithm>
#include <cmath>

#include "gateway/routes/office.h"

namespace holdfast::routes {
namespace {

void write_finding(json::Writer& out, const Context& context, const flows::CoverFinding& found, bool addressee,
                   const Marks& marks) {
  out.object()
      .field("rule", found.rule)
      .field("category", found.category)
      .field("level", found.level)
      .field("start", found.start)
      .field("end", found.end)
      .field("quote", found.quote)
      .field("reason", finding_reason(context, found.rule))
      .field("view", found.view)
      .field("read_as", found.normalised)
      .field("of", addressee ? "addressee" : "words");
  if (const auto mark = marked(marks, found, addressee); !mark.empty()) out.field("mark", mark);
  out.end();
}

std::string points_text(double points) {
  return screening::points_text(static_cast<std::uint32_t>(std::lround(points * 100)));
}

// What would have had to be there, in words: any of several rules' reasons, or a context's name.
std::string missing_text(const Context& context, std::string_view members) {
  std::string all;
  while (!members.empty()) {
    const auto end = std::min(members.find(" | "), members.size());
    const auto name = members.substr(0, end);
    const auto reason = finding_reason(context, name);
    (all += all.empty() ? "" : " / ") += reason.empty() ? std::string(name) : reason;
    members.remove_prefix(std::min(end + 3, members.size()));
  }
  return all;
}

}  // namespace

std::vector<pages::FindingView> finding_views(const Context& context, const flows::Cover& cover, const Marks* marks) {
  std::vector<pages::FindingView> views;
  const auto add = [&](const flows::CoverFinding& found, bool placed) {
    views.push_back({found.rule, found.category, found.category == "welfare" ? "welfare" : found.level,
                     finding_reason(context, found.rule), found.quote, placed ? found.start : 0, placed ? found.end : 0,
                     found.view, found.normalised,
                     found.rule == "engine.language-switch" ? found.normalised : std::string{}});
    if (marks == nullptr) return;
    views.back().about = mark_about(context, found, !placed);
    views.back().marked = marked(*marks, found, !placed);
  };
  for (const auto& found : cover.findings) add(found, true);
  for (const auto& found : cover.addressee_findings) add(found, false);
  return views;
}

std::optional<pages::WhyNotView> why_not_view(const Context& context, const flows::Cover& cover) {
  if (!cover.nearest) return std::nullopt;
  const auto& nearest = *cover.nearest;
  pages::WhyNotView view{nearest.level,
                         nearest.kind,
                         nearest.category,
                         finding_reason(context, nearest.rule),
                         {},
                         points_text(nearest.points),
                         points_text(nearest.of)};
  for (const auto& members : nearest.missing) view.missing.push_back(missing_text(context, members));
  return view;
}

void write_findings(json::Writer& out, const Context& context, const flows::Cover& cover, const Marks& marks) {
  out.key("findings").array();
  for (const auto& found : cover.findings) write_finding(out, context, found, false, marks);
  for (const auto& found : cover.addressee_findings) write_finding(out, context, found, true, marks);
  out.end();
}

}  // namespace holdfast::routes

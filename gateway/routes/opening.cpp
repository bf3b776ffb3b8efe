#include "gateway/routes/opening.h"

#include "gateway/routes/office.h"

namespace holdfast::routes {
namespace {

void write_finding(json::Writer& out, const Context& context, const flows::CoverFinding& found, std::string_view of) {
  out.object()
      .field("rule", found.rule)
      .field("category", found.category)
      .field("level", found.level)
      .field("start", found.start)
      .field("end", found.end)
      .field("quote", found.quote)
      .field("reason", finding_reason(context, found.rule))
      .field("of", of)
      .end();
}

}  // namespace

std::vector<pages::FindingView> finding_views(const Context& context, const flows::Cover& cover) {
  std::vector<pages::FindingView> views;
  const auto add = [&](const flows::CoverFinding& found, bool placed) {
    views.push_back({found.rule, found.category, found.category == "welfare" ? "welfare" : found.level,
                     finding_reason(context, found.rule), found.quote, placed ? found.start : 0,
                     placed ? found.end : 0});
  };
  for (const auto& found : cover.findings) add(found, true);
  for (const auto& found : cover.addressee_findings) add(found, false);
  return views;
}

void write_findings(json::Writer& out, const Context& context, const flows::Cover& cover) {
  out.key("findings").array();
  for (const auto& found : cover.findings) write_finding(out, context, found, "words");
  for (const auto& found : cover.addressee_findings) write_finding(out, context, found, "addressee");
  out.end();
}

}  // namespace holdfast::routes

// What the routes that open sealed words share: the id in the path, and the findings beside the words.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gateway/flows/review.h"
#include "gateway/json/writer.h"
#include "gateway/routes/app.h"
#include "gateway/routes/marks.h"

namespace holdfast::routes {

// What `flow` says of the thing that the path names.
template <class Id, class Flow>
auto of_path(const Context& context, std::string_view name, Flow flow)
    -> decltype(flow(context.worker, context.principal(), Id{})) {
  const auto id = context.params.id<Id>(name);
  if (!id) return std::unexpected(id.error());
  return flow(context.worker, context.principal(), *id);
}

// Findings of the addressee's line have no place in the words: they are shown beside them. `marks`: this person's; null
// where they mark none.
std::vector<pages::FindingView> finding_views(const Context& context, const flows::Cover& cover, const Marks* marks);

std::optional<pages::WhyNotView> why_not_view(const Context& context, const flows::Cover& cover);

// "findings": [...], in an object that is being written.
void write_findings(json::Writer& out, const Context& context, const flows::Cover& cover, const Marks& marks);

}  // namespace holdfast::routes

#include "gateway/routes/known_persons.h"

namespace holdfast::routes {
namespace {

namespace identity = screening::identity;
using domain::Result;

std::string_view state_of(bool wait) { return wait ? "wait" : "current"; }

void write_persons(json::Writer& out, const std::vector<flows::KnownPerson>& persons, bool scored) {
  out.key("persons").array();
  for (const auto& one : persons) {
    out.object()
        .field("person", one.row.person.text())
        .field("offender_number", one.row.offender_number)
        .field("case_number", one.row.case_number)
        .field("relation", one.row.kind)
        .field("decision", identity::to_string(one.decision))
        .field("tied", one.tied);
    if (scored) out.field("score", one.score);
    out.field("reason", one.reason).end();
  }
  out.end();
}

std::vector<pages::KnownPersonView> views_of(const std::vector<flows::KnownPerson>& persons) {
  std::vector<pages::KnownPersonView> views;
  views.reserve(persons.size());
  for (const auto& one : persons) {
    views.push_back({one.row.person.text(), one.row.offender_number, one.row.kind,
                     one.decision == identity::Decision::sure, one.tied});
  }
  return views;
}

template <class Found>
Result<std::optional<Found>> maybe(Result<Found> found) {
  if (!found) return std::unexpected(found.error());
  return std::optional<Found>{std::move(*found)};
}

}  // namespace

void write_alike(json::Writer& out, const flows::Alike& alike) {
  out.key("alike").object().field("state", state_of(alike.wait));
  write_persons(out, alike.persons, true);
  out.end();
}

void write_spoken(json::Writer& out, const flows::Spoken& spoken) {
  out.key("speaks_of").object().field("state", state_of(spoken.wait));
  out.key("of").array();
  for (const auto& one : spoken.of) {
    out.object()
        .field("start", one.spot.start)
        .field("end", one.spot.end)
        .field("kind", identity::to_string(one.spot.kind));
    write_persons(out, one.persons, false);
    out.end();
  }
  out.end().end();
}

pages::AlikeView alike_view(const flows::Alike& alike) { return {alike.wait, views_of(alike.persons)}; }

pages::SpokenView spoken_view(const flows::Spoken& spoken) {
  pages::SpokenView view{spoken.wait, {}};
  for (const auto& one : spoken.of) {
    view.of.push_back({one.words, std::string(identity::to_string(one.spot.kind)), views_of(one.persons)});
  }
  return view;
}

Result<std::optional<flows::Alike>> alike_of(const Context& context, const flows::PersonRecord& record,
                                             const std::optional<domain::PersonId>& but) {
  if (context.app.registry == nullptr) return std::nullopt;
  return maybe(flows::alike(context.worker, context.principal(), *context.app.registry, record, but));
}

Result<std::optional<flows::Spoken>> spoken_of(const Context& context, std::string_view words,
                                               const std::string& offender_number) {
  if (context.app.registry == nullptr) return std::nullopt;
  return maybe(flows::spoken_of(context.worker, context.principal(), *context.app.registry, words, offender_number));
}

}  // namespace holdfast::routes

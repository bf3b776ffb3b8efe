#include "gateway/routes/rules.h"

#include <algorithm>

#include "gateway/flows/rules.h"
#include "gateway/routes/office.h"
#include "gateway/routes/schema.h"
#include "gateway/routes/second.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::Result;
using domain::RuleSetState;
using flows::Reloaded;
using flows::RuleChange;
using flows::WeakerRule;
using http::Method;
using storage::RuleSetId;
using storage::RuleSetRow;

// Who asked does not answer themselves.
bool may_confirm(const RuleSetRow& set) {
  return set.state == RuleSetState::waiting && domain::two_different_people(set.signed_by);
}

// What a rule says, by the rules that run here: those that a weaker set is compared with.
std::string says(const Context& context, const std::string& rule) {
  const auto rules = context.app.rules.now();
  return std::string(rules->engine.description(rule, context.language));
}

std::string_view measured(const flows::RuleFigures& figures, const std::string& before, const std::string& hash) {
  if (figures.rules == before) return "before";
  return figures.rules == hash ? "after" : "other";
}

std::string place_of(const screening::LoadError& fault) {
  return fault.line == 0 ? fault.file : fault.file + ":" + std::to_string(fault.line);
}

Result<Reloaded> reload(Context& context) {
  const auto folder = flows::read_rule_folder(context.app.config.paths.packs);
  auto reloaded = flows::reload_rules(context.worker, &context.principal(), folder);
  if (reloaded && reloaded->outcome == Reloaded::Outcome::taken) context.app.rules.put(reloaded->made);
  return reloaded;
}

// ---- API ----

constexpr std::string_view kSetRow = R"json({"type":"object","additionalProperties":false,
  "required":["id","hash","before","state","rules","asked_at"],"properties":{
  "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"hash":{"type":"string","pattern":"^[0-9a-f]{64}$"},
  "before":{"description":"the hash of what it was compared with; empty: nothing was in force","type":"string"},
  "state":{"type":"string","enum":["waiting","in_force","replaced","refused","overtaken"]},"rules":{"type":"integer"},
  "asked_by":{"description":"left out for the gateway itself","type":"string"},"asked_at":{"type":"string"},
  "decided_by":{"type":"string"},"decided_at":{"type":"string"})json";
constexpr std::string_view kEnds = "}}";
constexpr std::string_view kStateBegins = R"json({"type":"object","additionalProperties":false,
  "required":["running","gateways","sets"],"properties":{
  "running":{"description":"the hash of the set that the gateway that answers judges by","type":"string"},
  "gateways":{"type":"array","items":{"type":"object","additionalProperties":false,
    "required":["name","hash","since","seen_at"],"properties":{"name":{"type":"string"},"hash":{"type":"string"},
    "since":{"type":"string"},"seen_at":{"type":"string"}}}},
  "sets":{"description":"newest first","type":"array","items":)json";
constexpr std::string_view kStateEnds = "}}}";
constexpr std::string_view kState = kJoined<kStateBegins, kSetRow, kEnds, kStateEnds>;

constexpr std::string_view kWeaker =
    R"json("weaker":{"type":"array","items":{"type":"object","additionalProperties":false,
  "required":["rule","how"],"properties":{"rule":{"type":"string"},"says":{"type":"string"},
  "how":{"type":"array","items":{"type":"string","enum":["removed","retired","set_back","lowered","patterns","words",
    "unless","excuse","company","place"]}},
  "hits":{"description":"letters, where the author left a report beside the packs","type":"integer"},
  "bad":{"type":"integer"},"good":{"type":"integer"},
  "measured":{"type":"string","enum":["before","after","other"]}}}})json";
constexpr std::string_view kReloadBegins = R"json({"type":"object","additionalProperties":false,
  "required":["outcome","before","hash","rules","weaker","faults"],"properties":{
  "outcome":{"type":"string","enum":["same","taken","asked","faulty"]},
  "before":{"description":"in force until now","type":"string"},"hash":{"description":"of the folder","type":"string"},
  "rules":{"type":"integer"},"change":{"description":"what waits for a second person","type":"string"},
  "faults":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["file","line","what"],
    "properties":{"file":{"type":"string"},"line":{"type":"integer"},"what":{"type":"string"}}}},)json";
constexpr std::string_view kReload = kJoined<kReloadBegins, kWeaker, kEnds>;
constexpr std::string_view kComma = ",";
constexpr std::string_view kMayConfirm = R"json(,"may_confirm":{"type":"boolean"})json";
constexpr std::string_view kChange = kJoined<kSetRow, kComma, kWeaker, kMayConfirm, kEnds>;

void write_set(json::Writer& out, const RuleSetRow& set) {
  out.field("id", set.id.text())
      .field("hash", set.hash)
      .field("before", set.before)
      .field("state", name_of(set.state))
      .field("rules", set.rules);
  if (!set.asked_by.empty()) out.field("asked_by", set.asked_by);
  out.field("asked_at", time_text(set.asked));
  if (!set.decided_by.empty()) out.field("decided_by", set.decided_by);
  if (set.decided) out.field("decided_at", time_text(*set.decided));
}

void write_weaker(json::Writer& out, const Context& context, const std::vector<WeakerRule>& weaker,
                  const std::string& before, const std::string& hash) {
  out.key("weaker").array();
  for (const auto& one : weaker) {
    out.object().field("rule", one.rule);
    if (const auto words = says(context, one.rule); !words.empty()) out.field("says", words);
    texts(out, "how", one.how);
    if (const auto& figures = one.figures) {
      out.field("hits", figures->hits)
          .field("bad", figures->bad)
          .field("good", figures->good)
          .field("measured", measured(*figures, before, hash));
    }
    out.end();
  }
  out.end();
}

Answer api_state(Context& context) {
  const auto state = flows::rules_state(context.worker, context.principal());
  if (!state) return std::unexpected(state.error());
  json::Writer out;
  out.object().field("running", context.app.rules.now()->engine.rules_hash()).key("gateways").array();
  for (const auto& one : state->gateways) {
    out.object()
        .field("name", one.holder)
        .field("hash", one.hash)
        .field("since", time_text(one.since))
        .field("seen_at", time_text(one.seen))
        .end();
  }
  out.end().key("sets").array();
  for (const auto& set : state->sets) {
    out.object();
    write_set(out, set);
    out.end();
  }
  out.end().end();
  return http::json(200, out.take());
}

Answer api_reload(Context& context) {
  const auto reloaded = reload(context);
  if (!reloaded) return std::unexpected(reloaded.error());
  json::Writer out;
  out.object()
      .field("outcome", flows::to_string(reloaded->outcome))
      .field("before", reloaded->before)
      .field("hash", reloaded->hash)
      .field("rules", reloaded->rules);
  if (const auto& set = reloaded->set; set && reloaded->outcome == Reloaded::Outcome::asked)
    out.field("change", set->text());
  write_weaker(out, context, reloaded->weaker, reloaded->before, reloaded->hash);
  out.key("faults").array();
  for (const auto& fault : reloaded->faults)
    out.object().field("file", fault.file).field("line", fault.line).field("what", fault.what).end();
  out.end().end();
  return http::json(200, out.take());
}

Result<RuleChange> change(Context& context) {
  const auto id = context.params.id<RuleSetId>("set");
  if (!id) return std::unexpected(id.error());
  return flows::rule_change(context.worker, context.principal(), *id);
}

Answer api_change(Context& context) {
  const auto found = change(context);
  if (!found) return std::unexpected(found.error());
  json::Writer out;
  out.object();
  write_set(out, found->set);
  write_weaker(out, context, found->weaker, found->set.before, found->set.hash);
  out.field("may_confirm", may_confirm(found->set)).end();
  return http::json(200, out.take());
}

using Answering = Result<void> (*)(storage::Worker&, const storage::Principal&, const RuleSetId&);

Result<void> answered(Context& context, Answering answering) {
  const auto id = context.params.id<RuleSetId>("set");
  if (!id) return std::unexpected(id.error());
  return answering(context.worker, context.principal(), *id);
}

Answer api_confirm(Context& context) {
  const auto done = answered(context, flows::confirm_rules);
  if (!done) return std::unexpected(done.error());
  return no_content();
}

Answer api_refuse(Context& context) {
  const auto done = answered(context, flows::refuse_rules);
  if (!done) return std::unexpected(done.error());
  return no_content();
}

// ---- pages ----

pages::RuleSetLine line_of(const RuleSetRow& set) {
  return {set.id.text(),  set.hash,   std::string(name_of(set.state)), set.rules, set.asked_by, set.asked,
          set.decided_by, set.decided};
}

Result<pages::RulesView> rules_view(Context& context) {
  const auto state = flows::rules_state(context.worker, context.principal());
  if (!state) return std::unexpected(state.error());
  pages::RulesView view;
  std::string present;
  for (const auto& set : state->sets) {
    view.sets.push_back(line_of(set));
    if (set.state == RuleSetState::in_force) present = set.hash;
  }
  for (const auto& one : state->gateways)
    view.gateways.push_back({one.holder, one.hash, one.hash == present, one.since, one.seen});
  return view;
}

Answer rules_page(Context& context) {
  const auto view = rules_view(context);
  if (!view) return std::unexpected(view.error());
  return page(context, *view);
}

constexpr std::string_view kHome = "/settings/rules";

Answer faulty_page(Context& context, const flows::RuleFaults& faults) {
  auto view = rules_view(context);
  if (!view) return std::unexpected(view.error());
  for (const auto& fault : faults) view->faults.push_back({place_of(fault), fault.what});
  auto framed = frame(context);
  framed.path = kHome;
  return page(context.app.pages.render(framed, *view), 422);
}

Answer reload_page(Context& context) {
  const auto reloaded = reload(context);
  if (!reloaded) return std::unexpected(reloaded.error());
  switch (reloaded->outcome) {
    case Reloaded::Outcome::same:
      return see_other(kHome, pages::Flash::rules_same);
    case Reloaded::Outcome::taken:
      return see_other(kHome, pages::Flash::rules_taken);
    case Reloaded::Outcome::faulty:
      return faulty_page(context, reloaded->faults);
    case Reloaded::Outcome::asked:
    case Reloaded::Outcome::weaker:
      break;
  }
  return see_other(kHome, pages::Flash::rules_asked);
}

Answer change_page(Context& context) {
  const auto found = change(context);
  if (!found) return std::unexpected(found.error());
  pages::RuleChangeView view;
  view.set = line_of(found->set);
  view.before = found->set.before;
  for (const auto& one : found->weaker) {
    pages::RuleChangeView::Weaker row{one.rule, says(context, one.rule), one.how, std::nullopt, 0, 0, ""};
    if (const auto& figures = one.figures) {
      row.hits = figures->hits;
      row.bad = figures->bad;
      row.good = figures->good;
      row.measured = measured(*figures, found->set.before, found->set.hash);
    }
    view.weaker.push_back(std::move(row));
  }
  view.own = !may_confirm(found->set);
  const auto title = second_title(context);
  if (!title) return std::unexpected(title.error());
  view.waits_for = *title;
  return page(context, view);
}

Answer confirm_page(Context& context) {
  const auto done = answered(context, flows::confirm_rules);
  if (!done) return std::unexpected(done.error());
  return see_other(after_answer(context, std::string(kHome)), pages::Flash::rules_confirmed);
}

Answer refuse_page(Context& context) {
  const auto done = answered(context, flows::refuse_rules);
  if (!done) return std::unexpected(done.error());
  return see_other(after_answer(context, std::string(kHome)), pages::Flash::rules_refused);
}

constexpr Route kRoutes[] = {
    {.path = "/settings/rules", .act = Act::settings_read, .handle = rules_page},
    {.method = Method::post,
     .path = "/settings/rules/reload",
     .act = Act::rules_reload,
     .lane = LaneName::rules,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = reload_page},
    {.path = "/settings/rules/{set}", .act = Act::rules_follow, .handle = change_page},
    {.method = Method::post,
     .path = "/settings/rules/{set}/confirmation",
     .act = Act::rules_answer,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = confirm_page},
    {.method = Method::post,
     .path = "/settings/rules/{set}/refusal",
     .act = Act::rules_answer,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = refuse_page},
    {.path = "/api/v1/rules",
     .act = Act::settings_read,
     .handle = api_state,
     .doc = {"Which rules of screening each gateway judges by, and the sets that were asked for", "", kState, 200, ""}},
    {.method = Method::post,
     .path = "/api/v1/rules/reload",
     .act = Act::rules_reload,
     .lane = LaneName::rules,
     .handle = api_reload,
     .doc = {"Take the rules of this gateway's folder, whole or not at all; what would stop less waits for a second "
             "person",
             "", kReload, 200, "409"}},
    {.path = "/api/v1/rules/changes/{set}",
     .act = Act::rules_follow,
     .handle = api_change,
     .doc = {"A set of rules that was asked for, and what it makes weaker", "", kChange, 200, "404"}},
    {.method = Method::post,
     .path = "/api/v1/rules/changes/{set}/confirmation",
     .act = Act::rules_answer,
     .handle = api_confirm,
     .doc = {"The second of two people agrees: every gateway takes these rules within seconds", "", "", 204,
             "404 409"}},
    {.method = Method::post,
     .path = "/api/v1/rules/changes/{set}/refusal",
     .act = Act::rules_answer,
     .handle = api_refuse,
     .doc = {"Keep the rules in force", "", "", 204, "404 409"}},
};

}  // namespace

std::span<const Route> rules_routes() { return kRoutes; }

}  // namespace holdfast::routes

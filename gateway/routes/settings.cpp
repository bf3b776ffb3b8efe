#include "gateway/routes/settings.h"

#include "gateway/flows/look.h"
#include "gateway/routes/office.h"

namespace holdfast::routes {
namespace {

using domain::Act;

// More than this waiting means that nobody sequences.
constexpr std::int64_t kMostWaiting = 10'000;

constexpr std::string_view kSchema = R"json({"type":"object","additionalProperties":false,
  "required":["accounts","programmes","rules","engine","schema","schema_fits","keeper","log"],"properties":{
  "accounts":{"type":"array","items":{"type":"object","additionalProperties":false,
    "required":["id","name","role","state","created_at"],"properties":{
    "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"name":{"type":"string"},"role":{"type":"string"},
    "belongs_to":{"type":"string"},"state":{"type":"string","enum":["active","disabled"]},"created_at":{"type":"string"}}}},
  "programmes":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["id","name","institution","accounts"],
    "properties":{"id":{"type":"string"},"name":{"type":"string"},"institution":{"type":"string"},"accounts":{"type":"integer"}}}},
  "rules":{"type":"string"},"engine":{"type":"string"},"schema":{"type":"integer"},"schema_fits":{"type":"boolean"},
  "keeper":{"type":"boolean"},"log":{"type":"object","additionalProperties":false,"required":["size","waiting"],
    "properties":{"size":{"type":"integer"},"waiting":{"type":"integer"}}}}})json";

std::string_view state_of(const storage::AccountRow& account) { return account.disabled ? "disabled" : "active"; }

std::string json_of(const flows::SystemState& state) {
  json::Writer out;
  out.object().key("accounts").array();
  for (const auto& account : state.agency.accounts) {
    out.object()
        .field("id", account.account.text())
        .field("name", account.name)
        .field("role", domain::role_name(account.role));
    if (!account.belongs_to.empty()) out.field("belongs_to", account.belongs_to);
    out.field("state", state_of(account)).field("created_at", time_text(account.created)).end();
  }
  out.end().key("programmes").array();
  for (const auto& one : state.agency.programmes) {
    out.object()
        .field("id", one.programme.text())
        .field("name", one.name)
        .field("institution", one.institution)
        .field("accounts", one.accounts)
        .end();
  }
  out.end()
      .field("rules", state.rules)
      .field("engine", state.engine)
      .field("schema", state.schema)
      .field("schema_fits", state.schema_fits)
      .field("keeper", state.keeper);
  out.key("log").object().field("size", state.log.size).field("waiting", state.log.waiting).end().end();
  return out.take();
}

Answer api_settings(Context& context) {
  const auto state = flows::system_state(context.worker, context.principal(), context.app.rules.now()->engine);
  if (!state) return std::unexpected(state.error());
  return http::json(200, json_of(*state));
}

Answer settings_page(Context& context) {
  const auto state = flows::system_state(context.worker, context.principal(), context.app.rules.now()->engine);
  if (!state) return std::unexpected(state.error());
  pages::SettingsView view;
  for (const auto& account : state->agency.accounts) {
    view.accounts.push_back({account.name, std::string(domain::role_name(account.role)), account.belongs_to,
                             std::string(state_of(account))});
  }
  for (const auto& one : state->agency.programmes) view.programmes.push_back({one.name, one.institution, "approved"});
  view.packs.push_back({"rules", state->engine, state->rules});
  view.checks = {{"database", state->schema_fits, "schema " + std::to_string(state->schema)},
                 {"keeper", state->keeper, {}},
                 {"log", state->log.waiting <= kMostWaiting,
                  std::to_string(state->log.size) + " + " + std::to_string(state->log.waiting)}};
  view.version = HOLDFAST_VERSION;
  return page(context, view);
}

constexpr Route kRoutes[] = {
    {.path = "/settings", .act = Act::settings_read, .handle = settings_page},
    {.path = "/api/v1/settings",
     .act = Act::settings_read,
     .handle = api_settings,
     .doc = {"Accounts of staff, programmes, the rules in force, and how the parts are", "", kSchema, 200, ""}},
};

}  // namespace

std::span<const Route> settings_routes() { return kRoutes; }

}  // namespace holdfast::routes

#include "storage/postgres/rule_sets.h"

#include "storage/postgres/internal.h"
#include "storage/sealing/random.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using domain::RuleSetState;

constexpr auto kInForce = "select x.oid, x.hash from hf.rule_set x where x.agency_id = $1 and x.outcome = 'in_force'";
constexpr auto kFiles = "select x.files from hf.rule_set x where x.agency_id = $1 and x.oid = $2";
constexpr auto kAdd = R"sql(
  insert into hf.rule_set (agency_id, oid, before, hash, engine, files, rules, weaker, outcome, asked_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10)
)sql";
constexpr auto kAnswer = R"sql(
  update hf.rule_set set outcome = $3, decided_by = $4, decided_at = hf.now()
   where agency_id = $1 and oid = $2 and outcome = 'waiting'
)sql";
constexpr std::string_view kRows = R"sql(
  select x.oid, x.outcome, x.hash, x.before, x.engine, x.rules, x.weaker::text,
         case when a.role is distinct from 'system' then coalesce(a.display_name, '') else '' end, hf.micros(x.asked_at),
         case when d.role is distinct from 'system' then coalesce(d.display_name, '') else '' end, hf.micros(x.decided_at),
         a.human_id
    from hf.rule_set x
    left join hf.account a on a.agency_id = x.agency_id and a.id = x.asked_by
    left join hf.account d on d.agency_id = x.agency_id and d.id = x.decided_by
   where x.agency_id = $1 and )sql";
constexpr auto kNote = R"sql(
  insert into hf.gateway_rules as g (agency_id, holder, hash) values ($1, $2, $3)
  on conflict (agency_id, holder) do update
     set hash = excluded.hash, since = case when g.hash = excluded.hash then g.since else excluded.since end,
         seen_at = excluded.seen_at
)sql";
constexpr auto kForget = "delete from hf.gateway_rules where agency_id = $1 and seen_at < hf.now() - interval '1 day'";
constexpr auto kGateways = R"sql(
  select g.holder, g.hash, hf.micros(g.since), hf.micros(g.seen_at) from hf.gateway_rules g where g.agency_id = $1
   order by g.holder
)sql";

RuleSetRow row_of(const pqxx::row& row, const Principal& who) {
  RuleSetRow found;
  found.id = id_of<RuleSetId>(row[0]);
  found.state = domain::parse_name<RuleSetState>(row[1].as<std::string>()).value_or(RuleSetState::overtaken);
  found.hash = row[2].as<std::string>();
  found.before = row[3].as<std::string>();
  found.engine = row[4].as<std::string>();
  found.rules = row[5].as<int>();
  found.weaker = row[6].as<std::string>();
  found.asked_by = row[7].as<std::string>();
  found.asked = time_of(row[8]);
  found.decided_by = row[9].as<std::string>();
  found.decided = maybe_time_of(row[10]);
  if (!row[11].is_null()) found.signed_by.first = natural(row[11].as<std::int64_t>());
  found.signed_by.second = natural(who.human);
  return found;
}

Result<RuleSetId> add(Transaction& tx, const NewRuleSet& set, RuleSetState state) {
  const auto id = sealing::random_id<RuleSetId>();
  Keys::work(tx).exec_params0(kAdd, Keys::agency(tx), binary(id), set.before, set.hash, set.engine, set.files,
                              set.rules, set.weaker, std::string(name_of(state)), Keys::account(tx));
  return id;
}

Result<void> answer(Transaction& tx, const RuleSetId& set, RuleSetState state) {
  return one_row(Keys::work(tx).exec_params(kAnswer, Keys::agency(tx), binary(set), std::string(name_of(state)),
                                            Keys::account(tx)));
}

}  // namespace

Result<std::optional<RulesHere>> rules_in_force(Transaction& tx) {
  const auto rows = Keys::work(tx).exec_params(kInForce, Keys::agency(tx));
  if (rows.empty()) return std::nullopt;
  return RulesHere{id_of<RuleSetId>(rows.front()[0]), rows.front()[1].as<std::string>()};
}

Result<std::string> rule_files(Transaction& tx, const RuleSetId& set) {
  const auto rows = Keys::work(tx).exec_params(kFiles, Keys::agency(tx), binary(set));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  return rows.front()[0].as<std::string>();
}

Result<RuleSetRow> rule_set(Transaction& tx, const Principal& who, const RuleSetId& set) {
  const auto rows = Keys::work(tx).exec_params(std::string(kRows) + "x.oid = $2", Keys::agency(tx), binary(set));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  return row_of(rows.front(), who);
}

Result<std::optional<RuleSetRow>> waiting_rule_set(Transaction& tx, const Principal& who) {
  const auto rows = Keys::work(tx).exec_params(std::string(kRows) + "x.outcome = 'waiting'", Keys::agency(tx));
  if (rows.empty()) return std::nullopt;
  return row_of(rows.front(), who);
}

Result<std::vector<RuleSetRow>> rule_sets(Transaction& tx, const Principal& who, int limit) {
  std::vector<RuleSetRow> found;
  for (const auto& row :
       Keys::work(tx).exec_params(std::string(kRows) + "true order by x.id desc limit $2", Keys::agency(tx), limit))
    found.push_back(row_of(row, who));
  return found;
}

Result<RuleSetId> take_rule_set(Transaction& tx, const NewRuleSet& set) { return add(tx, set, RuleSetState::in_force); }

Result<RuleSetId> ask_rule_set(Transaction& tx, const NewRuleSet& set) { return add(tx, set, RuleSetState::waiting); }

Result<void> confirm_rule_set(Transaction& tx, const RuleSetId& set) { return answer(tx, set, RuleSetState::in_force); }

Result<void> refuse_rule_set(Transaction& tx, const RuleSetId& set) { return answer(tx, set, RuleSetState::refused); }

Result<void> note_gateway(Transaction& tx, const std::string& holder, const std::string& hash) {
  auto& work = Keys::work(tx);
  work.exec_params0(kNote, Keys::agency(tx), holder, hash);
  work.exec_params0(kForget, Keys::agency(tx));
  return {};
}

Result<std::vector<GatewayRules>> gateways(Transaction& tx) {
  std::vector<GatewayRules> found;
  for (const auto& row : Keys::work(tx).exec_params(kGateways, Keys::agency(tx)))
    found.push_back({row[0].as<std::string>(), row[1].as<std::string>(), time_of(row[2]), time_of(row[3])});
  return found;
}

}  // namespace holdfast::storage

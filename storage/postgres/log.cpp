#include "storage/postgres/log.h"

#include <algorithm>

#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kLease = "select hf.lease_take($1, 'sequencer', $2, make_interval(secs => $3))";
constexpr auto kLastHead =
    "select size, frontier, seen_to::text from hf.audit_head where agency_id = $1 order by size desc limit 1";
constexpr auto kClaim = R"sql(
  select l.id, l.leaf from hf.audit_leaf l
   where l.agency_id = $1 and l.born >= $2::xid8
     and not exists (select from hf.audit_position p where p.agency_id = l.agency_id and p.leaf_id = l.id)
   order by l.born, l.id limit $3
)sql";
// Many leaves in one parameter, 49 bytes each.
constexpr auto kBlanks = R"sql(
  insert into hf.audit_leaf (agency_id, leaf)
  select $1, substring($2::bytea from 49 * n + 1 for 49) from generate_series(0, $3::integer - 1) as n order by n returning id, leaf
)sql";
constexpr auto kPlace = R"sql(
  insert into hf.audit_position (agency_id, index, leaf_id)
  select $1, $2 + p.ord - 1, p.id from unnest($3::bigint[]) with ordinality as p (id, ord)
)sql";
constexpr auto kHead = R"sql(
  insert into hf.audit_head (agency_id, size, root, frontier, seen_to, lease) values ($1, $2, $3, $4, $5::xid8, $6)
)sql";
constexpr auto kHeads = "select size, root from hf.audit_head where agency_id = $1 order by size";
constexpr auto kLeaves = R"sql(
  select p.index, l.leaf from hf.audit_position p
    left join hf.audit_leaf l on l.agency_id = p.agency_id and l.id = p.leaf_id
   where p.agency_id = $1 and p.index >= $2 order by p.index limit 10000
)sql";
constexpr auto kLag = R"sql(
  select (select count(*) from hf.audit_leaf l where l.agency_id = $1
             and l.born >= coalesce((select h.seen_to from hf.audit_head h where h.agency_id = $1 order by h.size desc limit 1),
                                    '0'::xid8)
             and not exists (select from hf.audit_position p where p.agency_id = l.agency_id and p.leaf_id = l.id)),
         coalesce((select max(h.size) from hf.audit_head h where h.agency_id = $1), 0)
)sql";

struct Tree {
  audit::Frontier frontier;
  std::string seen_to = "0";
};

Result<Tree> last_tree(Transaction& tx) {
  const auto rows = Keys::work(tx).exec_params(kLastHead, Keys::agency(tx));
  if (rows.empty()) return Tree{};
  auto frontier = audit::Frontier::restore(bytes_of(rows.front()[1]));
  if (!frontier || static_cast<std::int64_t>(frontier->size()) != rows.front()[0].as<std::int64_t>()) {
    return fail(Problem::internal, "the newest head does not fit its frontier");
  }
  return Tree{std::move(*frontier), rows.front()[2].as<std::string>()};
}

std::vector<std::uint8_t> blank_leaves(int count) {
  std::vector<std::uint8_t> bytes;
  for (int i = 0; i < count; ++i) {
    const auto leaf = audit::blank_leaf();
    bytes.insert(bytes.end(), leaf.begin(), leaf.end());
  }
  return bytes;
}

Result<std::int64_t> take_turn(Transaction& tx, const SequencerTurn& turn) {
  auto& work = Keys::work(tx);
  const auto agency = Keys::agency(tx);
  const auto lease =
      work.exec_params1(kLease, agency, turn.holder, std::chrono::duration<double>(turn.lease).count())[0];
  if (lease.is_null()) return 0;
  auto tree = last_tree(tx);
  if (!tree) return std::unexpected(tree.error());
  // The horizon is read before the rows: whatever was committed between is claimed now and seen again, never missed.
  const auto horizon = work.exec1("select pg_snapshot_xmin(pg_current_snapshot())::text")[0].as<std::string>();
  // A batch against the whole log: looked up leaf by leaf, never by reading all places.
  work.exec("set local enable_hashjoin = off; set local enable_mergejoin = off");
  const auto rows = work.exec_params(kClaim, agency, tree->seen_to, turn.most);
  if (rows.empty()) return 0;
  const auto first = static_cast<std::int64_t>(tree->frontier.size());
  std::vector<std::int64_t> ids;
  for (const auto& row : rows) {
    ids.push_back(row[0].as<std::int64_t>());
    tree->frontier.append_leaf(bytes_of(row[1]));
  }
  const auto blanks = static_cast<int>((turn.step - static_cast<std::int64_t>(ids.size()) % turn.step) % turn.step);
  for (const auto& row : work.exec_params(kBlanks, agency, binary(blank_leaves(blanks)), blanks)) {
    ids.push_back(row[0].as<std::int64_t>());
    tree->frontier.append_leaf(bytes_of(row[1]));
  }
  work.exec_params0(kPlace, agency, first, array_text(ids));
  const bool all = static_cast<std::int64_t>(rows.size()) < turn.most;
  work.exec_params0(kHead, agency, static_cast<std::int64_t>(tree->frontier.size()), binary(tree->frontier.root()),
                    binary(tree->frontier.store()), all ? horizon : tree->seen_to, lease.as<std::int64_t>());
  return static_cast<std::int64_t>(ids.size());
}

std::vector<audit::Head> heads_of(Transaction& tx) {
  std::vector<audit::Head> heads;
  for (const auto& row : Keys::work(tx).exec_params(kHeads, Keys::agency(tx))) {
    audit::Head head;
    head.size = row[0].as<std::uint64_t>();
    const auto root = bytes_of(row[1]);
    std::copy_n(root.begin(), std::min(root.size(), head.root.size()), head.root.begin());
    heads.push_back(head);
  }
  return heads;
}

}  // namespace

Result<std::int64_t> sequence(Worker& worker, const SequencerTurn& turn) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) { return take_turn(tx, turn); });
}

Result<audit::Report> verify_log(Database& database, const Actor& reader) {
  return database.run(reader, [&](Transaction& tx) -> Result<audit::Report> {
    audit::Verifier verifier(heads_of(tx));
    for (std::int64_t next = 0;;) {
      const auto rows = Keys::work(tx).exec_params(kLeaves, Keys::agency(tx), next);
      for (const auto& row : rows) {
        const auto index = row[0].as<std::int64_t>();
        const auto leaf = row[1].is_null() ? std::vector<std::uint8_t>{} : bytes_of(row[1]);
        if (!verifier.take(static_cast<std::uint64_t>(index), leaf)) return verifier.finish(audit::Tail::refuse);
        next = index + 1;
      }
      if (rows.size() < 10'000) return verifier.finish(audit::Tail::refuse);
    }
  });
}

Result<LogLag> log_lag(Database& database, const Actor& reader) {
  return database.run(reader, [&](Transaction& tx) -> Result<LogLag> {
    const auto row = Keys::work(tx).exec_params1(kLag, Keys::agency(tx));
    return LogLag{row[0].as<std::int64_t>(), row[1].as<std::int64_t>()};
  });
}

}  // namespace holdfast::storage

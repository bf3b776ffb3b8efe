#include "storage/postgres/log_entries.h"

#include <algorithm>

#include "storage/postgres/internal.h"
#include "storage/sealing/random.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

// A leaf's time is the head's that first holds it: the entry's own time is sealed.
#define HOLDFAST_LOG_ROW                                                                               \
  "select substring(l.leaf from 2 for 16), p.index, "                                                  \
  "(select hf.micros(h.at) from hf.audit_head h where h.agency_id = l.agency_id and h.size > p.index " \
  " order by h.size limit 1), l.sealed is null, l.id "
#define HOLDFAST_LOG_FROM \
  "from hf.audit_leaf l left join hf.audit_position p on p.agency_id = l.agency_id and p.leaf_id = l.id "

constexpr auto kRows = HOLDFAST_LOG_ROW HOLDFAST_LOG_FROM R"sql(
   where l.agency_id = $1 and l.sealed is not null and ($2 = 0 or l.id < $2)
     and ($3::bigint is null
          or l.id <= (select f.leaf_id from hf.audit_position f where f.agency_id = $1 and f.index <= $3
                       order by f.index desc limit 1))
   order by l.id desc limit $4
)sql";
constexpr auto kHead =
    "select size, root, hf.micros(at) from hf.audit_head where agency_id = $1 order by size desc limit 1";
constexpr auto kEntry =
    HOLDFAST_LOG_ROW ", l.leaf, l.sealed " HOLDFAST_LOG_FROM
                     "where l.agency_id = $1 and substring(l.leaf from 2 for 16) = $2 and l.sealed is not null";
constexpr auto kLook =
    "insert into hf.entry_look (agency_id, oid, leaf_id, account_id, at) values ($1, $2, $3, $4, hf.now())";

LogRow row_of(const pqxx::row& row) {
  LogRow found;
  found.entry = id_of<domain::EntryId>(row[0]);
  if (!row[1].is_null()) found.index = row[1].as<std::int64_t>();
  found.placed = maybe_time_of(row[2]);
  found.blank = row[3].as<bool>();
  found.place = row[4].as<std::int64_t>();
  return found;
}

}  // namespace

Result<std::vector<LogRow>> log_rows(Transaction& tx, std::int64_t place, std::optional<std::int64_t> from, int limit) {
  std::vector<LogRow> found;
  for (const auto& row : Keys::work(tx).exec_params(kRows, Keys::agency(tx), place, from, limit))
    found.push_back(row_of(row));
  return found;
}

Result<LogHead> log_head(Transaction& tx) {
  const auto rows = Keys::work(tx).exec_params(kHead, Keys::agency(tx));
  LogHead head;
  if (rows.empty()) return head;
  head.size = rows.front()[0].as<std::int64_t>();
  const auto root = bytes_of(rows.front()[1]);
  std::copy_n(root.begin(), std::min(root.size(), head.root.size()), head.root.begin());
  head.at = time_of(rows.front()[2]);
  return head;
}

Result<LookAtEntry> look_at_entry(Transaction& tx, const domain::EntryId& entry) {
  auto& work = Keys::work(tx);
  const auto rows = work.exec_params(kEntry, Keys::agency(tx), binary(entry));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  LookAtEntry look;
  look.grant = sealing::random_id<domain::GrantId>();
  look.row = row_of(rows.front());
  const auto leaf = bytes_of(rows.front()[5]);
  std::copy_n(leaf.begin(), std::min(leaf.size(), look.leaf.size()), look.leaf.begin());
  look.sealed = bytes_of(rows.front()[6]);
  work.exec_params0(kLook, Keys::agency(tx), binary(look.grant), look.row.place, Keys::account(tx));
  return look;
}

Result<OpenedEntry> open_look(Worker& worker, const Principal& who, const LookAtEntry& look) {
  const domain::ObjectId object{look.row.entry.bytes};
  const auto key = worker.here->keeper->key({{},
                                             {worker.here->agency, sealing::Purpose::entry, object},
                                             sealing::GrantKind::audit_entry,
                                             look.grant,
                                             who.account});
  if (!key) return std::unexpected(key.error());
  return open_entry(*key, worker.here->agency, look.leaf, look.sealed);
}

}  // namespace holdfast::storage

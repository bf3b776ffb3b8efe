#include "storage/postgres/feeds.h"

#include <algorithm>

#include "storage/postgres/internal.h"
#include "storage/postgres/people.h"
#include "storage/sealing/random.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kFeed = "select f.oid from hf.feed f where f.agency_id = $1 and f.kind = $2 and f.name = $3";
constexpr auto kRow = R"sql(
  select x.digest, x.outcome = 'asked', o.oid, p.oid, coalesce(w.number, '')
    from hf.feed_row x join hf.feed f on f.agency_id = x.agency_id and f.id = x.feed_id
    left join hf.contact_order o on o.agency_id = x.agency_id and o.id = x.order_id
    left join hf.person p on p.agency_id = x.agency_id and p.id = x.person_id
    left join hf.offender w on w.agency_id = x.agency_id and w.id = x.offender_id
   where x.agency_id = $1 and f.oid = $2 and x.key_hash = $3 order by x.id desc limit 1
)sql";
constexpr auto kNoteRow = R"sql(
  insert into hf.feed_row (agency_id, feed_id, key_hash, digest, outcome, order_id, person_id, offender_id)
  select f.agency_id, f.id, $3, $4, $5,
         (select o.id from hf.contact_order o where o.agency_id = f.agency_id and o.oid = $6),
         (select p.id from hf.person p where p.agency_id = f.agency_id and p.oid = $7),
         (select w.id from hf.offender w where w.agency_id = f.agency_id and w.number = $8)
    from hf.feed f where f.agency_id = $1 and f.oid = $2
)sql";
constexpr auto kPersonOfKey = R"sql(
  select distinct p.oid from hf.feed_row x
    join hf.person p on p.agency_id = x.agency_id and p.id = x.person_id
    join hf.offender o on o.agency_id = p.agency_id and o.id = p.offender_id
   where x.agency_id = $1 and x.key_hash = $2 and o.number = $3 limit 2
)sql";
constexpr auto kNoteRun = R"sql(
  insert into hf.feed_run (agency_id, feed_id, whole, taken, versions, unchanged, waiting, refused, entered_by)
  select f.agency_id, f.id, $3, $4, $5, $6, $7, $8, $9 from hf.feed f where f.agency_id = $1 and f.oid = $2
)sql";
constexpr auto kBarsLess = R"sql(
  insert into hf.task (agency_id, oid, kind, feed_id, order_id)
  select f.agency_id, $3, 'feed_bars_less', f.id, o.id from hf.feed f join hf.contact_order o on o.agency_id = f.agency_id
   where f.agency_id = $1 and f.oid = $2 and o.oid = $4
)sql";
constexpr auto kLockOffenders = R"sql(
  select from hf.offender o where o.agency_id = $1 and o.number = any ($2) order by o.id for update
)sql";
constexpr auto kBarred = R"sql(
  select h.oid from hf.hold h join hf.offender o on o.agency_id = h.agency_id and o.id = h.offender_id
    join hf.letter l on l.agency_id = h.agency_id and l.id = h.letter_id
   where h.agency_id = $1 and o.number = $2 and h.state not in ('delivered', 'withdrawn', 'destroyed')
     and hf.bar_of_pair(h.agency_id, h.offender_id, h.person_id, l.channel, hf.now()) is not null
   order by h.id
)sql";
constexpr auto kRecalled = R"sql(
  select h.oid from hf.task t join hf.contact_order n on n.agency_id = t.agency_id and n.id = t.order_id
    join hf.hold h on h.agency_id = t.agency_id and h.id = t.hold_id
   where t.agency_id = $1 and n.oid = $2 and t.kind = 'tell_recipient' order by h.id
)sql";
constexpr auto kInstitution = "select from hf.institution i where i.agency_id = $1 and i.code = $2";
constexpr auto kHouse = R"sql(
  update hf.offender o
     set institution_id = (select i.id from hf.institution i where i.agency_id = o.agency_id and i.code = $3),
         custody = $4, name = coalesce(nullif($5, ''), o.name)
   where o.agency_id = $1 and o.number = $2
)sql";
constexpr auto kWatch = "select hf.watch_feed($1, $2, $3, $4)";
constexpr auto kAges = R"sql(
  select f.kind, f.name, hf.micros((select max(r.at) from hf.feed_run r where r.agency_id = f.agency_id and r.feed_id = f.id)),
         hf.micros(f.since), hf.micros(hf.now())
    from hf.feed f where f.agency_id = $1 order by f.kind, f.name
)sql";

pqxx::binarystring binary(const sealing::KeyedHash& hash) {
  return storage::binary(std::span<const std::uint8_t>(hash));
}
sealing::KeyedHash hash_of(const pqxx::field& field) {
  sealing::KeyedHash hash{};
  const auto bytes = bytes_of(field);
  if (bytes.size() == hash.size()) std::ranges::copy(bytes, hash.begin());
  return hash;
}

// The three columns of a target, two of which find nothing.
struct TargetKeys {
  pqxx::binarystring order = storage::binary(std::span<const std::uint8_t>{});
  pqxx::binarystring person = storage::binary(std::span<const std::uint8_t>{});
  std::string offender;
};
TargetKeys keys_of(const FeedTarget& target) {
  TargetKeys keys;
  if (const auto* order = std::get_if<domain::OrderId>(&target)) keys.order = storage::binary(*order);
  if (const auto* person = std::get_if<domain::PersonId>(&target)) keys.person = storage::binary(*person);
  if (const auto* offender = std::get_if<OffenderNumber>(&target)) keys.offender = offender->text;
  return keys;
}

std::vector<domain::HoldId> holds_of(const pqxx::result& rows) {
  std::vector<domain::HoldId> holds;
  for (const auto& row : rows) holds.push_back(id_of<domain::HoldId>(row[0]));
  return holds;
}

}  // namespace

Result<FeedId> take_feed(Transaction& tx, const std::string& kind, const std::string& name) {
  Keys::work(tx).exec_params("select hf.take_feed($1, $2)", kind, name);
  const auto rows = Keys::work(tx).exec_params(kFeed, Keys::agency(tx), kind, name);
  if (rows.empty()) return fail(Problem::forbidden, "the database does not allow it");
  return id_of<FeedId>(rows.front()[0]);
}

Result<std::optional<FeedRow>> feed_row(Transaction& tx, const FeedId& feed, const sealing::KeyedHash& key) {
  const auto rows = Keys::work(tx).exec_params(kRow, Keys::agency(tx), storage::binary(feed), binary(key));
  if (rows.empty()) return std::nullopt;
  const auto row = rows.front();
  FeedRow found{hash_of(row[0]), row[1].as<bool>(), OffenderNumber{row[4].as<std::string>()}};
  if (!row[2].is_null()) found.target = id_of<domain::OrderId>(row[2]);
  if (!row[3].is_null()) found.target = id_of<domain::PersonId>(row[3]);
  return found;
}

Result<void> note_feed_row(Transaction& tx, const FeedId& feed, const sealing::KeyedHash& key, const FeedRow& row) {
  const auto target = keys_of(row.target);
  return one_row(Keys::work(tx).exec_params(kNoteRow, Keys::agency(tx), storage::binary(feed), binary(key),
                                            binary(row.digest), row.asked ? "asked" : "taken", target.order,
                                            target.person, target.offender));
}

Result<std::optional<domain::PersonId>> person_of_key(Transaction& tx, const sealing::KeyedHash& key,
                                                      const std::string& offender_number) {
  const auto rows = Keys::work(tx).exec_params(kPersonOfKey, Keys::agency(tx), binary(key), offender_number);
  if (rows.size() != 1) return std::nullopt;
  return id_of<domain::PersonId>(rows.front()[0]);
}

Result<void> note_feed_run(Transaction& tx, const FeedId& feed, const FeedRun& run) {
  return one_row(Keys::work(tx).exec_params(kNoteRun, Keys::agency(tx), storage::binary(feed), run.whole, run.taken,
                                            run.versions, run.unchanged, run.waiting, run.refused, Keys::account(tx)));
}

Result<void> raise_bars_less(Transaction& tx, const FeedId& feed, const domain::OrderId& order) {
  return one_row(Keys::work(tx).exec_params(kBarsLess, Keys::agency(tx), storage::binary(feed),
                                            storage::binary(sealing::random_id<FeedId>()), storage::binary(order)));
}

Result<void> lock_offenders(Transaction& tx, const std::vector<std::string>& numbers) {
  Keys::work(tx).exec_params(kLockOffenders, Keys::agency(tx), array_text(numbers));
  return {};
}

Result<std::vector<domain::HoldId>> barred_holds(Transaction& tx, const std::string& offender_number) {
  return holds_of(Keys::work(tx).exec_params(kBarred, Keys::agency(tx), offender_number));
}

Result<std::vector<domain::HoldId>> recalled_holds(Transaction& tx, const domain::OrderId& version) {
  return holds_of(Keys::work(tx).exec_params(kRecalled, Keys::agency(tx), storage::binary(version)));
}

Result<void> house_offender(Transaction& tx, const Housing& housing) {
  auto& work = Keys::work(tx);
  const auto agency = Keys::agency(tx);
  if (!housing.institution.empty() && work.exec_params(kInstitution, agency, housing.institution).empty()) {
    return fail(Problem::invalid_field, "no institution of this code", "institution");
  }
  if (auto known = ensure_offender(tx, housing.offender_number); !known) return known;
  return one_row(
      work.exec_params(kHouse, agency, housing.offender_number, housing.institution, housing.custody, housing.name));
}

Result<bool> watch_feed(Transaction& tx, const std::string& kind, const std::string& name, int hours) {
  const auto row =
      Keys::work(tx).exec_params1(kWatch, kind, name, hours, storage::binary(sealing::random_id<FeedId>()));
  return row[0].as<bool>();
}

Result<std::vector<FeedAge>> feed_ages(Transaction& tx) {
  std::vector<FeedAge> ages;
  for (const auto& row : Keys::work(tx).exec_params(kAges, Keys::agency(tx))) {
    ages.push_back(
        {row[0].as<std::string>(), row[1].as<std::string>(), maybe_time_of(row[2]), time_of(row[3]), time_of(row[4])});
  }
  return ages;
}

}  // namespace holdfast::storage

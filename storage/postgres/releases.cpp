#include "storage/postgres/releases.h"

#include "storage/postgres/row_keys.h"

namespace holdfast::storage {
namespace {

using domain::Result;

constexpr auto kLive = R"sql(
  select r.oid, d.state, d.way, r.id, d.id, r.version_id
    from hf.release r join hf.delivery d on d.agency_id = r.agency_id and d.release_id = r.id
   where r.agency_id = $1 and r.hold_id = $2
     and not exists (select from hf.recall y where y.agency_id = r.agency_id and y.release_id = r.id)
   order by r.id desc limit 1
)sql";
constexpr auto kRelease = R"sql(
  insert into hf.release (agency_id, oid, hold_id, version_id, choice_id, person_id, by_account)
  values ($1, $2, $3, $4, $5, $6, $7) returning id
)sql";
constexpr auto kWasReleased = "select exists (select from hf.release where agency_id = $1 and choice_id = $2)";
constexpr auto kDelivery = "insert into hf.delivery (agency_id, release_id, way) values ($1, $2, $3)";
constexpr auto kRecall = "insert into hf.recall (agency_id, release_id, cause) values ($1, $2, $3)";
constexpr auto kMoveDelivery =
    "update hf.delivery set state = $3, changed_at = hf.now() where agency_id = $1 and id = $2";
constexpr auto kTask = R"sql(
  insert into hf.task (agency_id, oid, kind, hold_id, release_id) values ($1, $2, 'mailed_under_bar', $3, $4)
)sql";
constexpr auto kOpening = "insert into hf.opening (agency_id, oid, release_id, account_id) values ($1, $2, $3, $4)";
constexpr auto kMine = R"sql(
  select h.oid, hf.micros(o.at) from hf.opening o
    join hf.release r on r.agency_id = o.agency_id and r.id = o.release_id
    join hf.hold h on h.agency_id = r.agency_id and h.id = r.hold_id
   where o.agency_id = $1 and o.account_id = $2 order by o.id desc limit 500
)sql";

std::string object_of(const domain::ReleaseId& release) { return "release/" + release.text(); }

void move_delivery(Transaction& tx, const HeldRelease& release, domain::DeliveryState to) {
  Keys::work(tx).exec_params0(kMoveDelivery, Keys::agency(tx), RowKeys::value(release.delivery),
                              std::string(domain::name_of(to)));
}

}  // namespace

std::string_view recall_cause_name(RecallCause cause) {
  switch (cause) {
    case RecallCause::order:
      return "order";
    case RecallCause::stop_contact:
      return "stop_contact";
    case RecallCause::choice:
      return "choice";
    case RecallCause::wrong_pairing:
      return "wrong_pairing";
    case RecallCause::quarantine:
      return "quarantine";
    case RecallCause::withdrawn:
      return "withdrawn";
    case RecallCause::rescreened:
      return "rescreened";
  }
  return "order";
}

Result<std::optional<HeldRelease>> live_release(Transaction& tx, const TakenHold& hold) {
  const auto rows = Keys::work(tx).exec_params(kLive, Keys::agency(tx), RowKeys::value(hold.row));
  if (rows.empty()) return std::nullopt;
  const auto row = rows.front();
  return HeldRelease{
      id_of<domain::ReleaseId>(row[0]),
      domain::parse_name<domain::DeliveryState>(row[1].as<std::string>()).value_or(domain::DeliveryState::recalled),
      domain::parse_name<domain::Way>(row[2].as<std::string>()).value_or(domain::Way::post),
      RowKeys::of(row[3]),
      RowKeys::of(row[4]),
      RowKeys::of(row[5])};
}

bool was_released(Transaction& tx, const RowKey& choice) {
  return Keys::work(tx).exec_params1(kWasReleased, Keys::agency(tx), RowKeys::value(choice))[0].as<bool>();
}

Result<domain::ReleaseId> add_release(Transaction& tx, Worker& worker, const Principal* who, const TakenHold& hold,
                                      const RowKey& version, const RowKey& choice, domain::Way way) {
  const auto id = sealing::random_id<domain::ReleaseId>();
  auto& work = Keys::work(tx);
  const auto row =
      work.exec_params1(kRelease, Keys::agency(tx), binary(id), RowKeys::value(hold.row), RowKeys::value(version),
                        RowKeys::value(choice), RowKeys::value(hold.person), Keys::account(tx));
  work.exec_params0(kDelivery, Keys::agency(tx), row[0].as<std::int64_t>(), std::string(domain::name_of(way)));
  const auto seen =
      witness_by(tx, worker, who, {.event = std::string(domain::kDeliveryBegins.entry), .object = object_of(id)});
  if (!seen) return std::unexpected(seen.error());
  return id;
}

Result<void> add_recall(Transaction& tx, Worker& worker, const Principal* who, const TakenHold& hold,
                        const HeldRelease& release, RecallCause cause, const domain::DeliveryTransition& row) {
  auto& work = Keys::work(tx);
  if (row.to == domain::DeliveryState::recalled) {
    work.exec_params0(kRecall, Keys::agency(tx), RowKeys::value(release.row), std::string(recall_cause_name(cause)));
    move_delivery(tx, release, row.to);
  }
  // In the post, or a print that has to be torn up: somebody's hands are needed.
  if (domain::recall_effect(release.state) == domain::RecallEffect::task_for_person ||
      domain::recall_effect(release.state) == domain::RecallEffect::print_cancelled) {
    work.exec_params0(kTask, Keys::agency(tx), binary(sealing::random_id<domain::Id<struct TaskTag>>()),
                      RowKeys::value(hold.row), RowKeys::value(release.row));
  }
  return witness_by(tx, worker, who,
                    {.event = std::string(row.entry),
                     .object = object_of(release.id),
                     .reason = std::string(recall_cause_name(cause))});
}

Result<domain::GrantId> add_opening(Transaction& tx, Worker& worker, const Principal& who, const HeldRelease& release,
                                    const domain::DeliveryTransition& row) {
  const auto grant = sealing::random_id<domain::GrantId>();
  Keys::work(tx).exec_params0(kOpening, Keys::agency(tx), binary(grant), RowKeys::value(release.row),
                              Keys::account(tx));
  if (row.to != release.state) move_delivery(tx, release, row.to);
  const auto seen = witness(tx, worker, who, {.event = std::string(row.entry), .object = object_of(release.id)});
  if (!seen) return std::unexpected(seen.error());
  return grant;
}

Result<void> close_delivery(Transaction& tx, Worker& worker, const Principal& who, const HeldRelease& release,
                            const domain::DeliveryTransition& row) {
  move_delivery(tx, release, row.to);
  return witness(tx, worker, who, {.event = std::string(row.entry), .object = object_of(release.id)});
}

Result<std::vector<MadeOpening>> my_openings(Transaction& tx) {
  std::vector<MadeOpening> made;
  for (const auto& row : Keys::work(tx).exec_params(kMine, Keys::agency(tx), Keys::account(tx))) {
    made.push_back({id_of<domain::HoldId>(row[0]), time_of(row[1])});
  }
  return made;
}

}  // namespace holdfast::storage

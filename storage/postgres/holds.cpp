#include "storage/postgres/holds.h"

#include "storage/postgres/order_rows.h"
#include "storage/postgres/row_keys.h"
#include "storage/postgres/sealed_rows.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kTake = R"sql(
  select id, letter_oid, offender_id, person_id, state, hf.micros(at) from hf.take_hold($1)
)sql";
constexpr auto kFacts = R"sql(
  select letter_state, channel, version_id, version_oid, version_no, version_state, object_oid, language, characters,
         hf.micros(written_at), from_name, quarantined, addressed, frozen, registered, wants_to_be_asked, of_age, opened, held_back
    from hf.hold_facts($1, $2)
)sql";
constexpr auto kOrders = R"sql(
  select oid, kind, state, conditions, looked, hf.micros(starts_at), hf.micros(ends_at), permanent, hf.micros(entered_at), exceptions
    from hf.pair_orders($1, $2)
)sql";
constexpr auto kChoices = R"sql(
  select id, version_oid, kind, way, hf.micros(not_before), said, office_asked, noted, hf.micros(at)
    from hf.hold_choices($1)
)sql";
constexpr auto kMove = R"sql(
  update hf.hold set state = $3, defer_until = hf.at($4), changed_at = hf.now() where agency_id = $1 and id = $2
)sql";
constexpr auto kChoose = R"sql(
  insert into hf.choice (agency_id, hold_id, version_id, kind, way, not_before, person_id, recorded_by, said, office_asked,
                         evidence_id)
  values ($1, $2, $3, $4, $5, hf.at($6), $7, $8, $9, $10, $11) returning id
)sql";
constexpr auto kOffers = R"sql(
  select oid, state, frozen_at is not null, hf.micros(created_at), hf.micros(changed_at), from_name, language, characters,
         hf.micros(written_at), choice, hf.micros(not_before), coalesce(chosen_version <> version_id, false)
    from hf.my_offer where $1::bytea is null or oid = $1 order by id
)sql";
constexpr auto kMyRow = "select id, offender_id, person_id, state from hf.hold where agency_id = $1 and oid = $2";
constexpr auto kMine = R"sql(
  select h.oid, c.kind, hf.micros(c.not_before), hf.micros(c.at), c.said
    from hf.choice c join hf.hold h on h.agency_id = c.agency_id and h.id = c.hold_id
   where c.agency_id = $1 and c.person_id = hf.my_person() order by c.id desc limit 500
)sql";
// Never again by itself what was recalled under the same choice: it resumes when the person says so anew.
constexpr auto kToRelease = R"sql(
  select h.oid from hf.hold h
    join lateral (select c.* from hf.choice c where c.agency_id = h.agency_id and c.hold_id = h.id
                   order by c.id desc limit 1) c on true
   where h.agency_id = $1 and h.state = 'accepted' and h.frozen_at is null
     and c.kind in ('now', 'on_date') and coalesce(c.not_before, c.at) <= hf.now()
     and not exists (select from hf.release r where r.agency_id = h.agency_id and r.hold_id = h.id and r.choice_id = c.id)
     and hf.bar_to_release(h.agency_id, h.id, c.version_id, hf.now()) is null
   order by coalesce(c.not_before, c.at), h.id limit $2
)sql";
constexpr auto kToReoffer = R"sql(
  select h.oid from hf.hold h join hf.letter l on l.agency_id = h.agency_id and l.id = h.letter_id
   where h.agency_id = $1 and h.state = 'deferred' and h.frozen_at is null and h.defer_until <= hf.now()
     and hf.bar_of_hold(h, l.channel, hf.now()) is null
   order by h.defer_until, h.id limit $2
)sql";
constexpr auto kToOffer = R"sql(
  select h.oid from hf.hold h
    join hf.letter l on l.agency_id = h.agency_id and l.id = h.letter_id
    join hf.person p on p.agency_id = h.agency_id and p.id = h.person_id
    left join lateral (select c.* from hf.choice c where c.agency_id = h.agency_id and c.hold_id = h.id
                        order by c.id desc limit 1) c on true
   where h.agency_id = $1 and h.state = 'waiting' and h.frozen_at is null and p.frozen_at is null
     and p.registered_at is not null and p.confirmed_by is not null and p.adult and p.tell
     and (c.id is null or c.kind in ('now', 'on_date') or (c.kind = 'not_now_until' and c.not_before <= hf.now()))
     and exists (select from hf.letter_version v where v.agency_id = h.agency_id and v.letter_id = h.letter_id
                  and v.state = 'approved')
     and hf.bar_of_hold(h, l.channel, hf.now()) is null
   order by h.id limit $2
)sql";

template <class E>
E named(const pqxx::field& field) {
  return domain::parse_name<E>(field.as<std::string>()).value_or(E{});
}

void read_facts(const pqxx::row& row, HoldFacts& facts) {
  auto& plain = facts.plain;
  plain.letter = named<domain::LetterState>(row[0]);
  plain.channel = named<domain::Channel>(row[1]);
  facts.version = RowKeys::of(row[2]);
  if (facts.version) {
    plain.version = id_of<domain::VersionId>(row[3]);
    facts.version_no = row[4].as<std::uint32_t>();
    plain.version_state = named<domain::VersionState>(row[5]);
    facts.object = id_of<domain::ObjectId>(row[6]);
    facts.language = row[7].as<std::string>();
    facts.characters = row[8].as<int>();
    facts.written = time_of(row[9]);
  } else {
    plain.version_state = domain::VersionState::in_review;
  }
  facts.from = row[10].as<std::string>();
  plain.quarantined = row[11].as<bool>();
  plain.addressed = row[12].as<bool>();
  plain.frozen = row[13].as<bool>();
  plain.registered = row[14].as<bool>();
  plain.wants_to_be_asked = row[15].as<bool>();
  plain.of_age = row[16].as<bool>();
  plain.opened = row[17].as<bool>();
  plain.held_back = row[18].as<bool>();
  plain.orders_known = true;
}

void read_choices(Transaction& tx, const TakenHold& hold, HoldFacts& facts) {
  for (const auto& row : Keys::work(tx).exec_params(kChoices, RowKeys::value(hold.row))) {
    domain::Choice choice;
    choice.version = id_of<domain::VersionId>(row[1]);
    choice.kind = domain::parse_name<domain::ChoiceKind>(row[2].as<std::string>()).value_or(domain::ChoiceKind::never);
    if (!row[3].is_null()) choice.way = named<domain::Way>(row[3]);
    choice.date = maybe_time_of(row[4]);
    choice.said = named<domain::Said>(row[5]);
    choice.office_asked = row[6].as<bool>();
    choice.evidence_noted = row[7].as<bool>();
    choice.made_at = time_of(row[8]);
    facts.choices.push_back(choice);
    facts.latest_choice = RowKeys::of(row[0]);
  }
}

Offer offer_of(const pqxx::row& row) {
  Offer offer;
  offer.id = id_of<domain::HoldId>(row[0]);
  offer.state = named<domain::HoldState>(row[1]);
  offer.frozen = row[2].as<bool>();
  offer.since = time_of(row[3]);
  offer.changed = time_of(row[4]);
  offer.from = row[5].as<std::string>();
  offer.language = row[6].as<std::string>();
  offer.characters = row[7].as<int>();
  offer.written = time_of(row[8]);
  if (!row[9].is_null()) offer.choice = domain::parse_name<domain::ChoiceKind>(row[9].as<std::string>());
  offer.not_before = maybe_time_of(row[10]);
  offer.replaced = offer.state == domain::HoldState::accepted && row[11].as<bool>();
  return offer;
}

std::vector<domain::HoldId> ids(Transaction& tx, const char* sql, int most) {
  std::vector<domain::HoldId> found;
  for (const auto& row : Keys::work(tx).exec_params(sql, Keys::agency(tx), most))
    found.push_back(id_of<domain::HoldId>(row[0]));
  return found;
}

}  // namespace

Result<TakenHold> take_hold(Transaction& tx, const domain::HoldId& hold) {
  const auto rows = Keys::work(tx).exec_params(kTake, binary(hold));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  const auto row = rows.front();
  return TakenHold{hold,
                   id_of<domain::LetterId>(row[1]),
                   named<domain::HoldState>(row[4]),
                   time_of(row[5]),
                   RowKeys::of(row[0]),
                   RowKeys::of(row[2]),
                   RowKeys::of(row[3])};
}

domain::ReleaseFacts HoldFacts::release(domain::Time now, domain::Way way) const {
  domain::ReleaseFacts facts = plain;
  facts.orders = orders;
  facts.choices = choices;
  facts.now = now;
  facts.way = way;
  return facts;
}

Result<std::vector<domain::Order>> pair_orders(Transaction& tx, const RowKey& offender, const RowKey& person) {
  std::vector<domain::Order> orders;
  for (const auto& row : Keys::work(tx).exec_params(kOrders, RowKeys::value(offender), RowKeys::value(person))) {
    orders.push_back(order_of(row));
  }
  return orders;
}

Result<HoldFacts> hold_facts(Transaction& tx, const TakenHold& hold, const std::optional<RowKey>& version) {
  const auto rows = Keys::work(tx).exec_params(kFacts, RowKeys::value(hold.row), RowKeys::maybe(version));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  HoldFacts facts;
  read_facts(rows.front(), facts);
  read_choices(tx, hold, facts);
  auto orders = pair_orders(tx, hold.offender, hold.person);
  if (!orders) return std::unexpected(orders.error());
  facts.orders = std::move(*orders);
  return facts;
}

Result<void> move_hold(Transaction& tx, Worker& worker, const Principal* who, const TakenHold& hold,
                       const domain::HoldTransition& row, const std::string& reason,
                       std::optional<domain::Time> defer_until) {
  Keys::work(tx).exec_params0(kMove, Keys::agency(tx), RowKeys::value(hold.row), std::string(domain::name_of(row.to)),
                              micros(defer_until));
  return witness_by(tx, worker, who,
                    {.event = std::string(row.entry), .object = "hold/" + hold.id.text(), .reason = reason});
}

Result<RowKey> add_choice(Transaction& tx, Worker& worker, const TakenHold& hold, const RowKey& version,
                          const domain::Choice& choice, const std::string& evidence) {
  std::optional<std::int64_t> note;
  if (!evidence.empty()) {
    const auto object = sealing::random_id<domain::ObjectId>();
    const auto put =
        put_object(tx, worker, sealing::Purpose::choice_note, object, {{sealing::Purpose::choice_note, evidence}});
    if (!put) return std::unexpected(put.error());
    note = *put;
  }
  const bool accepted = domain::accepts(choice.kind);
  const auto way = accepted ? std::optional<std::string>{domain::name_of(choice.way)} : std::nullopt;
  const auto row = Keys::work(tx).exec_params1(kChoose, Keys::agency(tx), RowKeys::value(hold.row),
                                               RowKeys::value(version), std::string(domain::name_of(choice.kind)), way,
                                               micros(choice.date), RowKeys::value(hold.person), Keys::account(tx),
                                               std::string(domain::name_of(choice.said)), choice.office_asked, note);
  return RowKeys::of(row[0]);
}

Result<std::vector<Offer>> my_offers(Transaction& tx) {
  std::vector<Offer> found;
  for (const auto& row : Keys::work(tx).exec_params(kOffers, std::optional<std::string>{}))
    found.push_back(offer_of(row));
  return found;
}

Result<Offer> my_offer(Transaction& tx, const domain::HoldId& hold) {
  const auto rows = Keys::work(tx).exec_params(kOffers, binary(hold));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  return offer_of(rows.front());
}

Result<HoldFacts> my_hold_facts(Transaction& tx, const domain::HoldId& hold) {
  const auto rows = Keys::work(tx).exec_params(kMyRow, Keys::agency(tx), binary(hold));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  TakenHold seen;
  seen.id = hold;
  seen.row = RowKeys::of(rows.front()[0]);
  seen.offender = RowKeys::of(rows.front()[1]);
  seen.person = RowKeys::of(rows.front()[2]);
  return hold_facts(tx, seen);
}

Result<std::vector<MadeChoice>> my_choices(Transaction& tx) {
  std::vector<MadeChoice> made;
  for (const auto& row : Keys::work(tx).exec_params(kMine, Keys::agency(tx))) {
    made.push_back({id_of<domain::HoldId>(row[0]), named<domain::ChoiceKind>(row[1]), maybe_time_of(row[2]),
                    time_of(row[3]), row[4].as<std::string>()});
  }
  return made;
}

Result<std::vector<domain::HoldId>> holds_to_release(Transaction& tx, int most) { return ids(tx, kToRelease, most); }
Result<std::vector<domain::HoldId>> holds_to_reoffer(Transaction& tx, int most) { return ids(tx, kToReoffer, most); }
Result<std::vector<domain::HoldId>> holds_to_offer(Transaction& tx, int most) { return ids(tx, kToOffer, most); }

}  // namespace holdfast::storage

#include "tests/integration/race/ground.h"

#include <pqxx/pqxx>

#include "storage/postgres/internal.h"

namespace holdfast::race {
namespace {

using storage::Keys;
using storage::Transaction;
using test::must;

// Every letter shares the words of the first one: what is raced for is the way to them. The triggers of hf judge each
// row.
constexpr auto kGround = R"sql(
create schema race;
create table race.round (no integer primary key, offender_id bigint, person_id bigint, hold_id bigint);
create table race.entry (no integer, event text, at timestamptz, committed timestamptz);

create table race.example as
  select h as hold, p as person, l as letter, v as version, r as review, d as addressing from hf.hold h
    join hf.person p on p.id = h.person_id join hf.letter l on l.id = h.letter_id
    join hf.letter_version v on v.letter_id = l.id join hf.review r on r.version_id = v.id join hf.addressing d on d.letter_id = l.id;
create index on race.round (hold_id);
create index on race.round (person_id);
create index on race.entry (no);

create function race.prepare(no integer, stage text) returns table (person bytea, hold bytea, account_id bigint, account bytea)
  language plpgsql as $$
declare x hf.hold; p hf.person; l hf.letter; v hf.letter_version; a hf.account; c hf.choice; r hf.release; d hf.addressing; s hf.review;
        human bigint; offender bigint; n hf.notice; e race.example;
begin
  select * into e from race.example;
  x := e.hold; p := e.person; l := e.letter; v := e.version; s := e.review; d := e.addressing;
  insert into hf.offender (agency_id, oid, number, name) values (x.agency_id, hf.random_oid(), 'R' || no, 'Writer') returning id into offender;
  insert into hf.person (agency_id, oid, offender_id, kind, record_id, adult, registered_at, confirmed_by, tell, notices)
  values (x.agency_id, hf.random_oid(), offender, 'victim', p.record_id, true, hf.now(), p.confirmed_by, true, 'email') returning * into p;
  insert into hf.human (agency_id, oid) values (x.agency_id, hf.random_oid()) returning id into human;
  insert into hf.account (agency_id, oid, human_id, login_hash, role, person_id)
  values (x.agency_id, hf.random_oid(), human, sha256(hf.random_oid()), 'recipient', p.id) returning * into a;
  insert into hf.letter (agency_id, oid, channel, programme_id, submitted_by, offender_id, state)
  values (x.agency_id, hf.random_oid(), l.channel, l.programme_id, l.submitted_by, offender, 'banked') returning * into l;
  insert into hf.letter_version (agency_id, oid, letter_id, no, object_id, state, language, verdict, characters)
  values (x.agency_id, hf.random_oid(), l.id, 1, v.object_id, v.state, v.language, v.verdict, v.characters) returning * into v;
  insert into hf.review (agency_id, version_id, account_id, decision) values (x.agency_id, v.id, s.account_id, s.decision);
  insert into hf.addressing (agency_id, letter_id, person_id, account_id, evidence_id)
  values (x.agency_id, l.id, p.id, d.account_id, d.evidence_id);
  insert into hf.hold (agency_id, oid, letter_id, person_id, offender_id)
  values (x.agency_id, hf.random_oid(), l.id, p.id, offender) returning * into x;
  insert into race.round values (no, offender, p.id, x.id);
  return query select p.oid::bytea, x.oid::bytea, a.id, a.oid::bytea;
  if stage = 'waiting' then return; end if;

  update hf.hold h set state = 'offered' where h.agency_id = x.agency_id and h.id = x.id;
  if stage = 'asked' then
    insert into hf.notice (agency_id, oid, person_id, kind, way)
    values (x.agency_id, hf.random_oid(), p.id, 'something_is_waiting', 'email') returning * into n;
    insert into hf.job (agency_id, kind, key, run_at) values (x.agency_id, 'notice', encode(n.oid, 'hex'), hf.now());
    return;
  end if;

  insert into hf.choice (agency_id, hold_id, version_id, kind, way, not_before, person_id, recorded_by)
  values (x.agency_id, x.id, v.id, 'on_date', case when stage in ('due', 'released') then 'read_here' else 'post' end,
          hf.now() - interval '1 hour', p.id, a.id) returning * into c;
  update hf.hold h set state = 'accepted' where h.agency_id = x.agency_id and h.id = x.id;
  if stage = 'due' then return; end if;

  insert into hf.release (agency_id, oid, hold_id, version_id, choice_id, person_id, by_account)
  values (x.agency_id, hf.random_oid(), x.id, v.id, c.id, p.id, a.id) returning * into r;
  insert into hf.delivery (agency_id, release_id, way) values (x.agency_id, r.id, c.way);
  update hf.hold h set state = 'released' where h.agency_id = x.agency_id and h.id = x.id;
  if stage = 'printing' then
    update hf.delivery t set state = 'printing' where t.agency_id = x.agency_id and t.release_id = r.id;
  end if;
end $$;
)sql";
constexpr auto kPutAway = R"sql(
  update hf.hold set frozen_at = hf.now() where frozen_at is null;
  update hf.job set state = 'cancelled' where kind = 'notice' and state = 'waiting';
  analyze hf.offender, hf.person, hf.account, hf.letter, hf.letter_version, hf.hold, hf.choice, hf.release, hf.delivery,
          hf.recall, hf.opening, hf.notice, hf.job, hf.contact_order, race.round, race.entry
)sql";
constexpr auto kNoLock = R"sql(
create or replace function hf.guard_share(agency bigint, the_offender bigint) returns timestamptz
  language plpgsql volatile security definer set search_path = hf, pg_temp as $$ begin return hf.now(); end $$;
create or replace function hf.guard_update(agency bigint, the_offender bigint) returns timestamptz
  language plpgsql volatile security definer set search_path = hf, pg_temp as $$ begin return hf.now(); end $$;
)sql";

}  // namespace

const char* name_of(Stage stage) {
  constexpr std::array kNames{"waiting", "asked", "due", "released", "to_print", "printing"};
  return kNames.at(static_cast<std::size_t>(stage));
}

Ground::Ground()
    : analyst_(office_.staff(domain::Role::analyst)),
      by_hand_(office_.database().settings("holdfast_owner"), office_.here()) {
  const auto offender = office_.offender("A12345");
  test::banked_letter(office_, office_.person(offender), "I am sorry for what I did.");
  test::ask(office_, kGround);
  put_away();
}

Pair Ground::prepare(Stage stage) {
  Pair pair;
  pair.round = ++rounds_;
  pair.offender_number = "R" + std::to_string(pair.round);
  const auto& system = office_.here().system;
  must(by_hand_.database.run({}, [&](Transaction& tx) -> domain::Result<void> {
    const auto row =
        Keys::work(tx).exec_params1("select * from race.prepare($1, $2)", pair.round, std::string(name_of(stage)));
    pair.person = storage::id_of<domain::PersonId>(row[0]);
    pair.hold = storage::id_of<domain::HoldId>(row[1]);
    pair.recipient.actor = Keys::actor(Keys::agency(system), row[2].as<std::int64_t>());
    pair.recipient.account = storage::id_of<domain::AccountId>(row[3]);
    return {};
  }));
  pair.recipient.role = domain::Role::recipient;
  pair.recipient.stepped_up = true;
  return pair;
}

void Ground::put_away() { test::ask(office_, kPutAway); }

void Ground::take_the_lock_away() {
  pqxx::connection superuser(office_.database().conninfo("postgres"));
  pqxx::work work(superuser);
  work.exec(kNoLock);
  work.commit();
}

long Ground::deadlocks() {
  pqxx::connection superuser(office_.database().conninfo("postgres"));
  pqxx::nontransaction work(superuser);
  const auto here = " and datname = current_database()";
  // A connection that has ended has told its numbers; each look is a round trip.
  while (work.exec1("select count(*) from pg_stat_activity where application_name = 'race'" + std::string(here))[0]
             .as<long>() > 0) {
  }
  return work.exec1("select deadlocks from pg_stat_database where true" + std::string(here))[0].as<long>();
}

}  // namespace holdfast::race

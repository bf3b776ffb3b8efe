-- phase: expand
-- Orders, holds, choices, releases, openings, recalls: rule 1 and rule 2, kept by the database itself.

-- One channel let through for a while, with the two people who stand behind it (hf.human).
create type hf.order_exception as (channel text, from_at timestamptz, until_at timestamptz, asked_by bigint, granted_by bigint);

-- As they cross to the gateway: channel/from/until/asked/granted, times in microseconds; and as they come from it, by days
-- of the order's zone, the last one included: channel/2026-03-01/2026-04-30.
create function hf.exception_texts(exceptions hf.order_exception[]) returns text[] language sql immutable as $$
  select coalesce(array_agg(e.channel || '/' || hf.micros(e.from_at) || '/' || hf.micros(e.until_at) || '/'
                            || coalesce(e.asked_by, 0) || '/' || coalesce(e.granted_by, 0) order by place), '{}')
    from unnest(exceptions) with ordinality as e (channel, from_at, until_at, asked_by, granted_by, place)
$$;
create function hf.exception_days(exceptions hf.order_exception[], zone text) returns text[] language sql stable as $$
  select coalesce(array_agg(e.channel || '/' || (e.from_at at time zone zone)::date || '/'
                            || ((e.until_at - interval '1 microsecond') at time zone zone)::date order by place), '{}')
    from unnest(exceptions) with ordinality as e (channel, from_at, until_at, asked_by, granted_by, place)
$$;
create function hf.exceptions_of(texts text[], zone text) returns hf.order_exception[] language sql stable as $$
  select coalesce(array_agg(row(split_part(x, '/', 1), split_part(x, '/', 2)::date::timestamp at time zone zone,
                                (split_part(x, '/', 3)::date + 1)::timestamp at time zone zone, null, null)::hf.order_exception
                            order by place), '{}')
    from unnest(texts) with ordinality as t (x, place)
$$;
grant execute on function hf.exception_texts(hf.order_exception[]), hf.exception_days(hf.order_exception[], text), hf.exceptions_of(text[], text) to holdfast_gateway;

-- One row a version of an order; a newer version supersedes, nothing is overwritten. An order is judged for one protected
-- person, with their own terms; person_id null: every person of this offender. paper_oid ties those of one court paper. A
-- stop-contact request and the agency's own hold are orders too. Court, number and reason may name a protected person:
-- they are sealed in the note. zone: the court's, where its days are not the agency's. loosening_id: what two people
-- agreed on, where this version bars less.
create table hf.contact_order (
  agency_id   bigint not null references hf.agency,
  id          bigint generated always as identity,
  oid         hf.oid16 not null,
  root_oid    hf.oid16 not null,
  paper_oid   hf.oid16 not null,
  version     integer not null default 1,
  offender_id bigint not null,
  person_id   bigint,
  kind        text not null check (kind in ('emergency_protective', 'temporary_restraining', 'domestic_violence',
                                            'civil_harassment', 'elder_abuse', 'workplace_violence', 'juvenile',
                                            'criminal_protective', 'probation_stay_away', 'parole_condition',
                                            'out_of_state', 'tribal', 'agency_hold', 'stop_contact', 'other')),
  statute     text check (statute ~ '^[A-Za-z0-9][A-Za-z0-9 .()/-]{0,39}$'),
  zone        text,
  state       text not null check (state in ('requested', 'unserved', 'active', 'modified', 'expired', 'terminated',
                                             'superseded', 'entered_in_error')),
  conditions  text[] not null default '{}',
  looked      text not null default 'not_yet' check (looked in ('not_yet', 'bars', 'does_not_bar')),
  note_id     bigint,
  starts_at   timestamptz,
  ends_at     timestamptz,
  permanent   boolean not null default false,
  exceptions  hf.order_exception[] not null default '{}',
  entered_by  bigint not null,
  loosening_id bigint,
  entered_at  timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  unique (agency_id, root_oid, version),
  foreign key (agency_id, offender_id) references hf.offender (agency_id, id),
  foreign key (agency_id, person_id) references hf.person (agency_id, id),
  foreign key (agency_id, note_id) references hf.sealed_object (agency_id, id),
  foreign key (agency_id, entered_by) references hf.account (agency_id, id)
);
create index contact_order_offender on hf.contact_order (agency_id, offender_id);
create index contact_order_paper on hf.contact_order (agency_id, paper_oid);

-- A version that would bar less, as one person asked for it. It waits, and the order bars as before, until another person
-- confirms it (it becomes the order's next version), somebody says no, or another version overtakes it.
create table hf.order_loosening (
  agency_id   bigint not null references hf.agency,
  id          bigint generated always as identity,
  oid         hf.oid16 not null,
  order_id    bigint not null,
  state       text not null,
  conditions  text[] not null,
  looked      text not null,
  starts_at   timestamptz,
  ends_at     timestamptz,
  permanent   boolean not null,
  exceptions  hf.order_exception[] not null default '{}',
  note_id     bigint not null,
  asked_by    bigint not null,
  asked_at    timestamptz not null default hf.now(),
  outcome     text not null default 'waiting' check (outcome in ('waiting', 'confirmed', 'refused', 'overtaken')),
  decided_by  bigint,
  decided_at  timestamptz,
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, order_id) references hf.contact_order (agency_id, id),
  foreign key (agency_id, note_id) references hf.sealed_object (agency_id, id),
  foreign key (agency_id, asked_by) references hf.account (agency_id, id),
  foreign key (agency_id, decided_by) references hf.account (agency_id, id),
  check ((outcome = 'waiting') = (decided_at is null) and (decided_at is null) = (decided_by is null))
);
create unique index order_loosening_waiting on hf.order_loosening (agency_id, order_id) where outcome = 'waiting';
alter table hf.contact_order add foreign key (agency_id, loosening_id) references hf.order_loosening (agency_id, id);
create unique index contact_order_loosening on hf.contact_order (agency_id, loosening_id) where loosening_id is not null;

create table hf.hold (
  agency_id   bigint not null references hf.agency,
  id          bigint generated always as identity,
  oid         hf.oid16 not null,
  letter_id   bigint not null,
  person_id   bigint not null,
  offender_id bigint not null,
  state       text not null default 'waiting' check (state in ('waiting', 'offered', 'deferred', 'declined', 'accepted',
                                                               'released', 'delivered', 'withdrawn', 'destroyed')),
  frozen_at   timestamptz,
  defer_until timestamptz,
  created_at  timestamptz not null default hf.now(),
  cleared_at  timestamptz not null default hf.now(),
  changed_at  timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, letter_id) references hf.letter (agency_id, id),
  foreign key (agency_id, person_id) references hf.person (agency_id, id),
  foreign key (agency_id, offender_id) references hf.offender (agency_id, id)
);
create index hold_person on hf.hold (agency_id, person_id);
create index hold_offender on hf.hold (agency_id, offender_id);  -- an order asks under the guard what is in flight
-- One live hold a letter: after a wrong pairing was undone, the next pairing begins a new one.
create unique index hold_letter on hf.hold (agency_id, letter_id) where state not in ('withdrawn', 'destroyed');

-- What the person said, every time they said it. The latest counts, for the version it names.
create table hf.choice (
  agency_id   bigint not null references hf.agency,
  id          bigint generated always as identity,
  hold_id     bigint not null,
  version_id  bigint not null,
  kind        text not null check (kind in ('now', 'on_date', 'not_now', 'not_now_until', 'never')),
  way         text check (way in ('read_here', 'post', 'email', 'read_aloud')),
  not_before  timestamptz,
  person_id   bigint not null,
  recorded_by bigint not null,
  said        text not null default 'signed_in' check (said in ('signed_in', 'telephone', 'by_post', 'in_person', 'standing')),
  office_asked boolean not null default false,
  evidence_id bigint,
  approval_id bigint,  -- of approved contact (0009): what was said beforehand
  at          timestamptz not null default hf.now(),
  primary key (agency_id, id),
  foreign key (agency_id, hold_id) references hf.hold (agency_id, id),
  foreign key (agency_id, evidence_id) references hf.sealed_object (agency_id, id),
  check ((said in ('signed_in', 'standing')) = (evidence_id is null)),
  check ((said = 'standing') = (approval_id is not null)),
  foreign key (agency_id, version_id) references hf.letter_version (agency_id, id),
  foreign key (agency_id, person_id) references hf.person (agency_id, id),
  foreign key (agency_id, recorded_by) references hf.account (agency_id, id),
  check ((kind in ('now', 'on_date')) = (way is not null)),
  check ((kind in ('on_date', 'not_now_until')) = (not_before is not null))
);
create index choice_hold on hf.choice (agency_id, hold_id, id);

create table hf.release (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  oid        hf.oid16 not null,
  hold_id    bigint not null,
  version_id bigint not null,
  choice_id  bigint not null,
  person_id  bigint not null,
  by_account bigint not null,
  at         timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  unique (agency_id, choice_id),
  foreign key (agency_id, hold_id) references hf.hold (agency_id, id),
  foreign key (agency_id, version_id) references hf.letter_version (agency_id, id),
  foreign key (agency_id, choice_id) references hf.choice (agency_id, id),
  foreign key (agency_id, person_id) references hf.person (agency_id, id),
  foreign key (agency_id, by_account) references hf.account (agency_id, id)
);
create index release_hold on hf.release (agency_id, hold_id);
create index release_person on hf.release (agency_id, person_id);

-- Closed again: an order, a stop-contact request, a changed choice, a wrong pairing, newer rules of screening.
create table hf.recall (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  release_id bigint not null,
  cause      text not null check (cause in ('order', 'stop_contact', 'choice', 'wrong_pairing', 'quarantine', 'withdrawn',
                                         'rescreened', 'contact_paused')),
  at         timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, release_id),
  foreign key (agency_id, release_id) references hf.release (agency_id, id)
);

create table hf.delivery (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  release_id bigint not null,
  way        text not null check (way in ('read_here', 'post', 'email', 'read_aloud')),
  state      text not null default 'released' check (state in ('released', 'printing', 'mailed', 'returned_undeliverable',
                                                               'opened', 'read_aloud', 'recalled', 'closed', 'destroyed')),
  changed_at timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, release_id),
  foreign key (agency_id, release_id) references hf.release (agency_id, id)
);

-- Every time the words were asked for and sent. The keeper unwraps for an opening and for nothing less.
create table hf.opening (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  oid        hf.oid16 not null,
  release_id bigint not null,
  account_id bigint not null,
  at         timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, release_id) references hf.release (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id)
);
create index opening_release on hf.opening (agency_id, release_id);

-- A named person's task: what cannot be recalled, a doubtful notice, a bar that took something accepted away.
create table hf.task (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  oid        hf.oid16 not null,
  kind       text not null check (kind in ('mailed_under_bar', 'tell_recipient', 'doubtful_notice', 'resume_after_order',
                                           'resume_after_stop', 'wrong_pairing', 'report_received', 'keeper_refused',
                                           'feed_silent', 'feed_bars_less')),
  hold_id    bigint,
  release_id bigint,
  order_id   bigint,
  feed_id    bigint,
  at         timestamptz not null default hf.now(),
  done_at    timestamptz,
  done_by    bigint,
  primary key (agency_id, id),
  unique (agency_id, oid)
);
create index task_open on hf.task (agency_id, id) where done_at is null;

-- Does this order, by its own words, bar contact at this instant? The same policy as gateway/domain/order.cpp; a test
-- holds the two together over a table (tests/integration/office/order_policy_test.cpp). Unknown bars: an unread or
-- unknown code, no code at all, dates that make no sense, an order that was asked for and not yet issued. What a person
-- found who looked is heard for the codes that ask for one, for an order without codes, and for dates in doubt.
-- A version that ends an order (modified, terminated, superseded) does so from its own entry on.
create function hf.order_force(o hf.contact_order, t timestamptz) returns text language sql immutable as $$
  select case
    when o.state = 'entered_in_error' then 'over'
    when o.state in ('modified', 'terminated', 'superseded') and o.entered_at <= t then 'over'
    when o.kind = 'stop_contact' then case when o.starts_at > t or o.ends_at <= t then 'over' else 'in_force' end
    when o.state = 'requested' then 'in_force'
    when o.starts_at is null or o.permanent = (o.ends_at is not null) or o.ends_at <= o.starts_at
         or (o.state = 'expired' and (o.ends_at is null or t < o.ends_at)) then 'unclear'
    when o.starts_at <= t and (o.ends_at is null or t < o.ends_at) then 'in_force'
    else 'over'
  end
$$;
create function hf.order_terms_bar(kind text, conditions text[], looked text) returns boolean language sql immutable as $$
  select kind not in ('domestic_violence', 'civil_harassment', 'elder_abuse', 'workplace_violence', 'juvenile', 'out_of_state',
                      'tribal', 'other')
      or conditions && '{05,direct_contact,third_party}'
      or not conditions <@ '{01,02,03,04,05,06,07,08,09,direct_contact,third_party,stay_away,peaceful_contact}'
      or looked = 'bars'
      or (looked = 'not_yet' and (cardinality(conditions) = 0 or conditions && '{01,02,04,08,stay_away}'))
$$;
create function hf.order_bars(o hf.contact_order, t timestamptz) returns boolean language sql immutable as $$
  select case hf.order_force(o, t)
    when 'over' then false
    when 'in_force' then hf.order_terms_bar(o.kind, o.conditions, o.looked)
    else case o.looked when 'does_not_bar' then false when 'bars' then hf.order_terms_bar(o.kind, o.conditions, o.looked)
                       else true end
  end
$$;
-- What a person asked for themselves knows no exception.
create function hf.order_excepts(o hf.contact_order, the_channel text, t timestamptz) returns boolean language sql immutable as $$
  select o.kind <> 'stop_contact' and exists (
    select from unnest(o.exceptions) e
     where e.channel = the_channel and e.from_at <= t and t < e.until_at and e.asked_by <> e.granted_by)
$$;
create function hf.order_bars(o hf.contact_order, the_channel text, t timestamptz) returns boolean language sql immutable as $$
  select hf.order_bars(o, t) and not hf.order_excepts(o, the_channel, t)
$$;
grant execute on function hf.order_bars(hf.contact_order, timestamptz), hf.order_bars(hf.contact_order, text, timestamptz),
  hf.order_excepts(hf.contact_order, text, timestamptz) to holdfast_gateway;

-- Whether the writer's side may notice this order. Not one that nobody has served, nor a hold of the office's own: its
-- letters look like all that are banked; nor what a person asked for themselves.
create function hf.order_may_show(o hf.contact_order) returns boolean language sql immutable as $$
  select o.kind not in ('stop_contact', 'agency_hold') and o.state not in ('requested', 'unserved')
$$;

-- The bar: which order stops this offender from reaching this person now, on this channel. Null: none. A court's order
-- speaks before the person's own request to stop contact: beside one, that request must not show.
create function hf.barring_order(agency bigint, the_offender bigint, the_person bigint, the_channel text, t timestamptz) returns bigint
  language sql stable security definer set search_path = hf, pg_temp as $$
  select o.id from hf.contact_order o
   where o.agency_id = agency and o.offender_id = the_offender and (o.person_id is null or o.person_id = the_person)
     and not exists (select from hf.contact_order n
                      where n.agency_id = o.agency_id and n.root_oid = o.root_oid and n.version > o.version)
     and hf.order_bars(o, the_channel, t)
   order by o.kind = 'stop_contact', o.id limit 1
$$;
grant execute on function hf.barring_order(bigint, bigint, bigint, text, timestamptz) to holdfast_gateway, holdfast_keeper;

-- The guard, in SQL's words. Steps towards a recipient call the first, orders the second.
create function hf.guard_share(agency bigint, the_offender bigint) returns timestamptz
  language plpgsql volatile security definer set search_path = hf, pg_temp as $$
begin
  perform from hf.offender where agency_id = agency and id = the_offender for share;
  return hf.now();
end $$;
create function hf.guard_update(agency bigint, the_offender bigint) returns timestamptz
  language plpgsql volatile security definer set search_path = hf, pg_temp as $$
begin
  update hf.offender set guard = guard + 1 where agency_id = agency and id = the_offender;
  return hf.now();
end $$;
grant execute on function hf.guard_share(bigint, bigint), hf.guard_update(bigint, bigint) to holdfast_gateway;

-- The same as a bar's name: order, stop_contact, or null. Asked in a query of its own, once: not anew for each row that
-- a plan of young statistics would go through.
create function hf.bar_of_pair(agency bigint, the_offender bigint, the_person bigint, the_channel text, t timestamptz) returns text
  language sql stable security definer set search_path = hf, pg_temp as $$
  select case when o.kind = 'stop_contact' then 'stop_contact' else 'order' end from hf.contact_order o
   where o.id = (select hf.barring_order(agency, the_offender, the_person, the_channel, t)) and o.agency_id = agency
$$;
grant execute on function hf.bar_of_pair(bigint, bigint, bigint, text, timestamptz) to holdfast_gateway;

-- Whether this version, which stood until `replaced_at` (null: it stands), barred this channel at some instant from `since`
-- to t. A bar begins with its entry, at its beginning, or where an exception ends: to ask then is to ask always.
create function hf.order_barred(o hf.contact_order, replaced_at timestamptz, the_channel text, since timestamptz, t timestamptz)
  returns boolean language sql immutable as $$
  select exists (
    select from (select greatest(o.entered_at, since) as turn
                  union all select o.starts_at
                  union all select e.until_at from unnest(o.exceptions) e) as turns
     where turn >= greatest(o.entered_at, since) and turn <= t and (replaced_at is null or turn < replaced_at)
       and hf.order_bars(o, the_channel, turn))
$$;

-- Whether an order or a stop-contact request held this hold back since it was made, or since a person last let it go on.
-- What ended does not set anything moving: a person confirms first (hf.confirm_resumed).
create function hf.held_back(h hf.hold, the_channel text, t timestamptz) returns boolean
  language sql stable security definer set search_path = hf, pg_temp as $$
  select exists (
    select from hf.contact_order o
      left join hf.contact_order n on n.agency_id = o.agency_id and n.root_oid = o.root_oid and n.version = o.version + 1
     where o.agency_id = h.agency_id and o.offender_id = h.offender_id and (o.person_id is null or o.person_id = h.person_id)
       and hf.order_barred(o, n.entered_at, the_channel, h.cleared_at, t))
$$;

-- Everything that orders have to say about a hold: what bars it now, or that a person must look at what barred it before.
create function hf.bar_of_hold(h hf.hold, the_channel text, t timestamptz) returns text
  language sql stable security definer set search_path = hf, pg_temp as $$
  select coalesce(hf.bar_of_pair(h.agency_id, h.offender_id, h.person_id, the_channel, t),
                  case when hf.held_back(h, the_channel, t) then 'order_needs_person' end)
$$;
grant execute on function hf.bar_of_hold(hf.hold, text, timestamptz) to holdfast_gateway;

-- Whether an order that may show bars this pair: then its letter is not banked. Under any other bar it is, and waits.
create function hf.shown_bar_of_pair(agency bigint, the_offender bigint, the_person bigint, the_channel text, t timestamptz) returns boolean
  language sql stable security definer set search_path = hf, pg_temp as $$
  select exists (select from hf.contact_order o
                  where o.agency_id = agency and o.offender_id = the_offender
                    and (o.person_id is null or o.person_id = the_person) and hf.order_may_show(o) and hf.order_bars(o, the_channel, t)
                    and not exists (select from hf.contact_order n
                                     where n.agency_id = o.agency_id and n.root_oid = o.root_oid and n.version > o.version))
$$;
grant execute on function hf.shown_bar_of_pair(bigint, bigint, bigint, text, timestamptz) to holdfast_gateway;

create function hf.refuse(bar text) returns void language plpgsql as $$
begin
  raise exception using errcode = 'HF001', message = 'refused', detail = bar;
end $$;

-- The approval of contact (0009) in force for this pair and channel at this instant, or null. Who lets something go by it
-- holds the guard.
create function hf.contact_in_force(agency bigint, the_offender bigint, the_person bigint, of_channel text, t timestamptz)
  returns bigint language plpgsql stable security definer set search_path = hf, pg_temp as $$
begin
  return (select a.id from hf.contact_approval a
           where a.agency_id = agency and a.offender_id = the_offender and a.person_id = the_person and a.channel = of_channel
             and a.state = 'active' and a.starts_at <= t and t < a.ends_at);
end $$;
grant execute on function hf.contact_in_force(bigint, bigint, bigint, text, timestamptz) to holdfast_gateway, holdfast_keeper;

-- Why this version may not go to the person of this hold, or null. Orders speak first. Caller holds the guard.
create function hf.bar_to_release(agency bigint, the_hold bigint, the_version bigint, t timestamptz) returns text
  language plpgsql stable security definer set search_path = hf, pg_temp as $$
declare
  h hf.hold; v hf.letter_version; l hf.letter; c hf.choice; a hf.addressing; p hf.person; r hf.review; found_bar text;
begin
  select * into h from hf.hold where agency_id = agency and id = the_hold;
  select * into v from hf.letter_version where agency_id = agency and id = the_version;
  if h.id is null or v.id is null or v.letter_id <> h.letter_id then return 'not_in_state'; end if;
  select * into l from hf.letter where agency_id = agency and id = h.letter_id;
  found_bar := hf.bar_of_hold(h, l.channel, t);
  if found_bar is not null then return found_bar; end if;
  if exists (select from hf.quarantine q join hf.letter_version qv on qv.agency_id = q.agency_id and qv.id = q.version_id
              where q.agency_id = agency and qv.letter_id = h.letter_id and q.lifted_at is null) then
    return 'quarantine';
  end if;
  if 'destroyed' in (v.state, l.state) then return 'destroyed'; end if;
  if 'withdrawn' in (v.state, l.state) then return 'withdrawn'; end if;
  if 'entered_in_error' in (v.state, l.state) then return 'entered_in_error'; end if;
  if v.verdict is null then return 'unscreened'; end if;
  select * into r from hf.review where agency_id = agency and version_id = the_version order by id desc limit 1;
  if r.decision is distinct from 'approve' or v.state not in ('approved', 'superseded') then return 'not_approved'; end if;
  -- Newer rules found more after that approval: somebody looks again, whatever the state says.
  if exists (select from hf.rescreened x where x.agency_id = agency and x.version_id = the_version and x.applied
              and x.review_id >= r.id) then
    return 'not_approved';
  end if;
  select * into a from hf.addressing where agency_id = agency and letter_id = h.letter_id and undone_at is null
   order by id desc limit 1;
  if a.person_id is distinct from h.person_id then return 'not_addressed'; end if;
  select * into p from hf.person where agency_id = agency and id = h.person_id;
  if h.frozen_at is not null or p.frozen_at is not null then return 'frozen'; end if;
  if p.confirmed_by is null or p.registered_at is null then return 'not_registered'; end if;
  if p.adult is not true then return 'not_of_age'; end if;
  if l.channel <> 'accountability_letter' and hf.contact_in_force(agency, h.offender_id, h.person_id, l.channel, t) is null then
    return 'no_approval';
  end if;
  select * into c from hf.choice where agency_id = agency and hold_id = h.id order by id desc limit 1;
  if c.id is null then return 'no_choice'; end if;
  if c.kind = 'never' then return 'never'; end if;
  if c.kind in ('not_now', 'not_now_until') then return 'deferred'; end if;
  if c.version_id <> the_version then return 'another_version'; end if;
  if c.not_before > t then return 'not_yet'; end if;
  return null;
end $$;
grant execute on function hf.bar_to_release(bigint, bigint, bigint, timestamptz) to holdfast_gateway, holdfast_keeper;

create function hf.check_release() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare h hf.hold; c hf.choice; t timestamptz; bar text;
begin
  select * into h from hf.hold where agency_id = new.agency_id and id = new.hold_id;
  if h.id is null then perform hf.refuse('not_in_state'); end if;
  t := hf.guard_share(new.agency_id, h.offender_id);
  perform from hf.letter where agency_id = new.agency_id and id = h.letter_id for share;
  perform from hf.hold where agency_id = new.agency_id and id = h.id for update;
  bar := hf.bar_to_release(new.agency_id, new.hold_id, new.version_id, t);
  if bar is not null then perform hf.refuse(bar); end if;
  select * into c from hf.choice where agency_id = new.agency_id and hold_id = new.hold_id order by id desc limit 1;
  if c.id <> new.choice_id or h.person_id <> new.person_id then perform hf.refuse('no_choice'); end if;
  -- One at a time, and never again under the same choice: what was called back waits for a new word.
  if exists (select from hf.release x where x.agency_id = new.agency_id and x.hold_id = new.hold_id
              and (x.choice_id = new.choice_id
                   or not exists (select from hf.recall y where y.agency_id = x.agency_id and y.release_id = x.id))) then
    perform hf.refuse('not_in_state');
  end if;
  new.at := t;
  return new;
end $$;
create trigger rule_one before insert on hf.release for each row execute function hf.check_release();

-- Who may read a letter to its person: a reader, not recused, who is not the one who submitted it nor anyone of that
-- programme, now or ever, under whichever account: one person with two accounts is one person. Null: nothing bars it.
create function hf.bar_of_reader(agency bigint, the_account bigint, the_letter bigint) returns text
  language sql stable security definer set search_path = hf, pg_temp as $$
  select case
    when a.role <> 'reader' or a.disabled_at is not null then 'not_yours'
    when exists (select from hf.account x where x.agency_id = a.agency_id and x.human_id = a.human_id
                  and (x.id = l.submitted_by or x.programme_id = l.programme_id)) then 'writers_side'
    when exists (select from hf.recusal r join hf.account x on x.agency_id = r.agency_id and x.id = r.account_id
                  where r.agency_id = a.agency_id and r.offender_id = l.offender_id and x.human_id = a.human_id) then 'recused'
  end
  from hf.account a join hf.letter l on l.agency_id = a.agency_id and l.id = the_letter
 where a.agency_id = agency and a.id = the_account
$$;

alter table hf.assignment add foreign key (agency_id, hold_id) references hf.hold (agency_id, id);

-- Whether this account reads this hold to its person: given to it, not ended, and still what that person wants. The
-- latest choice decides at once, without anybody ending anything.
create function hf.reads(agency bigint, the_account bigint, the_hold bigint) returns boolean
  language sql stable security definer set search_path = hf, pg_temp as $$
  select exists (
    select from hf.assignment s
      join hf.hold h on h.agency_id = s.agency_id and h.id = s.hold_id
      join lateral (select * from hf.choice c where c.agency_id = h.agency_id and c.hold_id = h.id
                     order by c.id desc limit 1) c on true
     where s.agency_id = agency and s.account_id = the_account and s.hold_id = the_hold and s.kind = 'reading'
       and s.ended_at is null and h.state in ('accepted', 'released', 'delivered')
       and c.way is not distinct from 'read_aloud' and c.version_id = s.version_id
       and hf.bar_of_reader(agency, the_account, h.letter_id) is null)
$$;
create function hf.my_reading_holds() returns bigint[]
  language sql stable security definer set search_path = hf, pg_temp as $$
  select coalesce(array_agg(s.hold_id), '{}') from hf.assignment s
   where s.agency_id = hf.my_agency() and s.account_id = hf.actor() and s.kind = 'reading' and s.ended_at is null
     and hf.may('reading.list') and hf.reads(s.agency_id, s.account_id, s.hold_id)
$$;
grant execute on function hf.my_reading_holds() to holdfast_gateway;

-- Nothing is given to a reader that could not be released to its person: but for the day that they named.
create function hf.check_assignment() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare h hf.hold; c hf.choice; t timestamptz; bar text;
begin
  if tg_op = 'UPDATE' then
    if old.ended_at is not null and new.ended_at is distinct from old.ended_at then perform hf.refuse('not_in_state'); end if;
    return new;
  end if;
  if new.kind in ('review', 'addressing') and not hf.may_be_read(new.agency_id, new.version_id) then
    perform hf.refuse('no_approval');
  end if;
  if new.kind <> 'reading' then return new; end if;
  select * into h from hf.hold where agency_id = new.agency_id and id = new.hold_id;
  if h.id is null then perform hf.refuse('not_in_state'); end if;
  t := hf.guard_share(new.agency_id, h.offender_id);
  perform from hf.letter where agency_id = new.agency_id and id = h.letter_id for share;
  select * into h from hf.hold where agency_id = new.agency_id and id = h.id for update;
  bar := coalesce(hf.bar_of_reader(new.agency_id, new.account_id, h.letter_id),
                  hf.bar_to_release(new.agency_id, h.id, new.version_id, t));
  if bar <> 'not_yet' then perform hf.refuse(bar); end if;
  if h.state not in ('accepted', 'released') then perform hf.refuse('not_in_state'); end if;
  select * into c from hf.choice where agency_id = new.agency_id and hold_id = h.id order by id desc limit 1;
  if c.way is distinct from 'read_aloud' then perform hf.refuse('another_way'); end if;
  new.at := t;
  return new;
end $$;
create trigger readers_are_of_no_side before insert or update on hf.assignment for each row execute function hf.check_assignment();

-- Whether the words have reached the person of this hold, as far as we can know.
create function hf.hold_opened(agency bigint, the_hold bigint) returns boolean
  language sql stable security definer set search_path = hf, pg_temp as $$
  select exists (select from hf.release r join hf.delivery d on d.agency_id = r.agency_id and d.release_id = r.id
                  where r.agency_id = agency and r.hold_id = the_hold
                    and (d.state in ('mailed', 'opened', 'read_aloud', 'closed')
                         or exists (select from hf.opening o where o.agency_id = r.agency_id and o.release_id = r.id)))
$$;

-- A choice is the word of the hold's own person: their own, signed in, or written down by the office with how it was
-- said. It cannot be made for a letter of somebody else, nor of words already opened; after "never" the office does not ask.
create function hf.check_choice() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare h hf.hold; t timestamptz; latest hf.choice; bar text;
begin
  select * into h from hf.hold where agency_id = new.agency_id and id = new.hold_id;
  if h.id is null or h.person_id <> new.person_id then perform hf.refuse('not_addressed'); end if;
  t := hf.guard_share(new.agency_id, h.offender_id);
  perform from hf.letter where agency_id = new.agency_id and id = h.letter_id for share;
  perform from hf.hold where agency_id = new.agency_id and id = h.id for update;
  if not exists (select from hf.letter_version v where v.agency_id = new.agency_id and v.id = new.version_id
                  and v.letter_id = h.letter_id) then
    perform hf.refuse('another_version');
  end if;
  if new.said = 'signed_in' and not exists (select from hf.account a where a.agency_id = new.agency_id
                                             and a.id = new.recorded_by and a.person_id = new.person_id) then
    perform hf.refuse('not_yours');
  end if;
  if hf.hold_opened(new.agency_id, h.id) then perform hf.refuse('already_opened'); end if;
  select * into latest from hf.choice where agency_id = new.agency_id and hold_id = h.id order by id desc limit 1;
  if latest.kind = 'never' and new.kind <> 'never' and new.office_asked then perform hf.refuse('nobody_asks'); end if;
  if new.said = 'standing' then
    -- What was said of every message yields to whatever was said of this one.
    if latest.id is not null or h.state <> 'waiting' then perform hf.refuse('not_in_state'); end if;
    bar := hf.bar_to_send(h, new, t);
    if bar is not null then perform hf.refuse(bar); end if;
  end if;
  new.at := t;
  return new;
end $$;
create trigger their_own_word before insert on hf.choice for each row execute function hf.check_choice();

-- The first opening is asked everything again; what a person has already opened is theirs. It is opened by its person,
-- where they chose to read it here, or by the reader to whom it was given, where they chose to have it read.
create function hf.check_opening() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare r hf.release; h hf.hold; t timestamptz; bar text; who hf.account;
begin
  select * into r from hf.release where agency_id = new.agency_id and id = new.release_id;
  if r.id is null then perform hf.refuse('not_in_state'); end if;
  select * into h from hf.hold where agency_id = r.agency_id and id = r.hold_id;
  t := hf.guard_share(new.agency_id, h.offender_id);
  perform from hf.hold where agency_id = new.agency_id and id = h.id for update;
  select * into who from hf.account where agency_id = new.agency_id and id = new.account_id;
  if who.id is distinct from hf.actor()
     or (who.person_id is distinct from r.person_id
         and not (hf.reads(r.agency_id, who.id, h.id)
                  and exists (select from hf.delivery d where d.agency_id = r.agency_id and d.release_id = r.id
                               and d.way = 'read_aloud'))) then
    perform hf.refuse('not_addressed');
  end if;
  if who.person_id is not distinct from r.person_id
     and not exists (select from hf.delivery d where d.agency_id = r.agency_id and d.release_id = r.id and d.way = 'read_here') then
    perform hf.refuse('another_way');
  end if;
  if not exists (select from hf.opening o where o.agency_id = new.agency_id and o.release_id = new.release_id) then
    if exists (select from hf.recall x where x.agency_id = r.agency_id and x.release_id = r.id) then perform hf.refuse('recalled'); end if;
    bar := hf.bar_to_release(r.agency_id, r.hold_id, r.version_id, t);
    if bar is not null then perform hf.refuse(bar); end if;
  end if;
  new.at := t;
  return new;
end $$;
create trigger rule_one before insert on hf.opening for each row execute function hf.check_opening();

-- A hold may only be called released or delivered when there is a release (or an opening) to show for it.
create function hf.check_hold() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  if new.state = 'released' and not exists
     (select from hf.release r where r.agency_id = new.agency_id and r.hold_id = new.id
        and not exists (select from hf.recall y where y.agency_id = r.agency_id and y.release_id = r.id)) then
    perform hf.refuse('not_in_state');
  end if;
  if new.state = 'delivered' and old.state is distinct from 'delivered' and not exists
     (select from hf.release r join hf.delivery d on d.agency_id = r.agency_id and d.release_id = r.id
       where r.agency_id = new.agency_id and r.hold_id = new.id
         and (d.state in ('mailed', 'read_aloud')
              or exists (select from hf.opening o where o.agency_id = r.agency_id and o.release_id = r.id))) then
    perform hf.refuse('not_opened');
  end if;
  if tg_op = 'INSERT' and new.state <> 'waiting' then perform hf.refuse('no_choice'); end if;
  return new;
end $$;
create trigger states_are_earned before insert or update on hf.hold for each row execute function hf.check_hold();

-- An offer under a bar does not begin either, nor one to somebody who is not registered, confirmed and told.
create function hf.check_offer() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare t timestamptz; bar text; p hf.person;
begin
  if new.state = 'offered' and old.state is distinct from 'offered' then
    t := hf.guard_share(new.agency_id, new.offender_id);
    bar := hf.bar_of_hold(new, (select l.channel from hf.letter l where l.agency_id = new.agency_id and l.id = new.letter_id), t);
    if bar is not null then perform hf.refuse(bar); end if;
    select * into p from hf.person where agency_id = new.agency_id and id = new.person_id;
    if p.registered_at is null or p.confirmed_by is null then perform hf.refuse('not_registered'); end if;
    if p.adult is not true then perform hf.refuse('not_of_age'); end if;
    if not p.tell then perform hf.refuse('not_asked'); end if;
    if p.frozen_at is not null or new.frozen_at is not null then perform hf.refuse('frozen'); end if;
    bar := hf.bar_to_ask_of_contact(new, t);
    if bar is not null then perform hf.refuse(bar); end if;
  end if;
  return new;
end $$;
create trigger offers_begin_lawfully before update on hf.hold for each row execute function hf.check_offer();

-- Printing and posting are beginnings too.
create function hf.check_delivery() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare r hf.release; h hf.hold; t timestamptz; bar text;
begin
  if new.state in ('printing', 'mailed', 'read_aloud') and old.state is distinct from new.state then
    select * into r from hf.release where agency_id = new.agency_id and id = new.release_id;
    select * into h from hf.hold where agency_id = r.agency_id and id = r.hold_id;
    t := hf.guard_share(new.agency_id, h.offender_id);
    if exists (select from hf.recall x where x.agency_id = r.agency_id and x.release_id = r.id) then perform hf.refuse('recalled'); end if;
    bar := hf.bar_to_release(r.agency_id, r.hold_id, r.version_id, t);
    if bar is not null then perform hf.refuse(bar); end if;
  end if;
  return new;
end $$;
create trigger rule_two before update on hf.delivery for each row execute function hf.check_delivery();

-- A reading that is done leaves its reader nothing.
create function hf.end_reading() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  update hf.assignment s set ended_at = hf.now() from hf.release r
   where r.agency_id = new.agency_id and r.id = new.release_id and s.agency_id = r.agency_id and s.hold_id = r.hold_id
     and s.kind = 'reading' and s.ended_at is null;
  return null;
end $$;
create trigger done_is_done after update on hf.delivery for each row
  when (new.way = 'read_aloud' and new.state = 'closed') execute function hf.end_reading();

-- Orders win: the commit of an order closes again, in the same transaction, what is in flight under it. An opened letter
-- stays its reader's; one in the post becomes a named person's task at once. Only what goes by these channels; what its
-- own person paused nobody needs to tell them.
create function hf.recall_in_flight(agency bigint, the_offender bigint, the_person bigint, why text, the_order bigint, channels text[])
  returns integer
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare r record; n integer := 0;
begin
  for r in
    select x.id as release_id, d.id as delivery_id, d.state, h.id as hold_id
      from hf.hold h
      join hf.letter l on l.agency_id = h.agency_id and l.id = h.letter_id
      join hf.release x on x.agency_id = h.agency_id and x.hold_id = h.id
      join hf.delivery d on d.agency_id = x.agency_id and d.release_id = x.id
     where h.agency_id = agency and h.offender_id = the_offender and (the_person is null or h.person_id = the_person)
       and l.channel = any (channels)
       and d.state in ('released', 'printing', 'mailed', 'returned_undeliverable')
       and not exists (select from hf.recall y where y.agency_id = x.agency_id and y.release_id = x.id)
       and not exists (select from hf.opening o where o.agency_id = x.agency_id and o.release_id = x.id)
     order by h.id for update of h
  loop
    if r.state = 'mailed' then
      insert into hf.task (agency_id, oid, kind, hold_id, release_id, order_id)
      values (agency, hf.random_oid(), 'mailed_under_bar', r.hold_id, r.release_id, the_order);
    else
      insert into hf.recall (agency_id, release_id, cause) values (agency, r.release_id, why);
      update hf.delivery set state = 'recalled', changed_at = hf.now() where agency_id = agency and id = r.delivery_id;
      update hf.hold set state = 'accepted', changed_at = hf.now() where agency_id = agency and id = r.hold_id;
      if why <> 'contact_paused' then
        insert into hf.task (agency_id, oid, kind, hold_id, release_id, order_id)
        values (agency, hf.random_oid(), 'tell_recipient', r.hold_id, r.release_id, the_order);
      end if;
      n := n + 1;
    end if;
  end loop;
  -- A notice names no letter: it goes on as long as anything else waits for its person.
  if why = 'contact_paused' and exists (
       select from hf.hold h where h.agency_id = agency and h.person_id = the_person and h.state in ('offered', 'released')) then
    return n;
  end if;
  update hf.job j set state = 'cancelled', changed_at = hf.now()
    from hf.notice q join hf.person p on p.agency_id = q.agency_id and p.id = q.person_id
   where q.agency_id = agency and p.offender_id = the_offender and (the_person is null or p.id = the_person)
     and q.kind = 'something_is_waiting' and j.agency_id = q.agency_id and j.kind = 'notice' and j.key = encode(q.oid, 'hex')
     and j.state = 'waiting';
  -- One that is being sent cannot be called back: somebody is told.
  insert into hf.task (agency_id, oid, kind, order_id)
  select agency, hf.random_oid(), 'doubtful_notice', the_order
    from hf.notice q join hf.person p on p.agency_id = q.agency_id and p.id = q.person_id
   where q.agency_id = agency and p.offender_id = the_offender and (the_person is null or p.id = the_person)
     and q.kind = 'something_is_waiting' and q.state = 'sending';
  update hf.notice q set state = 'cancelled', changed_at = hf.now()
    from hf.person p where q.agency_id = agency and p.agency_id = q.agency_id and p.id = q.person_id and p.offender_id = the_offender
     and (the_person is null or p.id = the_person) and q.kind = 'something_is_waiting' and q.state in ('queued', 'held');
  return n;
end $$;

-- The same for what this order bars at this instant.
create function hf.recall_under(o hf.contact_order, t timestamptz) returns integer
  language sql security definer set search_path = hf, pg_temp as $$
  select hf.recall_in_flight(o.agency_id, o.offender_id, o.person_id, case o.kind when 'stop_contact' then 'stop_contact' else 'order' end, o.id,
                             array(select c from unnest('{accountability_letter,approved_contact,dialogue_preparation}'::text[]) c
                                    where hf.order_bars(o, c, t)))
$$;

create function hf.random_oid() returns bytea language sql volatile as $$ select uuid_send(gen_random_uuid()) $$;

-- Whether n in the place of o lets anything through, from t on, that o would have barred: gateway/domain/loosening.h says
-- the same, and order_policy_test holds the two together. What an order bars changes at its own times alone.
create function hf.order_loosens(o hf.contact_order, n hf.contact_order, t timestamptz) returns boolean
  language sql immutable as $$
  select exists (
    select from (select unnest(array[t, o.starts_at, o.ends_at, o.entered_at, n.starts_at, n.ends_at, n.entered_at]) as turn
                  union all select unnest(array[e.from_at, e.until_at]) from unnest(o.exceptions || n.exceptions) e) as turns
     cross join unnest('{accountability_letter,approved_contact,dialogue_preparation}'::text[]) as channel
     where turn >= t and hf.order_bars(o, channel, turn)
       and not ((n.person_id is null or n.person_id is not distinct from o.person_id) and hf.order_bars(n, channel, turn)))
$$;

-- The same exceptions, signed by these two where they are signed by nobody yet.
create function hf.signed(exceptions hf.order_exception[], asked bigint, granted bigint) returns hf.order_exception[]
  language sql immutable as $$
  select coalesce(array_agg(row(e.channel, e.from_at, e.until_at, coalesce(e.asked_by, asked),
                                coalesce(e.granted_by, granted))::hf.order_exception order by place), '{}')
    from unnest(exceptions) with ordinality as e (channel, from_at, until_at, asked_by, granted_by, place)
$$;
-- Those that stand already keep who signed them; the others are nobody's yet.
create function hf.carried(wanted hf.order_exception[], standing hf.order_exception[]) returns hf.order_exception[]
  language sql immutable as $$
  select coalesce(array_agg(row(w.channel, w.from_at, w.until_at, s.asked_by, s.granted_by)::hf.order_exception order by w.place), '{}')
    from unnest(wanted) with ordinality as w (channel, from_at, until_at, asked_by, granted_by, place)
    left join lateral (select s.asked_by, s.granted_by from unnest(standing) s
                        where (s.channel, s.from_at, s.until_at) = (w.channel, w.from_at, w.until_at) limit 1) s on true
$$;
grant execute on function hf.order_loosens(hf.contact_order, hf.contact_order, timestamptz) to holdfast_gateway;

create function hf.human_of(agency bigint, account bigint) returns bigint
  language sql stable security definer set search_path = hf, pg_temp
  as $$ select a.human_id from hf.account a where a.agency_id = agency and a.id = account $$;

create function hf.enter_order() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare t timestamptz; newest hf.contact_order; asked hf.order_loosening;
begin
  t := hf.guard_update(new.agency_id, new.offender_id);
  new.entered_at := t;
  select * into newest from hf.contact_order where agency_id = new.agency_id and root_oid = new.root_oid
   order by version desc limit 1;
  if new.version <> coalesce(newest.version, 0) + 1 then perform hf.refuse('superseded'); end if;
  new.paper_oid := coalesce(new.paper_oid, newest.paper_oid, new.root_oid);
  -- Nobody signs for an exception in what they write: only two people's agreement on it does, below.
  new.exceptions := hf.carried(new.exceptions, newest.exceptions);
  if new.loosening_id is null and exists (select from unnest(new.exceptions) e where e.granted_by is null) then
    perform hf.refuse('one_person');
  end if;
  if newest.id is null then
    if new.loosening_id is not null then perform hf.refuse('not_in_state'); end if;
    return new;
  end if;
  if (new.offender_id, new.kind, new.paper_oid) <> (newest.offender_id, newest.kind, newest.paper_oid)
     or (new.zone, new.statute) is distinct from (newest.zone, newest.statute) then
    perform hf.refuse('not_in_state');
  end if;
  if new.loosening_id is null and not hf.order_loosens(newest, new, t) then return new; end if;
  -- From here on the new version bars less. A stop-contact request is undone by its own person alone; any other order
  -- takes two different people, who agreed on this very text about the version that stands.
  if new.kind = 'stop_contact' then
    if not exists (select from hf.account a where a.agency_id = new.agency_id and a.id = new.entered_by
                    and a.person_id = newest.person_id) then
      perform hf.refuse('not_yours');
    end if;
    return new;
  end if;
  select * into asked from hf.order_loosening where agency_id = new.agency_id and id = new.loosening_id for update;
  if asked.id is null then perform hf.refuse('one_person'); end if;
  if asked.outcome <> 'waiting' or asked.order_id <> newest.id
     or (asked.state, asked.conditions, asked.looked, asked.permanent, asked.note_id)
        is distinct from (new.state, new.conditions, new.looked, new.permanent, new.note_id)
     or (asked.starts_at, asked.ends_at, new.person_id) is distinct from (new.starts_at, new.ends_at, newest.person_id)
     or hf.carried(asked.exceptions, newest.exceptions) is distinct from new.exceptions then
    perform hf.refuse('superseded');
  end if;
  if hf.human_of(new.agency_id, new.entered_by) is not distinct from hf.human_of(new.agency_id, asked.asked_by) then
    perform hf.refuse('one_person');
  end if;
  new.exceptions := hf.signed(new.exceptions, hf.human_of(new.agency_id, asked.asked_by),
                              hf.human_of(new.agency_id, new.entered_by));
  return new;
end $$;
create trigger guard_first before insert on hf.contact_order for each row execute function hf.enter_order();

-- When a version begins, ends, or an exception of it does: the clock's own turns, taken once (hf.take_turn). Nothing that an
-- order bars waits for them; they call back what is in flight and ask for the person who looks at what was held back.
create table hf.order_turn (
  agency_id bigint not null references hf.agency,
  order_id  bigint not null,
  at        timestamptz not null,
  taken_at  timestamptz,
  primary key (agency_id, order_id, at),
  foreign key (agency_id, order_id) references hf.contact_order (agency_id, id)
);
create index order_turn_due on hf.order_turn (agency_id, at) where taken_at is null;

-- A person's task for each hold that this order held back and that nothing bars any more, asked for once.
create function hf.ask_to_resume(o hf.contact_order, t timestamptz) returns integer
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare n integer;
begin
  insert into hf.task (agency_id, oid, kind, hold_id, order_id)
  select h.agency_id, hf.random_oid(), case o.kind when 'stop_contact' then 'resume_after_stop' else 'resume_after_order' end,
         h.id, o.id
    from hf.hold h join hf.letter l on l.agency_id = h.agency_id and l.id = h.letter_id
   where h.agency_id = o.agency_id and h.offender_id = o.offender_id and (o.person_id is null or h.person_id = o.person_id)
     and h.state not in ('delivered', 'withdrawn', 'destroyed')
     and hf.bar_of_hold(h, l.channel, t) = 'order_needs_person'
     and not exists (select from hf.task x where x.agency_id = h.agency_id and x.hold_id = h.id
                        and x.kind in ('resume_after_order', 'resume_after_stop') and x.done_at is null)
   order by h.id;
  get diagnostics n = row_count;
  return n;
end $$;

create function hf.order_recalls() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  -- What was asked about the version before is answered by this one: it is it, or it overtakes it.
  update hf.order_loosening w
     set outcome = case when w.id = new.loosening_id then 'confirmed' else 'overtaken' end,
         decided_by = new.entered_by, decided_at = new.entered_at
    from hf.contact_order o
   where o.agency_id = new.agency_id and o.root_oid = new.root_oid and w.agency_id = o.agency_id and w.order_id = o.id
     and w.outcome = 'waiting';
  if new.version > 1 then perform hf.ask_to_resume(new, new.entered_at); end if;
  if hf.order_bars(new, new.entered_at) then perform hf.recall_under(new, new.entered_at); end if;
  insert into hf.order_turn (agency_id, order_id, at)
  select distinct new.agency_id, new.id, turn
    from (select unnest(array[new.starts_at, new.ends_at]) as turn
           union select unnest(array[e.from_at, e.until_at]) from unnest(new.exceptions) e) as turns
   where turn > new.entered_at;
  return null;
end $$;
create trigger orders_win after insert on hf.contact_order for each row execute function hf.order_recalls();

-- Takes the one turn that is longest due, under its offender's guard. Of a version that was replaced meanwhile nothing
-- comes. No row: none is due.
create function hf.take_turn(agency bigint)
  returns table (root_oid bytea, kind text, "end" boolean, recalled integer, tasks integer)
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare due hf.order_turn; o hf.contact_order; t timestamptz; called integer := 0; asked integer := 0;
begin
  if not hf.is_system() then perform hf.refuse('not_yours'); end if;
  select x.* into due from hf.order_turn x
   where x.agency_id = agency and x.taken_at is null and x.at <= hf.now() order by x.at, x.order_id limit 1;
  if due.order_id is null then return; end if;
  select * into o from hf.contact_order x where x.agency_id = agency and x.id = due.order_id;
  t := hf.guard_update(agency, o.offender_id);
  update hf.order_turn x set taken_at = t
   where x.agency_id = agency and x.order_id = due.order_id and x.at = due.at and x.taken_at is null;
  if not found then return query select null::bytea, null::text, false, 0, 0; return; end if;  -- another gateway took it
  if exists (select from hf.contact_order n where n.agency_id = agency and n.root_oid = o.root_oid and n.version > o.version) then
    return query select null::bytea, null::text, false, 0, 0;
    return;
  end if;
  if hf.order_bars(o, t) then
    called := hf.recall_under(o, t);
    perform hf.pause_contact(o, t);  -- 0009
  end if;
  asked := hf.ask_to_resume(o, t);
  return query select o.root_oid::bytea, o.kind, due.at is not distinct from o.ends_at, called, asked;
end $$;
grant execute on function hf.take_turn(bigint) to holdfast_gateway;

-- The person who looked at what an order held back lets it go on by ending their task; from then on only later bars count.
create function hf.confirm_resumed() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare h hf.hold; t timestamptz;
begin
  select * into h from hf.hold where agency_id = new.agency_id and id = new.hold_id;
  t := hf.guard_share(h.agency_id, h.offender_id);
  update hf.hold x set cleared_at = t where x.agency_id = h.agency_id and x.id = h.id and x.cleared_at < t;
  return new;
end $$;
create trigger a_person_looked after update on hf.task for each row
  when (new.kind in ('resume_after_order', 'resume_after_stop') and old.done_at is null and new.done_at is not null) execute function hf.confirm_resumed();

-- One person asks, of the version that stands, for something that bars less; one person's no ends it. Only a version of
-- the order confirms or overtakes (orders_win, as the owner).
create function hf.check_loosening() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare o hf.contact_order; n hf.contact_order;
begin
  select * into o from hf.contact_order where agency_id = new.agency_id and id = new.order_id;
  if o.id is null then perform hf.refuse('not_in_state'); end if;
  if tg_op = 'UPDATE' then
    if old.outcome <> 'waiting' then perform hf.refuse('not_in_state'); end if;
    if new.outcome <> 'refused' and not exists (
         select from hf.contact_order x where x.agency_id = o.agency_id and x.root_oid = o.root_oid and x.version > o.version
            and x.entered_by = new.decided_by and (x.loosening_id is not distinct from new.id) = (new.outcome = 'confirmed')) then
      perform hf.refuse('one_person');
    end if;
    return new;
  end if;
  new.asked_at := hf.guard_update(new.agency_id, o.offender_id);
  if o.kind = 'stop_contact' or new.outcome <> 'waiting' then perform hf.refuse('not_yours'); end if;
  if exists (select from hf.contact_order x where x.agency_id = o.agency_id and x.root_oid = o.root_oid
              and x.version > o.version) then
    perform hf.refuse('superseded');
  end if;
  n := o;
  n.state := new.state; n.conditions := new.conditions; n.looked := new.looked; n.starts_at := new.starts_at;
  n.ends_at := new.ends_at; n.permanent := new.permanent; n.entered_at := new.asked_at;
  new.exceptions := hf.carried(new.exceptions, o.exceptions);
  n.exceptions := hf.signed(new.exceptions, 1, 2);
  if not hf.order_loosens(o, n, new.asked_at) then perform hf.refuse('not_in_state'); end if;
  return new;
end $$;
create trigger two_people before insert or update on hf.order_loosening for each row execute function hf.check_loosening();

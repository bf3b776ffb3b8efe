-- phase: expand
-- Tickets to the housing institution, reports of harassment, notices; and who sees the tables of 0004.

create table hf.report (
  agency_id   bigint not null references hf.agency,
  id          bigint generated always as identity,
  oid         hf.oid16 not null,
  person_id   bigint not null,
  offender_id bigint not null,
  account_id  bigint not null,
  object_id   bigint not null,
  channel     text not null check (channel in ('letter', 'call', 'message', 'visit', 'third_person', 'social_media', 'other')),
  share       boolean not null default false,
  at          timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, person_id) references hf.person (agency_id, id),
  foreign key (agency_id, offender_id) references hf.offender (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id),
  foreign key (agency_id, object_id) references hf.sealed_object (agency_id, id)
);

-- shared_at null: the office works alone and no institution sees the ticket. What it began with (version_id, report_id,
-- staff) is never shown to an institution.
create table hf.ticket (
  agency_id      bigint not null references hf.agency,
  id             bigint generated always as identity,
  oid            hf.oid16 not null,
  offender_id    bigint not null,
  institution_id bigint,
  state          text not null check (state in ('unconfirmed', 'open', 'acknowledged', 'investigating', 'substantiated',
                                                'not_substantiated', 'referred', 'closed', 'reopened', 'dismissed')),
  severity       text not null check (severity in ('low', 'medium', 'high', 'critical')),
  categories     text[] not null default '{}',
  version_id     bigint,
  report_id      bigint,
  shared_at      timestamptz,
  opened_at      timestamptz not null default hf.now(),
  changed_at     timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, offender_id) references hf.offender (agency_id, id),
  foreign key (agency_id, institution_id) references hf.institution (agency_id, id),
  foreign key (agency_id, version_id) references hf.letter_version (agency_id, id),
  foreign key (agency_id, report_id) references hf.report (agency_id, id)
);
create unique index ticket_version on hf.ticket (agency_id, version_id) where version_id is not null;  -- E5: exactly one
create index ticket_institution on hf.ticket (agency_id, institution_id, id);

-- What happened to a ticket and what was said, sealed (an answer may name people).
create table hf.ticket_event (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  ticket_id  bigint not null,
  account_id bigint,
  state      text not null,
  reason     text not null default '',
  object_id  bigint,
  at         timestamptz not null default hf.now(),
  primary key (agency_id, id),
  foreign key (agency_id, ticket_id) references hf.ticket (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id),
  foreign key (agency_id, object_id) references hf.sealed_object (agency_id, id)
);
create index ticket_event_ticket on hf.ticket_event (agency_id, ticket_id, id);

create table hf.notice (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  oid        hf.oid16 not null,
  person_id  bigint not null,
  kind       text not null check (kind in ('something_is_waiting', 'please_sign_in')),
  way        text not null check (way in ('email', 'post')),
  state      text not null default 'queued' check (state in ('queued', 'held', 'sending', 'sent', 'failed', 'doubtful',
                                                             'cancelled', 'bounced')),
  recalled_at timestamptz,  -- while it was being sent, by a withdrawal: a person is told once it is out
  at         timestamptz not null default hf.now(),
  changed_at timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, person_id) references hf.person (agency_id, id)
);
create index notice_person on hf.notice (agency_id, person_id);

-- What was called back too late becomes a person's task when the sending itself ends, by the gateway's own work: a row
-- at the withdrawal would tell the writer's side that somebody was being told (rule 3). In doubt it is one already.
create function hf.recalled_too_late() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  insert into hf.task (agency_id, oid, kind) values (new.agency_id, hf.random_oid(), 'doubtful_notice');
  return null;
end $$;
create trigger recalled_too_late after update on hf.notice for each row
  when (old.state = 'sending' and new.state = 'sent' and new.recalled_at is not null) execute function hf.recalled_too_late();

-- An auditor's look at one entry, what the keeper asks for before it unwraps it.
create table hf.entry_look (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  oid        hf.oid16 not null,
  leaf_id    bigint not null,
  account_id bigint not null,
  at         timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, leaf_id) references hf.audit_leaf (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id)
);

-- A ticket is begun in one instant, whoever begins it: two readings of the clock would tell one way of beginning from
-- another. What a person did not agree to show leaves the office for nobody, and only who read the words confirms.
create function hf.check_ticket() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  if tg_op = 'INSERT' then new.changed_at := new.opened_at; end if;
  if new.shared_at is not null and new.report_id is not null
     and not exists (select from hf.report r where r.agency_id = new.agency_id and r.id = new.report_id and r.share) then
    perform hf.refuse('not_agreed');
  end if;
  if tg_op = 'UPDATE' and old.state = 'unconfirmed' and new.state = 'open' and hf.actor() is not null
     and not exists (select from hf.ticket_event e where e.agency_id = new.agency_id and e.ticket_id = new.id
                      and e.account_id = hf.actor() and e.state = 'words_opened') then
    perform hf.refuse('not_read');
  end if;
  return new;
end $$;
create trigger states_are_earned before insert or update on hf.ticket for each row execute function hf.check_ticket();

call hf.guard_table('hf.contact_order');
call hf.guard_table('hf.order_loosening');
call hf.guard_table('hf.order_turn');
call hf.guard_table('hf.hold');
call hf.guard_table('hf.choice');
call hf.guard_table('hf.release');
call hf.guard_table('hf.recall');
call hf.guard_table('hf.delivery');
call hf.guard_table('hf.opening');
call hf.guard_table('hf.task');
call hf.guard_table('hf.report');
call hf.guard_table('hf.ticket');
call hf.guard_table('hf.ticket_event');
call hf.guard_table('hf.notice');
call hf.guard_table('hf.entry_look');

-- A person may be seen under an offender; whether this actor is kept from that case.
create function hf.recused_from_hold(the_hold bigint) returns boolean
  language sql stable security definer set search_path = hf, pg_temp
  as $$ select exists (select from hf.hold h join hf.recusal r on r.agency_id = h.agency_id and r.offender_id = h.offender_id
                        where h.id = the_hold and r.account_id = hf.actor()) $$;
create function hf.my_holds() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(h.id), '{}') from hf.hold h
         where h.agency_id = (select hf.my_agency()) and h.person_id = (select hf.my_person()) $$;
create function hf.my_releases() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(r.id), '{}') from hf.release r
         where r.agency_id = (select hf.my_agency()) and r.person_id = (select hf.my_person()) $$;
grant execute on function hf.recused_from_hold(bigint), hf.my_holds(), hf.my_releases() to holdfast_gateway;

grant select, insert on hf.contact_order to holdfast_gateway;
call hf.staff_policy('hf.contact_order', 'select', '{order.list}', 'offender_id <> all (coalesce((select hf.my_recusals()), ''{}''))');
create policy mine on hf.contact_order for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.may('contact.stop')) and kind = 'stop_contact'
         and person_id = (select hf.my_person()));
create policy enter on hf.contact_order for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and entered_by = (select hf.actor())
              and (loosening_id is null
                   or ((select hf.may('order.answer')) and offender_id <> all (coalesce((select hf.my_recusals()), '{}'))))
              and ((select hf.may('order.enter'))
                   or ((select hf.may('contact.stop')) and kind = 'stop_contact' and person_id = (select hf.my_person()))));

-- Who asks and who says no sign for themselves. A version that follows what was asked needs order.answer too.
create function hf.recused_from_order(the_order bigint) returns boolean
  language sql stable security definer set search_path = hf, pg_temp
  as $$ select exists (select from hf.contact_order o join hf.recusal r on r.agency_id = o.agency_id and r.offender_id = o.offender_id
                        where o.id = the_order and r.account_id = hf.actor()) $$;
grant execute on function hf.recused_from_order(bigint) to holdfast_gateway;
grant select, insert, update (outcome, decided_by, decided_at) on hf.order_loosening to holdfast_gateway;
call hf.staff_policy('hf.order_loosening', 'select', '{order.list}', '(coalesce((select hf.my_recusals()), ''{}'') = ''{}'' or not hf.recused_from_order(order_id))');
create policy ask on hf.order_loosening for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and asked_by = (select hf.actor()) and (select hf.may('order.loosen'))
              and not hf.recused_from_order(order_id));
create policy refuse on hf.order_loosening for update to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.may('order.answer')) and not hf.recused_from_order(order_id))
  with check (outcome = 'refused' and decided_by = (select hf.actor()));

grant select, insert, update (state, defer_until, frozen_at, changed_at) on hf.hold to holdfast_gateway;
call hf.staff_policy('hf.hold', 'select', '{bank.list}', 'offender_id <> all (coalesce((select hf.my_recusals()), ''{}''))');
create policy mine on hf.hold for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and person_id = (select hf.my_person()) and state <> 'waiting');
create policy system on hf.hold to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
create policy make on hf.hold for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and (select hf.may('addressing.decide')));
create policy choose on hf.hold for update to holdfast_gateway
  using (agency_id = (select hf.my_agency())
         and (((select hf.may('choice.make')) and person_id = (select hf.my_person()))
              or (select hf.may('choice.record')) or (select hf.may('addressing.decide'))));

create policy reader on hf.hold for select to holdfast_gateway using (id = any (coalesce((select hf.my_reading_holds()), '{}')));
create policy reads on hf.hold for update to holdfast_gateway
  using ((select hf.may('reading.open')) and id = any (coalesce((select hf.my_reading_holds()), '{}')))
  with check (state = 'delivered');

grant select, insert on hf.choice to holdfast_gateway;
call hf.staff_policy('hf.choice', 'select', '{bank.list}', '(coalesce((select hf.my_recusals()), ''{}'') = ''{}'' or not hf.recused_from_hold(hold_id))');
create policy mine on hf.choice for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and person_id = (select hf.my_person()));
create policy make on hf.choice for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and recorded_by = (select hf.actor())
              and ((select hf.may('choice.record'))
                   or ((select hf.may('choice.make')) and person_id = (select hf.my_person()))));

create policy system on hf.choice for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.is_system()));

grant select, insert on hf.release, hf.recall, hf.opening to holdfast_gateway;
grant select, insert, update (state, changed_at) on hf.delivery to holdfast_gateway;
call hf.staff_policy('hf.release', 'select', '{bank.list,delivery.work}', '(coalesce((select hf.my_recusals()), ''{}'') = ''{}'' or not hf.recused_from_hold(hold_id))');
call hf.staff_policy('hf.recall', 'select', '{bank.list,delivery.work}', 'true');
call hf.staff_policy('hf.delivery', 'select', '{bank.list,delivery.work}', 'true');
call hf.staff_policy('hf.delivery', 'update', '{delivery.work}', 'true');
create policy mine on hf.release for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and person_id = (select hf.my_person()));
create policy mine on hf.recall for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and release_id = any (coalesce((select hf.my_releases()), '{}')));
create policy mine on hf.delivery for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and release_id = any (coalesce((select hf.my_releases()), '{}')));
create policy mine on hf.opening for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and account_id = (select hf.actor()));
create policy system on hf.release to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
create policy system on hf.delivery to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
create policy system on hf.recall to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
create policy make on hf.release for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and by_account = (select hf.actor())
              and ((select hf.may('choice.record')) or ((select hf.may('choice.make')) and person_id = (select hf.my_person()))));
create policy make on hf.delivery for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and state = 'released'
              and ((select hf.may('choice.record')) or release_id = any (coalesce((select hf.my_releases()), '{}'))));
create policy change on hf.delivery for update to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and release_id = any (coalesce((select hf.my_releases()), '{}')));
create policy recall on hf.recall for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency())
              and ((select hf.may('choice.record')) or release_id = any (coalesce((select hf.my_releases()), '{}'))));
create policy open on hf.opening for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and account_id = (select hf.actor())
              and ((select hf.may('letter.open')) or (select hf.may('reading.open'))));

-- A reader: the release of the case that was given to them, and nothing of any other.
create function hf.my_reading_releases() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(r.id), '{}') from hf.release r
         where r.agency_id = (select hf.my_agency()) and r.hold_id = any (coalesce((select hf.my_reading_holds()), '{}')) $$;
grant execute on function hf.my_reading_releases() to holdfast_gateway;
create policy reader on hf.release for select to holdfast_gateway
  using (hold_id = any (coalesce((select hf.my_reading_holds()), '{}')));
create policy reader on hf.recall for select to holdfast_gateway
  using (release_id = any (coalesce((select hf.my_reading_releases()), '{}')));
create policy reader on hf.delivery for select to holdfast_gateway
  using (release_id = any (coalesce((select hf.my_reading_releases()), '{}')));
create policy reads on hf.delivery for update to holdfast_gateway
  using ((select hf.may('reading.open')) and release_id = any (coalesce((select hf.my_reading_releases()), '{}')))
  with check (way = 'read_aloud' and state in ('read_aloud', 'closed'));

grant select, insert, update (done_at, done_by) on hf.task to holdfast_gateway;
call hf.staff_policy('hf.task', 'select', '{bank.list,flagged.list}', 'true');
call hf.staff_policy('hf.task', 'update', '{bank.list,flagged.list}', 'true');
create policy make on hf.task for insert to holdfast_gateway with check (agency_id = (select hf.my_agency()));
grant insert on hf.task to holdfast_keeper;
create policy keeper on hf.task for insert to holdfast_keeper with check (kind = 'keeper_refused');

grant select, insert on hf.report to holdfast_gateway;
call hf.staff_policy('hf.report', 'select', '{flagged.list}', 'offender_id <> all (coalesce((select hf.my_recusals()), ''{}''))');
create policy mine on hf.report for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and person_id = (select hf.my_person()));
create policy make on hf.report for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and account_id = (select hf.actor())
              and ((select hf.may('registration.keep'))
                   or ((select hf.may('harassment.report')) and person_id = (select hf.my_person()))));

-- An institution reads its own tickets, and of them only these columns' worth: the view below. The table is the office's.
grant select, insert, update (state, severity, institution_id, shared_at, changed_at) on hf.ticket to holdfast_gateway;
call hf.staff_policy('hf.ticket', 'select', '{flagged.list}', 'offender_id <> all (coalesce((select hf.my_recusals()), ''{}''))');
call hf.staff_policy('hf.ticket', 'update', '{flagged.decide,ticket.close}', 'offender_id <> all (coalesce((select hf.my_recusals()), ''{}''))');
create policy make on hf.ticket for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency())
              and ((select hf.may('flagged.decide')) or (select hf.may('review.decide')) or (select hf.may('harassment.report'))));

-- A version's quarantine and its one ticket, as intake begins them; `who` null: screening. What is under quarantine
-- already, or has a ticket, keeps it. For the functions that know who may.
create function hf.begin_quarantine(v hf.letter_version, who bigint, ticket_oid bytea, about text[]) returns void
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare l hf.letter; o hf.offender; t timestamptz := hf.now();
begin
  select * into l from hf.letter x where x.agency_id = v.agency_id and x.id = v.letter_id;
  select * into o from hf.offender x where x.agency_id = l.agency_id and x.id = l.offender_id;
  insert into hf.quarantine (agency_id, version_id, account_id, opened_at) values (v.agency_id, v.id, who, t)
  on conflict (agency_id, version_id) where lifted_at is null do nothing;
  insert into hf.ticket (agency_id, oid, offender_id, institution_id, state, severity, categories, version_id, shared_at,
                         opened_at, changed_at)
  values (v.agency_id, ticket_oid, o.id, o.institution_id, 'unconfirmed',
          case when about && '{threat,self_harm_manipulation}' then 'critical' else 'high' end, about, v.id, t, t, t)
  on conflict (agency_id, version_id) where version_id is not null do nothing;
end $$;

-- A person finds what screening did not.
create function hf.quarantine_version(the_version bigint, ticket_oid bytea, about text[]) returns void
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare v hf.letter_version;
begin
  select * into v from hf.letter_version x where x.agency_id = hf.my_agency() and x.id = the_version;
  if v.id is null or not (hf.may('review.decide') or hf.may('flagged.decide')) or hf.recused_from_version(v.id) then
    perform hf.refuse('not_yours');
  end if;
  perform hf.begin_quarantine(v, hf.actor(), ticket_oid, about);
end $$;
grant execute on function hf.quarantine_version(bigint, bytea, text[]) to holdfast_gateway;

-- What went out and was not opened comes back to the choice: a quarantine, a wrong pairing. Opened words stay theirs;
-- what is in the post becomes a task. Answers how many came back.
create function hf.recall_letter(the_letter bigint, why text) returns integer
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare r record; n integer := 0; agency bigint := hf.my_agency();
begin
  if not (hf.may('review.decide') or hf.may('flagged.decide')) or hf.recused_from_letter(the_letter)
     or why not in ('quarantine', 'wrong_pairing') then
    perform hf.refuse('not_yours');
  end if;
  for r in
    select x.id as release_id, d.id as delivery_id, d.state, h.id as hold_id
      from hf.hold h
      join hf.release x on x.agency_id = h.agency_id and x.hold_id = h.id
      join hf.delivery d on d.agency_id = x.agency_id and d.release_id = x.id
     where h.agency_id = agency and h.letter_id = the_letter
       and d.state in ('released', 'printing', 'mailed', 'returned_undeliverable')
       and not exists (select from hf.recall y where y.agency_id = x.agency_id and y.release_id = x.id)
       and not exists (select from hf.opening o where o.agency_id = x.agency_id and o.release_id = x.id)
     order by h.id for update of h
  loop
    if r.state = 'mailed' then
      insert into hf.task (agency_id, oid, kind, hold_id, release_id)
      values (agency, hf.random_oid(), case why when 'wrong_pairing' then 'wrong_pairing' else 'mailed_under_bar' end,
              r.hold_id, r.release_id);
    else
      insert into hf.recall (agency_id, release_id, cause) values (agency, r.release_id, why);
      update hf.delivery set state = 'recalled', changed_at = hf.now() where agency_id = agency and id = r.delivery_id;
      update hf.hold set state = 'accepted', changed_at = hf.now() where agency_id = agency and id = r.hold_id;
      n := n + 1;
    end if;
  end loop;
  -- Nobody is told of a letter that was never theirs, unless another one waits for them.
  if why = 'wrong_pairing' then
    with stale as (
      update hf.notice q set state = 'cancelled', changed_at = hf.now()
       where q.agency_id = agency and q.kind = 'something_is_waiting' and q.state in ('queued', 'held')
         and q.person_id in (select h.person_id from hf.hold h where h.agency_id = agency and h.letter_id = the_letter)
         and not exists (select from hf.hold h where h.agency_id = agency and h.person_id = q.person_id
                          and h.letter_id <> the_letter and h.state = 'offered')
      returning q.oid)
    update hf.job j set state = 'cancelled', changed_at = hf.now() from stale
     where j.agency_id = agency and j.kind = 'notice' and j.key = encode(stale.oid, 'hex') and j.state = 'waiting';
  end if;
  return n;
end $$;
grant execute on function hf.recall_letter(bigint, text) to holdfast_gateway;

create view hf.institution_ticket with (security_barrier) as
  select t.agency_id, t.id, t.oid, t.state, t.severity,
         case when t.state = 'unconfirmed' then t.categories[1:1] else t.categories end as categories,
         t.opened_at, t.changed_at, o.number as offender_number, o.name as offender_name
    from hf.ticket t join hf.offender o on o.agency_id = t.agency_id and o.id = t.offender_id
   where t.agency_id = hf.my_agency() and t.institution_id = hf.my_institution() and t.shared_at is not null
     and hf.may('ticket.answer');
grant select on hf.institution_ticket to holdfast_gateway;

create function hf.my_tickets() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(t.id), '{}') from hf.institution_ticket t $$;
create function hf.my_colleagues() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(a.id), '{}') from hf.account a
         where a.agency_id = hf.my_agency() and a.institution_id = hf.my_institution() $$;
create function hf.institution_moves_ticket(the_ticket bytea, from_states text[], to_state text) returns bigint
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare found_id bigint;
begin
  update hf.ticket t set state = to_state, changed_at = hf.now()
   where t.agency_id = hf.my_agency() and t.oid = the_ticket and t.institution_id = hf.my_institution()
     and t.shared_at is not null and hf.may('ticket.answer') and t.state = any (from_states)
     and to_state in ('acknowledged', 'investigating', 'substantiated', 'not_substantiated', 'referred')
  returning t.id into found_id;
  return found_id;
end $$;
grant execute on function hf.my_tickets(), hf.my_colleagues(), hf.institution_moves_ticket(bytea, text[], text) to holdfast_gateway;

grant select, insert on hf.ticket_event to holdfast_gateway;
call hf.staff_policy('hf.ticket_event', 'select', '{flagged.list}', 'ticket_id in (select t.id from hf.ticket t)');
create policy institution on hf.ticket_event for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and ticket_id = any (coalesce((select hf.my_tickets()), '{}'))
         and account_id = any (coalesce((select hf.my_colleagues()), '{}')));
create policy make on hf.ticket_event for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and account_id = (select hf.actor())
              and (((select hf.may('flagged.decide')) and ticket_id in (select t.id from hf.ticket t))
                   or ticket_id = any (coalesce((select hf.my_tickets()), '{}'))));

grant select, insert, update (state, changed_at) on hf.notice to holdfast_gateway;
call hf.staff_policy('hf.notice', 'select', '{bank.list,delivery.work}', 'true');
create policy system on hf.notice to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
create policy mine on hf.notice for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and person_id = (select hf.my_person()));
create policy make on hf.notice for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and (select hf.may('addressing.decide')));

-- What a recipient sees of a letter that is offered: how long, in which language, since when, and, when they ask, who
-- wrote. The version is the released one, or else the newest that a person approved. Never a word of it.
create view hf.my_offer with (security_barrier) as
  select h.agency_id, h.id, h.oid, h.state, h.frozen_at, h.defer_until, h.created_at, h.changed_at,
         o.name as from_name, v.id as version_id, v.language, v.characters, v.received_at as written_at,
         c.kind as choice, c.not_before, c.version_id as chosen_version, c.at as chosen_at
    from hf.hold h
    join hf.offender o on o.agency_id = h.agency_id and o.id = h.offender_id
    left join lateral (select r.version_id from hf.release r where r.agency_id = h.agency_id and r.hold_id = h.id
                          and not exists (select from hf.recall y where y.agency_id = r.agency_id and y.release_id = r.id)
                        order by r.id desc limit 1) live on true
    join lateral (select w.* from hf.letter_version w where w.agency_id = h.agency_id and w.letter_id = h.letter_id
                     and (w.id = live.version_id or (live.version_id is null and w.state = 'approved'))
                   order by w.no desc limit 1) v on true
    left join lateral (select x.* from hf.choice x where x.agency_id = h.agency_id and x.hold_id = h.id
                        order by x.id desc limit 1) c on true
   where h.agency_id = hf.my_agency() and h.person_id = hf.my_person() and hf.may('offer.list')
     and h.state in ('offered', 'deferred', 'declined', 'accepted', 'released', 'delivered');
grant select on hf.my_offer to holdfast_gateway;

-- Whether this actor may act on a hold at all: its own person once it is offered, staff of the bank, the gateway's jobs.
create function hf.may_touch_hold(h hf.hold) returns boolean
  language sql stable security definer set search_path = hf, pg_temp as $$
  select h.agency_id = hf.my_agency()
     and (hf.is_system()
          or (hf.may('choice.make') and h.person_id = hf.my_person() and h.state <> 'waiting')
          or (hf.may('bank.list') and h.offender_id <> all (hf.my_recusals()))
          or h.id = any (hf.my_reading_holds()))
$$;

-- Locks in the one order: the offender's guard, the letter, the hold. Everything read afterwards stays as it is.
create function hf.take_hold(the_hold bytea)
  returns table (id bigint, letter_oid bytea, offender_id bigint, person_id bigint, state text, "at" timestamptz)
  language plpgsql volatile security definer set search_path = hf, pg_temp as $$
declare h hf.hold; t timestamptz;
begin
  select * into h from hf.hold x where x.agency_id = hf.my_agency() and x.oid = the_hold;
  if h.id is null or not hf.may_touch_hold(h) then return; end if;
  perform hf.guard_share(h.agency_id, h.offender_id);
  perform from hf.letter x where x.agency_id = h.agency_id and x.id = h.letter_id for share;
  select * into h from hf.hold x where x.agency_id = h.agency_id and x.id = h.id for update;
  if not hf.may_touch_hold(h) then return; end if;
  t := hf.now();
  return query select h.id, l.oid::bytea, h.offender_id, h.person_id, h.state, t
                 from hf.letter l where l.agency_id = h.agency_id and l.id = h.letter_id;
end $$;

-- What gateway/domain/release.h asks of a hold and one version of its letter (null: the newest approved).
create function hf.hold_facts(the_hold bigint, the_version bigint)
  returns table (letter_state text, channel text, version_id bigint, version_oid bytea, version_no integer,
                 version_state text, object_oid bytea, language text, characters integer, written_at timestamptz,
                 from_name text, quarantined boolean, addressed boolean, frozen boolean, registered boolean,
                 wants_to_be_asked boolean, of_age boolean, opened boolean, contact_approved boolean, held_back boolean)
  language sql stable security definer set search_path = hf, pg_temp as $$
  select l.state, l.channel, v.id, v.oid::bytea, v.no, v.state, s.oid::bytea, v.language, v.characters, v.received_at, o.name,
         exists (select from hf.quarantine q join hf.letter_version qv on qv.agency_id = q.agency_id and qv.id = q.version_id
                  where q.agency_id = l.agency_id and qv.letter_id = l.id and q.lifted_at is null),
         coalesce((select a.person_id = h.person_id from hf.addressing a
                    where a.agency_id = l.agency_id and a.letter_id = l.id and a.undone_at is null
                    order by a.id desc limit 1), false),
         h.frozen_at is not null or p.frozen_at is not null,
         p.registered_at is not null and p.confirmed_by is not null, p.tell, coalesce(p.adult, false),
         hf.hold_opened(h.agency_id, h.id),
         hf.contact_in_force(h.agency_id, h.offender_id, h.person_id, l.channel, hf.now()) is not null,
         hf.held_back(h, l.channel, hf.now())
    from hf.hold h
    join hf.letter l on l.agency_id = h.agency_id and l.id = h.letter_id
    join hf.offender o on o.agency_id = h.agency_id and o.id = h.offender_id
    join hf.person p on p.agency_id = h.agency_id and p.id = h.person_id
    left join lateral (select w.* from hf.letter_version w where w.agency_id = l.agency_id and w.letter_id = l.id
                          and (w.id = the_version or (the_version is null and w.state = 'approved'))
                        order by w.no desc limit 1) v on true
    left join hf.sealed_object s on s.agency_id = v.agency_id and s.id = v.object_id
   where h.agency_id = (select hf.my_agency()) and h.id = the_hold and hf.may_touch_hold(h)
$$;

-- What was said about a hold, oldest first.
create function hf.hold_choices(the_hold bigint)
  returns table (id bigint, version_oid bytea, kind text, way text, not_before timestamptz, said text, office_asked boolean,
                 noted boolean, "at" timestamptz)
  language sql stable security definer set search_path = hf, pg_temp as $$
  select c.id, v.oid::bytea, c.kind, c.way, c.not_before, c.said, c.office_asked, c.evidence_id is not null, c.at
    from hf.hold h
    join hf.choice c on c.agency_id = h.agency_id and c.hold_id = h.id
    join hf.letter_version v on v.agency_id = c.agency_id and v.id = c.version_id
   where h.agency_id = (select hf.my_agency()) and h.id = the_hold and hf.may_touch_hold(h) order by c.id
$$;

-- Every order between this offender and this person, the newest version of each. For the gateway's decisions: what of
-- it a person may see is decided where it is shown.
create function hf.pair_orders(the_offender bigint, the_person bigint)
  returns table (oid bytea, kind text, state text, conditions text[], looked text, starts_at timestamptz,
                 ends_at timestamptz, permanent boolean, entered_at timestamptz, exceptions text[])
  language sql stable security definer set search_path = hf, pg_temp as $$
  select o.oid::bytea, o.kind, o.state, o.conditions, o.looked, o.starts_at, o.ends_at, o.permanent, o.entered_at,
         hf.exception_texts(o.exceptions)
    from hf.contact_order o
   where o.agency_id = hf.my_agency() and o.offender_id = the_offender
     and (o.person_id is null or o.person_id = the_person)
     and (the_person = hf.my_person() or hf.is_system() or hf.may('order.list')
          or exists (select from hf.hold h where h.id = any (hf.my_reading_holds()) and h.offender_id = the_offender
                      and h.person_id = the_person))
     and not exists (select from hf.contact_order n
                      where n.agency_id = o.agency_id and n.root_oid = o.root_oid and n.version > o.version)
   order by o.id
$$;
grant execute on function hf.take_hold(bytea), hf.hold_facts(bigint, bigint), hf.hold_choices(bigint), hf.pair_orders(bigint, bigint)
  to holdfast_gateway;
-- An investigation that is over leaves nobody an assignment to its words.
create function hf.end_investigations(the_ticket bytea) returns void
  language sql security definer set search_path = hf, pg_temp as $$
    update hf.assignment s set ended_at = hf.now()
      from hf.ticket t
     where t.agency_id = hf.my_agency() and t.oid = the_ticket and s.agency_id = t.agency_id
       and s.version_id = t.version_id and s.kind = 'investigation' and s.ended_at is null
       and hf.may('flagged.decide') and t.offender_id <> all (hf.my_recusals())
  $$;
grant execute on function hf.end_investigations(bytea) to holdfast_gateway;

-- What a reader was asked to read: whose words, in which language, how long, and how the person stands to the case.
-- Never a word of it, nor a name.
create view hf.my_reading with (security_barrier) as
  select s.agency_id, s.id, s.oid, s.at, h.oid as hold_oid, o.name as offender_name, v.language, v.characters, p.kind as person_kind,
         coalesce(d.state, 'accepted') as state
    from hf.assignment s
    join hf.hold h on h.agency_id = s.agency_id and h.id = s.hold_id
    join hf.person p on p.agency_id = h.agency_id and p.id = h.person_id
    join hf.letter_version v on v.agency_id = s.agency_id and v.id = s.version_id
    join hf.offender o on o.agency_id = h.agency_id and o.id = h.offender_id
    left join lateral (select d.state from hf.release r join hf.delivery d on d.agency_id = r.agency_id and d.release_id = r.id
                        where r.agency_id = h.agency_id and r.hold_id = h.id
                          and not exists (select from hf.recall y where y.agency_id = r.agency_id and y.release_id = r.id)
                        order by r.id desc limit 1) d on true
   where s.agency_id = hf.my_agency() and s.account_id = hf.actor() and s.kind = 'reading' and s.ended_at is null
     and s.hold_id = any (hf.my_reading_holds());
grant select on hf.my_reading to holdfast_gateway;

-- The readers to whom this hold may be given.
create function hf.readers_for(the_hold bytea) returns table (oid bytea, name text)
  language sql stable security definer set search_path = hf, pg_temp as $$
  select a.oid::bytea, a.display_name
    from hf.hold h join hf.account a on a.agency_id = h.agency_id and a.role = 'reader'
   where h.agency_id = hf.my_agency() and h.oid = the_hold and hf.may('reading.assign')
     and h.offender_id <> all (hf.my_recusals()) and hf.bar_of_reader(h.agency_id, a.id, h.letter_id) is null
   order by a.display_name, a.id
$$;
grant execute on function hf.readers_for(bytea) to holdfast_gateway;

-- An office of one. Its second person sees what waits for another human's answer, and of the tables below those rows
-- alone; what is answered they see no more. The keeper asks the same for the account that asks it.
create function hf.is_second(agency bigint, account bigint) returns boolean
  language sql stable security definer set search_path = hf, pg_temp as $$
  select exists (select from hf.account a join hf.permission p on p.role = a.role and p.act = 'second.list'
                  where a.agency_id = agency and a.id = account and a.disabled_at is null)
$$;
create function hf.recused(agency bigint, account bigint, offender bigint) returns boolean
  language sql stable security definer set search_path = hf, pg_temp as $$
  select exists (select from hf.recusal r where r.agency_id = agency and r.account_id = account and r.offender_id = offender)
$$;
create function hf.second_loosenings(agency bigint, account bigint)
  returns table (id bigint, root_oid bytea, offender_id bigint, person_id bigint, asked_by bigint, entered_by bigint)
  language sql stable security definer set search_path = hf, pg_temp as $$
  select w.id, o.root_oid::bytea, o.offender_id, o.person_id, w.asked_by, o.entered_by
    from hf.order_loosening w join hf.contact_order o on o.agency_id = w.agency_id and o.id = w.order_id
   where w.agency_id = agency and w.outcome = 'waiting' and hf.is_second(agency, account)
     and hf.human_of(agency, w.asked_by) is distinct from hf.human_of(agency, account)
     and not hf.recused(agency, account, o.offender_id)
$$;
create function hf.second_lifts(agency bigint, account bigint)
  returns table (version_id bigint, letter_id bigint, ticket_id bigint, offender_id bigint, asked_by bigint)
  language sql stable security definer set search_path = hf, pg_temp as $$
  select q.version_id, v.letter_id, t.id, t.offender_id, q.lift_asked_by
    from hf.quarantine q join hf.letter_version v on v.agency_id = q.agency_id and v.id = q.version_id
    join hf.ticket t on t.agency_id = q.agency_id and t.version_id = q.version_id and t.state = 'dismissed'
   where q.agency_id = agency and q.lifted_at is null and q.lift_asked_by is not null and hf.is_second(agency, account)
     and hf.human_of(agency, q.lift_asked_by) is distinct from hf.human_of(agency, account)
     and not hf.recused(agency, account, t.offender_id)
$$;
-- The same as arrays, of the actor: what the policies ask once a statement.
create function hf.second_roots() returns bytea[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(w.root_oid), '{}') from hf.second_loosenings(hf.my_agency(), hf.actor()) w $$;
create function hf.second_versions() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(q.version_id), '{}') from hf.second_lifts(hf.my_agency(), hf.actor()) q $$;
create function hf.second_letters() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(q.letter_id), '{}') from hf.second_lifts(hf.my_agency(), hf.actor()) q $$;
create function hf.second_tickets() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(q.ticket_id), '{}') from hf.second_lifts(hf.my_agency(), hf.actor()) q $$;
create function hf.second_offenders() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(x.offender_id), '{}')
          from (select w.offender_id from hf.second_loosenings(hf.my_agency(), hf.actor()) w
                 union select q.offender_id from hf.second_lifts(hf.my_agency(), hf.actor()) q) x $$;
create function hf.second_persons() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(w.person_id), '{}') from hf.second_loosenings(hf.my_agency(), hf.actor()) w $$;
create function hf.second_colleagues() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(x.account), '{}')
          from (select unnest(array[w.asked_by, w.entered_by]) as account from hf.second_loosenings(hf.my_agency(), hf.actor()) w
                 union select q.asked_by from hf.second_lifts(hf.my_agency(), hf.actor()) q) x $$;
grant execute on function hf.second_roots(), hf.second_versions(), hf.second_letters(), hf.second_tickets(),
  hf.second_offenders(), hf.second_persons(), hf.second_colleagues() to holdfast_gateway;

create policy second on hf.account for select to holdfast_gateway
  using (id = any (coalesce((select hf.second_colleagues()), '{}')));
create policy second on hf.offender for select to holdfast_gateway
  using (id = any (coalesce((select hf.second_offenders()), '{}')));
create policy second on hf.person for select to holdfast_gateway
  using (id = any (coalesce((select hf.second_persons()), '{}')));
create policy second on hf.contact_order for select to holdfast_gateway
  using (root_oid = any (coalesce((select hf.second_roots()), '{}')));
create policy second_answers on hf.contact_order for insert to holdfast_gateway
  with check (entered_by = (select hf.actor()) and loosening_id is not null
              and root_oid = any (coalesce((select hf.second_roots()), '{}')));
create policy second on hf.order_loosening for select to holdfast_gateway
  using (order_id in (select o.id from hf.contact_order o where o.root_oid = any (coalesce((select hf.second_roots()), '{}'))));
create policy second on hf.letter for select to holdfast_gateway
  using (id = any (coalesce((select hf.second_letters()), '{}')));
create policy second on hf.letter_version for select to holdfast_gateway
  using (letter_id = any (coalesce((select hf.second_letters()), '{}')));
create policy second_answers on hf.letter_version for update to holdfast_gateway
  using (id = any (coalesce((select hf.second_versions()), '{}')))
  with check (state in ('in_review', 'superseded', 'withdrawn'));
create policy second on hf.quarantine for select to holdfast_gateway
  using (version_id = any (coalesce((select hf.second_versions()), '{}')));
create policy second_answers on hf.quarantine for update to holdfast_gateway
  using (version_id = any (coalesce((select hf.second_versions()), '{}')))
  with check (lifted_by = (select hf.actor()));
create policy second on hf.ticket for select to holdfast_gateway
  using (id = any (coalesce((select hf.second_tickets()), '{}')));
-- To lock them as everybody does, and to change nothing.
create policy second_locks on hf.letter for update to holdfast_gateway
  using (id = any (coalesce((select hf.second_letters()), '{}'))) with check (false);
create policy second_locks on hf.ticket for update to holdfast_gateway
  using (id = any (coalesce((select hf.second_tickets()), '{}'))) with check (false);
-- What was done with it, not what an institution wrote.
create policy second on hf.ticket_event for select to holdfast_gateway
  using (ticket_id = any (coalesce((select hf.second_tickets()), '{}')) and object_id is null);
create policy second_reads on hf.ticket_event for insert to holdfast_gateway
  with check (account_id = (select hf.actor()) and state = 'words_opened' and object_id is null
              and ticket_id = any (coalesce((select hf.second_tickets()), '{}')));
create policy second_reads on hf.assignment to holdfast_gateway
  using (account_id = (select hf.actor()) and version_id = any (coalesce((select hf.second_versions()), '{}')))
  with check (agency_id = (select hf.my_agency()) and account_id = (select hf.actor()) and kind = 'investigation'
              and version_id = any (coalesce((select hf.second_versions()), '{}')));

-- What this account just entered: whoever answers for the second time sees how it ended and not the order any more.
create function hf.order_entered(the_order bytea)
  returns table (bars boolean, recalled bigint, tasks bigint, version integer)
  language sql stable security definer set search_path = hf, pg_temp as $$
  select hf.order_bars(n, n.entered_at),
         (select count(*) from hf.task t where t.agency_id = n.agency_id and t.order_id = n.id and t.kind = 'tell_recipient'),
         (select count(*) from hf.task t where t.agency_id = n.agency_id and t.order_id = n.id), n.version
    from hf.contact_order n where n.agency_id = hf.my_agency() and n.oid = the_order and n.entered_by = hf.actor()
$$;
grant execute on function hf.order_entered(bytea) to holdfast_gateway;

-- A quarantine that is lifted leaves nobody an assignment to investigate its words.
create function hf.end_lifted() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  update hf.assignment s set ended_at = hf.now()
   where s.agency_id = new.agency_id and s.version_id = new.version_id and s.kind = 'investigation' and s.ended_at is null;
  return null;
end $$;
create trigger lifted_is_over after update on hf.quarantine for each row
  when (old.lifted_at is null and new.lifted_at is not null) execute function hf.end_lifted();

grant select, insert on hf.entry_look to holdfast_gateway;
create policy own on hf.entry_look to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and account_id = (select hf.actor()))
  with check (agency_id = (select hf.my_agency()) and account_id = (select hf.actor()) and (select hf.may('entry.open')));

create trigger append_only before update or delete on hf.choice for each row execute function hf.forbid();
create trigger append_only before update or delete on hf.release for each row execute function hf.forbid();
create trigger append_only before update or delete on hf.recall for each row execute function hf.forbid();
create trigger append_only before update or delete on hf.opening for each row execute function hf.forbid();
create trigger append_only before update or delete on hf.contact_order for each row execute function hf.forbid();
create trigger append_only before delete on hf.order_loosening for each row execute function hf.forbid();
create trigger append_only before update or delete on hf.ticket_event for each row execute function hf.forbid();
create trigger append_only before update or delete on hf.report for each row execute function hf.forbid();
create trigger append_only before delete on hf.letter for each row execute function hf.forbid();
create trigger append_only before delete on hf.letter_version for each row execute function hf.forbid();
create trigger append_only before delete on hf.hold for each row execute function hf.forbid();
create trigger append_only before delete on hf.ticket for each row execute function hf.forbid();

-- ---- feeds: files of orders, people and housing (docs/imports.md) ----

-- A feed is a name under which files of one kind come. It is made by its first file, or by the profile that expects it.
create table hf.feed (
  agency_id bigint not null references hf.agency,
  id        bigint generated always as identity,
  oid       hf.oid16 not null,
  kind      text not null check (kind in ('orders', 'people', 'housing')),
  name      text not null check (name ~ '^[a-z0-9-]{1,40}$'),
  since     timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  unique (agency_id, kind, name)
);

-- A file that was taken: its counts, and that the feed spoke.
create table hf.feed_run (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  feed_id    bigint not null,
  whole      boolean not null,
  taken      integer not null,
  versions   integer not null,
  unchanged  integer not null,
  waiting    integer not null,
  refused    integer not null,
  entered_by bigint not null,
  at         timestamptz not null default hf.now(),
  primary key (agency_id, id),
  foreign key (agency_id, feed_id) references hf.feed (agency_id, id),
  foreign key (agency_id, entered_by) references hf.account (agency_id, id)
);
create index feed_run_feed on hf.feed_run (agency_id, feed_id, at);

-- What a row of a feed said last, and what became of it: `taken`, or `asked` where it would bar less and waits for people.
-- The feed's own key and the content may name somebody: keyed hashes of both. One row a change; the newest counts.
create table hf.feed_row (
  agency_id   bigint not null references hf.agency,
  id          bigint generated always as identity,
  feed_id     bigint not null,
  key_hash    bytea not null check (octet_length(key_hash) = 32),
  digest      bytea not null check (octet_length(digest) = 32),
  outcome     text not null check (outcome in ('taken', 'asked')),
  order_id    bigint,
  person_id   bigint,
  offender_id bigint,
  at          timestamptz not null default hf.now(),
  primary key (agency_id, id),
  foreign key (agency_id, feed_id) references hf.feed (agency_id, id),
  foreign key (agency_id, order_id) references hf.contact_order (agency_id, id),
  foreign key (agency_id, person_id) references hf.person (agency_id, id),
  foreign key (agency_id, offender_id) references hf.offender (agency_id, id),
  check (num_nonnulls(order_id, person_id, offender_id) = 1)
);
create index feed_row_key on hf.feed_row (agency_id, feed_id, key_hash, id);

call hf.guard_table('hf.feed');
call hf.guard_table('hf.feed_run');
call hf.guard_table('hf.feed_row');
grant select on hf.feed to holdfast_gateway;
grant select, insert on hf.feed_run, hf.feed_row to holdfast_gateway;
call hf.staff_policy('hf.feed', 'select', '{import.take,bank.list,flagged.list}', 'true');
create policy system on hf.feed for select to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
call hf.staff_policy('hf.feed_run', 'select', '{import.take}', 'true');
create policy system on hf.feed_run for select to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
create policy take on hf.feed_run for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and (select hf.may('import.take')) and entered_by = (select hf.actor()));
call hf.staff_policy('hf.feed_row', 'select', '{import.take}', 'true');
create policy take on hf.feed_row for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and (select hf.may('import.take')));
create trigger append_only before update or delete on hf.feed_run for each row execute function hf.forbid();
create trigger append_only before update or delete on hf.feed_row for each row execute function hf.forbid();

-- The feed of this name, made where there is none, and held until the transaction ends: of two files of one feed, one
-- waits for the other.
create function hf.take_feed(the_kind text, the_name text) returns bigint
  language plpgsql volatile security definer set search_path = hf, pg_temp as $$
declare found bigint;
begin
  if not (hf.may('import.take') or hf.is_system()) then perform hf.refuse('not_yours'); end if;
  insert into hf.feed (agency_id, oid, kind, name) values (hf.my_agency(), hf.random_oid(), the_kind, the_name)
  on conflict do nothing;
  select f.id into found from hf.feed f where f.agency_id = hf.my_agency() and f.kind = the_kind and f.name = the_name for update;
  return found;
end $$;
grant execute on function hf.take_feed(text, text) to holdfast_gateway;

alter table hf.task add foreign key (agency_id, feed_id) references hf.feed (agency_id, id);

-- A feed that the profile expects every so many hours. Where it has been silent for longer, a task is raised, once for each
-- silence, and true is answered; its file ends the silence. Only the gateway's own work asks.
create function hf.watch_feed(the_kind text, the_name text, hours integer, task_oid bytea) returns boolean
  language plpgsql volatile security definer set search_path = hf, pg_temp as $$
declare f hf.feed; spoke timestamptz;
begin
  if not hf.is_system() then perform hf.refuse('not_yours'); end if;
  select * into f from hf.feed x where x.agency_id = hf.my_agency() and x.kind = the_kind and x.name = the_name;
  if f.id is null then
    perform hf.take_feed(the_kind, the_name);
    return false;
  end if;
  select coalesce(max(r.at), f.since) into spoke from hf.feed_run r where r.agency_id = f.agency_id and r.feed_id = f.id;
  if spoke + make_interval(hours => hours) > hf.now() then return false; end if;
  perform from hf.feed x where x.agency_id = f.agency_id and x.id = f.id for update;
  if exists (select from hf.task t where t.agency_id = f.agency_id and t.feed_id = f.id and t.kind = 'feed_silent' and t.at > spoke) then
    return false;
  end if;
  insert into hf.task (agency_id, oid, kind, feed_id) values (f.agency_id, task_oid, 'feed_silent', f.id);
  return true;
end $$;
grant execute on function hf.watch_feed(text, text, integer, bytea) to holdfast_gateway;

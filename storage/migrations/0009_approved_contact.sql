-- phase: expand
-- Approved contact: what a recipient agreed to beforehand. A message of it is a letter (docs/decisions/0018); here is the
-- approval that stands for its choice, the steps that move it, and what they ask.

create table hf.contact_approval (
  agency_id      bigint not null references hf.agency,
  id             bigint generated always as identity,
  oid            hf.oid16 not null,
  offender_id    bigint not null,
  person_id      bigint not null,
  channel        text not null check (channel in ('approved_contact', 'dialogue_preparation')),
  purpose        text not null check (purpose in ('children', 'family', 'property', 'questions', 'dialogue')),
  most           integer not null check (most between 1 and 31),
  period         text not null check (period in ('week', 'month')),
  longest        integer not null check (longest between 1 and 20000),
  from_minute    integer not null check (from_minute >= 0),
  until_minute   integer not null check (until_minute > from_minute and until_minute <= 1440),
  zone           text not null,  -- the agency's: whose hours of the day these are
  starts_at      timestamptz not null,
  ends_at        timestamptz not null,
  answers        boolean not null default false,
  institution_id bigint,         -- whose agreement the profile asks for; null: nobody's
  state          text not null default 'requested' check (state in ('requested', 'recipient_agreed', 'office_agreed',
                                                                    'active', 'paused', 'ended', 'refused', 'entered_in_error')),
  requested_by   bigint not null,
  requested_at   timestamptz not null default hf.now(),
  changed_at     timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, offender_id) references hf.offender (agency_id, id),
  foreign key (agency_id, person_id) references hf.person (agency_id, id),
  foreign key (agency_id, institution_id) references hf.institution (agency_id, id),
  foreign key (agency_id, requested_by) references hf.account (agency_id, id),
  check (ends_at > starts_at and ends_at <= starts_at + interval '366 days')  -- consent is limited in time
);
create unique index contact_approval_live on hf.contact_approval (agency_id, offender_id, person_id, channel)
  where state not in ('ended', 'refused', 'entered_in_error');
create index contact_approval_person on hf.contact_approval (agency_id, person_id);

-- What happened to an approval, by whom (null: an order, at its commit). Adding one is the only way to move it.
create table hf.approval_step (
  agency_id   bigint not null references hf.agency,
  id          bigint generated always as identity,
  approval_id bigint not null,
  event       text not null,
  account_id  bigint,
  order_id    bigint,                    -- of a pause without an account: the order that made it
  state       text not null default '',  -- where it led
  at          timestamptz not null default hf.now(),
  primary key (agency_id, id),
  foreign key (agency_id, approval_id) references hf.contact_approval (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id),
  foreign key (agency_id, order_id) references hf.contact_order (agency_id, id),
  check ((account_id is null) = (order_id is not null))
);
create index approval_step_approval on hf.approval_step (agency_id, approval_id, id);

-- What an institution answered, whatever had become of the request by then (rule 3).
create table hf.approval_answer (
  agency_id   bigint not null references hf.agency,
  id          bigint generated always as identity,
  approval_id bigint not null,
  account_id  bigint not null,
  agrees      boolean not null,
  at          timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, approval_id),
  foreign key (agency_id, approval_id) references hf.contact_approval (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id)
);
alter table hf.choice add foreign key (agency_id, approval_id) references hf.contact_approval (agency_id, id);
create index choice_approval on hf.choice (agency_id, approval_id) where approval_id is not null;

call hf.guard_table('hf.contact_approval');
call hf.guard_table('hf.approval_step');
call hf.guard_table('hf.approval_answer');

-- Whether a person may read this version to review it: any letter of the bank; of approved contact only while its writer
-- has an approval in force there. What points at a danger to the writer's life is read whatever the recipient said.
create function hf.may_be_read(agency bigint, the_version bigint) returns boolean
  language sql stable security definer set search_path = hf, pg_temp as $$
  select l.channel = 'accountability_letter' or v.welfare
      or exists (select from hf.contact_approval a
                  where a.agency_id = l.agency_id and a.offender_id = l.offender_id and a.channel = l.channel
                    and a.state = 'active' and a.starts_at <= hf.now() and hf.now() < a.ends_at)
    from hf.letter_version v join hf.letter l on l.agency_id = v.agency_id and l.id = v.letter_id
   where v.agency_id = agency and v.id = the_version
$$;
grant execute on function hf.may_be_read(bigint, bigint) to holdfast_gateway;

-- When messages of this pair and channel were passed on, under whichever approval: asking anew resets nothing.
create function hf.contact_sent(agency bigint, the_offender bigint, the_person bigint, of_channel text, since timestamptz)
  returns setof timestamptz language sql stable security definer set search_path = hf, pg_temp as $$
  select c.at from hf.choice c join hf.contact_approval a on a.agency_id = c.agency_id and a.id = c.approval_id
   where a.agency_id = agency and a.offender_id = the_offender and a.person_id = the_person and a.channel = of_channel
     and c.at > since
     and (hf.actor() is null or hf.is_system())
$$;
grant execute on function hf.contact_sent(bigint, bigint, bigint, text, timestamptz), hf.human_of(bigint, bigint) to holdfast_gateway;

-- gateway/domain/approval.h bar_to_send, for a standing choice about to be written; contact_test holds the two together.
create function hf.bar_to_send(h hf.hold, c hf.choice, t timestamptz) returns text
  language plpgsql stable security definer set search_path = hf, pg_temp as $$
declare a hf.contact_approval; l hf.letter; v hf.letter_version; shown time;
begin
  select * into a from hf.contact_approval x where x.agency_id = h.agency_id and x.id = c.approval_id;
  select * into l from hf.letter x where x.agency_id = h.agency_id and x.id = h.letter_id;
  select * into v from hf.letter_version x where x.agency_id = h.agency_id and x.id = c.version_id;
  -- The gateway's own turn writes it down, and nobody by hand.
  if (select w.role from hf.account w where w.agency_id = c.agency_id and w.id = c.recorded_by) is distinct from 'system' then
    return 'not_yours';
  end if;
  if (a.offender_id, a.person_id, a.channel) is distinct from (h.offender_id, h.person_id, l.channel) then return 'not_addressed'; end if;
  if c.kind <> 'now' or c.way <> (case l.channel when 'dialogue_preparation' then 'read_aloud' else 'read_here' end) then
    return 'another_way';
  end if;
  if hf.contact_in_force(h.agency_id, h.offender_id, h.person_id, l.channel, t) is distinct from a.id then return 'no_approval'; end if;
  if v.characters > a.longest then return 'too_long'; end if;
  shown := (t at time zone a.zone)::time;
  if extract(hour from shown) * 60 + extract(minute from shown) not between a.from_minute and a.until_minute - 1 then
    return 'not_yet';
  end if;
  if (select count(*) from hf.contact_sent(h.agency_id, h.offender_id, h.person_id, l.channel,
                                           t - case a.period when 'week' then interval '168 hours' else interval '720 hours' end)) >= a.most then
    return 'limit_reached';
  end if;
  return null;
end $$;

-- Of approved contact nobody asks piece by piece; what its person put off themselves comes back like any letter.
create function hf.bar_to_ask_of_contact(h hf.hold, t timestamptz) returns text
  language sql stable security definer set search_path = hf, pg_temp as $$
  select case when l.channel = 'accountability_letter' then null
              when hf.contact_in_force(h.agency_id, h.offender_id, h.person_id, l.channel, t) is null then 'no_approval'
              when not exists (select from hf.choice c where c.agency_id = h.agency_id and c.hold_id = h.id) then 'not_asked'
         end
    from hf.letter l where l.agency_id = h.agency_id and l.id = h.letter_id
$$;

-- ---- the life of an approval ----

-- The table of gateway/domain/approval.h, by hand; contact_test compares every state and event. Null: not in the table.
create function hf.approval_next(from_state text, event text) returns text language sql immutable as $$
  select case from_state || ' ' || event
    when 'requested recipient_agrees' then 'recipient_agreed'
    when 'requested refuse' then 'refused'
    when 'recipient_agreed office_agrees' then 'office_agreed'
    when 'recipient_agreed office_activates' then 'active'
    when 'recipient_agreed refuse' then 'refused'
    when 'office_agreed institution_agrees' then 'active'
    when 'office_agreed refuse' then 'refused'
    when 'active pause' then 'paused'
    when 'paused pause' then 'paused'
    when 'paused recipient_agrees' then 'paused'
    when 'paused resume' then 'active'
    else case
      when event = 'end' and from_state in ('recipient_agreed', 'office_agreed', 'active', 'paused') then 'ended'
      when event = 'mark_error' and from_state in ('requested', 'recipient_agreed', 'office_agreed', 'active', 'paused')
        then 'entered_in_error'
    end
  end
$$;
grant execute on function hf.approval_next(text, text) to holdfast_gateway;

create function hf.check_approval() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare p hf.person;
begin
  select * into p from hf.person where agency_id = new.agency_id and id = new.person_id;
  if p.offender_id is distinct from new.offender_id then perform hf.refuse('not_addressed'); end if;
  if p.registered_at is null or p.confirmed_by is null then perform hf.refuse('not_registered'); end if;
  if p.adult is not true then perform hf.refuse('not_of_age'); end if;
  if new.state <> 'requested' then perform hf.refuse('not_agreed'); end if;
  if hf.recused(new.agency_id, new.requested_by, new.offender_id) then perform hf.refuse('recused'); end if;
  new.requested_at := hf.now();
  return new;
end $$;
create trigger begins_as_a_request before insert on hf.contact_approval for each row execute function hf.check_approval();

-- Who may take this step, as their own account: the recipient for themselves, the office, the institution that was asked.
create function hf.bar_of_stepper(a hf.contact_approval, event text, account bigint) returns text
  language sql stable security definer set search_path = hf, pg_temp as $$
  select case
    when event = 'recipient_agrees' then case when w.person_id is distinct from a.person_id then 'not_yours' end
    when w.person_id is not null then
      case when w.person_id <> a.person_id or event not in ('refuse', 'pause', 'end')
             or (event = 'refuse' and a.state <> 'requested') then 'not_yours' end
    when event = 'institution_agrees' or (event = 'refuse' and w.role = 'institution') then
      case when w.role <> 'institution' or w.institution_id is distinct from a.institution_id or a.state <> 'office_agreed' then 'not_yours' end
    when w.role <> 'analyst' or w.disabled_at is not null then 'not_yours'
    when hf.recused(a.agency_id, w.id, a.offender_id) then 'recused'
  end from hf.account w where w.agency_id = a.agency_id and w.id = account
$$;

-- What bars letting contact begin, or begin again: gateway/domain/approval.h bar_to_agree and bar_to_activate.
create function hf.bar_to_agree(a hf.contact_approval, step text, account bigint, t timestamptz) returns text
  language plpgsql stable security definer set search_path = hf, pg_temp as $$
declare bar text; p hf.person; first_human bigint; human bigint := hf.human_of(a.agency_id, account);
begin
  bar := hf.bar_of_pair(a.agency_id, a.offender_id, a.person_id, a.channel, t);
  if bar is not null then return bar; end if;
  select * into p from hf.person where agency_id = a.agency_id and id = a.person_id;
  if p.frozen_at is not null then return 'frozen'; end if;
  if p.registered_at is null or p.confirmed_by is null then return 'not_registered'; end if;
  if t >= a.ends_at then return 'no_approval'; end if;
  -- The institution is asked exactly where the request said so.
  if (step = 'office_agrees' and a.institution_id is null) or (step = 'office_activates' and a.institution_id is not null) then
    return 'not_in_state';
  end if;
  -- The recipient's word stands: of a paused one, since it was paused.
  if not exists (select from hf.approval_step s where s.agency_id = a.agency_id and s.approval_id = a.id and s.event = 'recipient_agrees'
                  and s.id > coalesce((select max(x.id) from hf.approval_step x where x.agency_id = a.agency_id and x.approval_id = a.id
                                          and x.event = 'pause'), 0)) then
    return 'not_agreed';
  end if;
  select hf.human_of(a.agency_id, s.account_id) into first_human from hf.approval_step s
   where s.agency_id = a.agency_id and s.approval_id = a.id
     and s.event = case step when 'institution_agrees' then 'office_agrees' else 'recipient_agrees' end
   order by s.id desc limit 1;
  if first_human is not distinct from human then return 'one_person'; end if;
  return null;
end $$;

create function hf.check_approval_step() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare a hf.contact_approval; t timestamptz; bar text;
begin
  select * into a from hf.contact_approval where agency_id = new.agency_id and id = new.approval_id;
  if a.id is null then perform hf.refuse('not_in_state'); end if;
  -- Both sides lock the same row: what closes contact changes it, so that nothing let through passes it by.
  if new.event in ('pause', 'end', 'refuse', 'mark_error') then
    t := hf.guard_update(a.agency_id, a.offender_id);
  else
    t := hf.guard_share(a.agency_id, a.offender_id);
  end if;
  select * into a from hf.contact_approval where agency_id = new.agency_id and id = new.approval_id for update;
  new.state := hf.approval_next(a.state, new.event);
  if new.state is null then perform hf.refuse('not_in_state'); end if;
  if new.account_id is not null then
    bar := hf.bar_of_stepper(a, new.event, new.account_id);
    if bar is not null then perform hf.refuse(bar); end if;
  elsif new.event <> 'pause' or new.order_id is null then
    perform hf.refuse('machine');
  end if;
  if new.event in ('office_agrees', 'office_activates', 'institution_agrees', 'resume') then
    bar := hf.bar_to_agree(a, new.event, new.account_id, t);
    if bar is not null then perform hf.refuse(bar); end if;
  end if;
  new.at := t;
  update hf.contact_approval set state = new.state, changed_at = t where agency_id = a.agency_id and id = a.id;
  return new;
end $$;
create trigger as_the_table_says before insert on hf.approval_step for each row execute function hf.check_approval_step();

create function hf.approval_recalls() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare a hf.contact_approval;
begin
  select * into a from hf.contact_approval where agency_id = new.agency_id and id = new.approval_id;
  perform hf.recall_in_flight(a.agency_id, a.offender_id, a.person_id, 'contact_paused', null, array[a.channel]);
  return null;
end $$;
create trigger closes_what_is_in_flight after insert on hf.approval_step for each row
  when (new.event in ('pause', 'end', 'mark_error')) execute function hf.approval_recalls();

-- An order that bars pauses contact at its commit, or when its day comes (hf.take_turn), after it has recalled what is in
-- flight: when it ends, nothing resumes before a person says so.
create function hf.pause_contact(o hf.contact_order, t timestamptz) returns void
  language sql security definer set search_path = hf, pg_temp as $$
  insert into hf.approval_step (agency_id, approval_id, event, order_id)
  select a.agency_id, a.id, 'pause', o.id from hf.contact_approval a
   where a.agency_id = o.agency_id and a.offender_id = o.offender_id and (o.person_id is null or a.person_id = o.person_id)
     and a.state = 'active' and hf.order_bars(o, a.channel, t)
   order by a.id
$$;
create function hf.order_pauses_contact() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  perform hf.pause_contact(new, new.entered_at);
  return null;
end $$;
create trigger then_contact_pauses after insert on hf.contact_order for each row execute function hf.order_pauses_contact();

-- ---- who sees and adds what ----

grant select, insert on hf.contact_approval, hf.approval_step to holdfast_gateway;
call hf.staff_policy('hf.contact_approval', 'select', '{approval.decide}', 'offender_id <> all (coalesce((select hf.my_recusals()), ''{}''))');
create policy mine on hf.contact_approval for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.may('approval.own')) and person_id = (select hf.my_person()));
create policy system on hf.contact_approval for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
create policy request on hf.contact_approval for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and requested_by = (select hf.actor()) and (select hf.may('approval.decide')));

create function hf.my_approvals() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(a.id), '{}') from hf.contact_approval a where a.person_id = hf.my_person() $$;
create function hf.recused_from_approval(the_approval bigint) returns boolean
  language sql stable security definer set search_path = hf, pg_temp
  as $$ select exists (select from hf.contact_approval a join hf.recusal r on r.agency_id = a.agency_id and r.offender_id = a.offender_id
                        where a.id = the_approval and r.account_id = hf.actor()) $$;
grant execute on function hf.my_approvals(), hf.recused_from_approval(bigint) to holdfast_gateway;
call hf.staff_policy('hf.approval_step', 'select', '{approval.decide}', 'not hf.recused_from_approval(approval_id)');
create policy mine on hf.approval_step for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and approval_id = any (coalesce((select hf.my_approvals()), '{}')));
create policy step on hf.approval_step for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and account_id = (select hf.actor())
              and ((select hf.may('approval.decide')) or ((select hf.may('approval.own')) and approval_id = any (coalesce((select hf.my_approvals()), '{}')))));

-- A standing choice is written by the gateway's own turn.
create policy pass_on on hf.choice for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and recorded_by = (select hf.actor()) and (select hf.is_system())
              and said = 'standing');

-- What an institution was asked, and what it answered: the offender's side, and nothing that moved since.
create view hf.institution_approval with (security_barrier) as
  select a.agency_id, a.id, a.oid, o.number as offender_number, o.name as offender_name, a.channel, a.purpose, a.most, a.period,
         a.longest, a.from_minute, a.until_minute, a.zone, a.starts_at, a.ends_at, s.asked_at, w.agrees, w.at as answered_at
    from hf.contact_approval a
    join hf.offender o on o.agency_id = a.agency_id and o.id = a.offender_id
    join lateral (select x.at as asked_at from hf.approval_step x where x.agency_id = a.agency_id and x.approval_id = a.id
                     and x.event = 'office_agrees' order by x.id limit 1) s on true
    left join hf.approval_answer w on w.agency_id = a.agency_id and w.approval_id = a.id
   where a.agency_id = hf.my_agency() and a.institution_id = hf.my_institution() and hf.may('approval.answer');
grant select on hf.institution_approval to holdfast_gateway;

-- The institution's answer, once. The same is written and answered whether or not the request still stands. Null: none
-- such, or answered already. Else the state it led to, for the log; empty where it led nowhere.
create function hf.institution_answers(the_approval bytea, agreed boolean) returns text
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare a hf.contact_approval; led_to text := '';
begin
  select x.* into a from hf.contact_approval x
   where x.agency_id = hf.my_agency() and x.oid = the_approval and x.institution_id = hf.my_institution() and hf.may('approval.answer')
     and exists (select from hf.approval_step s where s.agency_id = x.agency_id and s.approval_id = x.id and s.event = 'office_agrees');
  if a.id is null then return null; end if;
  perform hf.guard_update(a.agency_id, a.offender_id);
  select * into a from hf.contact_approval x where x.agency_id = a.agency_id and x.id = a.id for update;
  insert into hf.approval_answer (agency_id, approval_id, account_id, agrees) values (a.agency_id, a.id, hf.actor(), agreed)
  on conflict do nothing;
  if not found then return null; end if;
  -- What bars it stays the office's to see: the answer is the institution's, and the request waits.
  if a.state = 'office_agreed'
     and (not agreed or hf.bar_to_agree(a, 'institution_agrees', hf.actor(), hf.now()) is null) then
    insert into hf.approval_step (agency_id, approval_id, event, account_id)
    values (a.agency_id, a.id, case when agreed then 'institution_agrees' else 'refuse' end, hf.actor())
    returning state into led_to;
  end if;
  return led_to;
end $$;
grant execute on function hf.institution_answers(bytea, boolean) to holdfast_gateway;

create trigger append_only before update or delete on hf.approval_step for each row execute function hf.forbid();
create trigger append_only before update or delete on hf.approval_answer for each row execute function hf.forbid();
create trigger append_only before delete on hf.contact_approval for each row execute function hf.forbid();

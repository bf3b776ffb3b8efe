-- phase: expand
-- Offenders (the guard), cases, people, letters and their versions, reviews, quarantine, addressing.

-- The offender's row is the guard: orders and stop-contact lock it FOR UPDATE, every step that brings a letter nearer
-- to its recipient FOR SHARE. Lock order: offenders ascending, letter, hold, job. `guard` counts the orders: because they
-- change the row, a step that reads from an older snapshot fails instead of passing them by.
create table hf.offender (
  agency_id      bigint not null references hf.agency,
  id             bigint generated always as identity,
  oid            hf.oid16 not null,
  number         text not null,
  name           text not null,
  institution_id bigint,
  custody        text not null default 'unknown' check (custody in ('institution', 'parole', 'jail', 'other_state',
                                                                    'federal', 'discharged', 'dead', 'unknown')),
  guard          bigint not null default 0,
  primary key (agency_id, id),
  unique (agency_id, oid),
  unique (agency_id, number),
  foreign key (agency_id, institution_id) references hf.institution (agency_id, id)
);

create table hf.court_case (
  agency_id   bigint not null references hf.agency,
  id          bigint generated always as identity,
  oid         hf.oid16 not null,
  offender_id bigint not null,
  number      text not null,
  primary key (agency_id, id),
  unique (agency_id, oid),
  unique (agency_id, offender_id, number),
  foreign key (agency_id, offender_id) references hf.offender (agency_id, id)
);

-- A protected person or recipient. Everything that names them is in the sealed record.
create table hf.person (
  agency_id      bigint not null references hf.agency,
  id             bigint generated always as identity,
  oid            hf.oid16 not null,
  offender_id    bigint not null,
  case_id        bigint,
  kind           text not null check (kind in ('victim', 'family', 'next_of_kin', 'guardian', 'witness', 'representative')),
  record_id      bigint not null,
  adult          boolean,
  registered_at  timestamptz,
  confirmed_by   bigint,
  tell           boolean not null default false,
  notices        text not null default 'none' check (notices in ('none', 'email', 'post')),
  frozen_at      timestamptz,
  changed        bigint not null default 0,
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, offender_id) references hf.offender (agency_id, id),
  foreign key (agency_id, case_id) references hf.court_case (agency_id, id),
  foreign key (agency_id, record_id) references hf.sealed_object (agency_id, id),
  foreign key (agency_id, confirmed_by) references hf.account (agency_id, id)
);
create index person_offender on hf.person (agency_id, offender_id);
alter table hf.account add foreign key (agency_id, person_id) references hf.person (agency_id, id);
create unique index account_person on hf.account (agency_id, person_id) where person_id is not null;

-- How many times a person's record has changed: each gateway holds all records in memory, and compares. The row is locked
-- from a change to its commit, so that numbers are seen in their order and none is missed.
create table hf.registry_version (
  agency_id bigint primary key references hf.agency,
  version   bigint not null
);
create index person_changed on hf.person (agency_id, changed);
create function hf.count_person() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  insert into hf.registry_version as v (agency_id, version) values (new.agency_id, 1)
  on conflict (agency_id) do update set version = v.version + 1 returning version into new.changed;
  return new;
end $$;
create trigger counted before insert or update of record_id on hf.person for each row execute function hf.count_person();

-- A staff member who must never see a case (rule 8).
create table hf.recusal (
  agency_id  bigint not null references hf.agency,
  account_id bigint not null,
  offender_id bigint not null,
  at         timestamptz not null default hf.now(),
  primary key (agency_id, account_id, offender_id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id),
  foreign key (agency_id, offender_id) references hf.offender (agency_id, id)
);

-- shown_* is the facilitator's projection: what was last published, never computed when they look.
create table hf.letter (
  agency_id    bigint not null references hf.agency,
  id           bigint generated always as identity,
  oid          hf.oid16 not null,
  channel      text not null check (channel in ('accountability_letter', 'approved_contact', 'dialogue_preparation')),
  programme_id bigint not null,
  submitted_by bigint not null,
  offender_id  bigint not null,
  case_number  text not null default '',
  state        text not null default 'in_review' check (state in ('in_review', 'returned', 'approved', 'banked', 'refused',
                                                                  'withdrawn', 'entered_in_error', 'destroyed')),
  version      integer not null default 1,
  shown_state  text not null default 'received' check (shown_state in ('received', 'in_review', 'returned', 'banked',
                                                                       'not_accepted', 'withdrawn')),
  shown_reasons text[] not null default '{}',
  shown_note   text not null default '',
  shown_at     timestamptz not null default hf.now(),
  received_at  timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, programme_id) references hf.programme (agency_id, id),
  foreign key (agency_id, submitted_by) references hf.account (agency_id, id),
  foreign key (agency_id, offender_id) references hf.offender (agency_id, id)
);
create index letter_programme on hf.letter (agency_id, programme_id, id);
create index letter_state on hf.letter (agency_id, state, id);
create index letter_offender on hf.letter (agency_id, offender_id);

create table hf.letter_version (
  agency_id   bigint not null references hf.agency,
  id          bigint generated always as identity,
  oid         hf.oid16 not null,
  letter_id   bigint not null,
  no          integer not null,
  object_id   bigint not null,
  state       text not null check (state in ('received', 'unscreened', 'in_review', 'approved', 'returned', 'quarantined',
                                             'refused', 'superseded', 'withdrawn', 'entered_in_error', 'destroyed')),
  language    text not null,
  verdict     text check (verdict in ('clear', 'review', 'quarantine')),
  categories  text[] not null default '{}',
  welfare     boolean not null default false,
  engine      text not null default '',
  rules       text not null default '',
  characters  integer not null,
  received_at timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  unique (agency_id, letter_id, no),
  foreign key (agency_id, letter_id) references hf.letter (agency_id, id),
  foreign key (agency_id, object_id) references hf.sealed_object (agency_id, id),
  check ((verdict is null) = (state = 'unscreened') or state not in ('received', 'unscreened'))
);
create index letter_version_queue on hf.letter_version (agency_id, id) where state in ('received', 'unscreened', 'in_review', 'quarantined');

-- An assignment is what the keeper asks for before it unwraps a letter under review. It ends with the decision. A
-- reading is given by somebody else, for one hold, and ends when it is done (0004).
create table hf.assignment (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  oid        hf.oid16 not null,
  kind       text not null check (kind in ('review', 'addressing', 'investigation', 'reading')),
  version_id bigint not null,
  account_id bigint not null,
  at         timestamptz not null default hf.now(),
  opened_at  timestamptz,  -- the words were opened under it: what an approval needs
  ended_at   timestamptz,
  hold_id     bigint,      -- of a reading
  assigned_by bigint,
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, version_id) references hf.letter_version (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id),
  foreign key (agency_id, assigned_by) references hf.account (agency_id, id),
  check ((kind = 'reading') = (hold_id is not null) and (hold_id is null) = (assigned_by is null))
);
create unique index assignment_reading on hf.assignment (agency_id, hold_id) where ended_at is null and kind = 'reading';
create unique index assignment_live on hf.assignment (agency_id, kind, version_id, account_id) where ended_at is null;

create table hf.review (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  version_id bigint not null,
  account_id bigint not null,
  decision   text not null check (decision in ('approve', 'return', 'quarantine', 'refuse')),
  reasons    text[] not null default '{}',
  note       text not null default 'none' check (note in ('none', 'nearly', 'rewrite', 'with_help')),
  at         timestamptz not null default hf.now(),
  primary key (agency_id, id),
  foreign key (agency_id, version_id) references hf.letter_version (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id)
);
create index review_version on hf.review (agency_id, version_id, id);

-- Opened by screening (account null) or by a person; lifted by two different people.
create table hf.quarantine (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  version_id bigint not null,
  account_id bigint,
  opened_at  timestamptz not null default hf.now(),
  lift_asked_by bigint,
  lift_asked_at timestamptz,
  lifted_by  bigint,
  lifted_at  timestamptz,
  primary key (agency_id, id),
  foreign key (agency_id, version_id) references hf.letter_version (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id),
  foreign key (agency_id, lift_asked_by) references hf.account (agency_id, id),
  foreign key (agency_id, lifted_by) references hf.account (agency_id, id),
  check (lifted_at is null or (lifted_by is not null and lift_asked_by is not null))
);
create unique index quarantine_open on hf.quarantine (agency_id, version_id) where lifted_at is null;

create function hf.check_quarantine_lift() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  -- Who asks and who lifts sign for themselves, in this order; what was lifted stays lifted. (Without an actor no row
  -- can be seen at all, but by the owner.)
  if hf.actor() is not null and
     (old.lifted_at is not null
      or (new.lift_asked_by is distinct from old.lift_asked_by and new.lift_asked_by is distinct from hf.actor())
      or (new.lifted_at is not null and (new.lifted_by is distinct from hf.actor() or old.lift_asked_by is null
                                         or new.lift_asked_by is distinct from old.lift_asked_by))) then
    raise exception using errcode = 'HF001', message = 'refused', detail = 'not_yours';
  end if;
  if new.lifted_at is not null and old.lifted_at is null and
     (select a.human_id from hf.account a where a.agency_id = new.agency_id and a.id = new.lifted_by)
     is not distinct from
     (select a.human_id from hf.account a where a.agency_id = new.agency_id and a.id = new.lift_asked_by) then
    raise exception using errcode = 'HF001', message = 'refused', detail = 'one_person';
  end if;
  return new;
end $$;
create trigger two_people before update on hf.quarantine for each row execute function hf.check_quarantine_lift();

-- Who a letter is for. The latest row that was not undone counts; person null: looked for and not found.
create table hf.addressing (
  agency_id   bigint not null references hf.agency,
  id          bigint generated always as identity,
  letter_id   bigint not null,
  person_id   bigint,
  account_id  bigint not null,
  evidence_id bigint not null,
  at          timestamptz not null default hf.now(),
  undone_at   timestamptz,
  undone_by   bigint,
  undone_evidence_id bigint,
  primary key (agency_id, id),
  foreign key (agency_id, letter_id) references hf.letter (agency_id, id),
  foreign key (agency_id, person_id) references hf.person (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id),
  foreign key (agency_id, evidence_id) references hf.sealed_object (agency_id, id),
  foreign key (agency_id, undone_evidence_id) references hf.sealed_object (agency_id, id)
);
create index addressing_letter on hf.addressing (agency_id, letter_id, id);

call hf.guard_table('hf.offender');
call hf.guard_table('hf.court_case');
call hf.guard_table('hf.person');
call hf.guard_table('hf.registry_version');
call hf.guard_table('hf.recusal');
call hf.guard_table('hf.letter');
call hf.guard_table('hf.letter_version');
call hf.guard_table('hf.assignment');
call hf.guard_table('hf.review');
call hf.guard_table('hf.quarantine');
call hf.guard_table('hf.addressing');

-- Read once a statement; most people have none.
create function hf.my_recusals() returns bigint[]
  language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(r.offender_id), '{}') from hf.recusal r where r.account_id = hf.actor() $$;
grant execute on function hf.my_recusals() to holdfast_gateway, holdfast_keeper;

-- Row-level security for the agency's staff: their agency, never a case they are recused from.
create procedure hf.staff_policy(name regclass, what text, acts text[], extra text) language plpgsql as $$
begin
  execute format('create policy %I on %s for %s to holdfast_gateway using (agency_id = (select hf.my_agency()) and (%s) and (%s))',
                 'staff_' || what, name, what,
                 (select string_agg(format('(select hf.may(%L))', a), ' or ') from unnest(acts) a), extra);
end $$;

grant select, insert on hf.offender, hf.court_case, hf.person to holdfast_gateway;
grant update (institution_id, custody, name) on hf.offender to holdfast_gateway;
grant update (registered_at, confirmed_by, tell, notices, adult, case_id, record_id, frozen_at) on hf.person to holdfast_gateway;
call hf.staff_policy('hf.offender', 'select', '{review.list,order.list,bank.list,flagged.list,ticket.list}',
  'id <> all (coalesce((select hf.my_recusals()), ''{}'')) and ((select hf.my_role()) <> ''institution'' or institution_id = (select hf.my_institution()))');
create policy system on hf.offender to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
create policy mine on hf.offender for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.may('offer.list'))
         and id = (select p.offender_id from hf.person p where p.id = (select hf.my_person())));
create policy add on hf.offender for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and (select hf.may('order.enter')));
create policy move on hf.offender for update to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.may('order.enter')));
call hf.staff_policy('hf.court_case', 'select', '{review.list,order.list,bank.list,flagged.list}', 'offender_id <> all (coalesce((select hf.my_recusals()), ''{}''))');
create policy add on hf.court_case for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and (select hf.may('order.enter')));
call hf.staff_policy('hf.person', 'select', '{review.list,order.list,bank.list,registration.keep}', 'offender_id <> all (coalesce((select hf.my_recusals()), ''{}''))');
create policy system on hf.person for select to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
create policy mine on hf.person for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and id = (select hf.my_person()));
create policy add on hf.person for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and (select hf.may('registration.keep')));
create policy keep on hf.person for update to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.may('registration.keep')) and offender_id <> all (coalesce((select hf.my_recusals()), '{}')));

grant select on hf.registry_version to holdfast_gateway;
create policy follow on hf.registry_version for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and ((select hf.is_system()) or (select hf.may('registration.keep'))));

grant select on hf.recusal to holdfast_gateway;
create policy own on hf.recusal for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and account_id = (select hf.actor()));

-- A facilitator's programme never reads hf.letter: it reads hf.programme_letter below, which holds the projection only.
grant select, update (state, version, shown_state, shown_reasons, shown_at) on hf.letter to holdfast_gateway;
grant select, update (state) on hf.letter_version to holdfast_gateway;
call hf.staff_policy('hf.letter', 'select', '{review.list,bank.list,flagged.list}', 'offender_id <> all (coalesce((select hf.my_recusals()), ''{}''))');
call hf.staff_policy('hf.letter', 'update', '{review.decide,addressing.decide,flagged.decide}', 'offender_id <> all (coalesce((select hf.my_recusals()), ''{}''))');
create policy system on hf.letter to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
create function hf.recused_from_letter(the_letter bigint) returns boolean
  language sql stable security definer set search_path = hf, pg_temp
  as $$ select exists (select from hf.letter l join hf.recusal r on r.agency_id = l.agency_id and r.offender_id = l.offender_id
                        where l.id = the_letter and r.account_id = hf.actor()) $$;
create function hf.recused_from_version(the_version bigint) returns boolean
  language sql stable security definer set search_path = hf, pg_temp
  as $$ select exists (select from hf.letter_version v join hf.letter l on l.agency_id = v.agency_id and l.id = v.letter_id
                         join hf.recusal r on r.agency_id = l.agency_id and r.offender_id = l.offender_id
                        where v.id = the_version and r.account_id = hf.actor()) $$;
grant execute on function hf.recused_from_letter(bigint), hf.recused_from_version(bigint) to holdfast_gateway, holdfast_keeper;
call hf.staff_policy('hf.letter_version', 'select', '{review.list,bank.list,flagged.list}', '(coalesce((select hf.my_recusals()), ''{}'') = ''{}'' or not hf.recused_from_letter(letter_id))');
call hf.staff_policy('hf.letter_version', 'update', '{review.decide,flagged.decide}', '(coalesce((select hf.my_recusals()), ''{}'') = ''{}'' or not hf.recused_from_letter(letter_id))');
create policy system on hf.letter_version to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));

-- The one window a programme has: what was published, by its own rows. No state of the office, no recipient.
create view hf.programme_letter with (security_barrier) as
  select l.agency_id, l.id, l.oid, o.number as offender_number, l.shown_state, l.shown_reasons, l.shown_note, l.shown_at, l.received_at, l.version
    from hf.letter l join hf.offender o on o.agency_id = l.agency_id and o.id = l.offender_id
   where l.agency_id = hf.my_agency() and l.programme_id = hf.my_programme() and hf.may('letter.follow');
grant select on hf.programme_letter to holdfast_gateway;

grant select, insert, update (opened_at, ended_at) on hf.assignment to holdfast_gateway;
grant select on hf.assignment to holdfast_keeper;
create policy keeper on hf.assignment for select to holdfast_keeper using (true);
create policy own on hf.assignment to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and ((select hf.may('review.list')) or account_id = (select hf.actor())))
  with check (agency_id = (select hf.my_agency()) and account_id = (select hf.actor())
              and (coalesce((select hf.my_recusals()), '{}') = '{}' or not hf.recused_from_version(version_id))
              and ((kind in ('review', 'addressing') and (select hf.may('review.open')))
                   or (kind = 'investigation' and (select hf.may('flagged.open')) and (select hf.may('flagged.list')))));

-- A reading is given to somebody; 0004 says to whom it may be.
create policy give on hf.assignment for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and kind = 'reading' and assigned_by = (select hf.actor())
              and (select hf.may('reading.assign')) and not hf.recused_from_version(version_id));
create policy take_back on hf.assignment for update to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and kind = 'reading' and (select hf.may('reading.assign'))
         and not hf.recused_from_version(version_id))
  with check (kind = 'reading');

-- A decision ends every assignment to review that version: nobody goes on reading what is decided.
create function hf.end_assignments(the_version bigint) returns void
  language sql security definer set search_path = hf, pg_temp as $$
    update hf.assignment s set ended_at = hf.now()
     where s.agency_id = hf.my_agency() and s.version_id = the_version and s.kind in ('review', 'addressing')
       and s.ended_at is null and (hf.may('review.decide') or hf.may('flagged.decide'))
       and not hf.recused_from_version(the_version)
  $$;
grant execute on function hf.end_assignments(bigint) to holdfast_gateway;

grant select, insert on hf.review to holdfast_gateway;
call hf.staff_policy('hf.review', 'select', '{review.list,bank.list,flagged.list}', '(coalesce((select hf.my_recusals()), ''{}'') = ''{}'' or not hf.recused_from_version(version_id))');
create policy decide on hf.review for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and account_id = (select hf.actor())
              and ((select hf.may('review.decide')) or ((select hf.may('flagged.decide')) and decision <> 'approve'))
              and (coalesce((select hf.my_recusals()), '{}') = '{}' or not hf.recused_from_version(version_id)));

grant select, insert, update (lift_asked_by, lift_asked_at, lifted_by, lifted_at) on hf.quarantine to holdfast_gateway;
call hf.staff_policy('hf.quarantine', 'select', '{review.list,bank.list,flagged.list}', '(coalesce((select hf.my_recusals()), ''{}'') = ''{}'' or not hf.recused_from_version(version_id))');
call hf.staff_policy('hf.quarantine', 'update', '{flagged.decide}', '(coalesce((select hf.my_recusals()), ''{}'') = ''{}'' or not hf.recused_from_version(version_id))');
create policy open on hf.quarantine for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and account_id = (select hf.actor()) and lifted_at is null
              and ((select hf.may('review.decide')) or (select hf.may('flagged.decide'))));

grant select, insert, update (undone_at, undone_by, undone_evidence_id) on hf.addressing to holdfast_gateway;
call hf.staff_policy('hf.addressing', 'select', '{bank.list}', '(coalesce((select hf.my_recusals()), ''{}'') = ''{}'' or not hf.recused_from_letter(letter_id))');
create policy decide on hf.addressing for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and account_id = (select hf.actor()) and undone_at is null
              and (select hf.may('addressing.decide')) and (coalesce((select hf.my_recusals()), '{}') = '{}' or not hf.recused_from_letter(letter_id)));
call hf.staff_policy('hf.addressing', 'update', '{addressing.decide}', '(coalesce((select hf.my_recusals()), ''{}'') = ''{}'' or not hf.recused_from_letter(letter_id))');

-- Insert-only tables say so themselves, to every role but the owner's destroying act.
create function hf.forbid() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'HF002', message = 'append-only', detail = tg_table_name;
end $$;
create trigger append_only before update or delete on hf.review for each row execute function hf.forbid();
create trigger append_only before update or delete on hf.audit_leaf for each row execute function hf.forbid();
create trigger append_only before update or delete on hf.audit_position for each row execute function hf.forbid();
create trigger append_only before update or delete on hf.audit_head for each row execute function hf.forbid();

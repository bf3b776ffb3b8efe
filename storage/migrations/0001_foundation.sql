-- phase: expand
-- The ground: the schema, the one clock, agencies, the permission matrix, accounts and sessions.
-- Roles holdfast_owner, holdfast_gateway and holdfast_keeper exist before the first migration; holdfast_owner runs it.
-- Every table starts with agency_id, has row-level security forced, and denies what no policy allows.

create schema hf;
revoke all on schema hf from public;
grant usage on schema hf to holdfast_gateway, holdfast_keeper;
alter default privileges in schema hf revoke execute on functions from public;

-- The clock. Only the owner can move it, and only where the installation was made movable (tests, the demo).
create table hf.clock (
  one     boolean primary key default true check (one),
  movable boolean not null default false,
  ahead   interval not null default '0',
  check (movable or ahead = '0')
);
insert into hf.clock default values;

create function hf.now() returns timestamptz
  language sql volatile parallel safe security definer set search_path = hf, pg_temp
  as $$ select clock_timestamp() + (select ahead from hf.clock) $$;
grant execute on function hf.now() to holdfast_gateway, holdfast_keeper;

-- Times cross the border as microseconds since 1970: exact, whatever the session's settings.
create function hf.micros(t timestamptz) returns bigint language sql immutable parallel safe
  as $$ select (extract(epoch from t) * 1000000)::bigint $$;
create function hf.at(micros bigint) returns timestamptz language sql immutable parallel safe
  as $$ select timestamptz 'epoch' + micros * interval '1 microsecond' $$;
grant execute on function hf.micros(timestamptz), hf.at(bigint) to holdfast_gateway, holdfast_keeper;

create domain hf.oid16 as bytea check (octet_length(value) = 16);

create table hf.agency (
  id   bigint generated always as identity primary key,
  oid  hf.oid16 not null unique,
  code text not null unique,
  name text not null
);

-- Written by `holdfast migrate` from gateway/domain/permissions.cpp; read by every policy.
create table hf.permission (
  role    text not null,
  act     text not null,
  step_up boolean not null,
  primary key (role, act)
);

create table hf.programme (
  agency_id bigint not null references hf.agency,
  id        bigint generated always as identity,
  oid       hf.oid16 not null,
  name      text not null,
  institution_id bigint,  -- where it meets; null: nowhere in particular
  primary key (agency_id, id),
  unique (agency_id, oid)
);

create table hf.institution (
  agency_id bigint not null references hf.agency,
  id        bigint generated always as identity,
  oid       hf.oid16 not null,
  code      text not null,
  name      text not null,
  primary key (agency_id, id),
  unique (agency_id, oid),
  unique (agency_id, code)
);
alter table hf.programme add foreign key (agency_id, institution_id) references hf.institution (agency_id, id);

-- One human being, however many accounts: what "two different people" compares.
create table hf.human (
  agency_id bigint not null references hf.agency,
  id        bigint generated always as identity,
  oid       hf.oid16 not null,
  primary key (agency_id, id),
  unique (agency_id, oid)
);

-- The login is stored only as a keyed hash: a recipient's may be a name or an address.
-- display_name is staff's; a recipient's is empty, their name lies sealed in their person record.
create table hf.account (
  agency_id       bigint not null references hf.agency,
  id              bigint generated always as identity,
  oid             hf.oid16 not null,
  human_id        bigint not null,
  login_hash      bytea not null check (octet_length(login_hash) = 32),
  role            text not null check (role in ('facilitator', 'recipient', 'analyst', 'reader', 'investigator',
                                                'institution', 'auditor', 'administrator', 'second_person', 'system')),
  display_name    text not null default '',
  language        text not null default 'en',
  programme_id    bigint,
  institution_id  bigint,
  person_id       bigint,
  passphrase_hash text,
  totp_sealed     bytea,
  totp_last_step  bigint not null default 0,
  disabled_at     timestamptz,
  created_at      timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, oid),
  unique (agency_id, login_hash),
  foreign key (agency_id, human_id) references hf.human (agency_id, id),
  foreign key (agency_id, programme_id) references hf.programme (agency_id, id),
  foreign key (agency_id, institution_id) references hf.institution (agency_id, id),
  check ((role = 'facilitator') = (programme_id is not null)),
  check ((role = 'institution') = (institution_id is not null)),
  check ((role = 'recipient') = (person_id is not null)),
  check (role <> 'recipient' or display_name = ''),
  check (role <> 'system' or passphrase_hash is null)
);

-- Failed attempts by login, known or not, so that both are slowed alike. A day after the last one they are forgotten.
create table hf.sign_in_attempt (
  agency_id  bigint not null references hf.agency,
  login_hash bytea not null check (octet_length(login_hash) = 32),
  failures   integer not null,
  failed_at  timestamptz not null,
  primary key (agency_id, login_hash)
);

-- Token and CSRF secrets are stored as hashes; idle and absolute limits are the gateway's settings, checked in
-- hf.session_principal.
create table hf.session (
  agency_id     bigint not null,
  token_hash    bytea not null check (octet_length(token_hash) = 32),
  oid           hf.oid16 not null,
  account_id    bigint not null,
  language      text not null default 'en',
  created_at    timestamptz not null default hf.now(),
  seen_at       timestamptz not null default hf.now(),
  stepped_up_at timestamptz,
  ended_at      timestamptz,
  primary key (agency_id, token_hash),
  unique (agency_id, oid),
  foreign key (agency_id, account_id) references hf.account (agency_id, id)
);
create index session_account on hf.session (agency_id, account_id) where ended_at is null;

-- Who is acting, as storage/ said at the start of the transaction: set_config('app.actor', account id, true).
create function hf.actor() returns bigint language sql stable parallel safe
  as $$ select nullif(current_setting('app.actor', true), '')::bigint $$;

create function hf.my_agency() returns bigint language sql stable security definer set search_path = hf, pg_temp
  as $$ select a.agency_id from hf.account a where a.id = hf.actor() and a.disabled_at is null $$;
create function hf.my_role() returns text language sql stable security definer set search_path = hf, pg_temp
  as $$ select a.role from hf.account a where a.id = hf.actor() and a.disabled_at is null $$;
create function hf.my_programme() returns bigint language sql stable security definer set search_path = hf, pg_temp
  as $$ select a.programme_id from hf.account a where a.id = hf.actor() and a.disabled_at is null $$;
create function hf.my_institution() returns bigint language sql stable security definer set search_path = hf, pg_temp
  as $$ select a.institution_id from hf.account a where a.id = hf.actor() and a.disabled_at is null $$;
create function hf.my_person() returns bigint language sql stable security definer set search_path = hf, pg_temp
  as $$ select a.person_id from hf.account a where a.id = hf.actor() and a.disabled_at is null $$;

-- The matrix, asked for the actor. 'system' (the gateway's own jobs) does background work and opens nothing.
create function hf.may(act text) returns boolean language sql stable security definer set search_path = hf, pg_temp
  as $$
    select exists (select from hf.account a join hf.permission p on p.role = a.role
                    where a.id = hf.actor() and a.disabled_at is null and p.act = may.act)
  $$;
create function hf.is_system() returns boolean language sql stable security definer set search_path = hf, pg_temp
  as $$ select hf.my_role() is not distinct from 'system' $$;
grant execute on function hf.actor(), hf.my_agency(), hf.my_role(), hf.my_programme(), hf.my_institution(), hf.my_person(),
  hf.may(text), hf.is_system() to holdfast_gateway, holdfast_keeper;

-- Every table gets this: forced row-level security, and the owner (whose definer functions check for themselves).
create procedure hf.guard_table(name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy owner on %s to holdfast_owner using (true) with check (true)', name);
end $$;

call hf.guard_table('hf.clock');
call hf.guard_table('hf.agency');
call hf.guard_table('hf.permission');
call hf.guard_table('hf.programme');
call hf.guard_table('hf.institution');
call hf.guard_table('hf.human');
call hf.guard_table('hf.account');
call hf.guard_table('hf.session');
call hf.guard_table('hf.sign_in_attempt');

grant select on hf.agency, hf.permission, hf.programme, hf.institution to holdfast_gateway, holdfast_keeper;
create policy everyone on hf.agency for select to holdfast_gateway, holdfast_keeper using (true);
create policy everyone on hf.permission for select to holdfast_gateway, holdfast_keeper using (true);
create policy mine on hf.programme for select to holdfast_gateway, holdfast_keeper
  using (agency_id = (select hf.my_agency())
         and ((select hf.my_role()) <> 'facilitator' or id = (select hf.my_programme())));
create policy mine on hf.institution for select to holdfast_gateway, holdfast_keeper
  using (agency_id = (select hf.my_agency())
         and ((select hf.my_role()) <> 'institution' or id = (select hf.my_institution())));

-- Staff see staff (who decided what); a recipient's or facilitator's own row only.
grant select (agency_id, id, oid, human_id, role, display_name, language, programme_id, institution_id, disabled_at,
              created_at) on hf.account to holdfast_gateway;
create policy staff on hf.account for select to holdfast_gateway
  using (agency_id = (select hf.my_agency())
         and (id = (select hf.actor())
              or ((select hf.my_role()) in ('analyst', 'investigator', 'auditor', 'administrator', 'system')
                  and role <> 'recipient')
              or (select hf.may('account.keep'))));

grant select (agency_id, oid, account_id, language, created_at, seen_at, ended_at) on hf.session to holdfast_gateway;
create policy own on hf.session for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and account_id = (select hf.actor()));

-- Sign-in, in three calls. They run before anybody is known, so they are definer functions that give out the least.
create function hf.sign_in_material(agency bigint, login bytea)
  returns table (account_id bigint, role text, passphrase_hash text, totp_sealed bytea, totp_last_step bigint,
                 failures integer, failed_at timestamptz, language text)
  language sql stable security definer set search_path = hf, pg_temp
  as $$
    select a.id, a.role, a.passphrase_hash, a.totp_sealed, a.totp_last_step, coalesce(t.failures, 0), t.failed_at, a.language
      from (values (1)) as always
      left join hf.account a on a.agency_id = agency and a.login_hash = login and a.disabled_at is null and a.role <> 'system'
      left join hf.sign_in_attempt t on t.agency_id = agency and t.login_hash = login
  $$;

-- The same for the account of a live session: what a step-up compares with.
create function hf.session_material(agency bigint, token bytea)
  returns table (account_id bigint, role text, passphrase_hash text, totp_sealed bytea, totp_last_step bigint,
                 failures integer, failed_at timestamptz, language text)
  language sql stable security definer set search_path = hf, pg_temp
  as $$
    select a.id, a.role, a.passphrase_hash, a.totp_sealed, a.totp_last_step, coalesce(t.failures, 0), t.failed_at, a.language
      from hf.session s join hf.account a on a.agency_id = s.agency_id and a.id = s.account_id
      left join hf.sign_in_attempt t on t.agency_id = a.agency_id and t.login_hash = a.login_hash
     where s.agency_id = agency and s.token_hash = token and s.ended_at is null and a.disabled_at is null
  $$;

create function hf.account_oid(agency bigint, who bigint) returns bytea
  language sql stable security definer set search_path = hf, pg_temp
  as $$ select a.oid from hf.account a where a.agency_id = agency and a.id = who $$;

create function hf.sign_in_failed(agency bigint, login bytea) returns void
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  delete from hf.sign_in_attempt t where t.agency_id = agency and t.failed_at < hf.now() - interval '1 day';
  insert into hf.sign_in_attempt as t (agency_id, login_hash, failures, failed_at) values (agency, login, 1, hf.now())
  on conflict (agency_id, login_hash) do update set failures = t.failures + 1, failed_at = excluded.failed_at;
end $$;

create function hf.step_up_failed(agency bigint, who bigint) returns void
  language sql security definer set search_path = hf, pg_temp
  as $$ select hf.sign_in_failed(agency, a.login_hash) from hf.account a where a.agency_id = agency and a.id = who $$;

create function hf.sign_in_worked(agency bigint, who bigint) returns void
  language sql security definer set search_path = hf, pg_temp
  as $$
    delete from hf.sign_in_attempt t using hf.account a
     where a.agency_id = agency and a.id = who and t.agency_id = agency and t.login_hash = a.login_hash
  $$;

-- A session begins; the code's time step is spent, so that the same code cannot be used twice. False: it was.
create function hf.session_begin(agency bigint, who bigint, token bytea, session_oid bytea, totp_step bigint,
                                 lang text) returns boolean
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  update hf.account set totp_last_step = greatest(totp_last_step, coalesce(totp_step, 0))
   where agency_id = agency and id = who and disabled_at is null
     and (totp_step is null or totp_last_step < totp_step);
  if not found then return false; end if;
  perform hf.sign_in_worked(agency, who);
  insert into hf.session (agency_id, token_hash, oid, account_id, language, stepped_up_at)
  values (agency, token, session_oid, who, lang, hf.now());
  return true;
end $$;

create function hf.session_step_up(agency bigint, token bytea, totp_step bigint) returns boolean
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare who bigint;
begin
  select account_id into who from hf.session where agency_id = agency and token_hash = token and ended_at is null;
  if who is null then return false; end if;
  update hf.account set totp_last_step = greatest(totp_last_step, coalesce(totp_step, 0))
   where agency_id = agency and id = who and disabled_at is null
     and (totp_step is null or totp_last_step < totp_step);
  if not found then return false; end if;
  perform hf.sign_in_worked(agency, who);
  update hf.session set stepped_up_at = hf.now(), seen_at = hf.now() where agency_id = agency and token_hash = token;
  return true;
end $$;

-- Whose session this is, or nothing: ended, idle, too old, disabled, or a second person whom the profile does not name
-- (`named`: the keyed hash of the login that it names). seen_at moves at most once in ten seconds.
create function hf.session_principal(agency bigint, token bytea, recipient_idle interval, staff_idle interval,
                                     absolute interval, fresh interval, named bytea)
  returns table (account_id bigint, account_oid bytea, human_id bigint, session_oid bytea, role text, display_name text,
                 language text, programme_id bigint, institution_id bigint, person_id bigint, stepped_up boolean,
                 "now" timestamptz)
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare t timestamptz := hf.now();
begin
  update hf.session s set seen_at = t
   where s.agency_id = agency and s.token_hash = token and s.ended_at is null and s.seen_at < t - interval '10 seconds'
     and s.seen_at > t - (select case when a.role = 'recipient' then recipient_idle else staff_idle end
                            from hf.account a where a.agency_id = s.agency_id and a.id = s.account_id)
     and s.created_at > t - absolute;
  return query
    select a.id, a.oid::bytea, a.human_id, s.oid::bytea, a.role, a.display_name, s.language, a.programme_id,
           a.institution_id, a.person_id, coalesce(s.stepped_up_at > t - fresh, false), t
      from hf.session s join hf.account a on a.agency_id = s.agency_id and a.id = s.account_id
     where s.agency_id = agency and s.token_hash = token and s.ended_at is null and a.disabled_at is null
       and s.seen_at > t - case when a.role = 'recipient' then recipient_idle else staff_idle end
       and s.created_at > t - absolute and (a.role <> 'second_person' or a.login_hash = named);
end $$;

create function hf.session_end(agency bigint, token bytea) returns void
  language sql security definer set search_path = hf, pg_temp
  as $$ update hf.session set ended_at = hf.now() where agency_id = agency and token_hash = token and ended_at is null $$;

-- Every session of the account that this one belongs to.
create function hf.sessions_end(agency bigint, token bytea) returns void
  language sql security definer set search_path = hf, pg_temp
  as $$
    update hf.session set ended_at = hf.now()
     where agency_id = agency and ended_at is null
       and account_id = (select s.account_id from hf.session s where s.agency_id = agency and s.token_hash = token)
  $$;

-- One of the actor's own, by the id that their list of them shows. False: there is none of that id.
create function hf.session_end_mine(session_oid bytea) returns boolean
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  update hf.session s set ended_at = hf.now()
   where s.agency_id = hf.my_agency() and s.account_id = hf.actor() and s.oid = session_oid and s.ended_at is null;
  return found;
end $$;

create function hf.session_language(agency bigint, token bytea, lang text) returns void
  language sql security definer set search_path = hf, pg_temp
  as $$ update hf.session set language = lang where agency_id = agency and token_hash = token and ended_at is null $$;

grant execute on function
  hf.sign_in_material(bigint, bytea), hf.session_material(bigint, bytea), hf.account_oid(bigint, bigint),
  hf.sign_in_failed(bigint, bytea), hf.step_up_failed(bigint, bigint), hf.sessions_end(bigint, bytea),
  hf.session_begin(bigint, bigint, bytea, bytea, bigint, text), hf.session_step_up(bigint, bytea, bigint),
  hf.session_principal(bigint, bytea, interval, interval, interval, interval, bytea), hf.session_end(bigint, bytea),
  hf.session_language(bigint, bytea, text), hf.session_end_mine(bytea)
  to holdfast_gateway;

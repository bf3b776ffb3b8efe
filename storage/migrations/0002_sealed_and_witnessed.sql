-- phase: expand
-- Sealed objects, the audit log's rows, jobs and leases.

-- One sealed object has one data key, wrapped to the keeper's epoch key. Destroying it overwrites wrapped_key.
create table hf.sealed_object (
  agency_id    bigint not null references hf.agency,
  id           bigint generated always as identity,
  oid          hf.oid16 not null,
  purpose      smallint not null,
  version      integer not null,
  epoch        integer not null,
  wrapped_key  bytea not null,
  destroyed_at timestamptz,
  primary key (agency_id, id),
  unique (agency_id, oid)
);

-- Parts of an object (a letter's words; its cover sheet) share the key under different purposes; 256 KiB a chunk.
create table hf.sealed_chunk (
  agency_id bigint not null,
  object_id bigint not null,
  part      smallint not null,
  no        integer not null,
  body      bytea not null,
  primary key (agency_id, object_id, part, no),
  foreign key (agency_id, object_id) references hf.sealed_object (agency_id, id)
);
alter table hf.sealed_chunk alter column body set storage external;  -- ciphertext does not compress

-- The leaf is published, the sealed entry is not. Insert-only. `born` lets the sequencer find what no position has
-- yet without a gap: everything older than the oldest running transaction has been seen.
create table hf.audit_leaf (
  agency_id bigint not null references hf.agency,
  id        bigint generated always as identity,
  leaf      bytea not null check (octet_length(leaf) = 49),
  epoch     integer,
  sealed    bytea,
  born      xid8 not null default pg_current_xact_id(),
  primary key (agency_id, id),
  check ((sealed is null) = (epoch is null))
);
create index audit_leaf_born on hf.audit_leaf (agency_id, born);
create index audit_leaf_entry on hf.audit_leaf (agency_id, substring(leaf from 2 for 16));  -- an auditor asks by the leaf's id
alter table hf.audit_leaf alter column sealed set storage external;

create table hf.audit_position (
  agency_id bigint not null,
  index     bigint not null check (index >= 0),
  leaf_id   bigint not null,
  primary key (agency_id, index),
  unique (agency_id, leaf_id),
  foreign key (agency_id, leaf_id) references hf.audit_leaf (agency_id, id)
);

-- A head for each batch. Insert-only; the newest carries the frontier from which the next batch goes on.
create table hf.audit_head (
  agency_id bigint not null references hf.agency,
  size      bigint not null,
  root      bytea not null check (octet_length(root) = 32),
  frontier  bytea not null,
  seen_to   xid8 not null,
  lease     bigint not null,
  at        timestamptz not null default hf.now(),
  primary key (agency_id, size)
);

create table hf.lease (
  agency_id bigint not null references hf.agency,
  name      text not null,
  holder    text not null,
  epoch     bigint not null,
  until     timestamptz not null,
  primary key (agency_id, name)
);

create table hf.job (
  agency_id bigint not null references hf.agency,
  id        bigint generated always as identity,
  kind      text not null,
  key       text not null,
  run_at    timestamptz not null,
  attempts  integer not null default 0,
  state     text not null default 'waiting' check (state in ('waiting', 'sending', 'done', 'dead', 'cancelled')),
  note      text not null default '',
  changed_at timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, kind, key)
);
create index job_open on hf.job (agency_id, run_at) where state in ('waiting', 'sending');

-- What a request was answered, so that the same key never does its work twice. Answers hold ids and codes only.
create table hf.idempotency (
  agency_id    bigint not null references hf.agency,
  account_id   bigint not null,
  key          text not null,
  request_hash bytea not null check (octet_length(request_hash) = 32),
  status       smallint not null,
  answer       text not null,
  at           timestamptz not null default hf.now(),
  primary key (agency_id, account_id, key)
);

call hf.guard_table('hf.sealed_object');
call hf.guard_table('hf.sealed_chunk');
call hf.guard_table('hf.audit_leaf');
call hf.guard_table('hf.audit_position');
call hf.guard_table('hf.audit_head');
call hf.guard_table('hf.lease');
call hf.guard_table('hf.job');
call hf.guard_table('hf.idempotency');

-- Sealed bytes tell nothing, and whoever is to read them needs the keeper: the gateway may fetch and add, never change.
grant select, insert on hf.sealed_object, hf.sealed_chunk to holdfast_gateway;
grant select on hf.sealed_object to holdfast_keeper;
create policy agency on hf.sealed_object to holdfast_gateway
  using (agency_id = (select hf.my_agency())) with check (agency_id = (select hf.my_agency()) and destroyed_at is null);
create policy agency on hf.sealed_chunk to holdfast_gateway
  using (agency_id = (select hf.my_agency())) with check (agency_id = (select hf.my_agency()));
create policy keeper on hf.sealed_object for select to holdfast_keeper using (true);

-- The log: everybody who acts adds; only auditors and the gateway's own jobs read.
grant select, insert on hf.audit_leaf to holdfast_gateway;
grant insert on hf.audit_leaf to holdfast_keeper;
grant select, insert on hf.audit_position, hf.audit_head to holdfast_gateway;
create policy add on hf.audit_leaf for insert to holdfast_gateway with check (agency_id = (select hf.my_agency()));
create policy keeper on hf.audit_leaf for insert to holdfast_keeper with check (true);
create policy read on hf.audit_leaf for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and ((select hf.may('log.read')) or (select hf.is_system())));
create policy read on hf.audit_position for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and ((select hf.may('log.read')) or (select hf.is_system())));
create policy read on hf.audit_head for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and ((select hf.may('log.read')) or (select hf.is_system())));

-- An epoch that has moved on writes nothing: a process that was paused and lost its lease cannot fork the log.
create function hf.holds_lease(agency bigint, wanted text, held bigint) returns boolean
  language sql volatile security definer set search_path = hf, pg_temp
  as $$ select exists (select from hf.lease where agency_id = agency and name = wanted and epoch = held for share) $$;
grant execute on function hf.holds_lease(bigint, text, bigint) to holdfast_gateway;
create policy sequence on hf.audit_position for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and (select hf.is_system()));
create policy sequence on hf.audit_head for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and (select hf.is_system())
              and hf.holds_lease(agency_id, 'sequencer', lease));

grant select, insert, update on hf.lease to holdfast_gateway;
create policy system on hf.lease to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.is_system()))
  with check (agency_id = (select hf.my_agency()) and (select hf.is_system()));

-- Jobs are made by whoever's act needs one and worked by the gateway itself.
grant select, insert, update (state, attempts, run_at, note, changed_at) on hf.job to holdfast_gateway;
create policy make on hf.job for insert to holdfast_gateway with check (agency_id = (select hf.my_agency()));
create policy work on hf.job for select to holdfast_gateway
  using (agency_id = (select hf.my_agency())
         and ((select hf.is_system()) or (select hf.may('delivery.work')) or (select hf.may('settings.read'))));
create policy change on hf.job for update to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.is_system()));

grant select, insert on hf.idempotency to holdfast_gateway;
create policy own on hf.idempotency to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and account_id = (select hf.actor()))
  with check (agency_id = (select hf.my_agency()) and account_id = (select hf.actor()));

-- Takes the lease, or renews it for the same holder (same epoch). Null: somebody else holds it.
create function hf.lease_take(agency bigint, wanted text, me text, ttl interval) returns bigint
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare got bigint; t timestamptz := hf.now();
begin
  insert into hf.lease as l (agency_id, name, holder, epoch, until) values (agency, wanted, me, 1, t + ttl)
  on conflict (agency_id, name) do update
     set holder = me, until = t + ttl, epoch = l.epoch + case when l.holder = me then 0 else 1 end
   where l.holder = me or l.until < t
  returning epoch into got;
  return got;
end $$;
create function hf.lease_release(agency bigint, wanted text, me text) returns void
  language sql security definer set search_path = hf, pg_temp
  as $$ update hf.lease set until = hf.now() - interval '1 second' where agency_id = agency and name = wanted and holder = me $$;
grant execute on function hf.lease_take(bigint, text, text, interval), hf.lease_release(bigint, text, text) to holdfast_gateway;

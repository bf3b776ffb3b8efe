-- phase: expand
-- What the keeper asks before it unwraps a key. Nobody else can call it, and it gives out one wrapped key at a time.

-- `kind` is a GrantKind of storage/sealing/keeper_protocol.h; the actor is the account whose session asked.
--   review         a live assignment (review or addressing) of this account to the version whose object it is
--   flagged        the same for an investigator, or for a second person while the lift waits for them
--   release        an opening row of this account, whose release is of the version whose object it is, to its own person
--   reading        the same to the reader to whom it was given, until it is done
--   registry_load  a person's sealed record, to staff who keep registrations, and to the gateway's own work while it loads
--                  the registry under its lease
--   own_data       a person's own record or report
--   report, ticket a report or ticket note, to investigators (an institution: its own people's notes)
--   addressing     the evidence for whom a letter is for
--   order_note     what an order says, or what was asked about it, to staff who see orders, or to a second person while it waits for them
--   notice         a person's record, to the gateway's own job whose notice is `sending`
--   advice         a version in review, to the gateway's own job while it runs under its lease
--   rescreen       a held version, to the gateway's own work while a rescreening that the owner asked for is under its lease
--   audit_entry    hf.keeper_entry: its wrapped key lies in hf.audit_leaf
create function hf.keeper_grant(agency bigint, kind text, grant_oid bytea, object_oid bytea, account_oid bytea)
  returns table (wrapped_key bytea, epoch integer, purpose smallint, version integer)
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare o hf.sealed_object; a hf.account; ok boolean := false;
begin
  select * into o from hf.sealed_object x where x.agency_id = agency and x.oid = object_oid and x.destroyed_at is null;
  select * into a from hf.account x where x.agency_id = agency and x.oid = account_oid and x.disabled_at is null;
  if o.id is null or a.id is null then return; end if;
  if kind in ('review', 'flagged') then
    ok := exists (
      select from hf.assignment s join hf.letter_version v on v.agency_id = s.agency_id and v.id = s.version_id
        join hf.letter l on l.agency_id = v.agency_id and l.id = v.letter_id
       where s.agency_id = agency and s.oid = grant_oid and s.account_id = a.id
         and s.kind = any (case keeper_grant.kind when 'review' then '{review,addressing}'::text[] else '{investigation}' end)
         and s.ended_at is null and v.object_id = o.id
         and not exists (select from hf.recusal r where r.agency_id = agency and r.account_id = a.id
                          and r.offender_id = l.offender_id)
         and exists (select from hf.permission p where p.role = a.role
                      and p.act = case s.kind when 'investigation' then 'flagged.open' else 'review.open' end)
         and (not hf.is_second(agency, a.id)
              or v.id in (select q.version_id from hf.second_lifts(agency, a.id) q)));
  elsif kind in ('release', 'reading') then
    ok := exists (
      select from hf.opening x join hf.release r on r.agency_id = x.agency_id and r.id = x.release_id
        join hf.letter_version v on v.agency_id = r.agency_id and v.id = r.version_id
       where x.agency_id = agency and x.oid = grant_oid and x.account_id = a.id and v.object_id = o.id
         and case kind when 'release' then r.person_id = a.person_id
                       else hf.reads(agency, a.id, r.hold_id)
                            and exists (select from hf.permission p where p.role = a.role and p.act = 'reading.open') end);
  elsif kind = 'registry_load' then
    ok := exists (
      select from hf.person p where p.agency_id = agency and p.oid = grant_oid and p.record_id = o.id
         and ((a.role = 'system'
               and exists (select from hf.lease x where x.agency_id = agency and x.name = 'registry' and x.until > hf.now()))
              or (exists (select from hf.permission m where m.role = a.role and m.act = 'registration.keep')
                  and not exists (select from hf.recusal r where r.agency_id = agency and r.account_id = a.id
                                   and r.offender_id = p.offender_id))));
  elsif kind = 'own_data' then
    ok := exists (select from hf.person p where p.agency_id = agency and p.id = a.person_id and p.oid = grant_oid
                     and p.record_id = o.id)
       or exists (select from hf.report r where r.agency_id = agency and r.oid = grant_oid and r.person_id = a.person_id
                     and r.object_id = o.id);
  elsif kind = 'notice' then
    ok := a.role = 'system' and exists (
      select from hf.notice n join hf.person p on p.agency_id = n.agency_id and p.id = n.person_id
       where n.agency_id = agency and n.oid = grant_oid and n.state = 'sending' and p.record_id = o.id);
  elsif kind = 'advice' then
    ok := a.role = 'system' and exists (
      select from hf.job j join hf.letter_version v on v.agency_id = j.agency_id and v.oid = grant_oid
       where j.agency_id = agency and j.kind = 'advice' and j.key = encode(grant_oid, 'hex') and j.state = 'sending'
         and v.object_id = o.id and v.state = 'in_review'
         and exists (select from hf.lease x where x.agency_id = agency and x.name = 'advice' and x.until > hf.now()));
  elsif kind = 'rescreen' then
    ok := a.role = 'system' and exists (
      select from hf.rescreen s join hf.letter_version v on v.agency_id = s.agency_id and v.object_id = o.id
       where s.agency_id = agency and s.oid = grant_oid and s.id = hf.live_rescreen(agency) and hf.is_held(v)
         and exists (select from hf.lease x where x.agency_id = agency and x.name = 'rescreen' and x.until > hf.now()));
  elsif kind = 'report' then
    ok := exists (
      select from hf.report r where r.agency_id = agency and r.oid = grant_oid and r.object_id = o.id
         and exists (select from hf.permission m where m.role = a.role and m.act = 'report.open')
         and not exists (select from hf.recusal x where x.agency_id = agency and x.account_id = a.id
                          and x.offender_id = r.offender_id));
  elsif kind = 'ticket' then
    ok := exists (
      select from hf.ticket t join hf.ticket_event e on e.agency_id = t.agency_id and e.ticket_id = t.id
       where t.agency_id = agency and t.oid = grant_oid and e.object_id = o.id
         and ((exists (select from hf.permission m where m.role = a.role and m.act = 'flagged.list')
               and not exists (select from hf.recusal x where x.agency_id = agency and x.account_id = a.id
                                and x.offender_id = t.offender_id))
              or (a.institution_id = t.institution_id and t.shared_at is not null
                  and exists (select from hf.account w where w.agency_id = agency and w.id = e.account_id
                               and w.institution_id = a.institution_id))));
  elsif kind = 'addressing' then
    ok := exists (
      select from hf.addressing d join hf.letter l on l.agency_id = d.agency_id and l.id = d.letter_id
       where d.agency_id = agency and l.oid = grant_oid and o.id in (d.evidence_id, d.undone_evidence_id)
         and exists (select from hf.permission m where m.role = a.role and m.act = 'addressing.decide'));
  elsif kind = 'order_note' then
    ok := exists (
      select from hf.contact_order n
       where n.agency_id = agency and n.root_oid = grant_oid
         and (n.note_id = o.id or exists (select from hf.order_loosening w where w.agency_id = agency and w.order_id = n.id
                                           and w.note_id = o.id))
         and exists (select from hf.permission m where m.role = a.role and m.act = 'order.open')
         and (not hf.is_second(agency, a.id)
              or n.root_oid in (select w.root_oid from hf.second_loosenings(agency, a.id) w))
         and not exists (select from hf.recusal x where x.agency_id = agency and x.account_id = a.id
                          and x.offender_id = n.offender_id));
  end if;
  if ok then
    return query select o.wrapped_key, o.epoch, o.purpose, o.version;
  end if;
end $$;

create function hf.keeper_entry(agency bigint, look_oid bytea, account_oid bytea)
  returns table (sealed bytea, epoch integer, leaf bytea)
  language sql security definer set search_path = hf, pg_temp as $$
    select f.sealed, f.epoch, f.leaf
      from hf.entry_look k join hf.account a on a.agency_id = k.agency_id and a.id = k.account_id
      join hf.permission p on p.role = a.role and p.act = 'entry.open'
      join hf.audit_leaf f on f.agency_id = k.agency_id and f.id = k.leaf_id
     where k.agency_id = agency and k.oid = look_oid and a.oid = account_oid and a.disabled_at is null
  $$;

-- A question that was repeated after a broken connection carries the same request id: it is witnessed once and answered
-- as before. A digest is kept, and for an hour: whoever repeats does so within seconds.
create table hf.keeper_question (
  agency_id bigint not null references hf.agency,
  request   hf.oid16 not null,
  digest    bytea not null check (octet_length(digest) = 32),
  granted   boolean not null,
  at        timestamptz not null default hf.now(),
  primary key (agency_id, request)
);
create index keeper_question_at on hf.keeper_question (agency_id, at);
call hf.guard_table('hf.keeper_question');

-- Whether this is to be witnessed, and what to answer. Refused: an id that another question had, what was refused
-- before, and a grant that has ended since.
create function hf.keeper_asked(agency bigint, request_oid bytea, question bytea, granted_now boolean)
  returns table (is_new boolean, is_granted boolean)
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare before hf.keeper_question;
begin
  delete from hf.keeper_question q where q.agency_id = agency and q.at < hf.now() - interval '1 hour';
  insert into hf.keeper_question (agency_id, request, digest, granted)
  values (agency, request_oid, sha256(question), granted_now) on conflict (agency_id, request) do nothing;
  if found then return query select true, granted_now; return; end if;
  select * into before from hf.keeper_question q where q.agency_id = agency and q.request = request_oid for update;
  if before.digest is distinct from sha256(question) then return query select true, false; return; end if;
  update hf.keeper_question q set granted = false
   where q.agency_id = agency and q.request = request_oid and before.granted and not granted_now;
  return query select found, before.granted and granted_now;
end $$;
grant execute on function hf.keeper_asked(bigint, bytea, bytea, boolean) to holdfast_keeper;
grant execute on function hf.keeper_grant(bigint, text, bytea, bytea, bytea), hf.keeper_entry(bigint, bytea, bytea)
  to holdfast_keeper;

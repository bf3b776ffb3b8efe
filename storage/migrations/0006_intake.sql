-- phase: expand
-- Intake: many letters in one statement, each checked for its own session; versions, withdrawal and publication.

-- One row a letter, its bytes packed one behind the other in `bytes` (sizes in storage/postgres/intake.h):
--   16 letter id | 16 version id | 16 object id | 16 ticket id | 32 session token hash | 32 request hash |
--   49 leaf | 49 ticket leaf | wrapped key | words | cover | entry | ticket entry      (the last five as long as `sizes` says)
-- Answers one row an item: created, replayed (the id of the first time), mismatch (same key, other request), signed_out.
-- Takes no guard: a barred letter is received like any other.
create function hf.intake(
    agency bigint, staff_idle interval, absolute interval, epoch integer, engine text, rules text,
    bytes bytea, starts integer[], wrapped_sizes integer[], words_sizes integer[], cover_sizes integer[],
    entry_sizes integer[], ticket_entry_sizes integer[],
    keys text[], answers text[], numbers text[], names text[], case_numbers text[], languages text[], verdicts text[],
    categories text[], welfare boolean[], characters integer[])
  returns table (item integer, outcome text, answer text)
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare t timestamptz := hf.now();
begin
  -- Offenders first, in order, so that two batches cannot wait for each other; a later statement sees what either wrote.
  insert into hf.offender (agency_id, oid, number, name)
  select agency, hf.random_oid(), n.number, min(n.name)
    from unnest(starts, numbers, names) as n (start, number, name)
    join hf.session s on s.agency_id = agency and s.token_hash = substring(bytes from n.start + 65 for 32)
   where s.ended_at is null and s.seen_at > t - staff_idle and s.created_at > t - absolute
     and not exists (select from hf.offender o where o.agency_id = agency and o.number = n.number)
   group by n.number order by n.number
  on conflict do nothing;

  return query
  with given as materialized (
    select g.ord::integer as item, a.id as account_id, a.programme_id, g.*,
           substring(bytes from g.start + 1 for 16) as letter_oid,
           substring(bytes from g.start + 17 for 16) as version_oid,
           substring(bytes from g.start + 33 for 16) as object_oid,
           substring(bytes from g.start + 49 for 16) as ticket_oid,
           substring(bytes from g.start + 97 for 32) as request_hash,
           substring(bytes from g.start + 129 for 49) as leaf,
           g.start + 227 as tail
      from unnest(starts, wrapped_sizes, words_sizes, cover_sizes, entry_sizes, ticket_entry_sizes, keys, answers, numbers,
                  case_numbers, languages, verdicts, categories, welfare, characters)
           with ordinality as g (start, wrapped_size, words_size, cover_size, entry_size, ticket_entry_size, key, reply,
                                 number, case_number, language, verdict, category_list, welfare_found, length, ord)
      left join hf.session s on s.agency_id = agency and s.token_hash = substring(bytes from g.start + 65 for 32)
           and s.ended_at is null and s.seen_at > t - staff_idle and s.created_at > t - absolute
      left join hf.account a on a.agency_id = agency and a.id = s.account_id and a.role = 'facilitator'
           and a.disabled_at is null
  ), claimed as (
    insert into hf.idempotency (agency_id, account_id, key, request_hash, status, answer, at)
    select agency, g.account_id, g.key, g.request_hash, 201, g.reply, t from given g
     where g.account_id is not null order by g.account_id, g.key, g.item
    on conflict do nothing
    returning account_id, key, hf.idempotency.answer
  ), fresh as materialized (
    select g.*, o.id as offender_id, o.institution_id,
           nextval(pg_get_serial_sequence('hf.sealed_object', 'id')) as object_id,
           nextval(pg_get_serial_sequence('hf.letter', 'id')) as letter_id,
           nextval(pg_get_serial_sequence('hf.letter_version', 'id')) as version_id
      from given g
      join claimed c on c.account_id = g.account_id and c.key = g.key and c.answer = g.reply
      join hf.offender o on o.agency_id = agency and o.number = g.number
  ), objects as (
    insert into hf.sealed_object (agency_id, id, oid, purpose, version, epoch, wrapped_key) overriding system value
    select agency, f.object_id, f.object_oid, 1, 1, intake.epoch, substring(bytes from f.tail for f.wrapped_size) from fresh f
    returning id
  ), chunks as (
    insert into hf.sealed_chunk (agency_id, object_id, part, no, body)
    select agency, f.object_id, p.part, 0, substring(bytes from p.start for p.size)
      from fresh f cross join lateral (values
        (1, f.tail + f.wrapped_size, f.words_size),
        (2, f.tail + f.wrapped_size + f.words_size, f.cover_size)) as p (part, start, size)
    returning object_id
  ), letters as (
    insert into hf.letter (agency_id, id, oid, channel, programme_id, submitted_by, offender_id, case_number, received_at, shown_at)
    overriding system value
    select agency, f.letter_id, f.letter_oid, 'accountability_letter', f.programme_id, f.account_id, f.offender_id,
           f.case_number, t, t from fresh f
    returning id
  ), versions as (
    insert into hf.letter_version (agency_id, id, oid, letter_id, no, object_id, state, language, verdict, categories, welfare,
                                   engine, rules, characters, received_at)
    overriding system value
    select agency, f.version_id, f.version_oid, f.letter_id, 1, f.object_id,
           case f.verdict when '' then 'unscreened' when 'quarantine' then 'quarantined' else 'in_review' end,
           f.language, nullif(f.verdict, ''), f.category_list::text[], f.welfare_found, intake.engine, intake.rules, f.length, t
      from fresh f
    returning id
  ), quarantines as (
    insert into hf.quarantine (agency_id, version_id, opened_at)
    select agency, f.version_id, t from fresh f where f.verdict = 'quarantine'
    returning version_id
  ), tickets as (
    insert into hf.ticket (agency_id, oid, offender_id, institution_id, state, severity, categories, version_id, shared_at,
                           opened_at, changed_at)
    select agency, f.ticket_oid, f.offender_id, f.institution_id, 'unconfirmed',
           case when f.category_list::text[] && '{threat,self_harm_manipulation}' then 'critical' else 'high' end,
           f.category_list::text[], f.version_id, t, t, t
      from fresh f where f.verdict = 'quarantine'
    returning version_id
  ), leaves as (
    insert into hf.audit_leaf (agency_id, leaf, epoch, sealed)
    select agency, f.leaf, intake.epoch,
           substring(bytes from f.tail + f.wrapped_size + f.words_size + f.cover_size for f.entry_size)
      from fresh f
    union all
    select agency, substring(bytes from f.start + 178 for 49), intake.epoch,
           substring(bytes from f.tail + f.wrapped_size + f.words_size + f.cover_size + f.entry_size for f.ticket_entry_size)
      from fresh f where f.verdict = 'quarantine'
    returning id
  )
  select g.item,
         case when g.account_id is null then 'signed_out'
              when c.answer = g.reply then 'created'
              else 'before' end,
         g.reply
    from given g left join claimed c on c.account_id = g.account_id and c.key = g.key;
end $$;

-- What was answered the first time, for the items that came `before`.
create function hf.intake_replay(agency bigint, tokens bytea[], keys text[], hashes bytea[])
  returns table (item integer, outcome text, answer text)
  language sql stable security definer set search_path = hf, pg_temp as $$
  select g.ord::integer,
         case when i.key is null then 'signed_out' when i.request_hash = g.hash then 'replayed' else 'mismatch' end,
         coalesce(i.answer, '')
    from unnest(tokens, keys, hashes) with ordinality as g (token, key, hash, ord)
    left join hf.session s on s.agency_id = agency and s.token_hash = g.token and s.ended_at is null
    left join hf.idempotency i on i.agency_id = agency and i.account_id = s.account_id and i.key = g.key
$$;

grant execute on function
  hf.intake(bigint, interval, interval, integer, text, text, bytea, integer[], integer[], integer[], integer[], integer[],
            integer[], text[], text[], text[], text[], text[], text[], text[], text[], boolean[], integer[]),
  hf.intake_replay(bigint, bytea[], text[], bytea[])
  to holdfast_gateway;

-- A new version of the programme's own letter. The answer does not depend on what became of the earlier one.
-- Null: no such letter of this programme, or one that the programme withdrew or that was not accepted.
create function hf.add_version(the_letter bytea, expected integer, version_oid bytea, object_oid bytea, sealed_epoch integer, wrapped bytea,
                               words bytea, cover bytea, lang text, verdict text, categories text[], welfare boolean,
                               engine text, rules text, characters integer, ticket_oid bytea) returns integer
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare l hf.letter; o hf.offender; object bigint; added bigint; t timestamptz := hf.now();
begin
  select * into l from hf.letter x
   where x.agency_id = hf.my_agency() and x.oid = the_letter and x.programme_id = hf.my_programme() and hf.may('letter.submit')
     and x.shown_state not in ('withdrawn', 'not_accepted') and x.state not in ('withdrawn', 'destroyed')
   for update;
  if l.id is null then return null; end if;
  if l.version + 1 <> expected then return 0; end if;  -- another came first: its number is in what was sealed
  select * into o from hf.offender where agency_id = l.agency_id and id = l.offender_id;
  insert into hf.sealed_object (agency_id, oid, purpose, version, epoch, wrapped_key)
  values (l.agency_id, object_oid, 1, l.version + 1, sealed_epoch, wrapped) returning id into object;
  insert into hf.sealed_chunk (agency_id, object_id, part, no, body)
  values (l.agency_id, object, 1, 0, words), (l.agency_id, object, 2, 0, cover);
  update hf.letter_version v set state = 'superseded'
   where v.agency_id = l.agency_id and v.letter_id = l.id and v.state in ('received', 'unscreened', 'in_review', 'returned');
  insert into hf.letter_version (agency_id, oid, letter_id, no, object_id, state, language, verdict, categories, welfare,
                                 engine, rules, characters, received_at)
  values (l.agency_id, version_oid, l.id, l.version + 1, object,
          case verdict when '' then 'unscreened' when 'quarantine' then 'quarantined' else 'in_review' end,
          lang, nullif(verdict, ''), categories, welfare, engine, rules, characters, t)
  returning id into added;
  if verdict = 'quarantine' then
    insert into hf.quarantine (agency_id, version_id, opened_at) values (l.agency_id, added, t);
    insert into hf.ticket (agency_id, oid, offender_id, institution_id, state, severity, categories, version_id, shared_at,
                           opened_at, changed_at)
    values (l.agency_id, ticket_oid, o.id, o.institution_id, 'unconfirmed',
            case when categories && '{threat,self_harm_manipulation}' then 'critical' else 'high' end, categories, added, t, t, t);
  end if;
  update hf.letter set state = 'in_review', version = l.version + 1, shown_state = 'received', shown_reasons = '{}', shown_note = '', shown_at = t
   where agency_id = l.agency_id and id = l.id;
  return l.version + 1;
end $$;

-- The programme takes its letter back. The answer is the same whether or not it was ever delivered.
create function hf.withdraw_letter(the_letter bytea) returns boolean
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare l hf.letter; t timestamptz;
begin
  select * into l from hf.letter x where x.agency_id = hf.my_agency() and x.oid = the_letter
     and x.programme_id = hf.my_programme() and hf.may('letter.withdraw');
  if l.id is null or l.shown_state = 'withdrawn' then return l.id is not null; end if;
  t := hf.guard_share(l.agency_id, l.offender_id);
  perform from hf.letter where agency_id = l.agency_id and id = l.id for update;
  perform from hf.hold where agency_id = l.agency_id and letter_id = l.id order by id for update;
  -- What was opened is its reader's. What was only released is closed again by updates alone: a row more than in another
  -- world would tell the writer's side (rule 3), and a first opening asks the letter's state once more anyway.
  update hf.delivery d set state = 'recalled', changed_at = t
    from hf.release r join hf.hold h on h.agency_id = r.agency_id and h.id = r.hold_id
   where h.agency_id = l.agency_id and h.letter_id = l.id and d.agency_id = r.agency_id and d.release_id = r.id
     and d.state in ('released', 'printing', 'returned_undeliverable') and not hf.hold_opened(h.agency_id, h.id);
  update hf.letter_version v set state = 'withdrawn'
   where v.agency_id = l.agency_id and v.letter_id = l.id
     and v.state in ('received', 'unscreened', 'in_review', 'returned', 'approved')
     and not exists (select from hf.release r where r.agency_id = v.agency_id and r.version_id = v.id
                        and hf.hold_opened(r.agency_id, r.hold_id));
  update hf.hold h set state = 'withdrawn', changed_at = t
   where h.agency_id = l.agency_id and h.letter_id = l.id
     and h.state in ('waiting', 'offered', 'deferred', 'declined', 'accepted', 'released')
     and not hf.hold_opened(h.agency_id, h.id);
  -- Nobody is told of a letter that is gone, unless another one waits for them. By updates alone here too; one that is
  -- being sent is marked, and becomes a person's task when it is out.
  update hf.notice q set state = case q.state when 'sending' then 'sending' else 'cancelled' end,
                         recalled_at = case q.state when 'sending' then t end,
                         changed_at = case q.state when 'sending' then q.changed_at else t end
   where q.agency_id = l.agency_id and q.kind = 'something_is_waiting' and q.state in ('queued', 'held', 'sending')
     and q.person_id in (select h.person_id from hf.hold h
                          where h.agency_id = l.agency_id and h.letter_id = l.id and h.state = 'withdrawn')
     and not exists (select from hf.hold h where h.agency_id = l.agency_id and h.person_id = q.person_id
                      and h.state = 'offered');
  update hf.job j set state = 'cancelled', changed_at = t from hf.notice q
   where q.agency_id = l.agency_id and q.state = 'cancelled' and q.changed_at = t and j.agency_id = q.agency_id
     and j.kind = 'notice' and j.key = encode(q.oid, 'hex') and j.state = 'waiting';
  update hf.letter set state = case when exists (select from hf.hold h where h.agency_id = l.agency_id and h.letter_id = l.id
                                                    and hf.hold_opened(h.agency_id, h.id))
                                    then state else 'withdrawn' end,
                       shown_state = 'withdrawn', shown_reasons = '{}', shown_note = '', shown_at = t
   where agency_id = l.agency_id and id = l.id;
  return true;
end $$;
grant execute on function
  hf.add_version(bytea, integer, bytea, bytea, integer, bytea, bytea, bytea, text, text, text[], boolean, text, text, integer, bytea),
  hf.withdraw_letter(bytea) to holdfast_gateway;

-- The facilitator's check: who had a letter compared with the guidelines in the last hour. Nothing of the letter.
create table hf.letter_check (
  agency_id    bigint not null references hf.agency,
  id           bigint generated always as identity,
  programme_id bigint not null,
  account_id   bigint not null,
  at           timestamptz not null,
  primary key (agency_id, id),
  foreign key (agency_id, programme_id) references hf.programme (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id)
);
create index letter_check_recent on hf.letter_check (agency_id, programme_id, at);
call hf.guard_table('hf.letter_check');

-- Counts one check of the actor's; 0, or the seconds until there is room for it, and then nothing was counted. The
-- programme's row is locked, so that two at once cannot both be the last.
create function hf.count_check(account_limit integer, programme_limit integer) returns integer
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare agency bigint := hf.my_agency(); programme bigint := hf.my_programme(); t timestamptz; room timestamptz;
begin
  if programme is null or not hf.may('letter.check') then perform hf.refuse('not_yours'); end if;
  perform from hf.programme p where p.agency_id = agency and p.id = programme for no key update;
  t := hf.now();
  delete from hf.letter_check c where c.agency_id = agency and c.programme_id = programme and c.at <= t - interval '1 hour';
  select max(c.at) + interval '1 hour' into room from (
    (select at from hf.letter_check where agency_id = agency and programme_id = programme and account_id = hf.actor()
      order by at desc offset account_limit - 1 limit 1)
    union all
    (select at from hf.letter_check where agency_id = agency and programme_id = programme
      order by at desc offset programme_limit - 1 limit 1)) as c;
  if room is not null then return greatest(1, ceil(extract(epoch from room - t))::integer); end if;
  insert into hf.letter_check (agency_id, programme_id, account_id, at) values (agency, programme, hf.actor(), t);
  return 0;
end $$;
grant execute on function hf.count_check(integer, integer) to holdfast_gateway;

-- What a person who read the words says of a finding: right or wrong. One row a finding and person, the latest word
-- counts. It names the rule and the place, the rules' hash and the verdict, and holds nothing of the letter.
create table hf.finding_mark (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  version_id bigint not null,
  human_id   bigint not null,
  account_id bigint not null,
  rule       text not null check (rule ~ '^[a-z0-9_.-]{1,80}$'),
  part       text not null check (part in ('words', 'addressee')),
  starts     integer not null check (starts >= 0),
  ends       integer not null check (ends >= starts),
  is_right   boolean not null,
  rules      text not null,
  verdict    text,
  at         timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, version_id, human_id, rule, part, starts, ends),
  foreign key (agency_id, version_id) references hf.letter_version (agency_id, id),
  foreign key (agency_id, human_id) references hf.human (agency_id, id),
  foreign key (agency_id, account_id) references hf.account (agency_id, id)
);
create index finding_mark_rule on hf.finding_mark (agency_id, rule);
call hf.guard_table('hf.finding_mark');
grant select on hf.finding_mark to holdfast_gateway;
create policy own on hf.finding_mark for select to holdfast_gateway
  using (agency_id = (select hf.my_agency())
         and human_id = (select a.human_id from hf.account a where a.agency_id = hf.my_agency() and a.id = hf.actor()));

-- Only by whoever has the words open now. Rules and verdict are the version's own, not what somebody says.
create function hf.mark_finding(the_version bytea, of_rule text, of_part text, at_start integer, at_end integer,
                                right_or_wrong boolean) returns void
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare v hf.letter_version;
begin
  select * into v from hf.letter_version x where x.agency_id = hf.my_agency() and x.oid = the_version;
  if v.id is null or not (hf.may('review.decide') or hf.may('flagged.decide')) or hf.recused_from_version(v.id) then
    perform hf.refuse('not_yours');
  end if;
  if not exists (select from hf.assignment s where s.agency_id = v.agency_id and s.version_id = v.id
                  and s.account_id = hf.actor() and s.kind in ('review', 'investigation') and s.opened_at is not null
                  and s.ended_at is null) then
    perform hf.refuse('words_not_opened');
  end if;
  insert into hf.finding_mark (agency_id, version_id, human_id, account_id, rule, part, starts, ends, is_right, rules, verdict)
  values (v.agency_id, v.id, hf.human_of(v.agency_id, hf.actor()), hf.actor(), of_rule, of_part, at_start, at_end,
          right_or_wrong, v.rules, v.verdict)
  on conflict (agency_id, version_id, human_id, rule, part, starts, ends)
  do update set is_right = excluded.is_right, account_id = excluded.account_id, rules = excluded.rules,
                verdict = excluded.verdict, at = excluded.at;
end $$;
grant execute on function hf.mark_finding(bytea, text, text, integer, integer, boolean) to holdfast_gateway;

-- Screening held letters again with newer rules. The owner asks (no gateway can give itself this grant), the gateways
-- work it under the lease `rescreen`, and the keeper opens for it while it lasts: a day at most.
create table hf.rescreen (
  agency_id bigint not null references hf.agency,
  id        bigint generated always as identity,
  oid       hf.oid16 not null,
  apply     boolean not null,  -- else: only listed
  asked_at  timestamptz not null default hf.now(),
  seen_at   timestamptz,       -- a gateway's last turn
  ended_at  timestamptz,
  place     bigint not null default 0,  -- versions up to here are done
  held      integer not null default 0,
  screened  integer not null default 0,
  alike     integer not null default 0,  -- judged by these rules before: not opened
  failed    integer not null default 0,
  rules     text not null default '',
  engine    text not null default '',
  primary key (agency_id, id),
  unique (agency_id, oid)
);
create unique index rescreen_live on hf.rescreen (agency_id) where ended_at is null;

-- A version whose verdict is another one now. `applied`: it is before a person; an approval up to `review_id` no longer counts.
create table hf.rescreened (
  agency_id    bigint not null references hf.agency,
  id           bigint generated always as identity,
  rescreen_id  bigint not null,
  version_id   bigint not null,
  letter_state text not null,  -- when it was found
  was          text check (was in ('clear', 'review', 'quarantine')),
  now          text not null check (now in ('clear', 'review', 'quarantine')),
  rule_ids     text[] not null,
  applied      boolean not null,
  review_id    bigint,
  at           timestamptz not null default hf.now(),
  primary key (agency_id, id),
  unique (agency_id, rescreen_id, version_id, applied),
  foreign key (agency_id, rescreen_id) references hf.rescreen (agency_id, id),
  foreign key (agency_id, version_id) references hf.letter_version (agency_id, id)
);
create index rescreened_version on hf.rescreened (agency_id, version_id, id) where applied;
call hf.guard_table('hf.rescreen');
call hf.guard_table('hf.rescreened');
create trigger append_only before update or delete on hf.rescreened for each row execute function hf.forbid();

-- What has ended is not begun again: the owner asks anew.
create function hf.check_rescreen() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
begin
  if old.ended_at is not null then perform hf.refuse('not_in_state'); end if;
  return new;
end $$;
create trigger ended_stays_ended before update on hf.rescreen for each row execute function hf.check_rescreen();

grant select, update (seen_at, ended_at, place, held, screened, alike, failed, rules, engine) on hf.rescreen to holdfast_gateway;
create policy system on hf.rescreen to holdfast_gateway using (agency_id = (select hf.my_agency()) and (select hf.is_system()));
grant select on hf.rescreened to holdfast_gateway;
call hf.staff_policy('hf.rescreened', 'select', '{review.list}', '(coalesce((select hf.my_recusals()), ''{}'') = ''{}'' or not hf.recused_from_version(version_id))');

-- A version that may still go on: not decided against, not withdrawn, not opened by its person nor in the post.
create function hf.is_held(v hf.letter_version) returns boolean
  language sql stable security definer set search_path = hf, pg_temp as $$
  select v.state in ('unscreened', 'in_review', 'approved')
     and exists (select from hf.letter l where l.agency_id = v.agency_id and l.id = v.letter_id
                  and l.state not in ('withdrawn', 'entered_in_error', 'destroyed'))
     and not exists (select from hf.release r where r.agency_id = v.agency_id and r.version_id = v.id
                      and hf.hold_opened(r.agency_id, r.hold_id))
$$;
-- Null: none is live.
create function hf.live_rescreen(agency bigint) returns bigint
  language sql stable security definer set search_path = hf, pg_temp as $$
  select r.id from hf.rescreen r
   where r.agency_id = agency and r.ended_at is null and r.asked_at > hf.now() - interval '1 day'
$$;
-- In the order of their ids, after `after`; or one of them. `passed`: a person approved it once. `advised`: it was the
-- agency's adviser who raised the verdict.
create function hf.held_versions(after bigint, most integer, the_version bytea)
  returns table (id bigint, oid bytea, no integer, object_oid bytea, letter_oid bytea, state text, letter_state text,
                 verdict text, language text, rules text, engine text, passed boolean, advised boolean)
  language sql stable security definer set search_path = hf, pg_temp as $$
  select v.id, v.oid::bytea, v.no, o.oid::bytea, l.oid::bytea, v.state, l.state, v.verdict, v.language, v.rules, v.engine,
         exists (select from hf.review r where r.agency_id = v.agency_id and r.version_id = v.id and r.decision = 'approve'),
         exists (select from hf.job j where j.agency_id = v.agency_id and j.kind = 'advice' and j.key = encode(v.oid, 'hex')
                  and j.note = 'raised')
    from hf.letter_version v
    join hf.letter l on l.agency_id = v.agency_id and l.id = v.letter_id
    join hf.sealed_object o on o.agency_id = v.agency_id and o.id = v.object_id and o.destroyed_at is null
   where hf.is_system() and v.agency_id = hf.my_agency() and v.id > after
     and (the_version is null or v.oid = the_version) and hf.is_held(v)
   order by v.id limit most
$$;

-- Notes what was found; where it is worse and the owner asked for it, raises the verdict and moves the version: what no
-- person let pass as intake would have, what one did back before a person. A ticket follows that person's word alone, or
-- an institution could tell by it that the letter had not been opened (rule 3).
create function hf.screen_again(the_version bytea, held bigint, verdict_now text, by_rules text[], to_state text, about text[],
                                welfare_found boolean, rules_hash text, engine_version text, ticket_oid bytea) returns void
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare v hf.letter_version; agency bigint := hf.my_agency(); run hf.rescreen; passed boolean;
begin
  select * into run from hf.rescreen r where r.agency_id = agency and r.id = hf.live_rescreen(agency);
  if run.id is null or not hf.is_system() or not hf.holds_lease(agency, 'rescreen', held) then perform hf.refuse('not_yours'); end if;
  select * into v from hf.letter_version x where x.agency_id = agency and x.oid = the_version for update;
  if v.id is null or not hf.is_held(v) then perform hf.refuse('not_in_state'); end if;
  insert into hf.rescreened (agency_id, rescreen_id, version_id, letter_state, was, now, rule_ids, applied, review_id)
  values (agency, run.id, v.id, (select l.state from hf.letter l where l.agency_id = agency and l.id = v.letter_id),
          v.verdict, verdict_now, by_rules, to_state is not null,
          (select max(r.id) from hf.review r where r.agency_id = agency and r.version_id = v.id))
  on conflict (agency_id, rescreen_id, version_id, applied) do nothing;
  if to_state is null then return; end if;
  passed := exists (select from hf.review r where r.agency_id = agency and r.version_id = v.id and r.decision = 'approve');
  if not run.apply or v.verdict is not distinct from verdict_now or to_state not in ('in_review', 'quarantined')
     or (to_state = 'quarantined') is distinct from (verdict_now = 'quarantine' and not passed) then
    perform hf.refuse('not_in_state');
  end if;
  update hf.letter_version x
     set verdict = verdict_now, state = to_state, welfare = v.welfare or welfare_found, rules = rules_hash, engine = engine_version,
         categories = (select coalesce(array_agg(distinct c order by c), '{}') from unnest(v.categories || about) as c)
   where x.agency_id = agency and x.id = v.id returning x.* into v;
  if to_state = 'quarantined' then perform hf.begin_quarantine(v, null, ticket_oid, v.categories); end if;
end $$;
grant execute on function hf.live_rescreen(bigint), hf.held_versions(bigint, integer, bytea),
  hf.screen_again(bytea, bigint, text, text[], text, text[], boolean, text, text, bytea) to holdfast_gateway;

-- A letter that was banked when newer rules brought it back: until a person decides, the writer's side is told what it
-- would have been told, for what its person opened is not brought back (rule 3).
create function hf.banked_for_its_writer(l hf.letter) returns boolean
  language sql stable security definer set search_path = hf, pg_temp as $$
  select l.state = 'banked' or (l.state = 'in_review' and exists (
    select from hf.letter_version v join hf.rescreened x on x.agency_id = v.agency_id and x.version_id = v.id
     where v.agency_id = l.agency_id and v.letter_id = l.id and v.no = l.version and v.state = 'in_review'
       and x.applied and x.letter_state = 'banked'
       and x.review_id = (select max(r.id) from hf.review r where r.agency_id = v.agency_id and r.version_id = v.id)))
$$;

-- Publication: what the programmes may know, moved forward at the profile's times and at no other. It touches the same
-- rows whatever any recipient did: no hold, no choice and no stop-contact request is read here. A court's order against the
-- writer is: while one is in force, none of the writer's letters is called banked, whomever it is for, so that nobody can
-- tell from it who is registered.
create function hf.publish(agency bigint, t timestamptz) returns integer
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare n integer;
begin
  if not hf.is_system() then perform hf.refuse('not_yours'); end if;
  with due as (
    select l.agency_id, l.id,
           case when l.state = 'returned' then 'returned'
                when l.state = 'refused' then 'not_accepted'
                when hf.banked_for_its_writer(l) and not exists (
                       select from hf.contact_order o
                        where o.agency_id = l.agency_id and o.offender_id = l.offender_id and o.kind <> 'stop_contact'
                          and not exists (select from hf.contact_order n
                                           where n.agency_id = o.agency_id and n.root_oid = o.root_oid and n.version > o.version)
                          and hf.order_bars(o, l.channel, t)) then 'banked'
                else 'in_review' end as next,
           coalesce((select r.note from hf.review r join hf.letter_version v on v.agency_id = r.agency_id and v.id = r.version_id
                      where r.agency_id = l.agency_id and v.letter_id = l.id and l.state in ('returned', 'refused')
                      order by r.id desc limit 1), '') as note,
           coalesce((select r.reasons from hf.review r join hf.letter_version v on v.agency_id = r.agency_id and v.id = r.version_id
                      where r.agency_id = l.agency_id and v.letter_id = l.id and l.state in ('returned', 'refused')
                      order by r.id desc limit 1), '{}') as reasons
      from hf.letter l
     where l.agency_id = agency and l.shown_state in ('received', 'in_review')
       and l.state in ('in_review', 'approved', 'returned', 'banked', 'refused')
     order by l.id
  )
  update hf.letter l set shown_state = d.next, shown_reasons = d.reasons, shown_note = d.note, shown_at = t
    from due d where l.agency_id = d.agency_id and l.id = d.id and l.shown_state <> d.next;
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function hf.publish(bigint, timestamptz) to holdfast_gateway;

-- A verdict never becomes a milder one: what screening saw stays seen, and a person decides.
create function hf.check_verdict() returns trigger language plpgsql set search_path = hf, pg_temp as $$
declare severity text[] := '{clear,review,quarantine}';
begin
  if old.verdict is not null and
     coalesce(array_position(severity, new.verdict), 0) < array_position(severity, old.verdict) then
    perform hf.refuse('not_yours');
  end if;
  return new;
end $$;
create trigger never_milder before update of verdict on hf.letter_version for each row execute function hf.check_verdict();

-- What the agency's adviser pointed at in a version under review, under the lease of the one gateway that asks. Raises
-- clear to review where there is anything, and does nothing else: no quarantine, no ticket, no word to the programme.
-- Answers what it did: raised, added, nothing, or late where a person or the writer came first.
create function hf.advise(the_version bytea, held bigint, pointed_at integer) returns text
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare v hf.letter_version; agency bigint := hf.my_agency(); ours boolean;
begin
  if not hf.is_system() or not hf.holds_lease(agency, 'advice', held) then perform hf.refuse('not_yours'); end if;
  select * into v from hf.letter_version x where x.agency_id = agency and x.oid = the_version for update;
  select true into ours from hf.job j
   where j.agency_id = agency and j.kind = 'advice' and j.key = encode(the_version, 'hex') and j.state = 'sending'
     for update;
  if v.id is null or ours is null then perform hf.refuse('not_yours'); end if;
  if v.state <> 'in_review' then return 'late'; end if;
  if pointed_at = 0 then return 'nothing'; end if;
  if v.verdict is distinct from 'clear' then return 'added'; end if;
  update hf.letter_version set verdict = 'review' where agency_id = agency and id = v.id;
  return 'raised';
end $$;
grant execute on function hf.advise(bytea, bigint, integer) to holdfast_gateway;

-- ---- the rules of screening ----

-- The sets of rules that were asked for, byte for byte. The one in force is here and not only in a folder, so that every
-- gateway judges by the same, and one that would stop less is known when it comes. `weaker` says what it makes weaker
-- (screening/tools/weaker.h): ids and figures, no rule's text. Where there is anything, two different humans stand for it.
create table hf.rule_set (
  agency_id  bigint not null references hf.agency,
  id         bigint generated always as identity,
  oid        hf.oid16 not null,
  before     text not null,  -- the hash of the one in force that it was compared with; empty: there was none
  hash       text not null check (hash ~ '^[0-9a-f]{64}$'),
  engine     text not null,
  files      text not null,  -- [{"name","text"}]
  rules      integer not null,
  weaker     jsonb not null check (jsonb_typeof(weaker) = 'array'),
  outcome    text not null check (outcome in ('waiting', 'in_force', 'replaced', 'refused', 'overtaken')),
  asked_by   bigint not null,
  asked_at   timestamptz not null default hf.now(),
  decided_by bigint,
  decided_at timestamptz,
  primary key (agency_id, id),
  unique (agency_id, oid),
  foreign key (agency_id, asked_by) references hf.account (agency_id, id),
  foreign key (agency_id, decided_by) references hf.account (agency_id, id),
  check ((outcome = 'waiting') = (decided_at is null) and (decided_at is null) = (decided_by is null))
);
create unique index rule_set_in_force on hf.rule_set (agency_id) where outcome = 'in_force';
create unique index rule_set_waiting on hf.rule_set (agency_id) where outcome = 'waiting';

-- Which set each gateway judges by.
create table hf.gateway_rules (
  agency_id bigint not null references hf.agency,
  holder    text not null,
  hash      text not null check (hash ~ '^[0-9a-f]{64}$'),
  since     timestamptz not null default hf.now(),
  seen_at   timestamptz not null default hf.now(),
  primary key (agency_id, holder)
);
call hf.guard_table('hf.rule_set');
call hf.guard_table('hf.gateway_rules');

-- One after another (the agency's row is locked): what comes into force was compared with what is in force now, replaces
-- it, and overtakes what waits, which was compared with something else.
create function hf.check_rule_set() returns trigger
  language plpgsql security definer set search_path = hf, pg_temp as $$
declare present text;
begin
  if tg_op = 'UPDATE' and (old.outcome, new.outcome) in (('in_force', 'replaced'), ('waiting', 'overtaken')) then
    return new;  -- by this function; the gateway's policy gives it no such answer
  end if;
  if tg_op = 'UPDATE' and (old.outcome <> 'waiting' or new.outcome not in ('in_force', 'refused')) then
    perform hf.refuse('not_in_state');
  end if;
  perform from hf.agency a where a.id = new.agency_id for no key update;
  select x.hash into present from hf.rule_set x where x.agency_id = new.agency_id and x.outcome = 'in_force';
  if tg_op = 'INSERT' then
    new.asked_at := hf.now();
    if new.outcome = 'waiting' then
      if exists (select from hf.account a where a.agency_id = new.agency_id and a.id = new.asked_by and a.role = 'system') then
        perform hf.refuse('not_yours');
      end if;
      if new.weaker = '[]' then perform hf.refuse('not_in_state'); end if;
    elsif new.outcome <> 'in_force' then
      perform hf.refuse('not_in_state');
    elsif new.weaker <> '[]' then
      perform hf.refuse('one_person');
    else
      new.decided_by := new.asked_by;
    end if;
  end if;
  if new.outcome <> 'refused' and new.before <> coalesce(present, '') then perform hf.refuse('superseded'); end if;
  if tg_op = 'UPDATE' and new.outcome = 'in_force'
     and hf.human_of(new.agency_id, new.decided_by) is not distinct from hf.human_of(new.agency_id, new.asked_by) then
    perform hf.refuse('one_person');
  end if;
  if new.outcome = 'waiting' then return new; end if;
  new.decided_at := hf.now();
  if new.outcome = 'in_force' then
    update hf.rule_set x set outcome = 'replaced' where x.agency_id = new.agency_id and x.outcome = 'in_force';
    update hf.rule_set x set outcome = 'overtaken', decided_by = new.decided_by, decided_at = new.decided_at
     where x.agency_id = new.agency_id and x.outcome = 'waiting' and x.id <> new.id;
  end if;
  return new;
end $$;
create trigger two_people before insert or update on hf.rule_set for each row execute function hf.check_rule_set();
create trigger append_only before delete on hf.rule_set for each row execute function hf.forbid();

-- A second person sees what waits for them, and who asked.
create function hf.second_rule_sets() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(x.id), '{}') from hf.rule_set x
         where x.agency_id = hf.my_agency() and x.outcome = 'waiting' and hf.is_second(x.agency_id, hf.actor())
           and hf.human_of(x.agency_id, x.asked_by) is distinct from hf.human_of(x.agency_id, hf.actor()) $$;
create function hf.second_rule_askers() returns bigint[] language sql stable security definer set search_path = hf, pg_temp
  as $$ select coalesce(array_agg(x.asked_by), '{}') from hf.rule_set x
         where x.agency_id = hf.my_agency() and x.id = any (hf.second_rule_sets()) $$;
grant execute on function hf.second_rule_sets(), hf.second_rule_askers() to holdfast_gateway;
create policy second_rules on hf.account for select to holdfast_gateway
  using (id = any (coalesce((select hf.second_rule_askers()), '{}')));

grant select, insert, update (outcome, decided_by, decided_at) on hf.rule_set to holdfast_gateway;
create policy look on hf.rule_set for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and ((select hf.may('settings.read')) or (select hf.is_system())));
create policy second on hf.rule_set for select to holdfast_gateway
  using (id = any (coalesce((select hf.second_rule_sets()), '{}')));
create policy ask on hf.rule_set for insert to holdfast_gateway
  with check (agency_id = (select hf.my_agency()) and asked_by = (select hf.actor())
              and ((select hf.may('rules.reload')) or (select hf.is_system())));
create policy answer on hf.rule_set for update to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.may('rules.answer')))
  with check (outcome in ('in_force', 'refused') and decided_by = (select hf.actor()));

grant select, insert, update, delete on hf.gateway_rules to holdfast_gateway;
create policy look on hf.gateway_rules for select to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.may('settings.read')));
create policy system on hf.gateway_rules to holdfast_gateway
  using (agency_id = (select hf.my_agency()) and (select hf.is_system()))
  with check (agency_id = (select hf.my_agency()) and (select hf.is_system()));

-- phase: expand
-- What the owner alone does: founds an agency with the account its own jobs act as, adds people who sign in.

create function hf.found_agency(agency_code text, agency_name text) returns bigint
  language plpgsql set search_path = hf, pg_temp as $$
declare known bigint; human bigint;
begin
  select g.id into known from hf.agency g where g.code = agency_code;
  if known is not null then
    update hf.agency set name = agency_name where id = known;
    return known;
  end if;
  insert into hf.agency (oid, code, name) values (hf.random_oid(), agency_code, agency_name) returning id into known;
  insert into hf.human (agency_id, oid) values (known, hf.random_oid()) returning id into human;
  insert into hf.account (agency_id, oid, human_id, login_hash, role, display_name)
  values (known, hf.random_oid(), human, sha256(uuid_send(gen_random_uuid())), 'system', 'gateway');
  return known;
end $$;

-- Ids only: who the gateway is when it does its own work.
create function hf.system_account(agency_code text)
  returns table (agency bigint, account bigint, account_oid bytea)
  language sql stable security definer set search_path = hf, pg_temp
  as $$
    select a.agency_id, a.id, a.oid::bytea from hf.account a join hf.agency g on g.id = a.agency_id
     where g.code = agency_code and a.role = 'system'
  $$;
grant execute on function hf.system_account(text) to holdfast_gateway, holdfast_keeper;

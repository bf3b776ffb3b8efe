#!/usr/bin/env node
// Durable letters a second over HTTPS (4 KB, every body different; screened, sealed, witnessed, fsync on) beside pgbench
// inserting the same rows on the same cluster, in turns.   --rounds N (5)  --seconds N (8)  --connections N (32)
//
// pgbench runs one prepared statement a letter, whose ciphertext is a constant of the statement: it is not even sent.
// The load generators share the machine's cores with what they measure.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, start, until } from '../system/stack.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '8' }, connections: { type: 'string', default: '32' } },
});
const [rounds, seconds, connections] = [values.rounds, values.seconds, values.connections].map(Number);

const run = (command, words, env = {}) =>
  new Promise((done, fail) => {
    const child = spawn(command, words, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    child.stdout.on('data', (text) => { out += text; });
    child.stderr.on('data', (text) => { out += text; });
    child.once('error', fail);
    child.once('exit', (code) => (code === 0 ? done(out) : fail(new Error(`${command}: ${code}\n${out}`))));
  });

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const hex = (bytes) => `'\\x${'5a'.repeat(bytes)}'::bytea`;

// The rows of one letter as the gateway writes them, with the sizes that its own letters have.
function statement(stack) {
  const size = (text) => Number(stack.sql('holdfast', text));
  const words = size('select percentile_disc(0.5) within group (order by length(body)) from hf.sealed_chunk where part = 1');
  const cover = size('select percentile_disc(0.5) within group (order by length(body)) from hf.sealed_chunk where part = 2');
  const entry = size('select percentile_disc(0.5) within group (order by length(sealed)) from hf.audit_leaf where sealed is not null');
  const one = (table) => stack.sql('holdfast', `select id from hf.${table} limit 1`);
  const [agency, programme] = [one('agency'), one('programme')];
  const account = stack.sql('holdfast', "select id from hf.account where role = 'facilitator' limit 1");
  return `\\set offender random(1, 40)
with claimed as (
  insert into hf.idempotency (agency_id, account_id, key, request_hash, status, answer)
  values (${agency}, ${account}, gen_random_uuid()::text, ${hex(32)}, 201, '01234567890123456789012345') returning key
), object as (
  insert into hf.sealed_object (agency_id, oid, purpose, version, epoch, wrapped_key)
  values (${agency}, uuid_send(gen_random_uuid()), 1, 1, 1, ${hex(110)}) returning id
), chunks as (
  insert into hf.sealed_chunk (agency_id, object_id, part, no, body)
  select ${agency}, o.id, 1, 0, ${hex(words)} from object o union all select ${agency}, o.id, 2, 0, ${hex(cover)} from object o
), letter as (
  insert into hf.letter (agency_id, oid, channel, programme_id, submitted_by, offender_id)
  values (${agency}, uuid_send(gen_random_uuid()), 'accountability_letter', ${programme}, ${account}, :offender) returning id
), version as (
  insert into hf.letter_version (agency_id, oid, letter_id, no, object_id, state, language, verdict, characters)
  select ${agency}, uuid_send(gen_random_uuid()), l.id, 1, o.id, 'in_review', 'en', 'clear', 4096 from letter l, object o
)
insert into hf.audit_leaf (agency_id, leaf, epoch, sealed) values (${agency}, ${hex(49)}, 1, ${hex(entry)});
`;
}

async function ceiling(stack, script) {
  const out = await run('/usr/lib/postgresql/15/bin/pgbench', ['-n', '-M', 'prepared', '-c', String(connections), '-j', '2', '-T', String(seconds), '-f', script,
    '-h', `${stack.folder}/pg`, '-p', '5439', '-U', 'postgres', 'holdfast']);
  return Number(out.match(/tps = ([0-9.]+)/)[1]);
}

const lastJson = (out) => JSON.parse(out.trim().split('\n').at(-1));

async function gateway(stack, token, seed) {
  const wrk = (lua, path, threads, conns) =>
    run('wrk', ['-t', String(threads), '-c', String(conns), '-d', `${seconds}s`, '-s', join(root, 'tests/bench/intake', lua), stack.origin + path], {
      TOKEN: token, SEED: String(seed),
    });
  const [letters, health] = await Promise.all([wrk('letters.lua', '/', 1, connections), wrk('health.lua', '/healthz', 1, 1)]);
  const result = lastJson(letters);
  return { ...result, rate: (result.requests - result.errors) / result.seconds, health: lastJson(health) };
}

const stack = await start({
  settings: '[limits]\nrequests_per_minute = 1000000\nconnections_per_address = 1000\n[sign_in]\nstaff_idle_minutes = 15\n',
});
try {
  const token = await stack.signIn('loader');
  await gateway(stack, token, 999); // warm: caches, prepared plans, the sizes of rows
  const script = join(stack.folder, 'letter.pgbench');
  writeFileSync(script, statement(stack));
  const results = [];
  for (let round = 1; round <= rounds; ++round) {
    const top = await ceiling(stack, script);
    // pgbench's leaves want their places too: neither side is measured while the other's wait.
    await until('the log has caught up', () => stack.metric('holdfast_log_waiting').then((waiting) => waiting === 0), 120);
    const ours = await gateway(stack, token, round);
    results.push({ top, ...ours, ratio: ours.rate / top });
    console.log(`round ${round}: pgbench ${top.toFixed(0)}/s, gateway ${ours.rate.toFixed(0)}/s (p50 ${ours.p50} ms, p99 ${ours.p99} ms, ${ours.errors} errors), ` +
      `ratio ${(ours.rate / top).toFixed(2)}; /healthz meanwhile p50 ${ours.health.p50} ms, p99 ${ours.health.p99} ms`);
  }
  const pid = stack.pid('gateway');
  const rss = Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;
  const of = (pick) => results.map(pick);
  console.log(`\nratio ${median(of((r) => r.ratio)).toFixed(2)} [${Math.min(...of((r) => r.ratio)).toFixed(2)}-${Math.max(...of((r) => r.ratio)).toFixed(2)}] at ${connections} connections, ` +
    `${median(of((r) => r.rate)).toFixed(0)} letters/s, p50 ${median(of((r) => r.p50))} ms, p99 ${median(of((r) => r.p99))} ms, ` +
    `/healthz p99 ${median(of((r) => r.health.p99))} ms, resident ${rss.toFixed(0)} MB`);
} finally {
  await stack.stop();
}

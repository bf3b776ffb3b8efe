// Files of orders, people and housing over HTTPS and by the command: a dry run that changes nothing, a bar from the commit on,
// what would bar less waiting for two people, hostile files refused, and a feed that falls silent.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { as, signIn } from './people.mjs';
import { program, root, start, until } from './stack.mjs';

const sample = (name) => readFileSync(join(root, 'docs/samples', name), 'utf8');
const heads = 'record,kind,offender_number,conditions,state,starts_on,ends_on,permanent\n';
const bars = 'R1,criminal_protective,N20001,05,active,2020-01-01,,true\n';
const ended = 'R1,criminal_protective,N20001,05,terminated,2020-01-01,,true\n';

let stack, token;
before(async () => {
  stack = await start({});
  token = await stack.signIn('analyst');
});
after(() => stack?.stop());

async function send(path, body, { type = 'text/csv', status = 200, who = token } = {}) {
  const answer = await stack.call('POST', `/api/v1/imports/${path}`, { token: who, body, headers: { 'content-type': type } });
  assert.equal(answer.status, status, answer.body);
  return answer.json;
}
function holdfast(...words) {
  const { status, stdout, stderr } = spawnSync(program, [...words, '--config', stack.config], { cwd: stack.folder, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}
function imported(kind, name, text, ...options) {
  const file = join(stack.folder, name);
  writeFileSync(file, text);
  const done = holdfast('import', kind, file, '--json', ...options);
  assert.ok(done.out.startsWith('{'), done.err);
  return { code: done.code, ...JSON.parse(done.out) };
}
const counts = ({ taken, versions, unchanged, waiting, refused }) => [taken, versions, unchanged, waiting, refused];
const orders = () => Number(stack.sql('holdfast', 'select count(*) from hf.contact_order'));

test('over HTTPS: tried, taken, taken again, ended by two people only', async () => {
  const before = orders();
  const dry = await send('orders?dry_run=true&feed=courts', heads + bars);
  assert.deepEqual([dry.committed, ...counts(dry)], [false, 1, 0, 0, 0, 0]);
  assert.equal(orders(), before);
  const done = await send('orders?feed=courts', heads + bars);
  assert.deepEqual([done.committed, ...counts(done)], [true, 1, 0, 0, 0, 0]);
  assert.deepEqual(counts(await send('orders?feed=courts', heads + bars)), [0, 0, 1, 0, 0]);
  const { json } = await stack.call('GET', '/api/v1/orders', { token });
  const order = json.orders.find((one) => one.id === done.rows[0].id);
  assert.deepEqual([order.offender_number, order.in_force], ['N20001', true]);
  const waits = await send('orders?feed=courts', heads + ended);
  assert.deepEqual([waits.rows[0].outcome, waits.rows[0].id], ['waits', order.id]);
  const second = as(stack, await stack.signIn('analyst2'));
  const path = `/api/v1/orders/${order.id}`;
  const { headers } = await second('GET', path, 200);
  await second('POST', `${path}/loosening/confirmation`, 201, undefined, headers.etag);
  assert.equal((await second('GET', path, 200)).json.in_force, false);
});

test('every sample of the document is taken, in each format', async () => {
  for (const [kind, type, name] of [['people', 'text/csv', 'people.csv'], ['people', 'application/json', 'people.json'],
    ['orders', 'text/csv', 'orders.csv'], ['orders', 'application/json', 'orders.json'], ['orders', 'application/xml', 'orders.xml']]) {
    const report = await send(`${kind}?feed=samples`, sample(name), { type });
    assert.deepEqual([report.committed, report.refused, report.waiting], [true, 0, 0], name);
  }
  const housing = await send('housing?feed=samples', sample('housing.csv').replace('SCR', 'NGP'));
  assert.equal(housing.committed, true, JSON.stringify(housing));
});

test('refused: who may not, what is not a file of these, what is hostile', async () => {
  await send('orders', heads + bars, { status: 403, who: await stack.signIn('investigator') });
  await send('orders', heads + bars, { type: 'text/plain', status: 415 });
  await send('orders?dry_run=perhaps', heads + bars, { status: 422 });
  await send('orders?feed=No%20Name', heads + bars, { status: 422 });
  await send('orders?colour=red', heads + bars, { status: 400 });
  await send('orders', 'x'.repeat(9 << 20), { status: 413 }).catch((error) => assert.match(String(error), /EPIPE|ECONNRESET|hang up/));
  const laughs = '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>';
  const outside = '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>';
  for (const text of [laughs, outside, '<a>'.repeat(100000), '<a']) {
    const report = await send('orders', text, { type: 'application/xml' });
    assert.equal(report.committed, false);
    assert.ok(report.fault.why.length > 0 && !JSON.stringify(report).includes('root:'));
  }
  for (const text of ['', '{', '[1,', '[{"record":"a","record":"b"}]']) {
    assert.equal((await send('orders', text, { type: 'application/json' })).committed, false);
  }
  assert.equal((await stack.call('GET', '/healthz')).status, 200);
});

test('by the command: whole, row by row, tried, cut, and what the office is to look at', async () => {
  const two = heads + 'C1,criminal_protective,N20010,05,active,2020-01-01,,true\nC2,criminal_protective,,05,active,2020-01-01,,true\n';
  const before = orders();
  const whole = imported('orders', 'two.csv', two);
  assert.deepEqual([whole.code, whole.committed, ...counts(whole)], [1, false, 1, 0, 0, 0, 1]);
  assert.deepEqual(whole.rows[1], { place: 3, outcome: 'refused', field: 'offender_number', why: 'is missing', accepted: 'one value', looks: [], barred: [], recalled: [] });
  assert.equal(orders(), before);
  const tried = imported('orders', 'two.csv', two, '--row-by-row', '--dry-run');
  assert.deepEqual([tried.committed, orders()], [false, before]);
  const each = imported('orders', 'two.csv', two, '--row-by-row');
  assert.deepEqual([each.code, each.committed, ...counts(each)], [1, true, 1, 0, 0, 0, 1]);
  assert.equal(orders(), before + 1);
  assert.deepEqual(counts(imported('orders', 'one.csv', heads + 'C1,criminal_protective,N20010,05,active,2020-01-01,,true\n')), [0, 0, 1, 0, 0]);
  const cut = imported('orders', 'cut.csv', heads + 'C3,criminal_protective,N20011,05,active,2020-01-01,,true\nC4,crim');
  assert.deepEqual([cut.code, cut.committed, cut.fault.place], [1, false, 3]);
  assert.equal(imported('orders', 'few.csv', heads + bars, '--rows', '7').committed, false);
  const less = imported('orders', 'less.csv', heads + 'C1,criminal_protective,N20010,05,terminated,2020-01-01,,true\n');
  assert.deepEqual([less.code, less.waiting, less.rows[0].outcome], [1, 1, 'waits']);
  const { json } = await stack.call('GET', '/api/v1/tasks', { token });
  assert.deepEqual(json.tasks.filter((one) => one.kind === 'feed_bars_less').map((one) => [one.offender_number, one.feed]), [['N20010', 'files']]);
  const page = await stack.call('GET', '/office/tasks', { headers: { cookie: `__Host-s=${token}` } });
  assert.match(page.body, /A feed says that an order bars less/);
});

test('by the command: called wrongly is said, and words on a terminal carry no names', () => {
  for (const words of [['import', 'letters', 'x.csv'], ['import', 'orders', 'x.txt'], ['import', 'orders', 'nothing.csv'],
    ['import', 'orders', 'x.csv', '--whole', '--row-by-row'], ['import', 'orders', 'x.csv', '--feed', 'No Name']]) {
    assert.equal(holdfast(...words).code, 2, words.join(' '));
  }
  const file = join(stack.folder, 'names.csv');
  writeFileSync(file, 'record,offender_number,kind,name,phone\nZ1,N20020,neighbour,Quintessa Example,\n');
  const { code, out, err } = holdfast('import', 'people', file);
  assert.equal(code, 1);
  assert.match(out, /^names\.csv:2: refused: kind is not known; accepted: victim/m);
  assert.doesNotMatch(out + err, /Quintessa|neighbour/);
  assert.equal(holdfast('audit', 'verify').code, 0);
});

test('a feed that falls silent: a task, a number, a line of doctor; a file ends it', async () => {
  const profile = join(stack.folder, 'profile.toml');
  writeFileSync(profile, readFileSync(join(root, 'deploy/agencies/california.toml'), 'utf8') + '[feeds.county]\nkind = "orders"\nevery_hours = 26\n');
  writeFileSync(stack.config, readFileSync(stack.config, 'utf8').replace(/^profile = .*$/m, `profile = ${JSON.stringify(profile)}`));
  await stack.kill('gateway');
  await stack.begin('gateway');
  const silent = () => stack.metric('holdfast_feed_silent{feed="county"}');
  await until('the feed is watched', async () => stack.sql('holdfast', "select count(*) from hf.feed where name = 'county'") === '1');
  assert.equal(await silent(), 0);
  const line = () => JSON.parse(holdfast('doctor', '--json').out).parts.find((one) => one.part === 'feed county');
  assert.equal(line().well, true);
  holdfast('demo', 'clock', '--hours', '27');
  await until('a task is raised', async () => stack.sql('holdfast', "select count(*) from hf.task where kind = 'feed_silent'") === '1');
  assert.equal(await silent(), 1);
  assert.match(line().what, /27 hours/);
  const later = as(stack, await signIn(stack, 'analyst', 27 * 3600 * 1000));
  const { json } = await later('GET', '/api/v1/tasks', 200);
  assert.deepEqual(json.tasks.filter((one) => one.kind === 'feed_silent').map((one) => one.feed), ['county']);
  imported('orders', 'county.csv', heads + 'K1,criminal_protective,N20030,05,active,2020-01-01,,true\n', '--feed', 'county');
  assert.equal(await silent(), 0);
  assert.equal(line().well, true);
});

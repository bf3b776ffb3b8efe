// Rules that change while the whole program runs: by a signal, on the command line, by two people; letters keep coming, a
// second gateway follows, and a start with weaker or broken files goes on as before.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freePort, program, start, until } from './stack.mjs';
import { stopping } from './way.mjs';

let stack, administrator, counsel, facilitator, extra;
before(async () => {
  stack = await start({ settings: '[limits]\nrequests_per_minute = 100000\nsign_ins_per_minute = 1000\n', ownPacks: true });
  administrator = await stack.signIn('administrator');
  counsel = await stack.signIn('counsel');
  facilitator = await stack.signIn('facilitator');
  extra = join(stack.packs, 'zz.en.toml');
});
after(() => stack?.stop());

const state = async () => (await stack.call('GET', '/api/v1/rules', { token: administrator })).json;
const running = async () => (await state()).running;
const hangUp = () => process.kill(stack.pid('gateway'), 'SIGHUP');
const stoppedBy = (id) => stack.sql('holdfast', `select count(*) from hf.ticket t join hf.letter_version v on v.id = t.version_id
  join hf.letter l on l.id = v.letter_id where l.case_number = '${id}'`);
const command = (...words) => spawnSync(program, [...words, '--config', stack.config], { encoding: 'utf8', cwd: stack.folder });
const reload = () => command('rules', 'reload');

test('the first start adopted the folder', async () => {
  const { running, sets, gateways } = await state();
  assert.equal(sets.length, 1);
  assert.equal(sets[0].state, 'in_force');
  assert.equal(sets[0].hash, running);
  await until('the gateway says what it runs', async () => (await state()).gateways.length === 1);
  assert.ok(gateways.every((one) => one.hash === running));
});

test('a signal brings more rules while letters come, and none is lost', async () => {
  const old = await running();
  let sending = true;
  const statuses = [];
  const senders = Array.from({ length: 4 }, async () => {
    while (sending) statuses.push((await stack.submit(facilitator, 'I saw the quagga. I am sorry.')).status);
  });
  await until('letters come', () => statuses.length > 20);
  writeFileSync(extra, stopping('quagga'));
  hangUp();
  await until('the new rules', async () => (await running()) !== old);
  const were = statuses.length;
  await until('letters still come', () => statuses.length > were + 20);
  sending = false;
  await Promise.all(senders);
  assert.ok(statuses.every((status) => status === 201), `${statuses.filter((status) => status !== 201)}`);
  assert.equal(Number(stack.sql('holdfast', 'select count(*) from hf.letter')), statuses.length);
  const judged = stack.sql('holdfast', 'select distinct verdict, rules = (select hash from hf.rule_set where outcome = \'in_force\') from hf.letter_version order by 2');
  assert.match(judged, /quarantine\|t$/);
  assert.doesNotMatch(judged, /quarantine\|f/);
});

test('a broken folder changes nothing, and file and line are said', async () => {
  const old = await running();
  writeFileSync(extra, `${stopping('quagga')}\n[[rule]]\nid = 3\n`);
  hangUp();
  await until('it is said', () => /"rules\.faulty".*zz\.en\.toml:\d+: /.test(stack.log('gateway')));
  const told = reload();
  assert.equal(told.status, 1);
  assert.match(told.stdout, /^zz\.en\.toml:\d+: /);
  assert.equal(await running(), old);
});

test('what would stop less waits for two people, whoever reads the folder', async () => {
  const old = await running();
  rmSync(extra);
  const told = reload();
  assert.equal(told.status, 1);
  assert.match(told.stdout, /threat\.en\.quagga: removed/);
  assert.match(command('doctor').stdout, /WRONG {2}rule packs: the folder holds other rules/);
  hangUp();
  await until('it is said', () => /"rules\.weaker".*threat\.en\.quagga: removed/.test(stack.log('gateway')));
  const asked = (await stack.call('POST', '/api/v1/rules/reload', { token: administrator })).json;
  assert.equal(asked.outcome, 'asked');
  assert.equal(await running(), old);
  const change = `/api/v1/rules/changes/${asked.change}`;
  assert.equal((await stack.call('POST', `${change}/confirmation`, { token: administrator })).status, 409);
  assert.equal((await stack.call('POST', `${change}/confirmation`, { token: counsel })).status, 204);
  await until('every gateway follows', async () => (await running()) === asked.hash);
  assert.match(command('doctor').stdout, /well {3}rule packs/);
});

test('the command line brings what stops no less, and the gateway follows', async () => {
  writeFileSync(extra, stopping('okapi'));
  const told = reload();
  assert.equal(told.status, 0, told.stderr);
  assert.match(told.stdout, /^in force: [0-9a-f]{12}, \d+ rules, in the place of [0-9a-f]{12}$/m);
  const brought = /in force: ([0-9a-f]{12})/.exec(told.stdout)[1];
  await until('the gateway follows', async () => (await running()).startsWith(brought));
});

test('a start with weaker or broken files goes on with the rules in force', async () => {
  const old = await running();
  for (const [spoil, said] of [[() => rmSync(extra), /"rules\.weaker"/], [() => writeFileSync(extra, 'category = 3\n'), /"rules\.faulty"/]]) {
    spoil();
    const before = stack.log('gateway').length;
    await stack.kill('gateway');
    await stack.begin('gateway');
    assert.match(stack.log('gateway').slice(before), said);
    assert.equal(await running(), old);
    const sent = await stack.submit(facilitator, 'Look at the okapi.', { case_number: `SCR-${before}` });
    assert.equal(sent.status, 201);
    assert.equal(stoppedBy(`SCR-${before}`), '1');
  }
});

test('a second gateway with another folder judges by the same rules, and follows', async () => {
  const settings = readFileSync(stack.config, 'utf8').replace(`port = ${stack.port}`, `port = ${await freePort()}`).replace(stack.packs, join(stack.folder, 'other'));
  const config = join(stack.folder, 'second.toml');
  writeFileSync(config, settings);
  const log = openSync(join(stack.folder, 'log', 'second.log'), 'a');
  const child = spawn(program, ['serve', '--config', config], { stdio: ['ignore', log, log], cwd: stack.folder });
  const exited = new Promise((done) => child.once('exit', done));
  try {
    await until('both say what they run', async () => {
      const { gateways, running } = await state();
      return gateways.some((one) => one.name.endsWith(`:${child.pid}`) && one.hash === running);
    });
    writeFileSync(extra, stopping('okapi') + stopping('quagga').slice(stopping('quagga').indexOf('[[rule]]')));
    const taken = (await stack.call('POST', '/api/v1/rules/reload', { token: administrator })).json;
    assert.equal(taken.outcome, 'taken', JSON.stringify(taken));
    await until('the second one follows', async () =>
      (await state()).gateways.some((one) => one.name.endsWith(`:${child.pid}`) && one.hash === taken.hash));
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
});

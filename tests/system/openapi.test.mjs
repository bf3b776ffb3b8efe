// The OpenAPI document is held against the program: its shape, its routes, and every real answer of a whole way.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { faultsOf, faultsOfShape, misfits, operationOf, operations, sample } from './openapi.mjs';
import { served } from './pages_table.mjs';
import { start, until } from './stack.mjs';
import { Way, letter, signInAll, stopping } from './way.mjs';

let stack, document, all, way, tokens;
const seen = new Set();    // "GET /path 200": what was really answered
const misfitting = [];     // answers that are not as described

before(async () => {
  stack = await start({ settings: '[limits]\nrequests_per_minute = 100000\nsign_ins_per_minute = 1000\n', ownPacks: true });
  tokens = await signInAll(stack);
  document = (await stack.call('GET', '/api/v1/openapi.json')).json;
  all = operations(document);
  way = new Way(watched, tokens);
});
after(() => stack?.stop());

// stack.call, and a look at whether the answer is one that the document promises.
async function watched(method, path, options) {
  const answer = await stack.call(method, path, options);
  const operation = operationOf(all, method, path);
  assert.ok(operation, `${method} ${path} is an operation`);
  seen.add(`${operation.name} ${answer.status}`);
  misfitting.push(...faultsOfAnswer(operation, answer));
  return answer;
}

function faultsOfAnswer(operation, answer) {
  const where = `${operation.name} ${answer.status}`;
  const said = operation.responses[answer.status];
  if (!said) return [`${where}: not a status of it (${answer.body.slice(0, 200)})`];
  if (!said.content) return answer.body === '' ? [] : [`${where}: has a body`];
  const type = (answer.headers['content-type'] ?? '').split(';')[0];
  const content = said.content[type];
  if (!content) return [`${where}: ${type} is not said`];
  return faultsOf(document, content.schema, answer.json).map((fault) => `${where}: ${fault}`);
}

const settled = (name) => assert.deepEqual(misfitting.splice(0), [], name);

// ---- the checker itself ----

test('the checker of values finds what does not fit', () => {
  const schema = {
    type: 'object', additionalProperties: false, required: ['a'],
    properties: { a: { type: 'string', pattern: '^x+$', maxLength: 3 }, b: { type: ['integer', 'null'], minimum: 1, maximum: 9 },
      c: { type: 'array', maxItems: 1, items: { enum: ['p'] } }, d: { type: 'object', additionalProperties: { type: 'integer' } } },
  };
  const count = (value) => faultsOf({}, schema, value).length;
  for (const good of [{ a: 'x' }, { a: 'xxx', b: null }, { a: 'x', b: 9, c: ['p'], d: { k: 1 } }]) assert.equal(count(good), 0, JSON.stringify(good));
  for (const bad of [null, [], {}, { a: 1 }, { a: 'y' }, { a: 'x', b: 0 }, { a: 'x', b: 10 }, { a: 'x', b: 1.5 }, { a: 'x', c: ['q'] }, { a: 'x', d: { k: 'v' } }, { a: 'x', e: 1 }]) {
    assert.equal(count(bad), 1, JSON.stringify(bad));
  }
  assert.equal(count({ a: 'xxxx', c: ['p', 'q'] }), 3);
});

test('the checker of shapes finds a broken document', () => {
  const broken = structuredClone(document);
  delete Object.values(broken.paths)[0].get.summary;
  broken.paths['/api/v1/letters/{other}'] = broken.paths['/api/v1/letters/{letter}'];
  delete broken.components.schemas.problem;
  const faults = faultsOfShape(broken);
  for (const wanted of [/a summary/, /path parameters/, /schemas\/problem is there/]) assert.ok(faults.some((fault) => wanted.test(fault)), `${wanted}`);
});

test('samples of the described bodies fit, and each misfit does not', () => {
  for (const { name, body } of all.filter((one) => one.body)) {
    assert.deepEqual(faultsOf(document, body, sample(body)), [], name);
    for (const [what, , bad] of misfits(body)) assert.ok(faultsOf(document, body, bad).length > 0, `${name}: ${what}`);
  }
});

// ---- the document ----

test('the document is OpenAPI 3.1 in shape', () => assert.deepEqual(faultsOfShape(document), []));

test('every object in it is closed: what is not described is never answered', () => {
  const open = [];
  const walk = (schema, where) => {
    if ([schema.type].flat().includes('object') && schema.additionalProperties === undefined) open.push(where);
    for (const [name, one] of Object.entries(schema.properties ?? {})) walk(one, `${where}.${name}`);
    if (schema.items) walk(schema.items, `${where}[]`);
  };
  for (const one of all.filter((operation) => operation.path !== '/api/v1/openapi.json')) {
    if (one.body) walk(one.body, `${one.name} body`);
    for (const [status, said] of Object.entries(one.responses)) if (said.content?.['application/json']) walk(said.content['application/json'].schema, `${one.name} ${status}`);
  }
  assert.deepEqual(open, []);
});

// The tables of routes are read from the source, so that a route cannot be served and left out.
test('every route of the program under /api is in it, and nothing else', () => {
  const api = served.filter((one) => one.path.startsWith('/api/')).map((one) => `${one.method} ${one.path}`);
  assert.ok(api.length > 40);
  assert.deepEqual(all.map((one) => one.name).sort(), api.sort());
});

// ---- real answers ----

test('the check before a letter is sent in', async () => {
  const { json } = await way.ask('facilitator', 'POST', '/api/v1/checks', { json: { body: 'I am sorry. Please write back to me.' } });
  assert.equal(json.guidelines[0].category, 'contact_solicitation');
  settled('the check');
});

test('the way of a letter that is read: submit, review, approve, address, choose, open', async () => {
  const { letter: id, hold } = await way.offer();
  await way.ask('facilitator', 'GET', '/api/v1/letters');
  await way.ask('facilitator', 'GET', `/api/v1/letters/${id}`);
  await way.ask('analyst', 'GET', '/api/v1/bank');
  await way.ask('recipient', 'GET', '/api/v1/holds');
  const choose = async (json) => way.ask('recipient', 'POST', `/api/v1/holds/${hold}/choices`, { json, etag: await way.etag('recipient', `/api/v1/holds/${hold}`) });
  await choose({ choice: 'not_now' });
  await choose({ choice: 'on_date', not_before: new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10) });
  await way.ask('recipient', 'POST', `/api/v1/holds/${hold}/opening`, { status: 409 });
  await choose({ choice: 'now' });
  const words = await way.ask('recipient', 'POST', `/api/v1/holds/${hold}/opening`);
  assert.ok(words.json.words.length > 100);
  await way.ask('recipient', 'GET', `/api/v1/holds/${hold}`);
  await way.ask('recipient', 'GET', '/api/v1/holds');
  settled('the way of a letter');
});

test('the ways of letters that are not: returned, replaced, refused, withdrawn, undone, recorded by the office', async () => {
  const first = await way.submit('I am sorry for what I did to your shop. You must forgive me.', 'N10004');
  const reviewed = `/api/v1/reviews/${await way.versionOf(first)}`;
  const { findings } = (await way.ask('analyst', 'POST', `${reviewed}/opening`)).json;
  assert.ok(findings.length > 0);
  const [{ rule, of, start, end }] = findings;
  await way.ask('analyst', 'POST', `${reviewed}/marks`, { json: { marks: [{ rule, of, start, end, mark: 'right' }] } });
  const again = (await way.ask('analyst', 'POST', `${reviewed}/opening`)).json.findings;
  assert.equal(again[0].mark, 'right');
  await way.decide(await way.versionOf(first), 'return', { reasons: ['FORGIVE'], note: 'nearly' });
  await way.ask('facilitator', 'POST', `/api/v1/letters/${first}/versions`, {
    json: letter('I am sorry. I broke the window of your shop.', 'N10004'), etag: await way.etag('facilitator', `/api/v1/letters/${first}`),
  });
  await way.ask('analyst', 'GET', `/api/v1/reviews/${await way.versionOf(first)}`);
  await way.ask('facilitator', 'POST', `/api/v1/letters/${first}/withdrawal`);
  const { letter: second, hold } = await way.offer();
  await way.ask('analyst', 'POST', `/api/v1/office/holds/${hold}/choices`, {
    json: { choice: 'not_now', said: 'telephone', evidence: 'She called and named her case.', office_asked: false },
  });
  await way.ask('analyst', 'POST', `/api/v1/letters/${second}/addressing/undo`, { json: { evidence: 'The case number was of another person.' } });
  const tasks = await way.ask('analyst', 'GET', '/api/v1/tasks');
  assert.ok(tasks.json.tasks.length > 0, 'a wrong pairing leaves a task');
  await way.ask('analyst', 'POST', `/api/v1/tasks/${tasks.json.tasks[0].id}/done`);
  await way.ask('analyst', 'POST', `/api/v1/tasks/${tasks.json.tasks[0].id}/done`, { status: [204, 404, 409] });
  settled('the ways of other letters');
});

test('what was stopped: investigation, ticket, answer, closing', async () => {
  const { ticket } = await way.ticket();
  await way.ask('institution', 'GET', '/api/v1/tickets');
  await way.ask('institution', 'GET', `/api/v1/tickets/${ticket}`);
  await way.ask('institution', 'POST', `/api/v1/tickets/${ticket}/acknowledgement`);
  const etag = await way.etag('institution', `/api/v1/tickets/${ticket}`);
  await way.ask('institution', 'POST', `/api/v1/tickets/${ticket}/answer`, { json: { state: 'substantiated', answer: 'He was spoken to.' }, etag });
  await way.ask('institution', 'POST', `/api/v1/tickets/${ticket}/answer`, { json: { state: 'substantiated', answer: 'Again.' }, etag, status: 412 });
  await way.ask('institution', 'GET', `/api/v1/tickets/${ticket}`);
  const path = `/api/v1/investigations/${ticket}`;
  await way.ask('investigator', 'POST', `${path}/closing`, { json: { outcome: 'resolved' }, etag: await way.etag('investigator', path) });
  await way.ask('investigator', 'GET', path);
  const [{ rule, of, start, end }] = (await way.ask('investigator', 'POST', `${path}/opening`)).json.findings;
  await way.ask('investigator', 'POST', `${path}/marks`, { json: { marks: [{ rule, of, start, end, mark: 'wrong' }] } });
  settled('tickets');
});

test('a quarantine that was a mistake: dismissed by one investigator, lifted by the second person of the profile', async () => {
  const { ticket } = await way.ticket('N10008', { decision: 'dismiss', reason: 'misread' });
  const path = `/api/v1/investigations/${ticket}`;
  await way.ask('investigator', 'POST', `${path}/lift`, { etag: await way.etag('investigator', path), status: [403, 409] });
  const { json } = await way.ask('second_person', 'GET', '/api/v1/second');
  assert.deepEqual(json.waiting.map((one) => [one.kind, one.id]), [['quarantine', ticket]]);
  await way.ask('second_person', 'POST', `${path}/lift`, { etag: await way.etag('second_person', path) });
  await way.ask('second_person', 'GET', path, { status: 404 });
  settled('a quarantine lifted');
});

test('orders and registrations', async () => {
  const order = await way.order();
  const path = `/api/v1/orders/${order}`;
  await way.ask('analyst', 'POST', `${path}/versions`, {
    json: { state: 'active', reason: 'a second condition', conditions: ['01', '02'], starts_on: '2026-01-05', permanent: true, looked: 'bars' }, etag: await way.etag('analyst', path),
  });
  const ended = { state: 'terminated', reason: 'the court ended it' };
  await way.ask('analyst', 'POST', `${path}/versions`, { json: ended, etag: await way.etag('analyst', path), status: [403, 409] });
  way.tokens.second = await stack.signIn('analyst2');
  const ask = async () => way.ask('analyst', 'POST', `${path}/loosening`, { json: ended, etag: await way.etag('analyst', path) });
  await ask();
  await way.ask('second', 'POST', `${path}/loosening/refusal`, { etag: await way.etag('second', path) });
  await ask();
  await way.ask('analyst', 'POST', `${path}/loosening/confirmation`, { etag: await way.etag('analyst', path), status: [403, 409] });
  const { json } = await way.ask('second_person', 'GET', '/api/v1/second');
  assert.deepEqual(json.waiting.map((one) => [one.kind, one.id]), [['order', order]]);
  await way.ask('second_person', 'POST', `${path}/loosening/confirmation`, { etag: await way.etag('second_person', path) });
  await way.ask('investigator', 'GET', path);
  await way.ask('analyst', 'GET', '/api/v1/orders');
  const person = await way.registration();
  const at = `/api/v1/registrations/${person}`;
  await way.ask('analyst', 'POST', `${at}/opening`);
  await way.ask('analyst', 'POST', `${at}/confirmation`, { json: { adult: true }, etag: await way.etag('analyst', at) });
  await way.ask('analyst', 'GET', at);
  await way.ask('analyst', 'POST', `${at}/stop`, { json: { said: 'telephone', identity: 'Knew the case number' } });
  await way.ask('analyst', 'POST', `${at}/stop`, { json: { said: 'telephone', identity: 'The same call' }, status: 409 });
  await way.ask('analyst', 'GET', '/api/v1/registrations');
  settled('orders and registrations');
});

test('contact agreed to beforehand: asked for, agreed to by three, a message passed on, paused, gone on, ended', async () => {
  const { person } = await way.offer();
  const approval = await way.contact(person);
  const [mine, office] = [`/api/v1/contact/${approval}`, `/api/v1/office/contact/${approval}`];
  await way.ask('recipient', 'GET', '/api/v1/contact');
  await way.ask('analyst', 'GET', '/api/v1/office/contact');
  const agree = async (role, path) => (await way.ask(role, 'POST', `${path}/agreement`, { etag: await way.etag(role, path) })).json.state;
  await way.ask('analyst', 'POST', `${office}/agreement`, { etag: await way.etag('analyst', office), status: 409 });
  const shown = (await way.ask('recipient', 'GET', mine)).json.institution_reads;
  assert.equal(await agree('recipient', mine), 'recipient_agreed');
  assert.equal(await agree('analyst', office), 'office_agreed');
  const { requests } = (await way.ask('institution', 'GET', '/api/v1/contact-requests')).json;
  assert.deepEqual(requests.map((one) => [one.id, one.reads, one.agrees]), [[approval, shown, null]], 'it reads what the recipient was shown');
  await way.ask('institution', 'POST', `/api/v1/contact-requests/${approval}/answer`, { json: { agrees: true } });
  await way.ask('institution', 'POST', `/api/v1/contact-requests/${approval}/answer`, { json: { agrees: true }, status: 409 });
  const before = (await way.ask('recipient', 'GET', '/api/v1/holds')).json.holds.length;
  const id = await way.submit('The children ask when the school begins.', 'N10001', { channel: 'approved_contact' });
  await way.decide(await way.versionOf(id), 'approve');
  await way.ask('analyst', 'POST', `/api/v1/letters/${id}/addressing`, { json: { person, evidence: 'The case number agrees.' } });
  const hold = await until('the message is there', async () => {
    const { holds } = (await way.ask('recipient', 'GET', '/api/v1/holds')).json;
    return holds.length > before && holds.find((one) => one.state === 'released')?.id;
  });
  await way.ask('recipient', 'POST', `${mine}/closing`, { json: { act: 'pause' } });
  await way.ask('recipient', 'POST', `/api/v1/holds/${hold}/opening`, { status: 409 });
  assert.deepEqual((await way.ask('institution', 'GET', '/api/v1/contact-requests')).json.requests.map((one) => one.agrees), [true], 'no pause shows');
  assert.equal(await agree('recipient', mine), 'paused');
  assert.equal(await agree('analyst', office), 'active');
  await way.ask('analyst', 'POST', `${office}/closing`, { json: { act: 'end' } });
  settled('approved contact');
});

test('a recipient stops contact, takes it back, and reports', async () => {
  await way.ask('recipient', 'GET', '/api/v1/stop-contact');
  await way.ask('recipient', 'POST', '/api/v1/stop-contact');
  await way.ask('recipient', 'GET', '/api/v1/stop-contact');
  await way.ask('recipient', 'POST', '/api/v1/stop-contact/withdrawal');
  await way.ask('recipient', 'GET', '/api/v1/reports/reach');
  await way.ask('recipient', 'POST', '/api/v1/reports', { json: { channel: 'call', what: 'He called my sister.', share: true, stop: 'nothing' } });
  await until('the report has its investigation', async () => {
    const found = (await way.ask('investigator', 'GET', '/api/v1/investigations')).json.investigations.length;
    return found > 1;
  });
  settled('stop and report');
});

test('a letter that is read to its person: given to a reader, begun, done', async () => {
  const { hold } = await way.offer();
  await way.ask('analyst', 'POST', `/api/v1/office/holds/${hold}/choices`, {
    json: { choice: 'now', way: 'read_aloud', said: 'telephone', evidence: 'She called and named her case.', office_asked: false },
  });
  const wished = await way.ask('analyst', 'GET', '/api/v1/wished-readings');
  const { readers } = wished.json.letters.find((one) => one.hold === hold);
  const given = await way.ask('analyst', 'POST', `/api/v1/wished-readings/${hold}/reader`, { json: { reader: readers[0].id } });
  const mine = await way.ask('reader', 'GET', '/api/v1/readings');
  assert.equal(mine.json.readings.find((one) => one.id === given.json.id).state, 'released');
  const words = await way.ask('reader', 'POST', `/api/v1/readings/${given.json.id}/opening`);
  assert.ok(words.json.words.length > 100);
  await way.ask('reader', 'POST', `/api/v1/readings/${given.json.id}/done`);
  await way.ask('reader', 'POST', `/api/v1/readings/${given.json.id}/opening`, { status: 404 });
  settled('a reading');
});

test('the log, readings, settings, sessions', async () => {
  await way.ask('auditor', 'GET', '/api/v1/log/head');
  await way.ask('auditor', 'POST', `/api/v1/log/${await way.entry()}/opening`);
  await way.ask('reader', 'GET', '/api/v1/readings');
  await way.ask('administrator', 'GET', '/api/v1/settings');
  const { json } = await watched('POST', '/api/v1/sessions', { json: { login: 'beatriz', passphrase: 'a calm river at dawn' } });
  await watched('GET', '/api/v1/sessions/current', { token: json.token });
  await watched('POST', '/api/v1/sessions/current/step-up', { token: json.token, json: { passphrase: 'a calm river at dawn' } });
  await watched('POST', '/api/v1/sessions/current/step-up', { token: json.token, json: { passphrase: 'another' } });
  await watched('DELETE', '/api/v1/sessions/current', { token: json.token });
  settled('log and the rest');
});

test('new rules: the same, more, broken, fewer; no, and yes', async () => {
  const reload = async () => (await way.ask('administrator', 'POST', '/api/v1/rules/reload')).json;
  const extra = join(stack.packs, 'zz.en.toml');
  assert.equal((await reload()).outcome, 'same');
  writeFileSync(extra, stopping('quagga'));
  assert.equal((await reload()).outcome, 'taken');
  writeFileSync(extra, 'category = 3\n');
  assert.deepEqual((await reload()).faults.map((one) => [one.file, one.line]), [['zz.en.toml', 1]]);
  rmSync(extra);
  for (const answer of ['refusal', 'confirmation']) {
    const asked = await reload();
    assert.equal(asked.outcome, 'asked');
    const change = `/api/v1/rules/changes/${asked.change}`;
    assert.equal((await way.ask('administrator', 'GET', change)).json.may_confirm, false);
    await way.ask('administrator', 'POST', `${change}/confirmation`, { status: 409 });
    assert.equal((await way.ask('second_person', 'GET', change)).json.weaker[0].rule, 'threat.en.quagga');
    await way.ask('second_person', 'POST', `${change}/${answer}`);
  }
  assert.deepEqual((await way.ask('administrator', 'GET', '/api/v1/rules')).json.sets.map((one) => one.state),
    ['in_force', 'refused', 'replaced', 'replaced']);
  settled('new rules');
});

test('refusals: every status that an operation gives is one that it says', async () => {
  const filled = (one) => one.path.replace(/\{\w+\}/g, '0'.repeat(26));
  for (const one of all.filter((operation) => operation.act)) {
    const json = one.body ? { json: sample(one.body) } : {};
    const headers = { 'idempotency-key': randomUUID(), 'if-match': '"x"' };
    if (one.method === 'DELETE') continue;
    for (const token of [undefined, ...Object.values(tokens)]) await watched(one.method, filled(one), { token, ...json, headers });
    if (!one.body) continue;
    for (const role of Object.values(tokens)) await watched(one.method, filled(one), { token: role, body: '{', headers: { ...headers, 'content-type': 'application/json' } });
    await watched(one.method, filled(one), { token: tokens.analyst, body: '{}', headers: { ...headers, 'content-type': 'text/plain' } });
    await watched(one.method, filled(one), { token: tokens.analyst, body: '.'.repeat(2 << 20), headers: { ...headers, 'content-type': 'application/json' } });
  }
  settled('refusals');
});

test('every operation was really answered with its good status', () => {
  const good = (one) => Object.keys(one.responses).find((status) => status.startsWith('2'));
  const missing = all.filter((one) => one.path !== '/api/v1/openapi.json' && !seen.has(`${one.name} ${good(one)}`)).map((one) => one.name);
  assert.deepEqual(missing, []);
});

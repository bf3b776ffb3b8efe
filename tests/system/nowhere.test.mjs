// A word unlike any other, sent in wherever people write, is found nowhere on disk: not in the cluster (its tables, its
// write-ahead log, its own log with every statement in it), not in our logs at their most talkative, not in the mail, not
// in temporary files; neither plain nor as UTF-16, base64 or hex.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, lstatSync, openSync, readSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Visitor, address, as, choose, review } from './people.mjs';
import { start, until } from './stack.mjs';

// All markers begin with one word of this run alone; what follows tells them apart when one is found.
const word = Array.from({ length: 16 }, () => String.fromCharCode(97 + randomInt(26))).join('');
const marker = (label) => `${word}${label}`;

// The bytes that base64 makes of the word whatever stands before it: only those characters that it alone decides.
function base64(shift) {
  const text = Buffer.from('\0'.repeat(shift) + word).toString('base64');
  return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + word.length) * 8) / 6));
}

const encodings = new Map([
  ['plain', Buffer.from(word)],
  ['upper case', Buffer.from(word.toUpperCase())],
  ['UTF-16LE', Buffer.from(word, 'utf16le')],
  ['UTF-16BE', Buffer.from(word, 'utf16le').swap16()],
  ['base64', Buffer.from(base64(0))],
  ['base64, one off', Buffer.from(base64(1))],
  ['base64, two off', Buffer.from(base64(2))],
  ['hex', Buffer.from(Buffer.from(word).toString('hex'))],
  ['HEX', Buffer.from(Buffer.from(word).toString('hex').toUpperCase())],
]);

const printable = (bytes) => bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '.');

function searchBytes(bytes, where) {
  const found = [];
  for (const [encoding, needle] of encodings) {
    const at = bytes.indexOf(needle);
    if (at >= 0) found.push({ where, encoding, around: printable(bytes.subarray(Math.max(0, at - 40), at + 80)) });
  }
  return found;
}

// In pieces that overlap, so that nothing hides across a border. A file that goes away meanwhile holds nothing any more.
function searchFile(path) {
  const piece = Buffer.alloc(8 << 20);
  const overlap = 256;
  const found = [];
  let file;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (error.code === 'ENOENT' || !path.startsWith(stack.folder)) return found;
    throw error;
  }
  for (let at = 0; ; at += piece.length - overlap) {
    const size = readSync(file, piece, 0, piece.length, at);
    found.push(...searchBytes(piece.subarray(0, size), path));
    if (size < piece.length) break;
  }
  closeSync(file);
  return found;
}

function* filesUnder(folder, wanted = () => true) {
  let names = [];
  try { names = readdirSync(folder); } catch { return; }
  for (const name of names) {
    const path = join(folder, name);
    let facts;
    try { facts = lstatSync(path); } catch { continue; }
    if (!wanted(path, facts)) continue;
    if (facts.isDirectory()) yield* filesUnder(path, wanted);
    if (facts.isFile()) yield path;
  }
}

const search = (paths) => [...paths].flatMap(searchFile);

let stack;
const began = Date.now();

// Other tests' stacks beside ours are not ours to read.
const temporary = (path, facts) => !path.startsWith('/tmp/hf-') && (facts.isDirectory() || facts.ctimeMs >= began);

function talkative() {
  for (const setting of ["log_statement = 'all'", "log_min_error_statement = 'error'", 'log_duration = on']) stack.sql('postgres', `alter system set ${setting}`);
  stack.sql('postgres', 'select pg_reload_conf()');
}

// ---- everybody writes ----

const opened = {}; // what came back to the people who may read it: the markers did go in

async function facilitatorWrites() {
  const token = await stack.signIn('facilitator');
  const clear = await stack.submit(token, `I broke your window in March. ${marker('clearletter')}. I am sorry.`, { addressee: marker('addressee') });
  assert.equal(clear.status, 201, clear.body);
  const threat = await stack.submit(token, `I will kill you, ${marker('threat')}, when I get out.`, { number: 'N10002' });
  assert.equal(threat.status, 201, threat.body);
  const again = await stack.submit(token, 'A first attempt, too short.', { number: 'N10005' });
  const at = `/api/v1/letters/${again.json.id}`;
  const more = { offender_number: 'N10005', offender_name: 'Writer', addressee: marker('secondaddressee'), language: 'en', body: `Longer now. ${marker('second')}.` };
  const ask = as(stack, token);
  await ask('POST', `${at}/versions`, 201, more, (await ask('GET', at, 200)).headers.etag);
  return clear.json.id;
}

async function facilitatorUploads() {
  const visitor = await new Visitor(stack).signIn('facilitator');
  const { body } = await visitor.go('GET', '/programme/letters/new');
  const hidden = (name) => new RegExp(`name="${name}" value="([^"]+)"`).exec(body)[1];
  const fields = { csrf: hidden('csrf'), key: hidden('key'), offender_number: 'N10003', offender_name: 'Writer', addressee: marker('pageaddressee'), language: 'en', body: '' };
  const sent = await visitor.upload('/programme/letters', fields, `I am sorry. ${marker('upload')}.`);
  assert.equal(sent.status, 303, sent.body);
}

// By the API and by the page, each with something to say: a quote of it goes into the answer and nowhere else.
async function facilitatorChecks() {
  const words = (name) => `Please write back to me, ${marker(name)}. I will kill you, ${marker(name)}.`;
  const ask = as(stack, await stack.signIn('facilitator'));
  opened.check = (await ask('POST', '/api/v1/checks', 200, { body: words('check') })).json;
  const visitor = await new Visitor(stack).signIn('facilitator');
  const csrf = await visitor.csrf('/programme/letters/new');
  const sent = await visitor.upload('/programme/checks', { csrf, addressee: marker('checkaddressee'), language: 'en', body: '' }, words('checkupload'));
  assert.equal(sent.status, 200, sent.body);
}

// Refused requests are where programs like to write down what they did not understand.
async function refusedToo() {
  const token = await stack.signIn('facilitator');
  const words = marker('refused');
  const refuse = async (wanted, method, path, more) => assert.equal((await stack.call(method, path, { token, ...more })).status, wanted, `${method} ${path}`);
  await refuse(404, 'GET', `/api/v1/${words}`);
  await refuse(422, 'GET', `/api/v1/letters?after=${words}`);
  await refuse(422, 'POST', '/api/v1/letters', { json: { [words]: words, body: words }, headers: { 'idempotency-key': 'a-key-of-a-refusal-1' } });
  await refuse(400, 'POST', '/api/v1/letters', { body: `{"body":"${words}`, headers: { 'content-type': 'application/json', 'idempotency-key': 'a-key-of-a-refusal-2' } });
  await refuse(401, 'POST', '/api/v1/sessions', { json: { login: words, passphrase: words } });
}

async function analystWrites(letter) {
  const ask = as(stack, await stack.signIn('analyst'));
  const record = { name: marker('name'), email: `${marker('email')}@mail.example`, address: marker('address'), phone: marker('phone') };
  const registered = await ask('POST', '/api/v1/registrations', 201, { offender_number: 'N10004', relation: 'victim', language: 'en', tell: false, notices: 'none', ...record });
  opened.record = (await ask('POST', `/api/v1/registrations/${registered.json.id}/opening`, 200)).json.record;
  opened.review = await review(ask, letter, { decision: 'approve' });
  const { json } = await ask('POST', `/api/v1/letters/${letter}/addressing/opening`, 200);
  const { hold } = await address(ask, letter, json.candidates[0].person, marker('evidence'));
  await ask('POST', `/api/v1/office/holds/${hold}/choices`, 201, { choice: 'not_now', said: 'telephone', evidence: marker('saidso') });
  const order = { kind: 'criminal_protective', offender_number: 'N10006', state: 'active', conditions: ['05'], starts_on: '2026-01-05', permanent: true };
  const paper = { court: marker('court'), number: marker('number'), reason: marker('orderreason') };
  const entered = `/api/v1/orders/${(await ask('POST', '/api/v1/orders', 201, { ...order, ...paper })).json.id}`;
  const { headers } = await ask('GET', entered, 200);
  await ask('POST', `${entered}/loosening`, 201, { ...order, kind: undefined, offender_number: undefined, state: 'terminated', reason: marker('loosening') }, headers.etag);
  opened.order = (await ask('GET', entered, 200)).json;
  return hold;
}

async function recipientReadsAndReports(hold) {
  const ask = as(stack, await stack.signIn('rosa'));
  await choose(ask, hold, { choice: 'now' });
  opened.words = (await ask('POST', `/api/v1/holds/${hold}/opening`, 201)).json.words;
  await ask('POST', '/api/v1/reports', 201, { channel: 'call', what: `He called. ${marker('report')}.`, share: true });
}

async function investigatorConfirms() {
  const ask = as(stack, await stack.signIn('investigator'));
  const { json } = await ask('GET', '/api/v1/investigations', 200);
  const all = json.investigations.map((row) => ask('POST', `/api/v1/investigations/${row.id}/opening`, 200));
  opened.investigations = (await Promise.all(all)).map((answer) => answer.json);
  const at = `/api/v1/investigations/${json.investigations.find((row) => row.about === 'letter').id}`;
  const { headers } = await ask('GET', at, 200);
  await ask('POST', `${at}/decision`, 200, { decision: 'confirm', reason: 'as_found' }, headers.etag);
}

async function institutionAnswers() {
  const ask = as(stack, await stack.signIn('institution'));
  const { json } = await ask('GET', '/api/v1/tickets', 200);
  const at = `/api/v1/tickets/${json.tickets.find((ticket) => ticket.offender_number === 'N10002').id}`;
  await ask('POST', `${at}/acknowledgement`, 200);
  const { headers } = await ask('GET', at, 200);
  await ask('POST', `${at}/answer`, 200, { state: 'substantiated', answer: `We spoke. ${marker('answer')}.` }, headers.etag);
}

before(async () => {
  stack = await start({ settings: '[log]\nlevel = "debug"\n' });
  talkative();
  const letter = await facilitatorWrites();
  await facilitatorUploads();
  await facilitatorChecks();
  await refusedToo();
  const hold = await analystWrites(letter);
  await until('the notice went out', () => stack.mails().length > 0);
  await recipientReadsAndReports(hold);
  await investigatorConfirms();
  await institutionAnswers();
  stack.sql('holdfast', 'select pg_switch_wal()');
  stack.sql('holdfast', 'checkpoint');
});
after(() => stack?.stop());

test('whoever may read it reads it: letter, addressee, name, finding, report', () => {
  assert.match(opened.words, new RegExp(marker('clearletter')));
  assert.equal(opened.review.addressee, marker('addressee'));
  assert.equal(opened.record.name, marker('name'));
  const quotes = opened.investigations.flatMap((one) => one.findings ?? []).map((finding) => finding.quote);
  assert.ok(quotes.some((quote) => quote.includes(marker('threat'))), 'a finding quotes it');
  assert.deepEqual(opened.check.guidelines.map((one) => one.category), ['contact_solicitation']);
  assert.match(opened.order.reason, new RegExp(marker('orderreason')));
  assert.match(opened.order.loosening.reason, new RegExp(marker('loosening')));
  assert.ok(opened.investigations.some((one) => one.words.includes(marker('report'))));
});

test('and it is found in no file of the installation', () => {
  assert.deepEqual(search(filesUnder(stack.folder)), []);
});

test('nor among temporary files and shared memory', () => {
  assert.deepEqual(search(filesUnder('/tmp', temporary)), []);
  assert.deepEqual(search(filesUnder('/dev/shm', temporary)), []);
});

test('nor in what the tables say, unpacked', () => {
  const done = spawnSync('pg_dump', ['-h', `${stack.folder}/pg`, '-p', '5439', '-U', 'postgres', 'holdfast'], { maxBuffer: 1 << 28 });
  assert.equal(done.status, 0, String(done.stderr));
  assert.ok(done.stdout.includes('COPY hf.sealed_chunk'));
  assert.deepEqual(searchBytes(done.stdout, 'pg_dump'), []);
});

test('the logs that were searched did say something: every statement, every request', () => {
  const log = spawnSync('cat', [join(stack.folder, 'pg/log')], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  assert.match(log, /hf\.intake\(/);
  assert.match(log, /insert into hf\.addressing/i);
  assert.match(stack.log('gateway'), /"event":"request"/);
});

// The search itself can find: in a file in every form, and in the cluster where a table gives a word away.
test('a planted word is found in each form', () => {
  const path = join(stack.folder, 'log/planted');
  const forms = {
    plain: word,
    'upper case': word.toUpperCase(),
    'UTF-16LE': Buffer.from(`x ${word}`, 'utf16le'),
    'UTF-16BE': Buffer.from(`x ${word}`, 'utf16le').swap16(),
    base64: Buffer.from(`abc${word}xy`).toString('base64'),
    'base64, one off': Buffer.from(`abcd${word}`).toString('base64'),
    'base64, two off': Buffer.from(`ab${word}x`).toString('base64'),
    hex: Buffer.from(word).toString('hex'),
    HEX: Buffer.from(word).toString('hex').toUpperCase(),
  };
  assert.deepEqual(Object.keys(forms), [...encodings.keys()]);
  for (const [encoding, bytes] of Object.entries(forms)) {
    writeFileSync(path, bytes);
    assert.ok(search(filesUnder(join(stack.folder, 'log'))).some((one) => one.where === path && one.encoding === encoding), encoding);
  }
  rmSync(path);
});

test('a word that a table gave away is found in its file, in the write-ahead log and in the dump of statements', () => {
  stack.sql('holdfast', `create table public.planted as select '${word}'::text as words`);
  stack.sql('holdfast', 'checkpoint');
  const places = search(filesUnder(join(stack.folder, 'pg'))).map((one) => one.where);
  for (const part of ['/data/base/', '/data/pg_wal/', '/pg/log']) assert.ok(places.some((path) => path.includes(part)), part);
});

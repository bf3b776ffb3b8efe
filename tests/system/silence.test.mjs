// Rule 3, from outside: what a programme sees and is answered is the same byte for byte whatever its letter's addressee is
// or does. One stack, one letter a world, the same words in each; then the hour of publication comes.
//
// Masked are only ids, keys, the writer's number and when the programme itself sent the letter. When it was published is
// not: that too is the same in every world.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { Visitor, address, as, bank, choose, review, signIn } from './people.mjs';
import { start, until } from './stack.mjs';

const words = 'I broke your window in March. I am sorry for what I did.';
const threat = 'I will kill you when I get out of here. You know me well';
const day = 24 * 3600 * 1000;

let stack;
let analyst;
let analystToken;
let programme; // { ask, visitor }, signed in after the clock moved
const letters = new Map(); // the letter of each world

// ---- the worlds ----

async function register(number, { confirmed = true, tell = true } = {}) {
  const person = { offender_number: number, relation: 'victim', name: 'Somebody', language: 'en', tell, notices: 'email', email: 'somebody@mail.example' };
  const { json } = await analyst('POST', '/api/v1/registrations', 201, person);
  if (!confirmed) return null;
  const at = `/api/v1/registrations/${json.id}`;
  const { headers } = await analyst('GET', at, 200);
  await analyst('POST', `${at}/confirmation`, 200, { adult: true }, headers.etag);
  return json.id;
}

const candidate = async (letter) => (await analyst('POST', `/api/v1/letters/${letter}/addressing/opening`, 200)).json.candidates[0].person;

async function bankForCandidate(letter) {
  await review(analyst, letter, { decision: 'approve' });
  const evidence = 'The case number and the registration agree.';
  return (await analyst('POST', `/api/v1/letters/${letter}/addressing`, 200, { person: await candidate(letter), evidence })).json;
}

const bankForSomebody = async (letter, number) => bank(analyst, letter, await register(number));

const tryToBank = (letter, person) =>
  stack.call('POST', `/api/v1/letters/${letter}/addressing`, { token: analystToken, json: { person, evidence: 'The court record.' } });

const record = (hold, choice) =>
  analyst('POST', `/api/v1/office/holds/${hold}/choices`, 201, { said: 'telephone', evidence: 'She called and gave her word.', ...choice });

// In force at once; without a person it bars the writer from everybody of the case.
const order = (number, person = null, more = {}) =>
  analyst('POST', '/api/v1/orders', 201, { kind: 'criminal_protective', offender_number: number, person, state: 'active', conditions: ['01'], permanent: true, ...more });

async function read(login, hold) {
  const ask = as(stack, await signIn(stack, login));
  await choose(ask, hold, { choice: 'now' });
  await ask('POST', `/api/v1/holds/${hold}/opening`, 201);
  return ask;
}

// What happens between the office's part and the publication; who writes, as the demo's registrations have it.
const banked = {
  unregistered: ['N10005', async (letter) => bank(analyst, letter, null)],
  'registration not confirmed': ['N10006', async (letter, number) => bank(analyst, letter, await register(number, { confirmed: false }))],
  'does not wish to be asked': [
    'N10020',
    async (letter, number) => assert.equal((await bank(analyst, letter, await register(number, { tell: false }))).offered, false),
  ],
  asked: ['N10007', async (letter, number) => assert.equal((await bankForSomebody(letter, number)).offered, true)],
  'accepted for a date': [
    'N10008',
    async (letter, number) => {
      const { hold } = await bankForSomebody(letter, number);
      await record(hold, { choice: 'on_date', not_before: new Date(Date.now() + 300 * day).toISOString().slice(0, 10) });
    },
  ],
  'accepted now': ['N10009', async (letter, number) => record((await bankForSomebody(letter, number)).hold, { choice: 'now' })],
  deferred: ['N10010', async (letter, number) => record((await bankForSomebody(letter, number)).hold, { choice: 'not_now' })],
  declined: ['N10011', async (letter, number) => record((await bankForSomebody(letter, number)).hold, { choice: 'never' })],
  read: ['N10001', async (letter) => read('rosa', (await bankForCandidate(letter)).hold)],
  'read and reported': [
    'N10002',
    async (letter) => {
      const ask = await read('beatriz', (await bankForCandidate(letter)).hold);
      await ask('POST', '/api/v1/reports', 201, { channel: 'letter', what: 'It frightens me.', share: true, stop: 'everything' });
    },
  ],
};
// Orders that nobody has served: whoever does not know of one must not learn of it here. Every kind, entered before the
// letter came, between that and its review, and between its review and the bank.
const kinds = ['emergency_protective', 'temporary_restraining', 'domestic_violence', 'civil_harassment', 'criminal_protective', 'probation_stay_away', 'parole_condition', 'out_of_state', 'other'];
const unserved = (number, kind, state = 'unserved', person = null) => order(number, person, { kind, state, conditions: ['05'], starts_on: '2026-01-05' });
const unservedWorlds = {};
for (const [i, kind] of kinds.entries()) {
  const state = i % 4 === 3 ? 'requested' : 'unserved';
  const bankUnderIt = async (letter, number, person) => assert.equal((await bank(analyst, letter, person)).offered, false, kind);
  unservedWorlds[`${kind}, ${state}, before it came`] = [
    `N1${1000 + i}`,
    async (letter, number) => bankUnderIt(letter, number, await register(number)),
    words,
    { before: (number) => unserved(number, kind, state) },
  ];
  unservedWorlds[`${kind}, ${state}, before it was read`] = [
    `N1${1100 + i}`,
    async (letter, number) => {
      const person = await register(number);
      await unserved(number, kind, state, person);
      await bankUnderIt(letter, number, person);
    },
  ];
  unservedWorlds[`${kind}, ${state}, before it was banked`] = [
    `N1${1200 + i}`,
    async (letter, number) => {
      const person = await register(number);
      await review(analyst, letter, { decision: 'approve' });
      await unserved(number, kind, state, person);
      assert.equal((await address(analyst, letter, person, 'The court record.')).offered, false);
    },
  ];
}
unservedWorlds['unserved, after it was banked'] = [
  'N11300',
  async (letter, number) => {
    await bankForSomebody(letter, number);
    await unserved(number, 'criminal_protective');
  },
];
unservedWorlds['unserved, and nobody is registered'] = ['N11301', async (letter) => bank(analyst, letter, null), words, { before: (number) => unserved(number, 'other') }];
Object.assign(banked, unservedWorlds);


// Contact that rosa agreed to, with the office and the institution; as each of its worlds finds it.
const contact = { id: null };
async function agree(ask, path) {
  const { headers } = await ask('GET', path, 200);
  await ask('POST', `${path}/agreement`, 200, undefined, headers.etag);
}
async function agreeToContact(person) {
  const date = (days) => new Date(Date.now() + days * day).toISOString().slice(0, 10);
  const terms = { channel: 'approved_contact', purpose: 'children', most: 9, period: 'week', longest: 4000, from: '00:00', until: '24:00', starts_on: date(-1), ends_on: date(60) };
  contact.id = (await analyst('POST', '/api/v1/office/contact', 201, { person, ...terms })).json.id;
  contact.rosa = as(stack, await signIn(stack, 'rosa'));
  await agree(contact.rosa, `/api/v1/contact/${contact.id}`);
  await agree(analyst, `/api/v1/office/contact/${contact.id}`);
  const institution = as(stack, await signIn(stack, 'institution'));
  await institution('POST', `/api/v1/contact-requests/${contact.id}/answer`, 204, { agrees: true });
}
const rosasPerson = async () => (await analyst('GET', '/api/v1/registrations', 200)).json.registrations.find((one) => one.offender_number === 'N10001').id;
const close = (act) => contact.rosa('POST', `/api/v1/contact/${contact.id}/closing`, 200, { act });
const message = { channel: 'approved_contact' };

// In this order: the contact is agreed to in the second, paused in the fifth and ended in the sixth.
const messages = {
  'a message, and nobody agreed to any': ['N10004', async () => {}, words, message],
  'a message that was passed on': [
    'N10001',
    async (letter) => {
      const person = await rosasPerson();
      await agreeToContact(person);
      const { hold } = await bank(analyst, letter, person);
      await until('it is there', async () => (await contact.rosa('GET', '/api/v1/holds', 200)).json.holds.some((one) => one.id === hold && one.state === 'released'));
    },
    words,
    message,
  ],
  'a message that a person returned': ['N10001', async (letter) => review(analyst, letter, { decision: 'return', reasons: ['CONTACT'], note: 'rewrite' }), words, message],
  'a message that was read': [
    'N10001',
    async (letter) => {
      const { hold } = await bank(analyst, letter, await rosasPerson());
      await until('it is there', async () => (await contact.rosa('GET', '/api/v1/holds', 200)).json.holds.some((one) => one.id === hold && one.state === 'released'));
      await contact.rosa('POST', `/api/v1/holds/${hold}/opening`, 201);
    },
    words,
    message,
  ],
  'a message, and its person paused': ['N10001', async () => close('pause'), words, message],
  'a message after the end': ['N10001', async () => close('end'), words, message],
};
const inReview = {
  slow: ['N10012', async () => {}],
  'approved, and nobody has looked whom it is for': ['N10013', async (letter) => review(analyst, letter, { decision: 'approve' })],
  'quarantined by an analyst': ['N10014', async (letter) => review(analyst, letter, { decision: 'quarantine' })],
  'quarantined by screening': ['N10015', async () => {}, threat],
  'barred before anybody read it': ['N10016', async (letter, number) => void (await order(number))],
  'barred, and approved all the same': [
    'N10017',
    async (letter, number) => {
      const person = await register(number);
      await order(number);
      await review(analyst, letter, { decision: 'approve' });
      await tryToBank(letter, person);
    },
  ],
};

// Worlds with a test of their own: where one act of somebody else's stands between a letter and the bank.
const apart = {
  // A request of an addressee's own is no order of a court: rule 2 keeps it, and nothing of it may show.
  'stopped before it came': [
    'N10003',
    async (letter) => {
      await as(stack, await signIn(stack, 'helen'))('POST', '/api/v1/stop-contact', 201);
      await review(analyst, letter, { decision: 'approve' });
      await tryToBank(letter, await candidate(letter));
    },
  ],
  'barred after it was banked, before that was published': [
    'N10018',
    async (letter, number) => {
      await bankForSomebody(letter, number);
      await order(number);
    },
  ],
  'barred, and nobody is registered': [
    'N10019',
    async (letter, number) => {
      await order(number);
      await review(analyst, letter, { decision: 'approve' });
      await tryToBank(letter, null);
    },
  ],
  'barred from one person, and written to another': [
    'N10021',
    async (letter, number) => {
      await order(number, await register(number));
      await bank(analyst, letter, await register(number));
    },
  ],
};

const all = { ...banked, ...inReview, ...messages };

async function play(token, [name, [number, story, text = words, { before = () => {}, ...more } = {}]]) {
  assert.equal(text.length, words.length);
  await before(number);
  const sent = await stack.submit(token, text, { number, ...more });
  assert.equal(sent.status, 201, sent.body);
  letters.set(name, sent.json.id);
  await story(sent.json.id, number);
}

const publications = () => Number(stack.sql('holdfast', "select count(*) from hf.job where kind = 'publication'"));

let ahead = 0;
async function nextPublication() {
  const before = publications();
  stack.run('demo', 'clock', '--hours', '24');
  ahead += day;
  await until('the publication is made', () => publications() > before);
  programme = { ask: as(stack, await signIn(stack, 'facilitator', ahead)), visitor: await new Visitor(stack).signIn('facilitator', ahead) };
}

before(async () => {
  stack = await start({ settings: '[limits]\nsign_ins_per_minute = 100\n' });
  await until('the publication of before is made', () => publications() > 0);
  analystToken = await signIn(stack, 'analyst');
  analyst = as(stack, analystToken);
  const token = await stack.signIn('facilitator');
  for (const world of [...Object.entries(banked), ...Object.entries(inReview), ...Object.entries(messages), ...Object.entries(apart)]) await play(token, world);
  await nextPublication();
});
after(() => stack?.stop());

// ---- what is seen ----

const mask = (text) =>
  text
    .replace(/[0-9a-z]{52}/g, '<key>')
    .replace(/\b[0-9a-hjkmnp-tv-z]{26}\b/g, '<id>')
    .replace(/N1\d{4}/g, '<number>')
    .replace(/("received_at":")[^"]+/g, '$1<time>')
    .replace(/[A-Z][a-z]+ \d{1,2}, 2\d{3}( at \d{1,2}:\d\d\s[AP]M)?/g, '<date>');

// Everything that came: status, headers in their order, bytes; the length too, but for what was masked.
function whole({ status, headers, body }) {
  const masked = mask(body);
  const { etag, 'content-length': length, ...rest } = headers;
  const beside = length === undefined ? 'none' : Number(length) - Buffer.byteLength(body);
  return { status, headers: mask(JSON.stringify({ ...rest, etag: etag?.length, beside })), body: masked };
}

const apiView = async (letter) => whole(await programme.ask('GET', `/api/v1/letters/${letter}`, 200));
const pageView = async (letter) => whole(await programme.visitor.go('GET', `/programme/letters/${letter}`));

// The whole list, page by page.
async function apiRows() {
  const rows = [];
  for (let after = ''; ; ) {
    const { json } = await programme.ask('GET', `/api/v1/letters${after}`, 200);
    rows.push(...json.letters);
    if (!json.next) return rows;
    after = `?after=${json.next}`;
  }
}
async function pageRows() {
  const rows = [];
  for (let after = ''; ; ) {
    const { body } = await programme.visitor.go('GET', `/programme${after}`);
    rows.push(...body.split('<tr>').slice(1).map((row) => row.split('</tr>')[0]));
    [, after] = body.match(/href="(\?after=[^"]+)"/) ?? [];
    if (!after) return rows;
  }
}
const apiRow = async (letter) => mask(JSON.stringify((await apiRows()).find((row) => row.id === letter)));
const pageRow = async (letter) => mask((await pageRows()).find((row) => row.includes(letter)));

const views = { 'the API': apiView, 'the page': pageView, 'the row of the list in the API': apiRow, 'the row of the list on the page': pageRow };

// The same in each of these worlds as in the first.
async function alike(worlds, look) {
  const [first, ...others] = Object.keys(worlds);
  const seen = await look(letters.get(first));
  for (const name of others) assert.deepEqual(await look(letters.get(name)), seen, `${name}, beside ${first}`);
  return seen;
}

for (const [name, look] of Object.entries(views)) {
  test(`${name} shows a banked letter alike, whatever its addressee did`, async () => {
    assert.match(JSON.stringify(await alike(banked, look)), /banked|Banked/);
  });
  test(`${name} shows a quarantined or barred letter as a slow one`, async () => {
    assert.match(JSON.stringify(await alike(inReview, look)), /in_review|In review/);
  });
  test(`${name} shows a message of approved contact as a slow letter, before and after its person paused or ended it`, async () => {
    await alike({ slow: inReview.slow, ...messages }, look);
  });
}

// Its own line beside that of another world.
const beside = (name, other) => alike({ [other]: all[other], [name]: apart[name] }, apiView);

test('a letter whose addressee had stopped all contact before shows banked like the others', () => beside('stopped before it came', 'asked'));

test('a letter that an order bars when its day of publication comes shows as a slow one', () =>
  beside('barred after it was banked, before that was published', 'slow'));

test('under an order against a writer a letter shows as a slow one whether or not anybody is registered', () =>
  beside('barred, and nobody is registered', 'barred, and approved all the same'));

test('and whomever of the case the order protects', () =>
  beside('barred from one person, and written to another', 'barred, and approved all the same'));

test('the order of the list is the order of sending', async () => {
  assert.deepEqual((await apiRows()).map((row) => row.id), [...letters.values()].reverse());
});

// ---- and nothing moves later ----

const exact = async (letter) => {
  const { body, headers } = await programme.ask('GET', `/api/v1/letters/${letter}`, 200);
  return { body, etag: headers.etag };
};

test('what addressees and courts do after it was published moves nothing', async () => {
  const before = new Map();
  for (const name of Object.keys(banked)) before.set(name, await exact(letters.get(name)));
  analyst = as(stack, await signIn(stack, 'analyst', ahead));
  await register('N10005');
  await order('N10007');
  await order('N10001');
  for (const [i, kind] of kinds.entries()) await unserved(`N1${1000 + i}`, kind);
  await unserved('N10005', 'other', 'requested');
  const rosa = as(stack, await signIn(stack, 'rosa', ahead));
  await rosa('POST', '/api/v1/reports', 201, { channel: 'call', what: 'He called.', share: false, stop: 'everything' });
  await nextPublication();
  for (const [name, seen] of before) assert.deepEqual(await exact(letters.get(name)), seen, name);
});

// ---- what is answered, and what it costs ----

// Rows that the programme's own act writes. Blanks and heads of the log come at their own times.
const tables = ['letter', 'letter_version', 'sealed_object', 'sealed_chunk', 'idempotency', 'job', 'task', 'notice', 'ticket', 'recall', 'release', 'choice'];
function rows() {
  const parts = tables.map((table) => `(select count(*) from hf.${table})`);
  parts.push('(select count(*) from hf.audit_leaf where sealed is not null)');
  return stack.sql('holdfast', `select ${parts.join(', ')}`).split('|').map(Number);
}
async function costed(act) {
  const before = rows();
  const answer = whole(await act());
  return { answer, rows: Object.fromEntries(rows().map((count, i) => [tables[i] ?? 'entries', count - before[i]])) };
}

async function newVersion(letter) {
  const { headers } = await programme.ask('GET', `/api/v1/letters/${letter}`, 200);
  const more = { offender_number: 'N10001', offender_name: 'Writer', addressee: 'the person I harmed', language: 'en', body: `${words} Truly.` };
  return costed(() => programme.ask('POST', `/api/v1/letters/${letter}/versions`, 201, more, headers.etag));
}
const withdraw = (letter) => costed(() => programme.ask('POST', `/api/v1/letters/${letter}/withdrawal`, 204));

// The time of the programme's own act is its own: it differs as the acts do.
const ownTime = async (letter) => JSON.stringify(await apiView(letter)).replace(/shown_at\\":\\"[^\\]+/, '');

test('a new version is answered alike in every world, and writes as many rows', async () => {
  const { rows: written } = await alike(all, newVersion);
  assert.deepEqual([written.letter_version, written.sealed_object, written.entries, written.job], [1, 1, 1, 0]);
  assert.match(await alike(all, ownTime), /received/);
  await nextPublication();
  assert.match((await alike(all, apiView)).body, /"state":"in_review"/);
  await alike(all, pageView);
});

test('a withdrawal is answered alike in every world, writes as many rows, and shows at once', async () => {
  await alike(all, withdraw);
  assert.match(await alike(all, ownTime), /withdrawn/);
  await alike(all, pageView);
});

// What the database was asked for each act, statement by statement, by the connections that served them: those that were
// asked what only a programme asks. (How old a connection is has it forget its plans now and again.)
async function statements(acts) {
  const log = join(stack.folder, 'pg/log');
  const read = () => readFileSync(log, 'utf8').split(/\n(?=\d{4}-)/).map((line) => /\[(\d+)\] LOG: {2}(?:statement|execute [^:]*): ([^]*)/.exec(line)).filter(Boolean);
  stack.sql('postgres', "alter system set log_statement = 'all'");
  stack.sql('postgres', 'select pg_reload_conf()');
  await until('the statements are written down', () => read().length > 20);
  const marks = [read().length];
  for (const act of acts) {
    await act();
    marks.push(read().length);
  }
  stack.sql('postgres', 'alter system reset log_statement');
  stack.sql('postgres', 'select pg_reload_conf()');
  const all = read();
  const serving = new Set(all.filter(([, , text]) => /programme_letter|withdraw_letter|hf\.intake\(/.test(text)).map(([, pid]) => pid));
  return acts.map((_, i) =>
    all.slice(marks[i], marks[i + 1]).filter(([, pid, text]) => serving.has(pid) && text !== 'discard plans').map(([, , text]) => text.replace(/\s+/g, ' ').trim()).sort());
}

test('behind a look, a new letter and a withdrawal under an unserved order stand the same statements', async () => {
  const token = await signIn(stack, 'facilitator', ahead);
  const ask = as(stack, token);
  const free = 'N10007';
  const under = 'N11004';
  const act = async (number, letter) => {
    await ask('GET', `/api/v1/letters/${letter}`, 200);
    await ask('GET', '/api/v1/letters', 200);
    const sent = await stack.submit(token, words, { number });
    assert.equal(sent.status, 201, sent.body);
    await ask('POST', `/api/v1/letters/${sent.json.id}/withdrawal`, 204);
  };
  const pairs = [[free, 'asked'], [under, 'criminal_protective, unserved, before it came']].map(([number, name]) => [number, letters.get(name)]);
  for (const [number, letter] of pairs) await act(number, letter); // connections are opened, statements prepared
  const seen = await statements([...pairs, ...pairs].map(([number, letter]) => () => act(number, letter)));
  assert.ok(seen[0].length > 15, `${seen[0].length} statements`);
  for (const other of seen.slice(1)) assert.deepEqual(other, seen[0]);
});

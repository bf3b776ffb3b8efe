// Power cuts of every kind in the middle of 1,000 submissions: what was answered with 201 is there, once, and the log has
// exactly the entries of what happened. Senders do what the API asks of them: the same request, the same key, until 201.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { start, until } from './stack.mjs';

const letters = 1000;
const senders = 16;
const kills = [[200, 'gateway'], [400, 'keeper'], [600, 'database'], [800, 'gateway']];

let stack;
let token;
let facts; // what was in the tables before the first submission
const sent = []; // { key, words, id, tries } for each letter

// Every seventh threatens, so that quarantines and tickets are among what has to survive.
const wordsOf = (i) =>
  i % 7 === 0 ? `Letter ${i}. I will kill you when I get out.` : `Letter ${i}. I broke your window and I am sorry for it.`;

const number = (query) => Number(stack.sql('holdfast', query));
const counts = () => ({
  entries: number('select count(*) from hf.audit_leaf where sealed is not null'),
  publications: number("select count(*) from hf.job where kind = 'publication'"),
  sessions: number('select count(*) from hf.session'),
});

// The outside form of an id, from its 16 bytes in hex.
function idText(hex) {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  let value = BigInt(`0x${hex}`);
  let text = '';
  for (let i = 0; i < 26; i += 1, value >>= 5n) text = alphabet[Number(value & 31n)] + text;
  return text;
}

// An answer, or nothing where the connection broke.
const tryOnce = (letter) => stack.submit(token, letter.words, { key: letter.key, number: letter.number }).catch(() => undefined);

async function sendUntilTaken(letter) {
  for (;;) {
    letter.tries += 1;
    const answer = await tryOnce(letter);
    if (answer?.status === 201) {
      letter.id = answer.json.id;
      return;
    }
    assert.ok(answer === undefined || answer.status === 503, `a sender was told ${answer?.status}: ${answer?.body}`);
    if (answer) assert.ok(Number(answer.headers['retry-after']) >= 1, '503 says when to come again');
    await pause(100); // between two tries
  }
}

async function cut(part) {
  await stack.kill(part);
  await stack.begin(part);
}

// Takes letters from one list until it is empty; whoever takes the letter at which something is to die kills it, while
// the others go on sending.
async function sender(next, cuts) {
  for (let i = next(); i < letters; i = next()) {
    const kill = kills.find(([at]) => at === i);
    if (kill) cuts.push(cut(kill[1]));
    const letter = { key: randomUUID(), words: wordsOf(i), number: `N${10_001 + (i % 40)}`, tries: 0 };
    sent.push(letter);
    await sendUntilTaken(letter);
  }
}

before(async () => {
  stack = await start();
  token = await stack.signIn('facilitator');
  await until('the first publication is done', () => number("select count(*) from hf.job where kind = 'publication'") > 0);
  facts = counts();
  let taken = 0;
  const cuts = [];
  await Promise.all(Array.from({ length: senders }, () => sender(() => taken++, cuts)));
  await Promise.all(cuts);
});
after(() => stack?.stop());

test('every letter answered with 201 is there once, and no other', () => {
  const there = stack.sql('holdfast', "select encode(oid, 'hex') from hf.letter").split('\n').map(idText).sort();
  assert.equal(there.length, letters);
  assert.deepEqual(there, sent.map((letter) => letter.id).sort());
});

test('the cuts were felt: some letters had to be sent more than once', () => {
  assert.ok(sent.some((letter) => letter.tries > 1));
});

test('a letter is whole: one version, one sealed object with words and cover, one key', () => {
  assert.equal(number('select count(*) from hf.letter_version'), letters);
  assert.equal(number('select count(distinct letter_id) from hf.letter_version'), letters);
  assert.equal(number('select count(*) from hf.idempotency'), letters);
  const broken = `select count(*) from hf.letter_version v left join hf.sealed_object o on o.id = v.object_id
    where (select count(*) from hf.sealed_chunk c where c.object_id = o.id) is distinct from 2`;
  assert.equal(number(broken), 0);
});

test('each quarantined letter has its one ticket, and no other letter has one', () => {
  const threats = sent.filter((letter) => letter.words.includes('kill')).length;
  assert.equal(number("select count(*) from hf.letter_version where verdict = 'quarantine'"), threats);
  assert.equal(number('select count(*) from hf.ticket'), threats);
  const unmatched = `select count(*) from hf.letter_version v full join hf.ticket t on t.version_id = v.id
    where (v.verdict = 'quarantine') is distinct from (t.id is not null)`;
  assert.equal(number(unmatched), 0);
});

test('the same keys once more: the same ids, and nothing is added', async () => {
  const entries = counts().entries;
  const again = sent.filter((_, i) => i % 10 === 0);
  for (const letter of again) assert.equal((await tryOnce(letter)).json.id, letter.id);
  assert.equal(number('select count(*) from hf.letter'), letters);
  assert.equal(counts().entries, entries);
});

test('the log is whole, nothing waits for its place, and no leaf has two', async () => {
  const waiting = `select count(*) from hf.audit_leaf l where not exists
    (select from hf.audit_position p where p.agency_id = l.agency_id and p.leaf_id = l.id)`;
  await until('every leaf has its place', () => number(waiting) === 0);
  const report = JSON.parse(stack.run('audit', 'verify', '--json'));
  assert.equal(report.good, true);
  assert.equal(report.proven, number('select count(*) from hf.audit_leaf'));
});

// Opened one by one by the auditor: the words of the log, not only their number.
test('the log has exactly the entries of what happened', async () => {
  const tickets = stack.sql('holdfast', "select encode(oid, 'hex') from hf.ticket").split('\n').map(idText);
  const published = counts().publications - facts.publications;
  const expected = [
    ...sent.map((letter) => `letter.received letter/${letter.id}`),
    ...tickets.map((id) => `ticket.opened ticket/${id}`),
    ...Array.from({ length: published }, () => 'publication.made programmes'),
  ].sort();
  const made = stack
    .sql('holdfast', `select encode(substring(leaf from 2 for 16), 'hex') from hf.audit_leaf where sealed is not null order by id offset ${facts.entries}`)
    .split('\n')
    .map(idText);
  const auditor = await stack.signIn('auditor');
  const found = await openAll(auditor, made);
  // Each start of a gateway opens the registry's records for its memory, one look a person; those and no other.
  const gateway = idText(stack.sql('holdfast', "select encode(oid, 'hex') from hf.account where role = 'system'"));
  const records = stack
    .sql('holdfast', "select encode(s.oid, 'hex') from hf.person p join hf.sealed_object s on s.agency_id = p.agency_id and s.id = p.record_id")
    .split('\n')
    .map((hex) => `key.unwrapped object/${idText(hex)} for account/${gateway}`);
  const looks = found.filter((entry) => entry.startsWith('key.unwrapped '));
  assert.deepEqual(looks.filter((entry) => !records.includes(entry)), []);
  assert.deepEqual(found.filter((entry) => !looks.includes(entry)).sort(), expected);
});

async function openAll(auditor, ids) {
  const left = [...ids];
  const found = [];
  const open = async () => {
    for (let id = left.pop(); id; id = left.pop()) {
      const answer = await stack.call('POST', `/api/v1/log/${id}/opening`, { token: auditor });
      assert.equal(answer.status, 200, answer.body);
      assert.equal(answer.json.proven, true);
      found.push(`${answer.json.entry.event} ${answer.json.entry.object}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, open));
  return found;
}

test('what was sealed before each cut opens after it, word for word', async () => {
  const analyst = await stack.signIn('analyst');
  const versions = new Map(
    stack
      .sql('holdfast', "select encode(l.oid, 'hex'), encode(v.oid, 'hex') from hf.letter l join hf.letter_version v on v.letter_id = l.id")
      .split('\n')
      .map((row) => row.split('|').map(idText)),
  );
  const sample = sent.filter((letter) => !letter.words.includes('kill')).filter((_, i) => i % 40 === 0);
  for (const letter of sample) {
    const opened = await stack.call('POST', `/api/v1/reviews/${versions.get(letter.id)}/opening`, { token: analyst });
    assert.equal(opened.status, 200, opened.body);
    assert.equal(opened.json.words, letter.words);
  }
});

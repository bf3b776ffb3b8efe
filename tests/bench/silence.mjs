#!/usr/bin/env node
// Rule 3 by the clock: what a programme waits for is as long under an order that nobody served as without one. Two writers,
// one letter of each banked and published; every act is done for both, one right after the other, first the one then the
// other by the toss of a coin. Of the differences: the median, and where it lies with 99.9 % certainty (by order
// statistics, whatever their distribution). Fails where all of that lies beyond a millisecond.   --pairs N (600)
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { as, bank, signIn } from '../system/people.mjs';
import { start, until } from '../system/stack.mjs';

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '600' } } });
const pairs = Number(values.pairs);
const beyond = 1; // ms
const words = 'I broke your window in March. I am sorry for what I did.';
const writers = { free: 'N10007', barred: 'N10008' };

const stack = await start({ settings: '[limits]\nrequests_per_minute = 1000000\nsign_ins_per_minute = 1000\n' });
const publications = () => Number(stack.sql('holdfast', "select count(*) from hf.job where kind = 'publication'"));

async function prepare() {
  await until('the publication of before is made', () => publications() > 0);
  const analyst = as(stack, await stack.signIn('analyst'));
  const token = await stack.signIn('facilitator');
  const letters = {};
  for (const [world, number] of Object.entries(writers)) {
    const person = { offender_number: number, relation: 'victim', name: 'Somebody', language: 'en', tell: true, notices: 'none' };
    const { json } = await analyst('POST', '/api/v1/registrations', 201, person);
    const { headers } = await analyst('GET', `/api/v1/registrations/${json.id}`, 200);
    await analyst('POST', `/api/v1/registrations/${json.id}/confirmation`, 200, { adult: true }, headers.etag);
    if (world === 'barred') {
      await analyst('POST', '/api/v1/orders', 201, { kind: 'criminal_protective', offender_number: number, state: 'unserved', conditions: ['05'], starts_on: '2026-01-05', permanent: true });
    }
    letters[world] = (await stack.submit(token, words, { number })).json.id;
    await bank(analyst, letters[world], json.id);
  }
  const before = publications();
  stack.run('demo', 'clock', '--hours', '24');
  await until('the letters are published', () => publications() > before);
  const ask = as(stack, await signIn(stack, 'facilitator', 24 * 3600 * 1000));
  for (const letter of Object.values(letters)) {
    const { json } = await ask('GET', `/api/v1/letters/${letter}`, 200);
    if (json.state !== 'banked') throw new Error(`it shows as ${json.state}`);
  }
  return { ask, letters, token: await signIn(stack, 'facilitator', 24 * 3600 * 1000) };
}

// Each answers an act for one world; what it needs made before is not measured.
const acts = {
  'a look at the letter': ({ ask, letters }) => async (world) => () => ask('GET', `/api/v1/letters/${letters[world]}`, 200),
  'a new letter': ({ token }) => async (world) => () => stack.submit(token, words, { number: writers[world] }),
  'a new version': ({ ask, letters }) => async (world) => {
    const { headers } = await ask('GET', `/api/v1/letters/${letters[world]}`, 200);
    const more = { offender_number: writers[world], offender_name: 'Writer', addressee: 'the person I harmed', language: 'en', body: `${words} Truly.` };
    return () => ask('POST', `/api/v1/letters/${letters[world]}/versions`, 201, more, headers.etag);
  },
  'a withdrawal': ({ ask, token }) => async (world) => {
    const { json } = await stack.submit(token, words, { number: writers[world] });
    return () => ask('POST', `/api/v1/letters/${json.id}/withdrawal`, 204);
  },
};

async function timed(act) {
  const begun = process.hrtime.bigint();
  await act();
  return Number(process.hrtime.bigint() - begun) / 1e6;
}

async function differences(act, count) {
  const found = { free: [], barred: [], difference: [] };
  for (let i = -20; i < count; ++i) {
    const order = randomInt(2) ? ['free', 'barred'] : ['barred', 'free'];
    const ready = { free: await act('free'), barred: await act('barred') };
    const took = {};
    for (const world of order) took[world] = await timed(ready[world]);
    if (i < 0) continue; // warm
    for (const world of order) found[world].push(took[world]);
    found.difference.push(took.barred - took.free);
  }
  return found;
}

const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
const at = (numbers, share) => numbers[Math.min(numbers.length - 1, Math.floor(share * numbers.length))];
// The k-th from either end: fewer than k of n fall on one side of the median once in 2,000 times (normal, n large).
function interval(numbers) {
  const n = numbers.length;
  const k = Math.max(1, Math.floor(n / 2 - 3.2905 * Math.sqrt(n) / 2));
  return [numbers[k - 1], numbers[n - k]];
}

let failed = false;
try {
  const made = await prepare();
  for (const [name, make] of Object.entries(acts)) {
    const found = await differences(make(made), pairs);
    const [free, barred, difference] = [found.free, found.barred, found.difference].map(sorted);
    const [low, high] = interval(difference);
    const apart = low > beyond || high < -beyond;
    failed ||= apart;
    const ms = (value) => value.toFixed(3);
    console.log(`${name}: ${pairs} pairs, without an order p50 ${ms(at(free, 0.5))} p99 ${ms(at(free, 0.99))} ms, under one that nobody served ` +
      `p50 ${ms(at(barred, 0.5))} p99 ${ms(at(barred, 0.99))} ms; median difference ${ms(at(difference, 0.5))} ms [${ms(low)}, ${ms(high)}]${apart ? ': TOO FAR APART' : ''}`);
  }
} finally {
  await stack.stop();
}
process.exit(failed ? 1 : 0);

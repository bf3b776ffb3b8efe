// What every refusal of the gateway must look like, whoever asked and for what.
import assert from 'node:assert/strict';

const headers = {
  'strict-transport-security': /^max-age=31536000/,
  'content-security-policy': /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'cache-control': /^no-store$/,
};

export function checkHeaders(answer, what) {
  for (const [name, value] of Object.entries(headers)) assert.match(answer.headers[name] ?? '', value, `${what}: ${name}`);
}

// Words that only our own insides know.
const internals = /pqxx|libpq|SQLSTATE|hf\.[a-z_]+|relation "|select [a-z_.*]+ from |insert into |std::|boost|terminate|\.cpp|\/tmp\/|holdfast_|exception(?!s\b)|stack trace|constraint|basic_string|stoll|sodium/i;

export const marker = 'Xylophonquartz7';  // put into what is sent; it must not come back

// Ids and tokens are drawn at random and may spell anything, "pqxx" too.
const withoutDrawn = (text) => text.replace(/[A-Za-z0-9_-]{22,}/g, (word) => (/[0-9]/.test(word) ? '' : word));

export function checkNothingInside(answer, what) {
  assert.ok(!answer.body.includes(marker), `${what}: says back what was sent: ${answer.body.slice(0, 300)}`);
  const named = withoutDrawn(answer.body).match(internals);
  assert.ok(named === null, `${what}: names internals: ${named?.[0]}`);
}

const keys = ['type', 'title', 'status', 'detail', 'request_id'];

export function checkProblem(answer, status, what, { field } = {}) {
  assert.equal(answer.status, status, `${what}: ${answer.body.slice(0, 400)}`);
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/, `${what}: content type`);
  for (const key of keys) assert.ok(answer.json?.[key], `${what}: ${key} of ${answer.body}`);
  assert.equal(answer.json.status, status, what);
  assert.match(answer.json.request_id, /^[0-9a-z]{26}$/, `${what}: request_id`);
  assert.deepEqual(Object.keys(answer.json).filter((key) => ![...keys, 'field'].includes(key)), [], `${what}: nothing more`);
  if (field !== undefined) assert.equal(answer.json.field, field, `${what}: field`);
  checkHeaders(answer, what);
  checkNothingInside(answer, what);
}

// A page that was refused: for a person, so HTML, with the same headers and the same silence.
export function checkErrorPage(answer, status, what) {
  assert.equal(answer.status, status, `${what}: ${answer.status} ${answer.body.slice(0, 200)}`);
  assert.match(answer.headers['content-type'] ?? '', /^text\/html|^application\/problem\+json/, `${what}: content type`);
  checkHeaders(answer, what);
  checkNothingInside(answer, what);
}

// All the faults of a table at once, so that one does not hide the others.
export async function all(rows, check) {
  const faults = [];
  for (const row of rows) {
    try { await check(row); } catch (error) { faults.push(error.message.split('\n').slice(0, 3).join(' | ')); }
  }
  assert.deepEqual(faults, []);
}

// Every route, asked in every wrong way: each is refused with the status that says why, as a problem document (API) or an
// error page, with the security headers, and without a word of what was sent or of what is inside.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { misfits, operations, sample } from './openapi.mjs';
import { pageRoutes, served } from './pages_table.mjs';
import { noneOf, oneOf } from './permissions.mjs';
import { all, checkErrorPage, checkHeaders, checkNothingInside, checkProblem, marker } from './problems.mjs';
import { start } from './stack.mjs';
import { abandon, exchange } from './wire.mjs';
import { Way, letter, signInAll } from './way.mjs';

let stack, tokens, way, routes;
before(async () => {
  stack = await start({ settings: '[limits]\nrequests_per_minute = 100000\nsign_ins_per_minute = 1000\n' });
  tokens = await signInAll(stack);
  way = new Way((...words) => stack.call(...words), tokens);
  await way.furnish();
  routes = operations((await stack.call('GET', '/api/v1/openapi.json')).json);
});
after(() => stack?.stop());

const unknownId = '0'.repeat(26);
const withAct = () => routes.filter((one) => one.act);
const withBody = () => routes.filter((one) => one.body);
// Files are their own test's (imports.test.mjs): what is wrong with one is in its report.
const withObject = () => withBody().filter((one) => !one.file);
const tokenFor = (route) => (route.act ? tokens[oneOf(route.act)] : undefined);
// What a facilitator asks after is theirs; an analyst addresses the banked one.
const idsOf = (route) => ({ ...way.ids, letter: route.path.includes('addressing') ? way.ids.banked : way.ids.letter });
const fill = (route, ids = idsOf(route)) => route.path.replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? unknownId);
const fillAll = (route, id) => route.path.replace(/\{\w+\}/g, id);

const headersOf = (route) => ({
  ...(route.needs?.includes('Idempotency-Key') ? { 'idempotency-key': randomUUID() } : {}),
  ...(route.needs?.includes('If-Match') ? { 'if-match': '"00000000000000000000000000"' } : {}),
});
// Whole and right except for what `more` breaks.
const ask = (route, { path = fill(route), token = tokenFor(route), headers = {}, ...more } = {}) => {
  const json = 'body' in more || 'json' in more || !route.body ? {} : { json: sample(route.body) };
  return stack.call(route.method, path, { token, headers: { ...headersOf(route), ...headers }, ...json, ...more });
};

test('the tables know every route there is', () => {
  const pages = served.filter((one) => one.act && !one.path.startsWith('/api/'));
  const shape = ({ method, path, act }) => `${method} ${path.replace(/\{\w+\}/, '{}')} ${act}`;
  assert.deepEqual(pageRoutes.map(shape).sort(), pages.map(shape).sort());
  assert.ok(routes.length > 40 && withBody().length > 12);
  assert.deepEqual(routes.filter((one) => one.names.some((name) => !['letter', 'version', 'hold', 'ticket', 'order', 'person', 'entry', 'task', 'reading', 'set', 'approval'].includes(name))), []);
});

test('without a token, and with one that was never given out, every operation answers 401 and says Bearer', () =>
  all(withAct(), async (route) => {
    for (const token of [null, unknownId + unknownId, 'short', `${marker}-${'x'.repeat(40)}`]) {
      const answer = await ask(route, { token });
      checkProblem(answer, 401, `${route.name} token ${token}`);
      assert.equal(answer.headers['www-authenticate'], 'Bearer', route.name);
    }
  }));

test('with the token of a role that does not do this, every operation answers 403', () =>
  all(withAct().filter((route) => noneOf(route.act)), async (route) => {
    checkProblem(await ask(route, { token: tokens[noneOf(route.act)] }), 403, route.name);
  }));

test('an id of nothing, and one that is no id, answer 404', () =>
  all(routes.filter((one) => one.names.length > 0), async (route) => {
    for (const id of [unknownId, 'zebra', '7'.repeat(200), '%C3%A9']) checkProblem(await ask(route, { path: fillAll(route, id) }), 404, `${route.name} ${id}`);
  }));

test('a method that an address does not take answers 405 and names those that it takes', () =>
  all([...new Set(routes.map((one) => one.path))], async (path) => {
    const taken = routes.filter((one) => one.path === path).map((one) => one.method);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((one) => !taken.includes(one))) {
      const answer = await stack.call(method, fillAll({ path }, unknownId), { token: tokens.analyst });
      checkProblem(answer, 405, `${method} ${path}`);
      const allow = answer.headers.allow.split(', ').filter((one) => one !== 'HEAD');
      assert.deepEqual(allow.sort(), taken.sort(), `${method} ${path}: Allow`);
    }
  }));

test('a body of another content type answers 415', () =>
  all(withBody(), async (route) => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', '']) {
      checkProblem(await ask(route, { body: '{}', headers: { 'content-type': type } }), 415, `${route.name} as "${type}"`);
    }
  }));

const head = (route, lines) =>
  [`${route.method} ${fill(route)} HTTP/1.1`, `Host: localhost:${stack.port}`, 'Connection: close', ...lines,
    ...(tokenFor(route) ? [`Authorization: Bearer ${tokenFor(route)}`] : []),
    ...Object.entries(headersOf(route)).map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');

test('a body over the limit answers 413: where its length is said, before a byte of it; and where it comes in chunks', () =>
  all(routes.filter((one) => one.method !== 'GET'), async (route) => {
    const json = route.body ? ['Content-Type: application/json'] : [];
    checkProblem(await exchange(stack, head(route, [...json, 'Content-Length: 20000000'])), 413, `${route.name} declared`);
    const chunk = `10000\r\n${marker.padEnd(0x10000, '.')}\r\n`;
    const chunks = route.body ? Array(route.file ? 130 : 18).fill(chunk) : ['5\r\nhello\r\n0\r\n\r\n'];
    checkProblem(await exchange(stack, head(route, [...json, 'Transfer-Encoding: chunked']), ...chunks), 413, `${route.name} in chunks`);
  }));

// Rows of everything that an act could have left: { table: rows }. The log's padding and the sequencer's leases move by themselves.
function rowCounts() {
  const text = stack.sql('holdfast', `select relname || ' ' || (xpath('/row/c/text()', query_to_xml('select count(*) as c from hf.' || quote_ident(relname), false, true, '')))[1]::text
    from pg_class where relnamespace = 'hf'::regnamespace and relkind = 'r' and relname !~ '^(audit_|lease|job)' order by relname`);
  return Object.fromEntries(text.split('\n').map((line) => line.split(' ')));
}
const entries = () => Number(stack.sql('holdfast', 'select count(*) from hf.audit_leaf where sealed is not null'));

test('a body that breaks off leaves nothing done, not even an entry', async () => {
  const [counts, witnessed] = [rowCounts(), entries()];
  assert.ok(Object.keys(counts).length > 20 && Number(counts.letter) > 0, JSON.stringify(counts));
  for (const route of withBody()) {
    const whole = JSON.stringify(sample(route.body));
    const start = head(route, ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(whole) + 1}`]);
    await abandon(stack, start, whole);
    await abandon(stack, start);
  }
  assert.deepEqual(rowCounts(), counts);
  assert.equal(entries(), witnessed);
  // The same letter whole: the count can see one.
  await way.submit('words');
  assert.equal(Number(rowCounts().letter), Number(counts.letter) + 1);
});

const deep = (levels) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
const notJson = {
  'nothing': '',
  'words': `${marker} is no JSON`,
  'half an object': `{"${marker}":`,
  'a key twice': `{"${marker}":1,"${marker}":2}`,
  'a NUL byte': `{"a":"${marker}\0"}`,
  'an escaped NUL': '{"a":"\\u0000"}',
  'a lone high surrogate': '{"a":"\\ud800"}',
  'a lone low surrogate': '{"a":"\\udc00x"}',
  'invalid UTF-8': Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  'overlong UTF-8': Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
  'a surrogate in UTF-8': Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
  'UTF-16': Buffer.from('{"a":1}', 'utf16le'),
  'seventeen levels': deep(17),
  'two thousand levels': '['.repeat(2000),
  'something after it': '{} {}',
  'a comma too many': '{"a":1,}',
  'NaN': '{"a":NaN}',
  'a raw line break in a text': '{"a":"x\ny"}',
};

test('a body that is no JSON of RFC 8259 answers 400', () =>
  all(withObject().flatMap((route) => Object.entries(notJson).map((one) => [route, ...one])), async ([route, what, body]) => {
    checkProblem(await ask(route, { body, headers: { 'content-type': 'application/json' } }), 400, `${route.name} with ${what}`);
  }));

test('a body that is JSON and no object answers 422', () =>
  all(withObject().flatMap((route) => ['[]', 'null', '7', `"${marker}"`].map((body) => [route, body])), async ([route, body]) => {
    checkProblem(await ask(route, { body, headers: { 'content-type': 'application/json' } }), 422, `${route.name} ${body}`, { field: '' });
  }));

test('a field that is missing, unknown, of another type or out of range answers 422 and is named', () =>
  all(withObject(), async (route) => {
    const seen = route.needs.includes('If-Match') ? { 'if-match': await tag(route) } : {};
    const faults = [];
    for (const [what, field, json] of misfits(route.body)) {
      try {
        checkProblem(await ask(route, { json, headers: seen }), 422, `${route.name}: ${what}`, { field });
      } catch (error) { faults.push(error.message.split('\n')[0]); }
    }
    const unknown = await ask(route, { json: { ...sample(route.body), [marker]: marker }, headers: seen });
    checkProblem(unknown, 422, `${route.name}: an unknown field`, { field: '' });
    assert.ok(faults.length === 0, faults.join(' ;; '));
  }));

// Days that are none, and days in every form but YYYY-MM-DD. (A tab and the like come as JSON escapes.)
const noDays = [
  '2026-02-29', '2100-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-01-32', '0000-01-01', '0000-00-00',
  '-000-01-01', '+026-01-01', '-026-01-01', '2026-+1-01', '2026-01--1', '2026-1-1', '26-01-01', '12026-01-01', '20260101', '2026/01/01', '2026.01.01',
  '01-02-2026', '01/02/2026', '1/2/26', 'Jan 2, 2026', '2 January 2026', '2 de enero de 2026', '2026-W01-1', '2026-001', '2026-01', '2026', '1767225600',
  '2026-01-01T00:00:00Z', '2026-01-01 00:00', '2026-01-01Z', ' 2026-01-01', '2026-01-01 ', '2026-01-01\n', '2026\u201101\u201101', '2026\u221201\u221201',
  '\uff12\uff10\uff12\uff16-01-01', '\u0662\u0660\u0662\u0666-01-01', '2O26-01-01', '0x7e-01-01', '1e3-01-01', 'NaN', 'infinity', '-infinity', 'epoch', 'now', 'today', 'tomorrow',
  'allballs', '', 'null', "2026-01-01'::date", '2026-01-01\\', '2026-01-01 BC', 'J2451187', 20260101, 2026, 1.5, true, [], {}, ['2026-01-01'],
];
const dated = { kind: 'civil_harassment', offender_number: 'N10012', state: 'active', conditions: ['05'], reason: 'as served' };

test('a day that is none, or is written in another form, answers 422, is named, and nothing is entered', async () => {
  const before = rowCounts();
  const enter = (json) => stack.call('POST', '/api/v1/orders', { token: tokens.analyst, json: { ...dated, ...json } });
  await all(noDays.flatMap((day) => ['starts_on', 'ends_on'].map((field) => [field, day])), async ([field, day]) => {
    checkProblem(await enter({ starts_on: '2026-01-01', [field]: day }), 422, `${field} ${JSON.stringify(day)}`, { field });
  });
  checkProblem(await enter({ starts_on: '2026-02-28', ends_on: '2026-02-27' }), 422, 'an end before its beginning', { field: 'ends_on' });
  checkProblem(await enter({ starts_on: '2026-02-28', ends_on: '2026-03-01', permanent: true }), 422, 'an end of what has none', { field: 'ends_on' });
  assert.deepEqual(rowCounts(), before);
});

test('days that there are come back as they were written, and no days at all bar', async () => {
  const enter = async (json) => (await way.ask('analyst', 'POST', '/api/v1/orders', { json: { ...dated, ...json } })).json;
  const days = [['2024-02-29', '2028-02-29'], ['2000-02-29', '2027-12-31'], ['2026-03-08', '2026-11-01'], ['0099-12-31', '2027-01-01'], ['2026-01-01', '9999-12-31']];
  for (const [starts_on, ends_on] of days) {
    const { id } = await enter({ starts_on, ends_on });
    const listed = await findOrder(id);
    assert.deepEqual([listed.starts_on, listed.ends_on], [starts_on, ends_on]);
  }
  for (const json of [{}, { ends_on: '2020-01-01' }, { starts_on: '2020-01-01' }]) {
    assert.equal((await enter(json)).bars, true, `${JSON.stringify(json)}: in doubt it bars`);
  }
});

async function findOrder(id) {
  for (let after = ''; ;) {
    const { json } = await way.ask('analyst', 'GET', `/api/v1/orders${after && `?after=${after}`}`);
    const found = json.orders.find((one) => one.id === id);
    if (found || !json.next) return found;
    after = json.next;
  }
}

// The ETag of what an operation acts on: that of the path before its last part.
async function tag(route) {
  const path = fill(route).replace(/(\/loosening)?\/[a-z]+$/, '');
  const answer = await stack.call('GET', path, { token: tokenFor(route) });
  assert.match(answer.headers.etag ?? '', /^"[0-9a-z]{26}"$/, `${path}: ETag (${answer.status})`);
  return answer.headers.etag;
}

test('without If-Match 428, with the tag of something else 412', () =>
  all(routes.filter((one) => one.needs.includes('If-Match')), async (route) => {
    checkProblem(await stack.call(route.method, fill(route), { token: tokenFor(route), ...(route.body ? { json: sample(route.body) } : {}) }), 428, route.name);
    checkProblem(await ask(route), 412, route.name);
    checkProblem(await ask(route, { headers: { 'if-match': `W/${await tag(route)}` } }), 412, `${route.name}: a weak tag`);
    checkProblem(await ask(route, { headers: { 'if-match': marker } }), 412, `${route.name}: no tag`);
  }));

test('a cursor that is none or of another list answers 422 and names it; a parameter twice or unknown answers 400', async () => {
  await Promise.all(Array.from({ length: 60 }, () => way.submit('I owe you the truth and nothing else.', 'N10020')));
  const mine = (await stack.call('GET', '/api/v1/letters', { token: tokens.facilitator })).json.next;
  assert.ok(mine, 'sixty letters are more than a page');
  await all(routes.filter((one) => one.pages), async (route) => {
    for (const cursor of ['zebra', '00', 'f'.repeat(120), `${marker}`, 'f'.repeat(2000)]) {
      checkProblem(await ask(route, { path: `${fill(route)}?after=${cursor}` }), 422, `${route.name} ${cursor.slice(0, 9)}`, { field: 'after' });
    }
    if (route.path !== '/api/v1/letters') {
      checkProblem(await ask(route, { path: `${fill(route)}?after=${mine}` }), 422, `${route.name}: another list's`, { field: 'after' });
    }
    checkProblem(await ask(route, { path: `${fill(route)}?after=${mine}&after=${mine}` }), 400, `${route.name}: twice`);
    checkProblem(await ask(route, { path: `${fill(route)}?${marker}=1` }), 400, `${route.name}: unknown`);
  });
});

test('a letter without an Idempotency-Key answers 400, with a key that came with another letter 422', async () => {
  const token = tokens.facilitator;
  const send = (key, words) => stack.call('POST', '/api/v1/letters', { token, json: letter(words), headers: key === undefined ? {} : { 'idempotency-key': key } });
  for (const key of [undefined, '', 'short', 'x'.repeat(129), 'with a space', `semi;colon-${marker}`]) checkProblem(await send(key, 'one'), 400, `key ${key}`);
  const key = randomUUID();
  const first = await send(key, 'one');
  assert.equal(first.status, 201);
  checkProblem(await send(key, `another ${marker}`), 422, 'the same key');
  const again = await send(key, 'one');
  assert.deepEqual([again.status, again.json.id], [201, first.json.id]);
});

const rawHead = (...lines) => [...lines, '', ''].join('\r\n');
const raw = {
  'two lengths': [400, () => rawHead('POST /api/v1/sessions HTTP/1.1', 'Host: localhost', 'Content-Length: 2', 'Content-Length: 3') + '{}'],
  'a length and chunks': [400, () => rawHead('POST /api/v1/sessions HTTP/1.1', 'Host: localhost', 'Content-Length: 2', 'Transfer-Encoding: chunked') + '0\r\n\r\n'],
  'no host': [400, () => rawHead('GET /healthz HTTP/1.1')],
  'a folded header': [400, () => rawHead('GET /healthz HTTP/1.1', 'Host: localhost', 'X-A: one', ` ${marker}`)],
  'a head without end': [431, () => `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(40_000)}\r\n\r\n`],
  'HTTP/1.0': [505, () => rawHead('GET /healthz HTTP/1.0', 'Host: localhost')],
  'a path with dots': [400, () => rawHead('GET /api/v1/../v1/letters HTTP/1.1', 'Host: localhost', 'Connection: close')],
  'a path with NUL': [400, () => rawHead('GET /api/v1/letters/%00 HTTP/1.1', 'Host: localhost', 'Connection: close')],
  'a path that is no UTF-8': [400, () => rawHead('GET /api/v1/letters/%ff HTTP/1.1', 'Host: localhost', 'Connection: close')],
  'bytes that are no HTTP': [400, () => Buffer.concat([randomBytes(64), Buffer.from('\r\n\r\n')])],
};
test('heads that mean two things, or nothing, are refused over the wire', () =>
  all(Object.entries(raw), async ([what, [status, bytes]]) => checkProblem(await exchange(stack, bytes()), status, what)));

// ---- pages ----

const cookie = (token) => ({ cookie: `__Host-s=${token}` });
const csrfOf = async (token) => /name="csrf" value="([0-9a-z]+)"/.exec((await stack.call('GET', '/help', { headers: cookie(token) })).body)?.[1];
const form = (fields) => new URLSearchParams(fields).toString();
const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const visit = (route, token, { path = fill(route), ...more } = {}) =>
  stack.call(route.method, path, { headers: { ...(token ? cookie(token) : {}), ...(more.headers ?? {}) }, body: more.body });

test('a page without a session leads to the sign-in', () =>
  all(pageRoutes, async (route) => {
    for (const token of [undefined, unknownId + unknownId, marker]) {
      const answer = await visit(route, token, route.method === 'POST' ? { headers: formType, body: form({ csrf: 'x' }) } : {});
      assert.equal(answer.status, 303, `${route.name}: ${answer.status}`);
      assert.match(answer.headers.location, /^\/sign-in(\?next=[\w%.-]*)?$/, route.name);
      checkHeaders(answer, route.name);
    }
  }));

test('a page of another role answers 403', () =>
  all(pageRoutes.filter((route) => noneOf(route.act)), async (route) => {
    const token = tokens[noneOf(route.act)];
    const body = route.method === 'POST' ? { headers: formType, body: form({ csrf: await csrfOf(token) }) } : {};
    checkErrorPage(await visit(route, token, body), 403, route.name);
  }));

test('a page of an id of nothing answers 404', () =>
  all(pageRoutes.filter((route) => route.ids), async (route) => {
    const token = tokens[oneOf(route.act)];
    for (const id of [unknownId, 'zebra']) {
      const body = route.method === 'POST' ? { headers: formType, body: form({ csrf: await csrfOf(token), person: 'none', evidence: 'seen', choice: 'now', body: 'words', language: 'en', decision: 'approve' }) } : {};
      checkErrorPage(await visit(route, token, { path: fillAll(route, id), ...body }), 404, `${route.name} ${id}`);
    }
  }));

test('a page asked with a method that it does not take answers 405', () =>
  all([...new Set(pageRoutes.map((one) => one.path))], async (path) => {
    const answer = await stack.call('PUT', fillAll({ path }, unknownId), { headers: cookie(tokens.analyst) });
    checkErrorPage(answer, 405, path);
    const taken = pageRoutes.filter((one) => one.path === path).map((one) => one.method);
    for (const method of taken) assert.ok(answer.headers.allow?.includes(method), `${path}: Allow ${answer.headers.allow}`);
  }));

const badForms = (csrf) => [
  [415, 'as JSON', { 'content-type': 'application/json' }, '{}'],
  [413, 'too long', formType, `csrf=${csrf}&a=${'a'.repeat(2 << 20)}`],
  [400, 'with bad percent-encoding', formType, `csrf=${csrf}&a=%zz`],
  [400, 'with invalid UTF-8', formType, `csrf=${csrf}&a=%c3%28`],
  [400, 'with NUL', formType, `csrf=${csrf}&a=%00${marker}`],
  [400, 'with two thousand fields', formType, `csrf=${csrf}&${'a=1&'.repeat(2000)}`],
  [400, 'as multipart that ends early', { 'content-type': 'multipart/form-data; boundary=b' }, `--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${csrf}`],
  [403, 'without its token', formType, `a=${marker}`],
  [403, 'with a token made up', formType, `csrf=${'0'.repeat(52)}`],
];
test('a form in another content type answers 415, too long 413, not in its encoding 400, without its token 403', () =>
  all(pageRoutes.filter((route) => route.method === 'POST'), async (route) => {
    const token = tokens[oneOf(route.act)];
    for (const [status, what, headers, body] of badForms(await csrfOf(token))) {
      checkErrorPage(await visit(route, token, { headers, body }), status, `${route.name} ${what}`);
    }
  }));

test('forms of nothing but their token are refused with the page again, and nothing is done', () =>
  all(pageRoutes.filter((route) => ['/programme/letters', '/programme/checks', '/report', '/office/orders', '/office/orders/new', '/office/review/{version}/decision', '/letters/{hold}/choice'].includes(route.path) && route.method === 'POST'), async (route) => {
    const token = tokens[oneOf(route.act)];
    const answer = await visit(route, token, { headers: formType, body: form({ csrf: await csrfOf(token) }) });
    assert.equal(answer.status, 422, `${route.name}: ${answer.status}`);
    assert.match(answer.headers['content-type'], /^text\/html/);
    checkNothingInside(answer, route.name);
  }));

test('the forms of people who are not signed in are as strict', async () => {
  const page = await stack.call('GET', '/sign-in');
  const csrf = /name="csrf" value="([0-9a-z]+)"/.exec(page.body)[1];
  const tied = { cookie: page.headers['set-cookie'].find((line) => line.startsWith('__Host-f=')).split(';')[0] };
  await all(['/sign-in', '/language'], async (path) => {
    for (const [status, what, headers, body] of badForms(csrf)) {
      checkErrorPage(await stack.call('POST', path, { headers: { ...headers, ...tied }, body }), status, `${path} ${what}`);
    }
  });
  const wrong = await stack.call('POST', '/sign-in', { headers: { ...formType, ...tied }, body: form({ csrf, login: 'nobody', passphrase: marker, code: marker }) });
  assert.equal(wrong.status, 422);
  assert.ok(!wrong.body.includes(marker), 'a passphrase never comes back');
});

test('what is not there answers 404, as a page or as a problem document', async () => {
  checkProblem(await stack.call('GET', `/api/v1/${marker}`), 404, 'API');
  checkProblem(await stack.call('GET', `/api/v2/letters`, { token: tokens.facilitator }), 404, 'another version');
  checkProblem(await stack.call('GET', `/assets/${marker}.css`), 404, 'an asset');
  checkErrorPage(await stack.call('GET', `/${marker}`), 404, 'a page');
  for (const path of ['/assets/../holdfast.toml', '/assets/%2e%2e/holdfast.toml', '/assets/..%2fholdfast.toml', '/assets//etc/passwd', '/programme/']) {
    const answer = await exchange(stack, rawHead(`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close'));
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    checkNothingInside(answer, path);
  }
});

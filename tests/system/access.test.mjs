// Who may do what, and how one comes in, stays and goes: the matrix of roles and acts over the wire, sessions, sign-in, CSRF.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { operations, sample } from './openapi.mjs';
import { pageRoutes } from './pages_table.mjs';
import { acts, may, permissions } from './permissions.mjs';
import { all, checkHeaders, checkProblem } from './problems.mjs';
import { passphrase, start, totp, until } from './stack.mjs';
import { loginOf, roles } from './way.mjs';

let stack, routes;
const tokens = {};
before(async () => {
  stack = await start({ settings: '[limits]\nrequests_per_minute = 100000\nsign_ins_per_minute = 1000\n' });
  for (const role of roles) tokens[role] = await stack.signIn(loginOf(role));
  routes = operations((await stack.call('GET', '/api/v1/openapi.json')).json);
});
after(() => stack?.stop());

const unknownId = '0'.repeat(26);
const ask = (route, token) =>
  stack.call(route.method, route.path.replace(/\{\w+\}/g, unknownId), {
    token,
    ...(route.body ? { json: sample(route.body) } : {}),
    headers: { 'idempotency-key': `${Date.now()}-${Math.random()}`, 'if-match': `"${unknownId}"` },
  });
const cookie = (token) => ({ cookie: `__Host-s=${token}` });
const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const form = (fields) => new URLSearchParams(fields).toString();
const who = async (token) => (await stack.call('GET', '/api/v1/sessions/current', { token })).status;
const ends = (route) => route.path.startsWith('/api/v1/sessions/') || route.path === '/sign-out';
// The act is in the role's list, and the flow itself asks for a person of their own: nobody stops contact in their own name
// for somebody else.
const ownOnly = (role, route) => role === 'analyst' && route.method === 'POST' && /^\/(api\/v1\/)?(stop-contact|reports|stop|report)/.test(route.path);

// ---- the matrix ----

test('every operation names an act of the table, and is open to nobody else; every act has its step-up said', () => {
  assert.equal(permissions.size, acts, 'every row of the table was read');
  const open = routes.filter((one) => !one.act).map((one) => one.name);
  assert.deepEqual(open.sort(), ['GET /api/v1/openapi.json', 'POST /api/v1/sessions']);
  for (const route of routes.filter((one) => one.act)) {
    assert.ok(permissions.has(route.act), `${route.name}: ${route.act}`);
    assert.equal(route.stepUp, permissions.get(route.act).stepUp, `${route.name}: step-up`);
  }
});

for (const role of roles) {
  test(`${role}: what the table allows is let in, everything else is 403`, () =>
    all(routes.filter((one) => one.act && !ends(one)), async (route) => {
      const answer = await ask(route, tokens[role]);
      if (!may(role, route.act)) return checkProblem(answer, 403, `${role} ${route.name}`);
      if (ownOnly(role, route)) return assert.ok([403, 404, 422].includes(answer.status), `${role} ${route.name}: ${answer.status}`);
      assert.ok(![401, 403].includes(answer.status) && answer.status < 500, `${role} ${route.name}: ${answer.status} ${answer.body}`);
    }));
  test(`${role}: the same holds for pages`, () =>
    all(pageRoutes.filter((one) => one.method === 'GET'), async (route) => {
      const answer = await stack.call('GET', route.path.replace(/\{\w+\}/g, unknownId), { headers: cookie(tokens[role]) });
      if (!may(role, route.act)) return assert.equal(answer.status, 403, `${role} ${route.name}`);
      const good = route.ids || ownOnly(role, { ...route, method: 'POST' }) ? [200, 404] : [200];
      assert.ok(good.includes(answer.status), `${role} ${route.name}: ${answer.status}`);
    }));
}

test('signed out, every operation that has an act is 401', () =>
  all(routes.filter((one) => one.act), async (route) => checkProblem(await ask(route), 401, route.name)));

test('a cookie opens no operation of the API, and a bearer token no page', async () => {
  await all(routes.filter((one) => one.act && !ends(one)), async (route) => {
    const role = roles.find((one) => may(one, route.act));
    const answer = await stack.call(route.method, route.path.replace(/\{\w+\}/g, unknownId), {
      headers: { ...cookie(tokens[role]), 'idempotency-key': 'a-key-of-its-own' }, ...(route.body ? { json: sample(route.body) } : {}),
    });
    checkProblem(answer, 401, route.name);
  });
  await all(pageRoutes.filter((one) => one.method === 'GET'), async (route) => {
    const token = tokens[roles.find((one) => may(one, route.act))];
    assert.equal((await stack.call('GET', route.path.replace(/\{\w+\}/g, unknownId), { token })).status, 303, route.name);
  });
});

test('a refusal by role is witnessed', async () => {
  const leaves = () => Number(stack.sql('holdfast', 'select count(*) from hf.audit_leaf where sealed is not null'));
  const were = leaves();
  assert.equal((await stack.call('GET', '/api/v1/settings', { token: tokens.reader })).status, 403);
  assert.equal(leaves(), were + 1);
});

// ---- coming in ----

const signIn = (login, more = {}) => stack.call('POST', '/api/v1/sessions', { json: { login, passphrase, ...more } });

test('the wrong passphrase of somebody and the passphrase of nobody are answered alike', async () => {
  const known = await signIn('helen', { passphrase: 'not this one at all' });
  const unknown = await signIn('nobody-of-this-name', { passphrase: 'not this one at all' });
  checkProblem(known, 401, 'known');
  checkProblem(unknown, 401, 'unknown');
  const shape = ({ status, headers, json }) => ({ status, headers: Object.keys(headers).filter((name) => name !== 'date').sort(), json: { ...json, request_id: '' } });
  assert.deepEqual(shape(known), shape(unknown));
});

test('staff with the passphrase and no code, or a wrong one, stay outside, told no more than that', async () => {
  const none = await signIn('investigator2');
  const wrong = await signIn('investigator2', { code: '000000' });
  checkProblem(none, 401, 'no code');
  checkProblem(wrong, 401, 'a wrong code');
  assert.equal(none.json.detail, wrong.json.detail);
});

test('a code works once, also in a session that is there already', async () => {
  const code = totp('analyst2');
  const first = await signIn('analyst2', { code });
  assert.equal(first.status, 201, first.body);
  checkProblem(await signIn('analyst2', { code }), 401, 'the same code again');
  const stepUp = await stack.call('POST', '/api/v1/sessions/current/step-up', { token: first.json.token, json: { code } });
  assert.ok([401, 409].includes(stepUp.status), `a step-up with it: ${stepUp.status}`);
});

test('guessing at one login is slowed, and the right passphrase does not help in between', async () => {
  const statuses = [];
  const refused = () => statuses.filter((status) => status === 401).length;
  // Seven that were looked at: the wait is then four seconds, enough to ask in between.
  await until('seven guesses were looked at', async () => {
    statuses.push((await signIn('helen', { passphrase: `guess ${statuses.length}` })).status);
    return refused() === 7;
  });
  assert.deepEqual(statuses.slice(0, 4), [401, 401, 401, 401], 'a few slips cost nothing');
  assert.ok(statuses.every((status) => [401, 429].includes(status)), `${statuses}`);
  checkProblem(await signIn('helen'), 429, 'the right one, too soon');
});

test('guessing is slowed alike whether or not there is such a login', async () => {
  const guess = async (login) => {
    const statuses = [];
    for (let i = 0; i < 8; ++i) statuses.push((await signIn(login, { passphrase: `guess ${i}` })).status);
    return statuses.includes(429);
  };
  assert.equal(await guess('no-such-login'), await guess('loader'));
});

test('one address that signs in again and again is slowed, whatever logins it tries, and told when to come back', async () => {
  const strict = await start({ settings: '[limits]\nsign_ins_per_minute = 3\n', seed: false });
  try {
    const attempt = (i) => strict.call('POST', '/api/v1/sessions', { json: { login: `login-${i}`, passphrase } });
    const answers = [];
    for (let i = 0; i < 5; ++i) answers.push(await attempt(i));
    assert.deepEqual(answers.map((one) => one.status), [401, 401, 401, 429, 429]);
    checkProblem(answers[3], 429, 'the fourth');
    assert.match(answers[3].headers['retry-after'], /^\d+$/);
    const page = await strict.call('GET', '/sign-in');
    const sent = await strict.call('POST', '/sign-in', { headers: { ...formType, cookie: `__Host-f=${valueOf(cookiesOf(page), '__Host-f')}` }, body: form({ csrf: csrfIn(page), login: 'a', passphrase }) });
    assert.equal(sent.status, 429, 'the page as well');
  } finally { await strict.stop(); }
});

// ---- staying and going ----

// The session that began last; makes it older: its start, or when it was last used.
const newest = () => stack.sql('holdfast', "select encode(oid::bytea, 'hex') from hf.session order by created_at desc limit 1");
const age = (session, column, interval) =>
  stack.sql('holdfast', `update hf.session set ${column} = ${column} - interval '${interval}' where oid::bytea = decode('${session}', 'hex')`);

test('a session ends at once when its person signs out', async () => {
  const token = (await signIn('beatriz')).json.token;
  assert.equal(await who(token), 200);
  assert.equal((await stack.call('DELETE', '/api/v1/sessions/current', { token })).status, 204);
  assert.equal(await who(token), 401);
});

test('a person of the public is out after ten minutes of nothing, not after nine', async () => {
  const token = (await signIn('beatriz')).json.token;
  const session = newest();
  age(session, 'seen_at', '9 minutes');
  assert.equal(await who(token), 200, 'after nine minutes');
  age(session, 'seen_at', '10 minutes 1 second');
  assert.equal(await who(token), 401, 'after ten');
});

test('somebody of staff is out after fifteen minutes of nothing, not after fourteen', async () => {
  const { token: fresh } = (await signIn('facilitator')).json;
  const session = newest();
  age(session, 'seen_at', '14 minutes');
  assert.equal(await who(fresh), 200, 'after fourteen minutes');
  age(session, 'seen_at', '15 minutes 1 second');
  assert.equal(await who(fresh), 401, 'after fifteen');
});

test('a session that is used all the time ends after twelve hours', async () => {
  const token = (await signIn('beatriz')).json.token;
  const session = newest();
  age(session, 'created_at', '11 hours 59 minutes');
  assert.equal(await who(token), 200, 'just before');
  age(session, 'created_at', '2 minutes');
  assert.equal(await who(token), 401, 'after');
});

test('what needs a step-up asks for it when the last is old, is let in after it, and a wrong one is no step-up', async () => {
  const token = (await signIn('beatriz')).json.token;
  const session = newest();
  const operation = routes.find((one) => one.act === 'letter.open');
  assert.equal((await ask(operation, token)).status, 404, 'fresh from signing in');
  age(session, 'stepped_up_at', '1 hour');
  const refused = await ask(operation, token);
  checkProblem(refused, 401, 'an old one');
  assert.equal(refused.json.type, '/problems/step-up-needed');
  const page = await stack.call('GET', `/letters/${unknownId}/words`, { headers: cookie(token) });
  assert.deepEqual([page.status, page.headers.location.split('?')[0]], [303, '/step-up']);
  const stepUp = (words) => stack.call('POST', '/api/v1/sessions/current/step-up', { token, json: { passphrase: words } });
  checkProblem(await stepUp('not this one'), 401, 'a wrong step-up');
  assert.equal((await ask(operation, token)).status, 401, 'after a wrong one');
  assert.equal((await stepUp(passphrase)).status, 204);
  assert.equal((await ask(operation, token)).status, 404, 'after it');
});

let second;  // the session of a second investigator
test('every act that the table wants a step-up for asks for it', async () => {
  const wanted = routes.filter((one) => one.stepUp && may('investigator', one.act));
  assert.ok(wanted.length > 0);
  const { token } = (await signIn('investigator2', { code: totp('investigator2') })).json;
  second = token;
  age(newest(), 'stepped_up_at', '1 hour');
  await all(wanted, async (route) => assert.equal((await ask(route, token)).json?.type, '/problems/step-up-needed', route.name));
});

test('a disabled account is out with its next request, and does not come in again', async () => {
  assert.equal(await who(second), 200);
  stack.run('user', 'disable', '--login', 'investigator2');
  assert.equal(await who(second), 401);
  const page = await stack.call('GET', '/investigations', { headers: cookie(second) });
  assert.equal(page.status, 303);
  checkProblem(await signIn('investigator2', { code: totp('investigator2', Date.now() + 30_000) }), 401, 'signing in again');
});

// ---- pages: cookies and forms ----

const csrfIn = (page) => /name="csrf" value="([0-9a-z]+)"/.exec(page.body)?.[1];
const cookiesOf = (answer) => answer.headers['set-cookie'] ?? [];
const valueOf = (lines, name) => lines.find((line) => line.startsWith(`${name}=`))?.split(';')[0].slice(name.length + 1);

async function signInByPage(login) {
  const page = await stack.call('GET', '/sign-in');
  const tied = `__Host-f=${valueOf(cookiesOf(page), '__Host-f')}`;
  const answer = await stack.call('POST', '/sign-in', {
    headers: { ...formType, cookie: tied }, body: form({ csrf: csrfIn(page), login, passphrase }),
  });
  return { page, answer, token: valueOf(cookiesOf(answer), '__Host-s') };
}

test('cookies are __Host-, Secure, HttpOnly, SameSite=Strict, for the whole host and no other; a session cookie is new', async () => {
  const { page, answer, token } = await signInByPage('beatriz');
  assert.equal(answer.status, 303, answer.body);
  const lines = [...cookiesOf(page), ...cookiesOf(answer)];
  const language = await stack.call('POST', '/language', { headers: { ...formType, ...cookie(token) }, body: form({ csrf: csrfIn(await stack.call('GET', '/letters', { headers: cookie(token) })), lang: 'es' }) });
  lines.push(...cookiesOf(language));
  assert.ok(lines.length >= 4, `${lines}`);
  for (const line of lines) {
    assert.match(line, /^__Host-[a-z]=[^;]*; Path=\/; Secure; HttpOnly; SameSite=Strict(; Max-Age=0)?$/);
    assert.doesNotMatch(line, /domain|expires/i);
  }
  assert.match(token, /^[0-9a-z]{52}$/);
  assert.notEqual(token, (await signInByPage('beatriz')).token);
});

test('signing out by the page ends the session and drops the cookie; so does the quick exit, without a form token', async () => {
  for (const path of ['/sign-out', '/exit']) {
    const { token } = await signInByPage('beatriz');
    const csrf = csrfIn(await stack.call('GET', '/letters', { headers: cookie(token) }));
    const answer = await stack.call('POST', path, { headers: { ...formType, ...cookie(token) }, body: path === '/exit' ? '' : form({ csrf }) });
    assert.equal(answer.status, 303, path);
    assert.equal(valueOf(cookiesOf(answer), '__Host-s'), '', path);
    assert.match(answer.headers['clear-site-data'], /"cache"/, path);
    assert.equal(await who(token), 401, path);
  }
});

test('signing out everywhere ends the sessions of every device', async () => {
  const [here, there] = [(await signInByPage('beatriz')).token, (await signInByPage('beatriz')).token];
  const csrf = csrfIn(await stack.call('GET', '/choices', { headers: cookie(here) }));
  await stack.call('POST', '/sign-out', { headers: { ...formType, ...cookie(here) }, body: form({ csrf, everywhere: 'yes' }) });
  assert.deepEqual([await who(here), await who(there)], [401, 401]);
});

const posts = () => pageRoutes.filter((one) => one.method === 'POST');

test('a form without a token, with a made-up one or with that of another session is 403, on every page', async () => {
  const other = csrfIn(await stack.call('GET', '/help', { headers: cookie(tokens.auditor) }));
  assert.match(other, /^[0-9a-z]{52}$/);
  await all(posts(), async (route) => {
    const role = roles.find((one) => may(one, route.act) && one !== 'auditor') ?? 'auditor';
    const path = route.path.replace(/\{\w+\}/g, unknownId);
    const foreign = role === 'auditor' ? csrfIn(await stack.call('GET', '/help', { headers: cookie(tokens.analyst) })) : other;
    for (const fields of [{}, { csrf: '' }, { csrf: '0'.repeat(52) }, { csrf: foreign }]) {
      const answer = await stack.call('POST', path, { headers: { ...formType, ...cookie(tokens[role]) }, body: form(fields) });
      assert.equal(answer.status, 403, `${role} ${route.name} ${JSON.stringify(fields)}: ${answer.status}`);
      checkHeaders(answer, route.name);
    }
  });
});

test('a form from another origin is 403 even with the right token', () =>
  all([...posts(), { path: '/language', name: 'POST /language', act: 'session.keep' }], async (route) => {
    const role = roles.find((one) => may(one, route.act));
    const csrf = csrfIn(await stack.call('GET', '/help', { headers: cookie(tokens[role]) }));
    for (const origin of ['https://elsewhere.example', stack.origin.replace('https', 'http'), `${stack.origin}.example`]) {
      const answer = await stack.call('POST', route.path.replace(/\{\w+\}/g, unknownId), {
        headers: { ...formType, ...cookie(tokens[role]), origin }, body: form({ csrf, lang: 'en' }),
      });
      assert.equal(answer.status, 403, `${route.name} from ${origin}: ${answer.status}`);
    }
  }));

test('signing in by the page wants the form that was given out, from this browser', async () => {
  const page = await stack.call('GET', '/sign-in');
  for (const headers of [{}, { cookie: '__Host-f=' + '0'.repeat(52) }]) {
    const answer = await stack.call('POST', '/sign-in', { headers: { ...formType, ...headers }, body: form({ csrf: csrfIn(page), login: 'beatriz', passphrase }) });
    assert.equal(answer.status, 403);
    assert.equal(valueOf(cookiesOf(answer), '__Host-s'), undefined);
  }
});

test('the sign-in leads only to paths of our own', async () => {
  for (const next of ['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)']) {
    const page = await stack.call('GET', `/sign-in?next=${encodeURIComponent(next)}`);
    assert.ok(page.status === 400 || !page.body.includes('elsewhere') && !page.body.includes('alert(1)'), next);
  }
});

test('the passing of hours ends every session (the demo moves its clock)', async () => {
  assert.equal(await who(tokens.analyst), 200);
  stack.run('demo', 'clock', '--hours', '1');
  await all(roles, async (role) => assert.equal(await who(tokens[role]), 401, role));
});

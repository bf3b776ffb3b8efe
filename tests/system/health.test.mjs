// The stack itself: it comes up, answers, and goes down without losing what it took.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './stack.mjs';

let stack;
before(async () => { stack = await start(); });
after(() => stack?.stop());

test('health answers without a session', async () => {
  const answer = await stack.call('GET', '/healthz');
  assert.equal(answer.status, 200);
});

test('a submitted letter is answered with its id, and its programme sees it as received', async () => {
  const token = await stack.signIn('facilitator');
  const sent = await stack.submit(token, 'I broke your window in March. I am sorry.');
  assert.equal(sent.status, 201, sent.body);
  const seen = await stack.call('GET', `/api/v1/letters/${sent.json.id}`, { token });
  assert.equal(seen.json.state, 'received');
});

test('the doctor finds this installation well, and the log verifies', () => {
  assert.equal(JSON.parse(stack.run('doctor', '--json')).well, true);
  assert.equal(JSON.parse(stack.run('audit', 'verify', '--json')).good, true);
});

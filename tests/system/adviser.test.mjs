// holdfast screen --adviser: the adviser's findings merged into the same report, and an adviser that fails changes nothing
// but the exit code. Asked is a server of this test's own: no real model is measured here.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { program, root } from './stack.mjs';

const honest = 'I am sorry for what I did. I think of the house with the green door.';

let folder, letters;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'hf-screen-'));
  letters = join(folder, 'letters.jsonl');
  writeFileSync(letters, JSON.stringify({ id: 'a', text: honest }) + '\n');
});
after(() => rmSync(folder, { recursive: true, force: true }));

// An adviser that says `content`, for the time of `use(url, asked)`.
async function adviser(content, use) {
  const asked = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', part => { body += part; });
    request.on('end', () => {
      asked.push({ path: request.url, ...JSON.parse(body) });
      response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }));
    });
  });
  const socket = join(folder, 'adviser.sock');
  await new Promise(done => { server.listen(socket, done); });
  try {
    return await use(`unix:${socket}`, asked);
  } finally {
    await new Promise(done => { server.close(done); });
  }
}

function screen(...options) {
  return new Promise(done => {
    const child = spawn(program, ['screen', '--packs', 'screening/packs', '--jsonl', letters, ...options], { cwd: root });
    let out = '', err = '';
    child.stdout.on('data', part => { out += part; });
    child.stderr.on('data', part => { err += part; });
    child.on('close', code => done({ code, out, err }));
  });
}
const only = judged => JSON.parse(judged.out);

test('its findings are merged, and clear becomes review', async () => {
  const alone = only(await screen());
  assert.equal(alone.verdict, 'clear');
  const content = JSON.stringify({ findings: [
    { category: 'surveillance', quote: 'the house with the green door', why: 'w' },
    { category: 'threat', quote: 'I will find you', why: 'a lie' },
  ] });
  await adviser(content, async (url, asked) => {
    const judged = await screen('--adviser', url);
    assert.equal(judged.code, 0, judged.err);
    const both = only(judged);
    assert.equal(both.verdict, 'review');
    assert.deepEqual(both.categories, ['surveillance']);
    assert.equal(both.findings.length, 1);
    const [found] = both.findings;
    assert.deepEqual([found.rule, found.level, found.start, found.end], ['adviser.surveillance', 'review', 38, 67]);
    assert.deepEqual(Object.keys(both).sort(), Object.keys(alone).sort());
    assert.equal(asked.length, 1);
    assert.equal(asked[0].path, '/v1/chat/completions');
    assert.deepEqual(JSON.parse(asked[0].messages[1].content), { letter: honest });
  });
});

test('one that does not answer leaves the report as it is, and is told', async () => {
  const alone = await screen();
  await adviser('I would rather not.', async url => {
    const judged = await screen('--adviser', url);
    assert.equal(judged.out, alone.out);
    assert.equal(judged.code, 3);
    assert.match(judged.err, /0 of 1 letters; not the rest: malformed 1/);
    assert.ok(!judged.err.includes('green door'));
  });
});

test('a letter does not leave in the clear', async () => {
  for (const url of ['http://127.0.0.1:8080', 'https://adviser.example', 'adviser.sock']) {
    const judged = await screen('--adviser', url);
    assert.equal(judged.code, 2, url);
    assert.equal(judged.out, '');
    assert.match(judged.err, /mutual TLS/);
  }
});

// holdfast screen --rescreen and holdfast rules report --feedback over a whole stack: the rules change, held letters are
// listed and then set before a person, and what readers marked is counted. No word of a letter comes out of either.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { program, root, start } from './stack.mjs';
import { Way, signInAll } from './way.mjs';

const words = 'I took your bicycle from the yard. I am sorry for it. I remember the silver tractor beside it.';
const newer = `category = "threat"
language = "any"
[[rule]]
id = "threat.any.silver-tractor"
level = "quarantine"
patterns = ["silver tractor"]
en = "Speaks of it."
es = "Habla de eso."
must_match = ["the silver tractor", "A silver tractor."]
must_not_match = ["Nothing here.", "Nor here."]
`;

let stack, way;
before(async () => {
  stack = await start({});
  way = new Way((...asked) => stack.call(...asked), await signInAll(stack));
});
after(() => stack?.stop());

function holdfast(...options) {
  const { status, stdout, stderr } = spawnSync(program, [...options, '--config', stack.config], { cwd: stack.folder, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}
const rescreened = (...options) => {
  const { code, out, err } = holdfast('screen', '--rescreen', '--json', ...options);
  assert.ok(out.startsWith('{'), err);
  assert.doesNotMatch(out, /tractor(?!")|bicycle/);
  return { code, ...JSON.parse(out) };
};

test('with the rules that judged them nothing is opened and nothing changes', async () => {
  await way.submit(words, 'N10031');
  const { code, held, alike, screened, changed } = rescreened();
  assert.deepEqual([code, held, alike, screened, changed], [0, 1, 1, 0, []]);
});

test('newer rules: listed with exit code 1, set before a person with --apply, and then nothing is left', async () => {
  const approved = await way.submit(words, 'N10032');
  await way.decide(await way.versionOf(approved), 'approve');
  const packs = join(stack.folder, 'packs');
  cpSync(join(root, 'screening/packs'), packs, { recursive: true });
  writeFileSync(join(packs, 'threat.any.toml'), newer);
  writeFileSync(stack.config, readFileSync(stack.config, 'utf8').replace(/^packs = .*$/m, `packs = ${JSON.stringify(packs)}`));
  await stack.kill('gateway');
  await stack.begin('gateway');

  const listed = rescreened();
  assert.equal(listed.code, 1);
  assert.equal(listed.changed.length, 2);
  for (const one of listed.changed) {
    assert.deepEqual([one.was, one.now, one.worse, one.applied, one.rules], ['clear', 'quarantine', true, false, ['threat.any.silver-tractor']]);
  }
  const plain = holdfast('screen', '--rescreen');
  assert.match(plain.out, /clear -> quarantine threat\.any\.silver-tractor$/m);

  const set = rescreened('--apply');
  assert.equal(set.code, 0);
  assert.deepEqual(set.changed.map((one) => one.state).sort(), ['in_review', 'quarantined']);
  const version = set.changed.find((one) => one.letter === approved).version;
  const { json } = await way.ask('analyst', 'GET', `/api/v1/reviews/${version}`);
  assert.deepEqual([json.state, json.verdict, json.rescreened.was], ['in_review', 'quarantine', 'clear']);
  await way.ask('analyst', 'POST', `/api/v1/reviews/${version}/opening`);
  const etag = await way.etag('analyst', `/api/v1/reviews/${version}`);
  await way.ask('analyst', 'POST', `/api/v1/reviews/${version}/decision`, { json: { decision: 'approve' }, etag, status: [403, 409] });
  assert.deepEqual(rescreened('--apply').changed, []);
  assert.equal(holdfast('audit', 'verify').code, 0);
});

test('what readers marked is counted by rule', async () => {
  const letter = await way.submit('I am sorry for what I did. You must forgive me.', 'N10033');
  const path = `/api/v1/reviews/${await way.versionOf(letter)}`;
  const { findings } = (await way.ask('analyst', 'POST', `${path}/opening`)).json;
  const marks = findings.map(({ rule, of, start, end }) => ({ rule, of, start, end, mark: 'wrong' }));
  assert.ok(marks.length > 0);
  await way.ask('analyst', 'POST', `${path}/marks`, { json: { marks } });
  const { code, out } = holdfast('rules', 'report', '--feedback', '--json');
  assert.equal(code, 0);
  const { feedback } = JSON.parse(out);
  assert.ok(feedback.some((one) => one.rule === marks[0].rule && one.wrong > 0 && one.right === 0));
  const file = join(stack.folder, 'letters.jsonl');
  writeFileSync(file, JSON.stringify({ id: 'a', lang: 'en', verdict: 'review', categories: [], text: 'You must forgive me.' }) + '\n');
  const { rules } = JSON.parse(holdfast('rules', 'report', '--feedback', '--json', join(root, 'screening/packs'), file).out);
  assert.ok(rules.find((one) => one.id === marks[0].rule).wrong > 0);
  assert.doesNotMatch(out, /forgive me/);
});

test('where no gateway works it, it is ended and the exit code says so', async () => {
  await stack.kill('gateway');
  const { code, err } = holdfast('screen', '--rescreen', '--wait', '1');
  assert.equal(code, 3, err);
  assert.match(err, /no gateway/);
  await stack.begin('gateway');
});

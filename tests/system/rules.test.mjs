// holdfast rules lint, test, report, explain, and holdfast screen --explain, as those who write rules call them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { program, root } from './stack.mjs';

const shipped = join(root, 'screening/packs');

let folder;
before(() => { folder = mkdtempSync(join(tmpdir(), 'hf-rules-')); });
after(() => rmSync(folder, { recursive: true, force: true }));

function holdfast(...options) {
  const { status, stdout, stderr } = spawnSync(program, options, { cwd: root, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

const rule = (id, words, more = '') => `[[rule]]
id = "${id}"
level = "review"
patterns = ["${words}"]
${more}
en = "Says ${id}."
es = "Dice ${id}."
must_match = ["${words}", "The ${words}"]
must_not_match = ["Nothing here.", "Nor here."]
`;
let packs = 0;
function pack(rules) {
  const where = join(folder, `packs-${++packs}`);
  mkdirSync(where);
  writeFileSync(join(where, 'threat.any.toml'), `category = "threat"\nlanguage = "any"\n${rules}`);
  return where;
}
function lines(name, rows) {
  const file = join(folder, name);
  writeFileSync(file, rows.map(row => JSON.stringify({ lang: 'en', categories: [], ...row }) + '\n').join(''));
  return file;
}

test('lint has nothing to hold against the packs that are shipped, and ends with 1 where something is wrong', () => {
  const sound = holdfast('rules', 'lint', shipped);
  assert.equal(sound.code, 0, sound.out);
  assert.match(sound.out, /^0 wrong, \d+ to look at$/m);
  const broken = holdfast('rules', 'lint', pack(rule('threat.a', 'burning barn').replace('Nor here.', 'A burning barn.')));
  assert.equal(broken.code, 1);
  assert.match(broken.out, /^threat\.any\.toml:11: wrong: threat\.a fires on: A burning barn\.$/m);
});

test('lint --strict minds what a person should only look at, and --json says the same', () => {
  const idle = pack(rule('threat.a', 'burning barn') + rule('threat.b', 'burning barn'));
  assert.equal(holdfast('rules', 'lint', idle).code, 0);
  assert.equal(holdfast('rules', 'lint', '--strict', idle).code, 1);
  const { remarks } = JSON.parse(holdfast('rules', 'lint', '--json', idle).out);
  assert.ok(remarks.some(r => r.what === 'threat.b has a pattern of threat.a' && !r.wrong && r.line > 0));
});

test('lint of what is no folder of packs is a wrong call', () => {
  const { code, err } = holdfast('rules', 'lint', join(folder, 'nowhere'));
  assert.equal(code, 2);
  assert.match(err, /nowhere/);
});

test('test names the line of each example that does not hold', () => {
  assert.equal(holdfast('rules', 'test', shipped).code, 0);
  const { code, out } = holdfast('rules', 'test', pack(rule('threat.a', 'burning barn').replace('["burning barn", "The', '["burning car", "The')));
  assert.equal(code, 1);
  assert.match(out, /^threat\.any\.toml:\d+: threat\.a does not fire on: burning car$/m);
  assert.match(out, /^3 examples hold, 1 do not$/m);
});

test('report counts, marks and compares with an earlier one', () => {
  const where = pack(rule('threat.barn', 'burning barn') + rule('threat.car', 'red car') + rule('threat.tried', 'blue door', 'status = "test"'));
  const letters = lines('letters.jsonl', [
    { id: 'b1', text: 'The burning barn.', verdict: 'review', categories: ['threat'] },
    { id: 'g1', text: 'A red car.', verdict: 'clear' },
    { id: 'g2', text: 'A blue door.', verdict: 'clear' }]);
  const table = holdfast('rules', 'report', where, letters);
  assert.equal(table.code, 0, table.err);
  assert.match(table.out, /^ +1 100\.00 +0\.00 +1\.00 +1 .* active threat +threat\.barn$/m);
  assert.match(table.out, /threat\.car {3}<- S\/O under 0\.9$/m);
  assert.match(table.out, /test +threat +threat\.tried/m);
  assert.match(table.out, /^threat +en +1 +2 +50% +100%$/m);
  assert.match(holdfast('rules', 'report', '--misses', where, letters).out, /^HIGH g1 clear as review/m);

  const earlier = join(folder, 'earlier.json');
  writeFileSync(earlier, holdfast('rules', 'report', '--json', where, letters).out);
  assert.match(holdfast('rules', 'report', '--against', earlier, where, letters).out, /^0 letters changed$/m);
  const weaker = pack(rule('threat.barn', 'burning barnyard'));
  const changed = holdfast('rules', 'report', '--against', earlier, weaker, letters);
  assert.equal(changed.code, 1);
  assert.match(changed.out, /^ {2}b1: review \(threat\) -> clear \(\)$/m);
  assert.match(changed.out, /^fell: en review flagged: 100\.0 % -> 0\.0 %$/m);
});

test('report says where a letter cannot be read', () => {
  const { code, err } = holdfast('rules', 'report', shipped, lines('wrong.jsonl', [{ id: 'a', text: 'x', verdict: 'bad' }]));
  assert.equal(code, 2);
  assert.match(err, /wrong\.jsonl:1: verdict: clear, review or quarantine is needed/);
});

test('explain takes a rule apart', () => {
  const { code, out } = holdfast('rules', 'explain', '--packs', shipped, 'threat.en.will-harm');
  assert.equal(code, 0);
  for (const part of ['expanded: ', 'every match holds one of: ', 'own_past', 'must match: ', 'taken back by']) assert.ok(out.includes(part), part);
  const nobody = holdfast('rules', 'explain', '--packs', shipped, 'threat.en.nobody');
  assert.equal(nobody.code, 2);
  assert.match(nobody.err, /neither a rule of these packs nor a file/);
});

test('screen --explain says words, disguise, reason, scores and why it is no worse, in both languages', () => {
  const letter = join(folder, 'letter.txt');
  writeFileSync(letter, 'I told you that I will kill you. I will be out in eleven months. Pl3as3 f0rgiv3 m3. Please forgive me for all of it.\n');
  const english = holdfast('screen', '--packs', shipped, '--explain', letter);
  assert.equal(english.code, 0, english.err);
  for (const part of ['Verdict: review', 'forgiveness_demand', 'Scores: ', 'Why not quarantine: ', 'Taken back by what stands around it', 'own_past'])
    assert.ok(english.out.includes(part), `${part} in ${english.out}`);
  const spanish = holdfast('screen', '--packs', shipped, '--explain', '--lang', 'es', letter);
  for (const part of ['Resultado: revisión', 'Puntos: ', 'Por qué no cuarentena: ', 'No cuenta por lo que la rodea'])
    assert.ok(spanish.out.includes(part), `${part} in ${spanish.out}`);
  assert.equal(holdfast('rules', 'explain', '--packs', shipped, letter).out, english.out.slice(english.out.indexOf('\n') + 1));
  assert.equal(holdfast('screen', '--explain', '--json', letter).code, 2);
});

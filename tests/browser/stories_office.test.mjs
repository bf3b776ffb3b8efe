// One story for each of those who work with letters: facilitator, analyst, investigator, institution, auditor, reader, administrator.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../system/stack.mjs';
import { begin, confirmIfAsked, faultBeside, fill, follow, press, say, sees, seesMessage, stateOf, tick, wordsOf } from './live.mjs';

let live;
before(async () => { live = await begin(); });
after(() => live?.end());

const clear = (what) => `I did it: ${what}. It was my choice alone. You owe me nothing.`;
const threat = 'If you ever speak about me again I will find you and make you regret it. I know where you live.';

const textFile = (words) => ({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from(words) });

async function openWords(page, key) {
  const open = () => press(page, 'en', key);
  await open();
  await confirmIfAsked(page, 'en', open);
  await page.locator('.hf-letter').waitFor();
}

async function openReview(page, number) {
  await page.goto('/office/review');
  await page.getByRole('link', { name: number }).first().click();
  await openWords(page, 'review_before.open.submit');
}

test('a facilitator sends a file in, reads the reasons when they are published, sends a new version, and takes it back', async (t) => {
  let page = await live.staying('facilitator');
  let letter;
  await t.test('a file that is no text is refused, and what was typed stays', async () => {
    await page.goto('/programme/letters/new');
    await fill(page, { offender_number: 'N10011', offender_name: 'Writer', addressee: 'my old neighbour', language: 'en' });
    await page.locator('#file').setInputFiles({ ...textFile(''), buffer: Buffer.from([0xff, 0xfe, 0, 0x41]) });
    await press(page, 'en', 'new_letter.submit');
    assert.ok(await page.locator('form .usa-error-message').count() > 0);
    assert.equal(await page.locator('#addressee').inputValue(), 'my old neighbour');
  });
  await t.test('Enter in a field sends the letter in; it does not check it', async () => {
    await page.locator('#addressee').press('Enter');
    await page.waitForURL(/\/programme\/[a-z]+$/);
    assert.equal(new URL(page.url()).pathname, '/programme/letters');
    assert.equal(await faultBeside(page, 'body'), say('en', 'fault.body.missing'));
  });
  await t.test('a text file is a letter', async () => {
    await page.locator('#file').setInputFiles(textFile(clear('I cut down your tree') + '\nPlease forgive me.\n'));
    await press(page, 'en', 'new_letter.submit');
    await seesMessage(page, 'en', 'flash.letter_received');
    letter = new URL(page.url()).pathname;
  });
  await t.test('a return without a reason is refused; with one it is recorded', async () => {
    const analyst = await live.staying('analyst');
    await openReview(analyst, 'N10011');
    assert.equal(await wordsOf(analyst), clear('I cut down your tree') + '\nPlease forgive me.\n');
    await tick(analyst, 'decision', 'return');
    await press(analyst, 'en', 'review_open.submit');
    assert.equal(await faultBeside(analyst, 'reasons'), say('en', 'fault.reasons.missing'));
    assert.equal(await analyst.locator('[name=decision][value=return]').isChecked(), true);
    await tick(analyst, 'reasons', 'FORGIVE');
    await tick(analyst, 'note', 'nearly');
    await press(analyst, 'en', 'review_open.submit');
    await seesMessage(analyst, 'en', 'flash.decision_recorded');
  });
  await t.test('nothing of it shows before the hour of publication', async () => {
    await page.goto(letter);
    assert.notEqual(await stateOf(page), say('en', 'letter_state.returned'));
    assert.equal(await page.getByText(say('en', 'reason.FORGIVE.mend')).count(), 0);
  });
  await t.test('after it the reasons, how to mend them, and the note show', async () => {
    live.moveClock(25);
    page = await live.staying('facilitator');
    await live.untilPublished(page, letter, say('en', 'letter_state.returned'));
    await sees(page, say('en', 'reason.FORGIVE'));
    await sees(page, say('en', 'reason.FORGIVE.mend'));
    await sees(page, say('en', 'note_says.nearly'));
  });
  await t.test('a new version is read again from the beginning, with whom it is for', async () => {
    await fill(page, { addressee: 'my old neighbour', language: 'en', body: clear('I cut down your tree') + ' Please forgive me.' });
    await press(page, 'en', 'check.submit');
    await sees(page, say('en', 'check_mend.forgiveness_demand'));
    const lines = clear('I cut down your tree') + '\nI planted another.\n';
    await fill(page, { body: '' });
    await page.locator('#file').setInputFiles(textFile(lines));
    await press(page, 'en', 'check.submit');
    await press(page, 'en', 'programme_letter.replace.submit');
    await seesMessage(page, 'en', 'flash.version_received');
    const analyst = await live.staying('analyst');
    await openReview(analyst, 'N10011');
    assert.equal(await wordsOf(analyst), lines, 'checked from a file and sent from the field: the same letter');
    await sees(analyst, 'my old neighbour');
  });
  await t.test('a letter that is taken back says so and offers nothing more', async () => {
    await page.goto(letter);
    await press(page, 'en', 'programme_letter.withdraw.submit');
    await seesMessage(page, 'en', 'flash.letter_withdrawn');
    assert.equal(await stateOf(page), say('en', 'letter_state.withdrawn'));
    assert.equal(await page.locator('textarea').count(), 0);
  });
});

test('an analyst enters an order, and from then on the bank shows the pair as barred', async () => {
  await live.bank(clear('I broke your car'), { number: 'N10003' });
  const page = await live.staying('analyst');
  await page.goto('/office/bank');
  const row = page.locator('tbody tr', { hasText: 'N10003' });
  await sees(row, say('en', 'bank.free'));
  await follow(page, 'en', 'nav.orders');
  await follow(page, 'en', 'orders.new');
  await press(page, 'en', 'new_order.look_up');
  assert.equal(await faultBeside(page, 'offender_number'), say('en', 'fault.offender_number.missing'));
  await fill(page, { offender_number: 'N10003' });
  await press(page, 'en', 'new_order.look_up');
  await page.locator('label', { hasText: 'Helen Marsh' }).click();
  await fill(page, { court: 'Superior Court, County of Alameda', number: 'CR-11-204' });
  await press(page, 'en', 'new_order.submit');
  assert.equal(await faultBeside(page, 'kind'), say('en', 'fault.kind.missing'));
  assert.equal(await page.locator('#court').inputValue(), 'Superior Court, County of Alameda');
  await fill(page, { kind: 'criminal_protective', state: 'active', starts_on: '2024-01-01' });
  await page.locator('label[for=permanent]').click();
  await tick(page, 'conditions', '05');
  await press(page, 'en', 'new_order.submit');
  await seesMessage(page, 'en', 'flash.order_recorded');
  // The court and its number are sealed with the order's paper: the list shows whom it restrains.
  await sees(page.locator('tbody tr', { hasText: 'N10003' }), say('en', 'orders.in_force'));
  await page.goto('/office/bank');
  await sees(row, say('en', 'bank.barred'));
});

async function openTicket(page, number) {
  await page.goto('/investigations');
  await page.getByRole('link', { name: number }).first().click();
  await openWords(page, 'investigation.open.submit');
}

test('an investigator reads what was stopped and confirms it; the institution acknowledges and answers; the ticket is closed', async (t) => {
  await live.submit(threat, { number: 'N10012' });
  const investigator = await live.staying('investigator');
  await t.test('the findings are marked in the words', async () => {
    await openTicket(investigator, 'N10012');
    const marked = await investigator.locator('mark').evaluateAll((marks) => marks.map((mark) => [...mark.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join('')));
    assert.deepEqual(marked, await investigator.locator('.hf-quote').allInnerTexts());
    assert.ok(marked.length >= 2);
  });
  const path = new URL(investigator.url()).pathname.replace('/open', '');
  await t.test('a decision without a reason is refused; a confirmation opens the ticket', async () => {
    await tick(investigator, 'decision', 'confirm');
    await press(investigator, 'en', 'investigation.decide.submit');
    assert.equal(await faultBeside(investigator, 'reason'), say('en', 'fault.reason.missing'));
    await tick(investigator, 'reason', 'as_found');
    await press(investigator, 'en', 'investigation.decide.submit');
    await seesMessage(investigator, 'en', 'flash.ticket_decided');
  });
  await t.test('the institution acknowledges and answers, and sees no word of the letter', async () => {
    const page = await live.staying('institution');
    await page.goto('/tickets');
    await page.getByRole('link', { name: 'N10012' }).click();
    assert.equal(await page.getByText('make you regret it').count(), 0);
    await press(page, 'en', 'ticket.acknowledge.submit');
    await seesMessage(page, 'en', 'flash.ticket_acknowledged');
    await tick(page, 'state', 'substantiated');
    await press(page, 'en', 'ticket.answer.submit');
    assert.equal(await faultBeside(page, 'answer'), say('en', 'fault.answer.missing'));
    await fill(page, { answer: 'We spoke with him; his calls are stopped.' });
    await press(page, 'en', 'ticket.answer.submit');
    await seesMessage(page, 'en', 'flash.ticket_answered');
  });
  await t.test('the answer reaches the investigator, who closes', async () => {
    await investigator.goto(path);
    await sees(investigator, 'We spoke with him; his calls are stopped.');
    await tick(investigator, 'outcome', 'resolved');
    await press(investigator, 'en', 'investigation.close.submit');
    await seesMessage(investigator, 'en', 'flash.ticket_closed');
  });
});

test('what one investigator dismisses, another lifts, and the letter goes back to review', async () => {
  await live.submit(threat, { number: 'N10013' });
  const first = await live.staying('investigator');
  await openTicket(first, 'N10013');
  await tick(first, 'decision', 'dismiss');
  await tick(first, 'reason', 'misread');
  await press(first, 'en', 'investigation.decide.submit');
  await seesMessage(first, 'en', 'flash.ticket_decided');
  const path = new URL(first.url()).pathname;
  assert.equal(await first.locator(`form[action="${path}/lift"]`).count(), 0, 'one person does not lift alone');
  const second = await live.staying('investigator2');
  await second.goto(path);
  await press(second, 'en', 'investigation.lift.submit');
  await confirmIfAsked(second, 'en', () => press(second, 'en', 'investigation.lift.submit'));
  await seesMessage(second, 'en', 'flash.ticket_decided');
  const analyst = await live.staying('analyst');
  await openReview(analyst, 'N10013');
});

test('auditor, reader, administrator and second person find their page, and nobody finds another\'s', async () => {
  const homes = { auditor: ['/log', 'log.title'], reader: ['/readings', 'readings.title'], administrator: ['/settings', 'settings.title'], counsel: ['/second', 'second.title'] };
  for (const [login, [path, title]] of Object.entries(homes)) {
    const page = await live.staying(login);
    assert.equal(new URL(page.url()).pathname, path);
    assert.equal(await page.locator('h1').innerText(), say('en', title));
    const refused = await page.goto('/office/review');
    assert.equal(refused.status(), 403);
    await seesMessage(page, 'en', 'problem.forbidden.title');
  }
});

const pagesOf = {
  facilitator: ['/programme', '/programme/letters/new', '/help'],
  analyst: ['/office/review', '/office/addressing', '/office/bank', '/office/orders', '/office/orders/new', '/office/registrations', '/office/tasks'],
  investigator: ['/investigations'],
  institution: ['/tickets'],
  auditor: ['/log'],
  reader: ['/readings'],
  administrator: ['/settings', '/settings/rules'],
  counsel: ['/second'],
};

const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

// WCAG 2.2 AA, as far as a program can tell. axe comes in through the browser's debugger: the pages' policy would refuse it.
const violations = (page) => page.evaluate(async () => {
  const found = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } });
  return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`);
});

test('every role finds its pages in Spanish after one press; each fits a narrow screen and can be used by everybody', async () => {
  for (const [login, paths] of Object.entries(pagesOf)) {
    const page = await live.staying(login);
    await page.addInitScript({ content: axe });
    await page.goto(paths[0]);
    await press(page, 'en', 'frame.language.other');
    await page.setViewportSize({ width: 320, height: 700 });
    for (const path of paths) {
      await page.goto(path);
      assert.equal(await page.locator('html').getAttribute('lang'), 'es', path);
      await sees(page, say('es', 'frame.sign_out'));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${path} is ${over} px wider than the screen`);
      assert.deepEqual(await violations(page), [], path);
      assert.doesNotMatch(await page.locator('main').innerText(), /\b[a-z_]+\.[a-z_]+\.[a-z_]+\b|\{[a-z]+\}/, `${path} shows a key instead of words`);
    }
  }
});

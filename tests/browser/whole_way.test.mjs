// The whole way of one letter, from the facilitator's first try to the recipient's reading, each by the pages alone: in English with
// scripts, and in Spanish without them, reached by the language switch.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, confirmIfAsked, faultBeside, fill, follow, press, say, sees, seesMessage, stateOf, tick, untilShown, wordsOf } from './live.mjs';

let live;
before(async () => { live = await begin(); });
after(() => live?.end());

const english = {
  lang: 'en', scripts: true, number: 'N10001', recipient: 'rosa', person: 'Rosa Quintero',
  addressee: 'the woman whose shop I robbed', case: 'NC-2011-401', evidence: 'Named as victim in the judgment of 4 May 2011.',
  toMend: 'I took the money out of your till. Please forgive me.',
  words: 'I took the money out of your till on a Tuesday.\n\nIt was my choice, and you had done nothing. I am sorry.',
};
const spanish = {
  lang: 'es', scripts: false, number: 'N10002', recipient: 'beatriz', person: 'Beatriz Luna',
  addressee: 'la señora cuya casa robé', case: 'NC-2012-402', evidence: 'Figura como víctima en la sentencia del 4 de mayo de 2012.',
  toMend: 'Me llevé sus cosas. Le pido que me perdone.',
  words: 'Entré en su casa mientras usted trabajaba y me llevé sus cosas.\n\nFue mi decisión y usted no hizo nada. Lo siento.',
};

// Somebody in the story's language. Where that is Spanish, the browser asks for English and the person switches.
async function somebody(login, story) {
  const page = await live.browserOf({ lang: 'en', scripts: story.scripts });
  if (story.lang === 'es') {
    await page.goto('/sign-in');
    await press(page, 'en', 'frame.language.other');
    await seesMessage(page, 'es', 'sign_in.title');
  }
  await live.signIn(page, story.lang, login);
  await page.goto(new URL(page.url()).pathname);
  if (await page.locator('html').getAttribute('lang') !== story.lang) await press(page, story.lang === 'es' ? 'en' : 'es', 'frame.language.other');
  await page.locator(`html[lang="${story.lang}"]`).waitFor({ state: 'attached' });
  return page;
}

async function sendIn(page, story) {
  await follow(page, story.lang, 'programme.new');
  const right = { offender_number: story.number, offender_name: 'Writer', case_number: story.case, addressee: story.addressee, language: story.lang };
  const mistyped = { ...right, offender_number: 'N 10001!', body: story.words };
  await fill(page, mistyped);
  await press(page, story.lang, 'new_letter.submit');
  assert.equal(await faultBeside(page, 'offender_number'), say(story.lang, 'fault.offender_number.bad_format'));
  await assertKept(page, mistyped);
  await fill(page, { ...right, body: '' });
  await press(page, story.lang, 'new_letter.submit');
  assert.equal(await faultBeside(page, 'body'), say(story.lang, 'fault.body.missing'));
  await assertKept(page, right);
  await check(page, story, { ...right, body: story.toMend }, ['check.found', 'check_name.forgiveness_demand', 'check_mend.forgiveness_demand']);
  await check(page, story, { ...right, body: story.words }, ['check.none']);
  await press(page, story.lang, 'new_letter.submit');
  await seesMessage(page, story.lang, 'flash.letter_received');
}

// Before it is sent in: what the guidelines say, above the form with everything still in it.
async function check(page, story, fields, keys) {
  await fill(page, fields);
  await press(page, story.lang, 'check.submit');
  for (const key of keys) await sees(page, say(story.lang, key));
  await assertKept(page, fields);
}

async function assertKept(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    assert.equal(await page.locator(`[name="${name}"]`).inputValue(), value, `${name} is not lost`);
  }
}

async function approve(page, story) {
  await page.goto('/office/review');
  await page.getByRole('link', { name: story.number }).first().click();
  const open = () => press(page, story.lang, 'review_before.open.submit');
  await open();
  await confirmIfAsked(page, story.lang, open);
  assert.equal(await wordsOf(page), story.words);
  await sees(page, story.addressee);
  await tick(page, 'decision', 'approve');
  await press(page, story.lang, 'review_open.submit');
  await seesMessage(page, story.lang, 'flash.decision_recorded');
}

async function address(page, story) {
  await follow(page, story.lang, 'nav.addressing');
  await page.getByRole('link', { name: story.number }).click();
  await sees(page, story.addressee);
  await press(page, story.lang, 'addressing.submit');
  assert.equal(await faultBeside(page, 'evidence'), say(story.lang, 'fault.evidence.missing'));
  await page.locator('label', { hasText: story.person }).click();
  await fill(page, { evidence: story.evidence });
  await press(page, story.lang, 'addressing.submit');
  await seesMessage(page, story.lang, 'flash.addressee_recorded');
}

const offer = '.hf-offer a';

async function look(page, story) {
  assert.equal(await page.title(), say(story.lang, 'frame.quiet.title'), 'the title tells an onlooker nothing');
  await page.locator(offer).click();
  await seesMessage(page, story.lang, 'offer.title');
  assert.equal(await page.title(), say(story.lang, 'frame.quiet.title'));
  assert.equal(await page.getByText(story.words.slice(0, 20)).count(), 0, 'an offer shows no words');
  await page.locator('.hf-back a').click();
  await seesMessage(page, story.lang, 'offers.title');
}

async function chooseNow(page, story) {
  await page.locator(offer).click();
  await press(page, story.lang, 'offer.submit');
  assert.equal(await faultBeside(page, 'choice'), say(story.lang, 'fault.choice.missing'));
  await tick(page, 'choice', 'now');
  await press(page, story.lang, 'offer.submit');
  await seesMessage(page, story.lang, 'flash.choice_recorded');
}

async function read(page, story) {
  const hold = new URL(page.url()).pathname;
  await untilShown(page, hold, `a[href="${hold}/words"]`);
  await follow(page, story.lang, 'offer.open.go');
  await seesMessage(page, story.lang, 'words_warning.title');
  assert.equal(await page.locator('.hf-letter').count(), 0, 'the second warning shows no words');
  const open = () => press(page, story.lang, 'words_warning.open');
  await open();
  await confirmIfAsked(page, story.lang, open);
  assert.equal(await wordsOf(page), story.words);
  assert.equal(await page.title(), say(story.lang, 'frame.quiet.title'));
}

// What the programme's pages say, but for what is new at each look: the forms' tokens and keys.
async function programmeSees(page, letter) {
  const pages = [];
  for (const path of ['/programme', letter]) {
    await page.goto(path);
    const html = await page.content();
    pages.push(html.replace(/name="(csrf|key)" value="[^"]*"/g, ''));
  }
  return pages.join('\n');
}

for (const story of [english, spanish]) {
  const way = story.lang === 'en' ? 'in English' : 'in Spanish, without scripts';
  test(`a letter goes from the facilitator's hand to the recipient's reading, ${way}`, async () => {
    const facilitator = await somebody('facilitator', story);
    await sendIn(facilitator, story);
    const letter = new URL(facilitator.url()).pathname;
    assert.equal(await stateOf(facilitator), say(story.lang, 'letter_state.received'));

    const analyst = await somebody('analyst', story);
    await approve(analyst, story);
    await address(analyst, story);
    const before = await programmeSees(facilitator, letter);

    const recipient = await somebody(story.recipient, story);
    await untilShown(recipient, '/letters', offer);
    await look(recipient, story);
    await chooseNow(recipient, story);
    await read(recipient, story);
    assert.equal(await programmeSees(facilitator, letter), before, 'reading moves nothing that the programme sees');
    for (const page of [facilitator, analyst, recipient]) await page.context().close();
  });
}

test('two mistakes are both said at once, each beside its field', async () => {
  const page = await live.person('facilitator');
  await follow(page, 'en', 'programme.new');
  await fill(page, { offender_number: 'N 10001!', offender_name: 'Writer', addressee: 'my neighbour', language: 'en' });
  await press(page, 'en', 'new_letter.submit');
  const beside = await page.locator('form .usa-error-message').allInnerTexts();
  assert.deepEqual(beside, ['fault.offender_number.bad_format', 'fault.body.missing'].map((key) => say('en', key)));
});

test('the auditor sees the entries of it and opens one, which fits its commitment', async () => {
  const auditor = await live.person('auditor');
  assert.equal(new URL(auditor.url()).pathname, '/log');
  assert.ok(await auditor.locator('tbody tr').count() > 5);
  await auditor.locator('tbody form button').first().click();
  await seesMessage(auditor, 'en', 'log_entry.matches');
  for (const story of [english, spanish]) {
    assert.equal(await auditor.getByText(story.words.slice(0, 20)).count(), 0, 'no content in the log');
  }
});

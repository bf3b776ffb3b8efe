// What a recipient does with the pages, and what the pages do for them: choose, change, stop, report, leave.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { away, begin, confirmIfAsked, faultBeside, fill, follow, press, say, seesMessage, tick, untilShown } from './live.mjs';

let live;
before(async () => { live = await begin(); });
after(() => live?.end());

const rosas = { number: 'N10001', language: 'en' };
const beatrizs = { number: 'N10002', language: 'es' };
const words = (what) => `I did it: ${what}. It was my choice alone. You owe me nothing.`;

// The newest offer's page, once it is there.
async function newestOffer(page, more) {
  await untilShown(page, '/letters', `.hf-offer:nth-child(${more})`);
  const offers = await page.locator('.hf-offer a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  const untouched = await page.locator('.hf-offer', { hasText: say(await page.locator('html').getAttribute('lang'), 'offer_state.offered') }).locator('a').getAttribute('href');
  assert.ok(offers.includes(untouched));
  await page.goto(untouched);
  return untouched;
}

async function choose(page, lang, choice, day) {
  await tick(page, 'choice', choice);
  if (day !== undefined) await fill(page, { not_before: day });
  await press(page, lang, 'offer.submit');
}

const dayFromNow = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const link = (page) => page.locator('a[href$="/words"]').count();

for (const { lang, login, of } of [{ lang: 'en', login: 'rosa', of: rosas }, { lang: 'es', login: 'beatriz', of: beatrizs }]) {
  test(`not now, and never, keep it closed and can be changed (${lang})`, async () => {
    await live.bank(words('I took your bicycle'), of);
    const page = await live.person(login, { lang });
    const path = await newestOffer(page, 1);
    await choose(page, lang, 'not_now');
    await seesMessage(page, lang, 'flash.choice_recorded');
    await seesMessage(page, lang, 'offer_state.deferred');
    assert.equal(await link(page), 0);
    await choose(page, lang, 'never');
    await seesMessage(page, lang, 'offer_state.declined');
    assert.equal(await link(page), 0);
    await choose(page, lang, 'now');
    await untilShown(page, path, `a[href="${path}/words"]`);
    await page.goto('/choices');
    for (const choice of ['now', 'never', 'not_now']) await seesMessage(page, lang, `choice.${choice}`);
    await page.context().close();
  });
}

test('a stopped contact offers nothing new, and only the person undoes it', async () => {
  const page = await live.person('beatriz', { lang: 'es' });
  await follow(page, 'es', 'nav.stop');
  await press(page, 'es', 'stop.submit');
  await seesMessage(page, 'es', 'flash.contact_stopped');
  await live.bank(words('I broke your fence'), beatrizs);
  await page.goto('/letters');
  await seesMessage(page, 'es', 'offers.stopped');
  assert.equal(await page.locator('.hf-offer').count(), 1, 'nothing new is offered');
  assert.equal(await link(page), 0);
  await page.goto(await page.locator('.hf-offer a').getAttribute('href'));
  await seesMessage(page, 'es', 'offer.stopped');
  assert.equal(await link(page), 0, 'what was ready is not offered to be opened');
  await page.goto('/stop');
  await press(page, 'es', 'stop.resume');
  await seesMessage(page, 'es', 'flash.contact_resumed');
  await page.context().close();
});

test('a report says what is missing, shows its reach, and is received', async () => {
  const page = await live.person('rosa');
  await follow(page, 'en', 'nav.report');
  await fill(page, { what: 'A man said that he had a message for me.' });
  await press(page, 'en', 'report.submit');
  assert.equal(await faultBeside(page, 'about'), say('en', 'fault.about.missing'));
  assert.equal(await faultBeside(page, 'share'), say('en', 'fault.share.missing'));
  assert.equal(await page.locator('#what').inputValue(), 'A man said that he had a message for me.');
  assert.match(await page.locator('.hf-exact').innerText(), /N10001/);
  await page.locator('label', { hasText: 'Writer 1' }).click();
  await fill(page, { channel: 'third_person' });
  await tick(page, 'share', 'office');
  await tick(page, 'stop', 'nothing');
  await press(page, 'en', 'report.submit');
  await seesMessage(page, 'en', 'flash.report_received');
  await page.context().close();
});

test('the institution reads exactly what the person was shown before she agreed', async () => {
  const page = await live.person('rosa');
  await follow(page, 'en', 'nav.report');
  const shown = await page.locator('.hf-exact').innerText();
  await page.locator('label', { hasText: 'Writer 1' }).click();
  await fill(page, { channel: 'call', what: 'He rang my sister on Sunday.' });
  await tick(page, 'share', 'institution');
  await tick(page, 'stop', 'nothing');
  await press(page, 'en', 'report.submit');
  await seesMessage(page, 'en', 'flash.report_received');
  await page.context().close();

  const investigator = await live.person('investigator');
  await investigator.getByRole('link', { name: rosas.number }).last().click();
  const open = () => press(investigator, 'en', 'investigation.open.submit');
  await open();
  await confirmIfAsked(investigator, 'en', open);
  await investigator.locator('.hf-letter', { hasText: 'He rang my sister' }).waitFor();
  await tick(investigator, 'decision', 'confirm');
  await tick(investigator, 'reason', 'as_found');
  await press(investigator, 'en', 'investigation.decide.submit');
  await seesMessage(investigator, 'en', 'flash.ticket_decided');

  const institution = await live.person('institution');
  await institution.getByRole('link', { name: rosas.number }).first().click();
  await institution.locator('h1', { hasText: say('en', 'ticket.title') }).waitFor();
  const read = await institution.locator('main').innerText();
  assert.ok(read.includes(shown), `shown: ${shown}\nread: ${read}`);
  assert.ok(!read.includes('He rang my sister'));
});

const opened = async (page, path) => {
  await page.goto(`${path}/words`);
  const open = () => press(page, 'en', 'words_warning.open');
  await open();
  await confirmIfAsked(page, 'en', open);
  await page.locator('.hf-letter').waitFor();
};

for (const scripts of [true, false]) {
  test(`the quick exit leaves at once, ends the session, and going back shows nothing (${scripts ? 'with' : 'without'} scripts)`, async () => {
    const page = await live.person('rosa', { scripts });
    const path = await page.locator('.hf-offer a').first().getAttribute('href');
    await opened(page, path);
    const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    await page.locator('.hf-leave__button').click();
    await page.waitForURL(away);
    await live.sessionIsDead(cookies);
    await page.goBack().catch((refused) => assert.match(refused.message, /ERR_CACHE_MISS/)); // a form's answer was not kept
    assert.equal(await page.locator('.hf-letter').count(), 0);
    assert.equal(await page.getByText('I took your bicycle').count(), 0);
    await page.goto('/letters');
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    await page.context().close();
  });
}

test('signing out everywhere ends the session on the other device too', async () => {
  const here = await live.person('rosa');
  const there = await live.person('rosa');
  await follow(here, 'en', 'nav.choices');
  await press(here, 'en', 'choices.everywhere.submit');
  await seesMessage(here, 'en', 'flash.signed_out');
  await there.goto('/letters');
  assert.equal(new URL(there.url()).pathname, '/sign-in');
});

// The last: it moves the clock, and everybody's session ends with that.
test('a chosen day must lie ahead, and keeps it closed until it comes', async () => {
  await live.bank(words('I lied about you in court'), rosas);
  const page = await live.person('rosa');
  const path = await newestOffer(page, 2);
  await choose(page, 'en', 'on_date', '');
  assert.equal(await faultBeside(page, 'not_before'), say('en', 'fault.not_before.missing'));
  await choose(page, 'en', 'on_date', '2020-01-01');
  assert.equal(await faultBeside(page, 'not_before'), say('en', 'fault.not_before.past_date'));
  assert.equal(await page.locator('#not_before').inputValue(), '2020-01-01');
  await choose(page, 'en', 'on_date', dayFromNow(3));
  await seesMessage(page, 'en', 'flash.choice_recorded');
  assert.equal(await link(page), 0);
  live.moveClock(24 * 5);
  await page.goto('/letters');
  assert.equal(new URL(page.url()).pathname, '/sign-in', 'an idle session ended');
  await live.signIn(page, 'en', 'rosa');
  await untilShown(page, path, `a[href="${path}/words"]`);
});

// The way out of a recipient's page (V3), in a real browser: by the button, by Shift three times, and by the button where no
// script runs. Each ends the session on the server, leads to the neutral site and leaves no page of ours to go back to by script.
//
//   node tests/browser/exit.mjs GALLERY ASSETS
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { away, launch, serve } from './gallery.mjs';

const [gallery, assets] = process.argv.slice(2);
const posts = [];
let browser;
let site;

before(async () => {
  site = await serve(gallery, assets, posts);
  browser = await launch();
});
after(async () => {
  await browser.close();
  site.close();
});

async function open(options = {}) {
  posts.length = 0;
  const context = await browser.newContext(options);
  await context.route(`${away}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Weather</title>' }));
  const page = await context.newPage();
  await page.goto('about:blank');
  await page.goto(`${site.base}/recipient-words.en.html`);
  return page;
}

async function left(page) {
  await page.waitForURL(away);
  for (let i = 0; posts.length === 0 && i < 200; ++i) await page.evaluate(() => new Promise(requestAnimationFrame));
  assert.deepEqual(posts, [['/exit', 'csrf=c5rf-token']]);
}

test('the button leaves, ends the session and replaces the history entry', async () => {
  const page = await open();
  await page.click('.hf-leave__button');
  await left(page);
  await page.goBack();
  assert.equal(page.url(), 'about:blank');
});

test('shift three times leaves', async () => {
  const page = await open();
  for (let i = 0; i < 3; ++i) await page.keyboard.press('Shift');
  await left(page);
  await page.goBack();
  assert.equal(page.url(), 'about:blank');
});

test('shift twice, or shift while typing capitals, does not leave', async () => {
  const page = await open();
  await page.keyboard.press('Shift');
  await page.keyboard.press('Shift');
  await page.keyboard.press('Shift+A');
  await page.keyboard.press('Shift+B');
  await page.keyboard.press('Shift+C');
  assert.equal(await page.evaluate(() => document.documentElement.classList.contains('hf-covered')), false);
  assert.deepEqual(posts, []);
});

test('the button is the first thing the keyboard reaches', async () => {
  const page = await open();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'usa-button hf-leave__button');
});

test('without scripts the button is a plain form that leaves', async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.click('.hf-leave__button');
  await page.waitForURL(away);
  assert.deepEqual(posts, [['/exit', 'csrf=c5rf-token']]);
});

test('the page is covered before anything is waited for', async () => {
  const page = await open();
  await page.evaluate(() => {
    window.fetch = () => new Promise(() => {});
    window.stop();
  });
  const covered = page.evaluate(() => new Promise((tell) => {
    new MutationObserver(() => tell(getComputedStyle(document.body).visibility))
      .observe(document.documentElement, { attributes: true });
    document.querySelector('.hf-leave__button').click();
  }));
  assert.equal(await covered, 'hidden');
});

// A whole Holdfast with a real browser in front of it, for the stories: sign in as somebody, press what the page offers.
//
//   const live = await begin();
//   const rosa = await live.person('rosa');                       // a browser of her own, signed in
//   await press(rosa, 'en', 'offer.submit');                      // a button, by its message of the catalogue
//   await live.end();
import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { passphrase, root, start, totp, until } from '../system/stack.mjs';

export const away = 'https://www.weather.gov/';
const withoutCode = ['facilitator', 'loader', 'rosa', 'beatriz', 'helen'];

// The messages of a language: what a person reads is what the tests look for.
const catalogues = Object.fromEntries(['en', 'es'].map((lang) => [lang, readCatalogue(lang)]));
function readCatalogue(lang) {
  const text = readFileSync(join(root, `gateway/pages/catalogues/${lang}.toml`), 'utf8');
  return new Map([...text.matchAll(/^("[^"]+") = (".*")$/gm)].map(([, key, says]) => [JSON.parse(key), JSON.parse(says)]));
}
export function say(lang, key) {
  const says = catalogues[lang].get(key);
  assert.ok(says, `${key} in ${lang}`);
  return says;
}

// The quick exit's neutral site, here: nothing that is tested may leave this machine.
function elsewhere(folder) {
  const files = { cert: readFileSync(join(folder, 'tls/server.pem')), key: readFileSync(join(folder, 'tls/server.key')) };
  const server = createServer(files, (request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Weather</title><h1>Weather</h1>');
  });
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)));
}

// The browser trusts this stack's key and no other that it does not know, as if the authority were installed.
function launch(stack, port) {
  const certificate = new X509Certificate(readFileSync(join(stack.folder, 'tls/server.pem')));
  const key = createHash('sha256').update(certificate.publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', `--ignore-certificate-errors-spki-list=${key}`,
      `--host-resolver-rules=MAP www.weather.gov:443 127.0.0.1:${port}`],
  });
}

export async function begin() {
  const stack = await start();
  const site = await elsewhere(stack.folder);
  const browser = await launch(stack, site.address().port);
  return new Live(stack, site, browser);
}

// Browser profiles without scripts.
const scriptless = new WeakSet();

class Live {
  #hours = 0;
  #steps = new Map(); // the last code's step, for each login: a code works once
  #tokens = new Map(); // of the API, for what a story only needs to be there
  #pages = new Map();

  constructor(stack, site, browser) {
    this.stack = stack;
    this.site = site;
    this.browser = browser;
  }

  async end() {
    await this.browser.close();
    this.site.close();
    await this.stack.stop();
  }

  // Every session idles out with it.
  moveClock(hours) {
    this.stack.run('demo', 'clock', '--hours', String(hours));
    this.#hours += hours;
    this.#tokens.clear();
    this.#pages.clear();
  }

  // The office's clock may be ahead; codes follow it, and one step ahead is still good.
  code(login) {
    const now = Math.floor((Date.now() + this.#hours * 3_600_000) / 30_000);
    const step = Math.max(now, (this.#steps.get(login) ?? 0) + 1);
    this.#steps.set(login, step);
    return totp(login, step * 30_000);
  }

  // A browser profile of one's own, signed out. `lang` is what the browser asks for.
  async browserOf({ lang = 'en', scripts = true, width = 1280, height = 900 } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.stack.origin, locale: lang, javaScriptEnabled: scripts, viewport: { width, height },
    });
    context.setDefaultTimeout(10_000);
    if (!scripts) scriptless.add(context);
    return context.newPage();
  }

  async token(login) {
    if (!this.#tokens.has(login)) {
      const json = { login, passphrase, ...(withoutCode.includes(login) ? {} : { code: this.code(login) }) };
      const answer = await this.stack.call('POST', '/api/v1/sessions', { json });
      assert.equal(answer.status, 201, `${login}: ${answer.body}`);
      this.#tokens.set(login, answer.json.token);
    }
    return this.#tokens.get(login);
  }

  async signIn(page, lang, login) {
    await page.goto('/sign-in');
    await fill(page, { login, passphrase, ...(withoutCode.includes(login) ? {} : { code: this.code(login) }) });
    await press(page, lang, 'sign_in.submit');
    await page.waitForURL((url) => url.pathname !== '/sign-in');
  }

  // Somebody who stays signed in from one story to the next: a code works once, and thirty seconds are long.
  async staying(login) {
    if (!this.#pages.has(login)) this.#pages.set(login, await this.person(login));
    return this.#pages.get(login);
  }

  async person(login, { lang = 'en', ...options } = {}) {
    const page = await this.browserOf({ lang, ...options });
    await this.signIn(page, lang, login);
    return page;
  }
}

// What a story stands on, done over the API.
Object.assign(Live.prototype, {
  async api(login, method, path, json, headers = {}) {
    const answer = await this.stack.call(method, path, { token: await this.token(login), json, headers });
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.body}`);
    return answer;
  },

  async submit(words, { number, language = 'en', addressee = 'the person I harmed' }) {
    const sent = await this.stack.submit(await this.token('facilitator'), words, { number, language, addressee });
    assert.equal(sent.status, 201, sent.body);
    return sent.json.id;
  },

  // A letter that was approved and addressed to the first candidate.
  async bank(words, { number, language }) {
    const known = new Set((await this.reviews()).map((review) => review.id));
    const letter = await this.submit(words, { number, language });
    const version = (await this.reviews()).find((review) => !known.has(review.id)).id;
    await this.api('analyst', 'POST', `/api/v1/reviews/${version}/opening`);
    const seen = await this.api('analyst', 'GET', `/api/v1/reviews/${version}`);
    await this.api('analyst', 'POST', `/api/v1/reviews/${version}/decision`, { decision: 'approve' }, { 'if-match': seen.headers.etag });
    const { candidates } = (await this.api('analyst', 'POST', `/api/v1/letters/${letter}/addressing/opening`)).json;
    await this.api('analyst', 'POST', `/api/v1/letters/${letter}/addressing`, { person: candidates[0].person, evidence: 'Named in the judgment.' });
    return letter;
  },
  // The server itself knows no such session any more, whatever the browser kept.
  async sessionIsDead(cookie) {
    await until('the session is over', async () => {
      const answer = await this.stack.call('GET', '/letters', { headers: { cookie } });
      return answer.status === 303 && answer.headers.location.startsWith('/sign-in');
    }, 5);
  },

  // Publication is background work that the moved clock made due.
  async untilPublished(page, path, state) {
    await until(`${path} shows ${state}`, async () => {
      await page.goto(path);
      return (await stateOf(page)) === state;
    }, 15);
  },

  async reviews() {
    return (await this.api('analyst', 'GET', '/api/v1/reviews')).json.reviews;
  },
});

export async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`form :is(input, textarea, select)[name="${name}"]`);
    if (await field.evaluate((node) => node.tagName) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
}

// Radio buttons and boxes are pressed where a person presses them: on their words.
export async function tick(page, name, value) {
  const id = await page.locator(`input[name="${name}"][value="${value}"]`).getAttribute('id');
  await page.locator(`label[for="${id}"]`).click();
}

// A click waits until what it hits has stood still for two frames; a page without scripts has none to count. There the
// key is pressed.
const hit = (locator) => (scriptless.has(locator.page().context()) ? locator.press('Enter') : locator.click());

export const press = (page, lang, key) => hit(page.getByRole('button', { name: say(lang, key), exact: true }));
export const follow = (page, lang, key) => hit(page.getByRole('link', { name: say(lang, key), exact: true }).first());

// Where words are asked for again, give them and go on: the act begins again from its own page.
export async function confirmIfAsked(page, lang, again) {
  await page.waitForLoadState();
  if (new URL(page.url()).pathname !== '/step-up') return;
  await fill(page, { passphrase });
  await press(page, lang, 'step_up.submit');
  await page.waitForURL((url) => url.pathname !== '/step-up');
  await again();
}

// `where`: a page or a part of it.
export async function sees(where, text) {
  await where.getByText(text, { exact: false }).first().waitFor();
}
export const seesMessage = (page, lang, key) => sees(page, say(lang, key));

// The state at the head of a letter's, a ticket's page.
export const stateOf = (page) => page.locator('.hf-state--big').innerText();

// A letter's words as written: without the numbers that point at findings.
export const wordsOf = (page) => page.locator('.hf-letter').evaluate((letter) => {
  const plain = letter.cloneNode(true);
  for (const pointer of plain.querySelectorAll('.hf-ref')) pointer.remove();
  return plain.textContent;
});

// The faults that stand beside their fields, as the person reads them.
export const faultBeside = (page, field) => page.locator(`#${field}-error`).innerText();

// Looks again until the page shows it: some steps are background work.
export async function untilShown(page, path, locator, seconds = 15) {
  await until(`${path} shows it`, async () => {
    await page.goto(path);
    return (await page.locator(locator).count()) > 0;
  }, seconds);
}

// What the people of the demo do, as steps of a test: each step asks the API (or the pages) and insists on its answer.
import assert from 'node:assert/strict';
import { passphrase, totp } from './stack.mjs';

const withoutCode = ['facilitator', 'loader', 'rosa', 'beatriz', 'helen'];
const code = (login, ahead) => (withoutCode.includes(login) ? {} : { code: totp(login, Date.now() + ahead) });

// A new session; `ahead` is how far the demo's clock was moved, in milliseconds.
export async function signIn(stack, login, ahead = 0) {
  const answer = await stack.call('POST', '/api/v1/sessions', { json: { login, passphrase, ...code(login, ahead) } });
  assert.equal(answer.status, 201, `${login}: ${answer.body}`);
  return answer.json.token;
}

// Calls the API as the holder of a token; anything but the wanted status fails.
export function as(stack, token) {
  return async (method, path, wanted, json, etag) => {
    const answer = await stack.call(method, path, { token, json, headers: etag ? { 'if-match': etag } : {} });
    assert.equal(answer.status, wanted, `${method} ${path}: ${answer.body}`);
    return answer;
  };
}

async function versionOf(ask, letter) {
  let cursor = '';
  do {
    const { json } = await ask('GET', `/api/v1/reviews${cursor && `?after=${cursor}`}`, 200);
    const row = json.reviews.find((one) => one.letter === letter);
    if (row) return row.id;
    cursor = json.next;
  } while (cursor);
  throw new Error(`${letter} does not wait for review`);
}

// An analyst opens a letter and decides; what was opened.
export async function review(ask, letter, decision) {
  const at = `/api/v1/reviews/${await versionOf(ask, letter)}`;
  const { json } = await ask('POST', `${at}/opening`, 200);
  const { headers } = await ask('GET', at, 200);
  await ask('POST', `${at}/decision`, 200, decision, headers.etag);
  return json;
}

// ... and says whom it is for; the answer. `person` null: looked for, and not found.
export async function address(ask, letter, person, evidence) {
  await ask('POST', `/api/v1/letters/${letter}/addressing/opening`, 200);
  const done = await ask('POST', `/api/v1/letters/${letter}/addressing`, 200, { person, evidence });
  return done.json;
}

export async function bank(ask, letter, person, evidence = 'The case number and the registration agree.') {
  await review(ask, letter, { decision: 'approve' });
  return address(ask, letter, person, evidence);
}

// A recipient's choice about one hold.
export async function choose(ask, hold, choice) {
  const { headers } = await ask('GET', `/api/v1/holds/${hold}`, 200);
  return (await ask('POST', `/api/v1/holds/${hold}/choices`, 201, choice, headers.etag)).json;
}

// Somebody at a browser without scripts: cookies, forms, and the hidden field that every form carries.
export class Visitor {
  #jar = new Map();

  constructor(stack) {
    this.stack = stack;
  }

  async go(method, path, { form, body, headers = {} } = {}) {
    const answer = await this.stack.call(method, path, {
      body: form ? new URLSearchParams(form).toString() : body,
      headers: {
        cookie: [...this.#jar].map((pair) => pair.join('=')).join('; '),
        ...(method === 'POST' ? { origin: this.stack.origin } : {}),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...headers,
      },
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [name, value] = line.split(';')[0].split(/=(.*)/s);
      this.#jar.set(name, value);
    }
    return answer;
  }

  async csrf(path) {
    const { body } = await this.go('GET', path);
    return /name="csrf" value="([^"]+)"/.exec(body)[1];
  }

  async signIn(login, ahead = 0) {
    const form = { csrf: await this.csrf('/sign-in'), login, passphrase, ...code(login, ahead) };
    const answer = await this.go('POST', '/sign-in', { form });
    assert.equal(answer.status, 303, answer.body);
    return this;
  }

  // A form with a file in it, as browsers send it.
  async upload(path, fields, file) {
    const edge = 'a-line-that-no-letter-has';
    const parts = Object.entries(fields).map(([name, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
    parts.push(`--${edge}\r\ncontent-disposition: form-data; name="file"; filename="letter.txt"\r\ncontent-type: text/plain\r\n\r\n${file}\r\n--${edge}--\r\n`);
    return this.go('POST', path, { body: parts.join(''), headers: { 'content-type': `multipart/form-data; boundary=${edge}` } });
  }
}

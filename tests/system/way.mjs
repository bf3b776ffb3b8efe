// The main way driven through the API, far enough that there is one of everything. Returns the ids.
// `call` is stack.call, or something around it that looks at every answer.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, until } from './stack.mjs';

export const roles = ['facilitator', 'recipient', 'analyst', 'reader', 'investigator', 'institution', 'auditor', 'administrator', 'second_person'];
const logins = { recipient: 'rosa', second_person: 'counsel' };
export const loginOf = (role) => logins[role] ?? role;

// A token for each role.
export async function signInAll(stack) {
  const tokens = {};
  for (const role of roles) tokens[role] = await stack.signIn(loginOf(role));
  return tokens;
}

const corpus = readFileSync(join(root, 'tests/corpus/letters_dev.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
export const clearWords = corpus.find((one) => one.verdict === 'clear').text;
export const flaggedWords = 'I know where you live. If you talk at the hearing I will find you and kill you. Do not go to the police.';

// A file of rules with one that stops every letter with "the <word>" in it.
export const stopping = (word) => `category = "threat"
language = "en"
[[rule]]
id = "threat.en.${word}"
level = "quarantine"
patterns = ["the ${word}"]
en = "Says the ${word}."
es = "Dice ${word}."
must_match = ["It is the ${word}.", "The ${word}."]
must_not_match = ["Nothing here.", "Nor here."]
`;

export const letter = (words, number = 'N10001') => ({
  offender_number: number, offender_name: 'Writer 1', addressee: 'the person I harmed', language: 'en', body: words,
});

export class Way {
  constructor(call, tokens) {
    this.call = call;
    this.tokens = tokens;
    this.ids = {};
  }

  async ask(role, method, path, { json, etag, status = [200, 201, 204], headers = {} } = {}) {
    const answer = await this.call(method, path, {
      token: this.tokens[role], json, headers: { ...(etag ? { 'if-match': etag } : {}), ...headers },
    });
    if (![status].flat().includes(answer.status)) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return answer;
  }
  etag = async (role, path) => (await this.ask(role, 'GET', path)).headers.etag;

  async submit(words, number, more = {}) {
    const sent = await this.ask('facilitator', 'POST', '/api/v1/letters', {
      json: { ...letter(words, number), ...more }, headers: { 'idempotency-key': randomUUID() },
    });
    return sent.json.id;
  }
  async versionOf(id) {
    return until('the letter is in the queue', async () => {
      const queue = await this.ask('analyst', 'GET', '/api/v1/reviews');
      return queue.json.reviews.find((one) => one.letter === id)?.id;
    });
  }
  async decide(version, decision, more = {}) {
    await this.ask('analyst', 'POST', `/api/v1/reviews/${version}/opening`);
    const etag = await this.etag('analyst', `/api/v1/reviews/${version}`);
    return this.ask('analyst', 'POST', `/api/v1/reviews/${version}/decision`, { json: { decision, ...more }, etag });
  }

  // A letter approved and offered to the demo's first recipient; the hold's id.
  async offer() {
    const id = await this.submit(clearWords);
    await this.decide(await this.versionOf(id), 'approve');
    await this.ask('analyst', 'GET', '/api/v1/addressing');
    const opened = await this.ask('analyst', 'POST', `/api/v1/letters/${id}/addressing/opening`);
    const addressed = await this.ask('analyst', 'POST', `/api/v1/letters/${id}/addressing`, {
      json: { person: opened.json.candidates[0].person, evidence: 'The case number and the registration agree.' },
    });
    return { letter: id, hold: addressed.json.hold, person: opened.json.candidates[0].person };
  }

  // Contact asked for, of somebody whom an analyst found; the request's id.
  async contact(person, channel = 'approved_contact') {
    const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const asked = await this.ask('analyst', 'POST', '/api/v1/office/contact', {
      json: { person, channel, purpose: 'children', most: 2, period: 'week', longest: 4000, from: '00:00', until: '24:00', starts_on: day(-1), ends_on: day(60) },
    });
    return asked.json.id;
  }

  // A letter that is stopped, its ticket decided by an investigator.
  async ticket(number = 'N10007', decision = { decision: 'confirm', reason: 'as_found' }) {
    const id = await this.submit(flaggedWords, number);
    const ticket = await until('there is a ticket', async () => {
      const seen = await this.ask('investigator', 'GET', '/api/v1/investigations');
      return seen.json.investigations.find((one) => one.offender_number === number)?.id;
    });
    const path = `/api/v1/investigations/${ticket}`;
    await this.ask('investigator', 'POST', `${path}/opening`);
    await this.ask('investigator', 'POST', `${path}/decision`, {
      json: decision, etag: await this.etag('investigator', path),
    });
    return { letter: id, ticket };
  }

  async order(number = 'N10009') {
    const entered = await this.ask('analyst', 'POST', '/api/v1/orders', {
      json: { kind: 'criminal_protective', offender_number: number, state: 'active', court: 'Superior Court', number: 'CR-1', conditions: ['01'],
        starts_on: '2026-01-05', permanent: true, looked: 'bars', reason: 'as served' },
    });
    return entered.json.id;
  }

  async registration() {
    const entered = await this.ask('analyst', 'POST', '/api/v1/registrations', {
      json: { offender_number: 'N10011', relation: 'family', name: 'Ada Fontaine', language: 'en', tell: true, notices: 'none', adult: null },
    });
    return entered.json.id;
  }

  // A real entry that has its leaf; blanks lie between, so the list is followed to its end.
  async entry() {
    return until('the log has an entry', async () => {
      for (let after = ''; ;) {
        const { json } = await this.ask('auditor', 'GET', `/api/v1/log${after && `?after=${after}`}`);
        const found = json.entries.find((one) => !one.blank && one.index !== undefined);
        if (found || !json.next) return found?.id;
        after = json.next;
      }
    });
  }

  // One of each thing that a path can name, in a state where it can still be asked for.
  async furnish() {
    const waiting = await this.submit('I took your bicycle from the yard. I am sorry for it.', 'N10006');
    const version = await this.versionOf(waiting);
    await this.ask('analyst', 'POST', `/api/v1/reviews/${version}/opening`);
    const { letter: banked, hold, person: asked } = await this.offer();
    const approval = await this.contact(asked);
    const { ticket } = await this.ticket();
    const order = await this.order();
    const person = await this.registration();
    const entry = await this.entry();
    this.ids = { letter: waiting, banked, version, hold, ticket, order, person, entry, approval };
    return this.ids;
  }
}

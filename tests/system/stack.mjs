// A whole Holdfast of a test's own: PostgreSQL (durable), a mail server, the keeper and the gateway on a free port, with the
// demo's people. Everything in one temporary folder, removed at the end.
//
//   const stack = await start();                 // needs build/release/holdfast and build/assets (deploy/build makes them)
//   const analyst = await stack.signIn('analyst');
//   const answer = await stack.call('GET', '/api/v1/reviews', { token: analyst });
//   await stack.stop();
//
// One stack can be killed in parts: stack.kill('gateway'), stack.kill('keeper'), stack.kill('database'); stack.begin(name).
import { spawn, spawnSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(import.meta.url), '../../..');
export const passphrase = 'a calm river at dawn';
export const program = process.env.HOLDFAST_PROGRAM ?? join(root, 'build/release/holdfast');

// `ownPacks`: rules of its own in stack.packs, to be changed; else those of the tree.
export async function start({ settings = '', seed = true, ownPacks = false } = {}) {
  const stack = new Stack(settings, ownPacks);
  try {
    await stack.make();
    await stack.begin('mail');
    await stack.begin('keeper');
    await stack.begin('gateway');
    if (seed) stack.run('demo', 'seed');
  } catch (error) {
    await stack.stop();
    throw error;
  }
  return stack;
}

export const freePort = () =>
  new Promise((done, fail) => {
    const server = net.createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

export async function until(what, condition, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await pause(50); // between two looks at the condition
  }
}

// RFC 6238 as the demo's accounts use it.
export function totp(login, at = Date.now()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', `demo ${login}`.padEnd(20, '.')).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
const withCode = (login) => !['facilitator', 'loader', 'rosa', 'beatriz', 'helen'].includes(login);

class Stack {
  #parts = new Map();
  #tokens = new Map();
  #settings;

  constructor(settings, ownPacks) {
    this.#settings = settings;
    this.folder = mkdtempSync('/tmp/hf-sys-');
    chmodSync(this.folder, 0o755);
    this.packs = join(root, 'screening/packs');
    if (!ownPacks) return;
    cpSync(this.packs, join(this.folder, 'packs'), { recursive: true });
    this.packs = join(this.folder, 'packs');
  }

  async make() {
    this.port = await freePort();
    this.mailPort = await freePort();
    this.origin = `https://localhost:${this.port}`;
    for (const name of ['mail', 'run/keeper', 'log']) mkdirSync(join(this.folder, name), { recursive: true });
    this.#bash(`. deploy/lib/common.sh; . deploy/lib/authority.sh; make_authority '${this.folder}/tls'`);
    this.ca = readFileSync(join(this.folder, 'tls/ca.pem'));
    this.agent = new https.Agent({ keepAlive: true, ca: this.ca, maxSockets: 64 });
    this.config = join(this.folder, 'holdfast.toml');
    writeFileSync(this.config, this.#toml());
    this.startDatabase();
    this.sql('postgres', 'create database holdfast owner holdfast_owner');
    this.run('keys', 'init');
    this.run('migrate');
  }

  #toml() {
    const at = (path) => JSON.stringify(join(root, path));
    return `[agency]
profile = ${at('deploy/agencies/california.toml')}
[server]
port = ${this.port}
certificate = "tls/server.pem"
key = "tls/server.key"
[database]
socket = "pg"
[keeper]
gateway_user = ""
[paths]
packs = ${JSON.stringify(this.packs)}
templates = ${at('gateway/pages/templates')}
catalogues = ${at('gateway/pages/catalogues')}
assets = ${at('build/assets')}
migrations = ${at('storage/migrations')}
[smtp]
host = "127.0.0.1"
port = ${this.mailPort}
tls = "none"
[demo]
enabled = true
${this.#settings.includes('[limits]') ? '' : '[limits]\nsign_ins_per_minute = 1000\n'}${this.#settings}`;
  }

  #bash(script) {
    const done = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, KIND: 'bench', ROOT: root },
    });
    if (done.status !== 0) throw new Error(`${script}\n${done.stdout}${done.stderr}`);
    return done.stdout;
  }

  // The program with this stack's settings; its standard output.
  run(...words) {
    const done = spawnSync(program, [...words, '--config', this.config], { encoding: 'utf8', cwd: this.folder });
    // Nobody listened meanwhile: what the gateway closed as idle would be written to.
    for (const socket of Object.values(this.agent?.freeSockets ?? {}).flat()) socket.destroy();
    if (done.status !== 0) throw new Error(`holdfast ${words.join(' ')}: ${done.status}\n${done.stdout}${done.stderr}`);
    return done.stdout;
  }

  startDatabase() {
    this.#bash(`deploy/lib/cluster start '${this.folder}/pg'`);
  }
  // As the cluster's superuser, or as `role`; rows as lines, columns by |.
  sql(database, text, role = 'postgres') {
    const done = spawnSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-h', `${this.folder}/pg`, '-p', '5439', '-U', role, '-d', database, '-c', text], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (done.status !== 0) throw new Error(done.stderr);
    return done.stdout.trim();
  }

  async begin(name) {
    if (name === 'database') return this.startDatabase();
    const log = openSync(join(this.folder, 'log', `${name}.log`), 'a');
    const command = {
      mail: ['/usr/sbin/smtp-sink', '-d', join(this.folder, 'mail/%Y%m%d-%H%M%S.'), `127.0.0.1:${this.mailPort}`, '64'],
      keeper: [program, 'keeper', '--config', this.config],
      gateway: [program, 'serve', '--config', this.config],
    }[name];
    const child = spawn(command[0], name === 'mail' && process.getuid() === 0 ? ['-u', 'nobody', ...command.slice(1)] : command.slice(1), {
      stdio: ['ignore', log, log],
      cwd: this.folder,
    });
    if (name === 'mail') chmodSync(join(this.folder, 'mail'), 0o777);
    child.exited = new Promise((done) => child.once('exit', done));
    this.#parts.set(name, child);
    if (name === 'gateway') {
      await until('the gateway is ready', async () => {
        if (child.exitCode !== null) throw new Error(readFileSync(join(this.folder, 'log/gateway.log'), 'utf8'));
        return (await this.call('GET', '/readyz').catch(() => ({}))).status === 200;
      });
    }
    return child;
  }

  // Without a chance to tidy up.
  async kill(name) {
    if (name === 'database') {
      const pid = Number(readFileSync(join(this.folder, 'pg/data/postmaster.pid'), 'utf8').split('\n')[0]);
      const children = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean).map(Number);
      for (const one of [pid, ...children]) {
        try { process.kill(one, 'SIGKILL'); } catch { /* it was gone already */ }
      }
      await until('PostgreSQL is gone', () => {
        try { process.kill(pid, 0); return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '); } catch { return true; }
      });
      return;
    }
    const child = this.#parts.get(name);
    child.kill('SIGKILL');
    await child.exited;
  }

  async metric(name) {
    const text = (await this.call('GET', '/metrics')).body;
    return Number(text.split('\n').find((line) => line.startsWith(`${name} `))?.split(' ')[1]);
  }
  pid(name) {
    return this.#parts.get(name).pid;
  }
  mails() {
    return readdirSync(join(this.folder, 'mail')).map((name) => readFileSync(join(this.folder, 'mail', name), 'utf8'));
  }
  log(name) {
    return readFileSync(join(this.folder, 'log', `${name}.log`), 'utf8');
  }

  // { status, headers, body (text), json }. `json` is sent as a JSON body, `body` as it is.
  call(method, path, { token, json, body, headers = {} } = {}) {
    const payload = json === undefined ? body : JSON.stringify(json);
    return new Promise((done, fail) => {
      const request = https.request(this.origin + path, {
        method,
        agent: this.agent,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...(payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) }),
          ...headers,
        },
      });
      request.once('error', fail);
      request.once('response', (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.once('error', fail);
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          let value;
          try { value = JSON.parse(text); } catch { value = undefined; }
          done({ status: response.statusCode, headers: response.headers, body: text, json: value });
        });
      });
      request.end(payload);
    });
  }

  // A token, made once for each login: a code works once.
  async signIn(login) {
    if (!this.#tokens.has(login)) {
      const answer = await this.call('POST', '/api/v1/sessions', {
        json: { login, passphrase, ...(withCode(login) ? { code: totp(login) } : {}) },
      });
      if (answer.status !== 201) throw new Error(`${login}: ${answer.status} ${answer.body}`);
      this.#tokens.set(login, answer.json.token);
    }
    return this.#tokens.get(login);
  }

  // A letter as a facilitator's system would send it; the answer.
  submit(token, words, { number = 'N10001', key = randomUUID(), ...more } = {}) {
    return this.call('POST', '/api/v1/letters', {
      token,
      headers: { 'idempotency-key': key },
      json: { offender_number: number, offender_name: 'Writer', addressee: 'the person I harmed', language: 'en', body: words, ...more },
    });
  }

  async stop() {
    this.agent?.destroy();
    for (const name of ['gateway', 'keeper', 'mail']) {
      const child = this.#parts.get(name);
      if (!child || child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await child.exited;
    }
    try { this.#bash(`deploy/lib/cluster stop '${this.folder}/pg'`); } catch { /* it never ran */ }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

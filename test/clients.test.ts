/** Runs the clients of docs/examples/clients against a gateway that refuses some of their requests at first. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CLIENT_ERROR_CODES } from '../gateway/errors/errors';
import { runProgram } from './command';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenOf } from './system';

/** More than one page of 200. */
const TITLES = Array.from({ length: 230 }, (_, index) => `Film ${String(index).padStart(3, '0')}`);

let database: TestDatabase;
let world: SeededWorld;
let system: System;
/** All clients go through an outage at the same time, because most of it is waiting. */
const throughOutage = new Map<string, Promise<Ended>>();
let folder: string;
let copy: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'copy-'));
  copy = path.join(folder, 'copy.json');
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: Object.fromEntries(TITLES.map((title) => [title, {}])),
    packages: { Paket: TITLES.map((title) => ({ title })) },
    licences: {
      Lizenz: { owner: 'Stadt', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
    },
    entitlements: { Zugang: { licence: 'Lizenz', holder: 'Stadt', from: '2020-01-01' } },
  });
  system = await startSystem(database);
  const school = world.organisation('Schule');
  for (const client of CLIENTS.filter(({ isMissing }) => !isMissing)) {
    throughOutage.set(client.language, run(client, [school]));
  }
  throughOutage.set('copy', sync());
  for (const one of throughOutage.values()) one.catch(() => undefined);
});

afterAll(async () => {
  await Promise.allSettled(throughOutage.values());
  await system?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
  /** How many requests it sent, and how many of them met the outage. */
  readonly sent: number;
  readonly refused: number;
}

interface Client {
  readonly program: string;
  readonly words: readonly string[];
  readonly file: string;
}

/** @param outage whether the first three requests fail */
async function run({ program, words, file }: Client, more: readonly string[], outage = true): Promise<Ended> {
  const gateway = await startGatewayInFront(system.url, outage);
  const { ended, output, errors } = runProgram(program, [...words, `docs/examples/clients/${file}`, ...more], {
    FREISCHALTER_URL: gateway.url,
    FREISCHALTER_TOKEN: await tokenOf('lms', `SCHOOL:${world.organisation('Schule')}`),
  });
  const code = await ended;
  gateway.server.close();
  return { code, lines: output().trim().split('\n'), errors: errors(), ...gateway.requests };
}

/** In an outage the first request of a client is refused by the rate, the second gets no answer, and the third no JSON. */
async function startGatewayInFront(url: string, outage: boolean) {
  const requests = { sent: 0, refused: 0 };
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    requests.sent += 1;
    if (outage && requests.sent <= 3) requests.refused += 1;
    if (outage && requests.sent === 1) {
      const errors = [{ message: 'Slower.', extensions: { code: 'RATE_LIMITED', retryAfter: 1, requestId: '1' } }];
      response.writeHead(429, { 'retry-after': '1' }).end(JSON.stringify({ errors }));
    } else if (outage && requests.sent === 2) {
      request.socket.destroy();
    } else if (outage && requests.sent === 3) {
      response.writeHead(502).end('<html>Bad gateway</html>');
    } else {
      const { authorization = '', accept = '' } = request.headers;
      const headers = { authorization, accept, 'content-type': 'application/json' };
      const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, requests, server };
}

const CLIENTS = [
  { language: 'JavaScript', program: process.execPath, words: [], file: 'client.mjs', always: true },
  { language: 'Python', program: 'python3', words: [], file: 'client.py', always: false },
  { language: 'PHP', program: 'php', words: ['-d', 'display_errors=stderr'], file: 'client.php', always: false },
].map((client) => ({
  ...client,
  isMissing: !client.always && spawnSync(client.program, ['--version']).error !== undefined,
}));

for (const client of CLIENTS) {
  const { language, program, isMissing } = client;
  if (isMissing) console.log(`The client in ${language} was not run: there is no ${program} here.`);
  (isMissing ? test.skip : test)(
    `the client in ${language} lists all pages and records a use once, through an outage`,
    async () => {
      expect(await throughOutage.get(language)).toEqual({
        code: 0,
        errors: '',
        lines: [...TITLES, 'recorded 1, already known 0', 'recorded 0, already known 1'],
        sent: 7,
        refused: 3,
      });
    },
  );
  (isMissing ? test.skip : test)(`the client in ${language} tells errors, and does not repeat them`, async () => {
    const { code, errors, sent } = await run(client, ['NW:999999'], false);
    expect(code).not.toBe(0);
    expect(errors).toContain('FORBIDDEN: You may not see or change this');
    expect(sent).toBe(1);
  });
}

function sync(outage = true): Promise<Ended> {
  const client = { program: process.execPath, words: [], file: 'sync.mjs' };
  return run(client, [world.organisation('Schule'), copy], outage);
}

test('the client that keeps a copy updates it through an outage, and makes it again where its cursor has expired', async () => {
  const ended = (lines: readonly string[]) => expect.objectContaining({ code: 0, errors: '', lines });
  const copied = () => {
    const { titles } = JSON.parse(readFileSync(copy, 'utf8'));
    return Object.values<any>(titles)
      .map(({ name }) => name)
      .sort();
  };
  const first = await throughOutage.get('copy');
  expect(first).toEqual(ended(['230 opened, 0 changed, 0 closed: 230 titles.']));
  expect(first).toMatchObject({ sent: 5, refused: 3 });
  expect(copied()).toEqual(TITLES);
  await database.query("update licences.title set withdrawn_at = now() - interval '1 hour' where name = 'Film 007'");
  await database.query("update licences.title set version = version + 1 where name = 'Film 008'");
  expect(await sync(false)).toEqual(ended(['0 opened, 1 changed, 1 closed: 229 titles.']));
  expect(copied()).toEqual(TITLES.filter((title) => title !== 'Film 007'));
  expect(await sync(false)).toEqual(ended(['0 opened, 0 changed, 0 closed: 229 titles.']));
  await database.query('delete from licences.kept_list');
  await database.query('update licences.title set withdrawn_at = null');
  expect(await sync(false)).toEqual(
    ended(['The copy is too old. It is made anew.', '230 opened, 0 changed, 0 closed: 230 titles.']),
  );
  expect(copied()).toEqual(TITLES);
});

test('docs/clients.md has a row for every error code', () => {
  const rows = readFileSync('docs/clients.md', 'utf8').match(/^\| `[A-Z_]+` .*\|$/gm) ?? [];
  for (const code of [...CLIENT_ERROR_CODES, 'INTERNAL_SERVER_ERROR'])
    expect(rows.filter((row) => row.startsWith(`| \`${code}\` `) && row.split('|').length === 6)).toHaveLength(1);
});

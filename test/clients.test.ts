/** The clients of docs/examples/clients, run as they are against a gateway that refuses some of what they send at first. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
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
let outage: { url: string; sent: number; refused: number; server: Server };

beforeAll(async () => {
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
  outage = await startOutage(system.url);
});

afterAll(async () => {
  outage?.server.close();
  await system?.stop();
  await database?.drop();
});

/** Of the requests of a client the first is refused by the rate, the second gets no answer, and the third no JSON. */
async function startOutage(url: string): Promise<typeof outage> {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    found.sent += 1;
    if (found.sent <= 3) found.refused += 1;
    if (found.sent === 1) {
      const errors = [{ message: 'Slower.', extensions: { code: 'RATE_LIMITED', retryAfter: 1, requestId: '1' } }];
      response.writeHead(429, { 'retry-after': '1' }).end(JSON.stringify({ errors }));
    } else if (found.sent === 2) {
      request.socket.destroy();
    } else if (found.sent === 3) {
      response.writeHead(502).end('<html>Bad gateway</html>');
    } else {
      const { authorization = '', accept = '' } = request.headers;
      const headers = { authorization, accept, 'content-type': 'application/json' };
      const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const found = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    sent: 0,
    refused: 0,
    server,
  };
  return found;
}

const CLIENTS = [
  { language: 'JavaScript', program: process.execPath, words: [], file: 'client.mjs', always: true },
  { language: 'Python', program: 'python3', words: [], file: 'client.py', always: false },
  { language: 'PHP', program: 'php', words: ['-d', 'display_errors=stderr'], file: 'client.php', always: false },
];

for (const { language, program, words, file, always } of CLIENTS) {
  const missing = !always && spawnSync(program, ['--version']).error;
  if (missing) console.log(`The client in ${language} was not run: there is no ${program} here.`);
  (missing ? test.skip : test)(
    `the client in ${language} lists all pages and records a use once, through an outage`,
    async () => {
      const school = world.organisation('Schule');
      Object.assign(outage, { sent: 0, refused: 0 });
      const { ended, output, errors } = runProgram(program, [...words, `docs/examples/clients/${file}`, school], {
        FREISCHALTER_URL: outage.url,
        FREISCHALTER_TOKEN: await tokenOf('lms', `SCHOOL:${school}`),
      });
      expect({ code: await ended, errors: errors() }).toEqual({ code: 0, errors: '' });
      expect(output().trim().split('\n')).toEqual([
        ...TITLES,
        'recorded 1, already known 0',
        'recorded 0, already known 1',
      ]);
      expect(outage).toMatchObject({ sent: 7, refused: 3 });
    },
  );
  (missing ? test.skip : test)(`the client in ${language} tells errors, and does not repeat them`, async () => {
    Object.assign(outage, { sent: 3, refused: 3 });
    const { ended, errors } = runProgram(program, [...words, `docs/examples/clients/${file}`, 'NW:999999'], {
      FREISCHALTER_URL: outage.url,
      FREISCHALTER_TOKEN: await tokenOf('lms', `SCHOOL:${world.organisation('Schule')}`),
    });
    expect(await ended).not.toBe(0);
    expect(errors()).toContain('FORBIDDEN: You may not see or change this');
    expect(outage.sent).toBe(4);
  });
}

test('the one that keeps a copy renews it through an outage, and makes it anew where its cursor has expired', async () => {
  const school = world.organisation('Schule');
  const folder = mkdtempSync(path.join(tmpdir(), 'copy-'));
  const file = path.join(folder, 'copy.json');
  const sync = async () => {
    const { ended, output, errors } = runProgram(process.execPath, ['docs/examples/clients/sync.mjs', school, file], {
      FREISCHALTER_URL: outage.url,
      FREISCHALTER_TOKEN: await tokenOf('lms', `SCHOOL:${school}`),
    });
    expect({ code: await ended, errors: errors() }).toEqual({ code: 0, errors: '' });
    return output().trim().split('\n');
  };
  const copied = () => {
    const { titles } = JSON.parse(readFileSync(file, 'utf8'));
    return Object.values<any>(titles)
      .map(({ name }) => name)
      .sort();
  };
  try {
    Object.assign(outage, { sent: 0, refused: 0 });
    expect(await sync()).toEqual(['230 opened, 0 changed, 0 closed: 230 titles.']);
    expect(outage).toMatchObject({ sent: 5, refused: 3 });
    expect(copied()).toEqual(TITLES);
    await database.query("update licences.title set withdrawn_at = now() - interval '1 hour' where name = 'Film 007'");
    await database.query("update licences.title set version = version + 1 where name = 'Film 008'");
    expect(await sync()).toEqual(['0 opened, 1 changed, 1 closed: 229 titles.']);
    expect(copied()).toEqual(TITLES.filter((title) => title !== 'Film 007'));
    expect(await sync()).toEqual(['0 opened, 0 changed, 0 closed: 229 titles.']);
    await database.query('delete from licences.kept_list');
    await database.query('update licences.title set withdrawn_at = null');
    expect(await sync()).toEqual([
      'The copy is too old. It is made anew.',
      '230 opened, 0 changed, 0 closed: 230 titles.',
    ]);
    expect(copied()).toEqual(TITLES);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('docs/clients.md has a row for every error code', () => {
  const rows = readFileSync('docs/clients.md', 'utf8').match(/^\| `[A-Z_]+` .*\|$/gm) ?? [];
  for (const code of [...CLIENT_ERROR_CODES, 'INTERNAL_SERVER_ERROR'])
    expect(rows.filter((row) => row.startsWith(`| \`${code}\` `) && row.split('|').length === 6)).toHaveLength(1);
});

/** Imports, verification and API keys at the console: who may use them, uploads, and the results of runs. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { type Administration, administrationOf } from '../../test/administration';
import type { ConsoleBrowser } from '../../test/console-browser';
import { type ConsoleWorld, createConsoleWorld, signedIn } from '../../test/console-world';
import type { System } from '../../test/system';
import { until } from '../../test/until';

type Signed = ConsoleBrowser & { readonly csrf: string };
const lines: any[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
let world: ConsoleWorld;
let system: System;
let administration: Administration;
let operator: Signed;

beforeAll(async () => {
  world = await createConsoleWorld();
  administration = administrationOf(world.database, log);
  system = await world.start({ demo: world.demo('Stadt'), others: administration.routes });
  operator = await signedIn(system, 'operator');
});

afterAll(async () => {
  await administration?.close();
  await world?.close();
});

const post = ({ send, csrf }: Signed, route: string, body: unknown = {}, headers = {}) =>
  send(`/console/administration/${route}`, body, { 'x-csrf-token': csrf, ...headers });

async function upload(name: string, ...pieces: string[]): Promise<string> {
  const begun = await post(operator, 'uploads', { name });
  let from = 0;
  for (const piece of pieces) {
    const type = { 'content-type': 'application/octet-stream' };
    const { json } = await post(operator, `uploads/${begun.json.upload}?from=${from}`, piece, type);
    from += Buffer.byteLength(piece);
    expect(json).toEqual({ size: from });
  }
  return begun.json.upload;
}

async function ended(id: string): Promise<any> {
  await until('the run has ended', async () => (await post(operator, `runs/${id}`)).json.state !== 'RUNNING');
  return (await post(operator, `runs/${id}`)).json;
}

const TITLE = JSON.stringify({ number: 'T1', name: 'Möwen', publisher: 'Verlag', kind: 'VIDEO' });
const numbers = () =>
  world.database.query<{ number: string }>("select number from licences.title where number like 'T%'");

test('a file that is uploaded in pieces is imported, after a dry run that changes nothing, and is deleted afterwards', async () => {
  const file = await upload('../../titel möwen.ndjson', TITLE.slice(0, 30), TITLE.slice(30));
  const trial = await post(operator, 'imports', { kind: 'titles', upload: file, dryRun: true });
  expect([trial.status, trial.json]).toMatchObject([
    200,
    { what: 'import titles', isDryRun: true, startedBy: 'demo-operator' },
  ]);
  expect(await ended(trial.json.id)).toMatchObject({ state: 'DONE', report: expect.stringContaining('Dry run') });
  expect(await numbers()).toEqual([]);

  const started = await post(operator, 'imports', { kind: 'titles', upload: file });
  const run = await ended(started.json.id);
  expect(run).toMatchObject({ state: 'DONE', files: ['_.._titel möwen.ndjson'] });
  expect(run.report).toContain('titles          added 1');
  expect(await numbers()).toEqual([{ number: 'T1' }]);
  expect(readdirSync(path.join(administration.folder, 'uploads'))).toEqual([]);
  expect((await post(operator, 'runs')).json.runs.map(({ isDryRun }: any) => isDryRun)).toEqual([false, true]);
  expect(lines).toContainEqual(
    expect.objectContaining({ audit: 'import started', subject: 'demo-operator', kind: 'titles' }),
  );
});

test('the delivery of a source is imported by its format, with a map of its columns', async () => {
  const file = await upload('liste.csv', 'Nr;Titel\n7;Watt\n');
  const columns = await upload('spalten.json', JSON.stringify({ id: 'Nr', name: 'Titel', kind: { always: 'VIDEO' } }));
  const wanted = { kind: 'titles', upload: file, format: 'csv', source: 'watt', columns, partial: true };
  const started = await post(operator, 'imports', wanted);
  expect(await ended(started.json.id)).toMatchObject({ state: 'DONE', report: expect.stringContaining('added 1') });
  expect(await world.database.query("select name from licences.title where number = 'watt.7'")).toEqual([
    { name: 'Watt' },
  ]);
});

test('the subjects of a source are imported by their format', async () => {
  const file = await upload(
    'sachgebiete.xml',
    '<valuespaces><valuespace property="ccm:taxonid"><key cap="Sternenkunde">990</key></valuespace></valuespaces>',
  );
  const wanted = { kind: 'subjects', upload: file, format: 'eaf', source: 'eaf' };
  const { json } = await post(operator, 'imports', wanted);
  expect(await ended(json.id)).toMatchObject({ state: 'DONE', report: expect.stringContaining('added 1') });
  expect(await world.database.query('select code, name from licences.subject')).toEqual([
    { code: '990', name: 'Sternenkunde' },
  ]);
});

test('a file with a mistake is refused, and the report says where, without a path on the disk', async () => {
  const file = await upload('falsch.ndjson', JSON.stringify({ number: 'T2', year: 0 }));
  const { json } = await post(operator, 'imports', { kind: 'titles', upload: file });
  const { state, problems } = await ended(json.id);
  expect([state, problems]).toEqual(['FAILED', expect.stringContaining('line 1: year: must be a whole number')]);
  expect(problems).toContain('falsch.ndjson was not imported, and nothing was changed:');
  expect(problems).not.toContain(administration.folder);
});

test('a format that the command does not know is refused by the command, in the report', async () => {
  const file = await upload('liste.csv', 'x');
  const wanted = { kind: 'titles', upload: file, format: 'word', source: 'amt', partial: true };
  const { json } = await post(operator, 'imports', wanted);
  expect(await ended(json.id)).toMatchObject({ state: 'FAILED', problems: expect.stringContaining('word') });
});

test('the audit trail is verified, and a head that is in no chain is reported', async () => {
  const whole = await post(operator, 'verifications');
  const { report, state } = await ended(whole.json.id);
  expect(state).toBe('DONE');
  const [head] = /[0-9a-f]{64}/.exec(report) as RegExpExecArray;
  const kept = await post(operator, 'verifications', { heads: [head, 'f'.repeat(64)] });
  expect(await ended(kept.json.id)).toMatchObject({
    state: 'FAILED',
    problems: expect.stringContaining('is in no chain'),
  });
});

test('only one run is active at a time, and a run that is stopped changes nothing', async () => {
  const many = Array.from({ length: 8_000 }, (_, index) => TITLE.replace('T1', `T-viele-${index}`)).join('\n');
  const file = await upload('viele.ndjson', many);
  const started = await post(operator, 'imports', { kind: 'titles', upload: file });
  const second = await post(operator, 'verifications');
  expect([second.status, second.json.errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  await post(operator, `runs/${started.json.id}/stop`);
  expect(await ended(started.json.id)).toMatchObject({ state: 'STOPPED' });
  expect(await numbers()).toEqual([{ number: 'T1' }]);
});

test('a key is made, shown once, listed, and revoked', async () => {
  const bound = [`AUTHORITY:${world.organisation('Stadt')}`];
  const wanted = { kind: 'lms', name: '--json', days: 30, bound, scopes: ['titles:read'] };
  const { status, json, headers } = await post(operator, 'keys/create', wanted);
  expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
  expect(json.key).toMatch(/^fsk_[0-9a-f]{16}_/);
  // A secret may contain “_” itself.
  const [, id, ...secret] = json.key.split('_');
  const listed = async () => (await post(operator, 'keys')).json.keys;
  expect(await listed()).toMatchObject([
    { id, name: '--json', kind: 'lms', scopes: ['titles:read'], bound, revokedAt: null },
  ]);
  expect(JSON.stringify([await listed(), lines])).not.toContain(secret.join('_'));
  expect((await post(operator, 'keys/revoke', { id })).status).toBe(200);
  expect(await listed()).toMatchObject([{ id, revokedAt: expect.any(String) }]);
  const foreign = await post(operator, 'keys/create', { ...wanted, bound: ['AUTHORITY:NW:1'] });
  expect([foreign.status, foreign.json.errors[0].message]).toEqual([400, expect.stringContaining('NW:1')]);
});

const PATHS = ['uploads', 'imports', 'verifications', 'runs', 'keys', 'keys/create', 'keys/revoke'];

test('a clerk is refused everywhere, and so are a page of another origin and one without the token of the session', async () => {
  const clerk = await signedIn(system, 'clerk');
  for (const route of [...PATHS, 'runs/x', 'runs/x/stop', 'uploads/x?from=0']) {
    const headers = route.startsWith('uploads/') ? { 'content-type': 'application/octet-stream' } : {};
    const refused = [
      await post(clerk, route, {}, headers),
      await post(operator, route, {}, { ...headers, origin: 'https://else.example' }),
      await post(operator, route, {}, { ...headers, 'x-csrf-token': clerk.csrf }),
    ];
    expect([route, ...refused.map(({ status, json }) => [status, json.errors[0].extensions.code])]).toEqual([
      route,
      [403, 'FORBIDDEN'],
      [403, 'FORBIDDEN'],
      [403, 'CSRF_TOKEN_INVALID'],
    ]);
  }
});

test.each<[string, string, object]>([
  ['imports', 'no upload', { kind: 'titles' }],
  ['imports', 'a path in the place of an upload', { kind: 'titles', upload: '../../../../etc/passwd' }],
  ['imports', 'an unknown upload', { kind: 'titles', upload: '00000000-0000-0000-0000-000000000000' }],
  ['imports', 'a field that every object inherits', { kind: 'titles', constructor: 1 }],
  ['imports', 'an unknown kind', { kind: '--help', upload: '00000000-0000-0000-0000-000000000000' }],
  [
    'imports',
    'an option of another kind',
    { kind: 'titles', upload: '00000000-0000-0000-0000-000000000000', asOf: '2026-01-01' },
  ],
  ['verifications', 'a malformed head', { heads: ['--help'] }],
  ['keys/create', 'an unknown kind', { kind: 'root', name: 'x', days: 1 }],
  ['keys/create', 'a malformed organisation', { kind: 'lms', name: 'x', days: 1, bound: ['AUTHORITY:NW:1 --days=9'] }],
  ['keys/create', 'too many days', { kind: 'operator', name: 'x', days: 401 }],
  ['keys/revoke', 'no id', {}],
  ['runs/..%2F..%2Fetc', 'a malformed run', {}],
  ['uploads', 'no name', {}],
])('%s refuses %s', async (route, _, body) => {
  const { status, json } = await post(operator, route, body);
  expect([status, json.errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
});

test('a piece that does not continue the file is refused, and so is one that is larger than a request may be', async () => {
  const file = await upload('a.ndjson', 'abc');
  const type = { 'content-type': 'application/octet-stream' };
  expect((await post(operator, `uploads/${file}?from=2`, 'x', type)).json.errors[0].message).toContain('begins at 3');
  expect((await post(operator, `uploads/${file}?from=3`, 'x'.repeat(1024 * 1024 + 1), type)).status).toBe(413);
  expect(existsSync(path.join(administration.folder, 'uploads', file))).toBe(true);
});

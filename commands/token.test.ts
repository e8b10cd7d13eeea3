import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SCOPES_OF_KIND } from '../caller/caller';
import { createAuthenticate } from '../gateway/identity/authenticate';
import { developmentIssuer, developmentKey, makeToken } from '../gateway/identity/development-issuer';
import { runCommand, runWithin } from '../test/command';
import { createTestDatabase, TEST_SECRET, type TestDatabase } from '../test/database';
import { apikey } from './apikey/apikey-command';
import { installationSecret, signingKeys } from './secrets';
import { token } from './token/token-command';
import { readTokenOptions } from './token/token-options';

const SECRET = TEST_SECRET;

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'token-'));
  database = await createTestDatabase();
  await database.query(
    `insert into schools.organisation (level, state, number, name) values ('SCHOOL', 'NW', '900102', 'Schule')`,
  );
});

afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

function run(line: string, settings: Record<string, string> = inInstallation(), input?: string) {
  const [name, ...words] = line.split(' ');
  return runWithin(name === 'token' ? token : apikey, words, { DATA_DIR: folder, ...settings }, input);
}

function inInstallation(): Record<string, string> {
  return { SECRET, DATABASE_URL: database.ownerUrl };
}

test('a token is printed, and nothing else', async () => {
  const command = runCommand(['token', 'lms', '--school', 'NW:900102'], { DATA_DIR: folder, ...inInstallation() });
  expect({ code: await command.ended, errors: command.errors() }).toEqual({ code: 0, errors: '' });
  const output = command.output();
  expect(output).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const verify = createAuthenticate([developmentIssuer(developmentKey(SECRET))]);
  expect(await verify(`Bearer ${output.trim()}`)).toEqual({
    kind: 'lms',
    subject: 'development-lms',
    scopes: SCOPES_OF_KIND.lms,
    bound: ['SCHOOL:NW:900102'],
  });
});

test.each(['token lms --school NW:900102', 'token operator', 'token explain', 'apikey list'])(
  'outside of an installation, %s says so and does not make one',
  async (words) => {
    for (const settings of [{}, { SECRET }, { DATABASE_URL: database.ownerUrl }]) {
      const { code, output, errors } = await run(words, settings as Record<string, string>, 'a.b.c');
      expect({ code, output }).toEqual({ code: 1, output: '' });
      expect(errors).toMatch(/^There is no installation in .*\. Start one there with npm start, or set DATA_DIR .*\n$/);
    }
    expect(readdirSync(folder)).toEqual([]);
  },
);

test.each(['token lms', 'apikey create lms --name Moodle --days 30'])(
  '%s is refused for organisations that do not exist, and names them',
  async (words) => {
    const { code, output, errors } = await run(`${words} --school NW:900102 --school NW:1 --authority NW:2`);
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain('There is no SCHOOL:NW:1, no AUTHORITY:NW:2. Import the list that names them');
  },
);

describe('explain', () => {
  const tokenOf = (words: string) => makeToken(developmentKey(SECRET), readTokenOptions(words.split(' ')));

  test('says for whom a valid token is, read from standard input, alone or as it is in the header', async () => {
    const good = await tokenOf('lms --school NW:900102');
    const settings = { DATA_DIR: folder, ...inInstallation() };
    const command = runCommand(['token', 'explain'], settings, `Authorization: Bearer ${good}\n`);
    expect({ code: await command.ended, errors: command.errors() }).toEqual({ code: 0, errors: '' });
    const output = command.output();
    expect(output).toMatch(/^The token is taken here\.\n {2}issuer +freischalter-development\n {2}kind +lms\n/);
    expect(output).toContain('bound to  SCHOOL:NW:900102');
    expect(output).not.toContain('There is no');
    expect(output).not.toContain(good.split('.')[2] as string);
  });

  test('names the organisations of a valid token that do not exist', async () => {
    const { code, output } = await run(`token explain ${await tokenOf('lms --school NW:1')}`);
    expect(code).toBe(0);
    expect(output).toContain('There is no SCHOOL:NW:1: whatever is asked of it is FORBIDDEN.');
  });

  test.each<[string, () => Promise<string>, string]>([
    [
      'of another installation',
      () => makeToken(developmentKey(`${SECRET}, too`), readTokenOptions(['operator'])),
      '“key”',
    ],
    ['that has expired', () => tokenOfAge(31), '“expired”. It expired at 20'],
    ['that is not a token', async () => 'Moodle', '“form”'],
  ])('says by which rule a token %s is refused', async (_, refused, rule) => {
    const { code, output } = await run('token explain', undefined, await refused());
    expect(code).toBe(1);
    expect(output).toContain(`The token is refused here by the rule ${rule}`);
  });

  const tokenOfAge = (days: number) =>
    makeToken(developmentKey(SECRET), readTokenOptions(['operator']), Date.now() - days * 86_400_000);

  test('an API key is recognised, and only its id is printed', async () => {
    const { output } = await run('token explain', undefined, `fsk_0123456789abcdef_${'a'.repeat(43)}`);
    expect(output).toContain('This is the API key 0123456789abcdef, and not a token. npm run apikey -- list');
    expect(output).not.toContain('aaaa');
  });
});

test('a wrong argument is reported in one line on standard error, with nothing on standard output', async () => {
  const command = runCommand(['token', 'lms', '--school', 'NW-100000'], { DATA_DIR: folder });
  expect(await command.ended).toBe(1);
  expect(command.output()).toBe('');
  expect(command.errors()).toBe(
    '--school “NW-100000” is not an id. Write NW:199007, NW_199007, DE-NW-199007, or 199007 alone for NW.\n',
  );
});

test.each([
  ['licensing --authority NW:10182', ['AUTHORITY:NW:10182']],
  ['licensing --media-centre NW:MZ-05111', ['MEDIA_CENTRE:NW:MZ-05111']],
  ['licensing --school NW:100000', ['SCHOOL:NW:100000']],
  ['licensing --regional-association NW:LVR', ['REGIONAL_ASSOCIATION:NW:LVR']],
  ['licensing --state NW', ['STATE:NW']],
  ['reporting --state NW', ['STATE:NW']],
  ['reporting --authority NW:10182', ['AUTHORITY:NW:10182']],
  ['lms --school NW:100000 --school NW:100001', ['SCHOOL:NW:100000', 'SCHOOL:NW:100001']],
  [
    'lms --school DE-NW-100000 --school NW_100001 --school 100000 --school 100002',
    ['SCHOOL:NW:100000', 'SCHOOL:NW:100001', 'SCHOOL:NW:100002'],
  ],
  ['reporting --state DE-NW', ['STATE:NW']],
  ['operator', []],
])('%s makes a token that the gateway accepts with what was requested', async (words, bound) => {
  const key = developmentKey(SECRET);
  const content = readTokenOptions(words.split(' '));
  const verify = createAuthenticate([developmentIssuer(key)]);
  const caller = await verify(`Bearer ${await makeToken(key, content)}`);
  expect(caller).toMatchObject({ kind: content.kind, bound, scopes: SCOPES_OF_KIND[content.kind] });
});

test.each([
  ['', 'Whose token?'],
  ['teacher', 'There is no token for “teacher”.'],
  ['operator now', 'There is no token for “operator now”.'],
  ['lms', 'Add --school NW:900102 or --authority NW:91001.'],
  ['lms --state NW', 'not bound by --state'],
  ['reporting --regional-association NW:LVR', 'not bound by --regional-association'],
  ['operator --school NW:100000', 'It needs no such option.'],
  ['lms --school NW:1 --scope usage:read', '--scope “usage:read” is none of lms.'],
  ['operator --ttl 5', 'Write it as 45m, 12h or 30d.'],
  ['operator --tll 5d', '--tll'],
])('“%s” is refused with the reason', (words, message) => {
  expect(() => readTokenOptions(words.split(' ').filter(Boolean))).toThrow(message);
});

test('a token has fewer scopes and a shorter lifetime where these are requested', () => {
  const content = readTokenOptions(['operator', '--scope', 'titles:read,schools:read', '--ttl', '12h']);
  expect(content).toMatchObject({ scopes: ['titles:read', 'schools:read'], lifetimeSeconds: 43_200 });
});

test('a given SECRET decides the keys, and nothing is written', () => {
  const nowhere = path.join(folder, 'nowhere');
  expect(installationSecret({ DATA_DIR: nowhere, SECRET })).toBe(SECRET);
  const derived = signingKeys({ DATA_DIR: nowhere, SECRET, SIGNING_KEYS: undefined });
  expect(derived).toEqual(signingKeys({ DATA_DIR: nowhere, SECRET, SIGNING_KEYS: undefined }));
  expect(derived[0]).not.toContain(SECRET);
  expect(signingKeys({ DATA_DIR: nowhere, SECRET, SIGNING_KEYS: ['new', 'old'] })).toEqual(['new', 'old']);
});

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SCOPES_OF_KIND } from '../caller/caller';
import { createCallerOfToken } from '../gateway/identity/caller-of-token';
import { developmentIssuer, developmentKey, makeToken } from '../gateway/identity/development-issuer';
import { runCommand } from '../test/command';
import { hopKeys, installationSecret } from './secrets';
import { readTokenOptions } from './token/token-options';

const SECRET = 'a secret that only this test knows of';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'token-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('two that ask at once on a new installation get one token each and nothing else, of the same key', async () => {
  const words = ['token', 'lms', '--school', 'NW:100000'];
  const both = [1, 2].map(() => runCommand(words, { DATA_DIR: folder }));
  const verify = createCallerOfToken([developmentIssuer(developmentKey(await made(both)))]);
  for (const { output, errors } of both) {
    expect(output()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(errors()).toBe('');
    expect(await verify(`Bearer ${output().trim()}`)).toEqual({
      kind: 'lms',
      subject: 'development-lms',
      scopes: SCOPES_OF_KIND.lms,
      bound: ['SCHOOL:NW:100000'],
    });
  }
  expect(readdirSync(folder)).toEqual(['secrets.json']);
  expect(statSync(path.join(folder, 'secrets.json')).mode & 0o077).toBe(0);
});

async function made(commands: ReturnType<typeof runCommand>[]): Promise<string> {
  for (const { ended } of commands) expect(await ended).toBe(0);
  return installationSecret({ DATA_DIR: folder, SECRET: undefined });
}

test('a wrong word is one line on standard error, and nothing on standard output', async () => {
  const command = runCommand(['token', 'lms', '--school', '100000'], { DATA_DIR: folder });
  expect(await command.ended).toBe(1);
  expect(command.output()).toBe('');
  expect(command.errors()).toBe('--school “100000” names nothing. Write it as in --school NW:100000.\n');
});

test.each([
  ['licensing --authority NW:10182', ['AUTHORITY:NW:10182']],
  ['licensing --media-centre NW:MZ-05111', ['MEDIA_CENTRE:NW:MZ-05111']],
  ['reporting --state NW', ['STATE:NW']],
  ['reporting --authority NW:10182', ['AUTHORITY:NW:10182']],
  ['lms --school NW:100000 --school NW:100001', ['SCHOOL:NW:100000', 'SCHOOL:NW:100001']],
  ['operator', []],
])('%s is a token that the gateway takes as it was asked for', async (words, bound) => {
  const key = developmentKey(SECRET);
  const content = readTokenOptions(words.split(' '));
  const verify = createCallerOfToken([developmentIssuer(key)]);
  const caller = await verify(`Bearer ${await makeToken(key, content)}`);
  expect(caller).toMatchObject({ kind: content.kind, bound, scopes: SCOPES_OF_KIND[content.kind] });
});

test.each([
  ['', 'Whose token?'],
  ['teacher', 'There is no token for “teacher”.'],
  ['operator now', 'There is no token for “operator now”.'],
  ['lms', 'Add --school NW:100000 or --authority NW:10182.'],
  ['lms --state NW', 'not bound by --state'],
  ['operator --school NW:100000', 'It needs no such option.'],
  ['lms --school NW:1 --scope usage:read', '--scope “usage:read” is none of lms.'],
  ['operator --ttl 5', 'Write it as 45m, 12h or 30d.'],
  ['operator --tll 5d', '--tll'],
])('“%s” is refused with what is wrong with it', (words, message) => {
  expect(() => readTokenOptions(words.split(' ').filter(Boolean))).toThrow(message);
});

test('a token carries fewer scopes and a shorter life where that is asked for', () => {
  const content = readTokenOptions(['operator', '--scope', 'titles:read,schools:read', '--ttl', '12h']);
  expect(content).toMatchObject({ scopes: ['titles:read', 'schools:read'], lifetimeSeconds: 43_200 });
});

test('a given SECRET decides the keys, and nothing is written', () => {
  const nowhere = path.join(folder, 'nowhere');
  expect(installationSecret({ DATA_DIR: nowhere, SECRET })).toBe(SECRET);
  const derived = hopKeys({ DATA_DIR: nowhere, SECRET, HOP_KEYS: undefined });
  expect(derived).toEqual(hopKeys({ DATA_DIR: nowhere, SECRET, HOP_KEYS: undefined }));
  expect(derived[0]).not.toContain(SECRET);
  expect(hopKeys({ DATA_DIR: nowhere, SECRET, HOP_KEYS: ['new', 'old'] })).toEqual(['new', 'old']);
});

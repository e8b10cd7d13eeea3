import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseSettings } from '../environment';

test('without any variable the settings are for one machine', () => {
  expect(parseSettings({})).toMatchObject({
    PORT: 4000,
    HOST: '127.0.0.1',
    NODE_ENV: 'development',
    startedByNpm: false,
  });
});

test('a variable that is set to nothing counts as not set', () => {
  expect(parseSettings({ DATABASE_URL: '', PORT: ' ' })).toMatchObject({ PORT: 4000 });
});

test('all mistakes are reported together, each with its variable and the remedy, and no secret is repeated', () => {
  const settings = parseSettings({
    PORT: 'abc',
    DATABASE_URL: 'mysql://root:geheim@host/db',
    SECRET: 'geheim',
    SIGNING_KEYS: 'geheim',
    TOKEN_ISSUERS: '[{"issuer":"geheim","audience":"geheim","jwksUri":"geheim"}]',
    LOG_LEVEL: 'loud',
    RATE_LIMIT_COST: '10000',
    TRUSTED_DOCUMENTS_ONLY: 'yes',
    CORS_ORIGINS: 'https://*.example',
  });
  expect(settings).toEqual({
    mistakes: [
      'PORT: “abc” is not possible. Write a number from 0 to 65535.',
      'DATABASE_URL: Write an address such as postgres://user:password@host:5432/database.',
      'LOG_LEVEL: “loud” is not possible. Write fatal, error, warn, info, debug, trace or silent.',
      'SECRET: It is too short. Make one of at least 32 characters: openssl rand -hex 32',
      'SIGNING_KEYS: A key in it is too short. Make one of at least 32 characters: openssl rand -hex 32',
      'TOKEN_ISSUERS: [0].jwksUri: Write an address such as https://…',
      'RATE_LIMIT_COST: “10000” is not possible. Write a number from 1 to 9999.',
      'TRUSTED_DOCUMENTS_ONLY: “yes” is not possible. Write true or false.',
      'CORS_ORIGINS: “https://*.example” is not possible. Write origins as browsers do, separated by commas: https://lms.example,https://admin.example:8443',
    ],
  });
});

test('keys and issuers are read as lists', () => {
  const keys = ['k'.repeat(32), 'l'.repeat(32)];
  const issuers = [{ issuer: 'https://id.example', audience: 'freischalter', jwksUri: 'https://id.example/keys' }];
  expect(parseSettings({ SIGNING_KEYS: keys.join(', '), TOKEN_ISSUERS: JSON.stringify(issuers) })).toMatchObject({
    SIGNING_KEYS: keys,
    TOKEN_ISSUERS: issuers,
  });
});

test('a service is found at an HTTP address or at a Unix socket', () => {
  const possible = ['http://schools:4001', 'https://schools.example/', 'unix:/run/freischalter/schools.sock'];
  for (const SCHOOLS_URL of possible) expect(parseSettings({ SCHOOLS_URL })).toMatchObject({ SCHOOLS_URL });
  for (const SCHOOLS_URL of ['schools:4001', 'unix:schools.sock', 'unix://run/schools.sock', 'ftp://schools']) {
    expect(parseSettings({ SCHOOLS_URL })).toHaveProperty('mistakes');
  }
  expect(parseSettings({ SUBGRAPH_SOCKET: 'schools.sock' })).toHaveProperty('mistakes');
});

test('origins are read as a list, exactly as browsers write them', () => {
  const origins = ['https://lms.example', 'http://localhost:5173'];
  expect(parseSettings({ CORS_ORIGINS: origins.join(', ') })).toMatchObject({ CORS_ORIGINS: origins });
  expect(parseSettings({})).toMatchObject({ CORS_ORIGINS: [], TRUSTED_DOCUMENTS_ONLY: false });
  for (const wrong of [
    '*',
    'null',
    'https://lms.example/',
    'lms.example',
    'https://LMS.example',
    'https://a.example:443',
  ])
    expect(parseSettings({ CORS_ORIGINS: wrong })).toEqual({
      mistakes: [expect.stringMatching(/^CORS_ORIGINS: “.*” is not possible\. Write origins as browsers do/)],
    });
});

describe('a secret in a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function file(content: string, mode = 0o600): string {
    const made = path.join(folder, `secret-${Math.random()}`);
    writeFileSync(made, content, { mode });
    return made;
  }

  test('is the setting, without the line break at its end', () => {
    const secret = 's'.repeat(32);
    expect(
      parseSettings({ SECRET_FILE: file(`${secret}\n`), SIGNING_KEYS_FILE: file(`${secret},${secret}`) }),
    ).toMatchObject({
      SECRET: secret,
      SIGNING_KEYS: [secret, secret],
    });
  });

  test('with the password of the database becomes part of its address, where the address has none', () => {
    const DATABASE_PASSWORD_FILE = file('a/b@c\n');
    expect(
      parseSettings({ DATABASE_URL: 'postgres://owner@db:5432/freischalter', DATABASE_PASSWORD_FILE }),
    ).toMatchObject({ DATABASE_URL: 'postgres://owner:a%2Fb%40c@db:5432/freischalter' });
    expect(
      parseSettings({ DATABASE_URL: 'postgres://owner:own@db:5432/freischalter', DATABASE_PASSWORD_FILE }),
    ).toMatchObject({ DATABASE_URL: 'postgres://owner:own@db:5432/freischalter' });
  });

  test('that is missing, empty, open to others, too short or set twice is reported with the remedy, and not repeated', () => {
    const [open, empty, short] = [file('s'.repeat(32), 0o644), file('\n'), file('geheim')];
    const nowhere = path.join(folder, 'nowhere');
    const settings = parseSettings({
      SECRET: 's'.repeat(32),
      SECRET_FILE: file('s'.repeat(32)),
      SIGNING_KEYS_FILE: open,
      DATABASE_URL_FILE: nowhere,
      RATE_LIMIT_DATABASE_URL_FILE: empty,
      TOKEN_ISSUERS_FILE: folder,
    });
    expect(settings).toEqual({
      mistakes: [
        'SECRET_FILE: SECRET is set too. Set one of them.',
        `SIGNING_KEYS_FILE: ${open} is open to other users (mode 644). Close it: chmod 600 ${open}`,
        `DATABASE_URL_FILE: There is no file ${nowhere}. Correct the path, or mount it there.`,
        `RATE_LIMIT_DATABASE_URL_FILE: ${empty} is empty. Write the value into it.`,
        `TOKEN_ISSUERS_FILE: ${folder} cannot be read (EISDIR). Give it to the user that runs this.`,
      ],
    });
    expect(parseSettings({ SECRET_FILE: short })).toEqual({
      mistakes: [expect.stringMatching(/^SECRET: It is too short/)],
    });
  });
});

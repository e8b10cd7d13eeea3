import { parseSettings } from '../environment';

test('without any variable there are settings for one machine', () => {
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

test('all mistakes are told at once, each with the variable and the remedy, and no secret is repeated', () => {
  const settings = parseSettings({
    PORT: 'abc',
    DATABASE_URL: 'mysql://root:geheim@host/db',
    SECRET: 'geheim',
    HOP_KEYS: 'geheim',
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
      'HOP_KEYS: A key in it is too short. Make one of at least 32 characters: openssl rand -hex 32',
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
  expect(parseSettings({ HOP_KEYS: keys.join(', '), TOKEN_ISSUERS: JSON.stringify(issuers) })).toMatchObject({
    HOP_KEYS: keys,
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

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
    TOKEN_ISSUERS: '[{"geheim":1}]',
    LOG_LEVEL: 'loud',
  });
  expect(settings).toEqual({
    mistakes: [
      'PORT: “abc” is not possible. Write a number from 0 to 65535.',
      'DATABASE_URL: Write an address such as postgres://user:password@host:5432/database.',
      'LOG_LEVEL: “loud” is not possible. Write fatal, error, warn, info, debug, trace or silent.',
      'SECRET: It is too short. Make one of at least 32 characters: openssl rand -hex 32',
      'HOP_KEYS: A key in it is too short. Make one of at least 32 characters: openssl rand -hex 32',
      'TOKEN_ISSUERS: Write a JSON array such as [{"issuer":"https://…","audience":"freischalter","jwksUri":"https://…"}].',
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

import { parseSettings, type Settings } from '../../environment';
import { createAuthenticate } from '../../gateway/identity/authenticate';
import { DEVELOPMENT_ISSUER, developmentKey, makeToken } from '../../gateway/identity/development-issuer';
import { issuersOf } from './issuers';

const SECRET = 'a secret that only this test knows of';
const ISSUER = { issuer: 'https://id.example', audience: 'freischalter', jwksUri: 'https://id.example/keys' };

function settings(variables: Record<string, string>): Settings {
  const read = parseSettings({ SECRET, ...variables });
  if ('mistakes' in read) throw new Error(read.mistakes.join('\n'));
  return read;
}

function issuersAs(...issuers: object[]) {
  return { NODE_ENV: 'production', TOKEN_ISSUERS: JSON.stringify(issuers) };
}

test('the built-in issuer is accepted only in development, and only where no other issuer is named', () => {
  const names = (variables: Record<string, string>) => issuersOf(settings(variables)).map(({ issuer }) => issuer);
  expect(names({})).toEqual([DEVELOPMENT_ISSUER]);
  expect(names({ ...issuersAs(ISSUER), NODE_ENV: 'development' })).toEqual([ISSUER.issuer]);
  expect(names(issuersAs(ISSUER))).toEqual([ISSUER.issuer]);
  expect(() => names({ NODE_ENV: 'production' })).toThrow(/the built-in issuer of tokens is off. Set TOKEN_ISSUERS/);
});

test('in production a token of the built-in issuer is refused though it is signed with the installation’s secret', async () => {
  const content = { kind: 'operator', subject: '1', bound: [], scopes: [], lifetimeSeconds: 60 } as const;
  const token = await makeToken(developmentKey(SECRET), content);
  expect(await createAuthenticate(issuersOf(settings({})))(`Bearer ${token}`)).toMatchObject({ kind: 'operator' });
  const production = createAuthenticate(issuersOf(settings(issuersAs(ISSUER))));
  await expect(production(`Bearer ${token}`)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
});

test('an installation accepts only API keys where it is configured so', async () => {
  expect(issuersOf(settings(issuersAs()))).toEqual([]);
  expect(() => createAuthenticate([])).toThrow(/nobody could call/);
  const apiKeys = async () => ({ kind: 'lms', subject: '1', scopes: [], bound: ['SCHOOL:NW:1'] }) as const;
  const callerOfToken = createAuthenticate([], { apiKeys });
  expect(await callerOfToken(`Bearer fsk_0123456789abcdef_${'a'.repeat(43)}`)).toMatchObject({ kind: 'lms' });
  await expect(callerOfToken('Bearer a.b.c')).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
});

test('in production, keys must be fetched by https, or from this machine', () => {
  const withKeysAt = (jwksUri: string) => () => issuersOf(settings(issuersAs({ ...ISSUER, jwksUri })));
  expect(withKeysAt('http://id.example/keys')).toThrow(/https:\/\/id\.example must come by https/);
  expect(withKeysAt('http://127.0.0.1.id.example/keys')).toThrow(/must come by https/);
  for (const near of ['http://localhost:8080/keys', 'http://127.0.0.1/keys', 'http://[::1]:8080/keys']) {
    expect(withKeysAt(near)()).toMatchObject([{ jwks: { uri: near } }]);
  }
  expect(
    issuersOf(settings({ TOKEN_ISSUERS: JSON.stringify([{ ...ISSUER, jwksUri: 'http://id.example' }]) })),
  ).toHaveLength(1);
});

test('the configuration of an issuer reaches the gateway', () => {
  const claims = { kind: [{ kind: 'lms' }], bound: [{ claim: 'school' }], scopes: { lms: ['titles:read'] } };
  const [issuer] = issuersOf(settings(issuersAs({ ...ISSUER, name: 'id', algorithms: ['RS256'], claims })));
  expect(issuer).toMatchObject({ name: 'id', algorithms: ['RS256'], jwks: { uri: ISSUER.jwksUri } });
  expect(issuer?.claims?.scopes).toEqual({ lms: ['titles:read'] });
});

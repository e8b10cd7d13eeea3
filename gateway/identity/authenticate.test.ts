import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { base64url, exportSPKI, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type { CallerKind } from '../../caller/caller';
import { AUDIENCE, createTestIssuer, type TestIssuer } from '../test-supergraph/tokens';
import { type Authenticate, createAuthenticate } from './authenticate';

let issuer: TestIssuer;
let stranger: TestIssuer;
let callerOfToken: Authenticate;

beforeAll(async () => {
  issuer = await createTestIssuer();
  stranger = await createTestIssuer('https://stranger.example');
  callerOfToken = createAuthenticate([issuer.configuration]);
});

const NOW = () => Math.floor(Date.now() / 1000);
const CLAIMS = () => ({
  iss: issuer.configuration.issuer,
  aud: AUDIENCE,
  sub: 'test',
  exp: NOW() + 600,
  kind: 'lms',
  bound: ['SCHOOL:NW:100000'],
  scope: 'titles:read',
});

async function refusalOf(authorization: string): Promise<{ code: unknown; message: string }> {
  const error = await Promise.resolve(callerOfToken(authorization)).then(
    () => null,
    (refused) => refused,
  );
  return { code: error?.extensions?.code, message: error?.message };
}

test('a valid token makes the caller that its claims name', async () => {
  const token = await issuer.token('licensing', ['AUTHORITY:NW:10182', 'AUTHORITY:NW:10182'], {
    scope: 'titles:read entitlements:write',
  });
  expect(await callerOfToken(`Bearer ${token}`)).toEqual({
    kind: 'licensing',
    subject: 'test',
    scopes: ['titles:read', 'entitlements:write'],
    bound: ['AUTHORITY:NW:10182'],
  });
});

test('a token cannot name a client that stands for an API key or for the gateway', async () => {
  const clientOf = async (client_id: string) =>
    (await callerOfToken(`Bearer ${await issuer.token('lms', ['SCHOOL:NW:100000'], { client_id })}`))?.client;
  expect(await clientOf('moodle')).toBe('moodle');
  for (const reserved of ['api-key:0123456789abcdef', 'gateway']) expect(await clientOf(reserved)).toBeUndefined();
});

test('without a header there is no caller', async () => {
  expect(await callerOfToken(undefined)).toBeNull();
});

test('scopes that the kind may not have are left out, and a token without scopes gets none', async () => {
  const bound = ['SCHOOL:NW:100000'];
  const greedy = await issuer.token('lms', bound, { scope: 'titles:read entitlements:write prices:read' });
  expect((await callerOfToken(`Bearer ${greedy}`))?.scopes).toEqual(['titles:read']);
  const silent = await issuer.token('lms', bound, { scope: undefined });
  expect((await callerOfToken(`Bearer ${silent}`))?.scopes).toEqual([]);
});

test.each<[string, CallerKind, string[]]>([
  ['an LMS of an authority', 'lms', ['AUTHORITY:NW:10182']],
  ['licensing staff of a media centre', 'licensing', ['MEDIA_CENTRE:NW:bochum']],
  ['licensing staff of a school', 'licensing', ['SCHOOL:NW:100000']],
  ['licensing staff of a regional association', 'licensing', ['REGIONAL_ASSOCIATION:NW:LVR']],
  ['licensing staff of a state', 'licensing', ['STATE:NW']],
  ['a dashboard of a state', 'reporting', ['STATE:NW']],
  ['the operator', 'operator', []],
])('%s is let in', async (_, kind, bound) => {
  expect((await callerOfToken(`Bearer ${await issuer.token(kind, bound)}`))?.bound).toEqual(bound);
});

describe('a token is refused with', () => {
  const forgeries: [string, () => Promise<string>][] = [
    ['no signature at all (alg none)', async () => new UnsecuredJWT(CLAIMS()).encode()],
    [
      'alg none and the signature of another token',
      async () =>
        `${base64url.encode('{"alg":"none"}')}.${(await issuer.token('lms', ['SCHOOL:NW:100000'])).split('.').slice(1).join('.')}`,
    ],
    [
      'the public key as the secret of an HMAC (key confusion)',
      async () =>
        new SignJWT(CLAIMS())
          .setProtectedHeader({ alg: 'HS256', kid: 'first' })
          .sign(new TextEncoder().encode(await exportSPKI(issuer.publicKey))),
    ],
    [
      'a key of its own in the header',
      async () =>
        new SignJWT(CLAIMS())
          .setProtectedHeader({
            alg: 'ES256',
            jwk: (stranger.configuration.jwks as { keys: object[] }).keys[0] as never,
          })
          .sign(stranger.privateKey),
    ],
    ['a signature by a foreign key', async () => sign(CLAIMS(), 'first', stranger)],
    ['an unknown key id', async () => sign(CLAIMS(), 'unknown')],
    ['a foreign issuer', async () => stranger.token('lms', ['SCHOOL:NW:100000'])],
    ['claims that were altered', async () => alter(await issuer.token('lms', ['SCHOOL:NW:100000']))],
    ['another audience', async () => issuer.token('lms', ['SCHOOL:NW:100000'], { aud: 'another' })],
    ['other audiences', async () => issuer.token('lms', ['SCHOOL:NW:100000'], { aud: ['another', 'freischalter2'] })],
    ['no audience', async () => issuer.token('lms', ['SCHOOL:NW:100000'], { aud: undefined })],
    ['no expiry', async () => issuer.token('lms', ['SCHOOL:NW:100000'], { exp: undefined })],
    ['a beginning in the future', async () => issuer.token('lms', ['SCHOOL:NW:100000'], { nbf: NOW() + 60 })],
    ['no subject', async () => issuer.token('lms', ['SCHOOL:NW:100000'], { sub: undefined })],
    ['a number as its subject', async () => sign({ ...CLAIMS(), sub: 5 as never }, 'first')],
    ['a list as its subject', async () => sign({ ...CLAIMS(), sub: ['test'] as never }, 'first')],
    ['an unknown kind', async () => issuer.token('lms', ['SCHOOL:NW:100000'], { kind: 'admin' })],
    ['a kind from the prototype', async () => issuer.token('lms', ['SCHOOL:NW:100000'], { kind: 'constructor' })],
    ['nothing that it is bound to', async () => issuer.token('lms', [])],
    ['no word of what it is bound to', async () => issuer.token('reporting', [], { bound: undefined })],
    ['what it is bound to as one text', async () => issuer.token('lms', [], { bound: 'SCHOOL:NW:1 SCHOOL:NW:2' })],
    ['two kinds', async () => issuer.token('lms', ['AUTHORITY:NW:10182'], { kind: ['lms', 'licensing'] })],
    ['something that is no organisation', async () => issuer.token('lms', ['SCHOOL:NW:100000', 'SCHOOL:nw:1'])],
    ['an LMS bound to a state', async () => issuer.token('lms', ['STATE:NW'])],
    ['an LMS bound to a media centre', async () => issuer.token('lms', ['MEDIA_CENTRE:NW:bochum'])],
    ['licensing staff bound to a district', async () => issuer.token('licensing', ['DISTRICT:NW:05111'])],
    ['licensing staff bound to a group', async () => issuer.token('licensing', ['STATE:NW', 'SCHOOL_GROUP:NW:K1'])],
    ['a dashboard bound to a school', async () => issuer.token('reporting', ['SCHOOL:NW:100000'])],
    ['an operator bound to something', async () => issuer.token('operator', ['STATE:NW'])],
    ['the subject of an API key', async () => issuer.token('lms', ['SCHOOL:NW:100000'], { sub: 'api-key:1' })],
    ['the subject of the gateway itself', async () => issuer.token('operator', [], { sub: 'gateway' })],
    ['a header that must be understood (crit)', async () => withHeader({ crit: ['exp'], exp: 1 })],
    ['8,192 characters and more', async () => issuer.token('lms', ['SCHOOL:NW:100000'], { more: 'x'.repeat(8_192) })],
    ['nothing in it', async () => 'a.b.c'],
    ['an API key, where none are taken', async () => `fsk_0123456789abcdef_${'a'.repeat(43)}`],
    ['no dots', async () => 'password'],
  ];
  test.each(forgeries)('%s', async (_, forge) => {
    const { code, message } = await refusalOf(`Bearer ${await forge()}`);
    expect(code).toBe('UNAUTHENTICATED');
    expect(message).toBe(
      'The token is not valid here. Send one by an issuer of this installation: “Authorization: Bearer …”.',
    );
  });

  test('an expiry in the past, which the answer names', async () => {
    const { code, message } = await refusalOf(
      `Bearer ${await issuer.token('lms', ['SCHOOL:NW:100000'], { exp: NOW() - 60 })}`,
    );
    expect(code).toBe('UNAUTHENTICATED');
    expect(message).toMatch(/expired/);
  });

  test('another scheme', async () => {
    expect((await refusalOf(`Basic ${await issuer.token('operator', [])}`)).code).toBe('UNAUTHENTICATED');
  });
});

test('clocks may differ by a few seconds', async () => {
  const token = await issuer.token('lms', ['SCHOOL:NW:100000'], { exp: NOW() - 2, nbf: NOW() + 2 });
  expect(await callerOfToken(`Bearer ${token}`)).not.toBeNull();
});

describe('an address of keys in the header (jku, x5u)', () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end(JSON.stringify(stranger.configuration.jwks));
  });
  let address: { jku: string; x5u: string };

  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    address = { jku: url, x5u: url };
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  test('is never asked: a stranger’s token is refused, and the issuer’s own is valid without it', async () => {
    for (const kid of ['first', 'other', undefined]) {
      const forged = await new SignJWT(CLAIMS())
        .setProtectedHeader({ alg: 'ES256', ...(kid && { kid }), ...address })
        .sign(stranger.privateKey);
      expect((await refusalOf(`Bearer ${forged}`)).code).toBe('UNAUTHENTICATED');
    }
    expect(await callerOfToken(`Bearer ${await withHeader(address)}`)).not.toBeNull();
    expect(asked).toBe(0);
  });
});

test('a token for several audiences is valid if this one is among them', async () => {
  const token = await issuer.token('lms', ['SCHOOL:NW:100000'], { aud: ['moodle', AUDIENCE] });
  expect(await callerOfToken(`Bearer ${token}`)).not.toBeNull();
});

describe('several issuers', () => {
  test('are distinguished: each signs only for itself, and their subjects are never the same', async () => {
    const [one, other] = [
      { ...issuer.configuration, name: 'one' },
      { ...stranger.configuration, name: 'other' },
    ];
    const both = createAuthenticate([one, other]);
    const claims = { kind: 'lms', bound: ['SCHOOL:NW:100000'], sub: 'other:5' };
    expect((await both(`Bearer ${await issuer.signed(claims)}`))?.subject).toBe('one:other:5');
    expect((await both(`Bearer ${await stranger.signed({ ...claims, sub: '5' })}`))?.subject).toBe('other:5');
    const crossed = await stranger.signed({ ...claims, iss: one.issuer });
    await expect(both(`Bearer ${crossed}`)).rejects.toThrow(/not valid/);
  });

  test('need a name each where there are several of them', () => {
    const { configuration } = issuer;
    expect(() => createAuthenticate([configuration, stranger.configuration])).toThrow(/“name” of its own/);
    const twice = { ...stranger.configuration, name: 'same' };
    expect(() => createAuthenticate([{ ...configuration, name: 'same' }, twice])).toThrow(/“name” of its own/);
    const again = { ...configuration, name: 'again' };
    expect(() => createAuthenticate([{ ...configuration, name: 'one' }, again])).toThrow(/twice/);
  });
});

test('an issuer may not be configured with a symmetric algorithm', () => {
  expect(() => createAuthenticate([{ ...issuer.configuration, algorithms: ['HS256'] }])).toThrow(/HS256/);
  expect(() => createAuthenticate([{ ...issuer.configuration, algorithms: ['none'] }])).toThrow(/none/);
  expect(() => createAuthenticate([])).toThrow(/issuer/);
});

test('an algorithm that is not configured is refused even with the right key', async () => {
  const narrow = createAuthenticate([{ ...issuer.configuration, algorithms: ['EdDSA'] }]);
  await expect(narrow(`Bearer ${await issuer.token('operator', [])}`)).rejects.toThrow(/not valid/);
});

test('keys are fetched from the issuer’s address, and a failed fetch is not reported as an invalid token', async () => {
  const server = createServer((_, response) => response.end(JSON.stringify(issuer.configuration.jwks)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  const token = await issuer.token('operator', []);
  const byAddress = () => createAuthenticate([{ ...issuer.configuration, jwks: { uri } }]);
  const known = byAddress();
  expect((await known(`Bearer ${token}`))?.kind).toBe('operator');
  await atLater(61, async () => {
    const again = known(`Bearer ${token}`);
    // A promise as the result shows that the signature was verified again.
    expect(again).toBeInstanceOf(Promise);
    expect((await again)?.kind).toBe('operator');
  });
  await new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  });
  await expect(byAddress()(`Bearer ${token}`)).rejects.toMatchObject({
    message: 'The identity service is unavailable. Retry.',
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'identity' },
  });
});

test('a token that was verified with fixed keys is valid until it expires, and no longer', async () => {
  const authorization = `Bearer ${await sign(CLAIMS(), 'first')}`;
  const caller = await callerOfToken(authorization);
  await atLater(500, async () => expect(callerOfToken(authorization)).toBe(caller));
  await atLater(610, async () => expect((await refusalOf(authorization)).message).toMatch(/expired/));
});

async function atLater(seconds: number, look: () => Promise<void>): Promise<void> {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + seconds * 1_000);
  await look().finally(() => clock.mockRestore());
}

function sign(claims: JWTPayload, kid: string, by: TestIssuer = issuer): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(by.privateKey);
}

/** A valid token with a further header parameter. */
function withHeader(header: object): Promise<string> {
  return new SignJWT(CLAIMS())
    .setProtectedHeader({ alg: 'ES256', kid: 'first', ...header })
    .sign(issuer.privateKey, { crit: { exp: true } });
}

function alter(token: string): string {
  const [head, , signature] = token.split('.');
  return [head, base64url.encode(JSON.stringify({ ...CLAIMS(), bound: ['SCHOOL:NW:200000'] })), signature].join('.');
}

/** Signing in at an OpenID Connect provider, a real one, and what must not lead in. */
import pino from 'pino';
import { readIssuerSettings } from '../../gateway/identity/issuer-settings';
import type { Issuer } from '../../gateway/identity/token-verifier';
import { type ConsoleBrowser, consoleBrowser } from '../../test/console-browser';
import { type ConsoleWorld, createConsoleWorld, OPERATION } from '../../test/console-world';
import { type OpenidProvider, type ProviderUser, startOpenidProvider } from '../../test/openid-provider';
import type { System } from '../../test/system';
import { until } from '../../test/until';

/** Where the provider sends browsers back; the tests open the path at the gateway. */
const ORIGIN = 'http://console.example';
const FOREIGN = 'https://evil.example';

let world: ConsoleWorld;
let provider: OpenidProvider;
let issuer: Issuer;
let system: System;
let other: System;
const logged: string[] = [];
beforeAll(async () => {
  world = await createConsoleWorld();
  provider = await startOpenidProvider(ORIGIN, numberOf('Stadt'));
  issuer = issuerOf(provider);
  system = await start();
  other = await start();
});
afterAll(async () => {
  await world?.close();
  await provider?.stop();
});

function issuerOf({ issuer: address }: OpenidProvider): Issuer {
  const entry = {
    name: 'idm',
    issuer: address,
    audience: 'freischalter',
    jwksUri: `${address}/jwks`,
    claims: {
      kind: [{ kind: 'licensing', when: { claim: 'roles', is: 'licensing' } }],
      bound: [{ claim: 'groups', pattern: '/schultraeger/{number}', key: 'AUTHORITY:NW:{number}' }],
      scopes: { licensing: ['titles:read', 'schools:read', 'access:read'] },
    },
  };
  const read = readIssuerSettings(JSON.stringify([entry]));
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  const [{ jwksUri, ...one }] = read as unknown as [(typeof read)[number]];
  return { ...one, jwks: { uri: jwksUri } };
}

function start(clientSecret = 'a secret that only the console and the provider know', walls = {}): Promise<System> {
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  return world.start(
    {
      publicUrl: ORIGIN,
      provider: { issuer: provider.issuer, clientId: 'console', clientSecret, scope: 'openid profile' },
      log,
    },
    { issuers: [issuer], ...walls },
  );
}

/** Begins, goes through the provider, and comes back. @param change what somebody does to the address on the way there */
async function signIn(
  browser: ConsoleBrowser,
  user: ProviderUser = 'clerk',
  { returnTo = '/desk?step=2#top', change = (_: URL) => {}, back = (_: URL) => {} } = {},
) {
  const begun = await browser.open(`/console/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  expect(begun.status).toBe(303);
  const address = new URL(begun.headers.location as string);
  change(address);
  const callback = await provider.signIn(address.href, user);
  expect(callback.origin).toBe(ORIGIN);
  back(callback);
  return browser.open(callback.pathname + callback.search, { 'sec-fetch-site': 'cross-site' });
}

const numberOf = (name: string) => world.organisation(name).split(':')[1] as string;
const newBrowser = (at: () => System = () => system) => consoleBrowser(() => at().url);
const sessionOf = async (browser: ConsoleBrowser) => (await browser.open('/console/session')).json;
const school = (browser: ConsoleBrowser, csrfToken: string) =>
  browser.send(
    '/console/graphql',
    { id: OPERATION.school, variables: { number: numberOf('Schule') } },
    { 'x-csrf-token': csrfToken, origin: ORIGIN },
  );

test('who signs in comes back to where it wanted to go, and is the Caller that its access token makes', async () => {
  const browser = newBrowser();
  const begun = await browser.open('/console/sign-in?returnTo=/desk');
  const asked = Object.fromEntries(new URL(begun.headers.location as string).searchParams);
  expect(asked).toMatchObject({
    response_type: 'code',
    client_id: 'console',
    scope: 'openid profile',
    redirect_uri: `${ORIGIN}/console/sign-in/callback`,
    code_challenge_method: 'S256',
  });
  for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]).toMatch(/^[\w-]{43}$/);
  const back = await signIn(browser);
  expect([back.status, back.headers.location, back.text]).toEqual([303, '/desk?step=2#top', '']);
  const session = await sessionOf(browser);
  expect(session).toMatchObject({
    signedIn: true,
    kind: 'licensing',
    name: 'Frau clerk',
    bound: [`AUTHORITY:${world.organisation('Stadt')}`],
    scopes: ['titles:read', 'schools:read', 'access:read'],
    providerSignIn: true,
    demoRoles: null,
  });
  expect((await school(browser, session.csrfToken)).json).toEqual({ data: { school: { name: 'Schule' } } });
});

test('it may begin at one gateway, end at another, and go on at both', async () => {
  let at = system;
  const browser = newBrowser(() => at);
  const begun = await browser.open('/console/sign-in');
  const callback = await provider.signIn(begun.headers.location as string, 'clerk');
  at = other;
  expect((await browser.open(callback.pathname + callback.search)).headers.location).toBe('/');
  const { csrfToken } = await sessionOf(browser);
  at = system;
  expect((await school(browser, csrfToken)).status).toBe(200);
});

test('several tabs may sign in at once, each to its own place', async () => {
  const browser = newBrowser();
  const places = ['/desk', '/reports', '/search'];
  const addresses: string[] = [];
  for (const place of places)
    addresses.push((await browser.open(`/console/sign-in?returnTo=${place}`)).headers.location as string);
  for (const [tab, address] of addresses.entries()) {
    const callback = await provider.signIn(address, 'clerk');
    expect((await browser.open(callback.pathname + callback.search)).headers.location).toBe(places[tab]);
  }
});

test('no token is in any body, address or header but the sealed cookie', async () => {
  const browser = newBrowser();
  const begun = await browser.open('/console/sign-in');
  const callback = await provider.signIn(begun.headers.location as string, 'clerk');
  const back = await browser.open(callback.pathname + callback.search);
  const shown = await browser.open('/console/session');
  for (const { text, headers } of [begun, back, shown]) {
    const { 'set-cookie': cookies = [], ...others } = headers;
    expect(`${text} ${JSON.stringify(others)}`).not.toMatch(/eyJ/);
    for (const cookie of cookies) {
      expect(cookie).toMatch(
        /^freischalter-(session|sign-in)=(eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+)?; Path=\/; HttpOnly; SameSite=Lax/,
      );
    }
  }
  expect(logged.join('')).not.toMatch(/eyJ/);
});

describe('a sign-in is refused', () => {
  const refuse = async (browser: ConsoleBrowser, answered: Awaited<ReturnType<typeof signIn>>, reason?: RegExp) => {
    expect(answered.status).toBe(400);
    expect(answered.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answered.text).toContain('href="/console/sign-in"');
    expect((await sessionOf(browser)).signedIn).toBe(false);
    if (reason) expect(logged.at(-1)).toMatch(reason);
  };

  test('where the state is another one', async () => {
    const browser = newBrowser();
    await refuse(
      browser,
      await signIn(browser, 'clerk', { change: (url) => url.searchParams.set('state', 'x'.repeat(43)) }),
    );
  });

  test('where the browser has begun none', async () => {
    const [browser, begun] = [newBrowser(), newBrowser()];
    const { location } = (await begun.open('/console/sign-in')).headers;
    const callback = await provider.signIn(location as string, 'clerk');
    await refuse(browser, await browser.open(callback.pathname + callback.search));
  });

  test('where the nonce is another one', async () => {
    const browser = newBrowser();
    const change = (url: URL) => url.searchParams.set('nonce', 'x'.repeat(43));
    await refuse(browser, await signIn(browser, 'clerk', { change }), /nonce/);
  });

  test('where the code was asked for with the challenge of somebody else', async () => {
    const browser = newBrowser();
    const change = (url: URL) => url.searchParams.set('code_challenge', 'x'.repeat(43));
    await refuse(browser, await signIn(browser, 'clerk', { change }), /The provider says invalid_grant/);
  });

  test('where the code is another one, or was used before', async () => {
    const browser = newBrowser();
    await refuse(
      browser,
      await signIn(browser, 'clerk', { back: (url) => url.searchParams.set('code', 'x') }),
      /invalid_grant/,
    );
    const begun = await browser.open('/console/sign-in');
    const cookie = browser.cookies.get('freischalter-sign-in') as string;
    const callback = await provider.signIn(begun.headers.location as string, 'clerk');
    expect((await browser.open(callback.pathname + callback.search)).status).toBe(303);
    const thief = newBrowser();
    thief.cookies.set('freischalter-sign-in', cookie);
    await refuse(thief, await thief.open(callback.pathname + callback.search), /invalid_grant/);
  });

  test('where the answer names another issuer', async () => {
    const browser = newBrowser();
    await refuse(
      browser,
      await signIn(browser, 'clerk', { back: (url) => url.searchParams.set('iss', FOREIGN) }),
      /iss/,
    );
  });

  test('where the person went away', async () => {
    const browser = newBrowser();
    await refuse(browser, await signIn(browser, 'nobody'), /The provider says access_denied/);
  });

  test('where the console has the wrong secret', async () => {
    const wrong = await start('another secret that the provider does not know');
    const browser = newBrowser(() => wrong);
    await refuse(browser, await signIn(browser), /refuses the console \(401\)/);
  });

  test('where the token makes no Caller, which the log explains and the page does not', async () => {
    const browser = newBrowser();
    const answered = await signIn(browser, 'stranger');
    expect([answered.status, answered.text.includes('keine Rechte')]).toEqual([403, true]);
    expect(browser.cookies.has('freischalter-session')).toBe(false);
  });

  test('where the tokens do not fit into a cookie, which page and log say', async () => {
    const browser = newBrowser();
    const answered = await signIn(browser, 'overloaded');
    expect([answered.status, answered.text.includes('zu viele Angaben')]).toEqual([403, true]);
    expect(logged.at(-1)).toContain('do not fit into a cookie');
    expect(browser.cookies.has('freischalter-session')).toBe(false);
  });
});

test('no more are finished at once than the provider is asked for', async () => {
  const browser = newBrowser();
  const begun = await browser.open('/console/sign-in');
  const state = new URL(begun.headers.location as string).searchParams.get('state');
  const cookie = `freischalter-sign-in=${browser.cookies.get('freischalter-sign-in')}`;
  const target = `/console/sign-in/callback?code=made-up&state=${state}&iss=${encodeURIComponent(provider.issuer)}`;
  provider.pause();
  const statuses: number[] = [];
  const asked = Array.from({ length: 40 }, async () => {
    statuses.push((await newBrowser().open(target, { cookie })).status);
  });
  await until('those that are too many are told so', () => statuses.length === 8);
  provider.resume();
  await Promise.all(asked);
  expect(statuses).toEqual([...Array(8).fill(503), ...Array(32).fill(400)]);
});

test('a token of 6 KB with what organisations put into it fits', async () => {
  const browser = newBrowser();
  expect((await signIn(browser, 'wordy')).status).toBe(303);
  expect((await sessionOf(browser)).signedIn).toBe(true);
  expect((browser.cookies.get('freischalter-session') as string).length).toBeLessThanOrEqual(3_900);
});

const OPEN_REDIRECTS = [
  FOREIGN,
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/%09/evil.example'.replace('%09', '\t'),
  'javascript:alert(1)',
  '/desk\r\nset-cookie: a=b',
  'desk',
  '/desk/../../console/sign-in',
  '/console/sign-in?returnTo=/',
  '/graphql',
  '/deskfoo',
  `/desk?${'x'.repeat(1_000)}`,
];
test.each(OPEN_REDIRECTS)('nobody is led to %j', async (returnTo) => {
  const answered = await newBrowser().open(`/console/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  expect([answered.status, answered.headers.location]).toEqual([400, undefined]);
});

test('nor where it is said twice', async () => {
  expect((await newBrowser().open('/console/sign-in?returnTo=/desk&returnTo=/search')).status).toBe(400);
});

describe('a session whose token ends', () => {
  test('is renewed in its last minute, and stays the same session', async () => {
    const browser = newBrowser();
    await signIn(browser, 'brief');
    const before = browser.cookies.get('freischalter-session');
    const [one, two] = [await sessionOf(browser), await sessionOf(browser)];
    expect(browser.cookies.get('freischalter-session')).not.toBe(before);
    expect([one, two]).toEqual([expect.objectContaining({ signedIn: true, name: 'Frau brief' }), expect.anything()]);
    expect(two.csrfToken).toBe(one.csrfToken);
    expect((await school(browser, one.csrfToken)).status).toBe(200);
  });

  test('is refused for operations as ended, and renewed when the page asks for it', async () => {
    const browser = newBrowser();
    await signIn(browser, 'momentary');
    const { csrfToken } = await sessionOf(browser);
    await until(
      'the token has ended',
      async () => (await school(browser, csrfToken)).json.errors?.[0].extensions.code === 'SESSION_EXPIRED',
    );
    expect((await school(browser, csrfToken)).status).toBe(401);
    expect(await sessionOf(browser)).toMatchObject({ signedIn: true, csrfToken });
  });

  test('has ended where the provider gives no more', async () => {
    const browser = newBrowser();
    await signIn(browser, 'once');
    await until('the session has ended', async () => !(await sessionOf(browser)).signedIn);
    expect(browser.cookies.has('freischalter-session')).toBe(false);
  });
});

describe('signing out', () => {
  test('leads to the provider, with whom it is and where it comes back, and takes the refresh token back', async () => {
    const browser = newBrowser();
    await signIn(browser, 'brief');
    const { csrfToken } = await sessionOf(browser);
    const stolen = newBrowser();
    for (const [name, value] of browser.cookies) stolen.cookies.set(name, value);
    const { json } = await browser.send('/console/sign-out', {}, { 'x-csrf-token': csrfToken, origin: ORIGIN });
    const address = new URL(json.redirectTo);
    expect(address.href.startsWith(`${provider.issuer}/session/end?`)).toBe(true);
    expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/`);
    expect((await fetch(address)).status).toBe(200);
    expect(browser.cookies.has('freischalter-session')).toBe(false);
    // In the last minute a token is exchanged, which the provider does not do any more. Until its end it is good.
    const before = stolen.cookies.get('freischalter-session');
    expect(await sessionOf(stolen)).toMatchObject({ signedIn: true });
    expect(stolen.cookies.get('freischalter-session')).toBe(before);
  });
});

test('without the provider nobody signs in, who is signed in goes on, and signing out works', async () => {
  const away = await startOpenidProvider(ORIGIN, numberOf('Stadt'));
  const alone = await world.start({
    publicUrl: ORIGIN,
    provider: { issuer: away.issuer, clientId: 'console', clientSecret: 'x', scope: 'openid' },
  });
  await away.stop();
  const browser = newBrowser(() => alone);
  const answered = await browser.open('/console/sign-in');
  expect([answered.status, answered.text.includes('antwortet nicht')]).toEqual([503, true]);
  const signedIn = newBrowser();
  await signIn(signedIn);
  const { csrfToken } = await sessionOf(signedIn);
  const left = await world.start(
    { publicUrl: ORIGIN, provider: { issuer: away.issuer, clientId: 'console', clientSecret: 'x', scope: 'openid' } },
    { issuers: [issuer] },
  );
  const there = newBrowser(() => left);
  for (const [name, value] of signedIn.cookies) there.cookies.set(name, value);
  expect((await school(there, csrfToken)).status).toBe(200);
  const out = await there.send('/console/sign-out', {}, { 'x-csrf-token': csrfToken, origin: ORIGIN });
  expect(out.json).toEqual({ redirectTo: '/' });
});

import { startOpenidProvider } from '../../test/openid-provider';
import {
  issuer,
  logged,
  newBrowser,
  numberOf,
  ORIGIN,
  other,
  provider,
  school,
  sessionOf,
  signIn,
  system,
  world,
} from '../../test/sign-in-world';
import { until } from '../../test/until';

test('after signing in, a person is back at the place they wanted to open, as the Caller of their access token', async () => {
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

test('a sign-in may begin at one gateway and end at another, and both accept the session', async () => {
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

test('no body, address or header contains a token, except the sealed cookie', async () => {
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

test('a token of 6 KB, as organisations issue them, fits into the cookie', async () => {
  const browser = newBrowser();
  expect((await signIn(browser, 'wordy')).status).toBe(303);
  expect((await sessionOf(browser)).signedIn).toBe(true);
  expect((browser.cookies.get('freischalter-session') as string).length).toBeLessThanOrEqual(3_900);
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

  test('is refused for operations as expired, and renewed when the page asks for the session', async () => {
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

  test('has ended where the provider issues no further token', async () => {
    const browser = newBrowser();
    await signIn(browser, 'once');
    await until('the session has ended', async () => !(await sessionOf(browser)).signedIn);
    expect(browser.cookies.has('freischalter-session')).toBe(false);
  });
});

describe('signing out', () => {
  test('leads to the provider, with the person and the page to return to, and revokes the refresh token', async () => {
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
    // In its last minute a token would be renewed, which the provider now refuses. The token stays valid until its end.
    const before = stolen.cookies.get('freischalter-session');
    expect(await sessionOf(stolen)).toMatchObject({ signedIn: true });
    expect(stolen.cookies.get('freischalter-session')).toBe(before);
  });
});

test('without the provider nobody can sign in, existing sessions continue, and signing out works', async () => {
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

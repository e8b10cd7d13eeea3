import type { ConsoleBrowser } from '../../test/console-browser';
import { FOREIGN, logged, newBrowser, provider, sessionOf, signIn, start } from '../../test/sign-in-world';
import { until } from '../../test/until';

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

describe('a sign-in is refused', () => {
  const refuse = async (browser: ConsoleBrowser, answered: Awaited<ReturnType<typeof signIn>>, reason?: RegExp) => {
    expect(answered.status).toBe(400);
    expect(answered.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answered.text).toContain('href="/console/sign-in"');
    expect((await sessionOf(browser)).signedIn).toBe(false);
    if (reason) expect(logged.at(-1)).toMatch(reason);
  };

  test('where the state differs', async () => {
    const browser = newBrowser();
    await refuse(
      browser,
      await signIn(browser, 'clerk', { change: (url) => url.searchParams.set('state', 'x'.repeat(43)) }),
    );
  });

  test('where this browser has not begun one', async () => {
    const [browser, begun] = [newBrowser(), newBrowser()];
    const { location } = (await begun.open('/console/sign-in')).headers;
    const callback = await provider.signIn(location as string, 'clerk');
    await refuse(browser, await browser.open(callback.pathname + callback.search));
  });

  test('where the nonce differs', async () => {
    const browser = newBrowser();
    const change = (url: URL) => url.searchParams.set('nonce', 'x'.repeat(43));
    await refuse(browser, await signIn(browser, 'clerk', { change }), /nonce/);
  });

  test('where the code was requested with the challenge of somebody else', async () => {
    const browser = newBrowser();
    const change = (url: URL) => url.searchParams.set('code_challenge', 'x'.repeat(43));
    await refuse(browser, await signIn(browser, 'clerk', { change }), /The provider says invalid_grant/);
  });

  test('where the code is unknown, or was used before', async () => {
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

  test('where the person cancelled it', async () => {
    const browser = newBrowser();
    await refuse(browser, await signIn(browser, 'nobody'), /The provider says access_denied/);
  });

  test('where the console has the wrong secret', async () => {
    const wrong = await start('another secret that the provider does not know');
    const browser = newBrowser(() => wrong);
    await refuse(browser, await signIn(browser), /refuses the console \(401\)/);
  });

  test('where no Caller can be made of the token; the log explains why, the page does not', async () => {
    const browser = newBrowser();
    const answered = await signIn(browser, 'stranger');
    expect([answered.status, answered.text.includes('keine Rechte')]).toEqual([403, true]);
    expect(browser.cookies.has('freischalter-session')).toBe(false);
  });

  test('where the tokens do not fit into a cookie; the page and the log say so', async () => {
    const browser = newBrowser();
    const answered = await signIn(browser, 'overloaded');
    expect([answered.status, answered.text.includes('zu viele Angaben')]).toEqual([403, true]);
    expect(logged.at(-1)).toContain('do not fit into a cookie');
    expect(browser.cookies.has('freischalter-session')).toBe(false);
  });
});

test('only a limited number of sign-ins are finished at once, so that the provider is not flooded', async () => {
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

test.each(OPEN_REDIRECTS)('nobody is redirected to %j', async (returnTo) => {
  const answered = await newBrowser().open(`/console/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  expect([answered.status, answered.headers.location]).toEqual([400, undefined]);
});

test('nor anywhere where returnTo is sent twice', async () => {
  expect((await newBrowser().open('/console/sign-in?returnTo=/desk&returnTo=/search')).status).toBe(400);
});

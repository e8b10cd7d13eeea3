/** Sessions of the console through the gateway: who gets one, what it allows, and what is not accepted as one. */

import { SCOPES_OF_KIND } from '../../caller/caller';
import { consoleBrowser } from '../../test/console-browser';
import { type ConsoleWorld, createConsoleWorld, OPERATION, SESSION_KEY, signedIn } from '../../test/console-world';
import { type System, tokenWith } from '../../test/system';
import { createSeal } from './sealed-values';
import { newSession } from './session';

const COOKIE = 'freischalter-session';

let world: ConsoleWorld;
let system: System;
beforeAll(async () => {
  world = await createConsoleWorld();
  system = await world.start({ demo: world.demo('Stadt') });
});
afterAll(() => world?.close());

const numberOf = (school: string) => world.organisation(school).split(':')[1];
const ask = (browser: Awaited<ReturnType<typeof signedIn>>, school = 'Schule', headers = {}) =>
  browser.send(
    '/console/graphql',
    { id: OPERATION.school, variables: { number: numberOf(school) } },
    { 'x-csrf-token': browser.csrf, ...headers },
  );
const codeOf = ({ json }: { json: any }) => json.errors?.[0]?.extensions?.code;

test('without a session, all of its facts are null, and the demo roles are offered', async () => {
  const { status, json, headers } = await consoleBrowser(() => system.url).open('/console/session');
  expect(status).toBe(200);
  expect(headers['cache-control']).toBe('no-store');
  expect(json).toEqual({
    signedIn: false,
    kind: null,
    name: null,
    bound: null,
    scopes: null,
    expiresAt: null,
    csrfToken: null,
    providerSignIn: false,
    demoRoles: world.demo('Stadt').roles,
  });
});

test('somebody who signs in as a demo role learns who they are, and sees what their Caller may see', async () => {
  const browser = await signedIn(system);
  const { json } = await browser.open('/console/session');
  expect(json).toMatchObject({
    signedIn: true,
    kind: 'licensing',
    name: 'Stadt',
    bound: [`AUTHORITY:${world.organisation('Stadt')}`],
    csrfToken: browser.csrf,
  });
  expect(json.scopes).toEqual(SCOPES_OF_KIND.licensing);
  expect(Date.parse(json.expiresAt)).toBeGreaterThan(Date.now());
  const own = await ask(browser);
  expect(own.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(own.json).toEqual({ data: { school: { name: 'Schule' } } });
  const foreign = await ask(browser, 'Fremde');
  expect(foreign.status).toBe(200);
  expect(codeOf(foreign)).toBe('FORBIDDEN');
});

test('no body contains the token, and the cookie is only for this host and for the server', async () => {
  const browser = await signedIn(system);
  const texts = [
    await browser.open('/console/session'),
    await ask(browser),
    await browser.send('/console/sign-in/demo', { role: 'operator' }),
  ];
  for (const { text } of texts) expect(text).not.toMatch(/eyJ|[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/);
  expect(browser.attributes.get(COOKIE)).toBe('Path=/; HttpOnly; SameSite=Lax');
  expect(browser.cookies.get(COOKIE)).toMatch(/^eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
});

test('behind https the cookie carries the prefix that binds it to this host', async () => {
  const publicUrl = 'https://lizenzen.example';
  const behind = await world.start({ demo: world.demo('Stadt'), publicUrl });
  const browser = consoleBrowser(() => behind.url);
  const refused = await browser.send('/console/sign-in/demo', { role: 'clerk' });
  expect([refused.status, codeOf(refused)]).toEqual([403, 'FORBIDDEN']);
  await browser.send('/console/sign-in/demo', { role: 'clerk' }, { origin: publicUrl });
  expect(browser.attributes.get(`__Host-${COOKIE}`)).toBe('Path=/; HttpOnly; SameSite=Lax; Secure');
  expect((await browser.open('/console/session')).json.signedIn).toBe(true);
});

describe('a request with the cookie is answered', () => {
  const CASES: [string, Record<string, string | undefined>, number, string | undefined][] = [
    ['with the token of the session, from a page of ours', {}, 200, undefined],
    ['with the token, from a browser that sends no sec-fetch-site', { 'sec-fetch-site': undefined }, 200, undefined],
    ['not without the token', { 'x-csrf-token': undefined }, 403, 'CSRF_TOKEN_INVALID'],
    ['not with an empty token', { 'x-csrf-token': '' }, 403, 'CSRF_TOKEN_INVALID'],
    ['not with another token of the same length', { 'x-csrf-token': 'A'.repeat(32) }, 403, 'CSRF_TOKEN_INVALID'],
    ['not with a token outside of ASCII', { 'x-csrf-token': 'é'.repeat(32) }, 403, 'CSRF_TOKEN_INVALID'],
    ['not from another site', { 'sec-fetch-site': 'cross-site' }, 403, 'FORBIDDEN'],
    ['not from another host of the same site', { 'sec-fetch-site': 'same-site' }, 403, 'FORBIDDEN'],
    ['not from an address that somebody typed', { 'sec-fetch-site': 'none' }, 403, 'FORBIDDEN'],
    ['not from another origin', { origin: 'https://evil.example' }, 403, 'FORBIDDEN'],
    [
      'not from another origin that says it is ours',
      { origin: 'http://127.0.0.1:1', 'sec-fetch-site': undefined },
      403,
      'FORBIDDEN',
    ],
    ['not from a page without an origin', { origin: 'null' }, 403, 'FORBIDDEN'],
    ['not without an origin', { origin: undefined }, 403, 'FORBIDDEN'],
    [
      'not under a foreign name that resolves to this host',
      { host: 'evil.example', origin: 'http://evil.example' },
      403,
      'FORBIDDEN',
    ],
    ['not as a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'BAD_REQUEST'],
    ['not as plain text', { 'content-type': 'text/plain' }, 415, 'BAD_REQUEST'],
  ];
  test.each(CASES)('%s', async (_, headers, status, code) => {
    const answered = await ask(await signedIn(system), 'Schule', headers);
    expect([answered.status, codeOf(answered)]).toEqual([status, code]);
  });

  test('not by GET', async () => {
    const browser = await signedIn(system);
    expect((await browser.open('/console/graphql')).status).toBe(405);
  });

  test('not with the token of another session', async () => {
    const [one, other] = [await signedIn(system), await signedIn(system)];
    expect(codeOf(await ask({ ...one, csrf: other.csrf }))).toBe('CSRF_TOKEN_INVALID');
  });
});

test('a bearer token is not accepted as a session', async () => {
  const token = await tokenWith({ kind: 'operator', subject: 'x', bound: [], scopes: SCOPES_OF_KIND.operator });
  const browser = consoleBrowser(() => system.url);
  const answered = await browser.send(
    '/console/graphql',
    { id: OPERATION.school },
    { authorization: `Bearer ${token}` },
  );
  expect([answered.status, codeOf(answered)]).toEqual([401, 'SESSION_EXPIRED']);
});

test('a cookie is not accepted as a token for POST /graphql', async () => {
  const browser = await signedIn(system);
  const answered = await browser.send('/graphql', { query: '{ school(number: "1") { name } }' });
  expect(codeOf(answered)).toBe('UNAUTHENTICATED');
});

describe('not accepted as a session:', () => {
  const sealed = async (key: string, purpose: string, lifetime: number) => {
    const content = { kind: 'operator', subject: 'x', bound: [], scopes: SCOPES_OF_KIND.operator } as const;
    const accessToken = await tokenWith({ ...content, lifetimeSeconds: lifetime } as never);
    const {
      accessToken: _,
      refreshToken,
      idToken,
      ...others
    } = newSession({
      accessToken,
      refreshToken: null,
      idToken: null,
      name: null,
    });
    const tokens = [accessToken, refreshToken, idToken];
    return (await createSeal([key], purpose).seal({ ...others, csrfToken: 'c', tokens })) as string;
  };
  const CASES: [string, () => Promise<string> | string][] = [
    ['a cookie without its last character', async () => (await sealed(SESSION_KEY, 'session', 60)).slice(0, -1)],
    ['a cookie without its tag', async () => (await sealed(SESSION_KEY, 'session', 60)).replace(/\.[^.]*$/, '.')],
    [
      'a cookie that was changed',
      async () => (await sealed(SESSION_KEY, 'session', 60)).replace(/.(?=.{40}$)/, (c) => (c === 'A' ? 'B' : 'A')),
    ],
    [
      'a cookie that was sealed with a foreign key',
      () => sealed('a key of somebody else that is long enough', 'session', 60),
    ],
    ['a cookie that was sealed for another purpose', () => sealed(SESSION_KEY, 'sign-in', 60)],
    ['a cookie whose token has expired', () => sealed(SESSION_KEY, 'session', -60)],
    ['a plain token', () => tokenWith({ kind: 'operator', subject: 'x', bound: [], scopes: [] })],
    ['an unprotected JWE header', () => 'eyJhbGciOiJub25lIn0..AAAA.AAAA.AAAA'],
    ['nothing', () => ''],
    ['a long text', () => 'A'.repeat(4_000)],
  ];
  test.each(CASES)('%s', async (_, cookie) => {
    const browser = consoleBrowser(() => system.url);
    browser.cookies.set(COOKIE, await cookie());
    expect((await browser.open('/console/session')).json).toMatchObject({ signedIn: false, csrfToken: null });
    browser.cookies.set(COOKIE, await cookie());
    const answered = await browser.send('/console/graphql', { id: OPERATION.school }, { 'x-csrf-token': 'c' });
    expect([answered.status, codeOf(answered)]).toEqual([401, 'SESSION_EXPIRED']);
  });

  test('a valid cookie beside another one with the same name', async () => {
    const browser = await signedIn(system);
    const cookie = `${COOKIE}=${browser.cookies.get(COOKIE)}`;
    const answered = await ask(browser, 'Schule', { cookie: `${COOKIE}=x; ${cookie}` });
    expect(codeOf(answered)).toBe('SESSION_EXPIRED');
  });

  test('while the cookie that these cases change is accepted where it is unchanged', async () => {
    const browser = consoleBrowser(() => system.url);
    browser.cookies.set(COOKIE, await sealed(SESSION_KEY, 'session', 60));
    expect((await browser.open('/console/session')).json).toMatchObject({ signedIn: true, csrfToken: 'c' });
  });
});

describe('two gateways', () => {
  let other: System;
  beforeAll(async () => {
    other = await world.start({
      sessionKeys: [`${SESSION_KEY}, the next one`, SESSION_KEY],
      demo: world.demo('Stadt'),
    });
  });

  test('accept the same session, also while the key is being replaced', async () => {
    let url = system.url;
    const browser = consoleBrowser(() => url);
    const { json } = await browser.send('/console/sign-in/demo', { role: 'clerk' });
    url = other.url;
    expect((await ask({ ...browser, csrf: json.csrfToken })).json).toEqual({ data: { school: { name: 'Schule' } } });
    expect((await browser.open('/console/session')).json).toMatchObject({ signedIn: true, csrfToken: json.csrfToken });
  });

  test('a gateway that has only the old key does not accept a session that was sealed with the new one', async () => {
    let url = other.url;
    const browser = consoleBrowser(() => url);
    await browser.send('/console/sign-in/demo', { role: 'clerk' });
    url = system.url;
    expect((await browser.open('/console/session')).json.signedIn).toBe(false);
  });
});

describe('signing out', () => {
  test('removes the cookie and leads to the start page', async () => {
    const browser = await signedIn(system);
    const answered = await browser.send('/console/sign-out', {}, { 'x-csrf-token': browser.csrf });
    expect([answered.status, answered.json]).toEqual([200, { redirectTo: '/' }]);
    expect(browser.cookies.has(COOKIE)).toBe(false);
    expect((await browser.open('/console/session')).json.signedIn).toBe(false);
  });

  test('is refused for a foreign page, and without the token', async () => {
    const browser = await signedIn(system);
    const without = await browser.send('/console/sign-out');
    const foreign = await browser.send(
      '/console/sign-out',
      {},
      { 'x-csrf-token': browser.csrf, origin: 'https://evil.example' },
    );
    expect([without, foreign].map((one) => [one.status, codeOf(one)])).toEqual([
      [403, 'CSRF_TOKEN_INVALID'],
      [403, 'FORBIDDEN'],
    ]);
    expect((await browser.open('/console/session')).json.signedIn).toBe(true);
  });

  test('succeeds where nobody is signed in any more', async () => {
    const browser = consoleBrowser(() => system.url);
    expect((await browser.send('/console/sign-out')).json).toEqual({ redirectTo: '/' });
  });
});

describe('only the operations that the build of the console lists are executed', () => {
  const CASES: [string, unknown, number, string][] = [
    ['an unknown id', { id: `sha256:${'0'.repeat(64)}` }, 404, 'PERSISTED_QUERY_NOT_FOUND'],
    ['the name of a property that every object has', { id: '__proto__' }, 404, 'PERSISTED_QUERY_NOT_FOUND'],
    ['a text', { query: '{ __typename }' }, 400, 'BAD_USER_INPUT'],
    ['a text beside an unknown id', { id: 'sha256:0', query: '{ __typename }' }, 404, 'PERSISTED_QUERY_NOT_FOUND'],
    ['the id as clients send it', { documentId: OPERATION.school }, 400, 'BAD_USER_INPUT'],
    ['variables that are not an object', { id: OPERATION.school, variables: [] }, 400, 'BAD_REQUEST'],
    ['several at once', [{ id: OPERATION.school }], 400, 'BAD_USER_INPUT'],
    ['a body that is not JSON', '{', 400, 'BAD_REQUEST'],
  ];
  test.each(CASES)('not %s', async (_, body, status, code) => {
    const browser = await signedIn(system);
    const answered = await browser.send('/console/graphql', body, { 'x-csrf-token': browser.csrf });
    expect([answered.status, codeOf(answered)]).toEqual([status, code]);
  });

  test('nor one that a client has registered by its hash', async () => {
    const browser = await signedIn(system);
    const text = 'query Known { __typename }';
    const { createHash } = await import('node:crypto');
    const sha256Hash = createHash('sha256').update(text).digest('hex');
    const token = await tokenWith({ kind: 'operator', subject: 'x', bound: [], scopes: SCOPES_OF_KIND.operator });
    const headers = { authorization: `Bearer ${token}` };
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    await browser.send('/graphql', { query: text, extensions }, headers);
    expect((await browser.send('/graphql', { extensions }, headers)).json.data).toEqual({ __typename: 'Query' });
    const answered = await browser.send('/console/graphql', { id: sha256Hash }, { 'x-csrf-token': browser.csrf });
    expect(codeOf(answered)).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});

test('with the session, all rows of a list are exported, and only for operations that the build lists', async () => {
  const browser = await signedIn(system);
  const headers = { 'x-csrf-token': browser.csrf };
  const variables = { first: 1 };
  const { status, text } = await browser.send('/console/export.ndjson', { id: OPERATION.titles, variables }, headers);
  expect([
    status,
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).name),
  ]).toEqual([200, ['Film 1', 'Film 2', 'Film 3']]);
  const refused = [
    await browser.send('/console/export.ndjson', { id: OPERATION.titles, variables }),
    await browser.send('/console/export.ndjson', { query: '{ titles { edges { node { name } } } }' }, headers),
    await browser.open(`/console/export.ndjson?documentId=${OPERATION.titles}`),
  ];
  expect(refused.map((one) => one.status)).toEqual([403, 400, 405]);
});

test('the demo sign-in exists only where it is configured, and accepts only the roles that it offers', async () => {
  const without = await world.start();
  const browser = consoleBrowser(() => without.url);
  expect((await browser.send('/console/sign-in/demo', { role: 'operator' })).status).toBe(404);
  expect((await browser.open('/console/session')).json).toMatchObject({ signedIn: false, demoRoles: null });
  const unknown = await consoleBrowser(() => system.url).send('/console/sign-in/demo', { role: 'king' });
  expect([unknown.status, codeOf(unknown)]).toEqual([400, 'BAD_USER_INPUT']);
});

test('a foreign page signs nobody in', async () => {
  const browser = consoleBrowser(() => system.url);
  const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await browser.send('/console/sign-in/demo', { role: 'clerk' }, headers)).status).toBe(403);
  expect(browser.cookies.size).toBe(0);
});

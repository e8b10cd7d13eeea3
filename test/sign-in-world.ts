/** A console with a real OpenID Connect provider. Its hooks run in each test file that imports it. */
import pino from 'pino';
import { readIssuerSettings } from '../gateway/identity/issuer-settings';
import type { Issuer } from '../gateway/identity/token-verifier';
import { type ConsoleBrowser, consoleBrowser } from './console-browser';
import { type ConsoleWorld, createConsoleWorld, OPERATION } from './console-world';
import { type OpenidProvider, type ProviderUser, startOpenidProvider } from './openid-provider';
import type { System } from './system';

/** The origin to which the provider sends browsers back. The tests open the path at the gateway. */
export const ORIGIN = 'http://console.example';

export const FOREIGN = 'https://evil.example';

export let world: ConsoleWorld;

export let provider: OpenidProvider;

export let issuer: Issuer;

export let system: System;

export let other: System;

export const logged: string[] = [];

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

export function start(
  clientSecret = 'a secret that only the console and the provider know',
  walls = {},
): Promise<System> {
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

/**
 * Begins to sign in, goes through the provider, and comes back.
 *
 * @param change alters the address on the way to the gateway, as an attacker may
 */
export async function signIn(
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

export const numberOf = (name: string) => world.organisation(name).split(':')[1] as string;

export const newBrowser = (at: () => System = () => system) => consoleBrowser(() => at().url);

export const sessionOf = async (browser: ConsoleBrowser) => (await browser.open('/console/session')).json;

export const school = (browser: ConsoleBrowser, csrfToken: string) =>
  browser.send(
    '/console/graphql',
    { id: OPERATION.school, variables: { number: numberOf('Schule') } },
    { 'x-csrf-token': csrfToken, origin: ORIGIN },
  );

/** Serves the console over a database with two cities, at as many gateways as a test needs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { type CallerKind, SCOPES_OF_KIND } from '../caller/caller';
import { makeToken } from '../gateway/identity/development-issuer';
import type { ConsoleOptions } from '../protocols/console/console-parts';
import { consoleRoutes } from '../protocols/console/console-routes';
import type { DemoSignIn } from '../protocols/console/demo-roles';
import { idOf, readOperations } from '../protocols/console/operations';
import { exportRoutes } from '../protocols/export/export-routes';
import { type ConsoleBrowser, consoleBrowser } from './console-browser';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, TEST_KEY, type Walls } from './system';

export const SESSION_KEY = 'a key that only the sessions of tests are sealed with';

const TEXTS = {
  school: 'query School($number: String!) { school(number: $number) { name } }',
  rename: 'mutation Revoke($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { applied } }',
  titles: `query Titles($first: Int!, $after: String) {
    titles(first: $first, after: $after) { edges { node { name } } pageInfo { hasNextPage endCursor } }
  }`,
};
export const OPERATION = Object.fromEntries(Object.entries(TEXTS).map(([name, text]) => [name, idOf(text)])) as Record<
  keyof typeof TEXTS,
  string
>;
const MANIFEST = JSON.stringify(Object.fromEntries(Object.values(TEXTS).map((text) => [idOf(text), text])));

export interface ConsoleWorld extends SeededWorld {
  readonly database: TestDatabase;
  /** Starts another gateway, with services of its own. */
  start(options?: Partial<ConsoleOptions>, walls?: Walls): Promise<System>;
  /** Returns the demo roles of a city, `Stadt` or `Andere Stadt`. */
  demo(city: string): DemoSignIn;
  close(): Promise<void>;
}

export async function createConsoleWorld(): Promise<ConsoleWorld> {
  const database = await createTestDatabase();
  const world = await seedWorld((sql, parameters) => database.query(sql, parameters), {
    organisations: { Stadt: 'AUTHORITY', 'Andere Stadt': 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] }, Fremde: { belongsTo: [{ to: 'Andere Stadt' }] } },
    titles: { 'Film 1': {}, 'Film 2': {}, 'Film 3': {} },
    packages: {},
    licences: {},
    entitlements: {},
  });
  const empty = mkdtempSync(path.join(tmpdir(), 'freischalter-console-'));
  const running: System[] = [];

  return {
    ...world,
    database,
    async start(options = {}, walls = {}) {
      const routes = consoleRoutes({
        folder: empty,
        progress: () => ({ state: 'absent' }),
        operations: readOperations(MANIFEST),
        sessionKeys: [SESSION_KEY],
        others: exportRoutes(),
        log: walls.log ?? pino({ level: 'silent' }),
        ...options,
      });
      const system = await startSystem(database, { ...walls, routes });
      running.push(system);
      return system;
    },
    demo: (city) => demoSignIn(world.organisation(city)),
    async close() {
      for (const system of running) await system.stop();
      await database.drop();
      rmSync(empty, { recursive: true });
    },
  };
}

function demoSignIn(city: string): DemoSignIn {
  const kinds: Record<string, CallerKind> = { clerk: 'licensing', operator: 'operator' };
  return {
    roles: [
      { role: 'clerk', label: 'Stadt', description: 'Eine Stadt' },
      { role: 'operator', label: 'Betrieb', description: 'Alles' },
    ],
    makeToken({ role }) {
      const kind = kinds[role] as CallerKind;
      return makeToken(TEST_KEY, {
        kind,
        subject: `demo-${role}`,
        bound: kind === 'operator' ? [] : [`AUTHORITY:${city}`],
        scopes: SCOPES_OF_KIND[kind],
        lifetimeSeconds: 3_600,
      });
    },
  };
}

/** Returns a browser in which somebody is signed in, and the CSRF token that its pages send. */
export async function signedIn(system: System, role = 'clerk'): Promise<ConsoleBrowser & { readonly csrf: string }> {
  const browser = consoleBrowser(() => system.url);
  const { status, json } = await browser.send('/console/sign-in/demo', { role });
  if (status !== 200) throw new Error(`The sign-in is refused with ${status}.`);
  return { ...browser, csrf: json.csrfToken };
}

/** Runs the whole system with the built console, over a database of its own, and one browser. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import type { Browser, BrowserContext } from 'playwright-core';
import { type CallerKind, type OrganisationKey, SCOPES_OF_KIND } from '../../caller/caller';
import { connect } from '../../database/connection';
import { PROJECT_ROOT } from '../../environment';
import type { CallerRoute } from '../../gateway/http/route';
import { makeToken } from '../../gateway/identity/development-issuer';
import { consoleRoutes } from '../../protocols/console/console-routes';
import { readOperations } from '../../protocols/console/operations';
import { exportRoutes } from '../../protocols/export/export-routes';
import { startJobs } from '../../services/schools/job/job-upkeep';
import { type Administration, administrationOf } from '../../test/administration';
import { createTestDatabase, type TestDatabase } from '../../test/database';
import { type SeededWorld, seedWorld } from '../../test/seed-world';
import { type System, startSystem, TEST_KEY } from '../../test/system';
import type { World } from '../../test/world';
import { CAN_BROWSE, closeBrowser, openBrowser, type Visit, visit } from './browser';

const FOLDER = path.join(PROJECT_ROOT, 'console');
const SECONDS_OF_A_DAY = 86_400;

export let database: TestDatabase;
export let system: System;
export let world: SeededWorld;
export let browser: Browser;

/**
 * Starts the console for the tests of a file. The clerk who signs in belongs to the media centre `Medienzentrum` of the
 * world.
 */
export function runConsole(given: World): void {
  let administration: Administration | null = null;
  let stopJobs: (() => Promise<void>) | null = null;
  beforeAll(async () => {
    if (!CAN_BROWSE) return;
    build();
    database = await createTestDatabase();
    world = await seedWorld((sql, parameters) => database.query(sql, parameters), given);
    administration = administrationOf(database, pino({ level: 'silent' }));
    system = await startSystem(database, { kept: true, routes: routes([...administration.routes, ...exportRoutes()]) });
    const dataSource = await connect(database.urlOf('schools'), { poolSize: 4, applicationName: 'jobs' });
    const upkeep = startJobs({ dataSource, log: pino({ level: 'silent' }) });
    stopJobs = async () => {
      await upkeep.stop();
      await dataSource.destroy();
    };
    browser = await openBrowser();
  });
  afterAll(async () => {
    await closeBrowser();
    await administration?.close();
    await stopJobs?.();
    await system?.stop();
    await database?.drop();
  });
}

/** Opens a window in which the clerk is signed in, at a page. */
export function clerkAt(place: string, options?: Parameters<typeof visit>[1]): Promise<Visit> {
  return signedInAt(place, /Medienzentrum/, options);
}

/** Opens a window for another role: the operator, the school authority `Stadt`, or the head of statistics. */
export async function signedInAt(place: string, role: RegExp, options?: Parameters<typeof visit>[1]): Promise<Visit> {
  const session = sessions.get(role.source);
  const visited = await visit(browser, { ...options, storageState: session });
  await visited.page.goto(`${system.url}${place}`);
  if (!session) await visited.page.getByRole('button', { name: role }).click();
  await visited.page.getByRole('navigation', { name: 'Bereiche' }).waitFor();
  if (!session) sessions.set(role.source, await visited.context.storageState());
  return visited;
}

/** The sessions by role: a role that has signed in once is signed in in its next windows, too. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>();

const ROLES: Readonly<Record<string, { readonly kind: CallerKind; readonly bound: () => OrganisationKey[] }>> = {
  clerk: { kind: 'licensing', bound: () => [`MEDIA_CENTRE:${world.organisation('Medienzentrum')}`] },
  authority: { kind: 'licensing', bound: () => [`AUTHORITY:${world.organisation('Stadt')}`] },
  statistics: { kind: 'reporting', bound: () => [`MEDIA_CENTRE:${world.organisation('Medienzentrum')}`] },
  operator: { kind: 'operator', bound: () => [] },
};

function routes(others: readonly CallerRoute[]) {
  return consoleRoutes({
    others,
    folder: path.join(FOLDER, 'dist'),
    progress: () => ({ state: 'absent' }),
    operations: readOperations(readFileSync(path.join(FOLDER, 'operations.json'), 'utf8')),
    sessionKeys: ['a key that only the sessions of browser tests are sealed with'],
    log: pino({ level: 'silent' }),
    demo: {
      roles: [
        { role: 'clerk', label: 'Medienzentrum', description: 'Lizenzen zuweisen' },
        { role: 'authority', label: 'Stadt', description: 'Ein Schulträger' },
        { role: 'statistics', label: 'Statistik', description: 'Zahlen' },
        { role: 'operator', label: 'Betrieb', description: 'Alles' },
      ],
      makeToken: ({ role }) => {
        const { kind, bound } = ROLES[role] as (typeof ROLES)[string];
        return makeToken(TEST_KEY, {
          kind,
          subject: `demo-${role}`,
          bound: bound(),
          scopes: SCOPES_OF_KIND[kind],
          lifetimeSeconds: SECONDS_OF_A_DAY,
        });
      },
    },
  });
}

/** Builds the present sources, because a test of an older build would prove nothing. */
function build(): void {
  execFileSync(process.execPath, [path.join(PROJECT_ROOT, 'commands', 'bootstrap', 'console.mjs')], { stdio: 'pipe' });
}

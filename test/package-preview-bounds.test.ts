/** The largest preview of a change of a package. */
import { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { amendPackage } from '../services/licences/package/write-package';
import { Session } from '../services/subgraph/database/session';
import { createTestDatabase, type TestDatabase } from './database';
import { seedWorld } from './seed-world';
import type { World } from './world';

/** Each title at each school is one case. */
const MANY = 450;
const named = <Value>(name: string, count: number, value: (at: number) => Value): Record<string, Value> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${name} ${at}`, value(at)]));
const instant = (at: number) => new Date(Date.UTC(2090, 0, 1) + at * 86_400_000).toISOString();

const WORLD: World = {
  organisations: {},
  schools: named('Schule', MANY, () => ({ belongsTo: [] })),
  titles: named('Film', MANY, (at) => ({ playout: { until: instant(at) } })),
  packages: { Paket: [] },
  licences: { Lizenz: { owner: 'STATE', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: 'Paket' }] } },
  entitlements: named('Freischaltung', MANY, (at) => ({
    licence: 'Lizenz',
    holder: `Schule ${at}`,
    from: '2026-01-01',
    until: instant(MANY + at),
  })),
};
const OPERATOR: Caller = { kind: 'operator', subject: 'test', scopes: SCOPES_OF_KIND.operator, bound: [] };

let database: TestDatabase;
let source: DataSource;
let packageId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedWorld(database.query, WORLD);
  const [row] = await database.query<{ id: string }>('select id from licences.package');
  packageId = row?.id as string;
  source = await new DataSource({ type: 'postgres', url: database.urlOf('licences'), poolSize: 1 }).initialize();
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

async function preview(titles: number, more: object = {}) {
  const session = new Session(source, OPERATOR);
  const add = Object.keys(WORLD.titles)
    .slice(0, titles)
    .map((title) => ({ title, from: null, until: null }));
  const unchanged = { number: undefined, name: undefined, closedFrom: undefined, remove: [], reason: null };
  const call = {
    ...unchanged,
    packageId,
    version: 1,
    preview: true,
    previewToken: null,
    idempotencyKey: null,
    ...more,
  };
  try {
    return await amendPackage(session, OPERATOR, { ...call, add }, Date.now());
  } finally {
    await session.end();
  }
}

test('a preview of more than 200,000 cases is refused, and nothing of it is kept', async () => {
  await expect(preview(MANY)).rejects.toThrow('more than 200000 cases');
  expect(await database.query('select from licences.package_change')).toEqual([]);
  const { kept } = await preview(2);
  expect(kept?.effects).toMatchObject({ titlesOpened: 2, schoolsOpened: MANY, pairsOpened: 2 * MANY });
});

test('the last 20 previews of a caller are kept, and all applied changes', async () => {
  const tokens = [];
  for (let call = 0; call < 22; call += 1) tokens.push((await preview(1)).kept?.id);
  const [first, , third] = tokens;
  expect(await database.query('select from licences.package_change where is_preview')).toHaveLength(20);
  await expect(preview(1, { preview: false, previewToken: first })).rejects.toThrow('your last 20 previews');
  expect((await preview(1, { preview: false, previewToken: third })).outcome).toBe('AMENDED');
  for (let call = 0; call < 20; call += 1) await preview(2, { version: 2 });
  expect(await database.query('select from licences.package_change where not is_preview')).toHaveLength(1);
});

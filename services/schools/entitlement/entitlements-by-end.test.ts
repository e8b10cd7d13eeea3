/** Both ways to read a list by end give the same pages, for every caller, direction and filter. */
import type { DataSource } from 'typeorm';
import { type Caller, type CallerKind, type OrganisationKey, SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { inSession } from '../../../test/open-school';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import { type EntitlementFilter, readEntitlementFilter } from './entitlement-filter';
import { entitlementParameters } from './entitlement-filter-queries';
import { BY_END, type EntitlementPlace, type ListedEntitlement } from './entitlement-list-queries';

let database: TestDatabase;
let world: SeededWorld;
let source: DataSource;

const ENDS = [undefined, undefined, '2024-06-01', '2090-01-01', '2090-08-01', '2095-01-01', '2099-01-01'];
const TERMS = [undefined, '2090-08-01', '2090-08-01', '2020-01-01', '2095-01-01'];
const OWNERS = ['Stadt A', 'Stadt A', 'STATE', 'Stadt B', 'STATE'];
const HOLDERS = ['Schule A1', 'Schule A2', 'Schule B1', 'Stadt A', 'Stadt B', 'STATE'];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY' },
    schools: {
      'Schule A1': { belongsTo: [{ to: 'Stadt A' }, { to: 'STATE' }] },
      'Schule A2': { belongsTo: [{ to: 'Stadt A' }, { to: 'STATE' }] },
      'Schule B1': { belongsTo: [{ to: 'Stadt B' }, { to: 'STATE' }] },
    },
    titles: {},
    packages: {},
    licences: Object.fromEntries(
      TERMS.map((until, at) => [
        `Lizenz ${at}`,
        {
          owner: OWNERS[at] as string,
          heldAt: ['STATE', 'AUTHORITY', 'SCHOOL'],
          rights: at % 2 ? ['STREAM'] : ['STREAM', 'DOWNLOAD'],
          packages: [],
          ...(until ? { term: { until } } : {}),
        },
      ]),
    ),
    entitlements: Object.fromEntries(
      Array.from({ length: 90 }, (_, at) => {
        const until = ENDS[(at * 5) % ENDS.length];
        return [
          `E${at}`,
          {
            licence: `Lizenz ${at % TERMS.length}`,
            holder: HOLDERS[(at * 7) % HOLDERS.length] as string,
            from: '2015-01-01',
            ...(until ? { until } : {}),
            ...(at % 11 === 0 ? { revoked: '2023-01-01' } : {}),
            ...(at % 13 === 0 ? { suspended: [{ from: '2024-01-01' }] } : {}),
          },
        ];
      }),
    ),
  });
  source = await connect(database.urlOf('schools'), { poolSize: 2, applicationName: 'by end' });
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

const callers = (): Record<string, Caller> => {
  const of = (kind: CallerKind, ...bound: OrganisationKey[]) => ({
    kind,
    subject: 'test',
    scopes: SCOPES_OF_KIND[kind],
    bound,
  });
  return {
    city: of('licensing', `AUTHORITY:${world.organisation('Stadt A')}`),
    state: of('licensing', 'STATE:NW'),
    school: of('licensing', `SCHOOL:${world.organisation('Schule B1')}`),
    operator: of('operator'),
    dashboard: of('reporting', 'STATE:NW'),
  };
};

async function pagesOf(way: keyof typeof BY_END, direction: 'ASC' | 'DESC', caller: Caller, filter: EntitlementFilter) {
  return inSession(source, caller, async (session) => {
    const parameters = await entitlementParameters(
      session,
      caller,
      readEntitlementFilter('filter', filter, Date.now()),
    );
    const found: string[] = [];
    for (let after: EntitlementPlace | null = null; ; ) {
      const rows: ListedEntitlement[] = await session.query(BY_END[way][direction](caller), [...parameters, after, 7]);
      found.push(...rows.map(({ id }) => world.nameOfEntitlement(id)));
      const last = rows.at(-1);
      if (last === undefined) return found;
      after = last.place;
    }
  });
}

const FILTERS: Readonly<Record<string, () => EntitlementFilter>> = {
  everything: () => ({}),
  'what is in force': () => ({ status: ['IN_FORCE'] }),
  'what is revoked or ended': () => ({ status: ['REVOKED', 'ENDED'] }),
  'what ends between': () => ({ endsFrom: new Date('2090-01-01'), endsBefore: new Date('2095-06-01') }),
  'a licence': () => ({ licence: world.licence('Lizenz 1') }),
  'a right at a level': () => ({ right: 'DOWNLOAD', holderLevels: ['SCHOOL'] }),
};

describe.each(['city', 'state', 'school', 'operator', 'dashboard'])('%s', (who) => {
  test.each(Object.keys(FILTERS))('%s', async (what) => {
    const [caller, filter] = [callers()[who] as Caller, FILTERS[what]?.() ?? {}];
    const sorted = await pagesOf('sorted', 'ASC', caller, filter);
    expect(await pagesOf('inOrder', 'ASC', caller, filter)).toEqual(sorted);
    expect(await pagesOf('sorted', 'DESC', caller, filter)).toEqual(sorted.toReversed());
    expect(await pagesOf('inOrder', 'DESC', caller, filter)).toEqual(sorted.toReversed());
    if (what === 'everything' && who !== 'dashboard') expect(sorted.length).toBeGreaterThan(10);
  });
});

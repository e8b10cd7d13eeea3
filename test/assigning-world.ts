/** A city that assigns a licence of its own. Its hooks run in each test file that imports it. */
import type { Level } from '../caller/caller';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenOf } from './system';
import type { World } from './world';

export const DAY_MS = 24 * 3_600_000;
export const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const LAST_YEAR = inDays(-365);
export const NEXT_YEAR = inDays(365);

const licence = {
  owner: 'Stadt',
  heldAt: ['AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL'] as Level[],
  rights: ['STREAM', 'DOWNLOAD'] as const,
  packages: [{ package: 'Natur' }],
};

export const WORLD: World = {
  organisations: { Stadt: 'AUTHORITY', Nachbarstadt: 'AUTHORITY', Verbund: 'SCHOOL_GROUP' },
  schools: {
    'Schule 1': { belongsTo: [{ to: 'Stadt' }, { to: 'Verbund' }] },
    'Schule 2': { belongsTo: [{ to: 'Stadt' }] },
    'Schule 3': { belongsTo: [{ to: 'Stadt' }] },
    Geschlossen: { belongsTo: [{ to: 'Stadt' }], operating: { until: inDays(-10) } },
    'Schließt bald': { belongsTo: [{ to: 'Stadt' }], operating: { until: inDays(10) } },
    Fremd: { belongsTo: [{ to: 'Nachbarstadt' }] },
  },
  titles: { Bienen: {} },
  packages: { Natur: [{ title: 'Bienen' }] },
  licences: {
    Lizenz: { ...licence, term: { from: LAST_YEAR, until: NEXT_YEAR } },
    Tage: { ...licence },
    Fremde: { ...licence, owner: 'Nachbarstadt' },
  },
  entitlements: {},
};

export let database: TestDatabase;
export let system: System;
export let world: SeededWorld;
export let staff: string;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, WORLD);
  await database.query(
    "update licences.licence_terms set term_kind = 'DURATION', duration_days = 30, term = '(,)' where licence_id = $1",
    [world.licence('Tage')],
  );
  system = await startSystem(database);
  staff = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});
beforeEach(() =>
  database.query(
    'delete from schools.entitlement_suspension; delete from schools.entitlement; delete from schools.assignment; delete from schools.amendment; delete from schools.idempotent_answer',
  ),
);

const levelOf = (name: string): Level => WORLD.organisations[name] ?? 'SCHOOL';

export const holder = (name: string) => ({
  level: levelOf(name),
  id: name.includes(':') ? name : world.organisation(name),
});

const nameOf = (id: string) =>
  Object.keys({ ...WORLD.organisations, ...WORLD.schools }).find((name) => world.organisation(name) === id) ?? id;

export const ASSIGN = `mutation ($input: AssignEntitlementsInput!) {
  assignEntitlements(input: $input) {
    id preview applied change assigned unchanged refused
    assignments {
      outcome holderLevel holderId holder { name } licence { number } suspendedSchools { name } suspendedSchoolCount
      entitlement { id createdBy createdAt validUntil endsWithLicence }
      afterwards { schools allowed validUntil entitlement { id } }
    }
  }
}`;

const REVOKE = `mutation ($input: RevokeEntitlementsInput!) {
  revokeEntitlements(input: $input) {
    changed unchanged
    changes { outcome entitlement { id status } afterwards { schools allowed validUntil entitlement { id } } }
  }
}`;

export async function assign(names: string[], more: object = {}, number = 'Lizenz', token = staff) {
  const input = { licenceIds: [world.licence(number)], holders: names.map(holder), ...more };
  const { data, errors } = await system.ask(token, ASSIGN, { input });
  expect(errors).toBeUndefined();
  return data.assignEntitlements;
}

export async function revoke(ids: string[], more: object = {}) {
  const { data, errors } = await system.ask(staff, REVOKE, { input: { entitlementIds: ids, ...more } });
  expect(errors).toBeUndefined();
  return data.revokeEntitlements;
}

export const outcomes = ({ assignments }: any) =>
  assignments.map(({ holderId, outcome }: any) => [nameOf(holderId), outcome]);

export const idOf = (result: any, at = 0) => result.assignments[at].entitlement.id;

export async function allowed(school: string, at?: string): Promise<string> {
  const { data } = await system.ask(
    await tokenOf('lms', `SCHOOL:${world.organisation(school)}`),
    'query ($n: String!, $t: [ID!]!, $at: DateTime) { school(number: $n) { access(titleIds: $t, at: $at) { outcome reason } } }',
    { n: world.organisation(school).slice(3), t: [world.title('Bienen')], at },
  );
  const [{ outcome, reason }] = data.school.access;
  return reason ?? outcome;
}

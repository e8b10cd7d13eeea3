/** Two cities, and what a caller of city B asks of city A; its hooks run in each test file that imports it. */

import { randomUUID } from 'node:crypto';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import type { Service } from '../database/roles';
import { createTestDatabase, type TestDatabase } from './database';
import { bought } from './purchases';
import { type SeededWorld, seedWorld } from './seed-world';

export let database: TestDatabase;
let world: SeededWorld;
let foreignChange: string;
const IN_A_HUNDRED_DAYS = new Date(Date.now() + 100 * 86_400_000).toISOString();
export let foreign: Record<'lms' | 'licensing' | 'reporting', Caller>;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY', 'Gruppe A': 'SCHOOL_GROUP' },
    schools: {
      'Schule A': { belongsTo: [{ to: 'Stadt A' }, { to: 'Gruppe A' }] },
      'Schule B': { belongsTo: [{ to: 'Stadt B' }] },
    },
    titles: { Vulkane: {} },
    packages: { Paket: [{ title: 'Vulkane' }] },
    licences: {
      'Lizenz A': {
        owner: 'Stadt A',
        heldAt: ['AUTHORITY', 'SCHOOL'],
        rights: ['STREAM'],
        term: { from: '2026-01-01', until: '2096-01-01' },
        packages: [{ package: 'Paket' }],
      },
      'Lizenz B': {
        owner: 'Stadt B',
        heldAt: ['AUTHORITY', 'SCHOOL'],
        rights: ['STREAM'],
        packages: [{ package: 'Paket' }],
      },
    },
    entitlements: {
      'Freischaltung A': { licence: 'Lizenz A', holder: 'Stadt A', from: '2026-01-01', until: IN_A_HUNDRED_DAYS },
      'Freischaltung B': { licence: 'Lizenz B', holder: 'Stadt B', from: '2026-01-01', until: IN_A_HUNDRED_DAYS },
    },
  });
  await database.query(
    `insert into schools.school_group (id, owner_id, kept_by) select g.id, a.id, 'DESK'
     from schools.organisation g, schools.organisation a where g.name = 'Gruppe A' and a.name = 'Stadt A'`,
  );
  await database.query(`
    update schools.school s set city = 'Ort von ' || o.name from schools.organisation o where o.id = s.id;
    update schools.authority a set city = 'Sitz von ' || o.name from schools.organisation o where o.id = a.id`);
  await database.query(bought('l.id = $1', '99900'), [world.licence('Lizenz A')]);
  await database.query(
    `insert into usage.monthly_sum select a.id, s.id, 0, 0, 0, 0, t.id, '2026-01-01', 'TEACHER', '', 'CONTROLLED', 0, 0, 0, 3, 0, 0, 0, 0, 0
     from schools.organisation a, schools.organisation s, licences.title t where a.name = 'Stadt A' and s.name = 'Schule A'`,
  );
  await database.query(
    `with asked as (select set_config('app.kind', 'operator', true), set_config('app.operation', 'amendEntitlements', true))
     update schools.entitlement set valid = '[2026-01-01,2095-01-01)' from asked where id = $1`,
    [world.entitlement('Freischaltung A')],
  );
  const [change] = await database.query<{ id: string }>('select max(id) as id from schools.audit_change');
  foreignChange = change?.id as string;
  const stadtB = `AUTHORITY:${world.organisation('Stadt B')}` as const;
  const of = (kind: 'lms' | 'licensing' | 'reporting'): Caller => ({
    kind,
    subject: `${kind} of B`,
    scopes: SCOPES_OF_KIND[kind],
    bound: [stadtB],
  });
  foreign = { lms: of('lms'), licensing: of('licensing'), reporting: of('reporting') };
});
afterAll(() => database?.drop());

/** What a caller of city B asks of city A; the service that answers it, and who asks. */
export interface Attempt {
  readonly name: string;
  readonly service: Service;
  readonly by: 'lms' | 'licensing' | 'reporting';
  readonly query: string;
  variables(): Record<string, unknown>;
  /** What may come back where rows are hidden instead of refused: nothing of A's. */
  readonly nothing?: unknown;
  /** How it is refused; FORBIDDEN where it is left out. */
  readonly code?: string;
}

const number = (name: string) => world.organisation(name).slice('NW:'.length);

export const THROUGH_THE_DOOR: Attempt[] = [
  {
    name: 'a school group',
    service: 'schools',
    by: 'licensing',
    query: 'query ($id: ID!) { schoolGroup(id: $id) { name members { totalCount } } }',
    variables: () => ({ id: world.organisation('Gruppe A') }),
  },
  ...(
    [
      ['adding to a group', 'addSchoolsToGroup', () => ({ numbers: [number('Schule B')] })],
      ['taking out of a group', 'removeSchoolsFromGroup', () => ({ numbers: [number('Schule A')] })],
      ['renaming a group', 'renameSchoolGroup', () => ({ name: 'B' })],
      ['closing a group', 'closeSchoolGroup', () => ({})],
      [
        'adopting a group',
        'adoptSchoolGroup',
        () => ({ owner: { level: 'AUTHORITY', id: world.organisation('Stadt B') } }),
      ],
    ] as const
  ).map(
    ([name, mutation, more]): Attempt => ({
      name,
      service: 'schools',
      by: 'licensing',
      query: `mutation ($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { __typename } }`,
      variables: () => ({ input: { group: world.organisation('Gruppe A'), ...more() } }),
    }),
  ),
  {
    name: 'making a group',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: CreateSchoolGroupInput!) { createSchoolGroup(input: $input) { name } }',
    variables: () => ({
      input: { owner: { level: 'AUTHORITY', id: world.organisation('Stadt A') }, code: 'b', name: 'B' },
    }),
  },
  {
    name: 'a school by its number',
    service: 'schools',
    by: 'lms',
    query: 'query ($n: String!) { school(number: $n) { name } }',
    variables: () => ({ n: number('Schule A') }),
  },
  {
    name: 'an authority by its number',
    service: 'schools',
    by: 'reporting',
    query: 'query ($n: String!) { schoolAuthority(number: $n) { name schools { edges { node { name } } } } }',
    variables: () => ({ n: number('Stadt A') }),
  },
  {
    name: 'an entitlement by its id',
    service: 'schools',
    by: 'licensing',
    query: 'query ($id: ID!) { entitlement(id: $id) { level holder { name } } }',
    variables: () => ({ id: world.entitlement('Freischaltung A') }),
  },
  {
    name: 'the entitlements that apply to a school',
    service: 'schools',
    by: 'licensing',
    query:
      'query ($id: ID!) { entitlements(filter: { school: $id }) { totalCount edges { node { holder { name } } } } }',
    variables: () => ({ id: world.organisation('Schule A') }),
  },
  {
    name: 'the entitlements that an authority holds',
    service: 'schools',
    by: 'licensing',
    query:
      'query ($id: ID!) { entitlements(filter: { holder: { level: AUTHORITY, id: $id } }) { totalCount edges { node { holder { name } } } } }',
    variables: () => ({ id: world.organisation('Stadt A') }),
    nothing: { data: { entitlements: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'assigning the foreign licence to an own school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    variables: () => ({
      input: {
        licenceIds: [world.licence('Lizenz A')],
        holders: [{ level: 'SCHOOL', id: world.organisation('Schule B') }],
      },
    }),
  },
  {
    name: 'assigning an own licence to the foreign school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    variables: () => ({
      input: {
        licenceIds: [world.licence('Lizenz B')],
        holders: [{ level: 'SCHOOL', id: world.organisation('Schule A') }],
        skipRefused: true,
      },
    }),
    nothing: { data: { assignEntitlements: { assigned: 0 } } },
  },
  {
    name: 'syncing the foreign licence to an own school, and an own one to the foreign school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: SyncEntitlementsInput!) { syncEntitlements(input: $input) { applied added ended } }',
    variables: () => ({
      input: {
        source: 'land',
        rows: [
          { licence: 'Lizenz A', holder: number('Schule B') },
          { licence: 'Lizenz B', holder: number('Schule A') },
        ],
        skipBad: true,
      },
    }),
    nothing: { data: { syncEntitlements: { applied: true, added: 0, ended: 0 } } },
  },
  {
    name: 'amending a foreign licence',
    service: 'licences',
    by: 'licensing',
    query: 'mutation ($input: AmendLicenceInput!) { amendLicence(input: $input) { outcome } }',
    variables: () => ({ input: { licenceId: world.licence('Lizenz A'), version: 1, seats: 1 } }),
  },
  {
    name: 'creating a licence of a foreign owner',
    service: 'licences',
    by: 'licensing',
    query: 'mutation ($input: CreateLicenceInput!) { createLicence(input: $input) { preview } }',
    variables: () => ({
      input: {
        number: 'X1',
        name: 'Untergeschoben',
        kind: 'Lizenz',
        publisher: 'Musterverlag',
        owner: { level: 'AUTHORITY', id: world.organisation('Stadt A') },
        holderLevels: ['SCHOOL'],
        rights: ['STREAM'],
        term: { kind: 'UNLIMITED' },
      },
    }),
  },
  {
    name: 'ending a foreign entitlement',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { revoked } }',
    variables: () => ({ input: { entitlementIds: [world.entitlement('Freischaltung A')] } }),
  },
  ...['suspend', 'resume', 'amend', 'move'].map(
    (verb): Attempt => ({
      name: `what would ${verb} a foreign entitlement`,
      service: 'schools',
      by: 'licensing',
      query: `mutation ($input: ${verb[0]?.toUpperCase()}${verb.slice(1)}EntitlementsInput!) { ${verb}Entitlements(input: $input) { changed } }`,
      variables: () => ({
        input: {
          entitlements: [{ id: world.entitlement('Freischaltung A'), version: 2 }],
          ...(verb === 'amend' && { validUntil: null }),
          ...(verb === 'move' && { holder: { level: 'SCHOOL', id: world.organisation('Schule B') } }),
        },
      }),
    }),
  ),
  {
    name: 'moving an own entitlement to the foreign school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: MoveEntitlementsInput!) { moveEntitlements(input: $input) { changed } }',
    variables: () => ({
      input: {
        entitlementIds: [world.entitlement('Freischaltung B')],
        holder: { level: 'SCHOOL', id: world.organisation('Schule A') },
      },
    }),
    nothing: { data: { moveEntitlements: { changed: 0 } } },
  },
  {
    name: 'noting beside a row for the staff of the foreign authority',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: NoteWorklistInput!) { noteWorklist(input: $input) { applied } }',
    variables: () => ({
      input: {
        list: 'EXPIRING',
        rows: [{ id: world.entitlement('Freischaltung B') }],
        organisation: { level: 'AUTHORITY', id: world.organisation('Stadt A') },
        text: 'fremd',
      },
    }),
  },
  {
    name: 'recording a use at the foreign school',
    service: 'usage',
    by: 'lms',
    query: 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }',
    variables: () => ({
      events: [
        {
          id: randomUUID(),
          school: world.organisation('Schule A'),
          title: world.title('Vulkane'),
          action: 'STREAM',
          usedAt: new Date().toISOString(),
        },
      ],
    }),
    nothing: { data: { recordUsage: { recorded: 0 } } },
  },
];

/** Lists in which a foreign row would stand, if nothing but this wall kept it out. */
export const LISTS: Attempt[] = [
  {
    name: 'the number of schools in reach',
    service: 'schools',
    by: 'lms',
    query: '{ me { schoolCount } }',
    variables: () => ({}),
    nothing: { data: { me: { schoolCount: 1 } } },
  },
  {
    name: 'the list of licences',
    service: 'licences',
    by: 'licensing',
    query: '{ licences { edges { node { number price { cents } } } } }',
    variables: () => ({}),
    nothing: { data: { licences: { edges: [{ node: { number: 'Lizenz B', price: null } }] } } },
  },
  {
    name: 'the list of licences, by number',
    service: 'licences',
    by: 'licensing',
    query: '{ licences(search: "Lizenz A") { edges { node { number price { cents } } } } }',
    variables: () => ({}),
    nothing: { data: { licences: { edges: [] } } },
  },
  {
    name: 'the audit trail of a city',
    service: 'schools',
    by: 'licensing',
    query: `query ($city: ID!) { auditTrail(filter: { organisation: $city }) {
      totalCount edges { node { values { field before after } } } } }`,
    variables: () => ({ city: `AUTHORITY:${world.organisation('Stadt A')}` }),
    nothing: { data: { auditTrail: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the audit trail of a licence',
    service: 'licences',
    by: 'licensing',
    query: `query ($id: ID!) { licenceAuditTrail(filter: { objects: [CONTRACT, LICENCE_TERMS, PURCHASE], objectId: $id }) {
      totalCount edges { node { values { field before after } } } } }`,
    variables: () => ({ id: world.licence('Lizenz A') }),
    nothing: { data: { licenceAuditTrail: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the list of schools',
    service: 'schools',
    by: 'lms',
    query: '{ schools { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { schools: { totalCount: 1, edges: [{ node: { name: 'Schule B' } }] } } },
  },
  {
    name: 'the list of schools, by name',
    service: 'schools',
    by: 'licensing',
    query: '{ schools(filter: { search: "schule a" }) { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { schools: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the schools of an authority',
    service: 'schools',
    by: 'reporting',
    query: 'query ($id: ID!) { schools(filter: { authority: $id }) { totalCount edges { node { name } } } }',
    variables: () => ({ id: world.organisation('Stadt A') }),
    nothing: { data: { schools: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the schools of a pasted list',
    service: 'schools',
    by: 'licensing',
    query:
      'query ($n: String!) { resolveSchools(numbers: [$n]) { matched { school { name } } unmatched { row reason } } }',
    variables: () => ({ n: number('Schule A') }),
    nothing: { data: { resolveSchools: { matched: [], unmatched: [{ row: 1, reason: 'NOT_IN_REACH' }] } } },
  },
  {
    name: 'the cities of schools',
    service: 'schools',
    by: 'lms',
    query: '{ schools(filter: { city: "Nirgends" }) { totalCount } }',
    variables: () => ({}),
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'the list of authorities',
    service: 'schools',
    by: 'reporting',
    query: '{ schoolAuthorities { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { schoolAuthorities: { totalCount: 1, edges: [{ node: { name: 'Stadt B' } }] } } },
  },
  {
    name: 'the cities of authorities',
    service: 'schools',
    by: 'reporting',
    query: '{ schoolAuthorities(filter: { city: "Nirgends" }) { totalCount } }',
    variables: () => ({}),
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'the list of school groups',
    service: 'schools',
    by: 'licensing',
    query: '{ schoolGroups { totalCount edges { node { name owner { name } } } } }',
    variables: () => ({}),
    nothing: { data: { schoolGroups: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the list of entitlements',
    service: 'schools',
    by: 'licensing',
    query: '{ entitlements { totalCount edges { node { holder { name } } } } }',
    variables: () => ({}),
    nothing: { data: { entitlements: { totalCount: 1, edges: [{ node: { holder: { name: 'Stadt B' } } }] } } },
  },
  {
    name: 'the entitlements of a licence',
    service: 'schools',
    by: 'licensing',
    query:
      'query ($id: ID!) { entitlements(filter: { licence: $id }) { totalCount edges { node { holder { name } } } } }',
    variables: () => ({ id: world.licence('Lizenz A') }),
    nothing: { data: { entitlements: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'what ends soon',
    service: 'schools',
    by: 'licensing',
    query:
      '{ deadlines(list: EXPIRING, within: 366) { totalCount sums { licences schools } edges { node { entitlement { holder { name } } } } } }',
    variables: () => ({}),
    nothing: {
      data: {
        deadlines: {
          totalCount: 1,
          sums: { licences: 1, schools: 1 },
          edges: [{ node: { entitlement: { holder: { name: 'Stadt B' } } } }],
        },
      },
    },
  },
  {
    name: 'the cost of uses by licence',
    service: 'usage',
    by: 'reporting',
    query:
      '{ costPerUse(from: "2026-01", until: "2026-01", by: LICENCE) { totals { cents centsElsewhere } edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { costPerUse: { totals: { cents: null, centsElsewhere: 0 }, edges: [] } } },
  },
  {
    name: 'the cost of uses by school',
    service: 'usage',
    by: 'licensing',
    query: '{ costPerUse(from: "2026-01", until: "2026-01", by: SCHOOL) { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { costPerUse: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the licences without a use',
    service: 'usage',
    by: 'reporting',
    query: '{ unusedLicences(from: "2026-01", until: "2026-01") { totalCount edges { node { name schools } } } }',
    variables: () => ({}),
    nothing: { data: { unusedLicences: { totalCount: 1, edges: [{ node: { name: 'Lizenz B', schools: 1 } }] } } },
  },
  {
    name: 'the demand of schools',
    service: 'usage',
    by: 'reporting',
    query: '{ demand(from: "2026-01", until: "2026-01", by: SCHOOL) { totalCount edges { node { schoolName } } } }',
    variables: () => ({}),
    nothing: { data: { demand: { totalCount: 0, edges: [] } } },
  },
];

/** The catalogue is nobody's: there is nothing in these lists for row-level security to hide, and a token still needs the scope. */
export const CATALOGUE: Attempt[] = ['subjects', 'publishers'].map((list) => ({
  name: list,
  service: 'licences',
  by: 'lms',
  query: `{ ${list} { totalCount edges { node { name } } } }`,
  variables: () => ({}),
}));

/** What no client can send through the gateway, but a request on the inner network could; and what the gateway lets through. */
export const INSIDE: Attempt[] = [
  {
    name: 'the timeline of the foreign school as an entity',
    service: 'schools',
    by: 'lms',
    query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on School { timeline } } }',
    variables: () => ({ r: [{ __typename: 'School', id: world.organisation('Schule A') }] }),
  },
  {
    name: 'the foreign licence as an entity',
    service: 'licences',
    by: 'licensing',
    query:
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Licence { number owner { name } price { cents } } } }',
    variables: () => ({ r: [{ __typename: 'Licence', id: world.licence('Lizenz A') }] }),
  },
  {
    name: 'the uses of the foreign school as an entity',
    service: 'usage',
    by: 'reporting',
    query:
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on School { usage(from: "2026-01", until: "2026-01") { total } } } }',
    variables: () => ({ r: [{ __typename: 'School', id: world.organisation('Schule A') }] }),
    nothing: { data: { _entities: [{ usage: [{ total: 0 }] }] } },
  },
  {
    name: 'undoing what was done to a foreign entitlement',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($id: ID!) { undoChange(change: $id, ofOthers: true) { changed } }',
    variables: () => ({ id: foreignChange }),
  },
];

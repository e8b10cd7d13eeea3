/** How each field that the tables of who may do what name is asked for, in a world of its own; its hooks run in each test file that imports it. */

import type { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { connect } from '../database/connection';
import { SERVICES, type Service } from '../database/roles';
import { licencesDefinition } from '../services/licences/service';
import { schoolsDefinition } from '../services/schools/service';
import { createExecutor, type Executor } from '../services/subgraph/execution/executor';
import { makeSubgraphSchema, type SubgraphDefinition } from '../services/subgraph/schema/schema';
import { contextFor } from '../services/subgraph/subgraph';
import { usageDefinition } from '../services/usage/service';
import { askedOfSurveys, seedSurvey } from './asked-surveys';
import { createTestDatabase, type TestDatabase } from './database';
import { bought } from './purchases';
import { type SeededWorld, seedWorld } from './seed-world';

export const DEFINITIONS: Record<Service, SubgraphDefinition> = {
  schools: schoolsDefinition,
  licences: licencesDefinition,
  usage: usageDefinition,
};

let database: TestDatabase;
let world: SeededWorld;
const sources = {} as Record<Service, DataSource>;
const execute = {} as Record<Service, Executor>;
let timeline: string;
let note: string;
let subscription: string;

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: {
      Stadt: 'AUTHORITY',
      Kreis: 'DISTRICT',
      Zentrum: 'MEDIA_CENTRE',
      Gruppe: 'SCHOOL_GROUP',
      Importierte: 'SCHOOL_GROUP',
      Weitere: 'SCHOOL_GROUP',
    },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }, { to: 'Kreis' }, { to: 'Zentrum' }, { to: 'Gruppe' }] } },
    titles: { Vulkane: {}, Bienen: {}, Meere: {} },
    packages: { Paket: [{ title: 'Vulkane' }], Plätze: [{ title: 'Bienen' }] },
    licences: {
      Lizenz: {
        owner: 'Stadt',
        heldAt: ['AUTHORITY', 'SCHOOL'],
        rights: ['STREAM'],
        term: { from: '2025-01-01', until: '2096-01-01' },
        packages: [{ package: 'Paket' }],
      },
      Schullizenz: { owner: 'Stadt', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
      Gezählte: {
        owner: 'Stadt',
        heldAt: ['AUTHORITY'],
        rights: ['STREAM'],
        seats: 9,
        packages: [{ package: 'Plätze' }],
      },
      Zweite: { owner: 'Stadt', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
    },
    entitlements: {
      Freischaltung: { licence: 'Lizenz', holder: 'Stadt', from: '2026-01-01' },
      Doppelte: { licence: 'Lizenz', holder: 'Schule', from: '2026-01-01' },
      Befristete: { licence: 'Lizenz', holder: 'Stadt', from: '2026-01-01', until: '2090-01-01' },
      Verkürzte: { licence: 'Lizenz', holder: 'Stadt', from: '2026-01-01', until: '2090-01-01' },
      Verlängerte: { licence: 'Lizenz', holder: 'Stadt', from: '2026-01-01', until: '2090-01-01' },
      Platz: { licence: 'Gezählte', holder: 'Stadt', from: '2026-01-01' },
      Endende: { licence: 'Lizenz', holder: 'Schule', from: '2026-01-01', until: inDays(50) },
      Ablaufende: { licence: 'Gezählte', holder: 'Schule', from: '2026-01-01', until: inDays(50) },
      Künftige: { licence: 'Lizenz', holder: 'Stadt', from: inDays(50) },
      Breite: { licence: 'Zweite', holder: 'Stadt', from: '2026-01-01' },
      Beendete: { licence: 'Lizenz', holder: 'Stadt', from: '2025-01-01', revoked: '2025-06-01' },
    },
  });
  await database.query(
    `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by, source)
     select licence_id, owner_id, holder_id, '[2026-02-01,)', rights, 'sync', 'land' from schools.entitlement where id = $1`,
    [world.entitlement('Freischaltung')],
  );
  await database.query(
    "update schools.entitlement set revoked_reason = 'Umzug', note = 'Aktenzeichen' where revoked_at is not null",
  );
  await database.query(
    `insert into schools.school_group (id, owner_id, kept_by)
     select g.id, s.id, case g.name when 'Gruppe' then 'DESK' else 'FILE' end
     from schools.organisation g, schools.organisation s where g.level = 'SCHOOL_GROUP' and s.name = 'Stadt'`,
  );
  survey = await seedSurvey(database);
  await database.query(bought('l.id = $1', '99900'), [world.licence('Lizenz')]);
  await database.query(
    "insert into licences.purchase (licence_id, number, cents, term) values ($1, 'R2', 5000, '[2026-01-01,2027-01-01)')",
    [world.licence('Gezählte')],
  );
  await database.query("insert into licences.agreement values ($1, '2095-09-30', '{\"AZ 1\"}')", [
    world.licence('Lizenz'),
  ]);
  await database.query('insert into licences.licence_version values ($1, 1, now(), null, \'{"packages": []}\')', [
    world.licence('Lizenz'),
  ]);
  await database.query(
    "select directory.describe_change('amendment', 'Umzug', null); update licences.contract set kind = 'Schullizenz'",
  );
  await database.query(
    `select directory.describe_change('amendment', 'Umzug', null);
     update licences.package set owner_id = (select id from schools.organisation where name = 'Stadt') where number = 'Paket'`,
  );
  const [own] = await database.query<{ id: string }>("select id from licences.package where number = 'Paket'");
  packages.own = own?.id as string;
  await database.query(
    `insert into licences.package_change (id, kind, subject, bound, package_id, input_hash, is_preview, outcome, takes_effect_at,
       effects, fingerprint)
     values ($1, $2, $3, '{}', $4, '', true, 'UNCHANGED', now(), '{}', '')`,
    [packages.change, CALLER.kind, CALLER.subject, packages.own],
  );
  await database.query(
    `insert into usage.monthly_sum select a.id, s.id, 0, 0, 0, 0, $1::bigint, '2026-01-01', 'TEACHER', '', 'CONTROLLED', 0, 0, 0, 3, 0, 0, 0, 0, 0
     from schools.organisation a, schools.organisation s where a.name = 'Stadt' and s.name = 'Schule'`,
    [world.title('Vulkane')],
  );
  await database.query(
    `insert into schools.assignment (id, kind, subject, bound, input_hash, is_preview, unmatched, holders, holder_ids, schools_under)
     values ($1, $2, $3, '{}', '', false, '[]', '{}', '{}', '{}')`,
    [KEPT_ASSIGNMENT, CALLER.kind, CALLER.subject],
  );
  await database.query(
    `insert into schools.amendment (id, kind, subject, bound, is_preview, is_applied, takes_effect_at, entitlement_ids, outcomes,
       moved_to_ids, opened)
     values ($1, $2, $3, '{}', false, false, now(), '{}', '{}', '{}', '{}')`,
    [KEPT_ASSIGNMENT, CALLER.kind, CALLER.subject],
  );
  for (const [name, until] of Object.entries({ Verkürzte: '2080-01-01', Verlängerte: '2095-01-01' })) {
    await database.query(
      `with asked as (select set_config('app.kind', 'operator', true), set_config('app.operation', 'amendEntitlements', true))
       update schools.entitlement set valid = tstzrange(lower(valid), $2) from asked where id = $1`,
      [world.entitlement(name), until],
    );
    const [change] = await database.query<{ id: string }>('select max(id) as id from schools.audit_change');
    changes[name] = change?.id as string;
  }
  await database.query('insert into licences.agreement (licence_id, notice_on) values ($1, current_date + 30)', [
    world.licence('Gezählte'),
  ]);
  await database.query(
    `insert into usage.licence_sum
     select a.id, s.id, 0, 0, 0, 0, $1::bigint, '2026-01-01', 'TEACHER', '', 'CONTROLLED', '', $2::bigint, 0, '', 0, 0, 0, 0, 3, 0, 0, 0, 0
     from schools.organisation a, schools.organisation s where a.name = 'Stadt' and s.name = 'Schule'`,
    [world.title('Bienen'), world.licence('Gezählte')],
  );
  const [noted] = await database.query<{ id: string }>(
    `insert into schools.worklist_note (organisation_id, list, object_id, text, changed_by)
     select id, list, object, 'Notiz', 'test'
     from schools.organisation, (values ('STARTING', $1::bigint), ('COVERED_TWICE', $2::bigint)) as row (list, object)
     where name = 'Stadt' returning id`,
    [world.entitlement('Künftige'), world.entitlement('Endende')],
  );
  note = noted?.id as string;
  const subscribed = await database.query<{ id: string }>(
    `insert into schools.notice_subscription (organisation_id, subject, address, lists, within)
     select id, subject, subject || '@mail.example', '{EXPIRING}', 30
     from schools.organisation, unnest('{anna,bernd}'::text[]) as subject where name = 'Stadt' returning id`,
  );
  subscription = subscribed[0]?.id as string;
  await database.query(
    `insert into schools.job (id, kind, subject, bound, caller, work, state, assignment_id, amendment_id)
     values ($1, $2, $3, '{}', '{}', '{}', 'DONE', $4, $4)`,
    [KEPT_JOB, CALLER.kind, CALLER.subject, KEPT_ASSIGNMENT],
  );
  for (const service of SERVICES) {
    execute[service] = createExecutor((await makeSubgraphSchema(DEFINITIONS[service])).schema);
    sources[service] = await connect(database.urlOf(service), { poolSize: 2, applicationName: service });
  }
  const { data } = await ask('schools', `{ school(number: "${number('Schule')}") { timeline } }`);
  timeline = data.school.timeline;
});
afterAll(async () => {
  for (const source of Object.values(sources)) await source.destroy();
  await database?.drop();
});

const number = (name: string) => world.organisation(name).slice('NW:'.length);

/** What was done to an entitlement, by its name. */
const changes: Record<string, string> = {};
let survey: string;
const ASKED_OF_SURVEYS = askedOfSurveys(
  () => survey,
  () => world,
);

/** The city's package, by its id, and a change of it that the caller previewed. */
const packages = { own: '', change: '00000000-0000-4000-8000-000000000003' };

/** A call of assignEntitlements by that caller, as a job. */
const KEPT_ASSIGNMENT = '00000000-0000-4000-8000-000000000001';
const KEPT_JOB = '00000000-0000-4000-8000-000000000002';

/** The caller for whom all relations hold: the operator, by the name of the gateway. */
const CALLER: Caller = { kind: 'operator', subject: 'gateway', scopes: SCOPES_OF_KIND.operator, bound: [] };

export async function ask(
  service: Service,
  query: string,
  variables: Record<string, unknown> = {},
  caller: Caller = CALLER,
): Promise<any> {
  const envelope = { caller, instant: Date.now(), requestId: 'test' };
  const context = contextFor({ envelope }, sources[service]);
  try {
    const { data, errors = [] } = await execute[service]({ query, variables }, context);
    const codes = errors.map(({ extensions, message }) => extensions.code ?? message);
    return JSON.parse(JSON.stringify({ data, codes: [...new Set(codes)] }));
  } finally {
    await context.session.end();
  }
}

/** How a field is asked for, and what it answers where its row is gone; left out: FORBIDDEN, and nothing else. */
interface Asked {
  readonly query: () => string;
  readonly variables?: () => Record<string, unknown>;
  readonly denied?: unknown;
  /** Where it is about what the caller is bound to. */
  readonly caller?: () => Caller;
}

const school = (fields: string): Asked => ({ query: () => `{ school(number: "${number('Schule')}") { ${fields} } }` });
const resolve = (fields: string) =>
  `{ resolveSchools(numbers: ["${number('Schule')}", "${number('Schule')}"]) { ${fields} } }`;
const group = (fields: string, denied?: unknown): Asked => ({
  query: () => `{ schoolGroup(id: "${world.organisation('Gruppe')}") { ${fields} } }`,
  denied,
});
const changeGroup = (mutation: string, fields: string, denied?: unknown): Asked => ({
  query: () =>
    `mutation { ${mutation}(input: { group: "${world.organisation('Gruppe')}", numbers: ["${number('Schule')}"], preview: true }) { ${fields} } }`,
  denied,
});
const adopt = (name: string): Asked => ({
  query: () =>
    `mutation { adoptSchoolGroup(input: { group: "${world.organisation(name)}", owner: { level: AUTHORITY, id: "${world.organisation('Stadt')}" } }) { keptBy } }`,
});
const ofTitle = (fields: string): Asked => ({
  query: () => `{ title(id: "${world.title('Vulkane')}") { ${fields} } }`,
});
const plain = (query: string, denied?: unknown): Asked => ({ query: () => query, denied });
const entity = (type: string, id: () => string, fields: string, more: () => object = () => ({})): Asked => ({
  query: () => `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${fields} } } }`,
  variables: () => ({ r: [{ __typename: type, id: id(), ...more() }] }),
});
const entitlement = (fields: string, denied?: unknown, name = 'Beendete'): Asked => ({
  query: () => `{ entitlement(id: "${world.entitlement(name)}") { ${fields} } }`,
  denied,
});
const usage = 'usage(from: "2026-01", until: "2026-01") { total }';
const report = (fields: string) => `{ usageReport(from: "2026-01", until: "2026-01") { ${fields} } }`;
const withTimeline = () => ({ timeline });
const licensed = (fields: string) => entity('School', () => world.organisation('Schule'), fields, withTimeline);
const assign = (fields: string, denied?: unknown): Asked => ({
  query: () =>
    `mutation { assignEntitlements(input: { licenceIds: ["${world.licence('Lizenz')}"], preview: true, skipRefused: true,
      holders: [{ level: AUTHORITY, id: "${world.organisation('Stadt')}" }] }) { ${fields} } }`,
  denied,
});
/** What each needs beside the entitlements. */
const AMENDMENTS: Readonly<Record<string, () => string>> = {
  amendEntitlements: () => 'validUntil: null',
  moveEntitlements: () => `holder: { level: SCHOOL, id: "${world.organisation('Schule')}" }`,
  resumeEntitlements: () => '',
  revokeEntitlements: () => '',
  suspendEntitlements: () => '',
};
const amending = (name: string, fields: string, denied?: unknown): Asked => ({
  query: () =>
    `mutation { ${name}(input: { entitlementIds: ["${world.entitlement('Befristete')}"], preview: true, ${AMENDMENTS[name]?.()} }) { ${fields} } }`,
  denied: denied && { [name]: denied },
});
const undoing = (name: string, fields: string, denied: object): Asked => ({
  query: () => `mutation { undoChange(change: "${changes[name]}", ofOthers: true, preview: true) { ${fields} } }`,
  denied: { undoChange: denied },
});
const ALL = 'entitlements { edges { node { outcome } } }';
const revoke = (fields: string) => amending('revokeEntitlements', fields);
const surveys = (field: string): Asked => ({ query: () => ASKED_OF_SURVEYS[field]?.() ?? '' });
const owners = (object: () => string): Asked => ({
  query: () => `{ objectOwners(objects: ["${object()}"]) }`,
  denied: { objectOwners: [null] },
});
const acquire = (fields: string): Asked => ({
  query: () =>
    `mutation { acquireSeat(input: { school: "${world.organisation('Schule')}", title: "${world.title('Bienen')}" }) { ${fields} } }`,
});
const withLease = (mutation: string): Asked => ({
  query: () =>
    `mutation { ${mutation}(input: { school: "${world.organisation('Schule')}", lease: "00000000-0000-0000-0000-000000000000" }) }`,
});

const PREPARED = 'edges { node { prepared { amend { entitlements { id } } revoke { entitlementIds } } } }';
const NOT_PREPARED = { edges: [{ node: { prepared: null } }] };
const deadlines = (fields: string, denied?: unknown, list = 'STARTING') =>
  plain(`{ deadlines(list: ${list}) { ${fields} } }`, denied === undefined ? undefined : { deadlines: denied });
const twice = (fields: string, denied?: unknown, first = 1) =>
  plain(
    `{ entitlementsCoveredTwice(first: ${first}) { ${fields} } }`,
    denied === undefined ? undefined : { entitlementsCoveredTwice: denied },
  );
const staff = (): Caller => ({ ...CALLER, kind: 'licensing', bound: [`AUTHORITY:${world.organisation('Stadt')}`] });
const annotate = (list: string, id: () => string): Asked => ({
  query: () => `mutation { noteWorklist(input: { list: ${list}, rows: [{ id: "${id()}" }], text: "x" }) { applied } }`,
  caller: staff,
});

export const HOW: Record<Service, Record<string, Asked>> = {
  schools: {
    'school.read _entities.School': entity('School', () => world.organisation('Schule'), 'name'),
    'school.read Query.school': school('name'),
    'school.read Query.schools': plain('{ schools { edges { node { name } } } }', { schools: { edges: [] } }),
    'school.read Query.resolveSchools': {
      query: () => resolve('matched { row } unmatched { row }'),
      denied: { resolveSchools: { matched: [], unmatched: [{ row: 1 }, { row: 2 }] } },
    },
    'school.read MatchedRow.school': {
      query: () => resolve('matched { school { name } }'),
      denied: { resolveSchools: { matched: [] } },
    },
    'school.read DuplicateRow.school': {
      query: () => resolve('duplicates { school { name } }'),
      denied: { resolveSchools: { duplicates: [] } },
    },
    'school.read Me.schoolCount': plain('{ me { schoolCount } }', { me: { schoolCount: 0 } }),
    'school.read School.inOperation': school('inOperation'),
    'school.read School.timeline': school('timeline'),
    'school.read SchoolAuthority.schools': {
      query: () => `{ schoolAuthority(number: "${number('Stadt')}") { schools { edges { node { name } } } } }`,
      denied: { schoolAuthority: { schools: { edges: [] } } },
    },
    'school.read SchoolConnection.totalCount': plain('{ schools { totalCount } }', { schools: { totalCount: 0 } }),
    'school.readAvailability _entities.Title': availability(),
    'school.readAvailability Title.availability': availability(),
    'school.useSeats Mutation.acquireSeat': acquire('outcome'),
    'school.useSeats Mutation.renewSeat': {
      ...withLease('renewSeat'),
      query: () => `${withLease('renewSeat').query().slice(0, -2)} { outcome } }`,
    },
    'school.useSeats Mutation.releaseSeat': withLease('releaseSeat'),
    'organisation.read _entities.District': entity('District', () => world.organisation('Kreis'), 'name'),
    'organisation.read _entities.MediaCentre': entity('MediaCentre', () => world.organisation('Zentrum'), 'name'),
    'organisation.read _entities.SchoolAuthority': entity('SchoolAuthority', () => world.organisation('Stadt'), 'name'),
    'organisation.read Query.schoolAuthority': {
      query: () => `{ schoolAuthority(number: "${number('Stadt')}") { name } }`,
    },
    'organisation.read Query.schoolAuthorities': plain('{ schoolAuthorities { edges { node { name } } } }', {
      schoolAuthorities: { edges: [] },
    }),
    'organisation.readWithin Query.organisation': {
      query: () => `{ organisation(level: AUTHORITY, id: "${world.organisation('Stadt')}") { name } }`,
    },
    'organisation.read Query.organisationLines': {
      query: () => `{ organisationLines(keys: ["AUTHORITY:${world.organisation('Stadt')}"]) { key } }`,
      denied: { organisationLines: [null] },
    },
    'organisation.filterUses Query.linesOfUses': {
      query: () => `{ linesOfUses(keys: ["AUTHORITY:${world.organisation('Stadt')}"]) { key } }`,
      denied: { linesOfUses: [null] },
    },
    'organisation.read Me.organisations': {
      ...plain('{ me { organisations { name } } }', { me: { organisations: [] } }),
      caller: staff,
    },
    'school.readMemberships School.memberships': school('memberships { edges { node { validFrom } } }'),
    'organisation.read School.authority': school('authority { name }'),
    'organisation.read School.district': school('district { name }'),
    'organisation.read School.mediaCentre': school('mediaCentre { name }'),
    'organisation.read SchoolAuthorityConnection.totalCount': plain('{ schoolAuthorities { totalCount } }', {
      schoolAuthorities: { totalCount: 0 },
    }),
    'entitlement.read _entities.Entitlement': entity('Entitlement', () => world.entitlement('Freischaltung'), 'level'),
    'entitlement.read Query.entitlement': entitlement('level'),
    'entitlement.read Query.entitlements': plain('{ entitlements { edges { node { level } } } }', {
      entitlements: { edges: [] },
    }),
    'entitlement.read Query.entitlementLines': {
      query: () => `{ entitlementLines(ids: ["${world.entitlement('Freischaltung')}"]) { holder } }`,
      denied: { entitlementLines: [null] },
    },
    'entitlement.read AssignedEntitlement.entitlement': assign('assignments { entitlement { level } }'),
    'entitlement.read AssignedEntitlement.overlapping': assign('assignments { overlapping { level } }'),
    'entitlement.read Entitlement.holder': entitlement('holder { name }'),
    'entitlement.read Entitlement.licence': entitlement('licence { id }'),
    'entitlement.read EntitlementConnection.totalCount': plain('{ entitlements { totalCount } }', {
      entitlements: { totalCount: 0 },
    }),
    'entitlement.read LicenceAccess.entitlement': assign('assignments { afterwards { entitlement { level } } }'),
    'entitlement.read AmendedEntitlement.entitlement': revoke('changes { entitlement { level } }'),
    'entitlement.read AmendedEntitlement.movedTo': {
      query: () =>
        `mutation { moveEntitlements(input: { entitlementIds: ["${world.entitlement('Freischaltung')}"], holder: { level: SCHOOL, id: "${world.organisation('Schule')}" } })
          { changes { movedTo { level } } } }`,
    },
    'entitlement.read SeatLease.entitlement': acquire('lease { entitlement { level } }'),
    'entitlement.read Query.deadlines': deadlines('edges { node { schools } }', { edges: [] }),
    'entitlement.read Deadline.entitlement': deadlines('edges { node { entitlement { level } } }', { edges: [] }),
    'entitlement.read DeadlineConnection.sums': deadlines('sums { licences }', { sums: { licences: 0 } }),
    'licence.readPrice DeadlineConnection.sums': deadlines('sums { cents }', { sums: { cents: null } }),
    'licence.assign Query.deadlines': deadlines('edges { node { schools } }', { edges: [] }, 'NOTICE_DUE'),
    'entitlement.read Query.entitlementsCoveredTwice': twice('edges { node { titles } }', { edges: [] }),
    'entitlement.read CoveredTwice.coveredBy': twice('edges { node { coveredBy { titles } } }', { edges: [] }),
    'entitlement.read CoveredTwice.entitlement': twice('edges { node { entitlement { level } } }', { edges: [] }),
    'entitlement.read CoveringEntitlement.entitlement': twice(
      'edges { node { coveredBy { entitlement { level } } } }',
      { edges: [] },
    ),
    'entitlement.read CoveredTwiceConnection.sums': twice('sums { licences }', { sums: { licences: 0 } }),
    'licence.readPrice CoveredTwiceConnection.sums': twice('sums { cents }', { sums: { cents: null } }),
    'entitlement.amend CoveredTwice.prepared': twice('edges { node { prepared { revoke { entitlementIds } } } }', {
      edges: [{ node: { prepared: null } }],
    }),
    'desk.annotate CoveredTwice.note': { ...twice('edges { node { note { text } } }', undefined, 20), caller: staff },
    'entitlement.amend Deadline.prepared': deadlines(PREPARED, NOT_PREPARED),
    'licence.amend Deadline.prepared': deadlines(
      'edges { node { prepared { notice { version } } } }',
      NOT_PREPARED,
      'NOTICE_DUE',
    ),
    'entitlement.write Deadline.prepared': deadlines(PREPARED, NOT_PREPARED, 'EXPIRING'),
    'desk.annotate Deadline.note': { ...deadlines('edges { node { note { text } } }'), caller: staff },
    'desk.annotate _entities.WorklistNote': { ...entity('WorklistNote', () => note, 'text'), caller: staff },
    'desk.annotate Mutation.noteWorklist': annotate('EXPIRING', () => world.entitlement('Endende')),
    'desk.annotate Query.noticeSubscriptions': {
      ...plain('{ noticeSubscriptions { address } }', { noticeSubscriptions: [] }),
      caller: staff,
    },
    'desk.annotate Mutation.subscribeToNotices': {
      ...plain('mutation { subscribeToNotices(input: { address: "neu@mail.example" }) { address } }'),
      caller: staff,
    },
    'desk.annotate Mutation.unsubscribeFromNotices': {
      query: () => `mutation { unsubscribeFromNotices(ids: ["${subscription}"]) }`,
      caller: staff,
    },
    'licence.annotate Mutation.noteWorklist': annotate('UNUSED', () => world.licence('Lizenz')),
    'entitlement.readAuthor Entitlement.createdBy': entitlement('createdBy', { entitlement: { createdBy: null } }),
    'entitlement.readAuthor Entitlement.note': entitlement('note', { entitlement: { note: null } }),
    'entitlement.readAuthor Entitlement.reason': entitlement('reason', { entitlement: { reason: null } }),
    'audit.read Entitlement.history': entitlement('history { edges { node { object } } }', {
      entitlement: { history: { edges: [] } },
    }),
    'audit.read Query.auditTrail': plain('{ auditTrail { edges { node { object } } } }', { auditTrail: { edges: [] } }),
    'audit.read AuditEntryConnection.totalCount': plain('{ auditTrail { totalCount } }', {
      auditTrail: { totalCount: 0 },
    }),
    'organisation.readNames Entitlement.history': entitlement(
      'history(first: 1) { edges { node { values { field } } } }',
      {
        entitlement: { history: { edges: [{ node: { values: [] } }] } },
      },
    ),
    'organisation.readNames Query.auditTrail': {
      query:
        () => `{ auditTrail(first: 1, filter: { objects: [ENTITLEMENT], objectId: "${world.entitlement('Beendete')}" }) {
        edges { node { values { field } } } } }`,
      denied: { auditTrail: { edges: [{ node: { values: [] } }] } },
    },
    'licence.assign Mutation.startAssignment': {
      query: () => assign('state').query().replace('assignEntitlements', 'startAssignment'),
    },
    'job.read Query.job': plain(`{ job(id: "${KEPT_JOB}") { state } }`),
    'job.read Query.jobs': plain('{ jobs { state } }'),
    'job.read Mutation.cancelJob': plain(`mutation { cancelJob(id: "${KEPT_JOB}") { state } }`),
    'amendment.read Query.amendment': plain(`{ amendment(id: "${KEPT_ASSIGNMENT}") { changed } }`),
    'amendment.read AmendEntitlementsResult.entitlements': amending('suspendEntitlements', ALL),
    'amendment.read RevokeEntitlementsResult.entitlements': amending('revokeEntitlements', ALL),
    'amendment.read Job.change': plain(`{ job(id: "${KEPT_JOB}") { change { changed } } }`),
    'assignment.read Job.result': plain(`{ job(id: "${KEPT_JOB}") { result { assigned } } }`),
    'assignment.read Query.assignment': plain(`{ assignment(id: "${KEPT_ASSIGNMENT}") { assigned } }`),
    'assignment.read AssignEntitlementsResult.assignments': assign('assignments { outcome }'),
    ...Object.fromEntries(
      Object.keys(AMENDMENTS).map((name) => [`entitlement.amend Mutation.${name}`, amending(name, 'changed')]),
    ),
    'entitlement.amend Mutation.startChange': {
      query: () =>
        `mutation { startChange(input: { suspend: { entitlementIds: ["${world.entitlement('Befristete')}"] } }) { state } }`,
    },
    'entitlement.amend AmendEntitlementsResult.changes': amending('suspendEntitlements', 'changes { outcome }'),
    'entitlement.amend RevokeEntitlementsResult.changes': amending('revokeEntitlements', 'changes { outcome }'),
    'entitlement.amend Mutation.undoChange': undoing('Verlängerte', 'changes { outcome }', {
      changes: [{ outcome: 'NOT_ALLOWED' }],
    }),
    'entitlement.write Mutation.undoChange': undoing('Verkürzte', 'changes { outcome }', {
      changes: [{ outcome: 'NOT_ALLOWED' }],
    }),
    'holder.assign Mutation.undoChange': undoing('Verkürzte', 'changes { afterwards { schools } }', {
      changes: [{ afterwards: null }],
    }),
    'entitlement.write Mutation.amendEntitlements': amending('amendEntitlements', 'changed', { changed: 0 }),
    'entitlement.write Mutation.moveEntitlements': amending('moveEntitlements', 'changes { outcome }', {
      changes: [{ outcome: 'NOT_ALLOWED' }],
    }),
    'survey.read Query.surveys': plain('{ surveys { edges { node { title } } } }', { surveys: { edges: [] } }),
    'survey.read Query.survey': surveys('Query.survey'),
    ...Object.fromEntries(
      ['amendSurvey', 'createSurvey', 'deleteSurvey'].map((name) => [
        `survey.manage Mutation.${name}`,
        surveys(`Mutation.${name}`),
      ]),
    ),
    ...Object.fromEntries(
      ['preparedAssignments', 'surveyAnswers', 'surveyOverview'].map((name) => [
        `survey.manage Query.${name}`,
        surveys(`Query.${name}`),
      ]),
    ),
    'survey.answer Mutation.answerSurvey': {
      ...surveys('Mutation.answerSurvey'),
      caller: () => ({ ...CALLER, kind: 'licensing', bound: [`SCHOOL:${world.organisation('Schule')}`] }),
    },
    'organisation.ask Mutation.amendSurvey': surveys('Mutation.amendSurvey'),
    'organisation.ask Mutation.createSurvey': surveys('Mutation.createSurvey'),
    'licence.assign Mutation.amendSurvey': surveys('Mutation.amendSurvey'),
    'licence.assign Mutation.createSurvey': surveys('Mutation.createSurvey'),
    'licence.assign Mutation.assignEntitlements': assign('assigned'),
    'licence.assign Mutation.syncEntitlements': sync(['Schule'], { problems: [{ row: 1 }], ended: 0 }),
    'holder.assign Mutation.syncEntitlements': sync(['Schule'], { problems: [{ row: 1 }], ended: 0 }),
    'entitlement.write Mutation.syncEntitlements': sync([], { problems: [{ row: null }], ended: 0 }),
    'licence.assign Query.licenceOwners': {
      query: () => `{ licenceOwners(ids: ["${world.licence('Lizenz')}"]) }`,
      denied: { licenceOwners: [null] },
    },
    'holder.assign Mutation.assignEntitlements': assign('assignments { outcome }', {
      assignEntitlements: { assignments: [{ outcome: 'NOT_IN_REACH' }] },
    }),
    ...Object.fromEntries(
      Object.keys(AMENDMENTS).map((name) => [
        `holder.assign Mutation.${name}`,
        amending(name, 'changes { afterwards { schools } }', { changes: [{ afterwards: null }] }),
      ]),
    ),
    'group.read Query.schoolGroup': group('name'),
    'group.read Query.schoolGroups': plain('{ schoolGroups { edges { node { name } } } }', {
      schoolGroups: { edges: [] },
    }),
    'group.read SchoolGroupConnection.totalCount': plain('{ schoolGroups { totalCount } }', {
      schoolGroups: { totalCount: 0 },
    }),
    'school.read SchoolGroup.members': group('members { edges { node { validFrom } } }', {
      schoolGroup: { members: { edges: [] } },
    }),
    'school.read SchoolGroupMemberConnection.totalCount': group('members { totalCount }', {
      schoolGroup: { members: { totalCount: 0 } },
    }),
    'school.read SchoolGroupMember.school': group('members { edges { node { school { name } } } }', {
      schoolGroup: { members: { edges: [] } },
    }),
    'school.read AddedSchool.school': changeGroup('addSchoolsToGroup', 'schools { school { name } }', {
      addSchoolsToGroup: { schools: [] },
    }),
    'survey.manage Query.objectOwners': owners(() => `SURVEY:${survey}`),
    'desk.annotate Query.objectOwners': { ...owners(() => `SUBSCRIPTION:${subscription}`), caller: staff },
    'audit.read Query.objectOwners': owners(() => 'CHANGE:1'),
    'licence.amend Query.objectOwners': owners(() => `PACKAGE:${packages.own}`),
    'group.change Query.schoolGroupOwners': {
      query: () => `{ schoolGroupOwners(keys: ["SCHOOL_GROUP:${world.organisation('Gruppe')}"]) }`,
      denied: { schoolGroupOwners: [null] },
    },
    'group.change Mutation.renameSchoolGroup': {
      query: () =>
        `mutation { renameSchoolGroup(input: { group: "${world.organisation('Gruppe')}", name: "Gruppe" }) { name } }`,
    },
    'group.change Mutation.adoptSchoolGroup': adopt('Importierte'),
    'organisation.ownGroups Mutation.adoptSchoolGroup': adopt('Weitere'),
    'organisation.ownGroups Mutation.createSchoolGroup': {
      query: () =>
        `mutation { createSchoolGroup(input: { owner: { level: AUTHORITY, id: "${world.organisation('Stadt')}" }, code: "neu", name: "Neu" }) { name } }`,
    },
    'group.change Mutation.addSchoolsToGroup': changeGroup('addSchoolsToGroup', 'added'),
    'school.addToGroup Mutation.addSchoolsToGroup': changeGroup('addSchoolsToGroup', 'added'),
    'group.change Mutation.removeSchoolsFromGroup': changeGroup('removeSchoolsFromGroup', 'removed'),
    'group.change Mutation.closeSchoolGroup': {
      query: () =>
        `mutation { closeSchoolGroup(input: { group: "${world.organisation('Gruppe')}", preview: true }) { removed } }`,
    },
    'apiKey.read Query.apiKeySet': plain('{ apiKeySet(unlessVersion: "0") { version } }'),
    'apiKey.read Mutation.apiKeysUsed': plain('mutation { apiKeysUsed(ids: []) }'),
    'self.read Query.me': plain('{ me { subject } }'),
  },
  licences: {
    'catalogue.read _entities.Title': entity('Title', () => world.title('Vulkane'), 'name'),
    'catalogue.read PackageAccessChange.title': amendPackage(
      'accessChanges { edges { node { title { name } } } }',
      undefined,
      { add: true },
    ),
    'catalogue.read PackageContent.title': ofPackage('contents { edges { node { title { name } } } }'),
    'catalogue.read Query.publishers': plain('{ publishers { edges { node { name } } } }'),
    'catalogue.read Query.subjects': plain('{ subjects { totalCount } }'),
    'catalogue.read Query.title': { query: () => `{ title(id: "${world.title('Vulkane')}") { name } }` },
    'catalogue.read Query.titleByNumber': plain('{ titleByNumber(number: "Vulkane") { name } }'),
    'catalogue.read Query.titles': plain('{ titles { edges { node { name } } } }'),
    'catalogue.read Query.titlesByNumber': plain('{ titlesByNumber(numbers: ["Vulkane"]) { name } }'),
    'catalogue.read Title.classification': ofTitle('classification { name }'),
    'catalogue.read Title.competences': ofTitle('competences { name }'),
    'catalogue.read Title.downloadUrl': ofTitle('downloadUrl'),
    'catalogue.read Title.language': ofTitle('language'),
    'catalogue.read Title.materials': ofTitle('materials { url }'),
    'catalogue.read Title.openLicence': ofTitle('openLicence { id }'),
    'catalogue.read Title.parts': ofTitle('parts { name }'),
    'catalogue.read Title.playUrl': ofTitle('playUrl'),
    'catalogue.read Title.playoutFrom': ofTitle('playoutFrom'),
    'catalogue.read Title.playoutUntil': ofTitle('playoutUntil'),
    'catalogue.read Title.sourceLicence': ofTitle('sourceLicence'),
    'catalogue.read Title.thumbnailUrl': ofTitle('thumbnailUrl'),
    'catalogue.read TitleConnection.didYouMean': plain('{ titles(search: "Vulkahne") { didYouMean } }'),
    'catalogue.read TitleConnection.facets': plain('{ titles { facets { name } } }'),
    'catalogue.read TitleConnection.totalCount': plain('{ titles { totalCount } }'),
    'school.readAccess _entities.School': licensed('licensedTitles { edges { node { name } } }'),
    'school.readAccess LicensedTitleConnection.didYouMean': licensed(
      'licensedTitles(search: "Vulkahne") { didYouMean }',
    ),
    'school.readAccess LicensedTitleConnection.facets': licensed('licensedTitles { facets { name } }'),
    'school.readAccess LicensedTitleConnection.totalCount': licensed('licensedTitles { totalCount }'),
    'school.readAccess School.changes': licensed('changes { edges { node { change } } }'),
    'school.readAccess LicensedTitleChange.title': licensed('changes { edges { node { title { name } } } }'),
    'school.readAccess LicensedTitleChangeConnection.changesAt': licensed('changes { changesAt }'),
    'school.readAccess School.timeline': licensed('timeline'),
    'school.readAccess School.access': licensed('access(titleIds: ["1"]) { outcome }'),
    'school.readAccess School.licensedTitles': licensed('licensedTitles { edges { level } }'),
    'licence.read _entities.Licence': entity('Licence', () => world.licence('Lizenz'), 'number'),
    'licence.read Query.licences': plain('{ licences { edges { node { number } } } }', { licences: { edges: [] } }),
    'licence.assign Query.licences': plain('{ licences(owned: true) { edges { node { number } } } }', {
      licences: { edges: [] },
    }),
    'audit.read Licence.history': {
      ...entity('Licence', () => world.licence('Lizenz'), 'history { edges { node { object } } }'),
      denied: { _entities: [{ history: { edges: [] } }] },
    },
    'audit.read Query.licenceAuditTrail': plain('{ licenceAuditTrail { edges { node { object } } } }', {
      licenceAuditTrail: { edges: [] },
    }),
    'audit.read AuditEntryConnection.totalCount': plain('{ licenceAuditTrail { totalCount } }', {
      licenceAuditTrail: { totalCount: 0 },
    }),
    'organisation.readNames Licence.history': {
      ...entity('Licence', () => world.licence('Lizenz'), 'history(first: 1) { edges { node { reason } } }'),
      denied: { _entities: [{ history: { edges: [{ node: { reason: null } }] } }] },
    },
    'organisation.readNames Query.licenceAuditTrail': plain(
      '{ licenceAuditTrail(first: 1, filter: { operations: ["amendment"] }) { edges { node { reason } } } }',
      { licenceAuditTrail: { edges: [{ node: { reason: null } }] } },
    ),
    'licence.read CreateLicenceResult.licence': createLicence('licence { number }', false),
    'licence.read AmendLicenceResult.licence': amendLicence('licence { number }'),
    'licence.amend Mutation.amendLicence': amendLicence('outcome'),
    'licence.read PackageEffectOfLicence.licence': amendPackage(
      'effects { licences { licence { number } } }',
      { effects: { licences: [{ licence: null }, { licence: null }] } },
      { add: true },
    ),
    'package.read CreatePackageResult.package': createPackage('package { number }', false),
    'package.read PackageChange.package': amendPackage('package { number }'),
    'package.read Query.package': ofPackage('number'),
    'package.read Query.packages': plain('{ packages { edges { node { number } } } }', { packages: { edges: [] } }),
    /** Whoever has the package in hand has been let through to it: so another row is in the way first. */
    'package.read Package.contents': ofPackage('contents { edges { node { from } } }'),
    'package.read PackageContentConnection.totalCount': ofPackage('contents { totalCount }'),
    'package.amend Mutation.amendPackage': amendPackage('outcome'),
    'package.amend Query.packages': plain('{ packages(amendable: true) { edges { node { number } } } }', {
      packages: { edges: [] },
    }),
    'organisation.createPackage Mutation.createPackage': createPackage('preview'),
    'packageChange.read Query.packageChange': {
      query: () => `{ packageChange(id: "${packages.change}") { outcome } }`,
    },
    'packageChange.read PackageChange.accessChanges': amendPackage('accessChanges { totalCount }'),
    'audit.read Package.history': ofPackage('history { edges { node { object } } }', { history: { edges: [] } }),
    'organisation.readNames Package.history': ofPackage('history(first: 1) { edges { node { reason } } }', {
      history: { edges: [{ node: { reason: null } }] },
    }),
    'organisation.createLicence Mutation.createLicence': createLicence('preview'),
    'licence.readAgreement Licence.noticeOn': {
      ...entity('Licence', () => world.licence('Lizenz'), 'noticeOn'),
      denied: { _entities: [{ noticeOn: null }] },
    },
    'licence.readAgreement Licence.documents': {
      ...entity('Licence', () => world.licence('Lizenz'), 'documents'),
      denied: { _entities: [{ documents: [] }] },
    },
    'licence.readAgreement Licence.versions': {
      ...entity('Licence', () => world.licence('Lizenz'), 'versions { version }'),
      denied: { _entities: [{ versions: [] }] },
    },
    'licence.readPrice Licence.price': {
      ...entity('Licence', () => world.licence('Lizenz'), 'price { cents }'),
      denied: { _entities: [{ price: null }] },
    },
    'licence.readPrice Licence.purchases': {
      ...entity('Licence', () => world.licence('Lizenz'), 'purchases { cents }'),
      denied: { _entities: [{ purchases: [] }] },
    },
  },
  usage: {
    'botList.read Query.botList': plain('{ botList { date } }'),
    'school.record Mutation.recordUsage': {
      query: () =>
        `mutation { recordUsage(events: [{ id: "00000000-0000-4000-8000-000000000000", school: "${world.organisation('Schule')}",
          title: "${world.title('Vulkane')}", action: STREAM, usedAt: "${new Date().toISOString()}" }]) { results { outcome code } } }`,
      denied: { recordUsage: { results: [{ outcome: 'REFUSED', code: 'FORBIDDEN' }] } },
    },
    'school.record Mutation.recordDenials': {
      query: () =>
        `mutation { recordDenials(events: [{ id: "00000000-0000-4000-8000-000000000001", school: "${world.organisation('Schule')}",
          title: "${world.title('Vulkane')}", action: NOT_LICENSED, usedAt: "${new Date().toISOString()}" }]) }`,
      denied: { recordDenials: 0 },
    },
    'school.readUsage _entities.School': entity('School', () => world.organisation('Schule'), usage),
    'school.readUsage School.usage': entity('School', () => world.organisation('Schule'), usage),
    'authority.readUsage _entities.SchoolAuthority': entity(
      'SchoolAuthority',
      () => world.organisation('Stadt'),
      usage,
    ),
    'authority.readUsage SchoolAuthority.usage': entity('SchoolAuthority', () => world.organisation('Stadt'), usage),
    'title.readUsage _entities.Title': entity('Title', () => world.title('Vulkane'), usage),
    'use.report Query.costPerUse': figures('costPerUse', 'by: SCHOOL', 'name', []),
    'use.report Entitlement.cost': cost('Entitlement', () => world.entitlement('Freischaltung')),
    'use.report School.cost': cost('School', () => world.organisation('Schule')),
    'use.report SchoolAuthority.cost': cost('SchoolAuthority', () => world.organisation('Stadt')),
    'use.report Query.demand': figures('demand', 'by: SCHOOL', 'schoolName', []),
    'use.report Query.unusedLicences': figures('unusedLicences', 'first: 1', 'number', []),
    ...sumsOfUse('use.report', '{ licences }', { licences: 0 }),
    ...sumsOfUse('licence.read', '{ licences }', { licences: 0 }),
    ...sumsOfUse('licence.readCost', '{ cents }', { cents: null }),
    'use.report Query.licencesUnused': unusedNow('number', []),
    'licence.read Query.licencesUnused': unusedNow('number', []),
    'licence.readCost Query.licencesUnused': unusedNow('cents', [{ node: { cents: null } }, { node: { cents: null } }]),
    'entitlement.amend UnusedLicence.prepared': unusedNow('prepared { revoke { entitlementIds } }', [
      { node: { prepared: null } },
      { node: { prepared: null } },
    ]),
    'use.report Query.titlesInDemand': figures('titlesInDemand', 'first: 1', 'notLicensed', []),
    'licence.readCost Query.titlesInDemand': figures('titlesInDemand', 'first: 1', 'offers', [{ node: { offers: 0 } }]),
    'use.report Query.licencesWithFullSeats': figures('licencesWithFullSeats', 'first: 1', 'name', []),
    'licence.amend FullSeats.prepared': figures('licencesWithFullSeats', 'first: 1', 'prepared { seats { version } }', [
      { node: { prepared: null } },
    ]),
    'licence.read Query.licencesWithFullSeats': figures('licencesWithFullSeats', 'first: 1', 'name', []),
    'use.report Query.unusedTitles': figures('unusedTitles', 'first: 1', 'views', []),
    'licence.read Query.costPerUse': figures('costPerUse', 'by: LICENCE, first: 1', 'name', [{ node: { name: null } }]),
    'licence.read Query.unusedLicences': figures('unusedLicences', 'first: 1', 'number', []),
    'licence.readCost Query.costPerUse': figures('costPerUse', 'by: SCHOOL', 'name', []),
    'licence.readCost _entities.Entitlement': cost('Entitlement', () => world.entitlement('Freischaltung')),
    'licence.readCost Entitlement.cost': cost('Entitlement', () => world.entitlement('Freischaltung')),
    'licence.readCost School.cost': cost('School', () => world.organisation('Schule')),
    'licence.readCost SchoolAuthority.cost': cost('SchoolAuthority', () => world.organisation('Stadt')),
    'licence.readCost Query.demand': figures('demand', 'by: TITLE', 'offers', [{ node: { offers: 0 } }]),
    'licence.readCost Query.unusedLicences': figures('unusedLicences', 'first: 2', 'cents', [
      { node: { cents: null } },
      { node: { cents: null } },
    ]),
    'title.readUsage Title.usage': entity('Title', () => world.title('Vulkane'), usage),
    ...Object.fromEntries(
      [
        ['Query.usageReport', 'roundedTo'],
        ['UsageReport.rows', 'rows { edges { cursor } }'],
        ['UsageReport.totals', 'totals { total }'],
        ['UsageReport.previousTotals', 'previousTotals { total }'],
        ['UsageRowConnection.totalCount', 'rows { totalCount }'],
        ['UsageReport.coverage', 'coverage { __typename }'],
        ['UsageCoverage.months', 'coverage { months { schools } }'],
        ['UsageCoverage.reporters', 'coverage { reporters { edges { cursor } } }'],
        ['UsageCoverage.missing', 'coverage { missing { edges { cursor } } }'],
        ['UsageReporterConnection.totalCount', 'coverage { reporters { totalCount } }'],
        ['UsageMissingSchoolConnection.totalCount', 'coverage { missing { totalCount } }'],
      ].map(([field, fields]) => [`use.report ${field}`, plain(report(fields as string))]),
    ),
  },
};

function figures(list: string, more: string, field: string, edges: unknown[]): Asked {
  return plain(`{ ${list}(from: "2026-01", until: "2026-01", ${more}) { edges { node { ${field} } } } }`, {
    [list]: { edges },
  });
}

function cost(type: string, id: () => string): Asked {
  return {
    ...entity(type, id, 'cost(from: "2026-01", until: "2026-01")'),
    denied: { _entities: [{ cost: null }] },
  };
}

/** Of the source there is one entitlement, of the city. */
function sync(schools: string[], denied: object): Asked {
  return {
    query: () =>
      `mutation { syncEntitlements(input: { source: "land", preview: true, confirmLosses: 1, rows: [${schools.map(
        (name) => `{ licence: "Schullizenz", holder: "${number(name)}" }`,
      )}] }) { problems { row } ended } }`,
    denied: { syncEntitlements: denied },
  };
}

function amendLicence(fields: string): Asked {
  return {
    query: () =>
      `mutation { amendLicence(input: { licenceId: "${world.licence('Lizenz')}", version: 1, preview: true }) { ${fields} } }`,
  };
}

function createLicence(fields: string, preview = true): Asked {
  return {
    query: () =>
      `mutation { createLicence(input: { number: "N${++created}", name: "Neu", kind: "Lizenz", publisher: "Musterverlag",
        owner: { level: AUTHORITY, id: "${world.organisation('Stadt')}" }, holderLevels: [SCHOOL], rights: [STREAM],
        term: { kind: UNLIMITED }, reason: "Umzug", preview: ${preview} }) { ${fields} } }`,
  };
}
let created = 0;

function createPackage(fields: string, preview = true): Asked {
  return {
    query: () =>
      `mutation { createPackage(input: { number: "P${++created}", name: "Neu", reason: "Umzug", preview: ${preview},
        owner: { level: AUTHORITY, id: "${world.organisation('Stadt')}" } }) { ${fields} } }`,
  };
}

function amendPackage(fields: string, denied?: object, { add = false } = {}): Asked {
  return {
    query: () =>
      `mutation { amendPackage(input: { packageId: "${packages.own}", version: 1, preview: true,
        ${add ? 'add: [{ title: "Meere" }]' : 'name: "Anders"'} }) { ${fields} } }`,
    ...(denied && { denied: { amendPackage: denied } }),
  };
}

function ofPackage(fields: string, denied?: object): Asked {
  return {
    query: () => `{ package(id: "${packages.own}") { ${fields} } }`,
    ...(denied && { denied: { package: denied } }),
  };
}

function sumsOfUse(action: string, fields: string, denied: object): Record<string, Asked> {
  const months = 'from: "2026-01", until: "2026-12"';
  return {
    [`${action} UnusedLicenceConnection.sums`]: plain(`{ licencesUnused(days: 3) { sums ${fields} } }`, {
      licencesUnused: { sums: denied },
    }),
    [`${action} FullSeatsConnection.sums`]: plain(`{ licencesWithFullSeats(${months}) { sums ${fields} } }`, {
      licencesWithFullSeats: { sums: denied },
    }),
  };
}

function unusedNow(field: string, edges: unknown[]): Asked {
  return plain(`{ licencesUnused(days: 3, first: 2) { edges { node { ${field} } } } }`, { licencesUnused: { edges } });
}

function availability(): Asked {
  return {
    query: () => `query ($r: [_Any!]!, $s: ID!) {
      _entities(representations: $r) { ... on Title { availability(school: $s) { outcome } } } }`,
    variables: () => ({
      r: [{ __typename: 'Title', id: world.title('Vulkane') }],
      s: world.organisation('Schule'),
    }),
  };
}

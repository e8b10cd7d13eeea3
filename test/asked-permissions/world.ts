/** The world in which every field is queried. Its hooks run in each test file that imports it. */
import type { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../../caller/caller';
import { connect } from '../../database/connection';
import { SERVICES, type Service } from '../../database/roles';
import { licencesDefinition } from '../../services/licences/service';
import { schoolsDefinition } from '../../services/schools/service';
import { createExecutor, type Executor } from '../../services/subgraph/execution/executor';
import { makeSubgraphSchema, type SubgraphDefinition } from '../../services/subgraph/schema/schema';
import { contextFor } from '../../services/subgraph/subgraph';
import { usageDefinition } from '../../services/usage/service';
import { seedSurvey } from '../asked-surveys';
import { createTestDatabase, type TestDatabase } from '../database';
import { bought } from '../purchases';
import { type SeededWorld, seedWorld } from '../seed-world';

export const DEFINITIONS: Record<Service, SubgraphDefinition> = {
  schools: schoolsDefinition,
  licences: licencesDefinition,
  usage: usageDefinition,
};

let database: TestDatabase;
export let world: SeededWorld;
const sources = {} as Record<Service, DataSource>;
const execute = {} as Record<Service, Executor>;
export let timeline: string;
export let note: string;
export let subscription: string;
export let survey: string;

/** The id of the change of an entitlement, by the entitlement's name. */
export const changes: Record<string, string> = {};

/** The city's package, by its id, and a change of it that the caller previewed. */
export const packages = { own: '', change: '00000000-0000-4000-8000-000000000003' };

/** A kept call of assignEntitlements by that caller, and a job for it. */
export const KEPT_ASSIGNMENT = '00000000-0000-4000-8000-000000000001';
export const KEPT_JOB = '00000000-0000-4000-8000-000000000002';

/** The caller for whom all relations hold: an operator with the subject of the gateway. */
export const CALLER: Caller = { kind: 'operator', subject: 'gateway', scopes: SCOPES_OF_KIND.operator, bound: [] };

/** A caller bound to the city, for fields about the caller's own organisation. */
export const staff = (): Caller => ({
  ...CALLER,
  kind: 'licensing',
  bound: [`AUTHORITY:${world.organisation('Stadt')}`],
});

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

export const number = (name: string) => world.organisation(name).slice('NW:'.length);

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

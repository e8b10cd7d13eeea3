/** Two cities, one of which asks for what belongs to the other. Its hooks run in each test file that imports it. */

import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import type { Service } from '../database/roles';
import { createTestDatabase, type TestDatabase } from './database';
import { bought } from './purchases';
import { type SeededWorld, seedWorld } from './seed-world';

/** Where a wall is off, it sees every caller as this operator. */
export const OPERATOR: Caller = {
  kind: 'operator',
  subject: 'a wall that is off',
  scopes: SCOPES_OF_KIND.operator,
  bound: [],
};

/** A job of {@link OPERATOR}, and what it assigned. Nobody else can see it. */
const JOB = '00000000-0000-4000-8000-000000000003';

export let database: TestDatabase;
export let world: SeededWorld;
/** The ids of further objects of city A. */
export const ofA = { change: '', survey: '', subscription: '', package: '', job: JOB };
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const IN_A_HUNDRED_DAYS = inDays(100);
const IN_TWO_HUNDRED_DAYS = inDays(200);
export let foreign: Record<'lms' | 'licensing' | 'reporting', Caller>;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: {
      'Stadt A': 'AUTHORITY',
      'Stadt B': 'AUTHORITY',
      'Gruppe A': 'SCHOOL_GROUP',
      'Gruppe B': 'SCHOOL_GROUP',
      Zentrum: 'MEDIA_CENTRE',
    },
    schools: {
      'Schule A': { belongsTo: [{ to: 'Stadt A' }, { to: 'Gruppe A' }, { to: 'Zentrum' }] },
      'Schule B': { belongsTo: [{ to: 'Stadt B' }, { to: 'Gruppe B' }, { to: 'Zentrum' }] },
    },
    titles: { Vulkane: {}, Wale: {} },
    packages: { Paket: [{ title: 'Vulkane' }], Meer: [{ title: 'Wale' }] },
    licences: {
      'Lizenz A': {
        owner: 'Stadt A',
        heldAt: ['AUTHORITY', 'SCHOOL'],
        rights: ['STREAM'],
        term: { from: '2026-01-01', until: '2096-01-01' },
        packages: [{ package: 'Paket' }, { package: 'Meer' }],
      },
      'Lizenz A 2': { owner: 'Stadt A', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
      /** The licence of an owner above both cities. Either city may hold it, and neither may assign it. */
      'Lizenz Z': { owner: 'Zentrum', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
      'Lizenz B': {
        owner: 'Stadt B',
        heldAt: ['AUTHORITY', 'SCHOOL'],
        rights: ['STREAM'],
        packages: [{ package: 'Paket' }],
      },
    },
    entitlements: {
      'Freischaltung A': { licence: 'Lizenz A', holder: 'Stadt A', from: '2026-01-01', until: IN_A_HUNDRED_DAYS },
      'Zweite Freischaltung A': { licence: 'Lizenz A 2', holder: 'Schule A', from: '2026-01-01' },
      'Freischaltung B': { licence: 'Lizenz B', holder: 'Stadt B', from: '2026-01-01', until: IN_A_HUNDRED_DAYS },
    },
  });
  await database.query(
    `insert into schools.school_group (id, owner_id, kept_by) select g.id, a.id, 'DESK'
     from schools.organisation g, schools.organisation a
     where (g.name, a.name) in (('Gruppe A', 'Stadt A'), ('Gruppe B', 'Stadt B'))`,
  );
  await database.query(`
    update schools.school s set city = 'Ort von ' || o.name from schools.organisation o where o.id = s.id;
    update schools.authority a set city = 'Sitz von ' || o.name from schools.organisation o where o.id = a.id`);
  await database.query(bought('l.id = $1', '99900'), [world.licence('Lizenz A')]);
  await database.query(
    `insert into usage.monthly_sum
     select a.id, s.id, 0, 0, 0, 0, t.id, sums.month, 'TEACHER', '', 'CONTROLLED', 0, sums.streams, 0, sums.denied, 0, 0, 0, 0, 0
     from schools.organisation a, schools.organisation s, licences.title t,
       (values (date '2026-01-01', 0, 3), (date '2026-02-01', 3, 0)) as sums(month, streams, denied)
     where a.name = 'Stadt A' and s.name = 'Schule A' and t.name = 'Vulkane'`,
  );
  await database.query(
    `with asked as (select set_config('app.kind', 'operator', true), set_config('app.operation', 'amendEntitlements', true))
     update schools.entitlement set valid = tstzrange(lower(valid), $2) from asked where id = $1`,
    [world.entitlement('Freischaltung A'), IN_TWO_HUNDRED_DAYS],
  );
  const [change] = await database.query<{ id: string }>('select max(id) as id from schools.audit_change');
  ofA.change = change?.id as string;
  await database.query(
    `insert into usage.licence_sum
     select a.id, s.id, 0, 0, 0, 0, t.id, '2026-01-01', 'TEACHER', '', 'CONTROLLED', '', $1::bigint, 0, '', 0, 0, 0, 0, 3, 0, 0, 0, 0
     from schools.organisation a, schools.organisation s, licences.title t
     where a.name = 'Stadt A' and s.name = 'Schule A' and t.name = 'Vulkane'`,
    [world.licence('Lizenz A')],
  );
  const [survey] = await database.query<{ id: string }>(
    `with survey as (
       insert into schools.survey (owner_id, title, text, closes_at, state)
       select id, 'Bedarf von Stadt A', '', now() + interval '30 days', 'OPEN' from schools.organisation where name = 'Stadt A'
       returning id),
     candidate as (
       insert into schools.survey_candidate (survey_id, position, name) select id, 1, 'Lizenz A 3' from survey returning *),
     request as (
       insert into schools.survey_request (survey_id, organisation_id, version)
       select survey.id, o.id, 1 from survey, schools.organisation o where o.name = 'Schule A' returning *),
     answer as (
       insert into schools.survey_answer (candidate_id, organisation_id, survey_id, count)
       select candidate.id, request.organisation_id, request.survey_id, 5 from candidate, request)
     select id from survey`,
  );
  ofA.survey = survey?.id as string;
  const [own] = await database.query<{ id: string }>(
    `insert into licences.package (number, name, owner_id)
     select 'Auswahl A', 'Auswahl von Stadt A', id from schools.organisation where name = 'Stadt A' returning id`,
  );
  ofA.package = own?.id as string;
  const [subscription] = await database.query<{ id: string }>(
    `insert into schools.notice_subscription (organisation_id, subject, address, lists, within)
     select id, 'anna', 'anna@mail.example', '{EXPIRING}', 30 from schools.organisation where name = 'Stadt A' returning id`,
  );
  ofA.subscription = subscription?.id as string;
  await database.query(
    `insert into schools.assignment (id, kind, subject, bound, input_hash, is_preview, unmatched, holders, holder_ids, schools_under)
     values ($1, $2, $3, '{}', '', false, '[]', '{}', '{}', '{}')`,
    [JOB, OPERATOR.kind, OPERATOR.subject],
  );
  await database.query(
    `insert into schools.amendment (id, kind, subject, bound, is_preview, is_applied, takes_effect_at, entitlement_ids, outcomes,
       moved_to_ids, opened)
     values ($1, $2, $3, '{}', false, false, now(), '{}', '{}', '{}', '{}')`,
    [JOB, OPERATOR.kind, OPERATOR.subject],
  );
  await database.query(
    `insert into schools.job (id, kind, subject, bound, caller, work, state, assignment_id)
     values ($1, $2, $3, '{}', '{}', '{}', 'RUNNING', $1)`,
    [JOB, OPERATOR.kind, OPERATOR.subject],
  );
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

/** A request of a caller of city B for something of city A: which service answers it, and who sends it. */
export interface Attempt {
  readonly name: string;
  readonly service: Service;
  readonly by: 'lms' | 'licensing' | 'reporting';
  readonly query: string;
  variables(): Record<string, unknown>;
  /** The answer where rows are hidden instead of refused. It holds nothing of city A. */
  readonly nothing?: object | (() => object);
  /** The answer where only the database refuses. What it hides seems not to exist, so an entry is refused. */
  readonly hidden?: object;
  /**
   * Matches the operator's answer, which holds something of both cities. Their names are expected where this is left
   * out.
   */
  readonly ofBoth?: RegExp;
  /** The code of the refusal; FORBIDDEN where it is left out. */
  readonly code?: string;
}

export const number = (name: string) => world.organisation(name).slice('NW:'.length);

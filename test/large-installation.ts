/** A database as large as that of a state, with the same statistics in every run, on which plans are compared. */
import { Client } from 'pg';
import { type LargeWorld, largeWorldOf, makeLargeWorld } from '../bench/large-world';
import { DIMENSIONS, FIGURES, figuresOf } from '../services/usage/counting/counted';
import type { TestDatabase } from './database';
import { createFilledDatabase } from './filled-database';

const TITLES = 20_000;
const LICENCES = 500;
const SCHOOLS = 5_500;

export const LARGE_INSTALLATION = largeWorldOf(TITLES, LICENCES);

type Query = <Row>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

/** Makes it once for all test files. */
export async function createLargeInstallation(): Promise<TestDatabase> {
  const database = await createFilledDatabase('template_large', async (ownerUrl) => {
    const owner = new Client({ connectionString: ownerUrl });
    await owner.connect();
    try {
      await makeLargeInstallation({ query: async (sql, parameters) => (await owner.query(sql, parameters)).rows });
    } finally {
      await owner.end();
    }
  });
  await steadyPlanner(database.query);
  return database;
}

/** Each school belongs to six organisations. Six schools share an authority, and a hundred share a media centre. */
export async function makeLargeInstallation({ query }: { readonly query: Query }): Promise<LargeWorld> {
  await steadyPlanner(query);
  const world = await makeLargeWorld(query, TITLES, LICENCES);
  await query(
    `insert into schools.organisation (level, state, number, name)
     select level, 'NW', prefix || n, level || ' ' || n
     from (values ('REGIONAL_ASSOCIATION', 'R', 2), ('DISTRICT', 'D', 53), ('MEDIA_CENTRE', 'M', 53), ('AUTHORITY', 'A', 900),
                  ('SCHOOL', 'S', $1::int)) as levels (level, prefix, many), generate_series(1, many) n`,
    [SCHOOLS],
  );
  await query(
    `insert into schools.school (id, short_name, form_code, legal_form_code, municipality_ags, postcode, city, street, operation_code, operating)
     select id, '', '20', '1', '05001000', '', '', '', '1', '(,)' from schools.organisation where number ~ '^S'`,
  );
  await query(
    `insert into schools.membership (school_id, organisation_id, level, valid)
     select school.id, above.id, above.level, '(,)'
     from schools.organisation school cross join lateral (select substr(school.number, 2)::int as n) numbered
     join schools.organisation above on above.key in ('STATE:NW', 'REGIONAL_ASSOCIATION:NW:R' || 1 + n % 2,
       'DISTRICT:NW:D' || 1 + n % 53, 'MEDIA_CENTRE:NW:M' || 1 + n % 53, 'AUTHORITY:NW:A' || 1 + n % 900, school.key)
     where school.number ~ '^S'`,
  );
  await query(
    `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
     select 1 + (holder.id * 7 + n) % $1, state.id, holder.id, '[2020-01-01,)', '{STREAM}', 'test'
     from schools.organisation holder, schools.organisation state, generate_series(1, 4) n
     where state.level = 'STATE' and holder.number ~ '^[RDMAS]'`,
    [LICENCES],
  );
  await query(
    `insert into schools.entitlement_suspension (entitlement_id, valid, created_by)
     select id, '[2025-01-01,2025-02-01)', 'test' from schools.entitlement where id % 3 = 0`,
  );
  await query("select usage.ensure_month('2025-03-01')");
  await query(
    `with line as (
       select school_id, max(organisation_id) filter (where level = 'AUTHORITY') as authority_id,
         max(organisation_id) filter (where level = 'MEDIA_CENTRE') as media_centre_id,
         max(organisation_id) filter (where level = 'DISTRICT') as district_id,
         max(organisation_id) filter (where level = 'STATE') as state_id
       from schools.membership group by school_id),
     event as (
       insert into usage.event (authority_id, event_id, used_at, school_id, media_centre_id, district_id, state_id, title_id, action, audience, client, access_type)
       select authority_id, md5(school_id || ' ' || n)::uuid, '2025-03-10T08:00:00Z', school_id, media_centre_id, district_id, state_id,
         1 + (school_id * 31 + n) % $1, 'STREAM', 'TEACHER', '', 'CONTROLLED'
       from line, generate_series(1, 10) n where authority_id is not null and media_centre_id is not null
       returning *),
     key as (
       insert into usage.event_key (school_id, event_id, authority_id, title_id, used_at)
       select school_id, event_id, authority_id, title_id, used_at from event)
     insert into usage.monthly_sum (${DIMENSIONS}, ${FIGURES.join(', ')})
     ${figuresOf('event')}`,
    [TITLES],
  );
  await query('vacuum analyze');
  return world;
}

/**
 * Collects statistics of all rows, because a sample differs each time, and turns off plans that depend on the number of
 * processors. A clone has the rows and their statistics, but not the settings.
 */
async function steadyPlanner(query: Query): Promise<void> {
  for (const setting of ['default_statistics_target = 1000', 'max_parallel_workers_per_gather = 0']) {
    await query(`do $$ begin execute format('alter database %I set ${setting}', current_database()); end $$`);
    await query(`set ${setting}`);
  }
}

/** Makes millions of sums of use in the database, as years of recording would leave them, without their events. */
import { DIMENSIONS, FIGURES } from '../../services/usage/counting/counted';
import { makeLargeWorld } from '../large-world';

type Query = <Row>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

/**
 * The number of titles that each school uses in each month. An authority of six schools has 36,000 sums a year, of
 * 360,000 events.
 */
export const TITLES_USED = 500;
const SCHOOLS_OF_AUTHORITY = 6;
const EVENTS_OF_SUM = 10;
export const EVENTS_OF_AUTHORITY_YEAR = SCHOOLS_OF_AUTHORITY * TITLES_USED * EVENTS_OF_SUM * 12;

/** The largest state has this many authorities. Beyond them, more events mean more years. */
const MAX_AUTHORITIES = 770;
export const TITLES = 5_000;
const LAST_YEAR = 2025;

export interface UsageWorld {
  readonly events: number;
  readonly authorities: number;
  readonly years: number;
}

/** This authority exists at every size, and the report is about it. */
export const AUTHORITY = 'AUTHORITY:NW:A1';
export const YEAR = { from: `${LAST_YEAR}-01`, until: `${LAST_YEAR}-12` };

/**
 * The same number always makes the same rows. More events mean more authorities, then more years of them, as when a
 * platform grows. Sums are written month by month, and in random order within a month, as where all schools record at
 * once.
 *
 * @param events the lowest number of events; it is rounded up to whole years of authorities
 */
export async function makeUsageWorld(query: Query, events: number, say: (line: string) => void): Promise<UsageWorld> {
  const units = Math.ceil(events / EVENTS_OF_AUTHORITY_YEAR);
  const authorities = Math.min(units, MAX_AUTHORITIES);
  const years = Math.ceil(units / authorities);
  await makePlatform(query, authorities);
  for (let year = LAST_YEAR - years + 1; year <= LAST_YEAR; year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      await query(SUMS_OF_MONTH, [`${year}-${month}-01`]);
      await query(COVERAGE_OF_MONTH, [`${year}-${month}-01`]);
    }
    say(`sums of ${year}: ${authorities} authorities`);
  }
  await query('vacuum analyze');
  return { events: authorities * years * EVENTS_OF_AUTHORITY_YEAR, authorities, years };
}

/** Makes titles, and authorities with their schools, without any use. */
export async function makePlatform(query: Query, authorities: number): Promise<void> {
  await makeLargeWorld(query, TITLES, 1);
  await query(
    `insert into schools.organisation (level, state, number, name)
     select level, 'NW', prefix || n, level || ' ' || n
     from (values ('AUTHORITY', 'A', $1::int), ('SCHOOL', 'S', $1::int * ${SCHOOLS_OF_AUTHORITY})) as levels (level, prefix, many),
       generate_series(1, many) n`,
    [authorities],
  );
  await query(
    `insert into schools.authority (id, in_key_list) select id, true from schools.organisation where number ~ '^A'`,
  );
  await query(
    `insert into schools.school (id, short_name, form_code, legal_form_code, municipality_ags, postcode, city, street, operation_code, operating)
     select id, '', '20', '1', '05001000', '', '', '', '1', '(,)' from schools.organisation where number ~ '^S'`,
  );
  await query(
    `insert into schools.membership (school_id, organisation_id, level, valid)
     select school.id, above.id, above.level, '(,)'
     from schools.organisation school
     join schools.organisation above on above.key in ('STATE:NW', 'DISTRICT:NW:05001', school.key,
       'AUTHORITY:NW:A' || 1 + (substr(school.number, 2)::int - 1) / ${SCHOOLS_OF_AUTHORITY})
     where school.number ~ '^S'`,
  );
}

export const LINES = `
  select m.school_id, substr(min(s.number), 2)::int as number,
    max(m.organisation_id) filter (where m.level = 'AUTHORITY') as authority_id,
    max(m.organisation_id) filter (where m.level = 'DISTRICT') as district_id,
    max(m.organisation_id) filter (where m.level = 'STATE') as state_id
  from schools.membership m join schools.organisation s on s.id = m.school_id where s.number ~ '^S' group by m.school_id`;

const COUNTS: Readonly<Record<(typeof FIGURES)[number], number>> = {
  views: 2,
  streams: 5,
  downloads: 2,
  not_licensed: 1,
  limit_exceeded: 0,
  unique_investigations: 6,
  unique_requests: 5,
  unique_streams: 4,
  unique_downloads: 2,
};

const SUMS_OF_MONTH = `
  insert into usage.monthly_sum (${DIMENSIONS}, ${FIGURES.join(', ')})
  select authority_id, $1::date, school_id, 1 + (number * 31 + n * 7) % ${TITLES}, 'TEACHER', 'lms', 'CONTROLLED', 0, district_id, 0,
    state_id, ${FIGURES.map((figure) => COUNTS[figure]).join(', ')}
  from (${LINES}) line, generate_series(1, ${TITLES_USED}) n
  order by hashint8(number::bigint * ${TITLES} + n)`;

const COVERAGE_OF_MONTH = `
  insert into usage.coverage (authority_id, school_id, client, month, last_used_at, last_reported_at)
  select authority_id, school_id, 'lms', $1::date, $1::date + interval '20 days', $1::date + interval '20 days' from (${LINES}) line`;

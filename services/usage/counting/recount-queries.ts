import { onlyRow, type Queryable } from '../../../database/queryable';
import { bigint, boolean, int, type RowOf, statement, text } from '../../../database/statement';
import { addTo, DIMENSIONS, DIMENSIONS_OF_LICENCE, FIGURES } from './counted';
import { LICENCE_DIFFERENCE, MONTHLY_DIFFERENCE } from './difference';
import { notifyAllCounted } from './notify-queries';
import type { AuthorityMonth, Report } from './waiting-queries';

const HAS_EVENTS = statement(
  'hasEvents',
  `select to_regclass('usage.event_' || to_char($1::date, 'YYYY_MM')) is not null as "hasEvents"`,
  { hasEvents: boolean },
);

/** Tells whether the events of a month (`2026-01-01`) are kept. They end with their partition, all at once. */
export async function hasEvents(db: Queryable, month: string): Promise<boolean> {
  return onlyRow(await db.query(HAS_EVENTS, [month])).hasEvents;
}

const FIND_REPORTS = statement(
  'findReports',
  `select authority_id, school_id, client from usage.coverage where month = $1::date
   order by authority_id, school_id, client`,
  { authority_id: bigint, school_id: bigint, client: text },
);

/** Returns the reports of a month. */
export function findReports(db: Queryable, month: string): Promise<RowOf<typeof FIND_REPORTS>[]> {
  return db.query(FIND_REPORTS, [month]);
}

const COUNT_LACKING = statement(
  'countLackingEvents',
  `with ${MONTHLY_DIFFERENCE.with}
   select count(*)::int as lacking from (
     select school_id, client from report
     join usage.monthly_sum stored using (school_id, client)
     where stored.authority_id = $1 and stored.month = $2::date and (${FIGURES.map((figure) => `${figure} > 0`).join(' or ')})
     except select school_id, client from event) lacking`,
  { lacking: int },
);

/** Counts the reports that have figures, but no event from which these could be counted. */
export async function countLackingEvents(
  db: Queryable,
  month: AuthorityMonth,
  reports: readonly Report[],
): Promise<number> {
  return onlyRow(await db.query(COUNT_LACKING, parameters(month, reports))).lacking;
}

const difference = (name: string, table: string, dimensions: string) =>
  statement(
    'createDifference',
    `create temporary table ${name} on commit drop as select ${dimensions}, ${FIGURES.join(', ')} from ${table} limit 0`,
  );
const CREATE_MONTHLY_DIFFERENCE = difference('monthly_difference', 'usage.monthly_sum', DIMENSIONS);
const CREATE_LICENCE_DIFFERENCE = difference(
  'licence_difference',
  'usage.licence_sum',
  `${DIMENSIONS}, ${DIMENSIONS_OF_LICENCE}`,
);

export async function createDifferences(db: Queryable): Promise<void> {
  await db.query(CREATE_MONTHLY_DIFFERENCE);
  await db.query(CREATE_LICENCE_DIFFERENCE);
}

const FIND_MONTHLY_DIFFERENCE = statement(
  'findMonthlyDifference',
  `with ${MONTHLY_DIFFERENCE.with} insert into pg_temp.monthly_difference ${MONTHLY_DIFFERENCE.query}`,
);
const FIND_LICENCE_DIFFERENCE = statement(
  'findLicenceDifference',
  `with ${LICENCE_DIFFERENCE.with} insert into pg_temp.licence_difference ${LICENCE_DIFFERENCE.query}`,
);

/**
 * Stores by how much the sums of reports differ from those of their events, at one moment. Whoever records meanwhile
 * or afterwards adds to the sums what the new events change, so the difference stays the same.
 */
export async function findDifferences(db: Queryable, month: AuthorityMonth, reports: readonly Report[]): Promise<void> {
  await db.query(FIND_MONTHLY_DIFFERENCE, parameters(month, reports));
  await db.query(FIND_LICENCE_DIFFERENCE, parameters(month, reports));
}

const ADD_MONTHLY_DIFFERENCE = statement(
  'addMonthlyDifference',
  addTo('usage.monthly_sum', 'pg_temp.monthly_difference'),
);
const ADD_LICENCE_DIFFERENCE = statement(
  'addLicenceDifference',
  addTo('usage.licence_sum', 'pg_temp.licence_difference', DIMENSIONS_OF_LICENCE),
);
const COUNT_DIFFERENCES = statement(
  'countDifferences',
  `select (select count(*)::int from pg_temp.monthly_difference) as monthly,
     (select count(*)::int from pg_temp.licence_difference) as licence`,
  { monthly: int, licence: int },
);
const allZero = FIGURES.map((figure) => `${figure} = 0`).join(' and ');
const DELETE_ZEROS = ['usage.monthly_sum', 'usage.licence_sum'].map((table) =>
  statement('deleteZeroSums', `delete from ${table} where month = $1::date and ${allZero}`),
);

/** @returns how many sums were wrong: by month, and by licence */
export async function addDifferences(db: Queryable, month: string): Promise<{ monthly: number; licence: number }> {
  await db.query(ADD_MONTHLY_DIFFERENCE);
  await db.query(ADD_LICENCE_DIFFERENCE);
  for (const deletion of DELETE_ZEROS) await db.query(deletion, [month]);
  await notifyAllCounted(db);
  return onlyRow(await db.query(COUNT_DIFFERENCES));
}

function parameters({ authority_id, month }: AuthorityMonth, reports: readonly Report[]): unknown[] {
  return [authority_id, month, reports.map(({ school_id }) => school_id), reports.map(({ client }) => client)];
}

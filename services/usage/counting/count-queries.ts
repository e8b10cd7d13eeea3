import type { Queryable } from '../../../database/queryable';
import { statement } from '../../../database/statement';
import { addTo, DIMENSIONS_OF_LICENCE, FIGURES } from './counted';
import { LICENCE_DIFFERENCE, MONTHLY_DIFFERENCE } from './difference';
import { notifyCounted } from './notify-queries';
import type { AuthorityMonth, Report } from './waiting-queries';

const COUNT = statement(
  'countReports',
  `with ${MONTHLY_DIFFERENCE.with}, changed as (${MONTHLY_DIFFERENCE.query}) ${addTo('usage.monthly_sum', 'changed')}`,
);
const COUNT_BY_LICENCE = statement(
  'countReportsByLicence',
  `with ${LICENCE_DIFFERENCE.with}, changed as (${LICENCE_DIFFERENCE.query})
   ${addTo('usage.licence_sum', 'changed', DIMENSIONS_OF_LICENCE)}`,
);
const DELETE_ZEROS = ['usage.monthly_sum', 'usage.licence_sum'].map((table) =>
  statement(
    'deleteZeroSumsOfSchools',
    `delete from ${table} where authority_id = $1 and month = $2::date and school_id = any ($3::bigint[])
       and ${FIGURES.map((figure) => `${figure} = 0`).join(' and ')}`,
  ),
);

/**
 * Counts reports of a month, whatever was counted before: its sums are then those of its events. Nobody else may
 * count the same reports meanwhile.
 */
export async function countReports(
  db: Queryable,
  { authority_id, month }: AuthorityMonth,
  reports: readonly Report[],
): Promise<void> {
  const [schools, clients] = [reports.map(({ school_id }) => school_id), reports.map(({ client }) => client)];
  await db.query(COUNT, [authority_id, month, schools, clients]);
  await db.query(COUNT_BY_LICENCE, [authority_id, month, schools, clients]);
  for (const deletion of DELETE_ZEROS) await db.query(deletion, [authority_id, month, [...new Set(schools)]]);
  await notifyCounted(db, { authority_id, month });
}

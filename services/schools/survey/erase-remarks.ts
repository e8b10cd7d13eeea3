import type { Queryable } from '../../../database/queryable';
import { statement } from '../../../database/statement';

/**
 * Counted from the closing of their survey: last year's remarks can be looked up while this year's survey is
 * answered.
 */
export const REMARKS_KEPT_DAYS = 400;

const ERASE_REMARKS = statement(
  'eraseRemarks',
  `update schools.survey_answer a set remark = null from schools.survey s
   where s.id = a.survey_id and a.remark is not null and s.closes_at < now() - $1::int * interval '1 day'`,
);

/** Erases the remarks of surveys that closed long ago, in the name of an operator. The counts stay. */
export async function eraseOldRemarks(db: Queryable): Promise<void> {
  await db.query(ERASE_REMARKS, [REMARKS_KEPT_DAYS]);
}

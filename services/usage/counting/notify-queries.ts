/**
 * Notifies those who keep sums of use in memory (sums/sums-cache.ts), at the commit, that the sums have changed.
 * Whoever changes sums calls one of these: no trigger does it, because tables that are distributed over several
 * servers have none.
 */
import type { Queryable } from '../../../database/queryable';
import { statement } from '../../../database/statement';
import type { AuthorityMonth } from './waiting-queries';

const NOTIFY_COUNTED = statement(
  'notifyCounted',
  `select pg_notify('freischalter_usage', o.key || '/' || to_char($2::date, 'YYYY-MM'))
   from directory.organisation o where o.id = $1`,
);

/** Notifies about a month of an authority. */
export async function notifyCounted(db: Queryable, { authority_id, month }: AuthorityMonth): Promise<void> {
  await db.query(NOTIFY_COUNTED, [authority_id, month]);
}

export const NOTIFY_ALL_COUNTED = statement('notifyAllCounted', `select pg_notify('freischalter_usage', '')`);

/** Notifies about all sums. */
export async function notifyAllCounted(db: Queryable): Promise<void> {
  await db.query(NOTIFY_ALL_COUNTED);
}

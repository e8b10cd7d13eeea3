import type { Queryable } from '../../../database/queryable';
import { bigint, boolean, neverNull, statement, text } from '../../../database/statement';

/** What a client reported for a school in a month of an authority: everything that counts together is in one report. */
export interface Report {
  readonly school_id: string;
  readonly client: string;
}

/** A month of an authority, `2026-01-01`. */
export interface AuthorityMonth {
  readonly authority_id: string;
  readonly month: string;
}

/** Any constant will do: counting shares the lock, a recount has it alone. */
const COUNTING_LOCK = 7_340_003;

const SHARE_COUNTING = statement('shareCounting', `select pg_try_advisory_xact_lock_shared(${COUNTING_LOCK}) as free`, {
  free: neverNull(boolean, 'the function always says'),
});

/** @returns false while a month is recounted; otherwise no recount begins before the end of the transaction */
export async function shareCounting(db: Queryable): Promise<boolean> {
  const [row] = await db.query(SHARE_COUNTING);
  return row?.free === true;
}

const LOCK_COUNTING = statement('lockCounting', `select pg_advisory_xact_lock(${COUNTING_LOCK})`);

/** Waits for whoever counts, and keeps others from counting until the end of the transaction. */
export async function lockCounting(db: Queryable): Promise<void> {
  await db.query(LOCK_COUNTING);
}

const FIND_WAITING = statement(
  'findWaiting',
  `select authority_id, month::text as month from usage.coverage where uncounted_since is not null
   group by authority_id, month order by min(uncounted_since), month, authority_id`,
  { authority_id: bigint, month: text },
);

/** Returns the months with something that was not counted yet; the one that waits longest comes first. */
export function findWaiting(db: Queryable): Promise<AuthorityMonth[]> {
  return db.query(FIND_WAITING);
}

const LOCK_WAITING = statement(
  'lockWaiting',
  `select school_id, client from usage.coverage
   where authority_id = $1 and month = $2::date and uncounted_since is not null and (school_id, client) > ($3::bigint, $4)
   order by school_id, client limit $5
   for update skip locked`,
  { school_id: bigint, client: text },
);

/**
 * Returns reports that must be counted, after the given one. Whoever records to them waits until the end of the
 * transaction; reports that are locked by others, who record or count, are left out.
 */
export function lockWaiting(
  db: Queryable,
  { authority_id, month }: AuthorityMonth,
  after: Report,
  limit: number,
): Promise<Report[]> {
  return db.query(LOCK_WAITING, [authority_id, month, after.school_id, after.client, limit]);
}

const MARK_COUNTED = statement(
  'markCounted',
  `update usage.coverage known set uncounted_since = null
   from unnest($3::bigint[], $4::text[]) as report (school_id, client)
   where known.authority_id = $1 and known.month = $2::date and known.school_id = report.school_id
     and known.client = report.client`,
);

/** Marks locked reports as counted. */
export async function markCounted(
  db: Queryable,
  { authority_id, month }: AuthorityMonth,
  reports: readonly Report[],
): Promise<void> {
  const [schools, clients] = [reports.map(({ school_id }) => school_id), reports.map(({ client }) => client)];
  await db.query(MARK_COUNTED, [authority_id, month, schools, clients]);
}

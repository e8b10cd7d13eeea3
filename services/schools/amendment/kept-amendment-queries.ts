/** Reads the stored outcome of a change: its pages, and its counts. */
import type { Caller } from '../../../caller/caller';
import {
  bigint,
  boolean,
  instant,
  int,
  json,
  neverNull,
  nullable,
  oneOf,
  type RowOf,
  statement,
  text,
} from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { IS_OWN, ownedBy } from '../../subgraph/idempotency/own-rows';
import { AMENDMENT_OUTCOMES, type AmendmentOutcome } from './amendment';
import type { Amended, AmendResult } from './answer';
import type { OpenedSchools } from './opened-schools-queries';

const KEEP_AMENDMENT = statement(
  'keepAmendment',
  `insert into schools.amendment (id, is_preview, is_applied, change_id, preview_token, takes_effect_at, entitlement_ids, outcomes,
     moved_to_ids, opened)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

/** @param changes the outcome of each; in the preview of a move, no new entitlement is stored */
export async function keepAmendment(
  db: Transaction,
  { id, applied, change, previewToken, at }: AmendResult,
  changes: readonly Amended[],
  preview: boolean,
): Promise<void> {
  const opened = changes.flatMap((one) => (one.opened ? [[one.entitlementId, one.opened]] : []));
  await db.query(KEEP_AMENDMENT, [
    ...[id, preview, applied, change, previewToken ?? null, new Date(at)],
    changes.map(({ entitlementId }) => entitlementId),
    changes.map(({ outcome }) => outcome),
    changes.map(({ movedTo }) => (preview ? null : movedTo)),
    JSON.stringify(Object.fromEntries(opened)),
  ]);
}

const FIND_AMENDMENT = statement(
  'findAmendment',
  `select is_preview as "isPreview", is_applied as "isApplied", change_id as change, preview_token as "previewToken",
     takes_effect_at as at
   from schools.amendment where id = $4 and ${IS_OWN}`,
  { isPreview: boolean, isApplied: boolean, change: nullable(bigint), previewToken: nullable(text), at: instant },
);

type KeptAmendment = RowOf<typeof FIND_AMENDMENT>;

/** Returns this caller's own change; undefined where it is another caller's, or is no longer kept. */
export async function findAmendment(db: Transaction, caller: Caller, id: string): Promise<KeptAmendment | undefined> {
  const [found] = await db.query(FIND_AMENDMENT, [...ownedBy(caller), id]);
  return found;
}

const OUTCOME = neverNull(oneOf(AMENDMENT_OUTCOMES), 'each entitlement has an outcome');

const COUNT_AMENDED = statement(
  'countAmended',
  `select p.outcome, count(*)::int as count from schools.amendment a cross join lateral unnest(a.outcomes) as p(outcome)
   where a.id = $1 group by 1`,
  { outcome: OUTCOME, count: int },
);

/** @param id of a change that was found to be the caller's */
export async function countAmended(db: Transaction, id: string): Promise<[AmendmentOutcome, number][]> {
  const rows = await db.query(COUNT_AMENDED, [id]);
  return rows.map(({ outcome, count }) => [outcome, count]);
}

/**
 * The page is cut before anything is looked up for it: looking everything up for all of 110,000 took 1.1 s a page.
 * Without a filter by outcome, the arrays themselves are cut, so no rows are made of what lies outside the page.
 */
const FIND_AMENDED = statement(
  'findAmended',
  `with page as materialized (
     select p.entitlement, p.outcome, p.moved_to, $3::int + p.nth as place, a.opened -> p.entitlement::text as opened
     from schools.amendment a
     cross join lateral (select case when $2::text[] is null then $3::int + $4::int else cardinality(a.outcomes) end as last) cut
     cross join lateral unnest(a.entitlement_ids[$3::int + 1:last], a.outcomes[$3::int + 1:last], a.moved_to_ids[$3::int + 1:last])
       with ordinality as p(entitlement, outcome, moved_to, nth)
     where a.id = $1 and ($2::text[] is null or p.outcome = any ($2))
     order by p.nth limit $4::int)
   select page.place::int as place, e.id as "entitlementId", e.licence_id as "licenceId", e.holder_id as "holderId",
     h.key as "holderKey", page.outcome, page.moved_to as "movedTo", page.opened
   from page
   left join (schools.entitlement e join directory.organisation h on h.id = e.holder_id) on e.id = page.entitlement
   order by page.place`,
  {
    place: neverNull(int, 'the rows of the page are numbered, from a place that is not null'),
    /** Null, like everything else about the entitlement, where it is no longer in reach. */
    entitlementId: nullable(bigint),
    licenceId: nullable(bigint),
    holderId: nullable(bigint),
    holderKey: nullable(text),
    outcome: OUTCOME,
    movedTo: nullable(bigint),
    opened: nullable(json<OpenedSchools>()),
  },
);

export type KeptAmended = RowOf<typeof FIND_AMENDED>;

/**
 * Returns the outcomes, the refused ones first.
 *
 * @param id of a change that was found to be the caller's
 * @param outcomes null for all
 * @param after the place of the last one before
 */
export function findAmended(
  db: Transaction,
  id: string,
  outcomes: readonly string[] | null,
  after: number,
  first: number,
): Promise<KeptAmended[]> {
  return db.query(FIND_AMENDED, [id, outcomes, after, first]);
}

/** The difference between two kept lists, a page at a time. */
import { bigint, boolean, float, json, neverNull, nullable, statement } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import type { KeptDecision } from './whole-list';

const DIFFERENCE = {
  titleId: neverNull(bigint, 'one of the two lists has the title'),
  /** Whether the title is in the earlier list. */
  was: boolean,
  /** Null where it is not in the later list. */
  decision: nullable(json<KeptDecision>()),
  /** In epoch milliseconds; Infinity: never. */
  validUntil: nullable(float),
};

export interface ChangedTitle {
  readonly titleId: string;
  readonly was: boolean;
  /** The decision of the later list; null where it does not have the title. */
  readonly now: (KeptDecision & { readonly validUntil: number }) | null;
}

/** The segments of a list that the other one does not have. */
const segmentsOf = (list: string, other: string) => `(
    select s.* from licences.kept_list k cross join unnest(k.segments) as named(digest)
    join licences.list_segment s on s.digest = named.digest
    where k.id = ${list} and named.digest not in (select unnest(o.segments) from licences.kept_list o where o.id = ${other}))`;

/**
 * Segments that both lists have are skipped, and only those that the page needs are read: each other segment costs a
 * look at its row.
 */
const FIND_DIFFERENCE = statement(
  'findDifference',
  `with difference as (
   select d.* from (
     select coalesce(n.thousand, o.thousand) as thousand,
       o.titles as old_titles, o.versions as old_versions, o.decisions as old_decisions, o.untils as old_untils,
       n.titles, n.versions, n.decisions, n.untils
     from ${segmentsOf('$1', '$2')} o full join ${segmentsOf('$2', '$1')} n on n.thousand = o.thousand
     where coalesce(n.thousand, o.thousand) >= $3::bigint / 1000
     order by 1
   ) pair cross join lateral (
     select coalesce(n.id, o.id) as id, o.id is not null as was, n.decision, n.valid_until
     from unnest(pair.old_titles, pair.old_versions, pair.old_decisions, pair.old_untils) as o(id, version, decision, valid_until)
     full join unnest(pair.titles, pair.versions, pair.decisions, pair.untils) as n(id, version, decision, valid_until) on n.id = o.id
     where coalesce(n.id, o.id) > $3::bigint
       and (o.version, o.decision, o.valid_until) is distinct from (n.version, n.decision, n.valid_until)
   ) d
   order by pair.thousand, d.id limit $4::int),
   decided as materialized (
     select key::uuid as digest, value from licences.kept_list k cross join jsonb_each(k.decisions) where k.id = $2::uuid)
   select d.id as "titleId", d.was, decided.value::json as decision, d.valid_until as "validUntil"
   from difference d left join decided on decided.digest = d.decision order by d.id`,
  DIFFERENCE,
);

/**
 * Returns the titles in the order of their ids.
 *
 * @param since null for the list without titles
 * @param after the id of the last title of the page before; 0 for the first page
 */
export async function findDifference(
  db: Transaction,
  since: string | null,
  until: string,
  after: string,
  first: number,
): Promise<ChangedTitle[]> {
  const rows = await db.query(FIND_DIFFERENCE, [since, until, after, first]);
  return rows.map(({ titleId, was, decision, validUntil }) => ({
    titleId,
    was,
    now: decision && validUntil !== null ? { ...decision, validUntil } : null,
  }));
}

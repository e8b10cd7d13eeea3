/** Reads the stored outcomes of a call: its pages, and what has changed since. */
import type { Caller, OrganisationKey } from '../../../caller/caller';
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
  textAs,
  uuid,
} from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { IS_OWN, ownedBy } from '../../subgraph/idempotency/own-rows';
import type { UnmatchedRow } from '../selection/resolved-types';
import { ASSIGNMENT_OUTCOMES, type OutcomeCount } from './assignment';

const FIND_ASSIGNMENT = statement(
  'findAssignment',
  `select input_hash as "inputHash", is_preview as "isPreview", is_applied as "isApplied",
     change_id as change, preview_id as "previewId", unmatched
   from schools.assignment where id = $4 and ${IS_OWN}`,
  {
    inputHash: text,
    isPreview: boolean,
    isApplied: boolean,
    change: nullable(bigint),
    previewId: nullable(uuid),
    unmatched: json<UnmatchedRow[]>(),
  },
);

type KeptAssignment = RowOf<typeof FIND_ASSIGNMENT>;

/** Returns this caller's own call; undefined where it is another caller's, or is no longer kept. */
export async function findAssignment(db: Transaction, caller: Caller, id: string): Promise<KeptAssignment | undefined> {
  const [found] = await db.query(FIND_ASSIGNMENT, [...ownedBy(caller), id]);
  return found;
}

/** The pairs `p` of an assignment `a` and its licence `l`, by holder. */
const PAIRS = `unnest(a.holders, a.holder_ids, a.schools_under, l.outcomes, l.standing_ids, l.standing_versions, l.made_ids,
    l.overlapping_ids, l.overlapping_schools)
  with ordinality as p(holder, holder_id, schools_under, judged, standing_id, standing_version, made_id, overlapping_id,
    overlapping_schools, at)`;

const OUTCOME = `case when p.judged = 'ASSIGNED' and not a.is_preview and not a.is_applied then 'HELD_BACK' else p.judged end`;

const COUNT_OUTCOMES = statement(
  'countOutcomes',
  `select ${OUTCOME} as outcome, count(*)::int as count, count(p.overlapping_id)::int as overlapping
   from schools.assignment a join schools.assignment_licence l on l.assignment_id = a.id cross join lateral ${PAIRS}
   where a.id = $1 group by 1`,
  {
    outcome: neverNull(oneOf(ASSIGNMENT_OUTCOMES), 'each pair has an outcome'),
    count: int,
    overlapping: int,
  },
);

/** @param assignmentId of a call that was found to be the caller's */
export function countOutcomes(db: Transaction, assignmentId: string): Promise<OutcomeCount[]> {
  return db.query(COUNT_OUTCOMES, [assignmentId]);
}

/** The page is cut before the names of holders are looked up: naming all of 110,000 pairs took most of the time. */
const FIND_PAIRS = statement(
  'findAssignedPairs',
  `with page as materialized (
     select l.place, p.at::int as at, l.licence_id as "licenceId", p.holder, p.holder_id as "holderId",
       ${OUTCOME} as outcome, coalesce(case when a.is_applied then p.made_id end, p.standing_id) as "entitlementId",
       p.overlapping_id as "overlappingId", p.overlapping_schools as "overlappingSchools", l.valid_from as "validFrom"
     from schools.assignment a join schools.assignment_licence l on l.assignment_id = a.id and l.place >= $3::int
     cross join lateral ${PAIRS}
     where a.id = $1 and ($2::text[] is null or ${OUTCOME} = any ($2)) and (l.place, p.at) > ($3::int, $4::int)
     order by l.place, p.at limit $5)
   select page.*, o.name as "holderName"
   from page left join directory.organisation o on o.id = page."holderId" and o.id in (select directory.within())
   order by page.place, page.at`,
  {
    place: int,
    at: int,
    licenceId: bigint,
    holder: neverNull(textAs<OrganisationKey>(), 'each holder has a key'),
    /** Null, like its name, where it is not in reach. */
    holderId: nullable(bigint),
    holderName: nullable(text),
    outcome: neverNull(oneOf(ASSIGNMENT_OUTCOMES), 'each pair has an outcome'),
    /** The one that was made, that exists already, or that is suspended. */
    entitlementId: nullable(bigint),
    overlappingId: nullable(bigint),
    overlappingSchools: neverNull(int, 'counted for each pair'),
    validFrom: instant,
  },
);

export type AssignedPair = RowOf<typeof FIND_PAIRS>;

/**
 * Returns the pairs of a call, by licence and holder in the order of the request.
 *
 * @param assignmentId of a call that was found to be the caller's
 * @param outcomes null for all
 * @param after the place and the holder's number of the last one before
 */
export function findAssignedPairs(
  db: Transaction,
  assignmentId: string,
  outcomes: readonly string[] | null,
  [place, at]: readonly [number, number],
  first: number,
): Promise<AssignedPair[]> {
  return db.query(FIND_PAIRS, [assignmentId, outcomes, place, at, first]);
}

export const MOVED_WHAT = ['LICENCE', 'HOLDER', 'ENTITLEMENT'] as const;

/** How many of the pairs that differ are listed. */
export const MAX_NAMED_MOVED = 100;

const FIND_MOVED = statement(
  'findMovedPairs',
  `with told as materialized (
     select a.id, l.place, l.licence_id, l.terms_hash, p.* from schools.assignment a
     join schools.assignment_licence l on l.assignment_id = a.id cross join lateral ${PAIRS}
     where a.id in ($1, $2)),
   moved as materialized (
     select coalesce(now.place, before.place) as place, coalesce(now.at, before.at) as at,
       coalesce(now.licence_id, before.licence_id) as licence_id, coalesce(now.holder, before.holder) as holder,
       before.judged as "before", now.judged as "after",
       case when before.terms_hash <> now.terms_hash then 'LICENCE'
            when (before.holder_id, before.schools_under) is distinct from (now.holder_id, now.schools_under) then 'HOLDER'
            else 'ENTITLEMENT' end as what
     from (select * from told where id = $1) before
     full join (select * from told where id = $2) now
       on now.licence_id = before.licence_id and now.holder = before.holder
     where (before.terms_hash, before.holder_id, before.schools_under, before.judged, before.standing_id,
              before.standing_version, before.overlapping_id)
       is distinct from (now.terms_hash, now.holder_id, now.schools_under, now.judged, now.standing_id,
              now.standing_version, now.overlapping_id))
   select licence_id as "licenceId", holder, "before", "after", what, count(*) over ()::int as total
   from moved order by place, at limit ${MAX_NAMED_MOVED}`,
  {
    licenceId: neverNull(bigint, 'one of both sides has it'),
    holder: neverNull(textAs<OrganisationKey>(), 'one of both sides has it'),
    /** Null where the pair did not exist. */
    before: nullable(oneOf(ASSIGNMENT_OUTCOMES)),
    after: nullable(oneOf(ASSIGNMENT_OUTCOMES)),
    what: oneOf(MOVED_WHAT),
    total: int,
  },
);

export type MovedPair = Omit<RowOf<typeof FIND_MOVED>, 'total'>;

export interface Moved {
  readonly total: number;
  /** The first of them. */
  readonly pairs: readonly MovedPair[];
}

/** Returns what differs from the preview; null where nothing does. */
export async function findMoved(db: Transaction, previewId: string, assignmentId: string): Promise<Moved | null> {
  const rows = await db.query(FIND_MOVED, [previewId, assignmentId]);
  const [first] = rows;
  return first ? { total: first.total, pairs: rows.map(({ total: _, ...pair }) => pair) } : null;
}

import { type Bounds, periodOf } from '../../../access/period';
import { USAGE_RIGHTS } from '../../../access/right';
import { LEVELS, type OrganisationKey } from '../../../caller/caller';
import { bigint, int, json, nullable, someOf, statement, text, WRITES_MANY } from '../../../database/statement';
import { boundsOf } from '../../subgraph/database/period-bounds';
import type { Transaction } from '../../subgraph/database/session';
import type { LicenceToAssign } from './assignment';

const FIND_LICENCES_TO_ASSIGN = statement(
  'findLicencesToAssign',
  `select l.id, l.number, l.owner_id as "ownerId", l.holder_levels as "holderLevels", l.rights,
     ${boundsOf('l.term')} as term, l.duration_days as "durationDays", l.school_count as "schoolCount"
   from unnest($1::bigint[]) with ordinality as asked(id, place) join directory.licence l on l.id = asked.id
   order by place`,
  {
    id: bigint,
    number: text,
    ownerId: bigint,
    holderLevels: someOf(LEVELS),
    rights: someOf(USAGE_RIGHTS),
    term: json<Bounds>(),
    durationDays: nullable(int),
    schoolCount: nullable(int),
  },
);

/** Returns licences as the licences service publishes them, in the order of their ids. Unknown ids are left out. */
export async function findLicencesToAssign(db: Transaction, ids: readonly string[]): Promise<LicenceToAssign[]> {
  const rows = await db.query(FIND_LICENCES_TO_ASSIGN, [ids]);
  return rows.map((row) => ({ ...row, term: periodOf(row.term) }));
}

const LOCK_LICENCES = statement(
  'lockLicences',
  `select pg_advisory_xact_lock(hashtext('schools.entitlement'), hashtext(id::text))
   from (select distinct id from unnest($1::bigint[]) as licence(id) order by id) licence`,
);

/** Calls that assign the same licence at the same time wait for each other, so that nothing is made twice. */
export async function lockLicences(db: Transaction, ids: readonly string[]): Promise<void> {
  await db.query(LOCK_LICENCES, [ids]);
}

const INSERT_ENTITLEMENTS = statement(
  'insertEntitlements',
  `with made as (
     insert into schools.entitlement (id, licence_id, owner_id, holder_id, valid, rights, created_by, note)
     overriding system value
     select coalesce(p.made_id, nextval('schools.entitlement_id_seq')), l.licence_id, l.owner_id, p.holder_id, tstzrange(l.valid_from, p.valid_until), l.rights, $3, $4
     from schools.assignment_licence l join schools.assignment a on a.id = l.assignment_id
     cross join lateral unnest(l.outcomes, l.made_ids, a.holder_ids, l.valid_untils)
       as p(outcome, made_id, holder_id, valid_until)
     where a.id = $1 and l.place = any ($2) and p.outcome = 'ASSIGNED'
     returning 1)
   select count(*)::int as made from made`,
  { made: int },
  WRITES_MANY,
);

/**
 * Makes the entitlements whose outcome is ASSIGNED, of the licences at these places. In a preview they have no stored
 * ids.
 *
 * @returns how many
 */
export async function insertEntitlements(
  db: Transaction,
  assignmentId: string,
  places: readonly number[],
  { createdBy, note }: { readonly createdBy: string; readonly note: string | null },
): Promise<number> {
  const [row] = await db.query(INSERT_ENTITLEMENTS, [assignmentId, places, createdBy, note]);
  return row?.made ?? 0;
}

const KEEP_ASSIGNMENT = statement(
  'keepAssignment',
  `insert into schools.assignment (id, input_hash, is_preview, preview_id, unmatched, holders, holder_ids, schools_under)
   select $1, $2, $3, $7, $8, $4, coalesce(array_agg(o.id order by asked.place), '{}'),
     coalesce(array_agg(under.schools order by asked.place), '{}')
   from unnest($4::text[]) with ordinality as asked(key, place)
   left join directory.organisation o on o.key = asked.key and o.key = any ($5)
   left join (
     select m.organisation_id as id, bit_xor(hashint8extended(m.school_id, 0)) as schools from directory.membership m
     where m.organisation_id in (select id from directory.organisation where key = any ($5))
       and (m.valid @> $6::timestamptz or (m.level = 'SCHOOL_GROUP' and lower(m.valid) > $6::timestamptz))
     group by 1) under on under.id = o.id`,
);

interface NewAssignment {
  readonly id: string;
  readonly inputHash: string;
  readonly isPreview: boolean;
  readonly previewId: string | null;
  readonly unmatched: readonly object[];
  /** All that were requested, each once. */
  readonly holders: readonly OrganisationKey[];
  /** Of these, those that the caller may assign to. */
  readonly within: readonly string[];
  readonly now: number;
}

/** Stores the requested holders, and which schools are under each of them now. */
export async function keepAssignment(db: Transaction, assignment: NewAssignment): Promise<void> {
  const { id, inputHash, isPreview, previewId, unmatched, holders, within, now } = assignment;
  await db.query(KEEP_ASSIGNMENT, [
    id,
    inputHash,
    isPreview,
    holders,
    within,
    new Date(now),
    previewId,
    JSON.stringify(unmatched),
  ]);
}

const MARK_APPLIED = statement('markApplied', 'update schools.assignment set is_applied = true where id = $1');

export async function markApplied(db: Transaction, assignmentId: string): Promise<void> {
  await db.query(MARK_APPLIED, [assignmentId]);
}

const KEEP_CHANGE = statement('keepChangeOfAssignment', 'update schools.assignment set change_id = $2 where id = $1');

/** @param change its id in the audit trail */
export async function keepChange(db: Transaction, assignmentId: string, change: string | null): Promise<void> {
  await db.query(KEEP_CHANGE, [assignmentId, change]);
}

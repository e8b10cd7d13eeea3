/** Finds holders outside the territory of a licence's owner, and licences that more schools have than they allow. */
import type { Queryable } from '../../../database/queryable';
import { int, neverNull, statement, text } from '../../../database/statement';
import { isOutsideTerritory } from '../../directory/territory';

const OUTSIDE_TERRITORY = statement(
  'outsideTerritory',
  `select x.index from json_to_recordset($1) as x(index int, "ownerId" bigint, "holderId" bigint)
   where x."ownerId" <> x."holderId" and exists (
     select from directory.standing under
     where under.organisation_id = x."holderId" and ${isOutsideTerritory({ school: 'under.school_id', owner: 'x."ownerId"', level: 'under.level' })})
   order by x.index`,
  { index: neverNull(int, 'each pair has its index') },
);

/**
 * Returns, of pairs of a licence's owner and a holder, as indices, those whose holder has schools that are not under
 * the owner now. `judgeAssignment` has the same rule, and also refuses a holder without schools; a file may come
 * before the list of schools.
 */
export async function outsideTerritory(
  db: Queryable,
  pairs: readonly { readonly ownerId: string; readonly holderId: string }[],
): Promise<ReadonlySet<number>> {
  const rows = await db.query(OUTSIDE_TERRITORY, [JSON.stringify(pairs.map((pair, index) => ({ ...pair, index })))]);
  return new Set(rows.map(({ index }) => index));
}

const OVER_ASSIGNED = statement(
  'overAssigned',
  `select l.number, l.school_count as "schoolCount", had.schools
   from (select distinct record->>'licence' as number from staged_entitlements) named
   join directory.licence l on l.number = named.number
   cross join lateral (select schools.most_schools_with(l.id, '{}', 'empty') as schools) had
   where l.school_count < had.schools order by l.number`,
  {
    number: text,
    schoolCount: neverNull(int, 'a limit that is none is never less'),
    schools: neverNull(int, 'less than which a limit is'),
  },
);

/**
 * Returns, of the staged entitlements' licences, those that more schools have at one time, from now on, than they
 * allow.
 */
export function overAssigned(db: Queryable) {
  return db.query(OVER_ASSIGNED);
}

const LOCK_STAGED_LICENCES = statement(
  'lockStagedLicences',
  `select pg_advisory_xact_lock(hashtext('schools.entitlement'), hashtext(id::text)) from (
     select distinct l.id from staged_entitlements s join directory.licence l on l.number = s.record->>'licence'
     order by l.id) licence`,
);

/** Calls that assign one of them meanwhile must wait, so that the count holds across both. */
export async function lockStagedLicences(db: Queryable): Promise<void> {
  await db.query(LOCK_STAGED_LICENCES);
}

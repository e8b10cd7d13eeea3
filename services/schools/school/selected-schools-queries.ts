import type { Caller, OrganisationKey } from '../../../caller/caller';
import { bigint, PLANNED_ONCE, type RowOf, statement, text, textAs } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import type { SchoolList } from './school-filter';
import { IN_REACH, SCHOOL_CONDITIONS, schoolParameters } from './school-filter-queries';

const FIND_SELECTED_SCHOOLS = byCondition(IN_REACH, (inReach) =>
  statement(
    'findSelectedSchools',
    `select o.id as row, o.key from schools.organisation o join schools.school s on s.id = o.id
   where ${inReach} and ${SCHOOL_CONDITIONS} order by o.key`,
    { row: bigint, key: textAs<OrganisationKey>() },
  ),
);

/** The database's id, and the key. */
type SelectedSchool = RowOf<ReturnType<typeof FIND_SELECTED_SCHOOLS>>;

/** Returns all schools in the caller's reach that fit, by key. */
export function findSelectedSchools(reader: Transaction, caller: Caller, list: SchoolList): Promise<SelectedSchool[]> {
  return reader.query(FIND_SELECTED_SCHOOLS(caller), schoolParameters(caller, list));
}

const FIND_SCHOOLS_IN_REACH = byCondition(IN_REACH, (inReach) =>
  statement(
    'findSchoolsInReach',
    `select o.external_id as id from schools.organisation o join schools.school s on s.id = o.id
   where o.key = any ($2) and ${inReach}`,
    { id: text },
    PLANNED_ONCE,
  ),
);

/**
 * Returns, of these schools, by id, those in the caller's reach: others are left out like schools that do not exist.
 */
export async function findSchoolsInReach(
  reader: Transaction,
  caller: Caller,
  ids: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const keys = Array.from(ids, (id) => `SCHOOL:${id}`);
  const rows = await reader.query(FIND_SCHOOLS_IN_REACH(caller), [caller.bound, keys]);
  return new Set(rows.map(({ id }) => id));
}

import { type Caller, LEVELS } from '../../../caller/caller';
import { bigint, oneOf, PLANNED_ONCE, type RowOf, statement, text, texts } from '../../../database/statement';
import { byCondition, conditionOf } from '../../subgraph/authorisation/condition';
import { relationsOf } from '../../subgraph/authorisation/permissions';
import { stoodWith } from '../../subgraph/authorisation/reach-queries';
import type { Transaction } from '../../subgraph/database/session';
import { PERMISSIONS } from './permissions';

export { reachOf } from '../../subgraph/authorisation/reach-queries';

const ORGANISATIONS_OF_SCHOOLS = statement(
  'findOrganisationsOfSchools',
  `select school.key as school, array_agg(above.key) as organisations
   from directory.organisation school
   join directory.membership m on m.school_id = school.id and m.valid @> now()
   join directory.organisation above on above.id = m.organisation_id
   where school.key = any ($1) and school.level = 'SCHOOL'
   group by school.key`,
  { school: text, organisations: texts },
  PLANNED_ONCE,
);

/** Returns, by school key, the organisations that the school belongs to now. Unknown schools are left out. */
export async function findOrganisationsOfSchools(
  reader: Transaction,
  schools: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await reader.query(ORGANISATIONS_OF_SCHOOLS, [schools]);
  return new Map(rows.map(({ school, organisations }) => [school, organisations]));
}

const FIND_ORGANISATIONS_OF_USES = byCondition(
  (caller) =>
    conditionOf(relationsOf(PERMISSIONS, 'use.report', caller), '$1', { NAMED: () => stoodWith('o.id', '$1') }),
  (readable) =>
    statement(
      'findOrganisationsOfUses',
      `select o.key, o.level, o.id from directory.organisation o where o.key = any ($2) and ${readable}`,
      { key: text, level: oneOf(LEVELS), id: bigint },
      PLANNED_ONCE,
    ),
);
export type OrganisationOfUses = RowOf<ReturnType<typeof FIND_ORGANISATIONS_OF_USES>>;

/** Returns organisations in uses that the caller may read. Others are left out, like unknown ones. */
export function findOrganisationsOfUses(
  reader: Transaction,
  caller: Caller,
  keys: readonly string[],
): Promise<OrganisationOfUses[]> {
  return reader.query(FIND_ORGANISATIONS_OF_USES(caller), [caller.bound, keys]);
}

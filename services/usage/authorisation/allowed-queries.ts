import { PLANNED_ONCE, statement, text, texts } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

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

/** By school key, the organisations that the school belongs to now. Unknown schools are left out. */
export async function findOrganisationsOfSchools(
  reader: Transaction,
  schools: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await reader.query(ORGANISATIONS_OF_SCHOOLS, [schools]);
  return new Map(rows.map(({ school, organisations }) => [school, organisations]));
}

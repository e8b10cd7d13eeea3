import type { OrganisationLine } from '../../../caller/caller';
import type { Session, Transaction } from '../../subgraph/session';

export type Reader = Pick<Session | Transaction, 'query'>;

/** By school key, the organisations that the school belongs to now. Unknown schools are left out. */
export async function findOrganisationsOfSchools(
  reader: Reader,
  schools: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await reader.query<{ school: string; organisations: string[] }>(
    `select school.key as school, array_agg(above.key) as organisations
     from directory.organisation school
     join directory.membership m on m.school_id = school.id and m.valid @> now()
     join directory.organisation above on above.id = m.organisation_id
     where school.key = any ($1) and school.level = 'SCHOOL'
     group by school.key`,
    [schools],
  );
  return new Map(rows.map(({ school, organisations }) => [school, organisations]));
}

/** For each organisation, the organisations that each school under it belongs to now. Unknown keys are left out. */
export function findLines(reader: Reader, organisations: readonly string[]): Promise<OrganisationLine[]> {
  return reader.query(
    `select o.key, coalesce(
       (select json_agg(line.keys) from (
          select array_agg(above.key) as keys
          from directory.membership under
          join directory.membership m on m.school_id = under.school_id and m.valid @> now()
          join directory.organisation above on above.id = m.organisation_id
          where under.organisation_id = o.id and under.valid @> now()
          group by under.school_id) line), '[]') as schools
     from directory.organisation o where o.key = any ($1)`,
    [organisations],
  );
}

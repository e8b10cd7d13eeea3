import type { OrganisationLine } from '../../../caller/caller';
import { json, statement, text } from '../../../database/statement';
import type { Transaction } from '../database/session';

/** Organisations `o`, with the organisations that each school under them belongs to now. */
export const LINE_COLUMNS = { key: text, schools: json<string[][]>() };

export const LINES = `select o.key, coalesce(
   (select json_agg(line.keys) from (
      select array_agg(above.key) as keys
      from directory.membership under
      join directory.membership m on m.school_id = under.school_id and m.valid @> now()
      join directory.organisation above on above.id = m.organisation_id
      where under.organisation_id = o.id and under.valid @> now()
      group by under.school_id) line), '[]') as schools
 from directory.organisation o`;

const FIND_LINES = statement('findLines', `${LINES} where o.key = any ($1)`, LINE_COLUMNS);

/** For each organisation, the organisations that each school under it belongs to now. Unknown keys are left out. */
export function findLines(reader: Transaction, organisations: readonly string[]): Promise<OrganisationLine[]> {
  return reader.query(FIND_LINES, [organisations]);
}

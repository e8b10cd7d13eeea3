import type { Queryable } from '../../../database/queryable';
import { bigint, statement, text } from '../../../database/statement';

/** Finds the database's ids. */
export const FIND_ORGANISATION_IDS = statement(
  'organisationIds',
  'select id, key from directory.organisation where key = any ($1)',
  { id: bigint, key: text },
);

const FIND_ORGANISATION_KEYS = statement(
  'organisationKeys',
  'select id, key from directory.organisation where id = any ($1)',
  { id: bigint, key: text },
);

/** Returns the keys by the database's id, such as `AUTHORITY:NW:10182`. Unknown ids are left out. */
export async function findOrganisationKeys(db: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query(FIND_ORGANISATION_KEYS, [ids]);
  return new Map(rows.map(({ id, key }) => [id, key]));
}

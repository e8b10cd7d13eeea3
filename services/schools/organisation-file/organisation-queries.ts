import type { Level } from '../../../caller/caller';
import type { Queryable } from '../../../database/queryable';

export interface Organisation {
  readonly id: string;
  readonly number: string;
  readonly name: string;
}

/** Of the numbers, the organisations of that level that are known. */
export async function storedOrganisations(
  db: Queryable,
  level: Level,
  state: string,
  numbers: readonly string[],
): Promise<Map<string, Organisation>> {
  const rows = await db.query<Organisation>(
    'select id, number, name from schools.organisation where level = $1 and state = $2 and key = any ($3)',
    [level, state, [...new Set(numbers)].map((number) => `${level}:${state}:${number}`)],
  );
  return new Map(rows.map((row) => [row.number, row]));
}

/** Makes those that are missing, and renames those that are named otherwise. One without a name must be known. */
export async function upsertNamed(
  db: Queryable,
  level: Level,
  state: string,
  organisations: readonly { readonly number: string; readonly name?: string | undefined }[],
): Promise<void> {
  await db.query(
    `insert into schools.organisation as o (level, state, number, name)
     select $1, $2, x.number, x.name from json_to_recordset($3) as x(number text, name text) where x.name is not null
     on conflict (key) do update set name = excluded.name where o.name <> excluded.name`,
    [level, state, JSON.stringify(organisations.map(({ number, name }) => ({ number, name })))],
  );
}

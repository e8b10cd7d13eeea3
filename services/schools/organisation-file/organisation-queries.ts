import type { Level } from '../../../caller/caller';
import type { Queryable } from '../../../database/queryable';
import { bigint, type RowOf, statement, text } from '../../../database/statement';

const STORED_ORGANISATIONS = statement(
  'storedOrganisations',
  'select id, number, name from schools.organisation where level = $1 and state = $2 and key = any ($3)',
  { id: bigint, number: text, name: text },
);

export type Organisation = RowOf<typeof STORED_ORGANISATIONS>;

/** Returns, of the numbers, the known organisations of that level. */
export async function storedOrganisations(
  db: Queryable,
  level: Level,
  state: string,
  numbers: readonly string[],
): Promise<Map<string, Organisation>> {
  const rows = await db.query(STORED_ORGANISATIONS, [
    level,
    state,
    [...new Set(numbers)].map((number) => `${level}:${state}:${number}`),
  ]);
  return new Map(rows.map((row) => [row.number, row]));
}

const UPSERT_NAMED = statement(
  'upsertNamed',
  `insert into schools.organisation as o (level, state, number, name)
   select $1, $2, x.number, x.name from json_to_recordset($3) as x(number text, name text) where x.name is not null
   on conflict (key) do update set name = excluded.name where o.name <> excluded.name`,
);

/** Inserts those that are missing, and renames those that have another name. One without a name must be known. */
export async function upsertNamed(
  db: Queryable,
  level: Level,
  state: string,
  organisations: readonly { readonly number: string; readonly name?: string | undefined }[],
): Promise<void> {
  await db.query(UPSERT_NAMED, [
    level,
    state,
    JSON.stringify(organisations.map(({ number, name }) => ({ number, name }))),
  ]);
}

import type { Queryable } from '../../../database/queryable';
import { nullable, oneOf, type RowOf, statement, text } from '../../../database/statement';
import { KEEPERS } from '../school-group/school-group';

const STORED_GROUPS = statement(
  'storedSchoolGroups',
  `select o.number, g.kept_by as "keptBy", w.key as owner
   from schools.school_group g
   join schools.organisation o on o.id = g.id
   left join schools.organisation w on w.id = g.owner_id
   where o.state = $1 and o.number = any ($2)`,
  { number: text, keptBy: oneOf(KEEPERS), owner: nullable(text) },
);

type StoredGroup = RowOf<typeof STORED_GROUPS>;

/** Returns, for each of these groups that is known, whether files or staff keep it, and its owner. */
export async function storedGroupKeepers(
  db: Queryable,
  state: string,
  numbers: readonly string[],
): Promise<Map<string, StoredGroup>> {
  const rows = await db.query(STORED_GROUPS, [state, numbers]);
  return new Map(rows.map((row) => [row.number, row]));
}

const INSERT_GROUPS = statement(
  'insertSchoolGroups',
  `insert into schools.school_group (id, kept_by)
   select o.id, 'FILE' from schools.organisation o where o.level = 'SCHOOL_GROUP' and o.state = $1 and o.number = any ($2)
   on conflict do nothing`,
);

/** To be called after their organisations were inserted. New groups are kept by files. */
export async function insertGroups(db: Queryable, state: string, numbers: readonly string[]): Promise<void> {
  await db.query(INSERT_GROUPS, [state, numbers]);
}

const WRITE_OWNERS = statement(
  'writeSchoolGroupOwners',
  `update schools.school_group g set owner_id = w.id
   from json_to_recordset($2) as x(number text, owner text)
   join schools.organisation o on o.key = 'SCHOOL_GROUP:' || $1 || ':' || x.number
   left join schools.organisation w on w.key = x.owner
   where g.id = o.id and g.owner_id is distinct from w.id`,
);

/** @param owners by key; null: none */
export async function writeGroupOwners(
  db: Queryable,
  state: string,
  owners: readonly { readonly number: string; readonly owner: string | null }[],
): Promise<void> {
  await db.query(WRITE_OWNERS, [state, JSON.stringify(owners)]);
}

const KNOWN_OWNERS = statement('knownGroupOwners', 'select key from schools.organisation where key = any ($1)', {
  key: text,
});

export async function knownOwners(db: Queryable, keys: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await db.query(KNOWN_OWNERS, [keys])).map(({ key }) => key));
}

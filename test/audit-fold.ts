/** Folds the entries of the audit trails into rows, and compares these with the tables. */
import { isDeepStrictEqual } from 'node:util';
import type { TestDatabase } from './database';

type Content = Readonly<Record<string, unknown>>;

interface AuditedTable {
  readonly table: string;
  readonly service: string;
  readonly object: string;
  /** The columns of its primary key, in the form in which the trigger names them. */
  readonly key: string;
  readonly leftOut: string;
}

export interface FoldedEntry {
  readonly id: string;
  readonly service: string;
  readonly changeId: string;
  readonly operation: string;
  readonly object: string;
  readonly before: Content | null;
  readonly after: Content | null;
}

/** The rows that the trail describes, by table and key. */
export type Rows = ReadonlyMap<string, ReadonlyMap<string, Content>>;

/** Returns the tables that have the audit trigger in the database. */
export function auditedTables({ query }: Pick<TestDatabase, 'query'>): Promise<AuditedTable[]> {
  return query(
    `select format('%I.%I', n.nspname, c.relname) as table, n.nspname as service, args[1] as object, args[2] as key,
       args[6] as "leftOut"
     from (select tgrelid, string_to_array(encode(tgargs, 'escape'), '\\000') as args
           from pg_trigger where tgname = 'audit_insert') t
     join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace order by 1`,
  );
}

const keyOf = ({ key }: AuditedTable, content: Content) =>
  JSON.stringify(key.split(', ').map((column) => content[column.replaceAll('"', '')]));

export async function tableRows(database: Pick<TestDatabase, 'query'>): Promise<Rows> {
  const rows = new Map<string, Map<string, Content>>();
  for (const audited of await auditedTables(database)) {
    const found = await database.query<{ content: Content }>(
      `select to_jsonb(r) - '${audited.leftOut}'::text[] as content from ${audited.table} r`,
    );
    rows.set(audited.table, new Map(found.map(({ content }) => [keyOf(audited, content), content])));
  }
  return rows;
}

/** Returns the entries in the order in which they were written. */
export async function entriesOf({ query }: Pick<TestDatabase, 'query'>): Promise<FoldedEntry[]> {
  const of = (service: string) =>
    query<FoldedEntry>(
      `select e.id, '${service}' as service, e.change_id as "changeId", c.operation, e.object, e.before, e.after
       from ${service}.audit_entry e join ${service}.audit_change c on c.id = e.change_id order by e.id`,
    );
  return [...(await of('schools')), ...(await of('licences'))];
}

/**
 * Applies entries to rows.
 *
 * @throws Error where an entry's content before is not what its row has
 */
export async function fold(
  database: Pick<TestDatabase, 'query'>,
  entries: readonly FoldedEntry[],
  from: Rows = new Map(),
): Promise<Rows> {
  const tables = await auditedTables(database);
  const rows = new Map(tables.map(({ table }) => [table, new Map(from.get(table))]));
  for (const entry of entries) {
    const audited = tables.find(({ service, object }) => service === entry.service && object === entry.object);
    const known = audited && rows.get(audited.table);
    if (!known) continue;
    const { before, after } = entry;
    const was = before && known.get(keyOf(audited, before));
    if (before && !isDeepStrictEqual(was, before))
      throw new Error(`${audited.table}: not what was there: ${JSON.stringify({ was, before })}`);
    if (before) known.delete(keyOf(audited, before));
    if (after) known.set(keyOf(audited, after), after);
  }
  return rows;
}

/** Returns the rows in which the tables and the folded trail differ. */
export function differences(tables: Rows, folded: Rows): string[] {
  return [...tables].flatMap(([table, rows]) => {
    const others = folded.get(table) ?? new Map<string, Content>();
    const keys = new Set([...rows.keys(), ...others.keys()]);
    return [...keys].flatMap((key) => {
      const [row, other] = [rows.get(key), others.get(key)];
      return isDeepStrictEqual(row, other)
        ? []
        : `${table} ${key}: ${JSON.stringify(row)}, by its trail ${JSON.stringify(other)}`;
    });
  });
}

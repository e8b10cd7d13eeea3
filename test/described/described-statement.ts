/**
 * Describes a statement as the server does when it prepares it: names and types of its columns, and which are never
 * null.
 */
import type { TestDatabase } from '../database';
import { type Catalogue, columnsOf, type Known, type Relation } from './nullability';
import { listOf, nodeOf, parseTree } from './parse-tree';

export type Database = Pick<TestDatabase, 'query'>;

export interface DescribedColumn extends Known {
  readonly name: string;
  /** The type as the catalogue names it; `text[]` for an array. */
  readonly type: string;
}

/**
 * Runs in a transaction, which it leaves unchanged.
 *
 * @throws the server's error where it cannot prepare the statement
 */
export async function describeStatement(db: Database, catalogue: Catalogue, text: string): Promise<DescribedColumn[]> {
  await db.query('savepoint describing');
  try {
    await db.query(`prepare described as ${text}`);
    const [types] = await db.query<{ parameters: string[]; results: string[] }>(
      `select parameter_types::text[] as parameters,
         array(select case when t.typcategory = 'A' then e.typname || '[]' else t.typname::text end
               from unnest(coalesce(result_types, '{}')) with ordinality as of(type, place)
               join pg_type t on t.oid = of.type left join pg_type e on e.oid = t.typelem order by place) as results
       from pg_prepared_statements where name = 'described'`,
    );
    await db.query('deallocate described');
    const { parameters, results } = types as { parameters: string[]; results: string[] };
    /** The server keeps the parse tree of a function's body. */
    await db.query(
      `create function pg_temp.described(${parameters.join(', ')}) returns ${results.length > 0 ? 'setof record' : 'void'}
       language sql begin atomic ${text}; end`,
    );
    const [kept] = await db.query<{ body: string }>(
      `select prosqlbody::text as body from pg_proc
       where proname = 'described' and pronamespace = pg_my_temp_schema()`,
    );
    const query = listOf(listOf(parseTree((kept as { body: string }).body))[0]).at(-1);
    return columnsOf(nodeOf(query), catalogue).map((column, at) => ({ ...column, type: results[at] as string }));
  } finally {
    await db.query('rollback to savepoint describing');
  }
}

/** Reads all tables and views, including temporary ones. */
export async function readCatalogue(db: Database): Promise<Catalogue> {
  const columns = await db.query<{
    oid: string;
    relation: string;
    number: number;
    name: string;
    notNull: boolean;
    check: string | null;
    view: string | null;
  }>(
    `select c.oid::int8 as oid, c.oid::regclass::text as relation, a.attnum::int as number, a.attname::text as name,
       a.attnotnull as "notNull",
       (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]) as check,
       case when c.relkind = 'v' and a.attnum = 1 and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            then (select ev_action::text from pg_rewrite r where r.ev_class = c.oid and r.rulename = '_RETURN') end as view
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'p', 'v') and a.attnum > 0 and not a.attisdropped order by c.oid, a.attnum`,
  );
  const relations = new Map<number, Relation & { readonly columns: Map<number, Column> }>();
  type Column = Relation['columns'] extends ReadonlyMap<number, infer One> ? One : never;
  for (const { oid, relation, number, name, notNull, check, view } of columns) {
    const known = relations.get(Number(oid)) ?? { name: relation, view, columns: new Map<number, Column>() };
    relations.set(Number(oid), known);
    known.columns.set(number, { name, notNull, check });
  }
  const names = async (sql: string) =>
    new Map((await db.query<{ oid: string; name: string }>(sql)).map(({ oid, name }) => [Number(oid), name]));
  return {
    relations,
    functions: await names(
      `select p.oid::int8 as oid, case when n.nspname = 'pg_catalog' then '' else n.nspname || '.' end || p.proname as name
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace`,
    ),
    operators: await names('select oid::int8 as oid, oprname::text as name from pg_operator'),
  };
}

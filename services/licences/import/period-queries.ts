/** Which part belongs to which whole, and when: the titles of packages, the packages of licences. */
import type { Queryable } from '../../../database/queryable';

export interface Whole {
  readonly id: string;
  /** Never imported before. Its parts have no beginning where none is stated. */
  readonly isNew: boolean;
}

export interface Part {
  readonly whole: string;
  readonly part: string;
  /** Instants; null is an open end, or for a beginning: none is stated. */
  readonly from: string | null;
  readonly until: string | null;
}

const TABLES = {
  package_title: { whole: 'package_id', part: 'title_id' },
  licence_package: { whole: 'licence_id', part: 'package_id' },
} as const;

/**
 * Makes the parts of the wholes those that are given, from `asOf` on. What was recorded of the time before stays as it
 * is: a part that is no longer given ends at `asOf`, one that is new begins there or, in a new whole, without beginning.
 *
 * @returns the ids of the wholes in which something changed
 */
export async function replaceParts(
  db: Queryable,
  table: keyof typeof TABLES,
  wholes: readonly Whole[],
  parts: readonly Part[],
  asOf: Date,
): Promise<string[]> {
  const { whole, part } = TABLES[table];
  const isNew = new Map(wholes.map((one) => [one.id, one.isNew]));
  const listed = parts.map((one) => ({ ...one, from: one.from ?? (isNew.get(one.whole) ? null : asOf.toISOString()) }));
  await db.query('drop table if exists pg_temp.next_period');
  await db.query(`
    create temporary table next_period (whole bigint, part bigint, before tstzmultirange, after tstzmultirange) on commit drop`);
  await db.query(
    `insert into next_period
     select coalesce(held.whole, listed.whole), coalesce(held.part, listed.part), coalesce(held.valid, '{}'),
       case when held.whole is null then listed.valid
            else held.valid * tstzmultirange(tstzrange(null, $3))
                 + coalesce(listed.valid * tstzmultirange(tstzrange($3, null)), '{}') end
     from (select ${whole} as whole, ${part} as part, range_agg(valid) as valid
           from licences.${table} where ${whole} = any ($1::bigint[]) group by ${whole}, ${part}) held
     full join (select x.whole, x.part, tstzmultirange(tstzrange(x."from", x.until)) as valid
                from json_to_recordset($2) as x(whole bigint, part bigint, "from" timestamptz, until timestamptz)) listed
       on listed.whole = held.whole and listed.part = held.part`,
    [wholes.map((one) => one.id), JSON.stringify(listed), asOf],
  );
  await db.query('delete from next_period where before = after');
  await db.query(
    `delete from licences.${table} t using next_period n where t.${whole} = n.whole and t.${part} = n.part`,
  );
  await db.query(
    `insert into licences.${table} (${whole}, ${part}, valid) select whole, part, unnest(after) from next_period order by whole, part`,
  );
  const changed = await db.query<{ whole: string }>('select distinct whole from next_period');
  return changed.map((row) => row.whole);
}

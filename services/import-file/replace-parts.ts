/** Which part belongs to which whole, and when: titles of packages, packages of licences, schools of groups. */
import type { Queryable } from '../../database/queryable';

export interface Whole {
  readonly id: string;
  /** Never imported before. Its parts have no beginning where none is stated. */
  readonly isNew: boolean;
}

export interface Part {
  readonly whole: string;
  readonly part: string;
  /** Instants; null is an open end. Left out, what is on record stays: see {@link replaceParts}. */
  readonly from?: string | null | undefined;
  readonly until?: string | null | undefined;
}

/** Where periods are kept: the table, its columns, and the table with the parts' numbers. */
export interface PeriodTable {
  readonly table: string;
  readonly whole: string;
  readonly part: string;
  readonly named: string;
  /** Columns that are the same in every row. */
  readonly fixed?: Readonly<Record<string, string>>;
}

export interface PartChange {
  readonly whole: string;
  /** The part's number. */
  readonly part: string;
  /** Multiranges of instants, as PostgreSQL writes them. */
  readonly before: string;
  readonly after: string;
}

export interface Replaced {
  readonly changes: readonly PartChange[];
  /** Listed without a beginning, after the end that was stated for them. */
  readonly ended: readonly { readonly whole: string; readonly part: string }[];
}

/**
 * Makes the parts of the wholes those that are given, from `asOf` on. What was recorded of the time before stays as it
 * is: a part that is no longer given ends at `asOf`, one that is new begins there or, in a new whole, without beginning.
 *
 * A beginning or an end that is left out stays as it is on record. A part that had ended by being left out of a list
 * begins again at `asOf`; one whose end was stated (a midnight in Berlin, as every day of a file is) begins again only
 * where a beginning is stated, for what says less must not open more.
 *
 * @param among of all parts, those that these parts replace: only some, or all except some
 */
export async function replaceParts(
  db: Queryable,
  { table, whole, part, named, fixed = {} }: PeriodTable,
  wholes: readonly Whole[],
  parts: readonly Part[],
  asOf: Date,
  among: { readonly only: readonly string[] } | { readonly except: readonly string[] } = { except: [] },
): Promise<Replaced> {
  const isNew = new Map(wholes.map((one) => [one.id, one.isNew]));
  const listed = parts.map(({ from, until, ...one }) => ({
    ...one,
    from,
    until,
    saysFrom: from !== undefined,
    saysUntil: until !== undefined,
    isNew: isNew.get(one.whole) ?? false,
  }));
  const isOnly = 'only' in among;
  await db.query('drop table if exists pg_temp.next_period');
  await db.query(`
    create temporary table next_period
      (whole bigint, part bigint, before tstzmultirange, after tstzmultirange, is_ended boolean) on commit drop`);
  await db.query(
    `insert into next_period
     select coalesce(held.whole, listed.whole), coalesce(held.part, listed.part), coalesce(held.valid, '{}'),
       case when listed.whole is null then held.valid * tstzmultirange(tstzrange(null, $3))
            when is_ended or (not says_from and not says_until and not isempty(still)) then held.valid
            when held.whole is null
              then tstzmultirange(tstzrange(case when says_from or is_new then listed."from" else $3 end, listed.until))
            else held.valid * tstzmultirange(tstzrange(null, $3)) + tstzmultirange(tstzrange($3, null)) * tstzmultirange(
              tstzrange(case when says_from then listed."from" else lower(still) end,
                        case when says_until then listed.until else upper(still) end)) end,
       coalesce(is_ended, false)
     from (select ${whole} as whole, ${part} as part, range_agg(valid) as valid
           from ${table}
           where ${whole} = any ($1::bigint[]) and (${part} = any ($4::bigint[])) = $5
           group by ${whole}, ${part}) held
     full join (select x.whole, x.part, x."from", x.until, x."saysFrom" as says_from, x."saysUntil" as says_until,
                  x."isNew" as is_new
                from json_to_recordset($2) as x(whole bigint, part bigint, "from" timestamptz, until timestamptz,
                  "saysFrom" boolean, "saysUntil" boolean, "isNew" boolean)) listed
       on listed.whole = held.whole and listed.part = held.part
     cross join lateral (
       select range_merge(held.valid * tstzmultirange(tstzrange($3, null))) as still) of_now
     cross join lateral (
       select listed.whole is not null and held.whole is not null and isempty(still) and not says_from
         and (upper(held.valid) at time zone 'Europe/Berlin')::time = '00:00' as is_ended) of_past`,
    [wholes.map((one) => one.id), JSON.stringify(listed), asOf, isOnly ? among.only : among.except, isOnly],
  );
  const ended = await db.query<{ whole: string; part: string }>(
    `select n.whole, x.number as part from next_period n join ${named} x on x.id = n.part
     where n.is_ended order by n.whole, x.number`,
  );
  await db.query('delete from next_period where before = after');
  await db.query(`delete from ${table} t using next_period n where t.${whole} = n.whole and t.${part} = n.part`);
  await db.query(
    `insert into ${table} (${[whole, part, 'valid', ...Object.keys(fixed)].join(', ')})
     select whole, part, unnest(after)${Object.values(fixed)
       .map((value) => `, '${value}'`)
       .join('')} from next_period order by whole, part`,
  );
  const changes = await db.query<PartChange>(
    `select n.whole, x.number as part, n.before::text as before, n.after::text as after
     from next_period n join ${named} x on x.id = n.part order by n.whole, x.number`,
  );
  return { changes, ended };
}

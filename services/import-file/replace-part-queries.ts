/** The statements that replace the parts of wholes. `next_period` has the periods of each part before and after. */
import { bigint, neverNull, statement, text } from '../../database/statement';
import { WRITTEN } from './staging-queries';

export const DROP_NEXT_PERIOD = statement('dropNextPeriod', 'drop table if exists pg_temp.next_period');

export const CREATE_NEXT_PERIOD = statement(
  'createNextPeriod',
  `create temporary table next_period
     (whole bigint, part bigint, before tstzmultirange, after tstzmultirange, is_ended boolean) on commit drop`,
);

export const DELETE_UNCHANGED = statement('deleteUnchanged', 'delete from next_period where before = after');

/** Where periods are stored: the table, its columns, and the table with the parts' numbers. */
interface PeriodTable {
  readonly table: string;
  readonly whole: string;
  readonly part: string;
  readonly named: string;
  /** Columns with the same value in every row. */
  readonly fixed?: Readonly<Record<string, string>>;
}

/** To be called where a file is loaded, once for each table. */
export function periodStatements({ table, whole, part, named, fixed = {} }: PeriodTable) {
  const columns = [whole, part, 'valid', ...Object.keys(fixed)].join(', ');
  const values = Object.values(fixed).map((value) => `, '${value}'`);
  return {
    find: statement(
      `findNextPeriods: ${table}`,
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
    ),
    /** Listed without a beginning, after the end that was stated for them; `part` is its number. */
    ended: statement(
      `findEnded: ${table}`,
      `select n.whole, x.number as part from next_period n join ${named} x on x.id = n.part
       where n.is_ended order by n.whole, x.number`,
      { whole: neverNull(bigint, WRITTEN), part: text },
    ),
    drop: statement(
      `dropPeriods: ${table}`,
      `delete from ${table} t using next_period n where t.${whole} = n.whole and t.${part} = n.part`,
    ),
    insert: statement(
      `insertPeriods: ${table}`,
      `insert into ${table} (${columns})
       select whole, part, unnest(after)${values.join('')} from next_period order by whole, part`,
    ),
    /** `part` is its number. Before and after are multiranges of instants, as PostgreSQL writes them. */
    changes: statement(
      `findChangedPeriods: ${table}`,
      `select n.whole, x.number as part, n.before::text as before, n.after::text as after
       from next_period n join ${named} x on x.id = n.part order by n.whole, x.number`,
      {
        whole: neverNull(bigint, WRITTEN),
        part: text,
        before: neverNull(text, WRITTEN),
        after: neverNull(text, WRITTEN),
      },
    ),
  };
}

export type PeriodStatements = ReturnType<typeof periodStatements>;

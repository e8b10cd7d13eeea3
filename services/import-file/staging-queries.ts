/** The statements of a staging table: records of one kind, as JSON, in batches. */
import { float, int, json, neverNull, nullable, statement, text } from '../../database/statement';
import { MAX_LISTED } from './import-error';

/** Why a column of a temporary table is never null. */
export const WRITTEN = 'every row is written with it';
const PLACE = { line: neverNull(float, WRITTEN), element: nullable(float) };

/** To be called where a file is loaded, once for each kind of record: `titles` are staged in `staged_titles`. */
export function stagedAs<Value>(name: string) {
  const table = `staged_${name}`;
  const declared = (what: string, sql: string) => statement(`staging: ${what}`, sql);
  return {
    name,
    staging: {
      drop: declared('drop', `drop table if exists pg_temp.${table}`),
      create: declared(
        'create',
        `create temporary table ${table} (batch int, nr bigint, line bigint, element bigint, key text, record json)
         on commit drop`,
      ),
      insert: declared(
        'insert',
        `insert into ${table} (batch, nr, line, element, key, record)
         select $1, nr, line, element, key, record
         from json_to_recordset($2) as x(nr bigint, line bigint, element bigint, key text, record json)`,
      ),
      indexBatches: declared('index batches', `create index on ${table} (batch)`),
      indexKeys: declared('index keys', `create index on ${table} (key)`),
      analyze: declared('analyze', `analyze ${table}`),
      /** Null where the table is empty. */
      lastBatch: statement('staging: last batch', `select max(batch) as batch from ${table}`, { batch: nullable(int) }),
      batch: statement(
        'staging: batch',
        `select nr::float8 as nr, line::float8 as line, element::float8 as element, record as value
         from ${table} where batch = $1 order by nr`,
        { nr: neverNull(float, WRITTEN), ...PLACE, value: neverNull(json<Value>(), WRITTEN) },
      ),
      /** Deletes all but the first of each identity, and returns them; `count` is how many there are of each. */
      dropRepeated: statement(
        'staging: drop repeated',
        `with repeated as (
           select s.nr, s.line, s.element, s.key, f.line as first_line, f.element as first_element
           from (select key, min(nr) as nr from ${table} group by key having count(*) > 1) k
           join ${table} f on f.nr = k.nr
           join ${table} s on s.key = k.key and s.nr > k.nr
         ), dropped as (delete from ${table} s using repeated r where r.nr = s.nr)
         select line::float8 as line, element::float8 as element, key, first_line::float8 as "firstLine",
           first_element::float8 as "firstElement", (count(*) over ())::float8 as count
         from repeated order by nr limit ${MAX_LISTED}`,
        {
          ...PLACE,
          key: neverNull(text, WRITTEN),
          firstLine: neverNull(float, WRITTEN),
          firstElement: nullable(float),
          count: float,
        },
      ),
    },
  };
}

export type Staged<Value> = ReturnType<typeof stagedAs<Value>>;

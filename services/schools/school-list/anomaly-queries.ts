/** Counts what is unusual about a list. */
import { onlyRow, type Queryable } from '../../../database/queryable';
import { boolean, int, type RowOf, statement, texts } from '../../../database/statement';

const FIND_ANOMALIES = statement(
  'findAnomalies',
  `select l.*, a.*, f.*
   from (select coalesce(sum(null_words), 0)::int as "nullWords", count(*) filter (where undated)::int as undated,
           coalesce((array_agg(number order by line) filter (where undated))[1:5], '{}') as "someUndated",
           coalesce(bool_or(form is not null), false) as formed
         from listed_school) l,
     (select count(*) filter (where a.name is null)::int as nameless, count(a.name)::int as named,
        coalesce(sum(s.count) filter (where a.name is null), 0)::int as "ofNameless"
      from listed_authority a
      join (select authority_number, count(*) from listed_school group by 1) s on s.authority_number = a.number) a,
     (select coalesce(array_agg(code || ' (' || count || ' schools)' order by code collate "C"), '{}') as formless
      from (select form_code as code, count(*) from listed_school where form is null group by 1) forms) f`,
  {
    nullWords: int,
    undated: int,
    someUndated: texts,
    formed: boolean,
    nameless: int,
    named: int,
    ofNameless: int,
    /** Such as `0A (59 schools)`, in their order. */
    formless: texts,
  },
);

type Anomalies = RowOf<typeof FIND_ANOMALIES>;

export async function findAnomalies(db: Queryable): Promise<Anomalies> {
  return onlyRow(await db.query(FIND_ANOMALIES));
}

import type { Queryable } from '../../../database/queryable';
import { boolean, int, nullable, statement, text, texts } from '../../../database/statement';
import { isoInstant } from '../../import-file/days';
import type { Tally } from '../../import-file/tally';
import type { TitleFacts } from './title-facts';

export interface TitleRow extends TitleFacts {
  readonly number: string;
  readonly sortKey: string;
  /** A `tsvector`. */
  readonly search: string;
}

const STORED_TITLES = statement(
  'storedTitles',
  `select t.number, t.name, t.series, t.description, p.name as publisher, t.kind, t.subjects, t.keywords,
     t.grade_from as "gradeFrom", t.grade_until as "gradeUntil", t.language, t.age_rating as "ageRating", t.year,
     t.duration_seconds as "durationSeconds", t.rights, ${isoInstant('lower(t.playout)')} as "playoutFrom",
     ${isoInstant('upper(t.playout)')} as "playoutUntil", ${isoInstant('t.withdrawn_at')} as "withdrawnOn"
   from licences.title t join licences.publisher p on p.id = t.publisher_id where t.number = any ($1)`,
  {
    number: text,
    name: text,
    series: nullable(text),
    description: text,
    publisher: text,
    kind: text,
    subjects: texts,
    keywords: texts,
    gradeFrom: nullable(int),
    gradeUntil: nullable(int),
    language: text,
    ageRating: nullable(int),
    year: nullable(int),
    durationSeconds: nullable(int),
    rights: texts,
    playoutFrom: nullable(text),
    playoutUntil: nullable(text),
    withdrawnOn: nullable(text),
  },
);

/** Of the numbers, the titles that are known. */
export async function storedTitles(db: Queryable, numbers: readonly string[]): Promise<Map<string, TitleFacts>> {
  const rows = await db.query(STORED_TITLES, [numbers]);
  return new Map(rows.map(({ number, ...facts }) => [number, facts]));
}

const ENSURE_PUBLISHERS = statement(
  'ensurePublishers',
  `with written as (
     insert into licences.publisher (name)
     select x.name from unnest($1::text[]) as x(name)
     where not exists (select from licences.publisher p where p.name = x.name) returning id)
   select count(*)::int as count from written`,
  { count: int },
);

/** Makes the publishers that are missing, and says how many. */
export async function ensurePublishers(db: Queryable, names: readonly string[]): Promise<number> {
  const [added] = await db.query(ENSURE_PUBLISHERS, [[...new Set(names)]]);
  return added?.count ?? 0;
}

const COLUMNS = [
  'name',
  'series',
  'description',
  'publisher_id',
  'kind',
  'subjects',
  'keywords',
  'grade_from',
  'grade_until',
  'language',
  'age_rating',
  'year',
  'duration_seconds',
  'rights',
  'playout',
  'withdrawn_at',
  'sort_key',
  'search',
];

function of(alias: string): string {
  return COLUMNS.map((column) => `${alias}.${column}`).join(', ');
}

const UPSERT_TITLES = statement(
  'upsertTitles',
  `with written as (
     insert into licences.title as t (number, ${COLUMNS.join(', ')})
     select x.number, x.name, x.series, x.description, p.id, x.kind, x.subjects, x.keywords, x."gradeFrom",
       x."gradeUntil", x.language, x."ageRating", x.year, x."durationSeconds", x.rights,
       tstzrange(x."playoutFrom", x."playoutUntil"), x."withdrawnOn", x."sortKey", x.search
     from json_to_recordset($1) as x(
       number text, name text, series text, description text, publisher text, kind text, subjects text[],
       keywords text[], "gradeFrom" int, "gradeUntil" int, language text, "ageRating" int, year int,
       "durationSeconds" int, rights text[], "playoutFrom" timestamptz, "playoutUntil" timestamptz,
       "withdrawnOn" timestamptz, "sortKey" text, search tsvector)
     join licences.publisher p on p.name = x.publisher
     on conflict (number) do update set (${COLUMNS.join(', ')}) = row(${of('excluded')})
       where (${of('t')}) is distinct from (${of('excluded')})
     returning t.xmax = 0 as is_new)
   select is_new as "isNew", count(*)::int as count from written group by is_new`,
  { isNew: boolean, count: int },
);

/**
 * Adds the titles or brings them up to date by number; rows that are as they should be are not written to. The rows go
 * as one JSON text, since `unnest` cannot take arrays apart into arrays.
 */
export async function upsertTitles(db: Queryable, rows: readonly TitleRow[]): Promise<Tally> {
  const written = await db.query(UPSERT_TITLES, [JSON.stringify(rows)]);
  const count = (isNew: boolean) => written.find((row) => row.isNew === isNew)?.count ?? 0;
  return { added: count(true), changed: count(false), unchanged: rows.length - count(true) - count(false) };
}

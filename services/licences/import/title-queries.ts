import type { Queryable } from '../../../database/queryable';
import { boolean, int, json, neverNull, nullable, someOf, statement, text, texts } from '../../../database/statement';
import { isoInstant } from '../../import-file/days';
import type { Tally } from '../../import-file/tally';
import { type TitleDetails, titleDetails } from '../title/title-details';
import { SCHOOL_TYPES } from '../vocabulary/school-types';
import type { TitleFacts } from './title-facts';

export interface TitleRow extends Omit<TitleFacts, keyof TitleDetails> {
  readonly number: string;
  readonly details: TitleDetails;
  readonly sortKey: string;
  /** The `tsvector` as text. */
  readonly search: string;
}

const STORED_TITLES = statement(
  'storedTitles',
  `select t.number, t.name, t.subtitle, t.series, t.description, p.name as publisher, t.kind, t.subjects,
     t.subject_codes as "subjectCodes", t.keywords, t.competences, t.grade_from as "gradeFrom",
     t.grade_until as "gradeUntil", t.school_types as "schoolTypes", t.languages, t.age_rating as "ageRating", t.year,
     t.duration_seconds as "durationSeconds", t.rights, t.open_licence as "openLicence",
     ${isoInstant('lower(t.playout)')} as "playoutFrom", ${isoInstant('upper(t.playout)')} as "playoutUntil",
     ${isoInstant('t.withdrawn_at')} as "withdrawnOn", t.withdrawn_by_source as "withdrawnBySource", t.details::json as details, t.unknown_codes as "unknownCodes",
     case when t.source is not null then json_build_object('source', t.source, 'id', t.source_id) end as origin,
     ${isoInstant('t.added_at')} as "addedOn"
   from licences.title t join licences.publisher p on p.id = t.publisher_id where t.number = any ($1)`,
  {
    number: text,
    name: text,
    subtitle: nullable(text),
    series: nullable(text),
    description: text,
    publisher: text,
    kind: text,
    subjects: texts,
    subjectCodes: texts,
    keywords: texts,
    competences: texts,
    gradeFrom: nullable(int),
    gradeUntil: nullable(int),
    schoolTypes: someOf(SCHOOL_TYPES),
    languages: texts,
    ageRating: nullable(int),
    year: nullable(int),
    durationSeconds: nullable(int),
    rights: texts,
    openLicence: nullable(text),
    playoutFrom: nullable(text),
    playoutUntil: nullable(text),
    withdrawnOn: nullable(text),
    withdrawnBySource: boolean,
    details: json<TitleDetails>(),
    unknownCodes: texts,
    origin: nullable(json<{ source: string; id: string }>()),
    addedOn: neverNull(text, 'added_at is never null'),
  },
);

/** Returns those of the titles that exist, by number. */
export async function storedTitles(db: Queryable, numbers: readonly string[]): Promise<Map<string, TitleFacts>> {
  const rows = await db.query(STORED_TITLES, [numbers]);
  return new Map(rows.map(({ number, details, ...facts }) => [number, { ...facts, ...titleDetails(details) }]));
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

/**
 * Inserts publishers that do not exist.
 *
 * @returns how many were inserted
 */
export async function ensurePublishers(db: Queryable, names: readonly string[]): Promise<number> {
  const [added] = await db.query(ENSURE_PUBLISHERS, [[...new Set(names)]]);
  return added?.count ?? 0;
}

const COLUMNS = [
  'name',
  'subtitle',
  'series',
  'description',
  'publisher_id',
  'kind',
  'subjects',
  'subject_codes',
  'keywords',
  'competences',
  'grade_from',
  'grade_until',
  'school_types',
  'languages',
  'age_rating',
  'year',
  'duration_seconds',
  'rights',
  'open_licence',
  'playout',
  'withdrawn_at',
  'withdrawn_by_source',
  'details',
  'unknown_codes',
  'source',
  'source_id',
  'added_at',
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
     select x.number, x.name, x.subtitle, x.series, x.description, p.id, x.kind, x.subjects, x."subjectCodes",
       x.keywords, x.competences, x."gradeFrom", x."gradeUntil", x."schoolTypes", x.languages, x."ageRating", x.year,
       x."durationSeconds", x.rights, x."openLicence", tstzrange(x."playoutFrom", x."playoutUntil"), x."withdrawnOn",
       x."withdrawnBySource", x.details, x."unknownCodes", x.origin ->> 'source', x.origin ->> 'id', coalesce(x."addedOn", date_trunc('milliseconds', now())), x."sortKey",
       x.search
     from json_to_recordset($1) as x(
       number text, name text, subtitle text, series text, description text, publisher text, kind text,
       subjects text[], "subjectCodes" text[], keywords text[], competences text[], "gradeFrom" int, "gradeUntil" int,
       "schoolTypes" text[], languages text[], "ageRating" int, year int, "durationSeconds" int, rights text[],
       "openLicence" text, "playoutFrom" timestamptz, "playoutUntil" timestamptz, "withdrawnOn" timestamptz,
       "withdrawnBySource" boolean,
       details jsonb, "unknownCodes" text[], origin json, "addedOn" timestamptz, "sortKey" text, search tsvector)
     join licences.publisher p on p.name = x.publisher
     on conflict (number) do update
       set (${COLUMNS.join(', ')}, version, changed_at) = row(${of('excluded')}, t.version + 1, now())
       where (${of('t')}) is distinct from (${of('excluded')})
     returning t.xmax = 0 as is_new)
   select is_new as "isNew", count(*)::int as count from written group by is_new`,
  { isNew: boolean, count: int },
);

/**
 * Inserts titles, or updates them by number. Unchanged rows are not written. The rows are passed as one JSON text,
 * because `unnest` cannot turn an array of arrays into arrays.
 */
export async function upsertTitles(db: Queryable, rows: readonly TitleRow[]): Promise<Tally> {
  const written = await db.query(UPSERT_TITLES, [JSON.stringify(rows)]);
  const count = (isNew: boolean) => written.find((row) => row.isNew === isNew)?.count ?? 0;
  return { added: count(true), changed: count(false), unchanged: rows.length - count(true) - count(false) };
}

const COUNT_UNKNOWN_CODES = statement(
  'countUnknownCodes',
  `select code, count(*)::int as titles from licences.title t cross join unnest(t.unknown_codes) as code
   where t.changed_at = now() group by code order by titles desc, code limit 20`,
  { code: neverNull(text, 'no code of a title is null'), titles: int },
);

/** Returns the most frequent unknown codes of the titles that this transaction has written. */
export function countUnknownCodes(db: Queryable): Promise<{ code: string; titles: number }[]> {
  return db.query(COUNT_UNKNOWN_CODES);
}

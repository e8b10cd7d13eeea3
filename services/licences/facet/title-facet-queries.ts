/**
 * Counts the titles of a list by the values of each facet. Each facet is counted under all filters but its own, so that
 * a count says how long the list would be with that value instead. One statement counts all requested facets.
 */
import { boolean, int, statements, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { isFound } from '../search/search';
import { type CountedValue, TITLE_FACETS, type TitleFacetName } from '../title/facet-names';
import { CONDITIONS_OF_FACET, CONDITIONS_OF_NO_FACET } from '../title/title-filter-conditions';
import type { TitleList } from '../title/title-page';
import { AGE_RATINGS, DURATIONS } from './facet-values';

/**
 * Up to this many titles are counted. Of longer lists, a sample of this many titles of the catalogue is counted:
 * docs/decisions/0086.
 */
const MAX_COUNTED = 100_000;
/**
 * Each facet lists the most frequent values. There are fewer subjects than this, and fewer publishers in a large
 * catalogue.
 */
export const MAX_VALUES = 1_000;

interface Values {
  /** The columns of a title that its values are of. */
  readonly of: string;
  /** A query with one column, of `hit`. No title has a value twice. */
  readonly rows: string;
}

const VALUES: Readonly<Record<TitleFacetName, Values>> = {
  SUBJECT: { of: 'subject_codes', rows: 'select unnest(hit.subject_codes)' },
  GRADE: {
    of: 'grade_from, grade_until',
    rows: `select grade::text from generate_series(coalesce(hit.grade_from, 0), coalesce(hit.grade_until, 13)) grade
          where hit.grade_from is not null or hit.grade_until is not null`,
  },
  SCHOOL_TYPE: { of: 'school_types', rows: 'select unnest(hit.school_types)' },
  KIND: { of: 'kind', rows: 'select hit.kind' },
  PUBLISHER: { of: 'publisher_id', rows: 'select p.name from licences.publisher p where p.id = hit.publisher_id' },
  LANGUAGE: { of: 'languages', rows: 'select unnest(hit.languages)' },
  AGE_RATING: {
    of: 'age_rating',
    rows: `select age::text from unnest(array[${AGE_RATINGS}]) age where hit.age_rating <= age`,
  },
  DURATION: {
    of: 'duration_seconds',
    rows: `select name from (values ${DURATIONS.map(({ value, from, until }) => `('${value}', ${from}, ${until ?? 'null'}::int)`).join(', ')})
             as span(name, first, last) where hit.duration_seconds >= first and (last is null or hit.duration_seconds <= last)`,
  },
  YEAR: { of: 'year', rows: 'select hit.year::text where hit.year is not null' },
  COMPETENCE: { of: 'competences', rows: 'select unnest(hit.competences)' },
  RIGHT: { of: 'rights', rows: 'select unnest(hit.rights)' },
  OPEN_LICENCE: {
    of: 'open_licence',
    rows: "select case when hit.open_licence is null then 'false' else 'true' end",
  },
};

const COUNT_TITLE_FACETS = statements('countTitleFacets', {
  facet: text,
  value: text,
  count: int,
  isExact: boolean,
});

/**
 * @param conditions further conditions on `licences.title t`
 * @param values the values of the list's filter and of the conditions
 * @param expected an estimate of how many titles are found without the filter. Where it is high, the sample is read first. If the
 *   sample shows that they are too many to be counted, nothing else is read.
 */
export function countTitleFacets(
  db: Transaction,
  { search }: TitleList,
  names: readonly TitleFacetName[],
  conditions: string,
  values: unknown[],
  expected: number,
  most = MAX_COUNTED,
): Promise<CountedValue[]> {
  if (names.length === 0) return Promise.resolve([]);
  const found = search ? isFound(search, values) : 'true';
  const share = '(select share from sampled)';
  /** A sample says too little where only a few more titles are expected than are counted. */
  const isMany =
    expected > 2 * most
      ? `case when ${share} < 0.5 then (select count(*) from sample) > ${2 * most} * ${share} else false end`
      : 'false';
  const fits = (name: TitleFacetName) => `fits_${name.toLowerCase()}`;
  const others = (name: TitleFacetName) =>
    TITLE_FACETS.filter((other) => other !== name)
      .map(fits)
      .join(' and ');
  /** Titles are grouped by the columns of a facet first, so that each different list of values is unnested only once. */
  const counts = names.map(
    (name) => `(select '${name}' as facet, had.value, sum(hit.titles) as count
      from (select ${VALUES[name].of}, count(*) as titles from hit where ${others(name)} group by ${VALUES[name].of}) hit
      cross join lateral (${VALUES[name].rows}) as had(value)
      group by had.value order by count desc, had.value limit ${MAX_VALUES})`,
  );
  const hits = (titles: string) => `
    select t.subject_codes, t.grade_from, t.grade_until, t.school_types, t.kind, t.publisher_id, t.languages, t.age_rating,
      t.duration_seconds, t.year, t.competences, t.rights, t.open_licence,
      ${TITLE_FACETS.map((name) => `${CONDITIONS_OF_FACET[name]} as ${fits(name)}`).join(',\n      ')}
    from ${titles} where ${CONDITIONS_OF_NO_FACET} and ${conditions} and ${found}`;
  return db.query(
    COUNT_TITLE_FACETS(`with sampled as materialized (
       select least(1, ${most} / greatest(reltuples, 1))::float8 as share from pg_class where oid = 'licences.title'::regclass),
     sample as materialized (
       ${hits(`licences.title t tablesample system (100 * ${share}) repeatable (0)`)}),
     shown as materialized (select ${isMany} as "isMany"),
     found as materialized (${hits('licences.title t')} and not (select "isMany" from shown) limit ${most + 1}),
     counted as materialized (
       select not (select "isMany" from shown) and count(*) <= ${most} as "isExact" from found),
     hit as materialized (
       select * from found where (select "isExact" from counted)
       union all select * from sample where not (select "isExact" from counted))
     select facet, coalesce(value, '') as value,
       coalesce(case when "isExact" then count else round(count / ${share}) end, 0)::int as count,
       coalesce("isExact", false) as "isExact"
     from (${counts.join('\n union all ')}) as counts cross join counted`),
    values,
  );
}

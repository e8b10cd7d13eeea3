/**
 * Counts the titles of a list by the values of each facet. Each facet is counted under all filters but its own, so that
 * a count says how long the list would be with that value instead. One statement counts all requested facets.
 */
import { boolean, int, statements, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { isFound } from '../search/search';
import { type CountedValue, TITLE_FACETS, type TitleFacetName } from '../title/facet-names';
import { CONDITIONS_OF_FACET, CONDITIONS_OF_NO_FACET } from '../title/title-filter-conditions';
import type { TitleList } from '../title/title-queries';
import { AGE_RATINGS, DURATIONS } from './facet-values';

/**
 * Up to so many titles are counted. Of more, a sample with as many titles of the catalogue is counted:
 * docs/decisions/0086.
 */
export const MAX_COUNTED = 100_000;
/**
 * Each facet lists the most frequent values. There are fewer subjects than this, and fewer publishers in a large
 * catalogue.
 */
export const MAX_VALUES = 1_000;

/** A query for each facet with one column `value`, the values of the title `hit`. No title has a value twice. */
const VALUES: Readonly<Record<TitleFacetName, string>> = {
  SUBJECT: 'select unnest(hit.subject_codes)',
  GRADE: `select grade::text from generate_series(coalesce(hit.grade_from, 0), coalesce(hit.grade_until, 13)) grade
          where hit.grade_from is not null or hit.grade_until is not null`,
  SCHOOL_TYPE: 'select unnest(hit.school_types)',
  KIND: 'select hit.kind',
  PUBLISHER: 'select p.name from licences.publisher p where p.id = hit.publisher_id',
  LANGUAGE: 'select unnest(hit.languages)',
  AGE_RATING: `select age::text from unnest(array[${AGE_RATINGS}]) age where hit.age_rating <= age`,
  DURATION: `select name from (values ${DURATIONS.map(({ value, from, until }) => `('${value}', ${from}, ${until ?? 'null'}::int)`).join(', ')})
             as span(name, first, last) where hit.duration_seconds >= first and (last is null or hit.duration_seconds <= last)`,
  YEAR: 'select hit.year::text where hit.year is not null',
  COMPETENCE: 'select unnest(hit.competences)',
  RIGHT: 'select unnest(hit.rights)',
  OPEN_LICENCE: "select case when hit.open_licence is null then 'false' else 'true' end",
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
 */
export function countTitleFacets(
  db: Transaction,
  { search }: TitleList,
  names: readonly TitleFacetName[],
  conditions: string,
  values: unknown[],
  most = MAX_COUNTED,
): Promise<CountedValue[]> {
  if (names.length === 0) return Promise.resolve([]);
  const found = search ? isFound(search, values) : 'true';
  const isExact = `(select count(*) from found) <= ${most}`;
  const fits = (name: TitleFacetName) => `fits_${name.toLowerCase()}`;
  const others = (name: TitleFacetName) =>
    TITLE_FACETS.filter((other) => other !== name)
      .map(fits)
      .join(' and ');
  const counted = names.map(
    (name) => `(select '${name}' as facet, had.value, count(*) as count
      from hit cross join lateral (${VALUES[name]}) as had(value)
      where ${others(name)} group by had.value order by count desc, had.value limit ${MAX_VALUES})`,
  );
  const hits = (titles: string) => `
    select t.subject_codes, t.grade_from, t.grade_until, t.school_types, t.kind, t.publisher_id, t.languages, t.age_rating,
      t.duration_seconds, t.year, t.competences, t.rights, t.open_licence,
      ${TITLE_FACETS.map((name) => `${CONDITIONS_OF_FACET[name]} as ${fits(name)}`).join(',\n      ')}
    from ${titles} where ${CONDITIONS_OF_NO_FACET} and ${conditions} and ${found}`;
  return db.query(
    COUNT_TITLE_FACETS(`with sampled as materialized (
       select least(1, ${most} / greatest(reltuples, 1))::float8 as share from pg_class where oid = 'licences.title'::regclass),
     found as materialized (${hits('licences.title t')} limit ${most + 1}),
     hit as materialized (
       select * from found where ${isExact}
       union all
       select * from (${hits('licences.title t tablesample system (100 * (select share from sampled)) repeatable (0)')}
         and not (${isExact})) sample)
     select facet, coalesce(value, '') as value,
       coalesce(case when ${isExact} then count else round(count / (select share from sampled)) end, 0)::int as count,
       ${isExact} as "isExact"
     from (${counted.join('\n union all ')}) as counted`),
    values,
  );
}

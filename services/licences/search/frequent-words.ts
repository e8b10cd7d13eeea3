/**
 * How many titles a list has, roughly: by the words and other terms that many titles have, as PostgreSQL's statistics know them. It
 * decides how a page is found, and never what is on it (docs/decisions/0094).
 */
import { float, floats, statement, texts } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

export interface FrequentWords {
  /** In the catalogue. */
  readonly titles: number;
  /** Sorted. A word that is not among them is taken for one that no title has. */
  readonly words: readonly string[];
  /** Of each word, the share of the titles that have it. */
  readonly shares: readonly number[];
  /** What parts the catalogue into as many titles each, in the order of lists: sort keys, and instants in epoch milliseconds. */
  readonly steps: { readonly byName: readonly string[]; readonly newest: readonly number[] };
}

/** Every search is looked up. */
export const NONE_FREQUENT: FrequentWords = { titles: 0, words: [], shares: [], steps: { byName: [], newest: [] } };

const FIND_FREQUENT_WORDS = statement(
  'findFrequentWords',
  `with terms as (
     select common.term, common.share * terms.reltuples / greatest(titles.reltuples, 1) as share, common.place
     from pg_stats s, pg_class terms, pg_class titles,
       unnest(s.most_common_vals::text::text[], s.most_common_freqs) with ordinality as common(term, share, place)
     where s.schemaname = 'licences' and s.tablename = 'title_term' and s.attname = 'term' and common.term like '%:%'
       and terms.oid = 'licences.title_term'::regclass and titles.oid = 'licences.title'::regclass)
   select c.reltuples::float8 as titles,
     coalesce(s.most_common_elems::text::text[], '{}') || array(select term from terms order by place) as words,
     coalesce(s.most_common_elem_freqs::float8[], '{}') || array(select share from terms order by place) as shares,
     array(select step from ${stepsOf('sort_key')}) as "byName",
     array(select extract(epoch from step::timestamptz)::float8 * 1000 from ${stepsOf('added_at')}) as newest
   from pg_class c
   left join pg_stats s on s.schemaname = 'licences' and s.tablename = 'title' and s.attname = 'search'
   where c.oid = 'licences.title'::regclass`,
  { titles: float, words: texts, shares: floats, byName: texts, newest: floats },
);

/** In the order of the column. */
function stepsOf(column: string): string {
  return `pg_stats steps, unnest(steps.histogram_bounds::text::text[]) step
     where steps.schemaname = 'licences' and steps.tablename = 'title' and steps.attname = '${column}'`;
}

export async function findFrequentWords(db: Transaction): Promise<FrequentWords> {
  const [found] = await db.query(FIND_FREQUENT_WORDS);
  if (!found) return NONE_FREQUENT;
  const order = found.words.map((word, at) => ({ word, share: found.shares[at] ?? 0 }));
  order.sort((one, other) => (one.word < other.word ? -1 : 1));
  return {
    titles: found.titles,
    words: order.map(({ word }) => word),
    shares: order.map(({ share }) => share),
    steps: { byName: found.byName, newest: found.newest.toReversed() },
  };
}

/** Titles that have one of these terms, in the order of the list. */
export interface Stretch {
  readonly terms: readonly string[];
  /** Of all titles. */
  readonly share: number;
}

/** @param either of which each title of the list has one. @returns those that the fewest titles have; null where nothing is known */
export function shortestStretch(frequent: FrequentWords, either: readonly (readonly string[])[]): Stretch | null {
  if (frequent.titles <= 0) return null;
  const stretches = either.map((terms) => ({
    terms,
    share: Math.min(
      1,
      terms.reduce((sum, term) => sum + shareOfWord(frequent, term, false), 0),
    ),
  }));
  return stretches.sort((one, other) => one.share - other.share)[0] ?? null;
}

/**
 * How many titles a list has, at a guess; Infinity where nothing is known.
 *
 * @param query as it is looked up; null: it does not search
 * @param stretch in which all of them are; null: no such is known
 */
export function titlesExpected(frequent: FrequentWords, query: string | null, stretch: Stretch | null): number {
  if (frequent.titles <= 0) return Infinity;
  return frequent.titles * Math.min(stretch?.share ?? 1, query === null ? 1 : shareOf(frequent, query));
}

/** Of the titles that a search finds, filter and licences are taken to leave one in so many. */
export const LEFT_BY_OTHERS = 4;
/** Shares that are worked out in two ways differ by so much. */
const ALIKE = 1.1;
/** So many are gone through at the most: some 50 ms, where each is held to a search. */
export const MAX_AHEAD = 5_000;

/**
 * @param query as it is looked up: words, beginnings, & and |
 * @param most how many titles are to be found
 * @param stretch of titles that is gone through; null: all of them
 * @param hasAll whether the stretch has nothing but titles of which the query names a word
 * @returns how many titles to go through in the order of the list before the query is looked up: never more than that would
 *   find, and 0 where it finds so few that it is the quicker way; Infinity where the stretch is no longer than what it would find
 */
export function titlesAhead(
  frequent: FrequentWords,
  query: string,
  most: number,
  stretch: Stretch | null = null,
  hasAll = false,
): number {
  if (frequent.titles <= 0) return 0;
  const share = shareOf(frequent, query);
  if (stretch && stretch.share <= ALIKE * share) return Infinity;
  const found = share * frequent.titles;
  const length = (stretch?.share ?? 1) * frequent.titles;
  const expected = Math.min(length, (most * LEFT_BY_OTHERS * (hasAll ? (stretch?.share ?? 1) : 1)) / share);
  return expected < Math.min(found, MAX_AHEAD) ? Math.round(Math.min(found, MAX_AHEAD)) : 0;
}

/** From so many titles that a query would find, it is quicker to look for them among the first titles of the list alone. */
const MANY = 4_000;
/** Among so many times as many titles as are expected to fill a page: words stand closer in one part of the alphabet. */
const SPARE = 2;

/**
 * @param query as it is looked up; of what it finds, not what one of `without` finds is listed
 * @param most how many titles are to be found
 * @param after where the page begins, in the column that `steps` are of; null: at the beginning of the list
 * @returns up to where the titles of the list are expected to fill the page; null where few are listed, or all would be needed
 */
export function endOfFirst(
  frequent: FrequentWords,
  order: keyof FrequentWords['steps'],
  { query, without = [] }: { readonly query: string; readonly without?: readonly string[] | undefined },
  most: number,
  after: string | number | null,
): string | number | null {
  const steps: readonly (string | number)[] = frequent.steps[order];
  const share = shareOf(frequent, query) - Math.max(0, ...without.map((other) => shareOf(frequent, other)));
  if (share * frequent.titles < MANY) return null;
  const isPast = (step: string | number) => after === null || (order === 'byName' ? step > after : step < after);
  const begin = steps.findIndex(isPast);
  const needed = Math.ceil(((SPARE * most * LEFT_BY_OTHERS) / share / frequent.titles) * (steps.length - 1));
  return begin < 0 ? null : (steps[begin + needed] ?? null);
}

const TOKEN = /'([^']*)'(:\*)?|[()&|]/g;

/** The share of titles that match a query, were its words spread by chance. */
function shareOf(frequent: FrequentWords, query: string): number {
  const tokens = [...query.matchAll(TOKEN)];
  let at = 0;
  function next(symbol: string): boolean {
    const isNext = tokens[at]?.[0] === symbol;
    if (isNext) at += 1;
    return isNext;
  }
  function either(): number {
    let none = 1 - both();
    while (next('|')) none *= 1 - both();
    return 1 - none;
  }
  function both(): number {
    let all = one();
    while (next('&')) all *= one();
    return all;
  }
  function one(): number {
    if (next('(')) {
      const share = either();
      next(')');
      return share;
    }
    const [, word = '', beginning] = tokens[at] ?? [];
    at += 1;
    return shareOfWord(frequent, word, beginning !== undefined);
  }
  return either();
}

function shareOfWord({ words, shares }: FrequentWords, word: string, isBeginning: boolean): number {
  let none = 1;
  for (let at = placeOf(words, word); at < words.length; at += 1) {
    const known = words[at] as string;
    if (isBeginning ? !known.startsWith(word) : known !== word) break;
    none *= 1 - (shares[at] ?? 0);
  }
  return 1 - none;
}

/** Of the first that is not before `word`. */
function placeOf(words: readonly string[], word: string): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] as string) < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

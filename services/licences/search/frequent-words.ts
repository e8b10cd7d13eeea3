/**
 * Estimates how many titles a list has, from PostgreSQL's statistics of the words and terms that many titles have. The
 * estimate decides how a page is read, and never what is on it (docs/decisions/0094).
 */
import { float, floats, statement, texts } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

export interface FrequentWords {
  /** The size of the catalogue. */
  readonly titles: number;
  /** In order. A word that is not among them counts as one that no title has. */
  readonly words: readonly string[];
  /** For each word, the share of titles that have it. */
  readonly shares: readonly number[];
  /** Split the catalogue into equal parts, in the orders of lists: sort keys, and instants in epoch milliseconds. */
  readonly steps: { readonly byName: readonly string[]; readonly newest: readonly number[] };
}

/** Nothing is known of the catalogue, so every search is looked up as it is. */
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

/** The bounds of the parts, in the order of the column. */
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

/** The titles that have one of these terms. The table of terms has them in the order of the list. */
export interface Stretch {
  readonly terms: readonly string[];
  /** Their share of all titles. */
  readonly share: number;
}

/**
 * Returns the terms that the fewest titles have; null where nothing is known.
 *
 * @param either lists of terms; each title of the list has at least one term of each
 */
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
 * Estimates how many titles a list has; Infinity where nothing is known.
 *
 * @param query the query of the index lookup; null where the list is not searched
 * @param stretch contains all of these titles; null where none is known to
 */
export function titlesExpected(frequent: FrequentWords, query: string | null, stretch: Stretch | null): number {
  if (frequent.titles <= 0) return Infinity;
  return frequent.titles * Math.min(stretch?.share ?? 1, query === null ? 1 : shareOf(frequent, query));
}

/** Filter and licences are assumed to leave one in this many of the titles that a search finds. */
export const LEFT_BY_OTHERS = 4;
/** Estimates of the same share from two sources differ by this factor. */
const ALIKE = 1.1;
/** A scan reads at most this many titles, which takes about 50 ms where each is compared with a search. */
export const MAX_AHEAD = 5_000;

/**
 * Returns how many titles to scan in the order of the list before the query is looked up: never more than the lookup is
 * expected to find, and 0 where that is faster. Returns Infinity where the stretch is no longer than what the lookup
 * would find.
 *
 * @param query the query of the index lookup: words, prefixes, & and |
 * @param most how many titles the page needs
 * @param stretch the titles that are scanned; null: all of them
 * @param hasAll whether all titles of the stretch have a word of the query
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

/** Where a query finds this many titles, it is faster to look for them only at the beginning of the list. */
const MANY = 4_000;
/** The beginning has this many times the titles that are expected to fill the page, because words are not spread evenly. */
const SPARE = 2;

/**
 * Returns the end of the beginning of the list that is expected to fill the page; null where the list has few titles, or
 * all of them would be needed.
 *
 * @param query the query of the index lookup; the list has no titles that match a query of `without`
 * @param most how many titles the page needs
 * @param after where the page begins, in the column of the `steps`; null: at the beginning of the list
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

/** The share of titles that match a query if its words are independent of each other. */
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
    const [, word = '', prefix] = tokens[at] ?? [];
    at += 1;
    return shareOfWord(frequent, word, prefix !== undefined);
  }
  return either();
}

function shareOfWord({ words, shares }: FrequentWords, word: string, isPrefix: boolean): number {
  let none = 1;
  for (let at = placeOf(words, word); at < words.length; at += 1) {
    const known = words[at] as string;
    if (isPrefix ? !known.startsWith(word) : known !== word) break;
    none *= 1 - (shares[at] ?? 0);
  }
  return 1 - none;
}

/** The position of the first word that does not sort before `word`. */
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

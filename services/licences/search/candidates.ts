/**
 * Looks a search up before its page is read. Where it finds few titles, these are read and ranked, and nothing else is.
 * Where it finds many, or is expected to, a page reads them rank by rank instead (docs/decisions/0104).
 */
import { bigints, nullable, statements } from '../../../database/statement';
import { bind } from '../../subgraph/database/bind';
import type { Transaction } from '../../subgraph/database/session';
import { type FrequentWords, NONE_FREQUENT, titlesExpected } from './frequent-words';
import { isFound, queryOf, type Search, withKnownWords } from './search';

/** To rank a title takes some 10 µs. */
const MAX_RANKED = 1_000;

/**
 * Words that many titles have may still occur together in none. A sample of titles, spread over the catalogue by name,
 * shows whether they do. Where this many of it have all words, reading titles in the order of the list soon fills a
 * page, while the index would compare long lists.
 */
const ENOUGH_IN_SAMPLE = 2;
const SAMPLE = 250;

const FIND_CANDIDATES = statements('findCandidates', { ids: nullable(bigints) });

/** A list or page of titles whose search was looked up first. */
export type WithCandidates<List> = List & {
  /** All titles that the search finds; null where they are many, or were not counted. */
  readonly candidates: readonly string[] | null;
};

/** Returns the list without alternatives that no title has. It stays as it is where nothing is known of the catalogue. */
export async function withoutUnknownWords<List extends { readonly search: Search | null }>(
  db: Transaction,
  list: List,
  frequent: FrequentWords,
): Promise<List> {
  if (list.search === null || frequent === NONE_FREQUENT) return list;
  return { ...list, search: await withKnownWords(db, list.search) };
}

/** Leaves out unknown words as well, as {@link withoutUnknownWords} does. */
export async function withCandidates<List extends { readonly search: Search | null }>(
  db: Transaction,
  list: List,
  frequent: FrequentWords,
): Promise<WithCandidates<List>> {
  const known = await withoutUnknownWords(db, list, frequent);
  if (known.search === null || known === list) return { ...known, candidates: null };
  return { ...known, candidates: await findCandidates(db, known.search, frequent) };
}

function spread(steps: readonly string[]): string[] {
  const each = Math.ceil(steps.length / SAMPLE);
  return steps.filter((_, at) => at % each === 0);
}

async function findCandidates(
  db: Transaction,
  search: Search,
  frequent: FrequentWords,
): Promise<readonly string[] | null> {
  const areMany = titlesExpected(frequent, queryOf(search), null) > MAX_RANKED;
  if (areMany && search.words.length === 1) return null;
  const values: unknown[] = [];
  const found = isFound(search, values);
  const steps = bind(values, areMany ? spread(frequent.steps.byName) : [], 'text[]');
  // PostgreSQL reads only as many rows as are needed of what is materialized, and only the alternative that is chosen.
  const [row] = await db.query(
    FIND_CANDIDATES(`with sample as materialized (
       select from unnest(${steps}) as step cross join lateral (
         select * from licences.title t where t.sort_key >= step order by t.sort_key, t.id limit 1) t
       where ${found}),
     found as materialized (select t.id from licences.title t where ${found})
     select case when (select count(*) from sample) < ${ENOUGH_IN_SAMPLE}
       then array(select id from found limit ${MAX_RANKED + 1}) end as ids`),
    values,
  );
  return row?.ids && row.ids.length <= MAX_RANKED ? row.ids : null;
}

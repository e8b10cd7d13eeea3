/**
 * Caches titles with the packages that hold them, and pages of licensed titles, until the catalogue changes
 * (docs/decisions/0009): what licensed-titles.ts reads. Neither depends on the caller: the catalogue is not secret,
 * and a page depends only on the open packages, the requested list, and the instant. Titles with an open licence are
 * the same for all schools, and are part of every page.
 *
 * Changes that only time brings are not notified, so a page is kept for the time between two instants of the
 * catalogue. Where seats are counted, only the titles are cached.
 */
import { isDatabaseId } from '../../../request/values/database-id';
import { InvalidatedCache } from '../../subgraph/cache/invalidated-cache';
import { perService, type SubgraphContext } from '../../subgraph/context';
import { frequentWordsFor } from '../search/frequent-words-cache';
import type { TitlePage } from '../title/title-page';
import type { FoundTitles } from '../title/title-queries';
import {
  findCatalogueInstants,
  findSeatsTaken,
  findTitlesWithPackages,
  listLicensedTitles,
  NONE_TAKEN,
  type TitleWithPackages,
} from './access-queries';
import type { Ruling } from './ruling';

const TITLES_BYTES = 60_000_000;
/** For a title and its packages, by character of its JSON. */
const TITLE_CHARACTER_BYTES = 3;
/** A client's filter may name very many; each title of a page takes this much. */
const PAGES_BYTES = 24_000_000;
const TITLE_ON_PAGE_BYTES = 40;
const ENTRY_BYTES = 300;
const INSTANTS_BYTES = 4_000_000;

/** The name of everything in the catalogue, as migrations/1-licences/notifications.ts reports it. */
const CATALOGUE = ['catalogue'];

const caches = perService((changes) => ({
  /** As if no seat were taken. */
  titles: new InvalidatedCache<TitleWithPackages>(
    changes,
    TITLES_BYTES,
    (one) => ENTRY_BYTES + TITLE_CHARACTER_BYTES * JSON.stringify(one).length,
    'titles',
  ),
  /** The ids of a page's titles, by everything that the page depends on. */
  pages: new InvalidatedCache<FoundTitles<string>>(
    changes,
    PAGES_BYTES,
    ({ rows: ids }, key) => ENTRY_BYTES + 2 * key.length + TITLE_ON_PAGE_BYTES * ids.length,
    'pages',
  ),
  /** All of them are one value. */
  instants: new InvalidatedCache<readonly number[]>(
    changes,
    INSTANTS_BYTES,
    ({ length }) => ENTRY_BYTES + 8 * length,
    'instants',
  ),
}));

/** Takes at most one statement. */
export async function cachedTitles(
  context: SubgraphContext,
  ruling: Ruling,
  ids: readonly string[],
): Promise<TitleWithPackages[]> {
  const { session } = context;
  const { titles } = caches(context);
  const countsSeats = ruling.counting.length > 0;
  const possible = [...new Set(ids)].filter(isDatabaseId);
  const known = possible.map((id) => titles.get(id));
  const unknown = possible.filter((_, index) => known[index] === undefined);
  if (unknown.length === 0) {
    const found = known as TitleWithPackages[];
    if (!countsSeats || found.length === 0) return found;
    const seatFreeFrom = await findSeatsTaken(session, ruling);
    return found.map((title) => ({ ...title, seatFreeFrom }));
  }
  const found = await findTitlesWithPackages(session, ruling, countsSeats ? possible : unknown);
  keepTitles(context, found);
  return countsSeats ? found : [...known.flatMap((title) => title ?? []), ...found];
}

/** Returns the page at once, where it is cached. */
export function cachedPage(
  context: SubgraphContext,
  ruling: Ruling,
  page: TitlePage,
): FoundTitles<TitleWithPackages> | Promise<FoundTitles<TitleWithPackages>> {
  return pageInCache(context, ruling, page) ?? readPage(context, ruling, page);
}

function pageInCache(
  context: SubgraphContext,
  ruling: Ruling,
  page: TitlePage,
): FoundTitles<TitleWithPackages> | undefined {
  const { instants, pages, titles } = caches(context);
  const key = keyOf(instants.get('all'), ruling, page);
  const found = key === null ? undefined : pages.get(key);
  const rows = found?.rows.map((id) => titles.get(id));
  return found && rows?.every((title) => title !== undefined) ? { rows, ranks: found.ranks } : undefined;
}

async function readPage(
  context: SubgraphContext,
  ruling: Ruling,
  page: TitlePage,
): Promise<FoundTitles<TitleWithPackages>> {
  const { session, readGeneration } = context;
  const keeps = readGeneration !== null && ruling.counting.length === 0;
  const key = keeps ? keyOf(await catalogueInstants(context), ruling, page) : null;
  const found = await listLicensedTitles(session, ruling, page, await frequentWordsFor(context, page));
  keepTitles(context, found.rows);
  if (key !== null) {
    const ids = found.rows.map(({ title }) => title.id);
    caches(context).pages.keep(key, { rows: ids, ranks: found.ranks }, readGeneration, CATALOGUE);
  }
  return found;
}

/**
 * Returns a key with everything that a page depends on; null where no page may be cached: while the catalogue
 * changes, and where seats are counted.
 */
function keyOf(
  instants: readonly number[] | undefined,
  { question, operates, packages, counting }: Ruling,
  { search, filter, order, first, after }: TitlePage,
): string | null {
  if (!instants || counting.length > 0) return null;
  const since = instants.findLast((instant) => instant <= question.at) ?? null;
  return JSON.stringify([
    operates,
    packages.withOpenLicences,
    packages.fingerprint,
    question.right,
    since,
    search,
    filter,
    order,
    first,
    after,
  ]);
}

/**
 * Returns the first instant after this one at which anything in the catalogue begins or ends; Infinity where nothing
 * does.
 */
export async function nextCatalogueInstant(context: SubgraphContext, at: number): Promise<number> {
  const instants = (await catalogueInstants(context)) ?? (await findCatalogueInstants(context.session));
  return instants.find((instant) => instant > at) ?? Infinity;
}

/**
 * Returns the last instant at which something in the catalogue began or ended; undefined while the catalogue changes.
 * Null: never.
 */
export async function catalogueStretch(context: SubgraphContext, at: number): Promise<number | null | undefined> {
  const instants = await catalogueInstants(context);
  return instants && (instants.findLast((instant) => instant <= at) ?? null);
}

/** Reads back from the cache, because a page of an older snapshot would otherwise get the key of another period. */
async function catalogueInstants(context: SubgraphContext): Promise<readonly number[] | undefined> {
  const { instants } = caches(context);
  const known = instants.get('all');
  if (known) return known;
  instants.keep('all', await findCatalogueInstants(context.session), context.readGeneration, CATALOGUE);
  return instants.get('all');
}

function keepTitles(context: SubgraphContext, found: readonly TitleWithPackages[]): void {
  const { titles } = caches(context);
  for (const one of found) {
    titles.keep(one.title.id, { ...one, seatFreeFrom: NONE_TAKEN }, context.readGeneration, [`t${one.title.id}`]);
  }
}

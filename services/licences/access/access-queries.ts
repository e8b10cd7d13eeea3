/**
 * The SQL side of the access rule: the licensed titles as a list, and the packages by which the rule decides on each.
 *
 * The rule decides which packages are open (ruling.ts); SQL knows which titles they hold, and their order. So the
 * cost of a page does not grow with the licences: measured with 5,000 of them and 60,000 titles, joining the licences
 * in SQL took 1,100 ms a page.
 */

import { type Bounds, periodOf } from '../../../access/period';
import {
  floats,
  int,
  json,
  nullable,
  PLANNED_ONCE,
  type RowOf,
  statement,
  statements,
} from '../../../database/statement';
import { isDatabaseId } from '../../../request/values/database-id';
import { bind } from '../../subgraph/database/bind';
import { boundsOf, millisecondsOf } from '../../subgraph/database/period-bounds';
import type { Transaction } from '../../subgraph/database/session';
import { countTitleFacets } from '../facet/title-facet-queries';
import { withCandidates, withoutUnknownWords } from '../search/candidates';
import { type FrequentWords, LEFT_BY_OTHERS, NONE_FREQUENT } from '../search/frequent-words';
import type { CountedValue, TitleFacetName } from '../title/facet-names';
import type { Title } from '../title/title';
import { filterValues } from '../title/title-filter-conditions';
import type { TitleList, TitlePage } from '../title/title-page';
import { pageQueries } from '../title/title-page-queries';
import {
  type FoundTitles,
  foundTitles,
  listConditions,
  pageOrder,
  TITLE,
  TITLE_COLUMNS,
  titlesIn,
  toTitle,
} from '../title/title-queries';
import { decisionKeyOf, type OpenPackages, type Ruling, type TitleContents } from './ruling';

export interface TitleWithPackages extends TitleContents {
  readonly title: Title;
}

/** By licence: when a seat is free again, where all are taken. */
const TAKEN = { taken: nullable(json<Record<string, number>>()) };
const TITLE_WITH_PACKAGES = { ...TITLE, contents: json<[packageId: string, valid: Bounds][]>(), ...TAKEN };
type TitleWithPackagesRow = RowOf<typeof TITLE_WITH_PACKAGES>;

/**
 * Up to this many titles are fetched and sorted; where there may be more, the catalogue is scanned in its order until
 * the page is full. Of 60,000 titles, scanning them takes as long as fetching about 1,100.
 */
const FEW = 1_000;

/**
 * Up to this many titles are counted by looking up the packages of each. For more, the contents of all open packages
 * are read first, which takes some 300 ms of a million titles.
 */
const MAX_PROBED = 10_000;

export const NONE_TAKEN: TitleWithPackages['seatFreeFrom'] = new Map();

/** The packages that hold title `t`, and when. */
const CONTENTS = `
  coalesce((
    select json_agg(json_build_array(pt.package_id::text, ${boundsOf('pt.valid')}))
    from licences.package_title pt where pt.title_id = t.id), '[]') as contents`;

const LIST_LICENSED_TITLES = statements('listLicensedTitles', { ...TITLE_WITH_PACKAGES, rank: int });

/**
 * Returns a page of the titles that the rule allows, each with the packages that hold it, with one more than asked
 * for where there is one.
 */
export async function listLicensedTitles(
  db: Transaction,
  ruling: Ruling,
  page: TitlePage,
  frequent: FrequentWords = NONE_FREQUENT,
): Promise<FoundTitles<TitleWithPackages>> {
  const values = filterValues(page);
  const licensed = isLicensed(ruling, values, 'some');
  if (!licensed) return { rows: [], ranks: [] };
  const isOfMany = ruling.packages.atMost > FEW;
  const lookup = await withCandidates(db, page, frequent);
  const rows = await db.query(
    LIST_LICENSED_TITLES(`with ${pageQueries(lookup, licensed, values, isOfMany ? frequent : NONE_FREQUENT)}
   select ${TITLE_COLUMNS}, ${CONTENTS}, ${seatsTaken(ruling, values)}, page.rank
   from page join licences.title t on t.id = page.id join licences.publisher p on p.id = t.publisher_id
   order by ${pageOrder(page)}`),
    values,
  );
  return foundTitles(rows, toTitleWithPackages);
}

const COUNT_LICENSED_TITLES = statements('countLicensedTitles', { count: int });

export async function countLicensedTitles(
  db: Transaction,
  ruling: Ruling,
  list: TitleList,
  frequent: FrequentWords = NONE_FREQUENT,
): Promise<number> {
  const values = filterValues(list);
  const licensed = isLicensed(ruling, values, titlesIn(list, frequent) > MAX_PROBED ? 'all' : 'some');
  if (!licensed) return 0;
  const known = await withoutUnknownWords(db, list, frequent);
  const conditions = listConditions(known, values, ruling.packages.atMost > FEW ? frequent : NONE_FREQUENT);
  const [row] = await db.query(
    COUNT_LICENSED_TITLES(`select count(*)::int as count from licences.title t where ${conditions} and ${licensed}`),
    values,
  );
  return row?.count ?? 0;
}

/** Counts the values of the titles that the rule allows: the list is the same as that of {@link listLicensedTitles}. */
export async function countLicensedFacets(
  db: Transaction,
  ruling: Ruling,
  list: TitleList,
  names: readonly TitleFacetName[],
  frequent: FrequentWords = NONE_FREQUENT,
  most?: number,
): Promise<CountedValue[]> {
  const values = filterValues(list);
  const found = titlesIn({ ...list, filter: {} }, frequent);
  const licensed = isLicensed(ruling, values, found > MAX_PROBED ? 'all' : 'some');
  const known = await withoutUnknownWords(db, list, frequent);
  return licensed ? countTitleFacets(db, known, names, licensed, values, found / LEFT_BY_OTHERS, most) : [];
}

const FIND_TITLES_WITH_PACKAGES = statements('findTitlesWithPackages', TITLE_WITH_PACKAGES, PLANNED_ONCE);

/** Returns titles by id, each with the packages that hold it. Unknown ids are left out. */
export async function findTitlesWithPackages(
  db: Transaction,
  ruling: Ruling,
  ids: readonly string[],
): Promise<TitleWithPackages[]> {
  const values: unknown[] = [ids.filter(isDatabaseId)];
  const rows = await db.query(
    FIND_TITLES_WITH_PACKAGES(`select ${TITLE_COLUMNS}, ${CONTENTS}, ${seatsTaken(ruling, values)}
   from licences.title t join licences.publisher p on p.id = t.publisher_id where t.id = any ($1)`),
    values,
  );
  return rows.map((row) => toTitleWithPackages(row));
}

const FIND_SEATS_TAKEN = statements('findSeatsTaken', TAKEN);

/** Returns the licences whose seats are all taken, each with the earliest known instant at which one is free again. */
export async function findSeatsTaken(db: Transaction, ruling: Ruling): Promise<TitleWithPackages['seatFreeFrom']> {
  const values: unknown[] = [];
  const [row] = await db.query(FIND_SEATS_TAKEN(`select ${seatsTaken(ruling, values)}`), values);
  return seatsIn(row?.taken);
}

const FIND_CATALOGUE_INSTANTS = statement(
  'findCatalogueInstants',
  `select coalesce(array_agg(${millisecondsOf('moment')} order by moment), '{}') as instants
   from (
     select unnest(array[lower(playout), upper(playout), withdrawn_at]) as moment from licences.title
     where playout <> '(,)' or withdrawn_at is not null
     union
     select unnest(array[lower(valid), upper(valid)]) from licences.package_title where valid <> '(,)') as moments
   where moment is not null`,
  { instants: floats },
);

/**
 * Returns the instants at which a title, or a title in a package, begins or ends, in order, in epoch milliseconds:
 * between two of them a list stays the same, unless the catalogue changes.
 */
export async function findCatalogueInstants(db: Transaction): Promise<number[]> {
  const [row] = await db.query(FIND_CATALOGUE_INSTANTS);
  return row?.instants ?? [];
}

/**
 * The condition that the rule allows title `t`; null where it can allow none, whatever the titles are.
 *
 * @param all whether all titles are looked at, or some in their order
 */
function isLicensed(ruling: Ruling, values: unknown[], all: 'all' | 'some'): string | null {
  if (!ruling.operates) return null;
  const instant = bind(values, new Date(ruling.question.at), 'timestamptz');
  const right = bind(values, ruling.question.right, 'text');
  return `${allowsItself(right, instant)} and ${isOpened(ruling.packages, instant, values, all)}`;
}

/** The condition that title `t` itself allows the use, whatever opens it. */
export function allowsItself(right: string, instant: string): string {
  return `t.rights @> array[${right}]
    and t.playout @> ${instant} and (t.withdrawn_at is null or t.withdrawn_at > ${instant})`;
}

/**
 * The condition that an open licence, or an open package, opens title `t`. The first is the same for all schools.
 *
 * Where titles are looked at in their order, packages are probed for each of them, which `union all` causes; for all
 * titles it is faster to read the packages first, and the planner does so where it finds `or`.
 */
function isOpened(
  { free, seated, atMost, withOpenLicences }: OpenPackages,
  instant: string,
  values: unknown[],
  all: 'all' | 'some',
): string {
  const isFree = 't.open_licence is not null';
  if (free.length === 0 && seated.length === 0) return withOpenLicences ? isFree : 'false';
  const few = atMost <= FEW;
  /**
   * `+ 0` where titles are scanned: it makes the planner look packages up in a hash. As a condition of the index,
   * each title would probe each package.
   */
  let open = `pt.package_id ${few ? '' : '+ 0'} = any (${bind(values, free, 'bigint[]')})`;
  if (seated.length > 0) open += ` or pt.package_id = any (array(${withFreeSeat(seated, instant, values)}))`;
  const held = `from licences.package_title pt where pt.valid @> ${instant} and (${open})`;
  const isHeld = few
    ? `t.id = any (array(select pt.title_id ${held}))`
    : `exists (select ${held} and pt.title_id = t.id)`;
  if (!withOpenLicences) return `t.open_licence is null and ${isHeld}`;
  if (few || all === 'all') return `(${isFree} or ${isHeld})`;
  return `exists (select 1 where ${isFree} union all select 1 ${held} and pt.title_id = t.id)`;
}

function withFreeSeat(seated: OpenPackages['seated'], instant: string, values: unknown[]): string {
  const columns = [
    bind(
      values,
      seated.map((one) => one.package),
      'bigint[]',
    ),
    bind(
      values,
      seated.map(({ licence }) => licence.id),
      'bigint[]',
    ),
    bind(
      values,
      seated.map(({ licence }) => licence.seats),
      'int[]',
    ),
  ];
  return `select seated.package from unnest(${columns.join(', ')}) as seated(package, licence, seats)
      where directory.seat_free_from(seated.licence, seated.seats, ${instant}) is null`;
}

/** Selects the licences whose seats are all taken, each with the earliest known instant at which one is free again. */
function seatsTaken({ question: { at }, counting }: Ruling, values: unknown[]): string {
  if (counting.length === 0) return 'null::json as taken';
  const ids = bind(
    values,
    counting.map(({ id }) => id),
    'bigint[]',
  );
  const seats = bind(
    values,
    counting.map((licence) => licence.seats),
    'int[]',
  );
  const freeFrom = `directory.seat_free_from(counted.id, counted.seats, ${bind(values, new Date(at), 'timestamptz')})`;
  return `(select json_object_agg(counted.id, extract(epoch from ${freeFrom}) * 1000)
           from unnest(${ids}, ${seats}) as counted(id, seats) where ${freeFrom} is not null) as taken`;
}

function toTitleWithPackages({ contents, taken, ...row }: TitleWithPackagesRow): TitleWithPackages {
  const held = {
    title: toTitle(row),
    contents: contents.map(([id, valid]) => ({ package: id, valid: periodOf(valid) })),
  };
  return { ...held, decisionKey: decisionKeyOf(held), seatFreeFrom: seatsIn(taken) };
}

function seatsIn(taken: TitleWithPackagesRow['taken'] = null): TitleWithPackages['seatFreeFrom'] {
  return taken ? new Map(Object.entries(taken)) : NONE_TAKEN;
}

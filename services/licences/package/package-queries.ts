/** Reads packages by id and as a list, their contents, and the row of a package that is amended. */
import type { Caller } from '../../../caller/caller';
import {
  bigint,
  instant,
  int,
  json,
  nullable,
  PLANNED_ONCE,
  type RowOf,
  statement,
  text,
} from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Session, Transaction } from '../../subgraph/database/session';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { packageCondition, reachOf } from '../authorisation/allowed-queries';

const PACKAGE = {
  id: bigint,
  number: text,
  name: text,
  version: int,
  owner: nullable(json<Organisation>()),
  source: nullable(text),
  closedFrom: nullable(instant),
};

/** The own packages of licences are left out. */
const PACKAGES = `
  select p.id, p.number, p.name, p.version, p.source, p.closed_from as "closedFrom",
    case when w.id is not null then
      json_build_object('key', w.key, 'level', w.level, 'id', w.external_id,
                        'number', substring(w.external_id from '[^:]+$'), 'name', w.name) end as owner
  from licences.package p left join directory.organisation w on w.id = p.owner_id
  where p.number not like 'licence:%'`;

const FIND_PACKAGES = statement('findPackages', `${PACKAGES} and p.id = any ($1)`, PACKAGE);

type PackageRow = RowOf<typeof FIND_PACKAGES>;

/** Returns packages by id. Unknown ids are left out. */
export async function findPackages(session: Session, ids: readonly string[]): Promise<Map<string, PackageRow>> {
  return new Map((await session.query(FIND_PACKAGES, [ids])).map((row) => [row.id, row]));
}

const LIST_PACKAGES = byCondition(
  (caller) =>
    `${packageCondition(caller, 'package.read', '$1')} and (not $3 or ${packageCondition(caller, 'package.amend', '$1')})`,
  (allowed) =>
    statement(
      'listPackages',
      `${reachOf('$1')} ${PACKAGES}
         and ${allowed}
         and ($2::text is null or lower(p.number collate "C") = lower($2 collate "C")
           or strpos(lower(p.name collate pg_c_utf8), lower($2 collate pg_c_utf8)) > 0)
         and (not $3 or p.source is null)
         and ($4::text is null or p.number collate "C" > $4)
       order by p.number collate "C" limit $5`,
      PACKAGE,
    ),
);

/**
 * Returns the packages that the caller may read, by number, after the given one. One more than requested is returned
 * where there is one.
 */
export function listPackages(
  session: Session,
  caller: Caller,
  list: { search: string | null; amendable: boolean; first: number; after: string | null },
): Promise<PackageRow[]> {
  return session.query(LIST_PACKAGES(caller), [caller.bound, list.search, list.amendable, list.after, list.first + 1]);
}

const LIST_CONTENTS = statement(
  'listPackageContents',
  `select asked.place, pt.*
   from unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[], $5::timestamptz[])
     with ordinality as asked(package_id, count, title_id, number, at, place)
   cross join lateral (
     select title_id as "titleId", number, lower(valid) as "from", upper(valid) as until
     from (
       select h.title_id, h.valid, row_number() over (partition by h.title_id order by h.valid) as number
       from licences.package_title h
       where h.package_id = asked.package_id and (asked.at is null or h.valid @> asked.at)
         and (asked.title_id is null or h.title_id >= asked.title_id)) numbered
     where asked.title_id is null or (title_id, number) > (asked.title_id, asked.number)
     order by title_id, number limit asked.count) pt
   order by asked.place, pt."titleId", pt.number`,
  {
    place: bigint,
    titleId: bigint,
    /** The number of the period among those of the title, from 1 on. */
    number: bigint,
    from: nullable(instant),
    until: nullable(instant),
  },
);

export interface ContentsQuery {
  readonly packageId: string;
  readonly first: number;
  /** The title and the number of the last content of the page before. */
  readonly after: readonly [string, string] | null;
  /** Only contents at this instant; null for those of all times. */
  readonly at: Date | null;
}

export type ContentRow = Omit<RowOf<typeof LIST_CONTENTS>, 'place'>;

/**
 * Returns the contents of each question in the order of the questions, with one more than its page where there is one.
 */
export async function listContents(session: Session, queries: readonly ContentsQuery[]): Promise<ContentRow[][]> {
  const rows = await session.query(LIST_CONTENTS, [
    queries.map(({ packageId }) => packageId),
    queries.map(({ first }) => first + 1),
    queries.map(({ after }) => after?.[0] ?? null),
    queries.map(({ after }) => after?.[1] ?? null),
    queries.map(({ at }) => at),
  ]);
  const pages = queries.map((): ContentRow[] => []);
  for (const { place, ...row } of rows) pages[Number(place) - 1]?.push(row);
  return pages;
}

const COUNT_CONTENTS = statement(
  'countPackageContents',
  `select asked.place, (
     select count(*)::int from licences.package_title h
     where h.package_id = asked.package_id and (asked.at is null or h.valid @> asked.at)) as count
   from unnest($1::bigint[], $2::timestamptz[]) with ordinality as asked(package_id, at, place) order by asked.place`,
  { place: bigint, count: int },
);

export async function countContents(
  session: Session,
  queries: readonly Pick<ContentsQuery, 'packageId' | 'at'>[],
): Promise<number[]> {
  const rows = await session.query(COUNT_CONTENTS, [
    queries.map(({ packageId }) => packageId),
    queries.map(({ at }) => at),
  ]);
  return rows.map(({ count }) => count);
}

const LOCK_PACKAGE = statement(
  'lockPackage',
  `select number, name, version, source, closed_from as "closedFrom" from licences.package
   where id = $1 and number not like 'licence:%' for update`,
  { number: text, name: text, version: int, source: nullable(text), closedFrom: nullable(instant) },
  PLANNED_ONCE,
);

export type LockedPackage = RowOf<typeof LOCK_PACKAGE>;

/** Locks a package, so that calls that amend it at the same time wait for each other. */
export async function lockPackage(db: Transaction, id: string): Promise<LockedPackage | undefined> {
  const [found] = await db.query(LOCK_PACKAGE, [id]);
  return found;
}

/**
 * Entitlements to titles that another licence opens at a wider level, to the same schools: paid for twice.
 *
 * The comparison is never school by title. Holders are compared by the schools that both have, licences by the titles
 * that both cover, and titles are first grouped by the set of licences that cover them. So 110,000 entitlements of
 * 5,500 schools are as many lookups for each level above (docs/decisions/0063).
 */
import type { Caller } from '../../../caller/caller';
import { bigint, boolean, int, json, neverNull, nullable, statement, text } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { isWanted, noteParameters, notesOf } from '../../subgraph/worklist/note-queries';
import { SUMS, type WorklistSums } from '../../subgraph/worklist/worklist-sums';
import type { NoteFilter } from '../../subgraph/worklist/worklists';
import { readableEntitlements } from '../authorisation/allowed-queries';
import { priceOf } from './price-of-worklist';

/** What a client asks for; null is no condition. */
export interface CoveredTwiceQuery extends NoteFilter {
  readonly isComplete: boolean | null;
  readonly licence: string | null;
  /** Whether the caller may end it. */
  readonly amendable: boolean | null;
  /** The instant of the question, in epoch milliseconds. */
  readonly now: number;
}

/** The order of the list: what is covered completely comes first, then by id. */
export interface CoveredTwicePlace {
  readonly isComplete: boolean;
  readonly id: string;
}

/** Another entitlement, and how much of the first one it covers. */
export interface Cover {
  readonly id: string;
  readonly titles: number;
  readonly schools: number;
  readonly isComplete: boolean;
}

interface FoundCoveredTwice extends CoveredTwicePlace {
  readonly licenceId: string;
  readonly ownerKey: string;
  readonly holderKey: string;
  readonly titles: number;
  readonly schools: number;
  readonly covers: readonly Cover[];
  readonly coverCount: number;
  readonly noteId: string | null;
}

/** How many of those that cover an entitlement are listed. */
export const MAX_COVERS = 10;

const NOW = '$2::timestamptz';
/** The condition that it has all rights of `held e`, for pupils too. */
const hasRightsOf = (cover: string) => `
  ${cover}.rights @> e.rights
  and ${cover}.pupil_rights @> array(select unnest(e.rights) intersect select unnest(e.pupil_rights))`;
const IS_COMPLETE = `
  cover.titles = own.titles and pair.schools = pair.all_schools and cover.seats is null and ${hasRightsOf('cover')}`;
/** Joins to `held e` the pairs of its holder, and what covers its licence there. */
const COVERS = `
  join pair on pair.holder_id = e.holder_id
  join cover on cover.holder_id = pair.wider_id and cover.licence_id = e.licence_id and cover.rights && e.rights`;

/**
 * Begins a statement.
 *
 * - `held`: the entitlements that hold now, of those that the caller may read
 * - `pair`: their holders, each with a wider holder that has some of the same schools: how many, of how many
 * - `own`: by licence, how many titles it covers; `cover`: by wider holder and licence, what covers titles of that
 *   licence there
 * - `kind`: entitlements that are alike, counted: most are, so there are few kinds for each holder and licence
 * - `entry`: the rows of the list
 */
const entries = (readable: string) => `
  with ${notesOf('COVERED_TWICE', '$1')},
  held as materialized (
    select e.id, e.licence_id, e.owner_id, e.holder_id, l.pupil_rights, l.seats, directory.rank(h.level) as rank,
      case when e.rights <@ l.rights then e.rights
           else array(select unnest(e.rights) intersect select unnest(l.rights)) end as rights
    from ${readable} e
    join directory.licence_terms l on l.licence_id = e.licence_id and l.valid @> ${NOW} and l.term @> ${NOW}
    join directory.organisation h on h.id = e.holder_id and h.level = any (l.holder_levels)
    where e.valid @> ${NOW} and (e.revoked_at is null or e.revoked_at > ${NOW}) and not exists (
      select from schools.entitlement_suspension s where s.entitlement_id = e.id and s.valid @> ${NOW})),
  holder as materialized (select distinct holder_id, rank from held),
  belonging as materialized (
    select holder.holder_id, holder.rank, m.school_id
    from holder join directory.membership m on m.organisation_id = holder.holder_id and m.valid @> ${NOW}),
  pair as materialized (
    select narrow.holder_id, wide.holder_id as wider_id, count(*) as schools, size.schools as all_schools
    from belonging narrow join belonging wide on wide.school_id = narrow.school_id and wide.rank < narrow.rank
    join (select holder_id, count(*) as schools from belonging group by holder_id) size on size.holder_id = narrow.holder_id
    group by narrow.holder_id, wide.holder_id, size.schools),
  alike as materialized (
    select licences, count(*) as titles
    from (
      select c.title_id, array_agg(distinct c.licence_id) as licences
      from directory.coverage c join directory.title t on t.id = c.title_id
      where c.valid @> ${NOW} and c.licence_id in (select licence_id from held)
        and t.playout @> ${NOW} and (t.withdrawn_at is null or t.withdrawn_at > ${NOW})
      group by c.title_id) title
    group by licences),
  own as materialized (
    select licence_id, sum(titles)::int as titles from alike cross join unnest(licences) as licence_id group by licence_id),
  shared as materialized (
    select one as licence_id, other as by_licence_id, sum(titles)::int as titles
    from alike cross join unnest(licences) as one cross join unnest(licences) as other
    where one <> other group by one, other),
  cover as materialized (
    select e.id, e.holder_id, shared.licence_id, shared.titles, e.rights, e.pupil_rights, e.seats
    from held e join shared on shared.by_licence_id = e.licence_id
    where e.holder_id in (select wider_id from pair)),
  kind as materialized (
    select cover.holder_id, cover.licence_id, cover.rights, cover.pupil_rights,
      cover.seats is null and cover.titles = own.titles as is_whole, count(*) as covers
    from cover join own on own.licence_id = cover.licence_id
    group by 1, 2, 3, 4, 5),
  twice as materialized (
    select e.id, sum(kind.covers) as covers, bool_or(
      kind.is_whole and pair.schools = pair.all_schools and ${hasRightsOf('kind')}) as is_complete
    from held e
    join pair on pair.holder_id = e.holder_id
    join kind on kind.holder_id = pair.wider_id and kind.licence_id = e.licence_id and kind.rights && e.rights
    group by e.id),
  entry as materialized (
    select twice.id, twice.covers, twice.is_complete, e.licence_id, e.owner_id, e.holder_id, note.id as note_id
    from twice join held e on e.id = twice.id left join note on note.object_id = twice.id
    where ($3::boolean is null or twice.is_complete = $3) and ($4::bigint is null or e.licence_id = $4)
      and ${isWanted({ state: '$5', assignedTo: '$6', now: '$2' })}
      and ($7::boolean is null or directory.may_amend(e.owner_id, e.holder_id, array(select directory.within())) = $7))`;

const SET_NESTED_LOOPS = statement('setNestedLoops', "select set_config('enable_nestloop', $1, true) as setting", {
  setting: neverNull(text, 'the function gives what was set'),
});

/**
 * The planner does not know how many rows the parts of these statements have, assumes a few, and would go through all
 * rows of one part for each row of another: more than two minutes for 110,000 entitlements. So the parts are hashed.
 * The setting belongs to the transaction, and does not change what is read meanwhile.
 */
async function withoutNestedLoops<Row>(reader: Transaction, read: () => Promise<Row[]>): Promise<Row[]> {
  const [, rows] = await Promise.all([
    reader.query(SET_NESTED_LOOPS, ['off']),
    read(),
    reader.query(SET_NESTED_LOOPS, ['on']),
  ]);
  return rows;
}

const LIST = byCondition(
  (caller) => readableEntitlements(caller, '$1'),
  (readable) =>
    statement(
      'listCoveredTwice',
      `${entries(readable)},
       page as materialized (
         select * from entry
         where $8::boolean is null or is_complete < $8::boolean or (is_complete = $8::boolean and id > $9::bigint)
         order by is_complete desc, id limit $10),
       covers as materialized (
         select id, json_agg(json_build_object('id', by_id::text, 'titles', titles, 'schools', schools, 'isComplete', is_complete)
           order by place) as list
         from (
           select *, row_number() over (partition by id order by is_complete desc, titles desc, by_id) as place
           from (
             select e.id, cover.id as by_id, cover.titles, pair.schools, ${IS_COMPLETE} as is_complete
             from held e join own on own.licence_id = e.licence_id ${COVERS}
             where e.id in (select id from page)) found) placed
         where place <= ${MAX_COVERS} group by id)
       select total.count::int as "totalCount", page.id, page.is_complete as "isComplete", page.licence_id as "licenceId",
         w.key as "ownerKey", h.key as "holderKey", own.titles, size.schools::int as schools, covers.list as covers,
         page.covers::int as "coverCount", page.note_id as "noteId"
       from (select count(*) as count from entry) total
       left join page on true
       left join directory.organisation w on w.id = page.owner_id
       left join directory.organisation h on h.id = page.holder_id
       left join own on own.licence_id = page.licence_id
       left join (select holder_id, count(*) as schools from belonging group by holder_id) size on size.holder_id = page.holder_id
       left join covers on covers.id = page.id
       order by page.is_complete desc, page.id`,
      {
        totalCount: int,
        id: nullable(bigint),
        isComplete: nullable(boolean),
        licenceId: nullable(bigint),
        ownerKey: nullable(text),
        holderKey: nullable(text),
        titles: nullable(int),
        schools: nullable(int),
        covers: nullable(json<Cover[]>()),
        coverCount: nullable(int),
        noteId: nullable(bigint),
      },
    ),
);

function parameters({ bound }: Pick<Caller, 'bound'>, query: CoveredTwiceQuery): unknown[] {
  return [bound, new Date(query.now), query.isComplete, query.licence, ...noteParameters(query), query.amendable];
}

/** Returns the page after `after`, with one more than `first` where there is one. */
export async function listCoveredTwice(
  reader: Transaction,
  caller: Caller,
  query: CoveredTwiceQuery,
  { first, after }: { readonly first: number; readonly after: CoveredTwicePlace | null },
): Promise<{ readonly rows: readonly FoundCoveredTwice[]; readonly count: number }> {
  const rows = await withoutNestedLoops(reader, () =>
    reader.query(LIST(caller), [...parameters(caller, query), after?.isComplete ?? null, after?.id ?? null, first + 1]),
  );
  return {
    rows: rows.flatMap(({ totalCount: _, id, licenceId, ownerKey, holderKey, ...row }) =>
      id === null || licenceId === null || ownerKey === null || holderKey === null
        ? []
        : [
            {
              id,
              licenceId,
              ownerKey,
              holderKey,
              isComplete: row.isComplete === true,
              titles: row.titles ?? 0,
              schools: row.schools ?? 0,
              covers: row.covers ?? [],
              coverCount: row.coverCount ?? 0,
              noteId: row.noteId,
            },
          ],
    ),
    count: rows[0]?.totalCount ?? 0,
  };
}

const SUM = byCondition(
  (caller) => `
    ${entries(readableEntitlements(caller, '$1'))}
    select (select count(distinct licence_id) from entry)::int as licences,
      (select count(distinct school_id) from belonging where holder_id in (select holder_id from entry))::int as schools,
      (${priceOf(caller, 'select licence_id from entry', '$1')})::float8 as cents`,
  (sql) => statement('sumCoveredTwice', sql, SUMS),
);

export async function sumCoveredTwice(
  reader: Transaction,
  caller: Caller,
  query: CoveredTwiceQuery,
): Promise<WorklistSums> {
  const [row] = await withoutNestedLoops(reader, () => reader.query(SUM(caller), parameters(caller, query)));
  if (!row) throw new Error('Sums have a row, even of nothing.');
  return row;
}

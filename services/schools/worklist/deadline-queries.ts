import type { Caller, OrganisationKey } from '../../../caller/caller';
import { bigint, boolean, instant, int, nullable, statement, text } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { isWanted, noteParameters, notesOf } from '../../subgraph/worklist/note-queries';
import { SUMS, type WorklistSums } from '../../subgraph/worklist/worklist-sums';
import type { NoteFilter } from '../../subgraph/worklist/worklists';
import { licenceCondition, readableEntitlements } from '../authorisation/allowed-queries';
import { daysUntil } from '../entitlement/days-until';
import type { DeadlineList } from './deadline-lists';
import { priceOf } from './price-of-worklist';

/** What a client asks for; null is no condition. */
export interface DeadlinesQuery extends NoteFilter {
  readonly list: DeadlineList;
  /** Within this many days from now. */
  readonly within: number;
  readonly licence: string | null;
  readonly holder: OrganisationKey | null;
  /** Whether the caller may end or shorten it. */
  readonly amendable: boolean | null;
  /** The instant of the question, in epoch milliseconds. */
  readonly now: number;
}

/** The order of a list: what is due first, then by the id of the object. */
export interface DeadlinePlace {
  /** In epoch milliseconds. */
  readonly due: number;
  readonly id: string;
}

const NOW = '$2::timestamptz';
const WANTED = isWanted({ state: '$4', assignedTo: '$5', now: '$2' });
const isSoon = (due: string) => `${due} > ${NOW} and ${due} <= ${NOW} + make_interval(days => $3::int)`;
/** A cursor keeps milliseconds. */
const inMilliseconds = (instant: string) => `date_trunc('milliseconds', ${instant})`;

/** The end of the last day on which notice can be given. */
const NOTICE_ENDS = "((a.notice_on + 1)::timestamp at time zone 'Europe/Berlin')";

interface Source {
  /** SQL for what the caller's kind may see in the list. */
  readonly allowed: (caller: Pick<Caller, 'kind'>) => string;
  /**
   * Selects from that the rows, with `covers`, from which `schools` counts how many schools each of them covers now.
   */
  readonly entries: (allowed: string) => string;
  readonly schools: string;
}

/** Entitlements that the caller may read and that nobody revoked. */
const entitlements = (due: string, condition: string): Source => ({
  allowed: (caller) => readableEntitlements(caller, '$1'),
  entries: (readable) => `
    select e.id, e.version, e.licence_id, w.key as owner_key, h.key as holder_key, e.holder_id as covers,
      ${inMilliseconds(due)} as due, coalesce(least(upper(l.term), ${daysUntil('e', 'l')}) <= ${due}, false) as licence_ends,
      note.id as note_id
    from ${readable} e
    join directory.licence l on l.id = e.licence_id
    join directory.organisation h on h.id = e.holder_id
    join directory.organisation w on w.id = e.owner_id
    cross join lateral (
      select greatest(lower(e.valid), lower(l.term)) as from, least(upper(e.valid), upper(l.term)) as until) held
    left join note on note.object_id = e.id
    where e.revoked_at is null and ${isSoon(due)} and ${condition}
      and ($6::bigint is null or e.licence_id = $6) and ($7::text is null or h.key = $7) and ${WANTED}
      and ($8::boolean is null or directory.may_amend(e.owner_id, e.holder_id, array(select directory.within())) = $8)`,
  schools: `
    select m.organisation_id as covers, m.school_id from directory.membership m where m.valid @> ${NOW}
      and m.organisation_id in (select covers from asked)`,
});

const SOURCES: Record<DeadlineList, Source> = {
  /** Nothing expires where the same licence continues at the same holder. */
  EXPIRING: entitlements(
    'held.until',
    `held.from <= ${NOW} and not exists (
      select from schools.entitlement next
      where next.licence_id = e.licence_id and next.holder_id = e.holder_id and next.revoked_at is null
        and next.valid * l.term @> held.until)`,
  ),
  STARTING: entitlements('held.from', 'held.until > held.from is not false'),
  NOTICE_DUE: {
    allowed: (caller) => licenceCondition(caller, 'licence.assign', 'l.owner_id', '$1'),
    entries: (owned) => `
      select l.id, l.version, l.id as licence_id, w.key as owner_key, null::text as holder_key, l.id as covers,
        ${NOTICE_ENDS} as due, false as licence_ends, note.id as note_id
      from directory.agreement a
      join directory.licence l on l.id = a.licence_id
      join directory.organisation w on w.id = l.owner_id
      left join note on note.object_id = l.id
      where ${isSoon(NOTICE_ENDS)} and ${owned}
        and ($6::bigint is null or l.id = $6) and ($7::text is null or w.key = $7) and ${WANTED}
        and $8::boolean is not false`,
    schools: `
      select e.licence_id as covers, m.school_id
      from schools.entitlement e join directory.membership m on m.organisation_id = e.holder_id and m.valid @> ${NOW}
      where e.licence_id in (select covers from asked) and e.valid @> ${NOW} and e.revoked_at is null`,
  },
};

const listOf = (list: DeadlineList) => {
  const { allowed, entries, schools } = SOURCES[list];
  return byCondition(allowed, (condition) =>
    statement(
      `list${list}`,
      `with ${notesOf(list, '$1')},
       entry as materialized (${entries(condition)}),
       page as materialized (
         select * from entry where $9::timestamptz is null or (due, id) > ($9, $10::bigint) order by due, id limit $11),
       asked as (select distinct covers from page),
       covered as materialized (
         select covers, count(distinct school_id) as schools from (${schools}) under group by covers)
       select total.count::int as "totalCount", page.id, page.version, page.licence_id as "licenceId", page.owner_key as "ownerKey",
         page.holder_key as "holderKey", page.due, page.licence_ends as "licenceEnds",
         coalesce(covered.schools, 0)::int as schools, page.note_id as "noteId"
       from (select count(*) as count from entry) total
       left join page on true
       left join covered using (covers)
       order by page.due, page.id`,
      {
        totalCount: int,
        id: nullable(bigint),
        version: nullable(int),
        licenceId: nullable(bigint),
        ownerKey: nullable(text),
        holderKey: nullable(text),
        due: nullable(instant),
        licenceEnds: nullable(boolean),
        schools: int,
        noteId: nullable(bigint),
      },
    ),
  );
};

const LISTS = { EXPIRING: listOf('EXPIRING'), STARTING: listOf('STARTING'), NOTICE_DUE: listOf('NOTICE_DUE') };

export interface FoundDeadline {
  /** The id of the entitlement; in NOTICE_DUE, of the licence. */
  readonly id: string;
  /** Null in NOTICE_DUE. */
  readonly version: number | null;
  readonly licenceId: string;
  readonly ownerKey: string;
  /** Null in NOTICE_DUE. */
  readonly holderKey: string | null;
  readonly due: Date;
  readonly licenceEnds: boolean;
  readonly schools: number;
  readonly noteId: string | null;
}

interface DeadlinePage {
  readonly rows: readonly FoundDeadline[];
  readonly count: number;
}

function parameters({ bound }: Pick<Caller, 'bound'>, query: DeadlinesQuery): unknown[] {
  return [
    bound,
    new Date(query.now),
    query.within,
    ...noteParameters(query),
    query.licence,
    query.holder,
    query.amendable,
  ];
}

/** Returns the page after `after`, with one more than `first` where there is one. */
export async function listDeadlines(
  reader: Transaction,
  caller: Caller,
  query: DeadlinesQuery,
  { first, after }: { readonly first: number; readonly after: DeadlinePlace | null },
): Promise<DeadlinePage> {
  const rows = await reader.query(LISTS[query.list](caller), [
    ...parameters(caller, query),
    after && new Date(after.due),
    after?.id ?? null,
    first + 1,
  ]);
  return {
    rows: rows.flatMap(({ totalCount: _, id, licenceId, ownerKey, due, licenceEnds, ...row }) =>
      id === null || licenceId === null || ownerKey === null || due === null
        ? []
        : [{ ...row, id, licenceId, ownerKey, due, licenceEnds: licenceEnds === true }],
    ),
    count: rows[0]?.totalCount ?? 0,
  };
}

const sumOf = (list: DeadlineList) => {
  const { allowed, entries, schools } = SOURCES[list];
  return byCondition(
    (caller) => `
      with ${notesOf(list, '$1')},
      entry as materialized (${entries(allowed(caller))}),
      asked as (select distinct covers from entry)
      select (select count(distinct licence_id) from entry)::int as licences,
        (select count(distinct school_id) from (${schools}) under)::int as schools,
        (${priceOf(caller, 'select licence_id from entry', '$1')})::float8 as cents`,
    (sql) => statement(`sum${list}`, sql, SUMS),
  );
};

const SUMS_OF_LISTS = { EXPIRING: sumOf('EXPIRING'), STARTING: sumOf('STARTING'), NOTICE_DUE: sumOf('NOTICE_DUE') };

export async function sumDeadlines(reader: Transaction, caller: Caller, query: DeadlinesQuery): Promise<WorklistSums> {
  const [row] = await reader.query(SUMS_OF_LISTS[query.list](caller), parameters(caller, query));
  if (!row) throw new Error('Sums have a row, even of nothing.');
  return row;
}

import type { Caller } from '../../../caller/caller';
import { onlyRow } from '../../../database/queryable';
import { bigint, boolean, int, nullable, statement, text } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { isWanted, noteParameters, notesOf } from '../../subgraph/worklist/note-queries';
import { SUMS, type WorklistSums } from '../../subgraph/worklist/worklist-sums';
import type { NoteFilter } from '../../subgraph/worklist/worklists';
import { licenceCondition } from '../authorisation/allowed';
import { costsOf } from '../cost/cost-queries';
import { IS_COMPLETE, isOwn } from '../cost/cost-shares';
import { roundedSql } from '../rounding';

export interface FullSeatsQuery {
  /** The first day, and the day after the last one. */
  readonly first: string;
  readonly after: string;
  /** The number to whose multiples figures are rounded. */
  readonly base: number;
  readonly notes: NoteFilter;
  /** Whether the caller may give it more seats; null where that does not matter. */
  readonly amendable: boolean | null;
}

/** The order of the list: refusals, descending; then ids. */
export interface FullSeatsPlace {
  readonly limitExceeded: number;
  readonly id: string;
}

interface FoundFullSeats extends FullSeatsPlace {
  readonly number: string;
  readonly name: string;
  readonly seats: number | null;
  readonly requests: number;
  readonly noteId: string | null;
}

const rounded = (figure: string) => roundedSql(`sum(${figure})::bigint`, '$4::bigint');

/** Whether the caller may amend the licence that is `known`. */
const isAmendable = (caller: Pick<Caller, 'kind'>) => `exists (
       select from directory.licence l
       where l.id = known.id and ${licenceCondition(caller, 'licence.amend', { owner: 'l.owner_id' }, '$1')})`;

/**
 * $4: the number to whose multiples figures are rounded; $5 and $6: which rows are wanted by their notes; $7: now; $8: whether it
 * can be amended.
 */
const entries = (caller: Pick<Caller, 'kind'>) => `
     ${costsOf(caller)}, ${notesOf('SEATS_FULL', '$1')},
     used as materialized (
       select licence_id, ${rounded('limit_exceeded')} as limit_exceeded, ${rounded('streams + downloads')} as requests
       from usage.licence_sum s
       where month >= $2::date and month < $3::date and licence_id <> 0 and ${isOwn('s')} group by licence_id),
     entry as materialized (
       select known.id, known.number, known.name, used.limit_exceeded, used.requests, note.id as note_id
       from used join licence known on known.id = used.licence_id left join note on note.object_id = known.id
       where used.limit_exceeded > 0 and ${isWanted({ state: '$5', assignedTo: '$6', now: '$7' })}
         and ($8::boolean is null or ${isAmendable(caller)} = $8))`;

const FULL_SEATS = byCondition(entries, (entry) =>
  statement(
    'licencesWithFullSeats',
    `${entry}
     select ${IS_COMPLETE} as "isComplete", total.count::int as "totalCount", page.id, page.number, page.name, l.seats,
       page.limit_exceeded::int as "limitExceeded", page.requests::int as requests, page.note_id as "noteId"
     from (select count(*) as count from entry) total
     left join (
       select * from entry
       where $9::bigint is null or limit_exceeded < $9::bigint or (limit_exceeded = $9::bigint and id > $10::bigint)
       order by limit_exceeded desc, id limit $11) page on true
     left join directory.licence l on l.id = page.id
     order by page.limit_exceeded desc, page.id`,
    {
      isComplete: boolean,
      totalCount: int,
      id: nullable(bigint),
      number: nullable(text),
      name: nullable(text),
      seats: nullable(int),
      limitExceeded: nullable(int),
      requests: nullable(int),
      noteId: nullable(bigint),
    },
  ),
);

/** Returns the page after `after`, with one more than `first` where there is one. */
export async function listFullSeats(
  reader: Transaction,
  { bound, kind }: Pick<Caller, 'bound' | 'kind'>,
  { first, after, base, notes, amendable }: FullSeatsQuery,
  page: { readonly first: number; readonly after: FullSeatsPlace | null },
  now: number,
): Promise<{ readonly rows: readonly FoundFullSeats[]; readonly count: number; readonly isComplete: boolean }> {
  const rows = await reader.query(FULL_SEATS({ kind }), [
    bound,
    first,
    after,
    base,
    ...noteParameters(notes),
    new Date(now),
    amendable,
    page.after?.limitExceeded ?? null,
    page.after?.id ?? null,
    page.first + 1,
  ]);
  return {
    rows: rows.flatMap(({ id, number, name, seats, limitExceeded, requests, noteId }) =>
      id === null || number === null || name === null
        ? []
        : [{ id, number, name, seats, limitExceeded: limitExceeded ?? 0, requests: requests ?? 0, noteId }],
    ),
    count: rows[0]?.totalCount ?? 0,
    isComplete: rows[0]?.isComplete ?? false,
  };
}

const SUM_FULL_SEATS = byCondition(entries, (entry) =>
  statement(
    'sumFullSeats',
    `${entry}
     select (select count(*) from entry)::int as licences,
       (select sum(cents) from own_cost where licence_id in (select id from entry))::float8 as cents,
       (select count(distinct m.school_id)
        from directory.entitlement e join directory.membership m on m.organisation_id = e.holder_id and m.valid @> $7::timestamptz
        where e.licence_id in (select id from entry) and e.in_force @> $7::timestamptz and m.school_id in (
          select school_id from directory.membership
          where organisation_id in (select id from own) and valid @> $7::timestamptz))::int as schools`,
    SUMS,
  ),
);

/** Returns the sums of the whole list. */
export async function sumFullSeats(
  reader: Transaction,
  { bound, kind }: Pick<Caller, 'bound' | 'kind'>,
  { first, after, base, notes, amendable }: FullSeatsQuery,
  now: number,
): Promise<WorklistSums> {
  const values = [bound, first, after, base, ...noteParameters(notes), new Date(now), amendable];
  return onlyRow(await reader.query(SUM_FULL_SEATS({ kind }), values));
}

import { bytea, int, neverNull, oneOf, type RowOf, statement, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { addTo, differenceOf, figuresOf } from '../counting/counted';
import type { Use } from './use';

const SENT = `
  sent as (
    select *
    from unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::bytea[])
      with ordinality as sent (school, event_id, title_id, action, audience, used_at, usage_right, session, place))`;

/** The school of each use, and what it belonged to at the time of use: one row a use, with nulls where there was nothing. */
const AT_TIME_OF_USE = `
  directory.organisation school
  cross join lateral (
    select max(organisation_id) filter (where level = 'AUTHORITY')    as authority_id,
           max(organisation_id) filter (where level = 'MEDIA_CENTRE') as media_centre_id,
           max(organisation_id) filter (where level = 'DISTRICT')     as district_id,
           max(organisation_id) filter (where level = 'REGIONAL_ASSOCIATION') as regional_association_id,
           max(organisation_id) filter (where level = 'STATE')        as state_id
    from directory.membership m where m.school_id = school.id and m.valid @> sent.used_at) line`;

const HAS_LINE = 'line.authority_id is not null and line.district_id is not null and line.state_id is not null';

const ENSURE_MONTHS = statement(
  'ensureMonths',
  `select usage.ensure_month(month) from (
     select distinct date_trunc('month', day::timestamp)::date as month from unnest($1::date[]) day order by month) months`,
);

/** Makes the partitions of the months of days. It waits for others that make one, so nothing may be held by then. */
export async function ensureMonths(transaction: Transaction, days: readonly string[]): Promise<void> {
  await transaction.query(ENSURE_MONTHS, [days]);
}

const SECRETS_OF = statement('secretsOf', 'select day::text, secret from usage.secrets_of($1::date[])', {
  day: neverNull(text, 'a key of its table'),
  secret: neverNull(bytea, 'not null in its table'),
});

/** By day (`2026-01-31`), the secret that its sessions are hashed with; of days that are too long ago there is none any more. */
export async function secretsOf(transaction: Transaction, days: readonly string[]): Promise<Map<string, Buffer>> {
  const secrets = await transaction.query(SECRETS_OF, [days]);
  return new Map(secrets.map(({ day, secret }) => [day, secret]));
}

const REPORT_COVERAGE = statement(
  'reportCoverage',
  `insert into usage.coverage as known (authority_id, school_id, client, month, last_used_at, last_reported_at, is_reported)
   select line.authority_id, school.id, $3, date_trunc('month', sent.used_at at time zone 'Europe/Berlin')::date as month,
     max(sent.used_at), now(), $4::boolean
   from unnest($1::text[], $2::timestamptz[]) as sent (school, used_at)
   join ${AT_TIME_OF_USE} on school.key = sent.school
   where school.level = 'SCHOOL' and line.authority_id is not null
   group by line.authority_id, school.id, month
   order by line.authority_id, school.id, month
   on conflict (authority_id, school_id, client, month)
   do update set is_attributed = false, is_reported = known.is_reported or excluded.is_reported,
     last_used_at = case when known.is_reported = excluded.is_reported
                         then greatest(known.last_used_at, excluded.last_used_at)
                         when excluded.is_reported then excluded.last_used_at else known.last_used_at end,
     last_reported_at = greatest(known.last_reported_at + interval '1 microsecond', now())`,
);

export interface Sender {
  /** The application; empty where nobody knows. */
  readonly client: string;
  /** Whether it sent them itself. */
  readonly isReported: boolean;
}

/**
 * Writes down who reported, and so waits for whoever records uses that count together with these. It comes in a statement
 * before they are inserted: that one must see what the others wrote.
 */
export async function reportCoverage(
  transaction: Transaction,
  uses: readonly Use[],
  { client, isReported }: Sender,
): Promise<void> {
  await transaction.query(REPORT_COVERAGE, [
    uses.map(({ school }) => school),
    uses.map(({ usedAt }) => usedAt.toISOString()),
    client,
    isReported,
  ]);
}

/**
 * With the events that came now, those that stood there before of the same titles on the same days: whatever counts together
 * with one that is new is among them, and what does not counts as before. (A day in Berlin has 23 to 25 hours.)
 */
const COUNTED_TOGETHER = `
  title_day as (
    select distinct authority_id, school_id, title_id, date_trunc('day', used_at, 'Europe/Berlin') as begins from event),
  before as (
    select known.*
    from title_day
    join usage.event known on known.authority_id = title_day.authority_id and known.school_id = title_day.school_id
      and known.title_id = title_day.title_id and known.used_at >= begins
      and known.used_at < date_trunc('day', begins + interval '26 hours', 'Europe/Berlin')),
  after as (
    select * from before union all select * from event)`;

const INSERT_USES = statement(
  'insertUses',
  `with ${SENT},
     looked_up as (
       select line.*, school.id as school_id, sent.event_id, sent.title_id, sent.action, sent.audience, sent.used_at,
         sent.usage_right, sent.session, sent.place, title.id is not null as has_title,
         exists (select from usage.event_key known
                 where known.school_id = school.id and known.event_id = sent.event_id) as is_known,
         ${HAS_LINE} as has_line, coalesce(operation.operating @> sent.used_at, false) as is_operating
       from sent
       left join directory.title title on title.id = sent.title_id
       join ${AT_TIME_OF_USE} on school.key = sent.school
       left join directory.operation operation on operation.school_id = school.id
       where school.level = 'SCHOOL'),
     placed as (
       select * from looked_up where not is_known and has_title and has_line and is_operating),
     fresh as (
       insert into usage.event_key (school_id, event_id, authority_id, used_at)
       select school_id, event_id, authority_id, used_at from placed
       order by school_id, event_id
       on conflict do nothing
       returning school_id, event_id),
     event as (
       insert into usage.event (authority_id, event_id, used_at, school_id, media_centre_id, district_id,
                                regional_association_id, state_id, title_id, action, usage_right, audience, client,
                                access_type, session)
       select authority_id, event_id, used_at, school_id, media_centre_id, district_id,
              regional_association_id, state_id, title_id, action, usage_right, audience, $9, 'CONTROLLED', session
       from placed join fresh using (school_id, event_id)
       returning *),
     ${COUNTED_TOGETHER},
     changed as (${differenceOf(figuresOf('after'), figuresOf('before'))}),
     summed as (${addTo('usage.monthly_sum', 'changed')})
     select place::int - 1 as position,
       case when fresh.event_id is not null then 'RECORDED'
            when is_known then 'ALREADY_KNOWN'
            when not has_title then 'UNKNOWN_TITLE'
            when not is_operating then 'SCHOOL_CLOSED'
            when not has_line then 'NO_AUTHORITY'
            else 'ALREADY_KNOWN' end as outcome
     from looked_up left join fresh using (school_id, event_id)`,
  {
    position: int,
    outcome: oneOf(['RECORDED', 'ALREADY_KNOWN', 'UNKNOWN_TITLE', 'NO_AUTHORITY', 'SCHOOL_CLOSED']),
  },
);

/** `position`: of the use in the batch, from 0. */
export type InsertedUse = RowOf<typeof INSERT_USES>;

/**
 * Writes down the uses that are new and have a title and a school in operation with its line of organisations, and adds
 * them to the sums of their months: one statement, so that a use and its sum stand or fall together. What a use changes is
 * what its session counts now less what it counted before: a late one may make one use of two. Rows are locked in the order of
 * their keys, so two batches wait for each other, at most.
 *
 * @returns what became of each use of a school that is known: what another batch wrote meanwhile is known, too
 */
export function insertUses(
  transaction: Transaction,
  uses: readonly Use[],
  client: string,
  sessions: readonly (Buffer | null)[],
): Promise<InsertedUse[]> {
  return transaction.query(INSERT_USES, [...columnsOf(uses), sessions, client]);
}

const FIND_OTHER_CONTENT = statement(
  'findOtherContent',
  `select sent.place::int - 1 as position
     from unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $7::text[]) with ordinality
       as sent (school, event_id, title_id, action, audience, used_at, usage_right, place)
     join directory.organisation school on school.key = sent.school
     join usage.event_key known on known.school_id = school.id and known.event_id = sent.event_id
     left join usage.event event on event.authority_id = known.authority_id and event.school_id = known.school_id
                                and event.event_id = known.event_id and event.used_at = known.used_at
     where date_trunc('second', known.used_at) <> date_trunc('second', sent.used_at)
        or (event.title_id, event.action, event.audience) <> (sent.title_id, sent.action, sent.audience)
        or event.usage_right is distinct from sent.usage_right and event.event_id is not null`,
  { position: int },
);

/**
 * Of uses that are known, those that were recorded with other content, as positions. Times are compared to the second: a
 * sender may keep no more of them. A repeat of a deleted event passes.
 */
export async function findOtherContent(transaction: Transaction, uses: readonly Use[]): Promise<number[]> {
  const others = await transaction.query(FIND_OTHER_CONTENT, columnsOf(uses));
  return others.map(({ position }) => position);
}

function columnsOf(uses: readonly Use[]): unknown[] {
  return [
    uses.map(({ school }) => school),
    uses.map(({ id }) => id),
    uses.map(({ title }) => title),
    uses.map(({ action }) => action),
    uses.map(({ audience }) => audience),
    uses.map(({ usedAt }) => usedAt.toISOString()),
    uses.map(({ right }) => right),
  ];
}

import type { Caller } from '../../../caller/caller';
import { bigintArray, byteaArray, instantArray, textArray, uuidArray } from '../../../database/binary-arrays';
import {
  bytea,
  type Columns,
  int,
  neverNull,
  nullable,
  oneOf,
  PLANNED_ONCE,
  type RowOf,
  statement,
  text,
} from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { LastStatement, Transaction } from '../../subgraph/database/session';
import { schoolByIdCondition } from '../authorisation/allowed';
import type { Use } from './use';

/** A plan for all batches joins lists one by one with each other: so many uses take no longer for that. */
const FEW = 1_000;

/**
 * A statement of uses. Of a few of them, it is planned once: to plan it takes longer than to record them. Of many, it is
 * planned for their number.
 */
function byNumber<Declared extends Columns>(label: string, sql: string, columns: Declared) {
  const few = statement(`${label}, a few`, sql, columns, PLANNED_ONCE);
  const many = statement(`${label}, many`, sql, columns);
  return (uses: number) => (uses <= FEW ? few : many);
}

const SENT = `
  sent as (
    select *
    from unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::bytea[])
      with ordinality
      as sent (school, event_id, title_id, action, audience, used_at, usage_right, session, place))`;

const LEVELS = {
  authority_id: 'AUTHORITY',
  media_centre_id: 'MEDIA_CENTRE',
  district_id: 'DISTRICT',
  regional_association_id: 'REGIONAL_ASSOCIATION',
  state_id: 'STATE',
};
const lineOf = Object.entries(LEVELS)
  .map(([column, level]) => `max(m.organisation_id) filter (where m.level = '${level}') as ${column}`)
  .join(', ');

const monthOf = (instant: string) => `date_trunc('month', ${instant} at time zone 'Europe/Berlin')::date`;

/**
 * What each school of `sent` for which the sender may record belonged to while it was used: hardly any changes meanwhile, so that one line stands for all its
 * uses. (To look at the memberships of each use took a third of the time of a large batch.)
 */
const linesOf = (allowed: string) => `
  used_school as materialized (
    select school.id as school_id, school.key, operation.operating,
      coalesce(bool_and(m.valid @> used.while), true) as stands, used.last,
      ${monthOf('used.first')} as month, ${monthOf('used.first')} = ${monthOf('used.last')} as is_one_month, ${lineOf}
    from (
      select school, min(used_at) as first, max(used_at) as last, tstzrange(min(used_at), max(used_at), '[]') as while
      from sent group by school) used
    join directory.organisation school on school.key = used.school and school.level = 'SCHOOL' and ${allowed}
    left join directory.operation operation on operation.school_id = school.id
    left join directory.membership m on m.school_id = school.id and m.valid && used.while
    group by school.id, school.key, operation.operating, used.first, used.last)`;

/** The school of each use, and what it belonged to at the time of use: one row a use, with nulls where there was nothing. */
const AT_TIME_OF_USE = `
  left join used_school on used_school.key = sent.school
  left join lateral (
    select ${Object.keys(LEVELS)
      .map((column) => `used_school.${column}`)
      .join(', ')} where used_school.stands
    union all
    select ${lineOf}
    from directory.membership m
    where not used_school.stands and m.school_id = used_school.school_id and m.valid @> sent.used_at
    having not used_school.stands) line on true`;

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

export interface Sender {
  /** Who sent them. */
  readonly caller: Pick<Caller, 'kind' | 'bound'>;
  /** The application; empty where nobody knows. */
  readonly client: string;
  /** Whether it sent them itself. */
  readonly isReported: boolean;
}

/**
 * Whether an open licence opened the title, as access/rule.ts has it: at the time of use it could be shown, and the right is among
 * its own. Where nobody said which right was used, any will do. What was refused, nothing opened.
 */
const OPENED_BY_LICENCE = `title.openly_licensed and sent.action not in ('NOT_LICENSED', 'LIMIT_EXCEEDED')
           and title.playout @> sent.used_at and (title.withdrawn_at is null or title.withdrawn_at > sent.used_at)
           and (sent.usage_right is null or sent.usage_right = any (title.rights))`;

const IS_NEW = 'not is_known and has_title and has_line and is_operating';

/**
 * Each key is looked up by its index, one after the other: where the planner may choose, it reads all keys that there are
 * (`offset 0` keeps it from that).
 *
 * Hardly any school has uses of several months in a batch, or lines: so who reported is told by the school and not by each use.
 * It is written down with the uses, so that these reports are counted anew. It stands first: PostgreSQL does what is
 * written in a `with` from the last to the first, and whoever records the same reports waits from there to the commit.
 */
const INSERT_USES = byCondition(
  (caller) => schoolByIdCondition(caller, 'school.record', 'school.id', '$11'),
  (allowed) =>
    byNumber(
      'insertUses',
      `with ${SENT},
     ${linesOf(allowed)},
     looked_up as (
       select line.*, used_school.school_id, sent.event_id, sent.title_id, sent.action, sent.audience, sent.used_at,
         sent.usage_right, sent.session, sent.place, title.id is not null as has_title,
         case when ${OPENED_BY_LICENCE} then 'OPEN' else 'CONTROLLED' end as access_type,
         exists (select from usage.event_key known
                 where known.school_id = used_school.school_id and known.event_id = sent.event_id offset 0) as is_known,
         ${HAS_LINE} as has_line, coalesce(used_school.operating @> sent.used_at, false) as is_operating
       from sent
       left join directory.title title on title.id = sent.title_id
       ${AT_TIME_OF_USE}
       order by used_school.school_id, sent.event_id),
     placed as not materialized (
       select * from looked_up where ${IS_NEW}),
     reported as (
       insert into usage.coverage as known (authority_id, school_id, client, month, last_used_at, last_reported_at, is_reported)
       select authority_id, school_id, $9, month, max(used_at), now(), $10::boolean
       from (
         select authority_id, school_id, month, last as used_at from used_school where stands and is_one_month
         union all
         select use.authority_id, use.school_id, ${monthOf('use.used_at')}, use.used_at
         from looked_up use join used_school on used_school.school_id = use.school_id
         where (used_school.stands and used_school.is_one_month) is not true) used
       where authority_id is not null
       group by authority_id, school_id, month
       order by authority_id, school_id, month
       on conflict (authority_id, school_id, client, month)
       do update set uncounted_since = coalesce(known.uncounted_since, now()),
         is_reported = known.is_reported or excluded.is_reported,
         last_used_at = case when known.is_reported = excluded.is_reported
                             then greatest(known.last_used_at, excluded.last_used_at)
                             when excluded.is_reported then excluded.last_used_at else known.last_used_at end,
         last_reported_at = greatest(known.last_reported_at + interval '1 microsecond', now())),
     key as (
       insert into usage.event_key (school_id, event_id, authority_id, title_id, used_at)
       select school_id, event_id, authority_id, title_id, used_at from placed),
     event as (
       insert into usage.event (authority_id, event_id, used_at, school_id, media_centre_id, district_id,
                                regional_association_id, state_id, title_id, action, usage_right, audience, client,
                                access_type, session)
       select authority_id, event_id, used_at, school_id, media_centre_id, district_id,
              regional_association_id, state_id, title_id, action, usage_right, audience, $9, access_type, session
       from placed)
     select case when is_new then null else place::int - 1 end as position,
       case when is_new then 'RECORDED'
            when school_id is null then 'FORBIDDEN'
            when is_known then 'ALREADY_KNOWN'
            when not has_title then 'UNKNOWN_TITLE'
            when not is_operating then 'SCHOOL_CLOSED'
            else 'NO_AUTHORITY' end as outcome,
       count(*)::int as uses
     from looked_up cross join lateral (select (${IS_NEW}) is true as is_new) judged
     group by 1, 2`,
      {
        position: nullable(int),
        outcome: oneOf(['RECORDED', 'FORBIDDEN', 'ALREADY_KNOWN', 'UNKNOWN_TITLE', 'NO_AUTHORITY', 'SCHOOL_CLOSED']),
        uses: int,
      },
    ),
);

/** One row for all that are written down, with their number; and one for each other, with its `position` in the batch, from 0. */
export type UsesOutcome = RowOf<ReturnType<ReturnType<typeof INSERT_USES>>>;

/**
 * The statement that asks for which schools the sender may record, and writes down who reported, and the uses that are new and
 * have a title and a school in operation with its line of organisations: key, event and report in one statement, so that they
 * stand or fall together.
 *
 * It names each use once. It fails with {@link UNIQUE_VIOLATION} where somebody else has recorded one of them meanwhile: then they
 * are to be recorded anew.
 */
export function insertionOf(
  uses: readonly Use[],
  { caller, client, isReported }: Sender,
  sessions: readonly (Buffer | null)[],
): LastStatement<UsesOutcome> {
  const parameters = [...columnsOf(uses), byteaArray(sessions), client, isReported, caller.bound];
  return { statement: INSERT_USES(caller)(uses.length), parameters };
}

/** As PostgreSQL numbers it. */
export const UNIQUE_VIOLATION = '23505';
/** Also of a row without a partition. */
export const CHECK_VIOLATION = '23514';

const FIND_OTHER_CONTENT = statement(
  'findOtherContent',
  `select sent.place::int - 1 as position
     from unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $7::text[]) with ordinality
       as sent (school, event_id, title_id, action, audience, used_at, usage_right, place)
     join directory.organisation school on school.key = sent.school
     join usage.event_key known on known.school_id = school.id and known.event_id = sent.event_id
     left join usage.event event on event.authority_id = known.authority_id and event.school_id = known.school_id
                                and event.title_id = known.title_id and event.used_at = known.used_at
                                and event.event_id = known.event_id
     where date_trunc('second', known.used_at) <> date_trunc('second', sent.used_at) or known.title_id <> sent.title_id
        or (event.action, event.audience) <> (sent.action, sent.audience)
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

function columnsOf(uses: readonly Use[]): Buffer[] {
  return [
    textArray(uses.map(({ school }) => school)),
    uuidArray(uses.map(({ id }) => id)),
    bigintArray(uses.map(({ title }) => title)),
    textArray(uses.map(({ action }) => action)),
    textArray(uses.map(({ audience }) => audience)),
    instantArray(uses.map(({ usedAt }) => usedAt)),
    textArray(uses.map(({ right }) => right)),
  ];
}

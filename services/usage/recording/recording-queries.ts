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

/** In uses. The generic plan joins lists by nested loops, which take no longer for as many as these. */
const MAX_GENERIC_PLAN_USES = 1_000;

/**
 * Declares a statement about uses. For a few uses it is planned once, because planning takes longer than recording them.
 * For many it is planned for their number.
 */
function byNumberOfUses<Declared extends Columns>(label: string, sql: string, columns: Declared) {
  const few = statement(`${label}, a few`, sql, columns, PLANNED_ONCE);
  const many = statement(`${label}, many`, sql, columns);
  return (uses: number) => (uses <= MAX_GENERIC_PLAN_USES ? few : many);
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
 * The organisations of each school of `sent` for which the sender may record, during the time of its uses. Where they do
 * not change in that time (`stands`), one line serves all uses. Reading the memberships for each use took a third of the
 * time of a large batch.
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

/** Joins each use with its school and the organisations at the time of use; null where there was none. */
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

/** Makes the partitions for these days. It waits for others that make one, so the transaction must hold no locks. */
export async function ensureMonths(transaction: Transaction, days: readonly string[]): Promise<void> {
  await transaction.query(ENSURE_MONTHS, [days]);
}

const SECRETS_OF = statement('secretsOf', 'select day::text, secret from usage.secrets_of($1::date[])', {
  day: neverNull(text, 'a key of its table'),
  secret: neverNull(bytea, 'not null in its table'),
});

/** Returns the secret of each day (`2026-01-31`) with which sessions are hashed. Days too long ago have none. */
export async function secretsOf(transaction: Transaction, days: readonly string[]): Promise<Map<string, Buffer>> {
  const secrets = await transaction.query(SECRETS_OF, [days]);
  return new Map(secrets.map(({ day, secret }) => [day, secret]));
}

export interface Sender {
  /** The caller who sent the uses. */
  readonly caller: Pick<Caller, 'kind' | 'bound'>;
  /** The application that sent them; empty where it is unknown. */
  readonly client: string;
  /** Whether the application reported them itself. */
  readonly isReported: boolean;
}

/**
 * Whether an open licence gave access to the title, as access/rule.ts defines it: the title could be played out at the
 * time of use, and the right is one of its rights. A use without a right fits any. A denied use had no access.
 */
const OPENED_BY_LICENCE = `title.openly_licensed and sent.action not in ('NOT_LICENSED', 'LIMIT_EXCEEDED')
           and title.playout @> sent.used_at and (title.withdrawn_at is null or title.withdrawn_at > sent.used_at)
           and (sent.usage_right is null or sent.usage_right = any (title.rights))`;

const IS_NEW = 'not is_known and has_title and has_line and is_operating';

/**
 * Each key is looked up by its index. Without `offset 0` the planner may read all keys of the table instead.
 *
 * Who reported is written for each school and not for each use, unless a school has uses of several months or lines in
 * the batch. It is written with the uses, so that their sums are counted again. It is the first `insert`, because
 * PostgreSQL carries out a `with` from the last part to the first: others who report the same school wait from then to
 * the commit.
 */
const INSERT_USES = byCondition(
  (caller) => schoolByIdCondition(caller, 'school.record', 'school.id', '$11'),
  (allowed) =>
    byNumberOfUses(
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

/** One row with the number of all written uses, and one for each other use, with its `position` in the batch, from 0. */
type UsesOutcome = RowOf<ReturnType<ReturnType<typeof INSERT_USES>>>;

/**
 * Returns the statement that records uses. It checks for which schools the sender may record, and writes the uses that
 * are new and have a title and a school in operation with its line of organisations. Key, event and report are written
 * by one statement, so all of them are written or none.
 *
 * Its rows name each use once. It fails with {@link UNIQUE_VIOLATION} where somebody else has recorded one of the uses in
 * the meantime; the uses are then to be sent again.
 */
export function insertionOf(
  uses: readonly Use[],
  { caller, client, isReported }: Sender,
  sessions: readonly (Buffer | null)[],
): LastStatement<UsesOutcome> {
  const parameters = [...columnsOf(uses), byteaArray(sessions), client, isReported, caller.bound];
  return { statement: INSERT_USES(caller)(uses.length), parameters };
}

/** A code of PostgreSQL's. */
export const UNIQUE_VIOLATION = '23505';
/** A code of PostgreSQL's, which also stands for a row without a partition. */
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
 * Returns the positions of the known uses that were recorded with other content. Times are compared to the second,
 * because a sender may keep no more. A repeat of a deleted event has the same content.
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

import type { Caller, OrganisationKey } from '../../../caller/caller';
import { instant, int, statement } from '../../../database/statement';
import type { Session } from '../../subgraph/database/session';
import { byReach } from '../by-reach';
import type { Entitlement, EntitlementStatus } from './entitlement';
import { columnsAsOf, ENTITLEMENT, joinsAsOf } from './entitlement-queries';

/** What a client asks for; null is no condition. */
export interface EntitlementList {
  readonly school: OrganisationKey | null;
  readonly holder: OrganisationKey | null;
  readonly licence: string | null;
  readonly status: readonly EntitlementStatus[] | null;
  readonly endsBefore: Date | null;
  /** As of when, in epoch milliseconds. */
  readonly now: number;
}

/** In the order of a list: those that end first, and by id. */
export interface EntitlementPlace {
  /** Epoch milliseconds, or {@link NEVER}. */
  readonly end: string;
  readonly id: string;
}

/**
 * The caller's check, by the published memberships, so that it does not lean on row-level security: a school in its reach
 * belongs to the holder now, or it is bound to the owner. From the organisations to their entitlements, by index.
 */
const READABLE = {
  operator: '(select * from schools.entitlement where $1::text[] is not null)',
  bound: `(
  with bound as (select id from directory.organisation where key = any ($1)),
  over as (
    select id from bound
    union
    select m.organisation_id from directory.membership own
    join directory.membership m on m.school_id = own.school_id and m.valid @> now()
    where own.organisation_id in (select id from bound) and own.valid @> now())
  select e.* from schools.entitlement e
  where e.id in (
    select held.id from schools.entitlement held where held.holder_id in (select id from over)
    union all
    select owned.id from schools.entitlement owned where owned.owner_id = any (array(select id from bound))))`,
};

export const NEVER = 'infinity';
const AT = '$2::timestamptz';
/** A cursor keeps milliseconds. */
const END = `date_trunc('milliseconds', coalesce(held.until, 'infinity'))`;

/** What a list has, as `listed`, with `ends`. */
const listed = (readable: string) => `(
      select ${columnsAsOf(AT)}, ${END} as ends
      from ${readable} e ${joinsAsOf(AT)}
      where ($3::text is null or e.holder_id in (
          select m.organisation_id from directory.membership m join directory.organisation s on s.id = m.school_id
          where s.key = $3 and m.valid @> now()))
        and ($4::text is null or h.key = $4)
        and ($5::bigint is null or e.licence_id = $5)) listed
    where ($6::text[] is null or listed.status = any ($6)) and ($7::timestamptz is null or listed.ends < $7)`;

function parameters({ bound }: Caller, list: EntitlementList): unknown[] {
  const { school, holder, licence, status, endsBefore, now } = list;
  return [bound, new Date(now), school, holder, licence, status, endsBefore];
}

const LIST_ENTITLEMENTS = byReach(READABLE, (readable) =>
  statement(
    'listEntitlements',
    `select * from ${listed(readable)}
     and ($8::timestamptz is null or (listed.ends, listed.id) > ($8, $9::bigint))
   order by listed.ends, listed.id limit $10`,
    { ...ENTITLEMENT, ends: instant },
  ),
);

/** From the one after `after`; one more than `first` where there is one. */
export function listEntitlements(
  session: Session,
  caller: Caller,
  list: EntitlementList,
  { first, after }: { first: number; after: EntitlementPlace | null },
): Promise<Entitlement[]> {
  return session.query(LIST_ENTITLEMENTS(caller), [
    ...parameters(caller, list),
    after && endOf(after),
    after?.id ?? null,
    first + 1,
  ]);
}

const COUNT_ENTITLEMENTS = byReach(READABLE, (readable) =>
  statement('countEntitlements', `select count(*)::int as count from ${listed(readable)}`, { count: int }),
);

export async function countEntitlements(session: Session, caller: Caller, list: EntitlementList): Promise<number> {
  const [row] = await session.query(COUNT_ENTITLEMENTS(caller), parameters(caller, list));
  return row?.count ?? 0;
}

function endOf({ end }: EntitlementPlace): string {
  return end === NEVER ? end : new Date(Number(end)).toISOString();
}

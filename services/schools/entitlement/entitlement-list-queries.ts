import type { Caller, OrganisationKey } from '../../../caller/caller';
import { instant, int, statement } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Session } from '../../subgraph/database/session';
import { readableEntitlements } from '../authorisation/allowed-queries';
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

const READABLE = (caller: Pick<Caller, 'kind'>) => readableEntitlements(caller, '$1');

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

const LIST_ENTITLEMENTS = byCondition(READABLE, (readable) =>
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

const COUNT_ENTITLEMENTS = byCondition(READABLE, (readable) =>
  statement('countEntitlements', `select count(*)::int as count from ${listed(readable)}`, { count: int }),
);

export async function countEntitlements(session: Session, caller: Caller, list: EntitlementList): Promise<number> {
  const [row] = await session.query(COUNT_ENTITLEMENTS(caller), parameters(caller, list));
  return row?.count ?? 0;
}

function endOf({ end }: EntitlementPlace): string {
  return end === NEVER ? end : new Date(Number(end)).toISOString();
}

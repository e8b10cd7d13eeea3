/**
 * A page of entitlements by their ends, out of however many. An entitlement ends by itself or with its licence,
 * whichever is first, so the list merges two: those that end by themselves; and licence by licence, by the ends of
 * their terms, those that end with it. Each is read in the order of an index until the page is full, where sorting
 * would read all.
 */
import type { Caller } from '../../../caller/caller';
import { int, statement, texts } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Session } from '../../subgraph/database/session';
import type { OrderDirection } from '../../subgraph/schema/enums';
import { reachOf, readableInOrder, someReadable } from '../authorisation/allowed-queries';
import { LAST_PARAMETER, listedEntitlements } from './entitlement-filter-queries';
import { ENTITLEMENT } from './entitlement-queries';

/** The place after which the page begins: end, licence, own end and id. */
const AFTER = `($${LAST_PARAMETER + 1}::text[])`;
const [END, LICENCE, OWN_END, ID] = ['timestamptz', 'bigint', 'timestamptz', 'bigint'].map(
  (type, index) => `${AFTER}[${index + 1}]::${type}`,
);
const LIMIT = `$${LAST_PARAMETER + 2}`;
const GREATEST = '9223372036854775807';

/** The filter's condition on an end: past ends are left out where nobody asks for them. */
const isWanted = (end: string) => `
  ($15::timestamptz is null or ${end} >= $15) and ($16::timestamptz is null or ${end} < $16)
  and ($14::text[] is null or $14 && '{ENDED,REVOKED}' or ${end} > $2::timestamptz)`;

const IN_ORDER = (caller: Pick<Caller, 'kind'>) => readableInOrder(caller, '$1');

/** @param columns what is listed, beside its place @param place the sort keys as texts */
export const listByEnd = (columns: string, place: string, direction: OrderDirection) => {
  const [beyond, least, greatest] = direction === 'ASC' ? ['>', `'-infinity'`, '0'] : ['<', `'infinity'`, GREATEST];
  return byCondition(IN_ORDER, (readable) => {
    const byThemselves = `
      e.own_end < 'infinity' and e.own_end < coalesce(upper(l.term), 'infinity') and ${isWanted('e.own_end')} and ${readable}
      and (${AFTER} is null or (e.own_end, e.licence_id, e.id) ${beyond}
        (${END}, ${LICENCE}, case when ${OWN_END} = ${END} then ${ID} else ${GREATEST} end))`;
    const isThere = `(t.term_end, t.id) = (${END}, ${LICENCE})`;
    const withLicence = `
      e.licence_id = t.id and e.own_end >= t.term_end and ${readable}
      and (e.own_end, e.id) ${beyond} (case when ${isThere} then ${OWN_END} else ${least} end, case when ${isThere} then ${ID} else ${greatest} end)`;
    return statement(
      'listEntitlementsByEnd',
      `${reachOf('$1')}
       select ${columns}, ${place} as place from (
         (select listed.* from ${listedEntitlements('schools.entitlement', [], byThemselves)}
          order by listed.own_end ${direction}, listed."licenceId" ${direction}, listed.id ${direction} limit ${LIMIT})
         union all
         (select listed.* from (
            select term.id, coalesce(upper(term.term), 'infinity') as term_end from directory.licence term
            where ($7::bigint is null or term.id = $7) and ${isWanted(`coalesce(upper(term.term), 'infinity')`)}
              and (${AFTER} is null or (coalesce(upper(term.term), 'infinity'), term.id) ${beyond}= (${END}, ${LICENCE}))
            order by 2 ${direction}, 1 ${direction}) t
          cross join lateral (
            select listed.* from ${listedEntitlements('schools.entitlement', [], withLicence)}
            order by listed.own_end ${direction}, listed.id ${direction} limit ${LIMIT}) listed
          order by t.term_end ${direction}, t.id ${direction}, listed.own_end ${direction}, listed.id ${direction} limit ${LIMIT})) listed
       order by listed.ends ${direction}, listed."licenceId" ${direction}, listed.own_end ${direction}, listed.id ${direction}
       limit ${LIMIT}`,
      { ...ENTITLEMENT, place: texts },
    );
  });
};

/** Fewer entitlements are sorted faster than they are read in order. */
const MANY = 1_000;

const COUNT_SOME_READABLE = byCondition(
  (caller) => someReadable(caller, '$1', MANY),
  (some) =>
    statement(
      'countSomeReadable',
      `select count(*)::int as count from (select from (${some}) way limit ${MANY}) readable`,
      { count: int },
    ),
);

/** Tells whether the caller may read so many entitlements that reading them in order is faster. */
export async function readsMany(session: Session, caller: Caller): Promise<boolean> {
  const [row] = await session.query(COUNT_SOME_READABLE(caller), [caller.bound]);
  return (row?.count ?? 0) >= MANY;
}

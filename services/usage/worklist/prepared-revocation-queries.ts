import type { Caller } from '../../../caller/caller';
import { bigint, bigints, neverNull, statement } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { entitlementCondition } from '../authorisation/allowed';
import { reachOf } from '../authorisation/allowed-queries';

const FIND_ENTITLEMENTS_TO_END = byCondition(
  (caller) => entitlementCondition(caller, 'entitlement.amend', { owner: 'e.owner_id', holder: 'e.holder_id' }, '$1'),
  (endable) =>
    statement(
      'findEntitlementsToEnd',
      `${reachOf('$1')}
       select licence.id, found.ids from unnest($2::bigint[]) as licence (id)
       cross join lateral (
         select array(
           select e.id from directory.entitlement e
           where e.licence_id = licence.id and e.valid @> $3::timestamptz and e.revoked_at is null and ${endable}
           order by e.id limit $4) as ids) found
       where found.ids <> '{}'`,
      { id: neverNull(bigint, 'the ids that are sent hold no null'), ids: bigints },
    ),
);

/**
 * Returns, by licence, the first of the entitlements that hold and that the caller may end. A licence without any is
 * left out.
 */
export async function findEntitlementsToEnd(
  reader: Transaction,
  caller: Pick<Caller, 'kind' | 'bound'>,
  licences: readonly string[],
  now: number,
  most: number,
): Promise<Map<string, string[]>> {
  const rows = await reader.query(FIND_ENTITLEMENTS_TO_END(caller), [caller.bound, licences, new Date(now), most]);
  return new Map(rows.map(({ id, ids }) => [id, ids]));
}

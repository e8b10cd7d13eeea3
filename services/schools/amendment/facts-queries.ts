import { bigint, type RowOf, statement, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

const FIND_FACTS = statement(
  'findEntitlementFacts',
  `select e.id, e.licence_id as "licenceId", h.key as "holderKey", w.key as "ownerKey"
   from schools.entitlement e
   join directory.organisation h on h.id = e.holder_id
   join directory.organisation w on w.id = e.owner_id
   where e.id = any ($1)`,
  { id: bigint, licenceId: bigint, holderKey: text, ownerKey: text },
);

/**
 * Returns the facts that decide who may change an entitlement, and what is locked for it. Unknown and hidden ids are
 * left out.
 */
export function findEntitlementFacts(db: Transaction, ids: readonly string[]): Promise<RowOf<typeof FIND_FACTS>[]> {
  return db.query(FIND_FACTS, [ids]);
}

import type { Caller } from '../../../caller/caller';
import { bigint, int, neverNull, type RowOf, statement } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { licenceCondition } from '../authorisation/allowed';
import { reachOf } from '../authorisation/allowed-queries';

const FIND_SEATS_TO_AMEND = byCondition(
  (caller) => licenceCondition(caller, 'licence.amend', { owner: 'l.owner_id' }, '$1'),
  (amendable) =>
    statement(
      'findSeatsToAmend',
      `${reachOf('$1')}
       select l.id, l.version, l.seats from directory.licence l
       where l.id = any ($2) and l.seats is not null and ${amendable}`,
      { id: bigint, version: int, seats: neverNull(int, 'the condition') },
    ),
);

/** Returns, of licences, those that count seats and that the caller may amend. */
export function findSeatsToAmend(
  reader: Transaction,
  caller: Pick<Caller, 'kind' | 'bound'>,
  licences: readonly string[],
): Promise<RowOf<ReturnType<typeof FIND_SEATS_TO_AMEND>>[]> {
  return reader.query(FIND_SEATS_TO_AMEND(caller), [caller.bound, licences]);
}

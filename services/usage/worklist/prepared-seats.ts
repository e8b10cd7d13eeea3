import { batchLoader } from '../../subgraph/context';
import { type PreparedChange, prepared } from '../../subgraph/worklist/prepared-change';
import { findSeatsToAmend } from './prepared-seats-queries';

/** Prepares, by licence, one more seat; null where it counts none, or where the caller may not amend it. */
export const preparedSeatsLoader = batchLoader<string, PreparedChange | null>(async ({ session, caller }, licences) => {
  const found = await findSeatsToAmend(session, caller, licences);
  const byId = new Map(found.map(({ id, version, seats }) => [id, { licenceId: id, version, seats: seats + 1 }]));
  return licences.map((id) => {
    const seats = byId.get(id);
    return seats ? prepared({ seats }) : null;
  });
});

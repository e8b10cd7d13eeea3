import type { Caller } from '../../../caller/caller';
import type { Transaction } from '../../subgraph/database/session';
import { allowedOrganisations } from './allowed';

test('without organisations the answer is empty, and no statement is sent', async () => {
  const query = jest.fn(async () => []);
  const caller = { kind: 'licensing', bound: ['AUTHORITY:NW:1'] } as unknown as Caller;
  const reader: Transaction = { query };
  expect(await allowedOrganisations(reader, caller, 'holder.assign', [])).toEqual(new Set());
  expect(query).not.toHaveBeenCalled();
  await allowedOrganisations(reader, caller, 'holder.assign', ['AUTHORITY:NW:2']);
  expect(query).toHaveBeenCalledTimes(1);
});

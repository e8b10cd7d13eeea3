import type { Caller } from '../../../caller/caller';
import { licenceCondition } from '../authorisation/allowed-queries';

/** The query for what licences cost, of those whose price the caller may read. @param licences a query for their ids */
export const priceOf = (caller: Pick<Caller, 'kind'>, licences: string, bound: string) => `
  select sum(p.cents) from directory.price p join directory.licence l on l.id = p.licence_id
  where p.currency = 'EUR' and p.licence_id in (${licences})
    and ${licenceCondition(caller, 'licence.readPrice', 'l.owner_id', bound)}`;

import DataLoader from 'dataloader';
import { forbidden } from '../../../caller/caller';
import { perRequest, type SubgraphContext } from '../../subgraph/context';
import type { Organisation } from '../../subgraph/organisation';
import type { Transaction } from '../../subgraph/session';
import type { District, SchoolAuthority } from './organisation';
import { findAuthorities, findDistricts, findOrganisations, overReach } from './organisation-queries';

export const organisationLoader = perRequest((context) => byKey<Organisation>(context, findOrganisations));
export const authorityLoader = perRequest((context) => byKey<SchoolAuthority>(context, findAuthorities));
export const districtLoader = perRequest((context) => byKey<District>(context, findDistricts));

/** Loads organisations by key; one that the caller may not read and one that does not exist are refused alike. */
function byKey<Row extends { key: string }>(
  { session, caller }: SubgraphContext,
  find: (reader: Transaction, keys: readonly string[]) => Promise<Row[]>,
): DataLoader<string, Row> {
  return new DataLoader<string, Row>(async (keys) => {
    const rows = new Map((await find(session, keys)).map((row) => [row.key, row]));
    const readable = caller.kind === 'operator' ? new Set(keys) : await overReach(session, caller.bound, keys);
    return keys.map((key) => (readable.has(key) && rows.get(key)) || forbidden());
  });
}

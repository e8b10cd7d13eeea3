import { forbidden } from '../../../request/client-errors';
import { batchLoader } from '../../subgraph/context';
import type { Transaction } from '../../subgraph/database/session';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { allowedOrganisations } from '../authorisation/allowed';
import type { District, SchoolAuthority } from './organisation';
import { findAuthorities, findDistricts, findOrganisations } from './organisation-queries';

export const organisationLoader = byKey<Organisation>(findOrganisations);
export const authorityLoader = byKey<SchoolAuthority>(findAuthorities);
export const districtLoader = byKey<District>(findDistricts);

/** Loads organisations by key; one that the caller may not read and one that does not exist are refused alike. */
function byKey<Row extends { key: string }>(find: (reader: Transaction, keys: readonly string[]) => Promise<Row[]>) {
  return batchLoader<string, Row>(async ({ session, caller }, keys) => {
    const [found, allowed] = await Promise.all([
      find(session, keys),
      allowedOrganisations(session, caller, 'organisation.read', keys),
    ]);
    const rows = new Map(found.map((row) => [row.key, row]));
    return keys.map((key) => (allowed.has(key) && rows.get(key)) || forbidden());
  });
}

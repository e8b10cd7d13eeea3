import { forbidden } from '../../../request/client-errors';
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { allowedOrganisations } from '../authorisation/allowed';
import { cachedAuthorities } from './authority-cache';
import type { District, SchoolAuthority } from './organisation';
import { findDistricts, findOrganisations } from './organisation-queries';

export const organisationLoader = byKey<Organisation>(({ session }, keys) => findOrganisations(session, keys));
export const authorityLoader = byKey<SchoolAuthority>(cachedAuthorities);
export const districtLoader = byKey<District>(({ session }, keys) => findDistricts(session, keys));

/** Loads organisations by key. One that the caller may not read is refused like one that does not exist. */
function byKey<Row extends { key: string }>(
  find: (context: SubgraphContext, keys: readonly string[]) => Promise<readonly Row[]>,
) {
  return batchLoader<string, Row>(async (context, keys) => {
    const { session, caller } = context;
    const [found, allowed] = await Promise.all([
      find(context, keys),
      allowedOrganisations(session, caller, 'organisation.read', keys),
    ]);
    const rows = new Map(found.map((row) => [row.key, row]));
    return keys.map((key) => (allowed.has(key) && rows.get(key)) || forbidden());
  });
}

/** The organisations that exist before any school list: the state, its regional associations and its districts. */
import type { Queryable } from '../../../database/queryable';
import { ASSOCIATIONS, NRW_DISTRICTS, STATE } from './nrw-districts';
import { type Changes, upsertDistricts, upsertOrganisations } from './region-queries';

/**
 * Inserts the state, LVR, LWL and the 53 districts, or brings their names and facts up to date. A second call changes
 * nothing.
 */
export async function establishRegions(db: Queryable): Promise<Changes> {
  const associations = Object.entries(ASSOCIATIONS).map(([number, name]) => ({
    level: 'REGIONAL_ASSOCIATION' as const,
    number,
    name,
  }));
  const districts = NRW_DISTRICTS.map(({ ags, name }) => ({ level: 'DISTRICT' as const, number: ags, name }));
  await upsertOrganisations(db, STATE.number, [{ level: 'STATE', ...STATE }, ...associations]);
  const named = await upsertOrganisations(db, STATE.number, districts);
  const described = await upsertDistricts(db, STATE.number, NRW_DISTRICTS);
  return { added: named.added, changed: Math.max(named.changed, described.changed) };
}

/** Demo data beside imported data: no invented licence opens anything to an imported school. */
import type { EntityTransaction } from '../database/queryable';
import { findDemo } from './record-queries';
import { countSchools, dropEntitlements } from './remove-queries';

/**
 * Deletes the entitlements of demo licences at every organisation that an imported school belongs or belonged to: the
 * state, districts, media centres and groups. They are deleted rather than revoked, so that they open nothing in the
 * past either. It must be called after every import that brings schools or changes their organisations.
 *
 * @returns what it has done, a sentence each; nothing where there is no demo data
 */
export async function closeDemoToImported(db: EntityTransaction): Promise<string[]> {
  if (!(await findDemo(db))) return [];
  const { demo, imported } = await countSchools(db);
  if (imported === 0) return [];
  const dropped = await dropEntitlements(db, 'beside imported');
  return [
    ...(dropped > 0
      ? [`entitlements of demo licences that would have opened something to imported schools, taken away: ${dropped}`]
      : []),
    `demo data stands beside what was imported: ${demo} invented schools, their authorities, titles and licences (npm run demo -- remove takes them away)`,
  ];
}

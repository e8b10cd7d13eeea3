/** Removes the demo data, and leaves what was imported. */
import type { EntityTransaction } from '../database/queryable';
import { describeChange } from '../services/subgraph/audit/describe-change';
import { findDemo } from './record-queries';
import {
  deleteRecord,
  dropCatalogue,
  dropContracts,
  dropEntitlements,
  dropOrganisations,
  dropSchools,
  dropUses,
} from './remove-queries';

interface Removed {
  readonly schools: number;
  readonly titles: number;
  readonly licences: number;
  readonly entitlements: number;
  readonly uses: number;
}

/**
 * Removes all demo data, including entitlements of demo licences, whoever assigned them, and those that demo schools
 * hold. The state, its districts and their municipalities stay, because they are real. The next start does not fill in
 * the demo again.
 *
 * @returns null where there is no demo data
 */
export async function removeDemoData(db: EntityTransaction): Promise<Removed | null> {
  if (!(await findDemo(db))) return null;
  await describeChange(db, { operation: 'demo remove' });
  const uses = await dropUses(db);
  const entitlements = await dropEntitlements(db, 'all');
  const licences = await dropContracts(db);
  const titles = await dropCatalogue(db);
  const schools = await dropSchools(db);
  await dropOrganisations(db);
  await deleteRecord(db);
  return { schools, titles, licences, entitlements, uses };
}

/** Takes the demo data away, and leaves what was imported. */
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

export interface Removed {
  readonly schools: number;
  readonly titles: number;
  readonly licences: number;
  readonly entitlements: number;
  readonly uses: number;
}

/**
 * All of it: entitlements of demo licences, whoever assigned them, and those that demo schools hold too. The state, its
 * districts and their municipalities are facts, and stay. What is taken away does not come back by the next start.
 *
 * @returns null where there is none
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

/** Fills an empty installation with the demo data: through the importers, in one transaction, once. */
import { ownerTransaction, type Queryable } from '../database/queryable';
import { importLicences } from '../services/licences/import/import-licences';
import { importTitles } from '../services/licences/import/import-titles';
import { importEntitlements } from '../services/schools/entitlement/import-entitlements';
import { establishRegions } from '../services/schools/regions/establish';
import { upsertMunicipalities } from '../services/schools/regions/region-queries';
import { reconcileSchools } from '../services/schools/school-list/reconcile';
import type { DemoTitle } from './catalogue/titles';
import { type DemoWorld, makeDemoWorld } from './demo-world';
import { writeEvents } from './event-queries';
import { hasSchools, writeMediaCentres, writeSchoolGroups } from './organisation-queries';
import { demoSchoolList } from './schools';

export interface FillOptions {
  /** The day from which past and future are told; the current one where it is left out. */
  readonly today?: Date;
}

/**
 * Does nothing where there is a school already. One that fails leaves nothing behind, so that the next start tries again.
 *
 * @param progress gets one line a step
 */
export async function fillDemoData(
  ownerUrl: string,
  progress: (text: string) => void = () => undefined,
  { today = new Date() }: FillOptions = {},
): Promise<void> {
  await ownerTransaction(ownerUrl, async (db) => {
    if (!(await hasSchools(db))) await fill(db, makeDemoWorld(today), progress);
  });
}

async function fill(db: Queryable, world: DemoWorld, progress: (text: string) => void): Promise<void> {
  const { calendar } = world;
  const lastAugust = calendar.startOf(calendar.schoolYear(0));
  progress(`Demo data: ${world.schools.length} schools`);
  const listBefore = demoSchoolList(calendar, 'before');
  await establishRegions(db);
  await upsertMunicipalities(db, listBefore.municipalities);
  await writeMediaCentres(db);
  await reconcileSchools(db, listBefore, { asOf: calendar.startOf(calendar.schoolYear(-1)) });
  await reconcileSchools(db, demoSchoolList(calendar), { asOf: lastAugust });
  await writeSchoolGroups(db, world.groups);

  progress(`Demo data: ${world.titles.length} titles`);
  await importTitles(db, records(world.titles.map(titleRecord)));
  progress(`Demo data: ${world.packages.length} packages, ${world.licences.length} licences`);
  await importLicences(db, records([...world.packages, ...world.licences]));
  progress(`Demo data: ${world.entitlements.length} entitlements`);
  await importEntitlements(db, records(world.entitlements));
  progress(`Demo data: ${world.events.length} uses`);
  await writeEvents(db, world.events);
}

function titleRecord({ subjectCode: _code, topic: _topic, ...record }: DemoTitle): unknown {
  return record;
}

async function* records(values: readonly unknown[]) {
  for (const [index, record] of values.entries()) yield { line: index + 1, record };
}

/** Fills an empty installation with the demo data once, in one transaction and through the importers. */
import { type EntityTransaction, ownerTransaction } from '../database/queryable';
import { importRecords } from '../services/import-file/import-records';
import { catalogue } from '../services/licences/import/import-licences';
import { titles } from '../services/licences/import/import-titles';
import { entitlements } from '../services/schools/entitlement/import-entitlements';
import { establishRegions } from '../services/schools/regions/establish';
import { upsertMunicipalities } from '../services/schools/regions/region-queries';
import { reconcileSchools } from '../services/schools/school-list/reconcile';
import { describeChange } from '../services/subgraph/audit/describe-change';
import type { DemoTitle } from './catalogue/titles';
import { type DemoWorld, makeDemoWorld } from './demo-world';
import { writeEvents } from './event-queries';
import { hasSchools, writeMediaCentres, writeSchoolGroups } from './organisation-queries';
import { analyzeAll, recordDemo, wasFilled } from './record-queries';
import { demoMunicipalities, demoSchoolList } from './schools';

interface FillOptions {
  /** The demo data; that of today where it is left out. */
  readonly world?: DemoWorld;
}

/**
 * Does nothing where there is a school already, or where the demo was removed. A failed attempt leaves nothing behind,
 * so that the next start tries again.
 *
 * @param progress is called with one line for each step
 */
export async function fillDemoData(
  ownerUrl: string,
  progress: (text: string) => void = () => undefined,
  { world }: FillOptions = {},
): Promise<void> {
  await ownerTransaction(ownerUrl, async (db) => {
    if (!(await hasSchools(db)) && !(await wasFilled(db))) await fill(db, world ?? makeDemoWorld(new Date()), progress);
  });
}

async function fill(db: EntityTransaction, world: DemoWorld, progress: (text: string) => void): Promise<void> {
  const { calendar } = world;
  const lastAugust = calendar.startOf(calendar.schoolYear(0));
  await describeChange(db, { operation: 'demo fill' });
  progress(`Demo data: ${world.schools.length} schools`);
  await establishRegions(db);
  await upsertMunicipalities(db, demoMunicipalities());
  await writeMediaCentres(db);
  await reconcileSchools(db, demoSchoolList(calendar, 'before'), { asOf: calendar.startOf(calendar.schoolYear(-1)) });
  await reconcileSchools(db, demoSchoolList(calendar), { asOf: lastAugust });
  await writeSchoolGroups(db, world.groups);

  progress(`Demo data: ${world.titles.length} titles`);
  await importRecords(db, records(world.titles.map(titleRecord)), titles);
  progress(
    `Demo data: ${world.packages.length} packages, ${world.licences.length} licences, ${world.entitlements.length} entitlements`,
  );
  const contracts = records([...world.packages, ...world.licences, ...world.entitlements]);
  await importRecords(db, contracts, { ...catalogue(new Date()), entitlement: entitlements() });
  progress(`Demo data: ${world.events.length} uses`);
  await writeEvents(db, world.events);
  await recordDemo(db, world);
  await analyzeAll(db);
}

function titleRecord({ subjectCode: _code, topic: _topic, ...record }: DemoTitle): unknown {
  return record;
}

async function* records(values: readonly unknown[]) {
  for (const [index, record] of values.entries()) yield { line: index + 1, record };
}

/** Fills an empty installation with the demo data: through the importers, in one transaction, once. */
import { ownerTransaction, type Queryable } from '../database/queryable';
import { importLicences } from '../services/licences/import/import-licences';
import { importTitles } from '../services/licences/import/import-titles';
import { importEntitlements } from '../services/schools/entitlement/import-entitlements';
import { establishMunicipalities, establishRegions } from '../services/schools/regions/establish';
import { reconcileSchools } from '../services/schools/school-list/reconcile';
import type { DemoTitle } from './catalogue/titles';
import { type DemoWorld, makeDemoWorld } from './demo-world';
import { writeEvents } from './event-queries';
import { writeMediaCentres, writeSchoolGroups } from './organisation-queries';
import { demoSchoolList } from './schools';

export interface FillOptions {
  /** The day from which past and future are told; the current one where it is left out. */
  readonly today?: Date;
}

/**
 * Does nothing where there is a school already. One that fails leaves nothing behind, so that the next start tries again.
 *
 * @param progress gets one line of German text a step
 */
export async function fillDemoData(
  ownerUrl: string,
  progress: (text: string) => void = () => undefined,
  { today = new Date() }: FillOptions = {},
): Promise<void> {
  await ownerTransaction(ownerUrl, async (db) => {
    const [{ filled } = { filled: true }] = await db.query<{ filled: boolean }>(
      'select exists (select from schools.school) as filled',
    );
    if (!filled) await fill(db, makeDemoWorld(today), progress);
  });
}

async function fill(db: Queryable, world: DemoWorld, progress: (text: string) => void): Promise<void> {
  const { calendar } = world;
  const lastAugust = calendar.startOf(calendar.schoolYear(0));
  progress(`Demodaten: ${world.schools.length} Schulen`);
  const listBefore = demoSchoolList(calendar, 'before');
  await establishRegions(db);
  await establishMunicipalities(db, listBefore.municipalities);
  await writeMediaCentres(db);
  await reconcileSchools(db, listBefore, { asOf: calendar.startOf(calendar.schoolYear(-1)) });
  await reconcileSchools(db, demoSchoolList(calendar), { asOf: lastAugust });
  await writeSchoolGroups(db, world.groups);

  progress(`Demodaten: ${world.titles.length} Medien`);
  await importTitles(db, records(world.titles.map(titleRecord)));
  progress(`Demodaten: ${world.packages.length} Pakete, ${world.licences.length} Lizenzen`);
  await importLicences(db, records([...world.packages, ...world.licences]));
  progress(`Demodaten: ${world.entitlements.length} Berechtigungen`);
  await importEntitlements(db, records(world.entitlements));
  progress(`Demodaten: ${world.events.length} Nutzungen`);
  await writeEvents(db, world.events);
}

function titleRecord({ subjectCode: _code, topic: _topic, ...record }: DemoTitle): unknown {
  return record;
}

async function* records(values: readonly unknown[]) {
  for (const [index, record] of values.entries()) yield { line: index + 1, record };
}

/** Imports a file of any kind, and says what it changed. */
import path from 'node:path';
import type { EntityTransaction, Queryable } from '../../database/queryable';
import { closeDemoToImported } from '../../demo/beside-imports';
import { Changes } from '../../services/import-file/changes';
import { type Importers, type ImportReport, importRecords } from '../../services/import-file/import-records';
import { readJsonRecords } from '../../services/import-file/json-records';
import type { Progress } from '../../services/import-file/progress';
import { changedAnything, tallyLine } from '../../services/import-file/tally';
import { readDelivery } from '../../services/licences/import/delivery/formats';
import { catalogue } from '../../services/licences/import/import-licences';
import { titles } from '../../services/licences/import/import-titles';
import { readSubjectFile } from '../../services/licences/import/subjects/import-subjects';
import { entitlements } from '../../services/schools/entitlement/import-entitlements';
import { readSyncFile } from '../../services/schools/entitlement-file/read-sync-file';
import { syncEntitlements } from '../../services/schools/entitlement-file/sync-entitlements';
import { syncLines } from '../../services/schools/entitlement-file/sync-report';
import { mediaCentres } from '../../services/schools/organisation-file/import-media-centres';
import { schoolGroups } from '../../services/schools/organisation-file/import-school-groups';
import { officialList } from '../../services/schools/school-list/official-list';
import { reconcileSchools } from '../../services/schools/school-list/reconcile';
import { reportLines } from '../../services/schools/school-list/school-list-report';
import { describeChange } from '../../services/subgraph/audit/describe-change';
import { bots } from '../../services/usage/bots/import-bots';
import type { ImportOptions } from './import-options';

/** How many changes a dry run lists line by line: nobody reads more. The others are counted. */
const MAX_LISTED = 2_000;

/** @returns the report, line by line */
export async function importFile(db: EntityTransaction, options: ImportOptions, progress: Progress): Promise<string[]> {
  const changes = new Changes(options.dryRun ? MAX_LISTED : 0);
  const lines = await reportOf(db, options, progress, changes);
  return [...(options.dryRun ? ['Dry run: nothing was changed.'] : []), ...lines, ...changes.lines()];
}

async function reportOf(
  db: EntityTransaction,
  options: ImportOptions,
  progress: Progress,
  changes: Changes,
): Promise<string[]> {
  const { overrideSuspended } = options;
  const file = path.basename(options.file);
  if (options.kind !== 'schools') await describeChange(db, { operation: `import ${options.kind}`, source: file });
  switch (options.kind) {
    case 'schools': {
      const asOf = options.asOf ?? new Date();
      const list = officialList({ ...options, schools: options.file }, asOf);
      const source = `${file} (${list.source} list of ${list.state} as of ${asOf.toISOString()})`;
      await describeChange(db, { operation: 'import schools', source });
      const { confirmedLosses } = options;
      const reconciled = { asOf, confirmedLosses, overridden: overrideSuspended };
      const report = await reconcileSchools(db, list, reconciled, progress, changes);
      return [...reportLines(report), ...(await closeDemoToImported(db))];
    }
    case 'titles': {
      if (!options.delivery) return importJson(db, options.file, titles, progress, changes);
      progress(`reading ${options.file}`);
      const { records, importer } = readDelivery({ file: options.file, ...options.delivery });
      return linesOf(await importRecords(db, records, importer, progress, changes));
    }
    case 'subjects': {
      progress(`reading ${options.file}`);
      const { records, importer } = readSubjectFile(options.file, options);
      return linesOf(await importRecords(db, records, importer, progress, changes));
    }
    case 'bots':
      return importJson(db, options.file, bots, progress, changes);
    case 'organisations': {
      const asOf = new Date();
      const importers = { media_centre: mediaCentres(asOf), school_group: schoolGroups(asOf, overrideSuspended) };
      return [
        ...(await importJson(db, options.file, importers, progress, changes)),
        ...(await closeDemoToImported(db)),
      ];
    }
    case 'entitlements': {
      const { source, skipBad, confirmedLosses, dryRun } = options;
      progress(`reading ${options.file}`);
      const { records, schema } = await readSyncFile(options.file);
      const sync = {
        source,
        skipBad,
        confirmedLosses,
        overrideSuspended,
        schema,
        now: new Date(),
        createdBy: 'import',
      };
      return syncLines(await syncEntitlements(db, records, { ...sync, mostTold: dryRun ? MAX_LISTED : 0 }, progress));
    }
    case 'licences': {
      const importers = { ...catalogue(new Date()), entitlement: entitlements(overrideSuspended) };
      return importJson(db, options.file, importers, progress, changes);
    }
  }
}

async function importJson(
  db: Queryable,
  file: string,
  importers: Importers,
  progress: Progress,
  changes: Changes,
): Promise<string[]> {
  progress(`reading ${file}`);
  return linesOf(await importRecords(db, readJsonRecords(file), importers, progress, changes));
}

/** Where a note says what the file did not change, the database differs from the file. */
function linesOf({ tallies, notes }: ImportReport): string[] {
  const changed = Object.values(tallies).some(changedAnything);
  const same = notes.length > 0 ? 'Nothing changed.' : 'Nothing changed: the file is what the database holds already.';
  return [
    ...(changed ? [] : [same]),
    ...Object.entries(tallies).map(([what, tally]) => tallyLine(what, tally)),
    ...notes,
  ];
}

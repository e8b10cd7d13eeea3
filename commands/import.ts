/** `npm run import -- schools|titles|licences FILE`: all of the file in one transaction, or nothing. */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { ownerTransaction, type Queryable } from '../database/queryable';
import { readSettings } from '../environment';
import { type FileRecord, readJsonRecords } from '../services/import-file/json-records';
import { ImportRefused, spoken } from '../services/import-file/refusal';
import { changedAnything, type Tally, tallyLine } from '../services/import-file/tally';
import { importLicences } from '../services/licences/import/import-licences';
import { importTitles } from '../services/licences/import/import-titles';
import { importEntitlements } from '../services/schools/entitlement/import-entitlements';
import { readAuthorities, readSchoolForms } from '../services/schools/school-list/key-lists';
import { readOfficialList } from '../services/schools/school-list/official-list';
import { reconcileSchools } from '../services/schools/school-list/reconcile';
import { reportLines } from '../services/schools/school-list/school-list-report';
import { helpAsked } from './help';
import { type ImportOptions, readImportOptions, USAGE, UsageError } from './import/import-options';
import { withOwner } from './installation';
import { runToEnd } from './problem';

type SchoolsOptions = Extract<ImportOptions, { kind: 'schools' }>;
/** @returns the report, line by line */
type Import = (db: Queryable) => Promise<string[]>;

function progress(text: string): void {
  console.error(`${text} …`);
}

/** The list is read before the database is asked for, so that a broken file is refused at once. */
function schoolsImport(options: SchoolsOptions): Import {
  progress(`reading ${options.file}`);
  const asOf = options.asOf ?? new Date();
  const authorities = options.authorities && ofFile(options.authorities, (file) => readAuthorities(readFileSync(file)));
  const schoolForms = options.schoolForms && ofFile(options.schoolForms, (file) => readSchoolForms(readFileSync(file)));
  const { list, oddities } = ofFile(options.file, (file) =>
    readOfficialList(readFileSync(file), {
      asOf,
      ...(authorities && { authorities }),
      ...(schoolForms && { schoolForms }),
    }),
  );
  return async (db) => {
    const report = await reconcileSchools(db, list, { asOf, closeMany: options.closeMany }, progress);
    return reportLines({ ...report, oddities: [...oddities, ...report.oddities] });
  };
}

function titlesImport(file: string): Import {
  return async (db) => {
    const { titles, publishersAdded } = await importTitles(db, readJsonRecords(file), progress);
    return tallies({ titles, publishers: { added: publishersAdded, changed: 0, unchanged: 0 } });
  };
}

/** Reads the file twice: an entitlement may stand before the licence that it assigns. */
function licencesImport(file: string): Import {
  return async (db) => {
    const { packages, licences, empty } = await importLicences(
      db,
      ofType(file, (type) => type !== 'entitlement'),
      progress,
    );
    const { entitlements } = await importEntitlements(
      db,
      ofType(file, (type) => type === 'entitlement'),
      progress,
    );
    return [
      ...tallies({ packages, licences, entitlements }),
      ...(empty.length > 0
        ? [`licences without a package or a title: ${empty.length} (${empty.slice(0, 5).join(', ')})`]
        : []),
    ];
  };
}

async function* ofType(file: string, wanted: (type: unknown) => boolean): AsyncGenerator<FileRecord> {
  for await (const record of readJsonRecords(file)) {
    if (wanted('record' in record ? (record.record as { type?: unknown } | null)?.type : undefined)) yield record;
  }
}

function tallies(things: Record<string, Tally>): string[] {
  const changed = Object.values(things).some(changedAnything);
  const lines = Object.entries(things).map(([what, tally]) => tallyLine(what, tally));
  return changed ? lines : ['Nothing changed: the file is what the database holds already.', ...lines];
}

/** A refusal that names the file it is about. */
class FileRefused extends Error {
  constructor(
    readonly file: string,
    readonly refusal: ImportRefused,
  ) {
    super(refusal.message);
  }
}

function ofFile<Result>(file: string, read: (file: string) => Result): Result {
  try {
    return read(file);
  } catch (error) {
    throw error instanceof ImportRefused ? new FileRefused(file, error) : error;
  }
}

function importOf(options: ImportOptions): Import {
  switch (options.kind) {
    case 'schools':
      return schoolsImport(options);
    case 'titles':
      return titlesImport(options.file);
    case 'licences':
      return licencesImport(options.file);
  }
}

function printRefusal(file: string, { problems, more }: ImportRefused): void {
  console.error(`${file} was not imported, and nothing was changed:`);
  for (const problem of problems) console.error(`  ${spoken(problem)}`);
  if (more) console.error('  There may be more; these are as many as are shown.');
}

const settings = readSettings();

void runToEnd(async () => {
  const words = process.argv.slice(2);
  if (helpAsked(words)) return console.log(USAGE);
  try {
    const options = readImportOptions(words);
    try {
      const work = importOf(options);
      const lines = await withOwner(settings, (ownerUrl) => ownerTransaction(ownerUrl, work));
      console.log(lines.join('\n'));
    } catch (error) {
      throw error instanceof ImportRefused ? new FileRefused(options.file, error) : error;
    }
  } catch (error) {
    if (error instanceof FileRefused) printRefusal(error.file, error.refusal);
    else if (error instanceof UsageError) console.error(`${error.message}\n${USAGE}`);
    else throw error;
    process.exitCode = 1;
  }
}, settings);

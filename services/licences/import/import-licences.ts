/** Takes packages and licences in. What a file does not name stays as it is. */
import type { Queryable } from '../../../database/queryable';
import { type CheckedRecord, firstOfEach, inBatches } from '../../import-file/checked-records';
import type { FileRecord } from '../../import-file/json-records';
import { Problems } from '../../import-file/refusal';
import { NOTHING, plus, type Tally } from '../../import-file/tally';
import { writeLicences } from './licence-batch';
import { writePackages } from './package-batch';
import { type CatalogueRecord, catalogueRecord, type LicenceRecord, type PackageRecord } from './records';

export interface LicencesReport {
  readonly packages: Tally;
  readonly licences: Tally;
  /** Numbers of licences that name neither a package nor a title. */
  readonly empty: readonly string[];
}

export interface ImportOptions {
  /** From when on the contents of packages and licences are as the file says. */
  readonly asOf: Date;
}

/** Titles and packages that the records of a batch name, and the records themselves. */
const BATCH = 5_000;

/**
 * @param db a transaction of the owner; the caller commits it
 * @throws ImportRefused with the line and JSON path of every problem, up to the number worth printing
 */
export async function importLicences(
  db: Queryable,
  records: AsyncIterable<FileRecord>,
  progress: (text: string) => void = () => undefined,
  { asOf }: ImportOptions = { asOf: new Date() },
): Promise<LicencesReport> {
  const problems = new Problems();
  const lineOf = new Map<string, number>();
  const empty: string[] = [];
  let packages = NOTHING;
  let licences = NOTHING;
  for await (const batch of inBatches(records, catalogueRecord, problems, BATCH, weight)) {
    const records = firstOfEach(batch, nameOf, lineOf, problems);
    empty.push(...records.filter(isLicence).flatMap(({ value }) => (weight(value) === 1 ? [value.number] : [])));
    // The runs of one type, in the order of the file: a licence finds the packages before it, and not those after it.
    for (const run of runs(records)) {
      if (run.every(isPackage)) packages = plus(packages, await writePackages(db, run, problems, asOf));
      else licences = plus(licences, await writeLicences(db, run.filter(isLicence), problems, asOf));
    }
    progress(`${lineOf.size.toLocaleString('en')} packages and licences`);
  }
  problems.refuse();
  return { packages, licences, empty };
}

function weight(record: CatalogueRecord): number {
  return 1 + record.titles.length + (record.type === 'licence' ? record.packages.length : 0);
}

function isPackage(record: CheckedRecord<CatalogueRecord>): record is CheckedRecord<PackageRecord> {
  return record.value.type === 'package';
}

function isLicence(record: CheckedRecord<CatalogueRecord>): record is CheckedRecord<LicenceRecord> {
  return record.value.type === 'licence';
}

function runs(records: readonly CheckedRecord<CatalogueRecord>[]): CheckedRecord<CatalogueRecord>[][] {
  const found: CheckedRecord<CatalogueRecord>[][] = [];
  for (const record of records) {
    const run = found.at(-1);
    if (run?.[0]?.value.type === record.value.type) run.push(record);
    else found.push([record]);
  }
  return found;
}

function nameOf({ type, number }: CatalogueRecord): string {
  return `number: the ${type} ${number}`;
}

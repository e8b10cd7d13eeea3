/** Takes packages in, with all of their contents. */
import type { Queryable } from '../../../database/queryable';
import { beginOf } from '../../import-file/days';
import type { Importer } from '../../import-file/import-records';
import type { Tally } from '../../import-file/tally';
import { idsByNumber, upsertPackages, type WrittenPackage } from './licence-queries';
import { type Part, replaceParts } from './period-queries';
import { type PackageRecord, packageRecord } from './records';

/** How a refusal, and the table of staged packages, names a package. */
export function packageIdentity(number: string): string {
  return `number: the package ${number}`;
}

/** @param asOf from when on the contents of packages are as the file says */
export function packages(asOf: Date): Importer<PackageRecord> {
  return {
    name: 'packages',
    schema: packageRecord,
    identity: ({ number }) => packageIdentity(number),
    async check(db, batch, problems) {
      const known = await titleIds(
        db,
        batch.map(({ value }) => value),
      );
      for (const one of batch)
        contentsOf(one.value).forEach(({ title }, index) => {
          if (!known.has(title)) problems.add(one, `titles[${index}]: there is no title ${title}`);
        });
    },
    async write(db, batch) {
      const records = batch.map(({ value }) => value);
      return { packages: await writePackages(db, records, asOf) };
    },
  };
}

async function writePackages(db: Queryable, records: readonly PackageRecord[], asOf: Date): Promise<Tally> {
  const titles = await titleIds(db, records);
  const written = await upsertPackages(
    db,
    records.map(({ number, name }) => ({ number, name })),
  );
  const idOf = new Map(written.map(({ number, id }) => [number, id]));
  const parts = records.flatMap((record) =>
    contentsOf(record).map(
      ({ title, from, until }): Part => ({
        whole: idOf.get(record.number) as string,
        part: titles.get(title) as string,
        from: beginOf(from),
        until: beginOf(until),
      }),
    ),
  );
  return tallyOf(written, await replaceParts(db, 'package_title', written, parts, asOf));
}

function contentsOf({ titles }: PackageRecord) {
  return titles.map((title) => (typeof title === 'string' ? { title, from: undefined, until: undefined } : title));
}

function titleIds(db: Queryable, records: readonly PackageRecord[]): Promise<Map<string, string>> {
  const numbers = records.flatMap((record) => contentsOf(record).map(({ title }) => title));
  return idsByNumber(db, 'title', numbers);
}

function tallyOf(packages: readonly WrittenPackage[], changedContents: readonly string[]): Tally {
  const touched = new Set(changedContents);
  const added = packages.filter(({ isNew }) => isNew).length;
  const changed = packages.filter(({ id, isNew, isChanged }) => !isNew && (isChanged || touched.has(id))).length;
  return { added, changed, unchanged: packages.length - added - changed };
}

/** Imports packages with all of their contents. */

import type { Queryable } from '../../../database/queryable';
import type { Changes } from '../../import-file/changes';
import { beginOf } from '../../import-file/days';
import type { Importer } from '../../import-file/import-records';
import { type Part, replaceParts } from '../../import-file/replace-parts';
import { stagedAs } from '../../import-file/staging-queries';
import type { Tally } from '../../import-file/tally';
import {
  idsByNumber,
  knownPackages,
  organisationIds,
  raisePackageVersions,
  upsertPackages,
  type WrittenPackage,
} from './licence-queries';
import { TITLES_OF_PACKAGES } from './period-tables';
import { type PackageRecord, packageRecord } from './records';

/** The source of a new package where the file states none. */
const UNNAMED_SOURCE = 'import';

const PACKAGES = stagedAs<PackageRecord>('packages');

/** The name of a package in messages and in the table of staged packages. */
export function packageIdentity(number: string): string {
  return `number: the package ${number}`;
}

/** @param asOf the instant from which packages have the contents of the file */
export function packages(asOf: Date): Importer<PackageRecord> {
  const ended: string[] = [];
  return {
    ...PACKAGES,
    schema: packageRecord,
    identity: ({ number }) => packageIdentity(number),
    async check(db, batch, problems) {
      const records = batch.map(({ value }) => value);
      const known = await titleIds(db, records);
      const packages = await knownPackages(db, numbersOf(records));
      const owners = await ownerIds(db, records);
      for (const one of batch) {
        const { number, name, owner, source, titles } = one.value;
        const stored = packages.get(number);
        if (name === undefined && !stored)
          problems.add(one, `name: is missing; the package ${number} is new and needs it`);
        if (owner && !owners.has(owner)) problems.add(one, `owner: there is no organisation ${owner}`);
        if (stored && owner !== undefined && owner !== stored.owner)
          problems.add(one, `owner: is ${stored.owner ?? 'nobody'}, and never changes`);
        if (stored?.source === null && source === undefined && (name ?? titles) !== undefined)
          problems.add(
            one,
            `source: is missing; the package ${number} is kept by hand, and a source must take it over`,
          );
        contentsOf(one.value).forEach(({ title }, index) => {
          if (!known.has(title)) problems.add(one, `titles[${index}]: there is no title ${title}`);
        });
      }
    },
    async write(db, batch, changes) {
      const records = batch.map(({ value }) => value);
      const packages = await knownPackages(db, numbersOf(records));
      for (const { number, name, source } of records) {
        const stored = packages.get(number);
        if (!stored) continue;
        const { name: called, source: by } = stored;
        const after = { name: name ?? called, source: source === undefined ? by : source };
        changes.compare(`package ${number}`, { name: called, source: by }, after);
      }
      return { packages: await writePackages(db, records, asOf, changes, ended) };
    },
    async notes() {
      const some = `${ended.slice(0, 5).join(', ')}${ended.length > 5 ? ', …' : ''}`;
      return ended.length > 0
        ? [
            `titles that stay out of their package, since their stated end is past and the file states no “from”: ${ended.length} (${some})`,
          ]
        : [];
    },
  };
}

async function writePackages(
  db: Queryable,
  records: readonly PackageRecord[],
  asOf: Date,
  changes: Changes,
  ended: string[],
): Promise<Tally> {
  const titles = await titleIds(db, records);
  const known = await knownPackages(db, numbersOf(records));
  const owners = await ownerIds(db, records);
  const written = await upsertPackages(
    db,
    records.map(({ number, name, owner, source }) => ({
      number,
      name,
      ownerId: owner ? owners.get(owner) : null,
      source: known.has(number) || source !== undefined ? source : UNNAMED_SOURCE,
    })),
  );
  const byNumber = new Map(written.map((one) => [one.number, one]));
  const numberOf = new Map(written.map(({ id, number }) => [id, number]));
  const listing = records.filter((record) => record.titles !== undefined);
  const parts = listing.flatMap((record) =>
    contentsOf(record).map(
      ({ title, from, until }): Part => ({
        whole: byNumber.get(record.number)?.id as string,
        part: titles.get(title) as string,
        from: from === undefined ? undefined : beginOf(from),
        until: until === undefined ? undefined : beginOf(until),
      }),
    ),
  );
  const wholes = listing.map(({ number }) => byNumber.get(number) as WrittenPackage);
  const replaced = await replaceParts(db, TITLES_OF_PACKAGES, wholes, parts, asOf);
  ended.push(...replaced.ended.map(({ whole, part }) => `${part} of ${numberOf.get(whole)}`));
  const isNew = new Set(written.flatMap(({ id, isNew }) => (isNew ? [id] : [])));
  for (const { whole, part, before, after } of replaced.changes)
    if (!isNew.has(whole)) changes.add(`package ${numberOf.get(whole)}`, `title ${part}`, before, after);
  const touched = new Set(replaced.changes.map(({ whole }) => whole));
  const changed = written.filter((one) => !one.isNew && (one.isChanged || touched.has(one.id)));
  await raisePackageVersions(
    db,
    changed.map(({ id }) => id),
  );
  return tallyOf(written, touched);
}

function ownerIds(db: Queryable, records: readonly PackageRecord[]): Promise<Map<string, string>> {
  return organisationIds(
    db,
    records.flatMap(({ owner }) => owner ?? []),
  );
}

function contentsOf({ titles = [] }: PackageRecord) {
  return titles.map((title) => (typeof title === 'string' ? { title, from: undefined, until: undefined } : title));
}

function numbersOf(records: readonly PackageRecord[]): string[] {
  return records.map(({ number }) => number);
}

function titleIds(db: Queryable, records: readonly PackageRecord[]): Promise<Map<string, string>> {
  const numbers = records.flatMap((record) => contentsOf(record).map(({ title }) => title));
  return idsByNumber(db, 'title', numbers);
}

function tallyOf(packages: readonly WrittenPackage[], touched: ReadonlySet<string>): Tally {
  const added = packages.filter(({ isNew }) => isNew).length;
  const changed = packages.filter(({ id, isNew, isChanged }) => !isNew && (isChanged || touched.has(id))).length;
  return { added, changed, unchanged: packages.length - added - changed };
}

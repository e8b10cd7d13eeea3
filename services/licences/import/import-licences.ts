/** Takes licences in: terms, contract, price, and what they cover. */
import type { Queryable } from '../../../database/queryable';
import { comeLicences } from '../../import-file/coming-licences';
import type { Importer } from '../../import-file/import-records';
import { type StagedRecord, stagedTable } from '../../import-file/staging';
import type { Tally } from '../../import-file/tally';
import { packageIdentity, packages } from './import-packages';
import {
  emptyLicences,
  idsByNumber,
  type KnownContract,
  knownContracts,
  newLicenceIds,
  organisationIds,
  stagedBefore,
  upsertLicences,
  upsertPackages,
} from './licence-queries';
import { licenceRow } from './licence-rows';
import { replaceParts } from './period-queries';
import { type LicenceRecord, licenceRecord } from './records';
import { ensurePublishers } from './title-queries';

/**
 * By the type of their record: packages, and the licences that cover them.
 *
 * @param asOf from when on the contents of packages and licences are as the file says
 */
export function catalogue(asOf: Date) {
  return { package: packages(asOf), licence: licences(asOf) };
}

function licences(asOf: Date): Importer<LicenceRecord> {
  return {
    name: 'licences',
    schema: licenceRecord,
    identity: ({ number }) => `number: the licence ${number}`,
    async check(db, batch, problems) {
      const records = batch.map(({ value }) => value);
      const known = await knownBeside(db, records);
      const staged = await stagedBefore(
        db,
        stagedTable(packages(asOf)),
        records.flatMap((record) => record.packages.map(packageIdentity)),
      );
      for (const one of batch) for (const reason of reasonsAgainst(one, known, staged)) problems.add(one, reason);
      const coming = records.flatMap((record) => {
        const owner = known.owners.get(record.owner);
        return owner ? [licenceRow(record, null, owner)] : [];
      });
      await comeLicences(db, coming);
    },
    async write(db, batch) {
      const records = batch.map(({ value }) => value);
      return { licences: await writeLicences(db, records, asOf) };
    },
    async notes(db) {
      const { count, some } = await emptyLicences(db, stagedTable({ name: 'licences' }));
      return count > 0 ? [`licences without a package or a title: ${count} (${some.join(', ')})`] : [];
    },
  };
}

interface Known {
  readonly contracts: ReadonlyMap<string, KnownContract>;
  readonly owners: ReadonlyMap<string, string>;
  readonly packages: ReadonlyMap<string, string>;
  readonly titles: ReadonlyMap<string, string>;
}

async function knownBeside(db: Queryable, records: readonly LicenceRecord[]): Promise<Known> {
  return {
    contracts: await knownContracts(
      db,
      records.map(({ number }) => number),
    ),
    owners: await organisationIds(
      db,
      records.map(({ owner }) => owner),
    ),
    packages: await idsByNumber(
      db,
      'package',
      records.flatMap((record) => record.packages),
    ),
    titles: await idsByNumber(
      db,
      'title',
      records.flatMap((record) => record.titles),
    ),
  };
}

/** @param staged which record of the file each of its packages is */
function reasonsAgainst(
  { nr, value: record }: StagedRecord<LicenceRecord>,
  known: Known,
  staged: ReadonlyMap<string, number>,
): string[] {
  const owner = known.owners.get(record.owner);
  const contract = known.contracts.get(record.number);
  const isKnownPackage = (number: string) =>
    known.packages.has(number) || (staged.get(packageIdentity(number)) ?? nr) < nr;
  return [
    ...(owner ? [] : [`owner: there is no organisation ${record.owner}`]),
    ...(owner && contract && contract.ownerId !== owner
      ? [
          `owner: the licence ${record.number} has another owner, and a licence never changes its owner; give the new contract a new number`,
        ]
      : []),
    ...record.packages.flatMap((number, index) =>
      isKnownPackage(number) ? [] : [`packages[${index}]: there is no package ${number} before this line`],
    ),
    ...record.titles.flatMap((number, index) =>
      known.titles.has(number) ? [] : [`titles[${index}]: there is no title ${number}`],
    ),
  ];
}

async function writeLicences(db: Queryable, records: readonly LicenceRecord[], asOf: Date): Promise<Tally> {
  const known = await knownBeside(db, records);
  await ensurePublishers(
    db,
    records.map(({ publisher }) => publisher),
  );
  const fresh = await newLicenceIds(db, records.length - known.contracts.size);
  const rows = records.map((record) =>
    licenceRow(
      record,
      known.contracts.get(record.number)?.id ?? (fresh.pop() as string),
      known.owners.get(record.owner) as string,
    ),
  );
  const idOf = new Map(rows.map(({ number, id }) => [number, id]));
  const changed = new Set(await upsertLicences(db, rows));
  for (const id of await replacePackages(db, records, idOf, known, asOf)) changed.add(id);
  const added = records.length - known.contracts.size;
  return { added, changed: changed.size - added, unchanged: records.length - changed.size };
}

/**
 * The packages of each licence, and the titles of its own in a package `licence:<number>`, which no file can name. One
 * that has titles no more keeps its package, without contents.
 */
async function replacePackages(
  db: Queryable,
  records: readonly LicenceRecord[],
  idOf: ReadonlyMap<string, string>,
  known: Known,
  asOf: Date,
): Promise<string[]> {
  const own = (record: LicenceRecord) => `licence:${record.number}`;
  const former = await idsByNumber(db, 'package', records.map(own));
  const withTitles = records.filter((record) => record.titles.length > 0 || former.has(own(record)));
  const ownPackages = await upsertPackages(
    db,
    withTitles.map((record) => ({ number: own(record), name: record.name })),
  );
  const ownPackage = new Map(ownPackages.map(({ number, id }) => [number, id]));
  const changedOwn = new Set(
    await replaceParts(
      db,
      'package_title',
      ownPackages,
      withTitles.flatMap((record) =>
        record.titles.map((title) => ({
          whole: ownPackage.get(own(record)) as string,
          part: known.titles.get(title) as string,
          from: null,
          until: null,
        })),
      ),
      asOf,
    ),
  );
  const changed = await replaceParts(
    db,
    'licence_package',
    records.map(({ number }) => ({ id: idOf.get(number) as string, isNew: !known.contracts.has(number) })),
    records.flatMap((record) =>
      [...record.packages.map((number) => known.packages.get(number)), ownPackage.get(own(record))].flatMap((part) =>
        part ? [{ whole: idOf.get(record.number) as string, part, from: null, until: null }] : [],
      ),
    ),
    asOf,
  );
  const ofChangedOwn = withTitles.filter((record) => changedOwn.has(ownPackage.get(own(record)) as string));
  return [...changed, ...ofChangedOwn.map((record) => idOf.get(record.number) as string)];
}

/** Takes licences in: terms, contract, purchases, and what they cover. */

import type { Queryable } from '../../../database/queryable';
import type { Changes } from '../../import-file/changes';
import { stageComingLicences } from '../../import-file/coming-licence-queries';
import type { Importer } from '../../import-file/import-records';
import { type PartChange, replaceParts } from '../../import-file/replace-parts';
import type { StagedRecord } from '../../import-file/staging';
import { stagedAs } from '../../import-file/staging-queries';
import type { Tally } from '../../import-file/tally';
import { packageIdentity, packages } from './import-packages';
import {
  emptyLicences,
  idsByNumber,
  type LicenceFacts,
  newLicenceIds,
  organisationIds,
  type StoredLicence,
  stagedPackages,
  storedLicences,
  upsertLicences,
  upsertPackages,
} from './licence-queries';
import { licenceFacts, reasonsAgainstFacts } from './licence-rows';
import { PACKAGES_OF_LICENCES, TITLES_OF_PACKAGES } from './period-tables';
import { reasonsAgainstPurchases, spokenPurchase } from './purchase-facts';
import { type LicenceRecord, licenceRecord } from './records';
import { ensurePublishers } from './title-queries';

const LICENCES = stagedAs<LicenceRecord>('licences');

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
    ...LICENCES,
    schema: licenceRecord,
    identity: ({ number }) => `number: the licence ${number}`,
    async check(db, batch, problems) {
      const records = batch.map(({ value }) => value);
      const known = await knownBeside(db, records);
      const staged = await stagedPackages(
        db,
        records.flatMap((record) => (record.packages ?? []).map(packageIdentity)),
      );
      for (const one of batch) for (const reason of reasonsAgainst(one, known, staged)) problems.add(one, reason);
      await stageComingLicences(
        db,
        records.flatMap((record) => {
          const facts = factsOf(record, known);
          const former = known.licences.get(record.number)?.facts;
          return isWhole(facts) ? [{ ...facts, ...formerTerm(facts, former) }] : [];
        }),
      );
    },
    async write(db, batch, changes) {
      const records = batch.map(({ value }) => value);
      return { licences: await writeLicences(db, records, asOf, changes) };
    },
    async notes(db) {
      const { count, some } = await emptyLicences(db);
      return count > 0 ? [`licences without a package or a title: ${count} (${some.join(', ')})`] : [];
    },
  };
}

interface Known {
  readonly licences: ReadonlyMap<string, StoredLicence>;
  readonly owners: ReadonlyMap<string, string>;
  readonly packages: ReadonlyMap<string, string>;
  readonly titles: ReadonlyMap<string, string>;
}

async function knownBeside(db: Queryable, records: readonly LicenceRecord[]): Promise<Known> {
  return {
    licences: await storedLicences(
      db,
      records.map(({ number }) => number),
    ),
    owners: await organisationIds(
      db,
      records.flatMap(({ owner }) => owner ?? []),
    ),
    packages: await idsByNumber(
      db,
      'package',
      records.flatMap((record) => record.packages ?? []),
    ),
    titles: await idsByNumber(
      db,
      'title',
      records.flatMap((record) => record.titles ?? []),
    ),
  };
}

function factsOf(record: LicenceRecord, { licences, owners }: Known): LicenceFacts {
  const stored = licences.get(record.number)?.facts;
  return licenceFacts(record, stored, stored?.ownerId ?? owners.get(record.owner ?? ''));
}

/** With its purchases in words. */
function told(facts: LicenceFacts) {
  return { ...facts, purchases: facts.purchases.map(spokenPurchase) };
}

/** Whether nothing is missing that entitlements of the same file are held against. */
function isWhole({ ownerId, holderLevels, rights, termKind }: Partial<LicenceFacts>): boolean {
  return Boolean(ownerId && holderLevels && rights && termKind);
}

/** The end that the term had until now, where the file gives it another one. */
function formerTerm({ termUntil }: LicenceFacts, former: LicenceFacts | undefined) {
  const isChanged = former !== undefined && former.termUntil !== termUntil;
  return { isTermChanged: isChanged, formerUntil: isChanged ? former.termUntil : null };
}

/** @param staged which record of the file each of its packages is */
function reasonsAgainst(
  { nr, value: record }: StagedRecord<LicenceRecord>,
  known: Known,
  staged: ReadonlyMap<string, number>,
): string[] {
  const { number, owner } = record;
  const ownerId = owner && known.owners.get(owner);
  const stored = known.licences.get(number)?.facts;
  const isKnownPackage = (one: string) => known.packages.has(one) || (staged.get(packageIdentity(one)) ?? nr) < nr;
  return [
    ...reasonsAgainstFacts(factsOf(record, known)),
    ...reasonsAgainstPurchases(record, stored?.purchases ?? []),
    ...(owner || stored ? [] : [`owner: is missing; the licence ${number} is new and needs it`]),
    ...(owner && !ownerId ? [`owner: there is no organisation ${owner}`] : []),
    ...(ownerId && stored && stored.ownerId !== ownerId
      ? [
          `owner: the licence ${number} has another owner, and a licence never changes its owner; give the new contract a new number`,
        ]
      : []),
    ...(record.packages ?? []).flatMap((one, index) =>
      isKnownPackage(one) ? [] : [`packages[${index}]: there is no package ${one} before this line`],
    ),
    ...(record.titles ?? []).flatMap((one, index) =>
      known.titles.has(one) ? [] : [`titles[${index}]: there is no title ${one}`],
    ),
  ];
}

async function writeLicences(
  db: Queryable,
  records: readonly LicenceRecord[],
  asOf: Date,
  changes: Changes,
): Promise<Tally> {
  const known = await knownBeside(db, records);
  const facts = records.map((record) => factsOf(record, known));
  for (const one of facts) {
    const before = known.licences.get(one.number)?.facts;
    changes.compare(`licence ${one.number}`, before && told(before), told(one));
  }
  await ensurePublishers(
    db,
    facts.map(({ publisher }) => publisher),
  );
  const fresh = await newLicenceIds(db, records.length - known.licences.size);
  const rows = facts.map((one) => ({ ...one, id: known.licences.get(one.number)?.id ?? (fresh.pop() as string) }));
  const idOf = new Map(rows.map(({ number, id }) => [number, id]));
  const changed = new Set(await upsertLicences(db, rows));
  for (const id of await replaceContents(db, records, idOf, known, asOf, changes)) changed.add(id);
  const added = records.length - known.licences.size;
  return { added, changed: changed.size - added, unchanged: records.length - changed.size };
}

/**
 * The packages of each licence that names any, and the titles of its own in a package `licence:<number>`, which no file
 * can name. One that has titles no more keeps its package, without contents.
 *
 * @returns the ids of the licences in which something changed
 */
async function replaceContents(
  db: Queryable,
  records: readonly LicenceRecord[],
  idOf: ReadonlyMap<string, string>,
  known: Known,
  asOf: Date,
  changes: Changes,
): Promise<string[]> {
  const idOfRecord = ({ number }: LicenceRecord) => idOf.get(number) as string;
  const own = ({ number }: LicenceRecord) => `licence:${number}`;
  const former = await idsByNumber(db, 'package', records.map(own));
  const withTitles = records.filter((record) => record.titles && (record.titles.length > 0 || former.has(own(record))));
  const ownPackages = await upsertPackages(
    db,
    withTitles.map((record) => ({ number: own(record), name: record.name ?? factsOf(record, known).name })),
  );
  const ownPackage = new Map([...former, ...ownPackages.map(({ number, id }) => [number, id] as const)]);
  const ownIds = [...ownPackage.values()];
  const licenceOfOwn = new Map(records.map((record) => [ownPackage.get(own(record)), idOfRecord(record)]));
  const whole = (record: LicenceRecord) => ({ id: idOfRecord(record), isNew: !known.licences.has(record.number) });
  const withPackages = records.filter((record) => record.packages);

  const titles = await replaceParts(
    db,
    TITLES_OF_PACKAGES,
    ownPackages,
    withTitles.flatMap((record) =>
      (record.titles ?? []).map((title) => ({
        whole: ownPackage.get(own(record)) as string,
        part: known.titles.get(title) as string,
      })),
    ),
    asOf,
  );
  const ofOwn = await replaceParts(
    db,
    PACKAGES_OF_LICENCES,
    withTitles.map(whole),
    withTitles.map((record) => ({ whole: idOfRecord(record), part: ownPackage.get(own(record)) as string })),
    asOf,
    { only: ownIds },
  );
  const named = await replaceParts(
    db,
    PACKAGES_OF_LICENCES,
    withPackages.map(whole),
    withPackages.flatMap((record) =>
      (record.packages ?? []).map((number) => ({
        whole: idOfRecord(record),
        part: known.packages.get(number) as string,
      })),
    ),
    asOf,
    { except: ownIds },
  );

  const numberOf = new Map(
    [...idOf].flatMap(([number, id]) => (known.licences.has(number) ? ([[id, number]] as const) : [])),
  );
  const tell = (id: string | undefined, field: string, { part, before, after }: PartChange) => {
    const number = numberOf.get(id ?? '');
    if (number) changes.add(`licence ${number}`, `${field} ${part}`, before, after);
  };
  for (const change of titles.changes) tell(licenceOfOwn.get(change.whole), 'title', change);
  for (const change of named.changes) tell(change.whole, 'package', change);
  return [
    ...[...ofOwn.changes, ...named.changes].map((change) => change.whole),
    ...titles.changes.flatMap((change) => licenceOfOwn.get(change.whole) ?? []),
  ];
}

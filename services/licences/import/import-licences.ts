/** Imports licences: terms, contract, purchases, and what they cover. */

import type { Queryable } from '../../../database/queryable';
import type { Changes } from '../../import-file/changes';
import { stageComingLicences } from '../../import-file/coming-licence-queries';
import { Problems } from '../../import-file/import-error';
import type { Importer } from '../../import-file/import-records';
import type { StagedRecord } from '../../import-file/staging';
import { stagedAs } from '../../import-file/staging-queries';
import type { Tally } from '../../import-file/tally';
import { findOpenedOutside, storeOutsideBefore } from '../licence/outside-queries';
import { type LicenceFacts, type StoredLicence, storedLicences } from '../licence/stored-licence-queries';
import { laterThan, termsOf } from '../licence/terms-over-time';
import { type LicenceToWrite, type WrittenLicence, writeLicences } from '../licence/write-licences';
import { packageIdentity, packages } from './import-packages';
import { amendedByFile, emptyLicences, idsByNumber, organisationIds, stagedPackages } from './licence-queries';
import { licenceFacts, reasonsAgainstFacts } from './licence-rows';
import { reasonsAgainstPurchases } from './purchase-facts';
import { type LicenceRecord, licenceRecord } from './records';
import { ensurePublishers } from './title-queries';

const LICENCES = stagedAs<LicenceRecord>('licences');

/**
 * By the type of their record: packages, and the licences that cover them.
 *
 * @param asOf from when on the contents of packages and licences are those in the file
 */
export function catalogue(asOf: Date) {
  return { package: packages(asOf), licence: licences(asOf) };
}

function licences(asOf: Date): Importer<LicenceRecord> {
  let amended: Awaited<ReturnType<typeof amendedByFile>> = [];
  return {
    ...LICENCES,
    schema: licenceRecord,
    identity: ({ number }) => `number: the licence ${number}`,
    async check(db, batch, problems) {
      const records = batch.map(({ value }) => value);
      const known = await knownBeside(db, records, asOf);
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
      return { licences: await importLicences(db, records, asOf, changes) };
    },
    async checkWhole(db) {
      amended = await amendedByFile(db);
      await storeOutsideBefore(
        db,
        amended.map(({ id }) => id),
      );
    },
    async finish(db) {
      const opened = await findOpenedOutside(
        db,
        amended.map(({ id }) => id),
        asOf,
      );
      const placeOf = new Map(amended.map(({ number, line, element }) => [number, { line, element }]));
      const problems = new Problems();
      for (const { number, holder, school } of opened) {
        const what = `the licence ${number} would open for ${holder} at ${school}`;
        problems.add(placeOf.get(number) ?? null, `${what}, which does not lie under the organisation that owns it`);
      }
      problems.refuse();
    },
    async notes(db) {
      const { count, some } = await emptyLicences(db);
      return count > 0 ? [`licences without a package or a title: ${count} (${some.join(', ')})`] : [];
    },
  };
}

interface Known {
  readonly asOf: string;
  readonly licences: ReadonlyMap<string, StoredLicence>;
  readonly owners: ReadonlyMap<string, string>;
  readonly packages: ReadonlyMap<string, string>;
  readonly titles: ReadonlyMap<string, string>;
}

async function knownBeside(db: Queryable, records: readonly LicenceRecord[], asOf: Date): Promise<Known> {
  return {
    asOf: asOf.toISOString(),
    licences: await storedLicences(db, { numbers: records.map(({ number }) => number) }, asOf),
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

/** Returns what the record makes of the present licence, and of each later version. */
function versionsOf(record: LicenceRecord, known: Known): LicenceFacts[] {
  const facts = factsOf(record, known);
  const later = laterThan(known.licences.get(record.number)?.dated ?? [], known.asOf);
  return [facts, ...later.map(({ terms }) => licenceFacts(record, { ...facts, ...terms }, facts.ownerId))];
}

/** Tells whether everything is there against which entitlements of the same file are checked. */
function isWhole({ ownerId, holderLevels, rights, termKind }: Partial<LicenceFacts>): boolean {
  return Boolean(ownerId && holderLevels && rights && termKind);
}

/** Returns the former end of the term, where the file states another one. */
function formerTerm({ termUntil }: LicenceFacts, former: LicenceFacts | undefined) {
  const isChanged = former !== undefined && former.termUntil !== termUntil;
  return { isTermChanged: isChanged, formerUntil: isChanged ? former.termUntil : null };
}

/** @param staged the number of the record in the file for each of its packages */
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
    ...new Set(versionsOf(record, known).flatMap(reasonsAgainstFacts)),
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

async function importLicences(
  db: Queryable,
  records: readonly LicenceRecord[],
  asOf: Date,
  changes: Changes,
): Promise<Tally> {
  const known = await knownBeside(db, records, asOf);
  const licences = records.map((record): LicenceToWrite => {
    const stored = known.licences.get(record.number);
    const facts = factsOf(record, known);
    return {
      facts,
      stored,
      amend: (terms) => termsOf(licenceFacts(record, { ...facts, ...terms }, facts.ownerId)),
      packages: record.packages?.map((number) => known.packages.get(number) as string),
      titles: record.titles?.map((number) => known.titles.get(number) as string),
    };
  });
  await ensurePublishers(
    db,
    licences.map(({ facts }) => facts.publisher),
  );
  const written = await writeLicences(db, licences, asOf, changes);
  const count = (counted: (one: WrittenLicence) => boolean) => written.filter(counted).length;
  return {
    added: count(({ isNew }) => isNew),
    changed: count(({ isNew, isChanged }) => !isNew && isChanged),
    unchanged: count(({ isChanged }) => !isChanged),
  };
}

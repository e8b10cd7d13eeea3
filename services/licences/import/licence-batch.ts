import { rightSet, rightsIn } from '../../../access/right';
import { LEVELS } from '../../../caller/caller';
import type { Queryable } from '../../../database/queryable';
import type { CheckedRecord } from '../../import-file/checked-records';
import { beginOf } from '../../import-file/days';
import type { Problems } from '../../import-file/refusal';
import { NOTHING, type Tally } from '../../import-file/tally';
import {
  idsByNumber,
  type KnownContract,
  knownContracts,
  type LicenceRow,
  newLicenceIds,
  organisationIds,
  upsertLicences,
  upsertPackages,
} from './licence-queries';
import { replaceParts } from './period-queries';
import type { LicenceRecord } from './records';
import { ensurePublishers } from './title-queries';

interface Known {
  readonly contracts: ReadonlyMap<string, KnownContract>;
  readonly owners: ReadonlyMap<string, string>;
  readonly packages: ReadonlyMap<string, string>;
  readonly titles: ReadonlyMap<string, string>;
}

/** Writes nothing once there are problems, and goes on looking for more. */
export async function writeLicences(
  db: Queryable,
  records: readonly CheckedRecord<LicenceRecord>[],
  problems: Problems,
  asOf: Date,
): Promise<Tally> {
  const values = records.map(({ value }) => value);
  const known: Known = {
    contracts: await knownContracts(
      db,
      values.map(({ number }) => number),
    ),
    owners: await organisationIds(
      db,
      values.map(({ owner }) => owner),
    ),
    packages: await idsByNumber(
      db,
      'package',
      values.flatMap(({ packages }) => packages),
    ),
    titles: await idsByNumber(
      db,
      'title',
      values.flatMap(({ titles }) => titles),
    ),
  };
  for (const { line, value } of records) for (const reason of reasonsAgainst(value, known)) problems.add(line, reason);
  if (problems.any) return NOTHING;

  await ensurePublishers(
    db,
    values.map(({ publisher }) => publisher),
  );
  const fresh = await newLicenceIds(db, values.length - known.contracts.size);
  const rows = values.map((value) =>
    rowOf(value, known.contracts.get(value.number)?.id ?? (fresh.pop() as string), known),
  );
  const idOf = new Map(rows.map(({ number, id }) => [number, id]));
  const changed = new Set(await upsertLicences(db, rows));
  for (const id of await replacePackages(db, values, idOf, known, asOf)) changed.add(id);
  const added = values.length - known.contracts.size;
  return { added, changed: changed.size - added, unchanged: values.length - changed.size };
}

function reasonsAgainst(record: LicenceRecord, known: Known): string[] {
  const owner = known.owners.get(record.owner);
  const contract = known.contracts.get(record.number);
  return [
    ...(owner ? [] : [`owner: there is no organisation ${record.owner}`]),
    ...(owner && contract && contract.ownerId !== owner
      ? [
          `owner: the licence ${record.number} has another owner, and a licence never changes its owner; give the new contract a new number`,
        ]
      : []),
    ...record.packages.flatMap((number, index) =>
      known.packages.has(number) ? [] : [`packages[${index}]: there is no package ${number} before this line`],
    ),
    ...record.titles.flatMap((number, index) =>
      known.titles.has(number) ? [] : [`titles[${index}]: there is no title ${number}`],
    ),
  ];
}

function rowOf(record: LicenceRecord, id: string, known: Known): LicenceRow {
  const { from, until } = termOf(record.term);
  return {
    id,
    termFrom: beginOf(from),
    termUntil: beginOf(until),
    termKind: record.term.kind,
    durationDays: record.term.kind === 'DURATION' ? record.term.days : null,
    holderLevels: LEVELS.filter((level) => record.holderLevels.includes(level)),
    rights: rightsIn(rightSet(record.rights)),
    pupilRights: rightsIn(rightSet(record.pupilRights)),
    seats: record.seats ?? null,
    number: record.number,
    name: record.name,
    kind: record.kind,
    publisher: record.publisher,
    ownerId: known.owners.get(record.owner) as string,
    priceCents: record.priceCents ?? null,
  };
}

function termOf(term: LicenceRecord['term']): { from?: string | undefined; until?: string | undefined } {
  switch (term.kind) {
    case 'SCHOOL_YEAR':
      return { from: `${term.startYear}-08-01`, until: `${term.startYear + 1}-08-01` };
    case 'UNLIMITED':
      return { from: term.from };
    default:
      return { from: term.from, until: term.until };
  }
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
  const packages = await upsertPackages(
    db,
    withTitles.map((record) => ({ number: own(record), name: record.name })),
  );
  const ownPackage = new Map(packages.map(({ number, id }) => [number, id]));
  const changedOwn = new Set(
    await replaceParts(
      db,
      'package_title',
      packages,
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

/** Writes whole licences: terms, contract, purchases, agreement, contents, and the new version. */
import type { Queryable } from '../../../database/queryable';
import type { Changes } from '../../import-file/changes';
import { type PartChange, replaceParts } from '../../import-file/replace-parts';
import { idsByNumber, newLicenceIds, ownPackagesOf, renamePackage } from '../import/licence-queries';
import { PACKAGES_OF_LICENCES, TITLES_OF_PACKAGES } from '../import/period-tables';
import { describePurchase } from '../import/purchase-facts';
import type { LicenceFacts, StoredLicence } from './stored-licence-queries';
import type { Terms } from './terms-over-time';
import { keepVersions, writeFacts } from './write-licence-queries';

export interface LicenceToWrite {
  /** The facts that hold from the amendment on. */
  readonly facts: LicenceFacts;
  /** Undefined for a new licence. */
  readonly stored: StoredLicence | undefined;
  /** Amends terms. It is called with the terms that hold at the amendment, and with all later ones. */
  readonly amend: (terms: Terms) => Terms;
  /**
   * The ids of all packages that it covers, except the one for its own titles. They stay as they are where this is left
   * out.
   */
  readonly packages?: readonly string[] | undefined;
  /** The ids of all of its own titles. They stay as they are where this is left out. */
  readonly titles?: readonly string[] | undefined;
}

export interface WrittenLicence {
  readonly id: string;
  readonly isNew: boolean;
  /** True for a new licence too. */
  readonly isChanged: boolean;
}

type Row = LicenceToWrite & { readonly id: string };

/**
 * Writes licences. What held before the instant stays. The publishers must exist.
 *
 * @param at the instant from which known licences change; a new one holds from the beginning
 * @returns the result for each licence, in their order
 */
export async function writeLicences(
  db: Queryable,
  licences: readonly LicenceToWrite[],
  at: Date,
  changes: Changes,
): Promise<WrittenLicence[]> {
  /**
   * Packages are renamed first, while the contract still has the number by which the guard permits it
   * (migrations/1-licences/guards.ts).
   */
  for (const { facts, stored } of licences) {
    if (stored && stored.facts.number !== facts.number) {
      await renamePackage(db, ownPackage(stored.facts), ownPackage(facts));
    }
  }
  for (const { facts, stored } of licences)
    changes.compare(`licence ${facts.number}`, stored && asReported(stored.facts), asReported(facts));
  const fresh = await newLicenceIds(db, licences.filter(({ stored }) => !stored).length);
  const rows = licences.map((one): Row => ({ ...one, id: one.stored?.id ?? (fresh.pop() as string) }));
  const changed = await writeFacts(db, rows, at);
  for (const id of await replaceContents(db, rows, at, changes)) changed.add(id);
  const written = rows.map(({ id, stored }) => ({ id, isNew: !stored, isChanged: changed.has(id) }));
  await keepVersions(
    db,
    written.filter(({ isChanged }) => isChanged),
    at,
  );
  return written;
}

/** Returns the facts with descriptions of purchases, for the report of changes. */
function asReported(facts: LicenceFacts) {
  return { ...facts, purchases: facts.purchases.map(describePurchase) };
}

const ownPackage = ({ number }: Pick<LicenceFacts, 'number'>) => `licence:${number}`;

/**
 * Writes the packages of each licence that names any. Its own titles are in a package `licence:<number>`, which nobody
 * can name. A licence that no longer has own titles keeps this package without contents.
 *
 * @returns the ids of the licences in which something changed
 */
async function replaceContents(db: Queryable, rows: readonly Row[], at: Date, changes: Changes): Promise<string[]> {
  const former = await idsByNumber(
    db,
    'package',
    rows.map(({ facts }) => ownPackage(facts)),
  );
  const withTitles = rows.filter(({ facts, titles }) => titles && (titles.length > 0 || former.has(ownPackage(facts))));
  const ownPackages = await ownPackagesOf(
    db,
    withTitles.map(({ facts }) => ({ number: ownPackage(facts), name: facts.name })),
  );
  const idOfOwn = new Map([...former, ...ownPackages.map(({ number, id }) => [number, id] as const)]);
  const ownIds = [...idOfOwn.values()];
  const licenceOfOwn = new Map(rows.map(({ id, facts }) => [idOfOwn.get(ownPackage(facts)), id]));
  const whole = ({ id, stored }: Row) => ({ id, isNew: !stored });
  const withPackages = rows.filter(({ packages }) => packages);

  const titles = await replaceParts(
    db,
    TITLES_OF_PACKAGES,
    ownPackages,
    withTitles.flatMap(({ facts, titles: listed = [] }) =>
      listed.map((part) => ({ whole: idOfOwn.get(ownPackage(facts)) as string, part })),
    ),
    at,
  );
  const ofOwn = await replaceParts(
    db,
    PACKAGES_OF_LICENCES,
    withTitles.map(whole),
    withTitles.map(({ id, facts }) => ({ whole: id, part: idOfOwn.get(ownPackage(facts)) as string })),
    at,
    { only: ownIds },
  );
  const named = await replaceParts(
    db,
    PACKAGES_OF_LICENCES,
    withPackages.map(whole),
    withPackages.flatMap(({ id, packages = [] }) => packages.map((part) => ({ whole: id, part }))),
    at,
    { except: ownIds },
  );

  const numberOf = new Map(rows.flatMap(({ id, facts, stored }) => (stored ? ([[id, facts.number]] as const) : [])));
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

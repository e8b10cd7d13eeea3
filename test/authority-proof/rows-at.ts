/** The rows that many fields may answer with to this caller. */
import { type AuditRow, type EntitlementRow, lasts, type Oracle, type OrganisationRow, type TitleRow } from './oracle';
import { entitlementsOfSchool, lineOf, type Rights } from './rights';
import { isSpelled } from './spellings';

export type Row = { readonly row: string };
export interface Place {
  readonly rights: Rights;
  readonly oracle: Oracle;
  /** The rows that the object with this field may be. */
  readonly parents: readonly Row[];
  readonly given: Readonly<Record<string, any>>;
}

export type RowsAt = (place: Place) => readonly Row[];

export const organisations = ({ oracle }: Place, rows: ReadonlySet<string> | readonly string[]): OrganisationRow[] => {
  const wanted = new Set(rows);
  return oracle.organisations.filter(({ row }) => wanted.has(row));
};
export const schoolById = ({ oracle, rights }: Place, id: unknown, state?: unknown) =>
  oracle.organisations.filter(
    (one) => one.level === 'SCHOOL' && rights.reach.has(one.row) && isSpelled(one, id, state ?? undefined),
  );
export const named = ({ oracle }: Place, { level, id }: { level: string; id: string }) =>
  oracle.organisations.filter(
    (one) => one.level === level && (level === 'STATE' ? [one.id, `DE-${one.id}`].includes(id) : isSpelled(one, id)),
  );
export const readableHolder = (place: Place, holder: { level: string; id: string }) =>
  named(place, holder).filter(({ row }) => place.rights.organisations.has(row) || place.rights.within.has(row));
export const isNumbered = (title: TitleRow, number: unknown) =>
  title.number.toLowerCase() === String(number).trim().toLowerCase();
export const same: RowsAt = ({ parents }) => parents;
export const titles: RowsAt = ({ oracle }) => oracle.titles;
export const line =
  (level: string): RowsAt =>
  (place) =>
    place.parents.flatMap(({ row }) => lineOf(place.oracle, row, level) ?? []);
export const readableEntitlements: RowsAt = ({ oracle, rights }) =>
  oracle.entitlements.filter(({ row }) => rights.entitlements.has(row));
/**
 * For a school in reach, this includes what applied to it under its former organisations. Only the id of those may be
 * shown.
 */
export const entitlementsOfParents: RowsAt = ({ oracle, parents }) =>
  parents.flatMap(({ row }) => entitlementsOfSchool(oracle, row));
export const readableLicences =
  (of: (place: Place) => readonly string[] | null): RowsAt =>
  (place) => {
    const wanted = of(place);
    return place.oracle.licences.filter(
      ({ row }) => place.rights.licences.has(row) && (wanted === null || wanted.includes(row)),
    );
  };
export const licencesOfParents = readableLicences(({ parents }) =>
  (parents as EntitlementRow[]).map(({ licence }) => licence),
);

/** Packages of the catalogue, which nobody owns, and those of owners within the caller's reach. */
export const readablePackages: RowsAt = ({ oracle, rights }) =>
  oracle.packages.filter(
    ({ owner }) =>
      rights.asker.kind === 'operator' ||
      (rights.asker.kind === 'licensing' && (owner === null || rights.within.has(owner))),
  );

/** Entries are shown by the owner and the holder of what was changed. Packages of the catalogue are not secret. */
export const readableAudit =
  (service: AuditRow['service'], concerns: (entry: AuditRow, place: Place) => boolean = () => true): RowsAt =>
  (place) => {
    const { oracle, rights } = place;
    if (!['licensing', 'operator'].includes(rights.asker.kind)) return [];
    const all = rights.asker.kind === 'operator';
    return oracle.audited.filter(
      (entry) =>
        entry.service === service &&
        concerns(entry, place) &&
        (entry.object !== 'PURCHASE' || rights.has('prices:read')) &&
        (all ||
          (['PACKAGE', 'PACKAGE_TITLE'].includes(entry.object) && entry.owner === null) ||
          rights.within.has(entry.owner ?? '') ||
          (service === 'schools' && rights.organisations.has(entry.holder ?? ''))),
    );
  };
/** Notes of the caller's own staff. */
export const ownNotes: RowsAt = ({ oracle, rights }) =>
  rights.asker.kind === 'licensing' ? oracle.notes.filter(({ organisation }) => rights.bound.has(organisation)) : [];

/** The entitlements to a licence that the caller may end, which its prepared end stands for. */
export const endableOfLicences: RowsAt = ({ oracle, rights, parents }) =>
  parents.map(({ row }) => ({
    row,
    of: oracle.entitlements
      .filter(({ licence, owner, holder }) => licence === row && rights.mayAmend(owner, holder))
      .filter((one) => one.revokedAt === null && lasts(one, oracle.readAt))
      .map(({ row: id }) => id),
  }));

/** A change of entitlements answers with nothing where the caller may not change one of those that it names. */
export const amended =
  (may: 'mayAmend' | 'mayWrite'): RowsAt =>
  ({ oracle, rights, given, parents }) => {
    const { entitlementIds, entitlements, selection } = given.input ?? {};
    const ids: string[] = entitlementIds ?? entitlements?.map(({ id }: { id: string }) => id) ?? selection?.ids ?? [];
    const found = ids.map((id) => oracle.entitlements.find(({ row }) => row === id));
    return found.every((one) => one && rights[may](one.owner, one.holder)) ? parents : [];
  };

/** The organisations of a level that figures of any time may name. */
export const ever =
  (level: string): RowsAt =>
  (place) =>
    organisations(place, place.rights.ever).filter((one) => one.level === level);

export const readableGroups: RowsAt = (place) => organisations(place, place.rights.groups);
const ownGroups: RowsAt = (place) => organisations(place, place.rights.ownGroups);
/** The group that a change of a school group answers with. */
export const changedGroup: RowsAt = (place) => {
  const { group, owner } = place.given.input ?? {};
  const mayOwn = !owner || named(place, owner).some(({ row }) => place.rights.mayWrite(row, row));
  if (!mayOwn) return [];
  return group === undefined
    ? ownGroups(place)
    : (ownGroups(place) as OrganisationRow[]).filter((one) => isSpelled(one, group));
};

/** Returns whether the caller made it. The same subject of another kind is another caller. */
export function isOwn(made: { readonly kind: string; readonly subject: string }, { asker }: Rights): boolean {
  return made.kind === asker.kind && made.subject === asker.subject;
}

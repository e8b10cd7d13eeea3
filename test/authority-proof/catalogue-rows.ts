/** The rows that fields of titles, packages and licences may answer with. */
import type { LicenceRow, PackageRow } from './oracle';
import {
  isNumbered,
  isOwn,
  named,
  organisations,
  type RowsAt,
  readableAudit,
  readableLicences,
  readablePackages,
  same,
  schoolById,
  titles,
} from './rows-at';

export const CATALOGUE_ROWS: Readonly<Record<string, RowsAt>> = {
  'Licence.history': readableAudit(
    'licences',
    ({ object, objectId }, { parents }) => !object.startsWith('PACKAGE') && parents.some(({ row }) => row === objectId),
  ),
  'Query.licences': readableLicences(() => null),
  'LicenceConnection.edges': same,
  'LicenceEdge.node': same,
  'LicenceConnection.pageInfo': same,
  'Query.packages': readablePackages,
  'Query.package': (place) => readablePackages(place).filter(({ row }) => row === String(place.given.id)),
  'PackageConnection.edges': same,
  'PackageConnection.pageInfo': same,
  'PackageEdge.node': same,
  'Package.owner': (place) =>
    organisations(
      place,
      (place.parents as PackageRow[]).flatMap(({ owner }) => owner ?? []),
    ),
  'Package.contents': same,
  'PackageContentConnection.edges': same,
  'PackageContentConnection.pageInfo': same,
  'PackageContentEdge.node': same,
  'PackageContent.title': titles,
  'Package.history': readableAudit(
    'licences',
    ({ object, objectId }, { parents }) => object.startsWith('PACKAGE') && parents.some(({ row }) => row === objectId),
  ),
  'Query.packageChange': ({ oracle, rights, given }) =>
    oracle.packageChanges.filter((one) => isOwn(one, rights) && one.row === given.id),
  'Mutation.createPackage': (place) => {
    const { owner } = (place.given.input ?? {}) as { owner?: { level: string; id: string } | null };
    if (place.rights.asker.kind === 'operator' && owner == null) return place.parents;
    return owner && named(place, owner).some(({ row }) => place.rights.mayWrite(row, row)) ? place.parents : [];
  },
  'Mutation.amendPackage': ({ oracle, rights, given, parents }) => {
    const found = oracle.packages.find(({ row }) => row === given.input?.packageId);
    const isOperators = rights.asker.kind === 'operator' && found !== undefined;
    return isOperators || rights.mayWrite(found?.owner ?? '', found?.owner ?? '') ? parents : [];
  },
  'CreatePackageResult.package': readablePackages,
  'PackageChange.package': readablePackages,
  'PackageChange.effects': same,
  'PackageEffects.licences': same,
  'PackageEffectOfLicence.licence': readableLicences(() => null),
  'PackageChange.accessChanges': same,
  'PackageAccessChangeConnection.edges': same,
  'PackageAccessChangeConnection.pageInfo': same,
  'PackageAccessChangeEdge.node': same,
  'PackageAccessChange.title': titles,
  'PackageAccessChange.school': (place) => organisations(place, place.rights.reach),
  'Query.title': ({ oracle, given }) => oracle.titles.filter(({ row }) => row === given.id),
  'Query.titleByNumber': ({ oracle, given }) => oracle.titles.filter((title) => isNumbered(title, given.number)),
  'Query.titlesByNumber': ({ oracle, given }) =>
    oracle.titles.filter((title) => given.numbers.some((number: unknown) => isNumbered(title, number))),
  'Query.subjects': () => [{ row: 'subjects' }],
  'Query.publishers': () => [{ row: 'publishers' }],
  'FacetConnection.edges': same,
  'FacetEdge.node': same,
  'FacetConnection.pageInfo': same,
  'Query.titles': titles,
  'TitleConnection.edges': same,
  'TitleConnection.facets': same,
  'LicensedTitleConnection.facets': same,
  'TitleFacet.values': same,
  'TitleEdge.node': same,
  'TitleConnection.pageInfo': same,
  'Title.classification': same,
  'Title.competences': same,
  'Title.openLicence': same,
  'Title.parts': same,
  'Title.materials': same,
  'Title.availability': (place) => schoolById(place, place.given.school),
  'Licence.owner': (place) =>
    organisations(
      place,
      (place.parents as LicenceRow[]).map(({ owner }) => owner),
    ),
  /** Prices are for those who own the licence or stand above its owner. */
  'Licence.price': ({ parents, rights }) => (parents as LicenceRow[]).filter(({ owner }) => rights.within.has(owner)),
  'Licence.purchases': ({ parents, rights }) =>
    (parents as LicenceRow[]).filter(({ owner }) => rights.within.has(owner)),
  'Licence.versions': ({ parents, rights }) =>
    (parents as LicenceRow[]).filter(({ owner }) => rights.within.has(owner)),
  'Mutation.createLicence': (place) => {
    const { owner } = (place.given.input ?? {}) as { owner?: { level: string; id: string } };
    return owner && named(place, owner).some(({ row }) => place.rights.mayWrite(row, row)) ? place.parents : [];
  },
  'Mutation.amendLicence': ({ oracle, rights, given, parents }) => {
    const owner = oracle.licences.find(({ row }) => row === given.input?.licenceId)?.owner ?? '';
    return rights.mayWrite(owner, owner) ? parents : [];
  },
  'CreateLicenceResult.licence': readableLicences(() => null),
  'AmendLicenceResult.licence': readableLicences(() => null),
  'AmendLicenceResult.effects': same,
};

/**
 * Who may do what in this service. Which scopes a field needs beside it stands at the field, as `@requiresScopes`.
 *
 * | relation           | holds where                                                                                        |
 * | ------------------ | -------------------------------------------------------------------------------------------------- |
 * | `ANY`              | always, whatever the object is                                                                     |
 * | `VOUCHED_FOR`      | the school comes with its timeline, which the schools service gives to those who may read it       |
 * | `OWNER_WITHIN`     | who bought the licence is one of those that the caller is bound to, or one as wide stands above it |
 * | `HELD_ABOVE_REACH` | who holds it is one of those that the caller is bound to, or a school in its reach belongs to it   |
 * | `CATALOGUE`        | it is a package that nobody owns, or what one holds                                                |
 * | `OWN`              | the same caller made it: of the same kind, subject and binding                                     |
 * | `WITHIN`           | the caller is bound to the organisation, or to one as wide above every school under it             |
 */
import { everyone, type Permission } from '../../subgraph/authorisation/permissions';

type SchoolRelation = 'VOUCHED_FOR';
export type OwnerRelation = 'ANY' | 'WITHIN';
export type LicenceRelation = 'ANY' | 'OWNER_WITHIN' | 'HELD_ABOVE_REACH';
export type PackageRelation = 'ANY' | 'CATALOGUE' | 'OWNER_WITHIN';

export const PERMISSIONS = {
  /** The catalogue is not secret. */
  'catalogue.read': {
    may: everyone('ANY'),
    fields: [
      '_entities.Title',
      'PackageAccessChange.title',
      'PackageContent.title',
      'Query.publishers',
      'Query.subjects',
      'Query.title',
      'Query.titleByNumber',
      'Query.titles',
      'Query.titlesByNumber',
      'Title.classification',
      'Title.competences',
      'Title.downloadUrl',
      'Title.language',
      'Title.materials',
      'Title.openLicence',
      'Title.parts',
      'Title.playUrl',
      'Title.playoutFrom',
      'Title.playoutUntil',
      'Title.sourceLicence',
      'Title.thumbnailUrl',
      'TitleConnection.didYouMean',
      'TitleConnection.facets',
      'TitleConnection.totalCount',
      'TitleFacet.values',
    ],
  },
  /** What a school may use, and why. */
  'school.readAccess': {
    may: { lms: ['VOUCHED_FOR'], licensing: ['VOUCHED_FOR'], operator: ['VOUCHED_FOR'] },
    fields: [
      '_entities.School',
      'LicensedTitleConnection.didYouMean',
      'LicensedTitleConnection.facets',
      'LicensedTitleConnection.totalCount',
      'LicensedTitleChange.title',
      'LicensedTitleChangeConnection.changesAt',
      'School.access',
      'School.changes',
      'School.licensedTitles',
      'School.timeline',
    ],
  },
  'licence.read': {
    may: {
      lms: ['OWNER_WITHIN', 'HELD_ABOVE_REACH'],
      licensing: ['OWNER_WITHIN', 'HELD_ABOVE_REACH'],
      operator: ['ANY'],
    },
    fields: [
      '_entities.Licence',
      'Query.licences',
      'AmendLicenceResult.licence',
      'CreateLicenceResult.licence',
      'PackageEffectOfLicence.licence',
    ],
  },
  /** In the list of licences, those that are the caller's own. */
  'licence.assign': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['Query.licences'],
  },
  /** When notice can be given, where the papers are, and the licence's versions. */
  'licence.readAgreement': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['Licence.documents', 'Licence.noticeOn', 'Licence.versions'],
  },
  'licence.amend': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['Mutation.amendLicence'],
  },
  /** By the owner of the new licence. */
  'organisation.createLicence': {
    may: { licensing: ['WITHIN'], operator: ['ANY'] },
    fields: ['Mutation.createLicence'],
  },
  /** Packages of the catalogue, and those that the caller's organisations put together. */
  'package.read': {
    may: { licensing: ['CATALOGUE', 'OWNER_WITHIN'], operator: ['ANY'] },
    fields: [
      'CreatePackageResult.package',
      'Package.contents',
      'PackageChange.package',
      'PackageContentConnection.totalCount',
      'Query.package',
      'Query.packages',
    ],
  },
  /** In the list of packages, those that the caller may amend. */
  'package.amend': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['Mutation.amendPackage', 'Query.packages'],
  },
  /** By the owner of the new package. */
  'organisation.createPackage': {
    may: { licensing: ['WITHIN'], operator: ['ANY'] },
    fields: ['Mutation.createPackage'],
  },
  /** A change of a package that was previewed or made, read again. */
  'packageChange.read': {
    may: { licensing: ['OWN'], operator: ['OWN'] },
    fields: ['PackageChange.accessChanges', 'Query.packageChange'],
  },
  'licence.readPrice': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['Licence.price', 'Licence.purchases'],
  },
  /** The contents of packages without an owner are as little secret as the catalogue. */
  'audit.read': {
    may: { licensing: ['CATALOGUE', 'OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['AuditEntryConnection.totalCount', 'Licence.history', 'Package.history', 'Query.licenceAuditTrail'],
  },
  /** Who acted for an organisation, and why what it owns was changed. */
  'organisation.readNames': {
    may: { licensing: ['WITHIN'], operator: ['ANY'] },
    fields: ['Licence.history', 'Package.history', 'Query.licenceAuditTrail'],
  },
} as const satisfies Record<
  string,
  Permission<SchoolRelation | LicenceRelation | OwnerRelation | PackageRelation | 'OWN'>
>;

type Action = keyof typeof PERMISSIONS;
export type CatalogueAction = Extract<Action, `catalogue.${string}`>;
export type SchoolAction = Extract<Action, `school.${string}`>;
export type OrganisationAction = Extract<Action, `organisation.${string}`>;
export type LicenceAction = Extract<Action, `licence.${string}`>;
export type PackageAction = Extract<Action, `package.${string}`>;

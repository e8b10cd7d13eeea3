/** Queries of the licences service. */
import { type Asked, entity, plain } from './asked';
import { packages, timeline, world } from './world';

const ofTitle = (fields: string): Asked => ({
  query: () => `{ title(id: "${world.title('Vulkane')}") { ${fields} } }`,
});
const withTimeline = () => ({ timeline });
const licensed = (fields: string) => entity('School', () => world.organisation('Schule'), fields, withTimeline);

export const ASKED_OF_LICENCES: Record<string, Asked> = {
  'catalogue.read _entities.Title': entity('Title', () => world.title('Vulkane'), 'name'),
  'catalogue.read PackageAccessChange.title': amendPackage(
    'accessChanges { edges { node { title { name } } } }',
    undefined,
    { add: true },
  ),
  'catalogue.read PackageContent.title': ofPackage('contents { edges { node { title { name } } } }'),
  'catalogue.read Query.publishers': plain('{ publishers { edges { node { name } } } }'),
  'catalogue.read Query.subjects': plain('{ subjects { totalCount } }'),
  'catalogue.read Query.title': { query: () => `{ title(id: "${world.title('Vulkane')}") { name } }` },
  'catalogue.read Query.titleByNumber': plain('{ titleByNumber(number: "Vulkane") { name } }'),
  'catalogue.read Query.titles': plain('{ titles { edges { node { name } } } }'),
  'catalogue.read Query.titlesByNumber': plain('{ titlesByNumber(numbers: ["Vulkane"]) { name } }'),
  'catalogue.read Title.classification': ofTitle('classification { name }'),
  'catalogue.read Title.competences': ofTitle('competences { name }'),
  'catalogue.read Title.downloadUrl': ofTitle('downloadUrl'),
  'catalogue.read Title.language': ofTitle('language'),
  'catalogue.read Title.materials': ofTitle('materials { url }'),
  'catalogue.read Title.openLicence': ofTitle('openLicence { id }'),
  'catalogue.read Title.parts': ofTitle('parts { name }'),
  'catalogue.read Title.playUrl': ofTitle('playUrl'),
  'catalogue.read Title.playoutFrom': ofTitle('playoutFrom'),
  'catalogue.read Title.playoutUntil': ofTitle('playoutUntil'),
  'catalogue.read Title.sourceLicence': ofTitle('sourceLicence'),
  'catalogue.read Title.thumbnailUrl': ofTitle('thumbnailUrl'),
  'catalogue.read TitleConnection.didYouMean': plain('{ titles(search: "Vulkahne") { didYouMean } }'),
  'catalogue.read TitleConnection.facets': plain('{ titles { facets { name } } }'),
  'catalogue.read TitleConnection.totalCount': plain('{ titles { totalCount } }'),
  'catalogue.read TitleFacet.values': plain('{ titles { facets { values { value } } } }'),
  'school.readAccess _entities.School': licensed('licensedTitles { edges { node { name } } }'),
  'school.readAccess LicensedTitleConnection.didYouMean': licensed('licensedTitles(search: "Vulkahne") { didYouMean }'),
  'school.readAccess LicensedTitleConnection.facets': licensed('licensedTitles { facets { name } }'),
  'school.readAccess LicensedTitleConnection.totalCount': licensed('licensedTitles { totalCount }'),
  'school.readAccess School.changes': licensed('changes { edges { node { change } } }'),
  'school.readAccess LicensedTitleChange.title': licensed('changes { edges { node { title { name } } } }'),
  'school.readAccess LicensedTitleChangeConnection.changesAt': licensed('changes { changesAt }'),
  'school.readAccess School.timeline': licensed('timeline'),
  'school.readAccess School.access': licensed('access(titleIds: ["1"]) { outcome }'),
  'school.readAccess School.licensedTitles': licensed('licensedTitles { edges { level } }'),
  'licence.read _entities.Licence': entity('Licence', () => world.licence('Lizenz'), 'number'),
  'licence.read Query.licences': plain('{ licences { edges { node { number } } } }', { licences: { edges: [] } }),
  'licence.assign Query.licences': plain('{ licences(owned: true) { edges { node { number } } } }', {
    licences: { edges: [] },
  }),
  'audit.read Licence.history': {
    ...entity('Licence', () => world.licence('Lizenz'), 'history { edges { node { object } } }'),
    denied: { _entities: [{ history: { edges: [] } }] },
  },
  'audit.read Query.licenceAuditTrail': plain('{ licenceAuditTrail { edges { node { object } } } }', {
    licenceAuditTrail: { edges: [] },
  }),
  'audit.read AuditEntryConnection.totalCount': plain('{ licenceAuditTrail { totalCount } }', {
    licenceAuditTrail: { totalCount: 0 },
  }),
  'organisation.readNames Licence.history': {
    ...entity('Licence', () => world.licence('Lizenz'), 'history(first: 1) { edges { node { reason } } }'),
    denied: { _entities: [{ history: { edges: [{ node: { reason: null } }] } }] },
  },
  'organisation.readNames Query.licenceAuditTrail': plain(
    '{ licenceAuditTrail(first: 1, filter: { operations: ["amendment"] }) { edges { node { reason } } } }',
    { licenceAuditTrail: { edges: [{ node: { reason: null } }] } },
  ),
  'licence.read CreateLicenceResult.licence': createLicence('licence { number }', false),
  'licence.read AmendLicenceResult.licence': amendLicence('licence { number }'),
  'licence.amend Mutation.amendLicence': amendLicence('outcome'),
  'licence.read PackageEffectOfLicence.licence': amendPackage(
    'effects { licences { licence { number } } }',
    { effects: { licences: [{ licence: null }, { licence: null }] } },
    { add: true },
  ),
  'package.read CreatePackageResult.package': createPackage('package { number }', false),
  'package.read PackageChange.package': amendPackage('package { number }'),
  'package.read Query.package': ofPackage('number'),
  'package.read Query.packages': plain('{ packages { edges { node { number } } } }', { packages: { edges: [] } }),
  /** A caller who has read the package may read its contents, so the row of `Query.package` refuses first. */
  'package.read Package.contents': ofPackage('contents { edges { node { from } } }'),
  'package.read PackageContentConnection.totalCount': ofPackage('contents { totalCount }'),
  'package.amend Mutation.amendPackage': amendPackage('outcome'),
  'package.amend Query.packages': plain('{ packages(amendable: true) { edges { node { number } } } }', {
    packages: { edges: [] },
  }),
  'organisation.createPackage Mutation.createPackage': createPackage('preview'),
  'packageChange.read Query.packageChange': {
    query: () => `{ packageChange(id: "${packages.change}") { outcome } }`,
  },
  'packageChange.read PackageChange.accessChanges': amendPackage('accessChanges { totalCount }'),
  'audit.read Package.history': ofPackage('history { edges { node { object } } }', { history: { edges: [] } }),
  'organisation.readNames Package.history': ofPackage('history(first: 1) { edges { node { reason } } }', {
    history: { edges: [{ node: { reason: null } }] },
  }),
  'organisation.createLicence Mutation.createLicence': createLicence('preview'),
  'licence.readAgreement Licence.noticeOn': {
    ...entity('Licence', () => world.licence('Lizenz'), 'noticeOn'),
    denied: { _entities: [{ noticeOn: null }] },
  },
  'licence.readAgreement Licence.documents': {
    ...entity('Licence', () => world.licence('Lizenz'), 'documents'),
    denied: { _entities: [{ documents: [] }] },
  },
  'licence.readAgreement Licence.versions': {
    ...entity('Licence', () => world.licence('Lizenz'), 'versions { version }'),
    denied: { _entities: [{ versions: [] }] },
  },
  'licence.readPrice Licence.price': {
    ...entity('Licence', () => world.licence('Lizenz'), 'price { cents }'),
    denied: { _entities: [{ price: null }] },
  },
  'licence.readPrice Licence.purchases': {
    ...entity('Licence', () => world.licence('Lizenz'), 'purchases { cents }'),
    denied: { _entities: [{ purchases: [] }] },
  },
};

function amendLicence(fields: string): Asked {
  return {
    query: () =>
      `mutation { amendLicence(input: { licenceId: "${world.licence('Lizenz')}", version: 1, preview: true }) { ${fields} } }`,
  };
}

function createLicence(fields: string, preview = true): Asked {
  return {
    query: () =>
      `mutation { createLicence(input: { number: "N${++created}", name: "Neu", kind: "Lizenz", publisher: "Musterverlag",
        owner: { level: AUTHORITY, id: "${world.organisation('Stadt')}" }, holderLevels: [SCHOOL], rights: [STREAM],
        term: { kind: UNLIMITED }, reason: "Umzug", preview: ${preview} }) { ${fields} } }`,
  };
}
let created = 0;

function createPackage(fields: string, preview = true): Asked {
  return {
    query: () =>
      `mutation { createPackage(input: { number: "P${++created}", name: "Neu", reason: "Umzug", preview: ${preview},
        owner: { level: AUTHORITY, id: "${world.organisation('Stadt')}" } }) { ${fields} } }`,
  };
}

function amendPackage(fields: string, denied?: object, { add = false } = {}): Asked {
  return {
    query: () =>
      `mutation { amendPackage(input: { packageId: "${packages.own}", version: 1, preview: true,
        ${add ? 'add: [{ title: "Meere" }]' : 'name: "Anders"'} }) { ${fields} } }`,
    ...(denied && { denied: { amendPackage: denied } }),
  };
}

function ofPackage(fields: string, denied?: object): Asked {
  return {
    query: () => `{ package(id: "${packages.own}") { ${fields} } }`,
    ...(denied && { denied: { package: denied } }),
  };
}

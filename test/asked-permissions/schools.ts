/** Queries of schools, organisations and groups. */
import { type Asked, entity, plain } from './asked';
import { number, packages, staff, subscription, survey, world } from './world';

const school = (fields: string): Asked => ({ query: () => `{ school(number: "${number('Schule')}") { ${fields} } }` });
const resolve = (fields: string) =>
  `{ resolveSchools(numbers: ["${number('Schule')}", "${number('Schule')}"]) { ${fields} } }`;
const group = (fields: string, denied?: unknown): Asked => ({
  query: () => `{ schoolGroup(id: "${world.organisation('Gruppe')}") { ${fields} } }`,
  denied,
});
const changeGroup = (mutation: string, fields: string, denied?: unknown): Asked => ({
  query: () =>
    `mutation { ${mutation}(input: { group: "${world.organisation('Gruppe')}", numbers: ["${number('Schule')}"], preview: true }) { ${fields} } }`,
  denied,
});
const adopt = (name: string): Asked => ({
  query: () =>
    `mutation { adoptSchoolGroup(input: { group: "${world.organisation(name)}", owner: { level: AUTHORITY, id: "${world.organisation('Stadt')}" } }) { keptBy } }`,
});
const owners = (object: () => string): Asked => ({
  query: () => `{ objectOwners(objects: ["${object()}"]) }`,
  denied: { objectOwners: [null] },
});
const acquire = (fields: string): Asked => ({
  query: () =>
    `mutation { acquireSeat(input: { school: "${world.organisation('Schule')}", title: "${world.title('Bienen')}" }) { ${fields} } }`,
});
const withLease = (mutation: string): Asked => ({
  query: () =>
    `mutation { ${mutation}(input: { school: "${world.organisation('Schule')}", lease: "00000000-0000-0000-0000-000000000000" }) }`,
});

export const ASKED_OF_SCHOOLS: Record<string, Asked> = {
  'school.read _entities.School': entity('School', () => world.organisation('Schule'), 'name'),
  'school.read Query.school': school('name'),
  'school.read Query.schools': plain('{ schools { edges { node { name } } } }', { schools: { edges: [] } }),
  'school.read Query.schoolFilterValues': plain('{ schoolFilterValues { cities forms districts { name } } }', {
    schoolFilterValues: { cities: [], forms: [], districts: [] },
  }),
  'organisation.read SchoolFilterValues.districts': plain('{ schoolFilterValues { districts { name } } }'),
  'school.read Query.resolveSchools': {
    query: () => resolve('matched { row } unmatched { row }'),
    denied: { resolveSchools: { matched: [], unmatched: [{ row: 1 }, { row: 2 }] } },
  },
  'school.read MatchedRow.school': {
    query: () => resolve('matched { school { name } }'),
    denied: { resolveSchools: { matched: [] } },
  },
  'school.read DuplicateRow.school': {
    query: () => resolve('duplicates { school { name } }'),
    denied: { resolveSchools: { duplicates: [] } },
  },
  'school.read Me.schoolCount': plain('{ me { schoolCount } }', { me: { schoolCount: 0 } }),
  'school.read School.inOperation': school('inOperation'),
  'school.read School.timeline': school('timeline'),
  'school.read SchoolAuthority.schools': {
    query: () => `{ schoolAuthority(number: "${number('Stadt')}") { schools { edges { node { name } } } } }`,
    denied: { schoolAuthority: { schools: { edges: [] } } },
  },
  'school.read SchoolConnection.totalCount': plain('{ schools { totalCount } }', { schools: { totalCount: 0 } }),
  'school.readAvailability _entities.Title': availability(),
  'school.readAvailability Title.availability': availability(),
  'school.useSeats Mutation.acquireSeat': acquire('outcome'),
  'school.useSeats Mutation.renewSeat': {
    ...withLease('renewSeat'),
    query: () => `${withLease('renewSeat').query().slice(0, -2)} { outcome } }`,
  },
  'school.useSeats Mutation.releaseSeat': withLease('releaseSeat'),
  'entitlement.read SeatLease.entitlement': acquire('lease { entitlement { level } }'),
  'organisation.read _entities.District': entity('District', () => world.organisation('Kreis'), 'name'),
  'organisation.read _entities.MediaCentre': entity('MediaCentre', () => world.organisation('Zentrum'), 'name'),
  'organisation.read _entities.SchoolAuthority': entity('SchoolAuthority', () => world.organisation('Stadt'), 'name'),
  'organisation.read Query.schoolAuthority': {
    query: () => `{ schoolAuthority(number: "${number('Stadt')}") { name } }`,
  },
  'organisation.read Query.schoolAuthorities': plain('{ schoolAuthorities { edges { node { name } } } }', {
    schoolAuthorities: { edges: [] },
  }),
  'organisation.readWithin Query.organisation': {
    query: () => `{ organisation(level: AUTHORITY, id: "${world.organisation('Stadt')}") { name } }`,
  },
  'organisation.read Query.organisationLines': {
    query: () => `{ organisationLines(keys: ["AUTHORITY:${world.organisation('Stadt')}"]) { key } }`,
    denied: { organisationLines: [null] },
  },
  'organisation.filterUses Query.linesOfUses': {
    query: () => `{ linesOfUses(keys: ["AUTHORITY:${world.organisation('Stadt')}"]) { key } }`,
    denied: { linesOfUses: [null] },
  },
  'organisation.read Me.organisations': {
    ...plain('{ me { organisations { name } } }', { me: { organisations: [] } }),
    caller: staff,
  },
  'school.readMemberships School.memberships': school('memberships { edges { node { validFrom } } }'),
  'organisation.read School.authority': school('authority { name }'),
  'organisation.read School.district': school('district { name }'),
  'organisation.read School.mediaCentre': school('mediaCentre { name }'),
  'organisation.read SchoolAuthorityConnection.totalCount': plain('{ schoolAuthorities { totalCount } }', {
    schoolAuthorities: { totalCount: 0 },
  }),
  'group.read Query.schoolGroup': group('name'),
  'group.read Query.schoolGroups': plain('{ schoolGroups { edges { node { name } } } }', {
    schoolGroups: { edges: [] },
  }),
  'group.read SchoolGroupConnection.totalCount': plain('{ schoolGroups { totalCount } }', {
    schoolGroups: { totalCount: 0 },
  }),
  'school.read SchoolGroup.members': group('members { edges { node { validFrom } } }', {
    schoolGroup: { members: { edges: [] } },
  }),
  'school.read SchoolGroupMemberConnection.totalCount': group('members { totalCount }', {
    schoolGroup: { members: { totalCount: 0 } },
  }),
  'school.read SchoolGroupMember.school': group('members { edges { node { school { name } } } }', {
    schoolGroup: { members: { edges: [] } },
  }),
  'school.read AddedSchool.school': changeGroup('addSchoolsToGroup', 'schools { school { name } }', {
    addSchoolsToGroup: { schools: [] },
  }),
  'group.change Query.schoolGroupOwners': {
    query: () => `{ schoolGroupOwners(keys: ["SCHOOL_GROUP:${world.organisation('Gruppe')}"]) }`,
    denied: { schoolGroupOwners: [null] },
  },
  'group.change Mutation.renameSchoolGroup': {
    query: () =>
      `mutation { renameSchoolGroup(input: { group: "${world.organisation('Gruppe')}", name: "Gruppe" }) { name } }`,
  },
  'group.change Mutation.adoptSchoolGroup': adopt('Importierte'),
  'organisation.ownGroups Mutation.adoptSchoolGroup': adopt('Weitere'),
  'organisation.ownGroups Mutation.createSchoolGroup': {
    query: () =>
      `mutation { createSchoolGroup(input: { owner: { level: AUTHORITY, id: "${world.organisation('Stadt')}" }, code: "neu", name: "Neu" }) { name } }`,
  },
  'group.change Mutation.addSchoolsToGroup': changeGroup('addSchoolsToGroup', 'added'),
  'school.addToGroup Mutation.addSchoolsToGroup': changeGroup('addSchoolsToGroup', 'added'),
  'group.change Mutation.removeSchoolsFromGroup': changeGroup('removeSchoolsFromGroup', 'removed'),
  'group.change Mutation.closeSchoolGroup': {
    query: () =>
      `mutation { closeSchoolGroup(input: { group: "${world.organisation('Gruppe')}", preview: true }) { removed } }`,
  },
  'apiKey.read Query.apiKeySet': plain('{ apiKeySet(unlessVersion: "0") { version } }'),
  'apiKey.read Mutation.apiKeysUsed': plain('mutation { apiKeysUsed(ids: []) }'),
  'self.read Query.me': plain('{ me { subject } }'),
  'survey.manage Query.objectOwners': owners(() => `SURVEY:${survey}`),
  'desk.annotate Query.objectOwners': { ...owners(() => `SUBSCRIPTION:${subscription}`), caller: staff },
  'audit.read Query.objectOwners': owners(() => 'CHANGE:1'),
  'licence.amend Query.objectOwners': owners(() => `PACKAGE:${packages.own}`),
};

function availability(): Asked {
  return {
    query: () => `query ($r: [_Any!]!, $s: ID!) {
      _entities(representations: $r) { ... on Title { availability(school: $s) { outcome } } } }`,
    variables: () => ({
      r: [{ __typename: 'Title', id: world.title('Vulkane') }],
      s: world.organisation('Schule'),
    }),
  };
}

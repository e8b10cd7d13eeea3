/** The lists that a caller of city B asks for. */
import { type Attempt, number, ofA, world } from './foreign-world';

/** Lists that would hold a foreign row if this wall did not keep it out. */
export const LISTS: Attempt[] = [
  {
    name: 'the number of schools in reach',
    service: 'schools',
    by: 'lms',
    query: '{ me { schoolCount } }',
    variables: () => ({}),
    nothing: { data: { me: { schoolCount: 1 } } },
  },
  {
    name: 'the list of licences',
    service: 'licences',
    by: 'licensing',
    query: '{ licences { edges { node { number price { cents } } } } }',
    variables: () => ({}),
    nothing: { data: { licences: { edges: [{ node: { number: 'Lizenz B', price: null } }] } } },
  },
  {
    name: 'the list of licences, by number',
    service: 'licences',
    by: 'licensing',
    query: '{ licences(search: "Lizenz A") { edges { node { number price { cents } } } } }',
    variables: () => ({}),
    nothing: { data: { licences: { edges: [] } } },
  },
  {
    name: 'the list of packages',
    service: 'licences',
    by: 'licensing',
    query: '{ packages { edges { node { number } } } }',
    variables: () => ({}),
    ofBoth: /Auswahl A/,
    nothing: { data: { packages: { edges: [{ node: { number: 'Meer' } }, { node: { number: 'Paket' } }] } } },
  },
  {
    name: 'a package, by its id',
    service: 'licences',
    by: 'licensing',
    query: 'query ($id: ID!) { package(id: $id) { name contents { totalCount } history { totalCount } } }',
    variables: () => ({ id: ofA.package }),
  },
  {
    name: 'the audit trail of a package',
    service: 'licences',
    by: 'licensing',
    query: `query ($id: ID!) { licenceAuditTrail(filter: { objects: [PACKAGE, PACKAGE_TITLE], objectId: $id }) {
      totalCount edges { node { values { field before after } } } } }`,
    variables: () => ({ id: ofA.package }),
    nothing: { data: { licenceAuditTrail: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the audit trail of a city',
    service: 'schools',
    by: 'licensing',
    query: `query ($city: ID!) { auditTrail(filter: { organisation: $city }) {
      totalCount edges { node { values { field before after } } } } }`,
    variables: () => ({ city: `AUTHORITY:${world.organisation('Stadt A')}` }),
    nothing: { data: { auditTrail: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the audit trail of a licence',
    service: 'licences',
    by: 'licensing',
    query: `query ($id: ID!) { licenceAuditTrail(filter: { objects: [CONTRACT, LICENCE_TERMS, PURCHASE], objectId: $id }) {
      totalCount edges { node { values { field before after } } } } }`,
    variables: () => ({ id: world.licence('Lizenz A') }),
    nothing: { data: { licenceAuditTrail: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the list of schools',
    service: 'schools',
    by: 'lms',
    query: '{ schools { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { schools: { totalCount: 1, edges: [{ node: { name: 'Schule B' } }] } } },
  },
  {
    name: 'the list of schools, by name',
    service: 'schools',
    by: 'licensing',
    query: '{ schools(filter: { search: "schule a" }) { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { schools: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the schools of an authority',
    service: 'schools',
    by: 'reporting',
    query: 'query ($id: ID!) { schools(filter: { authority: $id }) { totalCount edges { node { name } } } }',
    variables: () => ({ id: world.organisation('Stadt A') }),
    nothing: { data: { schools: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the schools of a pasted list',
    service: 'schools',
    by: 'licensing',
    query:
      'query ($n: String!) { resolveSchools(numbers: [$n]) { matched { school { name } } unmatched { row reason } } }',
    variables: () => ({ n: number('Schule A') }),
    nothing: { data: { resolveSchools: { matched: [], unmatched: [{ row: 1, reason: 'NOT_IN_REACH' }] } } },
  },
  {
    name: 'the cities of schools',
    service: 'schools',
    by: 'lms',
    query: '{ schools(filter: { city: "Nirgends" }) { totalCount } }',
    variables: () => ({}),
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'what schools can be filtered by',
    service: 'schools',
    by: 'licensing',
    query: '{ schoolFilterValues { cities forms districts { name } } }',
    variables: () => ({}),
    nothing: {
      data: { schoolFilterValues: { cities: ['Ort von Schule B'], forms: ['20'], districts: [{ name: 'DISTRICT' }] } },
    },
  },
  {
    name: 'the list of authorities',
    service: 'schools',
    by: 'reporting',
    query: '{ schoolAuthorities { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { schoolAuthorities: { totalCount: 1, edges: [{ node: { name: 'Stadt B' } }] } } },
  },
  {
    name: 'the cities of authorities',
    service: 'schools',
    by: 'reporting',
    query: '{ schoolAuthorities(filter: { city: "Nirgends" }) { totalCount } }',
    variables: () => ({}),
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'the list of school groups',
    service: 'schools',
    by: 'licensing',
    query: '{ schoolGroups { totalCount edges { node { name owner { name } } } } }',
    variables: () => ({}),
    nothing: {
      data: { schoolGroups: { totalCount: 1, edges: [{ node: { name: 'Gruppe B', owner: { name: 'Stadt B' } } }] } },
    },
  },
  {
    name: 'the list of entitlements',
    service: 'schools',
    by: 'licensing',
    query: '{ entitlements { totalCount edges { node { holder { name } } } } }',
    variables: () => ({}),
    nothing: { data: { entitlements: { totalCount: 1, edges: [{ node: { holder: { name: 'Stadt B' } } }] } } },
  },
  {
    name: 'the entitlements of a licence',
    service: 'schools',
    by: 'licensing',
    query:
      'query ($id: ID!) { entitlements(filter: { licence: $id }) { totalCount edges { node { holder { name } } } } }',
    variables: () => ({ id: world.licence('Lizenz A') }),
    nothing: { data: { entitlements: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'what ends soon',
    service: 'schools',
    by: 'licensing',
    query:
      '{ deadlines(list: EXPIRING, within: 366) { totalCount sums { licences schools } edges { node { entitlement { holder { name } } } } } }',
    variables: () => ({}),
    nothing: {
      data: {
        deadlines: {
          totalCount: 1,
          sums: { licences: 1, schools: 1 },
          edges: [{ node: { entitlement: { holder: { name: 'Stadt B' } } } }],
        },
      },
    },
  },
  {
    name: 'the cost of uses by licence',
    service: 'usage',
    by: 'reporting',
    query:
      '{ costPerUse(from: "2026-01", until: "2026-01", by: LICENCE) { totals { cents centsElsewhere } edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { costPerUse: { totals: { cents: null, centsElsewhere: 0 }, edges: [] } } },
  },
  {
    name: 'the cost of uses by school',
    service: 'usage',
    by: 'licensing',
    query: '{ costPerUse(from: "2026-01", until: "2026-01", by: SCHOOL) { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { costPerUse: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the licences without a use',
    service: 'usage',
    by: 'reporting',
    query: '{ unusedLicences(from: "2026-01", until: "2026-01") { totalCount edges { node { name schools } } } }',
    variables: () => ({}),
    nothing: { data: { unusedLicences: { totalCount: 1, edges: [{ node: { name: 'Lizenz B', schools: 1 } }] } } },
  },
  {
    name: 'the demand of schools',
    service: 'usage',
    by: 'reporting',
    query: '{ demand(from: "2026-01", until: "2026-01", by: SCHOOL) { totalCount edges { node { schoolName } } } }',
    variables: () => ({}),
    nothing: { data: { demand: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'what is covered twice',
    service: 'schools',
    by: 'licensing',
    query: `{ entitlementsCoveredTwice { totalCount sums { licences } edges { node {
      entitlement { holder { name } } coveredBy { entitlement { holder { name } } } prepared { revoke { entitlementIds } } } } } }`,
    variables: () => ({}),
    nothing: { data: { entitlementsCoveredTwice: { totalCount: 0, sums: { licences: 0 }, edges: [] } } },
  },
  {
    name: 'the list of surveys',
    service: 'schools',
    by: 'licensing',
    query: '{ surveys { edges { node { title } } } }',
    variables: () => ({}),
    nothing: { data: { surveys: { edges: [] } } },
  },
  {
    name: 'the titles in demand',
    service: 'usage',
    by: 'licensing',
    query:
      '{ titlesInDemand(from: "2026-01", until: "2026-01") { totalCount edges { node { notLicensed offers cheapestOffer { name } } } } }',
    variables: () => ({}),
    nothing: { data: { titlesInDemand: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the licences whose seats are full',
    service: 'usage',
    by: 'reporting',
    query: '{ licencesWithFullSeats(from: "2026-01", until: "2026-01") { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { licencesWithFullSeats: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the licences without a use until now',
    service: 'usage',
    by: 'licensing',
    query:
      '{ licencesUnused(days: 3) { totalCount edges { node { name schools prepared { revoke { entitlementIds } } } } } }',
    variables: () => ({}),
    nothing: () => ({
      data: {
        licencesUnused: {
          totalCount: 1,
          edges: [
            {
              node: {
                name: 'Lizenz B',
                schools: 1,
                prepared: { revoke: { entitlementIds: [world.entitlement('Freischaltung B')] } },
              },
            },
          ],
        },
      },
    }),
  },
  {
    name: 'the titles without a use',
    service: 'usage',
    by: 'reporting',
    query: '{ unusedTitles(from: "2026-01", until: "2026-01") { totalCount edges { node { views } } } }',
    variables: () => ({}),
    nothing: { data: { unusedTitles: { totalCount: 1, edges: [{ node: { views: 0 } }] } } },
    ofBoth: /"totalCount":2/,
  },
];

/**
 * The catalogue belongs to nobody, so row-level security hides nothing in these lists. A token still needs the scope.
 */
export const CATALOGUE: Attempt[] = ['subjects', 'publishers'].map((list) => ({
  name: list,
  service: 'licences',
  by: 'lms',
  query: `{ ${list} { totalCount edges { node { name } } } }`,
  variables: () => ({}),
}));

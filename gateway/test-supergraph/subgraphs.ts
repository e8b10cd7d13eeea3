/**
 * The three subgraphs of the gateway's tests: small, with two authorities of one school each, and without walls of
 * their own.
 */
import { GraphQLError } from 'graphql';
import { readOrganisationId } from '../../request/values/organisation-id';

const FEDERATION = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@external", "@requires", "@shareable", "@inaccessible", "@authenticated", "@requiresScopes", "@policy", "@composeDirective"]
)\n`;

const ABOVE = ['MEDIA_CENTRE:NW:bochum', 'STATE:NW'];

/** By school key: the organisations that the school belongs to. Tests may change it. */
export const MEMBERSHIPS: Record<string, string[]> = {
  'SCHOOL:NW:100000': ['SCHOOL:NW:100000', 'AUTHORITY:NW:10182', ...ABOVE],
  'SCHOOL:NW:100001': ['SCHOOL:NW:100001', 'AUTHORITY:NW:10182', ...ABOVE],
  'SCHOOL:NW:200000': ['SCHOOL:NW:200000', 'AUTHORITY:NW:20000', 'MEDIA_CENTRE:NW:essen', 'STATE:NW'],
};

const OWNERS: Record<string, string> = { 1: 'AUTHORITY:NW:10182', 2: 'AUTHORITY:NW:20000', 3: 'STATE:NW' };
const ENTITLEMENTS: Record<string, { owner: string; holder: string }> = {
  11: { owner: 'AUTHORITY:NW:10182', holder: 'SCHOOL:NW:100000' },
  12: { owner: 'STATE:NW', holder: 'STATE:NW' },
  22: { owner: 'AUTHORITY:NW:20000', holder: 'SCHOOL:NW:200000' },
};

function schoolsUnder(key: string): string[][] {
  return Object.values(MEMBERSHIPS).filter((keys) => keys.includes(key));
}

export const SCHOOLS = {
  sdl: `${FEDERATION}
type Query {
  me: String @authenticated
  school(state: String! = "NW", number: String!): School
    @requiresScopes(scopes: [["schools:read"]]) @policy(policies: [["school-in-reach"]])
  schoolAuthority(state: String! = "NW", number: String!): SchoolAuthority
    @requiresScopes(scopes: [["schools:read"]]) @policy(policies: [["authority-in-reach"]])
  entitlement(id: ID!): ID @authenticated @policy(policies: [["entitlement-in-reach"]])
  schools: [School!]! @authenticated
  organisationLines(keys: [String!]!): [OrganisationLine]! @inaccessible
  linesOfUses(keys: [String!]!): [OrganisationLine]! @inaccessible
  entitlementLines(ids: [ID!]!): [EntitlementLine]! @inaccessible
  licenceOwners(ids: [ID!]!): [String]! @inaccessible
  schoolGroupOwners(keys: [String!]!): [String]! @inaccessible
  objectOwners(objects: [String!]!): [[String!]]! @inaccessible
}
enum Level { STATE AUTHORITY MEDIA_CENTRE SCHOOL }
input HolderInput { level: Level! id: ID! }
input AssignInput { licenceIds: [ID!]! holders: [HolderInput!]! }
input RevokeInput { entitlementIds: [ID!]! }
type Mutation {
  assignEntitlements(input: AssignInput!): Int!
    @requiresScopes(scopes: [["entitlements:write"]]) @policy(policies: [["licences-in-reach", "holders-in-reach"]])
  revokeEntitlements(input: RevokeInput!): Int!
    @requiresScopes(scopes: [["entitlements:write"]]) @policy(policies: [["entitlements-in-reach"]])
  mark: Int @authenticated
}
type OrganisationLine @inaccessible { key: String! schools: [[String!]!]! preparedBy: OrganisationLine }
type EntitlementLine @inaccessible { owner: String! holder: String! }
scalar Timeline @inaccessible
type School @key(fields: "id") { id: ID! name: String! timeline: Timeline! @inaccessible broken: String authority: SchoolAuthority! }
type SchoolAuthority { id: ID! schools: [School!]! }
`,
  resolvers: {
    Query: {
      me: (_: unknown, __: unknown, { envelope }: never) => JSON.stringify((envelope as { caller: object }).caller),
      school: (_: unknown, { state, number }: Record<string, string>) =>
        school(readOrganisationId('SCHOOL', number as string, state) as string),
      schoolAuthority: (_: unknown, { state, number }: Record<string, string>) => ({ id: `${state}:${number}` }),
      entitlement: (_: unknown, { id }: { id: string }) => id,
      schools: () => [school('NW:100000'), school('NW:100001')],
      organisationLines: (_: unknown, { keys }: { keys: string[] }) =>
        keys.map((key) => (schoolsUnder(key).length > 0 ? { key, schools: schoolsUnder(key) } : null)),
      linesOfUses: (_: unknown, { keys }: { keys: string[] }) =>
        keys.map((key) => (schoolsUnder(key).length > 0 ? { key, schools: schoolsUnder(key) } : null)),
      entitlementLines: (_: unknown, { ids }: { ids: string[] }) => ids.map((id) => ENTITLEMENTS[id] ?? null),
      objectOwners: (_: unknown, { objects }: { objects: string[] }) => objects.map(() => null),
      schoolGroupOwners: (_: unknown, { keys }: { keys: string[] }) => keys.map(() => null),
      licenceOwners: (_: unknown, { ids }: { ids: string[] }) => ids.map((id) => OWNERS[id] ?? null),
    },
    Mutation: { assignEntitlements: () => 1, revokeEntitlements: () => 1, mark: () => 1 },
    School: {
      __resolveReference: ({ id }: { id: string }) => school(id),
      broken: () => {
        throw new Error('relation "schools.secret" does not exist');
      },
    },
    SchoolAuthority: { schools: () => [school('NW:100000')] },
  },
};

function school(id: string) {
  const known = MEMBERSHIPS[`SCHOOL:${id}`];
  return known
    ? { id, name: `Schule ${id}`, timeline: '[]', authority: { id: known[1]?.slice('AUTHORITY:'.length) } }
    : null;
}

export const LICENCES = {
  sdl: `${FEDERATION}
extend schema @link(url: "https://freischalter.invalid/cacheControl/v1.0", import: ["@cacheControl"])
  @composeDirective(name: "@cacheControl")
directive @cacheControl(maxAge: Int!) on OBJECT | FIELD_DEFINITION
type Query {
  titles(search: String): [Title!]! @requiresScopes(scopes: [["titles:read"]])
  medium(id: ID!): Medium @authenticated
  find: [Found!]! @authenticated
}
scalar Timeline @inaccessible
scalar Price @requiresScopes(scopes: [["prices:read"]])
enum Rating @requiresScopes(scopes: [["usage:read"]]) { GOOD }
interface Medium { id: ID! price: Int }
type Title implements Medium @cacheControl(maxAge: 30) { id: ID! price: Int @requiresScopes(scopes: [["prices:read"]]) cost: Price rating: Rating
  demand: Int @requiresScopes(scopes: [["prices:read", "access:read"], ["usage:write"]]) }
type Contract implements Medium @requiresScopes(scopes: [["entitlements:read"]]) { id: ID! price: Int text: String }
union Found = Title | Contract
type School @key(fields: "id") { id: ID! timeline: Timeline! @external
  licensedTitles: [Title!]! @requires(fields: "timeline") @requiresScopes(scopes: [["titles:read"]])
  favourite: Title @authenticated gap: String! @authenticated }
`,
  resolvers: {
    Query: { titles: () => [{ id: 't1' }], medium: () => title, find: () => [title] },
    Medium: { __resolveType: () => 'Title' },
    Found: { __resolveType: () => 'Title' },
    School: {
      /** Knows one school less than the schools service does. */
      __resolveReference: (given: { id: string }) => (given.id === 'NW:100001' ? null : given),
      licensedTitles: () => [title],
      favourite: () => title,
      gap: () => 'no gap',
    },
  },
};

const title = { id: 't1', price: 5, cost: 5, rating: 'GOOD', demand: 7 };

export const USAGE = {
  sdl: `${FEDERATION}
type Query { uses: Int! @requiresScopes(scopes: [["usage:read"]]) }
input UsageEventInput { id: ID! school: ID! }
type Mutation { recordUsage(events: [UsageEventInput!]!): Int!
  @requiresScopes(scopes: [["usage:write"]]) @policy(policies: [["events-in-reach"]])
  note: Int @authenticated }
type School @key(fields: "id") { id: ID! usage: Int refused: Int said(again: String): String @authenticated }
`,
  resolvers: {
    Query: { uses: () => 1 },
    Mutation: { recordUsage: (_: unknown, { events }: { events: unknown[] }) => events.length, note: () => 1 },
    School: {
      usage: () => 3,
      said: (_: unknown, { again }: { again?: string }) => again ?? null,
      refused: () => {
        throw new GraphQLError('You may not see or change this, or it does not exist.', {
          extensions: { code: 'FORBIDDEN', url: 'http://127.0.0.1/internal' },
        });
      },
    },
  },
};

/** Compiled execution of the services’ schemas gives the same answers as graphql-js to the same caller. */
import { execute, type GraphQLSchema, parse } from 'graphql';
import type { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { connect } from '../database/connection';
import { SERVICES, type Service } from '../database/roles';
import { licencesDefinition } from '../services/licences/service';
import { schoolsDefinition } from '../services/schools/service';
import { createExecutor, type Question } from '../services/subgraph/execution/executor';
import { makeSubgraphSchema } from '../services/subgraph/schema/schema';
import { contextFor } from '../services/subgraph/subgraph';
import { usageDefinition } from '../services/usage/service';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';

const DEFINITIONS = { schools: schoolsDefinition, licences: licencesDefinition, usage: usageDefinition };
const AT = Date.parse('2026-03-02T08:00:00Z');

let database: TestDatabase;
let world: SeededWorld;
const schemas = {} as Record<Service, GraphQLSchema>;
const sources = {} as Record<Service, DataSource>;
let timeline: unknown;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: { Vulkane: {}, Wale: {} },
    packages: { Paket: [{ title: 'Vulkane' }] },
    licences: {
      Lizenz: { owner: 'Stadt', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
    },
    entitlements: { Freischaltung: { licence: 'Lizenz', holder: 'Stadt', from: '2026-01-01' } },
  });
  for (const service of SERVICES) {
    schemas[service] = (await makeSubgraphSchema(DEFINITIONS[service])).schema;
    sources[service] = await connect(database.urlOf(service), { poolSize: 2, applicationName: service });
  }
  const asked = {
    query: 'query ($n: String!) { school(number: $n) { timeline } }',
    variables: { n: school().slice(3) },
  };
  timeline = ((await byGraphqlJs('schools', asked, callers().lms as Caller)) as any).data.school.timeline;
});
afterAll(async () => {
  for (const source of Object.values(sources)) await source.destroy();
  await database?.drop();
});

const school = () => world.organisation('Schule');
const entity = (typename: string, id: string, more = {}) => ({ r: [{ __typename: typename, id, ...more }] });
const callers = (): Record<string, Caller> => ({
  lms: { kind: 'lms', subject: 'test', scopes: SCOPES_OF_KIND.lms, bound: [`SCHOOL:${school()}`] },
  'an lms without scopes': { kind: 'lms', subject: 'test', scopes: [], bound: [`SCHOOL:${school()}`] },
  'a foreign desk': { kind: 'licensing', subject: 'test', scopes: SCOPES_OF_KIND.licensing, bound: ['AUTHORITY:NW:0'] },
  operator: { kind: 'operator', subject: 'test', scopes: SCOPES_OF_KIND.operator, bound: [] },
});

async function compiled(service: Service, question: Question, caller: Caller): Promise<unknown> {
  const context = contextFor({ envelope: { caller, instant: AT, requestId: 'test' } }, sources[service]);
  try {
    return plain(await createExecutor(schemas[service])(question, context));
  } finally {
    await context.session.end();
  }
}

async function byGraphqlJs(service: Service, { query, variables }: Question, caller: Caller): Promise<unknown> {
  const context = contextFor({ envelope: { caller, instant: AT, requestId: 'test' } }, sources[service]);
  try {
    const schema = schemas[service];
    return plain(await execute({ schema, document: parse(query), variableValues: variables, contextValue: context }));
  } finally {
    await context.session.end();
  }
}

function plain({ data, errors = [] }: { data?: unknown; errors?: readonly any[] }): unknown {
  const said = errors.map(({ message, path, locations, extensions }) => ({ message, path, locations, extensions }));
  return JSON.parse(JSON.stringify({ data, errors: said }));
}

const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename';
const SCHOOL = 'id number name authority { id name city } mediaCentre { name } district { name } inOperation timeline';
const QUESTIONS: [string, Service, () => Question][] = [
  ['a school', 'schools', () => ({ query: `{ school(number: "${school().slice(3)}") { ${SCHOOL} } }` })],
  ['a school that is not there', 'schools', () => ({ query: '{ school(number: "999999") { name } me { kind } }' })],
  ['who asks', 'schools', () => ({ query: '{ me { kind subject scopes schoolCount organisations { level name } } }' })],
  [
    'an entitlement',
    'schools',
    () => ({ query: `{ entitlement(id: "${world.entitlement('Freischaltung')}") { level holder { name } } }` }),
  ],
  [
    'schools as entities',
    'schools',
    () => ({ query: `${ENTITIES} ... on School { ${SCHOOL} } } }`, variables: entity('School', school()) }),
  ],
  [
    'a page of the catalogue',
    'licences',
    () => ({
      query:
        '{ titles(first: 1, filter: {kinds: [VIDEO]}) { totalCount edges { cursor node { id kind rights subjects withdrawnAt } } pageInfo { hasNextPage } } }',
    }),
  ],
  ['a page that is too large', 'licences', () => ({ query: '{ titles(first: 201) { totalCount } }' })],
  [
    'titles as entities',
    'licences',
    () => ({ query: `${ENTITIES} ... on Title { name kind } } }`, variables: entity('Title', world.title('Wale')) }),
  ],
  [
    'what a school may use',
    'licences',
    () => ({
      query: `query ($r: [_Any!]!, $t: [ID!]!, $with: Boolean!) { _entities(representations: $r) { ... on School {
        licensedTitles(at: "2026-02-01T00:00:00Z") { totalCount @include(if: $with) edges { level rights validUntil node { name } entitlement { id } } }
        access(titleIds: $t) { outcome reason since title { name } } } } }`,
      variables: {
        ...entity('School', school(), { timeline }),
        t: [world.title('Vulkane'), world.title('Wale'), '0'],
        with: true,
      },
    }),
  ],
  [
    'licences and their prices',
    'licences',
    () => ({ query: '{ licences { edges { node { number name price { cents } } } } }' }),
  ],
  [
    'the uses of a school',
    'usage',
    () => ({
      query: `${ENTITIES} ... on School { usage(from: "2026-01", until: "2026-03") { month streams } } } }`,
      variables: entity('School', school()),
    }),
  ],
  [
    'months that are none',
    'usage',
    () => ({
      query: `${ENTITIES} ... on School { usage(from: "x", until: "2026-03") { month streams } } } }`,
      variables: entity('School', school()),
    }),
  ],
];

describe.each(QUESTIONS)('%s', (_, service, question) => {
  test.each(['lms', 'an lms without scopes', 'a foreign desk', 'operator'])('for %s', async (name) => {
    const caller = callers()[name] as Caller;
    const peer = await byGraphqlJs(service, question(), caller);
    expect(await compiled(service, question(), caller)).toEqual(peer);
    expect(JSON.stringify(peer)).not.toMatch(/Cannot query|Unknown argument|is required/);
  });
});

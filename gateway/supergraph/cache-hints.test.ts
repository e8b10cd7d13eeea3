import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import {
  buildASTSchema,
  buildSchema,
  type DocumentNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getOperationAST,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  visit,
} from 'graphql';
import { PROJECT_ROOT } from '../../environment';
import { type CacheHints, maxAgeOf, readCacheHints } from './cache-hints';

const file = (name: string) => readFileSync(join(PROJECT_ROOT, 'schema', name), 'utf8');
const HINTS = readCacheHints(parse(file('supergraph.graphql')));
const API = parse(file('api.graphql'));

const maxAge = (schema: GraphQLSchema, hints: CacheHints, text: string, name: string | null = null) => {
  const document = parse(text);
  const operation = getOperationAST(document, name);
  if (!operation) throw new Error(`no such operation: ${name}`);
  return maxAgeOf(schema, hints, { document, operation });
};

/**
 * The fields that clients may cache, one by one. A field may be added only if its value is the same for every Caller.
 */
test('only the catalogue may be cached, and nothing that depends on the caller', () => {
  const fields = Object.values(buildASTSchema(API).getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => HINTS.has(name))
    .flatMap((type) => Object.values(type.getFields()).map((field) => [type.name, field] as const))
    .filter(([, { type }]) => !isObjectType(unwrapped(type)) || HINTS.has(String(unwrapped(type))))
    .map(([type, { name }]) => `${type}.${name}`);
  expect(fields).toMatchInlineSnapshot(`
[
  "Competence.code",
  "Competence.name",
  "Facet.name",
  "Facet.titleCount",
  "FacetConnection.edges",
  "FacetConnection.pageInfo",
  "FacetConnection.totalCount",
  "FacetEdge.cursor",
  "FacetEdge.node",
  "Material.kind",
  "Material.label",
  "Material.url",
  "OpenLicence.id",
  "OpenLicence.url",
  "PageInfo.endCursor",
  "PageInfo.hasNextPage",
  "PageInfo.hasPreviousPage",
  "PageInfo.startCursor",
  "Subject.code",
  "Subject.kimUri",
  "Subject.name",
  "Subject.parentCode",
  "Title.addedAt",
  "Title.ageRating",
  "Title.changedAt",
  "Title.classification",
  "Title.competences",
  "Title.description",
  "Title.downloadUrl",
  "Title.durationSeconds",
  "Title.gradeFrom",
  "Title.gradeUntil",
  "Title.id",
  "Title.keywords",
  "Title.kind",
  "Title.language",
  "Title.languages",
  "Title.materials",
  "Title.name",
  "Title.number",
  "Title.openLicence",
  "Title.parts",
  "Title.playUrl",
  "Title.playoutFrom",
  "Title.playoutUntil",
  "Title.publisher",
  "Title.rights",
  "Title.schoolTypes",
  "Title.series",
  "Title.source",
  "Title.sourceId",
  "Title.sourceLicence",
  "Title.subjects",
  "Title.subtitle",
  "Title.thumbnailUrl",
  "Title.unknownCodes",
  "Title.version",
  "Title.withdrawnAt",
  "Title.year",
  "TitleConnection.didYouMean",
  "TitleConnection.edges",
  "TitleConnection.pageInfo",
  "TitleConnection.totalCount",
  "TitleEdge.cursor",
  "TitleEdge.node",
  "TitlePart.description",
  "TitlePart.durationSeconds",
  "TitlePart.name",
  "TitlePart.number",
]
`);
  expect([...HINTS.keys()].filter((coordinate) => coordinate.includes('.'))).toEqual([]);
});

const TITLE = '{ title(id: "1") { id name } }';
const OPERATIONS: readonly [query: string, seconds: number, name: string | null][] = [
  [TITLE, 60, null],
  ['{ titles(first: 2) { totalCount pageInfo { endCursor } edges { cursor node { name subjects } } } }', 60, null],
  [
    '{ titles { ... on TitleConnection { edges { ...f } } } } fragment f on TitleEdge { node { __typename id } }',
    60,
    null,
  ],
  ['{ title(id: "1") { id availability(school: "NW:100000") { outcome } } }', 0, null],
  ['{ title(id: "1") { id usage(from: "2026-01", until: "2026-02") { month } } }', 0, null],
  ['{ titleByNumber(number: "1") { id name } titlesByNumber(numbers: ["1"]) { number } }', 60, null],
  ['{ subjects { totalCount edges { cursor node { name titleCount } } } publishers { totalCount } }', 60, null],
  ['{ titleByNumber(number: "1") { availability(school: "100000") { outcome } } }', 0, null],
  ['{ schools { totalCount edges { node { name } } } }', 0, null],
  ['{ subjects { totalCount } entitlements { totalCount } }', 0, null],
  ['{ school(number: "100000") { name } }', 0, null],
  ['{ school(number: "100000") { licensedTitles { edges { node { name } } } } }', 0, null],
  ['{ title(id: "1") { id } school(number: "100000") { name } }', 0, null],
  ['{ title(id: "1") { id } me { subject } }', 0, null],
  ['{ title(id: "1") { id } __typename __schema { description } }', 60, null],
  ['{ me { subject } __typename __schema { description } }', 0, null],
  ['{ ...f } fragment f on Query { title(id: "1") { id } me { subject } }', 0, null],
  ['{ __typename }', 0, null],
  ['query A { me { subject } } query B { title(id: "1") { id } }', 60, 'B'],
  ['query A { me { subject } } query B { title(id: "1") { id } }', 0, 'A'],
];

describe('answers may be cached as long as Apollo Server would allow', () => {
  const schema = buildASTSchema(API);
  let apollo: ApolloServer;
  beforeAll(async () => {
    apollo = new ApolloServer({
      schema: everythingThere(buildASTSchema(hinted(API))),
      plugins: [ApolloServerPluginCacheControl({ calculateHttpHeaders: true })],
    });
    await apollo.start();
  });
  afterAll(() => apollo.stop());

  test.each(OPERATIONS)('%s: %d s', async (query, seconds, operationName) => {
    const { http } = await apollo.executeOperation({ query, ...(operationName && { operationName }) });
    expect(http.headers.get('cache-control')).toBe(seconds ? `max-age=${seconds}, public` : 'no-store');
    expect(maxAge(schema, HINTS, query, operationName)).toBe(seconds);
  });
});

describe('a hint', () => {
  const sdl = `
    directive @cacheControl(maxAge: Int!) on OBJECT | FIELD_DEFINITION
    type Query { long: Long short: Long @cacheControl(maxAge: 5) word: String @cacheControl(maxAge: 7) find: Found }
    type Mutation { long: Long }
    interface Found { id: ID }
    type Long implements Found @cacheControl(maxAge: 90) {
      id: ID sooner: Int @cacheControl(maxAge: 30) later: Int @cacheControl(maxAge: 900)
    }`;
  const schema = buildSchema(sdl);
  const hints = readCacheHints(parse(sdl));
  test.each([
    ['of a field counts for more than that of its type', '{ short { id } }', 5],
    ['of a value shortens', '{ long { id sooner } }', 30],
    ['of a value does not lengthen', '{ long { later } }', 90],
    ['of a value at the root counts', '{ word }', 7],
    ['of an object says nothing of an interface that it has', '{ find { id ... on Long { id } } }', 0],
    ['is for questions alone', 'mutation { long { id } }', 0],
  ])('%s', (_, text, seconds) => {
    expect(maxAge(schema, hints, text)).toBe(seconds);
  });
});

function unwrapped(type: GraphQLOutputType): GraphQLOutputType {
  return isNonNullType(type) || isListType(type) ? unwrapped(type.ofType) : type;
}

/** The API with the hints of the supergraph, which clients do not see. */
function hinted(api: DocumentNode): DocumentNode {
  const { definitions } = parse('directive @cacheControl(maxAge: Int!) on OBJECT | FIELD_DEFINITION');
  const withHints = visit(api, {
    ObjectTypeDefinition(type) {
      const seconds = HINTS.get(type.name.value);
      if (seconds === undefined) return undefined;
      const [carrier] = parse(`type T @cacheControl(maxAge: ${seconds})`, { noLocation: true }).definitions;
      return { ...type, directives: (carrier as typeof type).directives };
    },
  });
  return { ...withHints, definitions: [...definitions, ...withHints.definitions] };
}

/** Every field is answered with something, lists with one item. */
function everythingThere(schema: GraphQLSchema): GraphQLSchema {
  function something(type: GraphQLOutputType): unknown {
    if (isNonNullType(type)) return something(type.ofType);
    if (isListType(type)) return [something(type.ofType)];
    if (isEnumType(type)) return type.getValues()[0]?.value;
    return isObjectType(type) ? {} : 1;
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) field.resolve = () => something(field.type);
  }
  return schema;
}

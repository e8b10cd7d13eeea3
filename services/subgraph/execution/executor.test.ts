/** The compiled way answers as graphql-js does: the same data, the same errors at the same places, the same calls. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import fc from 'fast-check';
import {
  execute,
  GraphQLError,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLScalarType,
  type GraphQLSchema,
  type GraphQLUnionType,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { createExecutor, type Question } from './executor';

const TYPES = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Instant
  enum Colour { RED GREEN }
  input Where { colour: Colour = RED, text: String, deep: Where, since: Instant }
  interface Named { name: String! }
  union Thing = Film | Person
  type Film implements Named @key(fields: "id") {
    id: ID! name: String! colour: Colour seen: Instant tags: [String!]! tagsOrNull: [String]
    echo(where: Where, first: Int! = 3, ids: [ID!]): String
    director: Person directorAlways: Person! cast: [Person!]! castOrNull: [Person] things: [Thing!] named: [Named]
  }
  type Person implements Named @key(fields: "id") { id: ID! name: String! age: Int films: [Film!]! film: Film! best: Thing }
  type Query { film: Film always: Film! films: [Film] thing: Thing named(id: ID = "1"): Named echo(where: Where): String fails: Int }
  type Mutation { add(n: Int!): Film addAlways(n: Int!): Film! }
`);

/** How often each resolver was called, and with what: in the order of the calls. */
interface Context {
  readonly calls: string[];
  /** Decides what a field does, by its place. */
  readonly seed: number;
}

type Behaviour = 'value' | 'promise' | 'late' | 'null' | 'throws' | 'rejects' | 'error';
const ODDS: Behaviour[] = [
  'value',
  'value',
  'value',
  'value',
  'promise',
  'promise',
  'late',
  'null',
  'throws',
  'rejects',
  'error',
];

function chance(seed: number, text: string): number {
  let hash = seed ^ 0x9e3779b9;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}

/** @param later whether failures come as promises: graphql-js leaves those unheard that follow a failure at once in a list */
function behave(context: Context, place: string, value: unknown, later = false): unknown {
  if (context.seed === 0) return value;
  if (later) {
    const fate = () => behave(context, place, value);
    return chance(context.seed, place) % 3 === 0 ? value : Promise.resolve().then(fate);
  }
  const problem = () => new GraphQLError(`at ${place}`, { extensions: { code: 'FORBIDDEN' } });
  switch (ODDS[chance(context.seed, place) % ODDS.length]) {
    case 'promise':
      return Promise.resolve(value);
    case 'late':
      return Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => value);
    case 'null':
      return null;
    case 'throws':
      throw problem();
    case 'rejects':
      return Promise.reject(new Error(`at ${place}`));
    case 'error':
      return new TypeError(`at ${place}`);
    default:
      return value;
  }
}

function field(make: (given: any) => unknown) {
  return (_: unknown, given: unknown, context: Context, info: GraphQLResolveInfo) => {
    const place = JSON.stringify(info.path);
    context.calls.push(`${place} ${JSON.stringify(given)}`);
    return behave(context, place, make(given), isNonNullType(info.returnType) && /"key":\d/.test(place));
  };
}

function items(make: () => unknown) {
  return (_source: unknown, _given: unknown, context: Context, info: GraphQLResolveInfo) => {
    const place = JSON.stringify(info.path);
    context.calls.push(place);
    const mayBeNull = !String(info.returnType).includes('!');
    const list = [0, 1, 2].map((at) => {
      try {
        return behave(context, `${place} ${at}`, make(), !mayBeNull);
      } catch (error) {
        return error;
      }
    });
    for (const item of list) if (item instanceof Promise) item.catch(() => undefined);
    return behave(context, place, list, !mayBeNull);
  };
}

const film = () => ({
  __typename: 'Film',
  id: '1',
  name: 'Film',
  colour: 2,
  seen: new Date(0),
  tags: ['a', 'b'],
  tagsOrNull: ['a', null],
});
const person = () => ({ __typename: 'Person', id: '2', name: () => 'Person', age: 30 });
const schema: GraphQLSchema = buildSubgraphSchema({
  typeDefs: TYPES,
  resolvers: {
    Instant: new GraphQLScalarType<Date, string>({
      name: 'Instant',
      serialize: (value) => (value as Date).toISOString(),
      parseValue: (value) => {
        if (typeof value !== 'string') throw new GraphQLError('no instant', { extensions: { code: 'BAD_USER_INPUT' } });
        return new Date(value);
      },
    }),
    Colour: { RED: 1, GREEN: 2 },
    Film: {
      __resolveReference: ({ id }: { id: string }, context: Context) => behave(context, `film ${id}`, film()),
      echo: field((given) => JSON.stringify(given)),
      director: field(person),
      directorAlways: field(person),
      cast: items(person),
      castOrNull: items(person),
      things: items(film),
      named: items(person),
      tags: items(() => 'tag'),
    },
    Person: { films: items(film), film: field(film), best: field(person), age: field(() => 30) },
    Query: {
      film: field(film),
      always: field(film),
      films: items(film),
      thing: field(person),
      named: field(film),
      echo: field((given) => JSON.stringify(given)),
      fails: () => 'no number',
    },
    Mutation: { add: field(film), addAlways: field(film) },
  } as never,
});
const run = createExecutor(schema);

async function compareBoth({ query, variables, operationName }: Question, seed = 0): Promise<any> {
  const peerContext: Context = { calls: [], seed };
  const context: Context = { calls: [], seed };
  const peer = await execute({
    schema,
    document: parse(query),
    variableValues: variables,
    operationName,
    contextValue: peerContext,
  });
  const ours = await run({ query, variables, operationName }, context);
  // An answer that has failed does not wait for what was begun: how far that came until then is nobody's business.
  await nextTurn();
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
  expect(plain(ours.data ?? null)).toEqual(plain(peer.data ?? null));
  if (peer.errors?.every(isOfVariables)) {
    expect(ours.errors?.map(({ extensions }) => extensions.code)).toEqual(peer.errors.map(() => 'BAD_USER_INPUT'));
  } else expect(plain(ours.errors?.map(withoutCode) ?? [])).toEqual(plain(peer.errors?.map(withoutCode) ?? []));
  expect(context.calls).toEqual(peerContext.calls);
  return plain(ours);
}

/** They have words of ours, which name nothing of the schema that was not sent. */
function isOfVariables({ message }: GraphQLError): boolean {
  return message.startsWith('Variable "$');
}

function withoutCode(error: GraphQLError) {
  const { message, path, locations, extensions, originalError } = error;
  return { message, path, locations, extensions: path ? extensions : {}, cause: originalError?.message };
}

const REPRESENTATIONS = {
  r: [
    { __typename: 'Film', id: '1' },
    { __typename: 'Person', id: '2' },
    { __typename: 'Film', id: '3' },
  ],
};
const QUESTIONS: [string, Question][] = [
  [
    'enums, scalars, lists, functions',
    { query: '{ film { id n: name colour seen tags tagsOrNull cast { name age } __typename } }' },
  ],
  [
    'fragments that meet',
    {
      query:
        '{ film { ...A ... on Film { director { age } } } } fragment A on Film { director { name ...B } } fragment B on Person { id }',
    },
  ],
  [
    'abstract types',
    {
      query:
        '{ thing { __typename ... on Named { name } ... on Film { colour } } named { name __typename } film { named { name ... on Person { age } } things { __typename } } }',
    },
  ],
  [
    'literals and defaults',
    { query: '{ film { echo(where: {text: "__MAGIC_DATE__", deep: {colour: GREEN}}, ids: "7") } echo }' },
  ],
  [
    'variables in arguments',
    {
      query:
        'query ($w: Where, $n: Int = 9, $t: String) { film { echo(where: $w, first: $n) } echo(where: {text: $t}) }',
      variables: { w: { since: '2026-01-01' } },
    },
  ],
  [
    'a null for what may not be null',
    { query: 'query ($n: Int!) { film { echo(first: $n) } }', variables: { n: null } },
  ],
  [
    'a value of the wrong kind',
    { query: 'query ($w: Where) { echo(where: $w) }', variables: { w: { since: 7, colour: 'BLUE' } } },
  ],
  [
    'skip and include',
    {
      query:
        'query ($a: Boolean!, $b: Boolean = false) { film { id @skip(if: $a) name @include(if: $b) ... @include(if: $a) { colour director { name @skip(if: $b) } } tags @skip(if: true) } }',
      variables: { a: true },
    },
  ],
  [
    'the same with other values',
    {
      query:
        'query ($a: Boolean!, $b: Boolean = false) { film { id @skip(if: $a) name @include(if: $b) ... @include(if: $a) { colour director { name @skip(if: $b) } } tags @skip(if: true) } }',
      variables: { a: false, b: true },
    },
  ],
  [
    'a flag that is null',
    { query: 'query ($b: Boolean = true) { film { name @include(if: $b) } }', variables: { b: null } },
  ],
  [
    'entities',
    {
      query:
        'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Film { name cast { name } } ... on Person { age } } }',
      variables: REPRESENTATIONS,
    },
  ],
  [
    'mutations, one after another',
    { query: 'mutation { a: add(n: 1) { name cast { age } } b: addAlways(n: 2) { name } c: add(n: 3) { id } }' },
  ],
  ['one of several operations', { query: 'query A { film { id } } query B { film { name } }', operationName: 'B' }],
  ['a name that objects have already', { query: '{ film { __proto__: name constructor: id toString: name } }' }],
  ['a leaf that cannot be said', { query: '{ fails film { id } }' }],
  ['the schema of the subgraph', { query: '{ _service { sdl } }' }],
];

test.each(QUESTIONS)('%s', async (_, question) => {
  for (let seed = 0; seed < 40; seed += 1) await compareBoth(question, seed);
});

/** A selection made of numbers: of a type's fields, some of them behind fragments, aliases and flags. */
function selectionOf(typeName: string, seed: number, depth: number): string {
  const type = schema.getType(typeName) as GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType;
  const possible = isObjectType(type) ? [] : schema.getPossibleTypes(type).map(({ name }) => name);
  const fields = isUnionType(type)
    ? []
    : Object.values(type.getFields()).filter(({ name }) => name !== '_service' && name !== '_entities');
  const parts: string[] = [];
  for (let at = 0; at < 1 + (chance(seed, `${depth} many`) % 5); at += 1) {
    const number = chance(seed, `${typeName} ${depth} ${at} ${parts.length}`);
    const flag = ['', '', '', '@include(if: $a)', '@skip(if: $b)'][number % 5];
    const into = possible[number % (possible.length + 2)];
    const picked = fields[(number >> 3) % fields.length];
    if (into) parts.push(`... on ${into} ${flag} ${selectionOf(into, number, depth - 1)}`);
    else if (!picked) parts.push('__typename');
    else {
      const inner = getNamedType(picked.type);
      if (isLeafType(inner)) parts.push(`${picked.name} ${flag}`);
      else if (depth > 0)
        parts.push(
          `${number & 1 ? `other${picked.name}: ` : ''}${picked.name} ${flag} ${selectionOf(inner.name, number, depth - 1)}`,
        );
    }
  }
  return `{ ${parts.join(' ') || '__typename'} }`;
}

test('whatever is asked, and whatever goes wrong', async () => {
  let runs = 0;
  const seed = fc.integer({ min: 1, max: 2 ** 30 });
  const questions = fc.tuple(seed, seed, fc.boolean(), fc.boolean(), fc.constantFrom('Query', 'Film'));
  await fc.assert(
    fc.asyncProperty(questions, async ([text, behaviour, a, b, type]) => {
      const used = `used: __typename @skip(if: $a) @include(if: $b) ${selectionOf(type, text, 4).slice(1)}`;
      const query =
        type === 'Query'
          ? `query ($a: Boolean!, $b: Boolean!) { ${used}`
          : `query ($a: Boolean!, $b: Boolean!, $r: [_Any!]!) { _entities(representations: $r) { ... on Film { ${used} } }`;
      fc.pre(validate(schema, parse(query)).length === 0);
      runs += 1;
      await compareBoth({ query, variables: { a, b, ...REPRESENTATIONS } }, behaviour);
    }),
    { numRuns: 300 },
  );
  expect(runs).toBeGreaterThanOrEqual(300);
});

describe('a question that cannot be run', () => {
  test.each([
    ['that cannot be read', '{ film { ', 'GRAPHQL_PARSE_FAILED'],
    ['that asks for what is not there', '{ film { price } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['that asks for the schema', '{ __schema { types { name } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['whose variable is missing', 'query ($n: Int!) { film { echo(first: $n) } }', 'BAD_USER_INPUT'],
    ['that has several operations and names none', 'query A { film { id } } query B { film { id } }', 'BAD_USER_INPUT'],
  ])('%s', async (_, query, code) => {
    const { data, errors } = await run({ query }, { calls: [], seed: 0 });
    expect(data).toBeUndefined();
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set([code]));
  });
});

test('what an answer holds is of this answer alone', async () => {
  const tags = ['a'];
  const own = buildSubgraphSchema({
    typeDefs: parse('type Query { tags: [String!]! film: Film } type Film { tags: [String!]! }'),
    resolvers: { Query: { tags: () => tags, film: () => ({ tags }) } },
  } as never);
  const ask = createExecutor(own);
  const { data } = (await ask({ query: '{ tags film { tags } }' }, {})) as any;
  data.tags.push('b');
  data.film.tags.length = 0;
  expect(tags).toEqual(['a']);
});

test('an argument that is written in the text is read once, and each call gets it in an object of its own', async () => {
  let readings = 0;
  const given = new Set<unknown>();
  const own = buildSubgraphSchema({
    typeDefs: parse('scalar Day type Query { things: [Thing!]! } type Thing { on(day: Day, first: Int = 2): Int }'),
    resolvers: {
      Day: new GraphQLScalarType({ name: 'Day', parseValue: Number, parseLiteral: () => (readings += 1) }),
      Query: { things: () => Array.from({ length: 200 }, () => ({})) },
      Thing: {
        on(_: unknown, args: { day: number; first: number }) {
          given.add(args);
          return args.day + args.first;
        },
      },
    },
  } as never);
  const ask = createExecutor(own);
  await ask({ query: '{ things { on(day: "1") } }' }, {});
  const before = readings;
  const { data } = (await ask({ query: '{ things { on(day: "1") } }' }, {})) as any;
  expect(readings).toBe(before);
  expect(new Set(data.things.map(({ on }: any) => on)).size).toBe(1);
  expect(given.size).toBe(400);
});

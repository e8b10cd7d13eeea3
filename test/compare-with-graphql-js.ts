/** Compares our executor with graphql-js, on a schema whose fields answer in every possible way. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  GraphQLError,
  type GraphQLResolveInfo,
  GraphQLScalarType,
  type GraphQLSchema,
  isNonNullType,
  parse,
} from 'graphql';
import { createExecutor, type Question } from '../services/subgraph/execution/executor';

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

/** How often each resolver was called, with which arguments, and in which order. */
interface Context {
  readonly calls: string[];
  /** The seed that decides what each field does, together with its place. */
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

export function chance(seed: number, text: string): number {
  let hash = seed ^ 0x9e3779b9;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}

/**
 * @param later whether failures are promises; in a list, graphql-js leaves those unhandled that follow an immediate
 * failure
 */
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

export const schema: GraphQLSchema = buildSubgraphSchema({
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

export const run = createExecutor(schema);

export async function compareBoth({ query, variables, operationName }: Question, seed = 0): Promise<any> {
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
  // A failed answer does not wait for what has begun, so what ran until then is not compared.
  await nextTurn();
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
  expect(plain(ours.data ?? null)).toEqual(plain(peer.data ?? null));
  if (peer.errors?.every(isOfVariables)) {
    expect(ours.errors?.map(({ extensions }) => extensions.code)).toEqual(peer.errors.map(() => 'BAD_USER_INPUT'));
  } else expect(plain(ours.errors?.map(withoutCode) ?? [])).toEqual(plain(peer.errors?.map(withoutCode) ?? []));
  expect(context.calls).toEqual(peerContext.calls);
  return plain(ours);
}

/** Our executor words these errors itself, because they may not name anything of the schema that was not sent. */
function isOfVariables({ message }: GraphQLError): boolean {
  return message.startsWith('Variable "$');
}

function withoutCode(error: GraphQLError) {
  const { message, path, locations, extensions, originalError } = error;
  return { message, path, locations, extensions: path ? extensions : {}, cause: originalError?.message };
}

export const REPRESENTATIONS = {
  r: [
    { __typename: 'Film', id: '1' },
    { __typename: 'Person', id: '2' },
    { __typename: 'Film', id: '3' },
  ],
};

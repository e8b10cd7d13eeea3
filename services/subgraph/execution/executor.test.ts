/** The compiled way answers as graphql-js does: the same data, the same errors at the same places, the same calls. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLScalarType, parse } from 'graphql';
import { compareBoth, REPRESENTATIONS, run } from '../../../test/compare-with-graphql-js';
import { createExecutor, type Question } from './executor';

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

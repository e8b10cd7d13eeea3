/** What becomes of a field by what its policies say: at once or later, together or one of several, or that they cannot tell. */
import { buildSchema, GraphQLError, parse } from 'graphql';
import type { Caller } from '../../caller/caller';
import { subgraphUnavailable } from '../errors/errors';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { GivenValues } from '../parsing/variables';
import { type Authorisation, authorise } from './authorise';
import { OperationRequirements } from './operation-requirements';
import type { OrganisationFacts } from './organisation-facts';
import type { Policies } from './policies';
import type { AnyOfAll } from './requirements';

const SCHEMA = buildSchema(`
  type Query { me: Int one(of: Int): Int two: Int }
  type Mutation { me: Int one: Thing two: Int }
  type Thing { id: ID price: Int }`);
const CALLER: Caller = { kind: 'lms', subject: '', scopes: [], bound: [] };
const BAD_INPUT = new GraphQLError('There is no such day.', { extensions: { code: 'BAD_USER_INPUT' } });

const says = (holds: () => boolean | Promise<boolean>) => ({ byArguments: false, holds });
const failing = (error: Error) => ({
  now: says(() => {
    throw error;
  }),
  later: says(() => Promise.reject(error)),
});
const away = failing(subgraphUnavailable('schools'));
const bad = failing(BAD_INPUT);
const broken = failing(new Error('broken'));
const POLICIES: Policies = {
  yes: says(() => true),
  no: says(() => false),
  yesLater: says(async () => true),
  noLater: says(async () => false),
  truthy: says((() => 'yes') as never),
  away: away.now,
  awayLater: away.later,
  bad: bad.now,
  badLater: bad.later,
  broken: broken.now,
  brokenLater: broken.later,
};

async function decided(
  text: string,
  needs: Record<string, readonly AnyOfAll[]>,
  policies: Policies = POLICIES,
): Promise<Authorisation> {
  const requirements = new Map(Object.entries(needs).map(([field, all]) => [field, { scopes: [], policies: all }]));
  const parsed = operationIn(parsedDocument(parse(text))) as ParsedOperation;
  const rules = { facts: {} as OrganisationFacts, policies };
  return authorise(new OperationRequirements(SCHEMA, requirements, parsed), new GivenValues({}), CALLER, rules);
}

const NOT_ALLOWED = { code: 'FORBIDDEN' };
const AWAY = { code: 'SUBGRAPH_UNAVAILABLE', service: 'schools' };
test.each<[string, AnyOfAll[], object | null]>([
  ['one holds', [[['yes']]], null],
  ['one holds later', [[['yesLater']]], null],
  ['one does not', [[['no']]], NOT_ALLOWED],
  ['one does not, later', [[['noLater']]], NOT_ALLOWED],
  ['one says something else than yes', [[['truthy']]], NOT_ALLOWED],
  ['one is not known', [[['unknown']]], NOT_ALLOWED],
  ['there is no group', [[]], NOT_ALLOWED],
  ['all of a group hold', [[['yes', 'yesLater']]], null],
  ['one of a group does not', [[['yes', 'no']]], NOT_ALLOWED],
  ['one of a group does not, later', [[['yesLater', 'noLater', 'yes']]], NOT_ALLOWED],
  ['the second group holds', [[['no'], ['yes']]], null],
  ['the third group holds, later', [[['no'], ['noLater', 'yes'], ['yesLater']]], null],
  ['no group holds', [[['no'], ['noLater'], ['unknown']]], NOT_ALLOWED],
  ['both lists hold', [[['yes']], [['yesLater']]], null],
  ['the first of two lists does not', [[['no']], [['yes']]], NOT_ALLOWED],
  ['the second of two lists does not, later', [[['yesLater']], [['yes'], ['no']], [['noLater']]], NOT_ALLOWED],
  ['the facts cannot be had', [[['away']]], AWAY],
  ['the facts cannot be had, later', [[['yesLater']], [['awayLater']]], AWAY],
])('where %s, %j is told', async (_, policies, denial) => {
  const { denied } = await decided('{ me one }', { 'Query.one': policies });
  const places = denied?.shape.places(denied.root).map(({ name, why }) => [name, why?.extensions ?? null]);
  expect(places).toEqual(
    denial
      ? [
          ['me', null],
          ['one', denial],
        ]
      : undefined,
  );
  expect(denied).toEqual(denial ? expect.anything() : null);
});

test.each<[string, Error]>([
  ['bad', BAD_INPUT],
  ['badLater', BAD_INPUT],
  ['broken', new Error('broken')],
  ['brokenLater', new Error('broken')],
])('what is no lack of facts is no denial: %s', async (name, error) => {
  await expect(decided('{ me one }', { 'Query.one': [[[name]]] })).rejects.toThrow(error);
});

describe('an operation is refused as a whole', () => {
  test.each<[string, string, Record<string, AnyOfAll[]>, string]>([
    ['where none of it may be asked', '{ one two }', { 'Query.one': [[['no']]], 'Query.two': [[['no']]] }, 'FORBIDDEN'],
    [
      'rather for what may be allowed later',
      '{ one two }',
      { 'Query.one': [[['no']]], 'Query.two': [[['away']]] },
      'SUBGRAPH_UNAVAILABLE',
    ],
    ['where a part of a mutation may not be', 'mutation { me two }', { 'Mutation.two': [[['no']]] }, 'FORBIDDEN'],
  ])('%s', async (_, text, needs, code) => {
    await expect(decided(text, needs)).rejects.toMatchObject({ extensions: { code } });
  });
});

describe('organisations that are refused item by item', () => {
  const asked: string[] = [];
  const naming = (name: string, ...keys: string[]) => ({
    byArguments: true,
    holds: () => true,
    refused: async () => {
      asked.push(name);
      return keys;
    },
  });
  const policies = { ...POLICIES, a: naming('a', 'SCHOOL:1', 'SCHOOL:2'), b: naming('b', 'SCHOOL:2') };
  beforeEach(() => {
    asked.length = 0;
  });

  test('are gathered from all fields of a mutation, each once', async () => {
    const needs = { 'Mutation.one': [[['a', 'yes'], ['unknown']]], 'Mutation.two': [[['b']]] };
    expect((await decided('mutation { one { id } two }', needs, policies)).refused).toEqual(['SCHOOL:1', 'SCHOOL:2']);
    expect(asked).toEqual(['a', 'b']);
  });

  test('are not looked for in a query, nor for a field that may not be asked', async () => {
    expect((await decided('{ one }', { 'Query.one': [[['a']]] }, policies)).refused).toEqual([]);
    const needs = { 'Mutation.one': [[['b']]], 'Thing.price': [[['a', 'no']]] };
    expect((await decided('mutation { one { id price } }', needs, policies)).refused).toEqual(['SCHOOL:2']);
    expect(asked).toEqual(['b']);
  });
});

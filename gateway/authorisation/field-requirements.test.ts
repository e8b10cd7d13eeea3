/** Which fields of an operation require something, and what. What becomes of that is in directive-cases.yaml. */
import { buildSchema, type GraphQLObjectType, parse } from 'graphql';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { readFieldRequirements } from './field-requirements';
import type { Requirement } from './requirements';

const SCHEMA = buildSchema(`
  type Query { media(of: Int): [Medium] found: [Found] mood: Mood }
  interface Medium { id: ID price(of: Int = 1): Int owner: Owner mood: Mood }
  type Film implements Medium { id: ID price(of: Int = 2): Int owner: Owner mood: Mood }
  type Book implements Medium { id: ID price(of: Int = 3): Int owner: Owner mood: Mood }
  type Owner { id: ID }
  enum Mood { GOOD }
  union Found = Film | Owner`);

const needs = (name: string): Requirement => ({ scopes: [[[name]]], policies: [[[`policy of ${name}`]]] });

function read(text: string, ...coordinates: string[]) {
  const parsed = operationIn(parsedDocument(parse(text))) as ParsedOperation;
  return readFieldRequirements(SCHEMA, new Map(coordinates.map((one) => [one, needs(one)])), parsed);
}

test.each<[string, string, string[], Record<string, string[]>]>([
  ['a field requires what is written on it', '{ mood }', ['Query.mood'], { 'Query.mood': ['Query.mood'] }],
  [
    'and what is written on its type, and on its answer’s type',
    '{ mood }',
    ['Query', 'Mood'],
    { 'Query.mood': ['Query', 'Mood'] },
  ],
  [
    'what nothing is written of is left out',
    '{ mood media { id } }',
    ['Film.price', 'Medium'],
    { 'Medium.id': ['Medium'] },
  ],
  [
    'a field of an interface requires what each type behind it requires',
    '{ media { price } }',
    ['Medium.price', 'Film.price', 'Book', 'Owner'],
    { 'Medium.price': ['Medium.price', 'Film.price', 'Book'] },
  ],
  [
    'in a fragment on one of these types, what that type requires',
    '{ media { ... on Film { price } } }',
    ['Medium.price', 'Film.price', 'Book'],
    { 'Film.price': ['Film.price'] },
  ],
  ['a field that answers with an interface requires nothing of it', '{ media { __typename } }', ['Medium', 'Film'], {}],
  ['nor one that answers with a union', '{ found { __typename } }', ['Found', 'Film'], {}],
  [
    '__typename requires nothing, wherever it stands, and under any name',
    '{ __typename media { kind: __typename owner { __typename } } }',
    ['Query', 'Medium'],
    { 'Query.media': ['Query'], 'Medium.owner': ['Medium'] },
  ],
  [
    'introspection requires nothing',
    '{ __schema { types { name } } __type(name: "Film") { name } }',
    ['Query', 'Film'],
    {},
  ],
])('%s', (_, text, written, expected) => {
  const found = read(text, ...written);
  expect(Object.fromEntries(found.map(({ coordinate, scopes }) => [coordinate, scopes.flat(2)]))).toEqual(expected);
  for (const { scopes, policies } of found)
    expect(policies.flatMap(({ anyOf }) => anyOf)).toEqual(scopes.flat().map(([name]) => [`policy of ${name}`]));
});

test('a policy decides by the arguments of the field that it is written on, with that one’s defaults', () => {
  const [price] = read('{ media { price } }', 'Medium.price', 'Film.price', 'Book.price');
  const defaults = price?.policies.map(({ definition }) => definition.args[0]?.defaultValue);
  expect(defaults).toEqual([1, 2, 3]);
  const { price: ofFilm } = (SCHEMA.getType('Film') as GraphQLObjectType).getFields();
  expect(price?.policies[1]?.definition).toBe(ofFilm);
});

test('each selection counts, and a fragment once', () => {
  const found = read('{ a: mood b: mood ...f ...f } fragment f on Query { mood }', 'Query.mood');
  expect(found.map(({ node }) => node.alias?.value)).toEqual(['a', 'b', undefined]);
});

test.each(['{ nothing }', '{ media { nothing } }', '{ mood { nothing } }'])(
  'a field that the schema has not is refused, for this need not be the only one who looks: %s',
  (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ extensions: { code: 'FORBIDDEN' } }));
  },
);

import { buildSchema, GraphQLError, parse } from 'graphql';
import type { Caller } from '../../caller/caller';
import type { ErrorInPlaces } from '../errors/error-places';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { GivenValues, variablesReader } from '../parsing/variables';
import { authorise, type DeniedFields } from './authorise';
import { OperationRequirements } from './operation-requirements';
import type { OrganisationFacts } from './organisation-facts';
import { isNothingLeft, restoreNulls } from './restore-nulls';

const SCHEMA = buildSchema(`
  type Query { film: Film films: [Film!] some: [Film] grid: [[Film!]!] media: [Medium!] found: [Found!] me: Int must: Int! }
  interface Medium { id: ID price: Int owner: Owner }
  type Film implements Medium { id: ID price: Int cost: Int! owner: Owner next: Film tags: [String] }
  type Book implements Medium { id: ID price: Int owner: Owner }
  type Owner { id: ID name: String best: Film }
  union Found = Film | Owner`);
const CALLER: Caller = { kind: 'lms', subject: '', scopes: [], bound: [] };

/** What is denied of an operation, where nobody may see these. */
async function denied(text: string, coordinates: readonly string[], sent = {}): Promise<DeniedFields> {
  const needs = new Map(coordinates.map((one) => [one, { scopes: [[['lacking']]], policies: [] }]));
  const parsed = operationIn(parsedDocument(parse(text))) as ParsedOperation;
  const values = new GivenValues(variablesReader(SCHEMA, parsed.operation)(sent));
  const facts = {} as OrganisationFacts;
  const permission = await authorise(new OperationRequirements(SCHEMA, needs, parsed), values, CALLER, { facts });
  return permission.denied as DeniedFields;
}

const film = (id: string) => ({ id });
const typed = (__typename: string, id: string) => ({ __typename, id });

/** The texts show the order of the fields. */
test.each<[string, string, string[], object, string, string[], object?]>([
  [
    'null stands where the field was asked for',
    '{ film { price id } me }',
    ['Film.price'],
    { film: film('a'), me: 1 },
    '{"film":{"price":null,"id":"a"},"me":1}',
    ['film.price'],
  ],
  [
    'each under its alias',
    '{ film { a: price id b: price } me }',
    ['Film.price'],
    { film: film('a'), me: 1 },
    '{"film":{"a":null,"id":"a","b":null},"me":1}',
    ['film.a', 'film.b'],
  ],
  [
    'an object that a subgraph says is null has nothing to add to',
    '{ film { price id } me }',
    ['Film.price'],
    { film: null, me: 1 },
    '{"film":null,"me":1}',
    [],
  ],
  ['what did not come is left out', '{ film { price id } me }', ['Film.price'], { me: 1 }, '{"me":1}', []],
  [
    'a null of a subgraph where none may be takes the object with it, and is not told here',
    '{ film { price cost } me }',
    ['Film.price'],
    { film: { cost: null }, me: 1 },
    '{"film":null,"me":1}',
    [],
  ],
  [
    'where it may not be null, the object around it is',
    '{ film { id cost } me }',
    ['Film.cost'],
    { film: film('a'), me: 1 },
    '{"film":null,"me":1}',
    ['film.cost'],
  ],
  [
    'of several in it, the one that made it null is told',
    '{ film { price id cost } me }',
    ['Film.price', 'Film.cost'],
    { film: film('a'), me: 1 },
    '{"film":null,"me":1}',
    ['film.cost'],
  ],
  [
    'what was told before is told all the same',
    '{ some { price } film { price id cost } }',
    ['Film.price', 'Film.cost'],
    { some: [film('a'), film('b')], film: film('a') },
    '{"some":[{"price":null},{"price":null}],"film":null}',
    ['some.0.price', 'some.1.price', 'film.cost'],
  ],
  [
    'in a list whose items may be null, each item is',
    '{ some { id cost } }',
    ['Film.cost'],
    { some: [film('a'), null, film('b')] },
    '{"some":[null,null,null]}',
    ['some.0.cost', 'some.2.cost'],
  ],
  [
    'a list whose items may not be null is null, and told once',
    '{ films { id cost } me }',
    ['Film.cost'],
    { films: [film('a'), film('b')], me: 1 },
    '{"films":null,"me":1}',
    ['films.0.cost'],
  ],
  [
    'a list of such lists, too',
    '{ grid { id cost } me }',
    ['Film.cost'],
    { grid: [[], [film('a')], [film('b')]], me: 1 },
    '{"grid":null,"me":1}',
    ['grid.1.0.cost'],
  ],
  [
    'an empty list stays, and a grid keeps its form',
    '{ grid { id price } films { id price } me }',
    ['Film.price'],
    { grid: [[], [film('a'), film('b')]], films: [], me: 1 },
    '{"grid":[[],[{"id":"a","price":null},{"id":"b","price":null}]],"films":[],"me":1}',
    ['grid.1.0.price', 'grid.1.1.price'],
  ],
  [
    'lists of leaves stand as they came',
    '{ film { tags price } me }',
    ['Film.price'],
    { film: { tags: ['a', null] }, me: 1 },
    '{"film":{"tags":["a",null],"price":null},"me":1}',
    ['film.price'],
  ],
  [
    'the type that was asked for beside it is left out again',
    '{ media { id price } me }',
    ['Medium.price'],
    { media: [typed('Film', 'a'), typed('Book', 'b')], me: 1 },
    '{"media":[{"id":"a","price":null},{"id":"b","price":null}],"me":1}',
    ['media.0.price', 'media.1.price'],
  ],
  [
    'a type that the client asks for stays, under its name',
    '{ media { kind: __typename price __typename } me }',
    ['Medium.price'],
    { media: [{ kind: 'Film', __typename: 'Film' }], me: 1 },
    '{"media":[{"kind":"Film","price":null,"__typename":"Film"}],"me":1}',
    ['media.0.price'],
  ],
  [
    'a fragment adds to objects of its type alone',
    '{ media { id ... on Film { price } ...b ... on Medium { owner { id } } } me } fragment b on Book { price }',
    ['Film.price', 'Medium.owner'],
    { media: [typed('Film', 'a'), { ...typed('Book', 'b'), price: 3 }], me: 1 },
    '{"media":[{"id":"a","price":null,"owner":null},{"id":"b","price":3,"owner":null}],"me":1}',
    ['media.0.price', 'media.0.owner', 'media.1.owner'],
  ],
  [
    'also where a union answers',
    '{ found { ... on Medium { price } ... on Owner { id } } me }',
    ['Medium.price'],
    { found: [{ __typename: 'Film' }, typed('Owner', 'o')], me: 1 },
    '{"found":[{"price":null},{"id":"o"}],"me":1}',
    ['found.0.price'],
  ],
  [
    'a field that another selection may ask for stands',
    '{ media { price ... on Film { price } } me }',
    ['Book.price'],
    { media: [{ __typename: 'Film', price: 3 }, { __typename: 'Book' }], me: 1 },
    '{"media":[{"price":3},{"price":null}],"me":1}',
    ['media.1.price'],
  ],
  [
    'of an object that another selection may ask for, what only the denied one selects is null',
    '{ media { owner { name id } ... on Film { owner { id } } } me }',
    ['Book.owner'],
    { media: [{ __typename: 'Film', owner: { id: 'o' } }, { __typename: 'Book' }], me: 1 },
    '{"media":[{"owner":{"name":null,"id":"o"}},{"owner":null}],"me":1}',
    ['media.0.owner.name', 'media.1.owner'],
  ],
  [
    'what is skipped is neither there nor told',
    'query ($no: Boolean!, $yes: Boolean!) { film { id a: price @skip(if: $yes) b: price @include(if: $no) c: price @skip(if: $no) @include(if: $yes) ... @include(if: $no) { d: price } } me }',
    ['Film.price'],
    { film: film('a'), me: 1 },
    '{"film":{"id":"a","c":null},"me":1}',
    ['film.c'],
    { no: false, yes: true },
  ],
  [
    'a fragment that is spread twice counts once',
    '{ film { ...f ...f id } me } fragment f on Film { price }',
    ['Film.price'],
    { film: film('a'), me: 1 },
    '{"film":{"price":null,"id":"a"},"me":1}',
    ['film.price'],
  ],
  [
    'deep below, each at its own place',
    '{ film { id next { owner { best { price id } } } } me }',
    ['Film.price'],
    { film: { id: 'a', next: { owner: { best: film('c') } } }, me: 1 },
    '{"film":{"id":"a","next":{"owner":{"best":{"price":null,"id":"c"}}}},"me":1}',
    ['film.next.owner.best.price'],
  ],
])('%s', async (_, text, coordinates, data, expected, places, ...[sent]) => {
  const restored = restoreNulls({ data }, await denied(text, coordinates, sent));
  expect(JSON.stringify(restored.data)).toBe(expected);
  expect(Object.keys(restored.data ?? {})).toEqual(Object.keys(JSON.parse(expected)));
  const errors = (restored.errors ?? []) as ErrorInPlaces[];
  expect(errors.flatMap((error) => error.places.first.map((place) => place.join('.'))).sort()).toEqual(places.sort());
  for (const { message, extensions } of errors)
    expect({ message, extensions }).toEqual({
      message: expect.stringContaining('needs the scope lacking'),
      extensions: { code: 'FORBIDDEN' },
    });
  expect('errors' in restored).toBe(places.length > 0);
  expect('extensions' in restored).toBe(false);
});

test('a root field that may not be null and is denied leaves nothing of the answer', async () => {
  const fields = await denied('{ me must film { id } }', ['Query.must']);
  expect(isNothingLeft(fields)).toBe(true);
  expect(restoreNulls({ data: { me: 1, film: { id: 'a' } } }, fields).data).toBeNull();
});

test.each([
  ['that may be null', '{ me film { id } must }', ['Query.film']],
  ['that lies below', '{ me film { cost } must }', ['Film.cost']],
])('a field %s leaves the rest', async (_, text, coordinates) => {
  expect(isNothingLeft(await denied(text, coordinates))).toBe(false);
});

test('other errors come first, and nothing is added where there is no data', async () => {
  const fields = await denied('{ film { id price } me }', ['Film.price']);
  const errors = [new GraphQLError('no')];
  const restored = restoreNulls({ data: { film: film('a'), me: null }, errors, extensions: { a: 1 } }, fields);
  expect(restored.errors?.map(({ message }) => message)).toEqual(['no', expect.stringContaining('Film.price')]);
  expect(restored.extensions).toEqual({ a: 1 });
  const without = { data: null, errors };
  expect(restoreNulls(without, fields)).toBe(without);
});

test('one reason has one error, in all its places, and objects of which nothing is denied are handed on', async () => {
  const fields = await denied('{ some { price } film { owner { id } price } }', ['Film.price']);
  const owner = { id: 'o' };
  const { data, errors } = restoreNulls({ data: { some: [film('a'), film('b')], film: { owner } } }, fields);
  expect(errors?.map((error) => (error as ErrorInPlaces).places)).toEqual([
    {
      first: [
        ['some', 0, 'price'],
        ['some', 1, 'price'],
      ],
      more: 0,
    },
    { first: [['film', 'price']], more: 0 },
  ]);
  expect(data).toMatchObject({ film: { price: null } });
  expect((data as { film: { owner: object } }).film.owner).toBe(owner);
});

test.each([undefined, 'Nothing', 'Medium'])('an object whose type is said to be %s is a fault', async (__typename) => {
  const fields = await denied('{ media { id price } me }', ['Medium.price']);
  const data = { media: [{ id: 'a', __typename }] };
  expect(() => restoreNulls({ data }, fields)).toThrow('an object in the place of Medium has no type');
});

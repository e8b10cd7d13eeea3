import { buildSchema, type DefinitionNode, type DocumentNode, type GraphQLObjectType, parse } from 'graphql';
import { makeArgumentsCheck, readConstraints } from './constraints';
import { NO_INSTANT } from './scalars';

const SDL = `
  schema { query: Query }
  directive @constraint(maxItems: Int, maxLength: Int, maxWords: Int) on ARGUMENT_DEFINITION | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | SCALAR
  scalar Instant @constraint(maxLength: 20)
  scalar Free @constraint
  scalar DateTime
  input Event { id: ID! @constraint(maxLength: 3) at: Instant within: Event, notes: [String] @constraint(maxItems: 2, maxLength: 4), count: Int }
  input Plain { number: Int, numbers: [Int] }
  interface Named { find(search: String @constraint(maxLength: 5)): Int }
  type Query {
    find(
      search: String @constraint(maxLength: 12, maxWords: 3)
      ids: [ID!] @constraint(maxItems: 2, maxLength: 3)
      event: Event
      events: [Event!] @constraint(maxItems: 2)
      at: Instant
      when: DateTime
      days: [DateTime]
      numbers: [Int] @constraint(maxItems: 2)
      first: Int
    ): Int @constraint(maxLength: 7)
    count(first: Int, numbers: [Int], plain: Plain): Int
    free: Int
  }
  type Empty`;
const query = buildSchema(SDL).getQueryType() as GraphQLObjectType;
const constraints = readConstraints(parse(SDL));
const checkOf = (...coordinates: string[]) =>
  makeArgumentsCheck(query.getFields().find as never, coordinates, constraints) as (given: object) => void;
const check = checkOf('Query.find');

const READ = {
  Instant: { maxLength: 20 },
  Free: {},
  'Event.id': { maxLength: 3 },
  'Event.notes': { maxItems: 2, maxLength: 4 },
  'Named.find(search:)': { maxLength: 5 },
  'Query.find': { maxLength: 7 },
  'Query.find(search:)': { maxLength: 12, maxWords: 3 },
  'Query.find(ids:)': { maxItems: 2, maxLength: 3 },
  'Query.find(events:)': { maxItems: 2 },
  'Query.find(numbers:)': { maxItems: 2 },
};

test('they are read of scalars, fields, arguments and fields of inputs, by their coordinates', () => {
  expect(Object.fromEntries(constraints)).toEqual(READ);
});

test('of nothing else', () => {
  const elsewhere = parse('type Query @constraint(maxLength: 1) { a: Int } union U @constraint(maxLength: 1) = Query');
  expect([...readConstraints(elsewhere)]).toEqual([]);
});

test('a document that was made and not parsed may leave out its empty lists', () => {
  const withoutEmpty = (_: string, value: unknown) => (Array.isArray(value) && value.length === 0 ? undefined : value);
  const made = JSON.parse(JSON.stringify(parse(SDL), withoutEmpty)) as DocumentNode;
  const definitions = made.definitions.map((node) => ({ fields: undefined, ...node }) as DefinitionNode);
  expect(Object.fromEntries(readConstraints({ ...made, definitions }))).toEqual(READ);
});

test.each<[object, string | null]>([
  [{}, null],
  [{ search: null, ids: null, event: null, events: [], at: null, when: null, days: [null], numbers: null }, null],
  [{ search: 'twelve of it' }, null],
  [{ search: 'thirteen of i' }, 'find(search): 13 characters (maximum 12). Send a shorter text.'],
  [{ search: 'a b, c' }, null],
  [{ search: 'a b c d' }, 'find(search): 4 words (maximum 3). Send fewer words.'],
  [{ search: 'a b-c d' }, 'find(search): 4 words (maximum 3). Send fewer words.'],
  [{ search: 5 }, null],
  [{ ids: ['1', '222'] }, null],
  [{ ids: ['1', '2', '3'] }, 'find(ids): 3 items (maximum 2). Send fewer, or several requests.'],
  [{ ids: ['1', '4444'] }, 'find(ids[1]): 4 characters (maximum 3). Send a shorter text.'],
  [{ event: { id: '1', notes: ['four', null], count: 5 } }, null],
  [{ event: { id: '4444' } }, 'find(event.id): 4 characters (maximum 3). Send a shorter text.'],
  [
    { event: { within: { within: { id: '4444' } } } },
    'find(event.within.within.id): 4 characters (maximum 3). Send a shorter text.',
  ],
  [
    { events: [{ id: '1' }, { id: '2', notes: ['4444', '55555'] }] },
    'find(events[1].notes[1]): 5 characters (maximum 4). Send a shorter text.',
  ],
  [{ events: [{}, {}, {}] }, 'find(events): 3 items (maximum 2). Send fewer, or several requests.'],
  [{ at: '2026-08-01T00:00:00Z' }, null],
  [{ at: '2026-08-01T00:00:00.0Z' }, 'find(at): 22 characters (maximum 20). Send a shorter text.'],
  [{ at: new Date(0) }, null],
  [{ when: '2026-08-01T00:00:00Z' }, null],
  [{ when: 'tomorrow' }, `find(when): ${NO_INSTANT}`],
  [{ days: ['2026-08-01T00:00:00Z', 'tomorrow'] }, `find(days[1]): ${NO_INSTANT}`],
  [{ numbers: [1, 2] }, null],
  [{ numbers: [1, 2, 3] }, 'find(numbers): 3 items (maximum 2). Send fewer, or several requests.'],
])('%j: %s', (given, complaint) => {
  if (complaint === null) expect(() => check(given)).not.toThrow();
  else expect(() => check(given)).toThrow(complaint);
});

test('a field of an interface is held to what it and the field behind it say', () => {
  expect(() => checkOf('Query.find', 'Named.find')({ search: 'sechs!' })).toThrow(
    'find(search): 6 characters (maximum 5). Send a shorter text.',
  );
  expect(() => checkOf('Query.find', 'Named.find')({ ids: ['4444'] })).toThrow('find(ids[0]): 4 characters');
});

test('a field that takes nothing of any size is not checked', () => {
  expect(makeArgumentsCheck(query.getFields().count as never, ['Query.count'], constraints)).toBeUndefined();
});

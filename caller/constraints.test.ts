import { buildSchema, type GraphQLObjectType, parse } from 'graphql';
import { makeArgumentsCheck, readConstraints } from './constraints';

const SDL = `
  directive @constraint(maxItems: Int, maxLength: Int, maxWords: Int) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | SCALAR
  scalar Instant @constraint(maxLength: 20)
  input Event { id: ID! @constraint(maxLength: 3) at: Instant within: Event, notes: [String] @constraint(maxItems: 2, maxLength: 4) }
  type Query {
    find(
      search: String @constraint(maxLength: 12, maxWords: 3)
      ids: [ID!] @constraint(maxItems: 2, maxLength: 3)
      event: Event
      events: [Event!] @constraint(maxItems: 2)
      at: Instant
      first: Int
    ): Int
    count(first: Int): Int
  }`;
const query = buildSchema(SDL).getQueryType() as GraphQLObjectType;
const constraints = readConstraints(parse(SDL));
const check = makeArgumentsCheck(query.getFields().find as never, ['Query.find'], constraints) as (
  given: object,
) => void;

test.each<[object, string | null]>([
  [{}, null],
  [{ search: null, ids: null, event: null, events: [], at: null }, null],
  [{ search: 'twelve of it' }, null],
  [{ search: 'thirteen of i' }, 'find(search): 13 characters (maximum 12). Send a shorter text.'],
  [{ search: 'a b, c' }, null],
  [{ search: 'a b-c d' }, 'find(search): 4 words (maximum 3). Send fewer words.'],
  [{ ids: ['1', '222'] }, null],
  [{ ids: ['1', '2', '3'] }, 'find(ids): 3 items (maximum 2). Send fewer, or several requests.'],
  [{ ids: ['1', '4444'] }, 'find(ids[1]): 4 characters (maximum 3). Send a shorter text.'],
  [{ event: { id: '1', notes: ['four', null] } }, null],
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
])('%j: %s', (given, complaint) => {
  if (complaint === null) expect(() => check(given)).not.toThrow();
  else expect(() => check(given)).toThrow(complaint);
});

test('a field that takes nothing of any size is not checked', () => {
  expect(makeArgumentsCheck(query.getFields().count as never, ['Query.count'], constraints)).toBeUndefined();
});

/** Answers that are read without JSON.parse equal what JSON.parse would return; all others are left to JSON.parse. */
import { buildSchema, type GraphQLObjectType, parse } from 'graphql';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { opened } from './data';
import { placeOf } from './places';
import { compileScans, type Scan } from './scans';
import { groupSelections } from './selections';
import type { FetchNode } from './stock';
import { Chance } from './test-supergraphs/chance';
import { Verbatim } from './verbatim';

const schema = buildSchema(/* GraphQL */ `
  scalar JSON
  enum Kind { VIDEO AUDIO }
  interface Named { id: ID! }
  type Query { school: School best: Named pages: [Page!] any: JSON }
  type School implements Named { id: ID! name: String pupils: Int! isOpen: Boolean share: Float tags: [String!]! kinds: [Kind] authority: Authority! pages: [Page!] page: Page years: [Int!] }
  type Authority { id: ID! name: String! head: Authority }
  type Page { number: Int! titles: [Title]! }
  type Title { id: ID! kind: Kind name: String! }
`);

interface Sent {
  readonly query: string;
  /** What the subgraph is asked; the client's own query where it is left out. */
  readonly operation?: string;
  readonly path?: readonly string[];
  readonly requires?: FetchNode['requires'];
  /** The paths and required fields of other fetches. */
  readonly others?: readonly { readonly path: readonly string[]; readonly requires?: FetchNode['requires'] }[];
}

function scanOf({ query, operation = query, path = [], requires, others = [] }: Sent): Scan | undefined {
  const parsed = operationIn(parsedDocument(parse(query))) as ParsedOperation;
  const root = schema.getQueryType() as GraphQLObjectType;
  const definitions = Object.fromEntries(parsed.fragments);
  const selections = groupSelections(
    { schema, definitions, known: new Map() },
    root,
    parsed.operation.selectionSet.selections,
  );
  const choice = { schema, variables: {} };
  const place = placeOf(choice, selections, root, null);
  if (!place) throw new Error('no place');
  const node = { kind: 'Fetch', serviceName: 'one', operation, requires } as unknown as FetchNode;
  const fetches = [
    { node, path },
    ...others.map((other) => ({ node: { operation: '{ id }', ...other } as unknown as FetchNode, path: other.path })),
  ];
  return compileScans(choice, place, schema, fetches).get(node);
}

/** Replaces the parts that stayed text by their values. */
function open(value: unknown): unknown {
  const one = opened(value);
  if (Array.isArray(one)) return one.map(open);
  if (typeof one !== 'object' || one === null) return one;
  return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, open(inner)]));
}

function verbatimsIn(value: unknown): Verbatim[] {
  if (value instanceof Verbatim) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(verbatimsIn) : [];
}

const SCHOOL = '{ school { id name pupils isOpen share tags kinds authority { id name head { id } } } }';
const ANSWER = {
  school: {
    id: 'NW:1',
    name: 'Straße „1“ "2" \\ 😀',
    pupils: -120,
    isOpen: true,
    share: 7,
    tags: ['a', '\n', ''],
    kinds: ['VIDEO', null],
    authority: { id: 'A', name: '\u007f\u2028', head: null },
  },
};
const PAGES = '{ pages { number titles { id kind name } } }';
const LONG = {
  pages: [
    { number: 0, titles: [{ id: '1', kind: null, name: 'x' }, null] },
    { number: 7, titles: [] },
  ],
};
const ENTITY = {
  query: '{ school { id authority { id head { id name } } } }',
  operation: '{ _entities { ... on Authority { head { id name } } } }',
  path: ['school', 'authority'],
  requires: [{ kind: 'InlineFragment', typeCondition: 'Authority', selections: [{ kind: 'Field', name: 'id' }] }],
} as unknown as Sent;
const ENTITIES = { _entities: [{ head: { id: '1', name: 'a' } }, { head: null }] };
const textOf = (data: unknown) => JSON.stringify({ data });

test.each([
  ['an object that nothing looks into', { query: SCHOOL }, ANSWER, 1],
  ['lists of such objects', { query: PAGES }, LONG, 1],
  ['entities', ENTITY, ENTITIES, 1],
])('%s stay text', (_, sent: Sent, data: object, count: number) => {
  const scanned = scanOf(sent)?.(textOf(data));
  expect(open(scanned)).toEqual(data);
  expect(verbatimsIn(scanned)).toHaveLength(count);
});

test('objects that another fetch reads or adds to do not stay text', () => {
  const requires = [{ kind: 'Field', name: 'id' }] as unknown as FetchNode['requires'];
  const query = '{ school { id authority { id name } page { number } } }';
  const scanned = scanOf({ query, others: [{ path: ['school', 'authority'], requires }] })?.(
    textOf({ school: { id: '1', authority: { id: 'A', name: 'B' }, page: { number: 2 } } }),
  );
  expect(scanned).toMatchObject({ school: { id: '1', authority: { id: 'A', name: 'B' }, page: expect.any(Verbatim) } });
});

test.each([
  ['another order', { query: '{ school { id name } }', operation: '{ school { name id } }' }, { name: 'b', id: 'a' }],
  [
    'a key that only the plan needs',
    { query: '{ school { name } }', operation: '{ school { __typename id name } }' },
    { __typename: 'School', id: 'a', name: 'b' },
  ],
])('where the client asked for %s, the object does not stay text', (_, sent: Sent, school: object) => {
  const scanned = scanOf(sent)?.(textOf({ school }));
  expect(open(scanned)).toEqual({ school });
  expect(verbatimsIn(scanned)).toEqual([]);
});

test.each([
  ['objects of several types', { query: '{ best { id } }' }],
  ['lists of numbers', { query: '{ school { years } }' }],
  ['a condition', { query: '{ school { id } }', operation: 'query($a: Boolean!) { school { id @skip(if: $a) } }' }],
  ['a name that objects inherit', { query: '{ school { constructor: id } }' }],
  ['a name that objects have a setter for', { query: '{ school { __proto__: id } }' }],
])('%s are parsed', (_, sent: Sent) => {
  expect(scanOf(sent)).toBeUndefined();
});

const school = (text: string) => `{"data":{"school":${text}}}`;
test.each([
  ['what was asked', school('{"id":"1","pupils":5}'), true],
  ['blanks', school('{"id": "1","pupils":5}'), false],
  ['an escape', school('{"id":"\\n\\"","pupils":5}'), true],
  ['an escape by number', school('{"id":"\\u0041","pupils":5}'), false],
  ['an escape of what needs none', school('{"id":"\\/","pupils":5}'), false],
  ['half a surrogate', school('{"id":"\\ud800","pupils":5}'), false],
  ['a control character', school('{"id":"\n","pupils":5}'), false],
  ['null where it may not be', school('{"id":null,"pupils":5}'), false],
  ['a number for a text', school('{"id":1,"pupils":5}'), false],
  ['a text for a number', school('{"id":"1","pupils":"5"}'), false],
  ['a fraction', school('{"id":"1","pupils":5.0}'), false],
  ['an exponent', school('{"id":"1","pupils":5e3}'), false],
  ['a number that is too large', school('{"id":"1","pupils":99999999999}'), false],
  ['−0', school('{"id":"1","pupils":-0}'), false],
  ['a leading zero', school('{"id":"1","pupils":05}'), false],
  ['a key twice', school('{"id":"1","id":"2","pupils":5}'), false],
  ['a key twice at the end', school('{"id":"1","pupils":5,"pupils":6}'), false],
  ['__proto__', school('{"id":"1","pupils":5,"__proto__":{}}'), false],
  ['a key too few', school('{"id":"1"}'), false],
  ['an end too early', '{"data":{"school":{"id":"1","pupils":5}}', false],
  ['more behind it', `${school('{"id":"1","pupils":5}')} `, false],
  ['a line behind it', `${school('{"id":"1","pupils":5}')}\n`, false],
  ['errors', '{"data":{"school":{"id":"1","pupils":5}},"errors":[]}', false],
  ['no data', '{"data":null}', false],
  ['a byte order mark', `\ufeff${school('{"id":"1","pupils":5}')}`, false],
])('a text with %s', (_, text, isRead) => {
  const scanned = scanOf({ query: '{ school { id pupils } }' })?.(text);
  expect(scanned !== undefined).toBe(isRead);
});

test('a list of a million texts is read, or parsed', () => {
  const text = textOf({ school: { tags: Array.from({ length: 1_000_000 }, () => 'a') } });
  const scanned = scanOf({ query: '{ school { tags } }' })?.(text);
  if (scanned) expect(textOf(scanned) === text).toBe(true);
});

const PIECES = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '0',
  '1',
  '-',
  '.',
  'e',
  ' ',
  '\n',
  '\u0000',
  'null',
  'true',
  '""',
  'é',
  '\ud800',
];

/** One or several changes. */
function mutated(text: string, chance: Chance): string {
  let changed = text;
  for (let left = 1 + chance.below(3); left > 0; left -= 1) {
    const at = chance.below(changed.length + 1);
    const [before, after] = [changed.slice(0, at), changed.slice(at)];
    const from = chance.below(changed.length);
    const piece = chance.happens(0.5) ? chance.pick(PIECES) : changed.slice(from, from + chance.below(12));
    changed = before + piece + after.slice(chance.happens(0.6) ? chance.below(8) : 0);
  }
  return changed;
}

test('of 60,000 changed texts, those that are read equal the result of JSON.parse, and their text that of JSON.stringify', () => {
  const chance = new Chance(20261127);
  let read = 0;
  for (const [sent, data] of [
    [{ query: SCHOOL }, ANSWER],
    [{ query: PAGES }, LONG],
    [ENTITY, ENTITIES],
  ] as const) {
    const scan = scanOf(sent) as Scan;
    for (let left = 20_000; left > 0; left -= 1) {
      // As it comes over HTTP, where no half of a surrogate pair can occur.
      const text = Buffer.from(mutated(textOf(data), chance)).toString();
      const scanned = scan(text);
      if (!scanned) continue;
      read += 1;
      expect({ data: open(scanned) }).toEqual(JSON.parse(text));
      for (const verbatim of verbatimsIn(scanned))
        expect(JSON.stringify(JSON.parse(verbatim.text))).toBe(verbatim.text);
    }
  }
  expect(read).toBeGreaterThan(500);
});

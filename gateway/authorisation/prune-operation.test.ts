import { buildSchema, type FieldNode, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { pruneOperation } from './prune-operation';

const SCHEMA = buildSchema(`
  type Query { film(id: ID): Film media(first: Int): [Medium!] medium: Medium found: Found me: Int }
  interface Medium { id: ID name: String price: Int owner: Owner }
  type Film implements Medium { id: ID name: String price: Int owner: Owner next(id: ID): Film }
  type Book implements Medium { id: ID name: String price: Int owner: Owner }
  type Owner { id: ID best: Medium }
  union Found = Film | Owner`);

function asked(text: string, name?: string): ParsedOperation {
  return operationIn(parsedDocument(parse(text)), name) as ParsedOperation;
}

/** All fields that stand under one of these names. */
function fieldsOf({ document }: ParsedOperation, ...names: string[]): Set<FieldNode> {
  const found = new Set<FieldNode>();
  visit(document, {
    Field: (node) => void (names.includes((node.alias ?? node.name).value) && found.add(node)),
  });
  return found;
}

test.each<[string, string, string[], string]>([
  ['a field goes with all under it', '{ me film { id owner { id } } }', ['film'], '{ me }'],
  ['a field goes, and what stands beside it stays', '{ film { id price name } }', ['price'], '{ film { id name } }'],
  ['a field goes by itself, not by its name', '{ film { a: price price } }', ['a'], '{ film { price } }'],
  [
    'variables that only it needed go, others stay in their order',
    'query ($a: ID, $b: Int = 3, $c: ID) { film(id: $a) { next(id: $c) { id } } media(first: $b) { id } }',
    ['film'],
    'query ($b: Int = 3) { media(first: $b) { id } }',
  ],
  [
    'a variable that another one needs stays, also in a directive of a fragment',
    'query ($a: ID, $b: Boolean!, $c: ID) { film(id: $a) { ...f price } } fragment f on Film { next(id: $c) @skip(if: $b) { id } }',
    ['price'],
    'query ($a: ID, $b: Boolean!, $c: ID) { film(id: $a) { ...f } } fragment f on Film { next(id: $c) @skip(if: $b) { id } }',
  ],
  [
    'fragments that only it needed go, others stay',
    '{ film { ...f } medium { ...g } } fragment f on Film { ...h } fragment g on Medium { id } fragment h on Film { id }',
    ['film'],
    '{ medium { ...g } } fragment g on Medium { id }',
  ],
  [
    'where nothing is left of a selection its type is asked for',
    '{ film { price } }',
    ['price'],
    '{ film { __typename } }',
  ],
  [
    'where nothing is left of a fragment its type is asked for',
    '{ film { ...f id } } fragment f on Film { price }',
    ['price'],
    '{ film { ...f id } } fragment f on Film { __typename }',
  ],
  ['where nothing is left at all the type of the root is asked for', '{ me }', ['me'], '{ __typename }'],
  [
    'where an interface answers, its type is asked for',
    '{ media { id price } }',
    ['price'],
    '{ media { id __typename } }',
  ],
  [
    'where a union answers, its type is asked for',
    '{ found { ... on Film { id price } } }',
    ['price'],
    '{ found { ... on Film { id } __typename } }',
  ],
  [
    'where an interface answers of which nothing is denied, it is not',
    '{ media { id } film { id price } }',
    ['price'],
    '{ media { id } film { id } }',
  ],
  [
    'an interface’s type is asked for where what is denied lies deep below it',
    '{ media { id owner { id best { price id } } } }',
    ['price'],
    '{ media { id owner { id best { id __typename } } __typename } }',
  ],
  [
    'an interface’s type is asked for where what is denied stands in a fragment',
    '{ media { ...f } medium { ...g } } fragment f on Medium { price id } fragment g on Medium { id }',
    ['price'],
    '{ media { ...f __typename } medium { ...g } } fragment f on Medium { id } fragment g on Medium { id }',
  ],
])('%s', (_, text, names, expected) => {
  const operation = asked(text);
  const pruned = pruneOperation(SCHEMA, operation, fieldsOf(operation, ...names));
  expect(stripIgnoredCharacters(pruned.source)).toBe(stripIgnoredCharacters(expected));
  expect(pruned.source).toBe(print(pruned.document));
  expect(pruned.document.definitions[0]).toBe(pruned.operation);
  expect(pruned.planned).toBeUndefined();
});

test('of several operations, only the one that is asked for is left', () => {
  const text =
    'query a { ...f me } query b { ...g me } fragment f on Query { film { id } } fragment g on Query { film { name } }';
  const operation = asked(text, 'b');
  const { source } = pruneOperation(SCHEMA, operation, fieldsOf(operation, 'me'));
  expect(stripIgnoredCharacters(source)).toBe(
    stripIgnoredCharacters('query b { ...g } fragment g on Query { film { name } }'),
  );
});

test('an operation that leaves its empty lists out, as one that is made by hand may, is pruned alike', () => {
  const { variableDefinitions: _, ...operation } = asked('{ me film { id price } }').operation;
  const bare = { ...asked('{ me }'), document: { kind: Kind.DOCUMENT, definitions: [operation] }, operation } as const;
  const { source } = pruneOperation(SCHEMA, bare, fieldsOf(bare, 'price'));
  expect(stripIgnoredCharacters(source)).toBe('{me film{id}}');
});

test('each selection is looked at once, however often its fragment is spread', () => {
  const levels = Array.from(
    { length: 12 },
    (_, at) => `fragment f${at} on Film { ...f${at + 1} next { ...f${at + 1} } }`,
  );
  const operation = asked(`{ film { ...f0 } } ${levels.join(' ')} fragment f12 on Film { id }`);
  let looks = 0;
  const denied = {
    has() {
      looks += 1;
      return false;
    },
  };
  const { holdsPruned } = pruneOperation(SCHEMA, operation, denied);
  looks = 0;
  expect(holdsPruned(operation.operation.selectionSet)).toBe(false);
  expect(looks).toBe(1 + 1 + 12 * 3 + 1);
});

test('tells of each selection of the operation whether something that is denied stands in or under it', () => {
  const operation = asked(
    '{ film { owner { id best { price } } } media { ... { ...f } } me medium { id ...g } } fragment f on Medium { price } fragment g on Medium { id }',
  );
  const { holdsPruned } = pruneOperation(SCHEMA, operation, fieldsOf(operation, 'price'));
  const holding: string[] = [];
  visit(operation.document, {
    Field: ({ name, selectionSet }) => void (selectionSet && holdsPruned(selectionSet) && holding.push(name.value)),
  });
  expect(holding).toEqual(['film', 'owner', 'best', 'media']);
});

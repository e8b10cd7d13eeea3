/** How the shape of an answer is worked out: what it holds of each place, and how often the operation is looked at for that. */
import { buildSchema, type FieldNode, type GraphQLObjectType, parse, visit } from 'graphql';
import type { FieldDenial } from '../errors/denied-field-error';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { AnswerShape, type Place } from './answer-shape';
import { pruneOperation } from './prune-operation';

const SCHEMA = buildSchema(`
  type Query { film: Film media: [Medium!] me: Int }
  interface Medium { id: ID owner: Owner }
  type Film implements Medium { id: ID owner: Owner price: Int next: Film }
  type Book implements Medium { id: ID owner: Owner }
  type Owner { id: ID best: Film }`);
const WHY: FieldDenial = { message: 'no', extensions: { code: 'FORBIDDEN' } };

const typeOf = (name: string) => SCHEMA.getType(name) as GraphQLObjectType;

/** @param isDenied of a field, by the name that it has in the answer and where it begins in the text */
function shapeOf(text: string, isDenied: (name: string, at: number) => boolean) {
  const parsed = operationIn(parsedDocument(parse(text))) as ParsedOperation;
  const denied = new Map<FieldNode, FieldDenial>();
  visit(parsed.document, {
    Field(node) {
      if (isDenied((node.alias ?? node.name).value, node.loc?.start ?? 0)) denied.set(node, WHY);
    },
  });
  const looks = { count: 0 };
  const watched = {
    get(node: FieldNode) {
      looks.count += 1;
      return denied.get(node);
    },
  };
  const { holdsPruned } = pruneOperation(SCHEMA, parsed, denied);
  const of = { schema: SCHEMA, variables: {}, fragments: parsed.fragments, denied: watched, holdsPruned };
  const shape = new AnswerShape(of as never, [{ set: parsed.operation.selectionSet, why: null }], typeOf('Query'));
  return { shape, looks };
}

const placeIn = (shape: AnswerShape | null | undefined, type: string, name: string): Place | undefined =>
  shape?.places(typeOf(type)).find((place) => place.name === name);

test('a denied field has no shape below it', () => {
  const { shape } = shapeOf('{ me film { id price } }', (name) => ['film', 'price'].includes(name));
  expect(placeIn(shape, 'Query', 'film')).toEqual({ name: 'film', type: typeOf('Film'), why: WHY, below: null });
});

test('fields of introspection have no type in the schema, and nothing below them is denied', () => {
  const { shape } = shapeOf('{ schema: __schema { types { name } } film { id price } }', (name) => name === 'price');
  expect(placeIn(shape, 'Query', 'schema')).toEqual({ name: 'schema', type: undefined, why: null, below: null });
});

test('a directive that is neither @skip nor @include leaves a field where it is, and so does a list that is left out', () => {
  const { shape } = shapeOf('{ film { id @other price } }', (name) => name === 'price');
  const { below } = placeIn(shape, 'Query', 'film') as Place;
  expect(below?.places(typeOf('Film')).map(({ name }) => name)).toEqual(['id', 'price']);
});

test('the places of a type are worked out once, whatever number of objects is of it', () => {
  const { shape, looks } = shapeOf('{ me film { price } }', (name) => name === 'price');
  const places = shape.places(typeOf('Query'));
  const { count } = looks;
  expect(shape.places(typeOf('Query'))).toBe(places);
  expect(looks.count).toBe(count);
});

test('a fragment that is spread under a denied field and under one that is not shows what it selects', () => {
  const text = '{ media { owner { ...f } ... on Film { owner { ...f } } } } fragment f on Owner { best { id price } }';
  const first = text.indexOf('owner');
  for (const isDenied of [
    (name: string, at: number) => name === 'owner' && at === first,
    (name: string, at: number) => name === 'owner' && at !== first,
  ]) {
    const { shape } = shapeOf(text, isDenied);
    const owner = placeIn(placeIn(shape, 'Query', 'media')?.below, 'Film', 'owner');
    expect(owner?.why).toBeNull();
    const best = placeIn(owner?.below, 'Owner', 'best');
    expect(best?.why).toBeNull();
    expect(placeIn(best?.below, 'Film', 'id')?.why).toBeNull();
  }
});

const LEVELS = 12;
const chained = (level: (next: string) => string) =>
  `{ film { ...f0 } } ${Array.from({ length: LEVELS }, (_, at) => `fragment f${at} on Film { ${level(`...f${at + 1}`)} }`).join(' ')} fragment f${LEVELS} on Film { id price }`;

test('a fragment that is spread several times in one place is looked at once there', () => {
  const { shape, looks } = shapeOf(
    chained((next) => `${next} ${next}`),
    (name) => name === 'price',
  );
  const film = placeIn(shape, 'Query', 'film');
  looks.count = 0;
  expect(film?.below?.places(typeOf('Film')).map(({ name }) => name)).toEqual(['id', 'price']);
  expect(looks.count).toBe(2);
});

test('and where both of two selections of one field spread it, at each level, each of its fields is looked at twice', () => {
  const { shape, looks } = shapeOf(
    chained((next) => `next { ${next} } next { ${next} }`),
    (name) => name === 'price',
  );
  let film = placeIn(shape, 'Query', 'film');
  for (let level = 0; level < LEVELS; level += 1) film = placeIn(film?.below, 'Film', 'next');
  looks.count = 0;
  expect(film?.below?.places(typeOf('Film')).map(({ name, why }) => [name, why])).toEqual([
    ['id', null],
    ['price', WHY],
  ]);
  expect(looks.count).toBe(4);
});

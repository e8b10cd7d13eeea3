/**
 * The gateway passes on no value that its scalar does not accept, at any place and in any form: each argument and each
 * field of an input object of the installation's own schema, as a literal, in a variable, as its default.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { PROJECT_ROOT } from '../../environment';
import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';

const read = (name: string) => readFileSync(join(PROJECT_ROOT, 'schema', name), 'utf8');
const schema = buildSchema(read('api.graphql'));

let house: TestSupergraph;
let authorization: string;
beforeAll(async () => {
  house = await startTestSupergraph({ supergraph: read('supergraph.graphql'), production: true });
  authorization = `Bearer ${await house.issuer.token('operator', [])}`;
});
afterAll(() => house.stop());

const send = (query: string, variables?: object) => house.post(JSON.stringify({ query, variables }), { authorization });

const GOOD: Record<string, unknown> = { ID: '1', String: '1', Int: 1, Boolean: true, DateTime: '2027-02-28T00:00:00Z' };
const BAD: Record<string, unknown[]> = {
  ID: ['1\0', '\ud83c'],
  String: ['1\0', '\udfac'],
  DateTime: ['2027-02-30T00:00:00Z', '2027-02-28T24:00:00Z', 'now\0', 1_785_535_200_000, ['2027-02-28T00:00:00Z']],
};

/** A value with all optional parts left out. */
function good(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return good(type.ofType);
  if (isListType(type)) return [good(type.ofType)];
  if (isEnumType(type)) return new Enum((type as GraphQLEnumType).getValues()[0]?.name as string);
  if (!isInputObjectType(type)) return GOOD[type.name];
  const required = Object.values(type.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(required.map((field) => [field.name, good(field.type)]));
}

class Enum {
  constructor(readonly name: string) {}
  toJSON() {
    return this.name;
  }
}

interface BadValue {
  /** Within the argument: `.holders[0].id`. */
  readonly at: string;
  readonly value: unknown;
}

/** Values with one mistake each. */
function bad(type: GraphQLInputType): BadValue[] {
  if (isNonNullType(type)) return bad(type.ofType);
  if (isListType(type)) {
    return bad(type.ofType).map(({ at, value }) => ({ at: `[1]${at}`, value: [good(type.ofType), value] }));
  }
  if (!isInputObjectType(type)) return (BAD[getNamedType(type).name] ?? []).map((value) => ({ at: '', value }));
  return Object.values(type.getFields()).flatMap((field) =>
    bad(field.type).map(({ at, value }) => ({
      at: `.${field.name}${at}`,
      value: { ...(good(type) as object), [field.name]: value },
    })),
  );
}

function literal(value: unknown): string {
  if (value instanceof Enum) return value.name;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([name, inner]) => `${name}: ${literal(inner)}`)} }`;
}

interface Place {
  readonly parent: GraphQLObjectType;
  readonly field: string;
  readonly argument: GraphQLArgument;
  /** Returns an operation that selects the field with these arguments. */
  readonly around: (field: string) => string;
}

function places(): Place[] {
  const around = new Map<GraphQLObjectType, Place['around']>();
  const query = schema.getQueryType() as GraphQLObjectType;
  const mutation = schema.getMutationType() as GraphQLObjectType;
  around.set(query, (field) => `{ ${field} }`);
  around.set(mutation, (field) => `{ ${field} }`);
  const found: Place[] = [];
  for (const [parent, outer] of around) {
    for (const field of Object.values(parent.getFields())) {
      for (const argument of field.args) found.push({ parent, field: field.name, argument, around: outer });
      const type = getNamedType(field.type);
      if (!isObjectType(type) || around.has(type) || parent === mutation) continue;
      around.set(type, (inner) => outer(`${field.name}${given(field.args)} { ${inner} }`));
    }
  }
  return found;
}

function given(args: readonly GraphQLArgument[], chosen?: GraphQLArgument, text?: string): string {
  const parts = args.flatMap((argument) => {
    if (argument === chosen) return `${argument.name}: ${text}`;
    return isRequiredArgument(argument) ? `${argument.name}: ${literal(good(argument.type))}` : [];
  });
  return parts.length > 0 ? `(${parts.join(', ')})` : '';
}

function operation({ parent, field, argument, around }: Place, text: string, variables = ''): string {
  const definition = parent.getFields()[field] as ReturnType<GraphQLObjectType['getFields']>[string];
  const inner = isObjectType(getNamedType(definition.type)) ? ' { __typename }' : '';
  const kind = parent === schema.getMutationType() ? 'mutation' : 'query';
  return `${kind}${variables} ${around(`${field}${given(definition.args, argument, text)}${inner}`)}`;
}

const PLACES = places().filter(({ argument }) => bad(argument.type).length > 0);

test('there are arguments of every kind', () => {
  expect(PLACES.length).toBeGreaterThan(20);
  const scalars = PLACES.flatMap(({ argument }) => bad(argument.type).map(({ at }) => at.replace(/\w+/g, 'x')));
  expect(new Set(scalars)).toEqual(
    new Set([
      '',
      '[x]',
      '.x',
      '.x.x',
      '.x.x.x',
      '.x.x.x.x',
      '.x.x.x.x.x',
      '.x.x.x[x]',
      '.x.x[x]',
      '.x.x[x].x',
      '.x[x]',
      '.x[x].x',
      '[x].x',
    ]),
  );
});

test.each(PLACES.map((place) => [`${place.parent.name}.${place.field}(${place.argument.name}:)`, place] as const))(
  '%s',
  async (_, place) => {
    const { field, argument } = place;
    const requests = () => Object.values(house.subgraphs).flatMap(({ requests: taken }) => taken).length;
    const before = requests();
    for (const { at, value } of bad(argument.type)) {
      const isHalf = JSON.stringify(value).includes('\\ud');
      const type = String(argument.type);
      const ways: [string, object?][] = [
        [operation(place, '$v', `($v: ${type})`), { v: value }],
        // In a literal, graphql-js itself refuses half of a surrogate pair.
        ...(isHalf
          ? []
          : [
              [operation(place, literal(value))] as [string],
              [operation(place, '$v', `($v: ${type.replace(/!$/, '')} = ${literal(value)})`)] as [string],
            ]),
      ];
      for (const [query, variables] of ways) {
        const { status, errors } = await send(query, variables);
        const message = expect.stringContaining(`${field}(${argument.name}${at}): `);
        const refused = [{ message, extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) } }];
        expect({ query, status, errors }).toEqual({ query, status: 400, errors: refused });
      }
    }
    expect(requests()).toBe(before);
    const fine = await send(operation(place, literal(good(argument.type))));
    expect(fine.codes).not.toContain('BAD_USER_INPUT');
  },
);

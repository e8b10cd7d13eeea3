import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLError,
  getOperationAST,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { PROJECT_ROOT } from '../../environment';
import { SchemaCosts } from '../limits/cost-of-field';
import { readCostWeights } from '../limits/cost-weights';
import { OperationCost } from '../limits/operation-cost';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { GivenValues, variablesReader } from '../parsing/variables';
import { mistakeWithoutSchema, withoutSchema } from './hidden-schema';

const file = (name: string) => readFileSync(join(PROJECT_ROOT, 'schema', name), 'utf8');
const schema = buildSchema(file('api.graphql'));
const costs = new SchemaCosts(schema, readCostWeights(parse(file('supergraph.graphql'))));

const NAMES = new Set(
  Object.values(schema.getTypeMap()).flatMap((type) => [
    type.name,
    ...(isEnumType(type) ? type.getValues().map(({ name }) => name) : []),
    ...(isInputObjectType(type) || isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : []),
    ...(isObjectType(type) ? Object.values(type.getFields()).flatMap(({ args }) => args.map(({ name }) => name)) : []),
  ]),
);

/** What production says, by the way that the gateway takes. */
function said(text: string, sent: Record<string, unknown>): string[] {
  const document = parse(text);
  const mistakes = validate(schema, document);
  if (mistakes.length > 0) return mistakes.map(mistakeWithoutSchema);
  try {
    const parsed = operationIn(parsedDocument(document)) as ParsedOperation;
    const values = new GivenValues(variablesReader(schema, parsed.operation)(sent));
    new OperationCost(costs, parsed).ofRequest(values);
    return [];
  } catch (error) {
    return [withoutSchema(error as GraphQLError).message];
  }
}

const ASSIGN = 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { preview } }';
const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';

test.each<[string, string, object, string]>([
  ['a required input field', ASSIGN, { input: {} }, '$input: this value does not fit.'],
  [
    'one deeper down',
    ASSIGN,
    { input: { licenceIds: [], holders: [{ id: '1' }] } },
    '$input.holders[0]: this value does not fit.',
  ],
  [
    'an unknown input field',
    ASSIGN,
    { input: { licenceIds: [], holders: [], previw: true } },
    '$input: this value does not fit.',
  ],
  [
    'a value of an enum',
    ASSIGN,
    { input: { licenceIds: [], holders: [{ id: '1', level: 'SCHOL' }] } },
    '$input.holders[0].level: this value does not fit.',
  ],
  ['a value of another type', RECORD, { events: 7 }, '$events: this value does not fit.'],
  ['a variable that is required', RECORD, {}, '$events: this value does not fit.'],
  ['null for one', RECORD, { events: null }, '$events: this value does not fit.'],
  [
    'a text for a number',
    'query ($n: Int!) { titles(first: $n) { totalCount } }',
    { n: 'many' },
    '$n: this value does not fit.',
  ],
  [
    'a null for what may not be null',
    'query ($n: Int = 3) { titles(first: $n) { totalCount } }',
    { n: null },
    '“titles”: an argument of it does not fit.',
  ],
  ['a required argument', '{ school { city } }', {}, '“school” does not fit the schema.'],
  ['an unknown argument', '{ titles(frist: 1) { totalCount } }', {}, '“frist” does not fit the schema.'],
  ['an unknown field', '{ school(number: "1") { nam } }', {}, '“nam” does not fit the schema.'],
  ['a field without its selection', '{ school(number: "1") }', {}, '“school” does not fit the schema.'],
  [
    'a selection on a scalar',
    '{ school(number: "1") { city { x } } }',
    {},
    'This part of the operation does not fit the schema.',
  ],
  [
    'an unknown type',
    'query ($a: Filtr) { titles(filter: $a) { totalCount } }',
    {},
    '“Filtr” does not fit the schema.',
  ],
  [
    'a literal without a required field',
    'mutation { acquireSeat(input: { school: "1" }) { outcome } }',
    {},
    'This value does not fit the schema.',
  ],
  [
    'a literal with an unknown field',
    '{ titles(filter: { subjcts: [] }) { totalCount } }',
    {},
    '“subjcts” does not fit the schema.',
  ],
  [
    'a literal of an enum',
    '{ titles(filter: { kinds: [VIDIO] }) { totalCount } }',
    {},
    'This value does not fit the schema.',
  ],
  ['a literal of another type', '{ titles(first: "many") { totalCount } }', {}, 'This value does not fit the schema.'],
  [
    'a variable where it does not fit',
    'query ($a: String) { titles(first: $a) { totalCount } }',
    {},
    '“$a” does not fit the schema.',
  ],
  ['fields that conflict', '{ title(id: "1") { a: year a: number } }', {}, '“year” does not fit the schema.'],
  [
    'a fragment where it does not fit',
    '{ me { ... on District { number } } }',
    {},
    'This part of the operation does not fit the schema.',
  ],
  ['an unknown directive', '{ me { kind @skp } }', {}, '“skp” does not fit the schema.'],
  ['a variable that is not used', 'query ($a: Int) { me { kind } }', {}, 'Variable "$a" is never used.'],
  ['a fragment that is not there', '{ me { ...f } }', {}, 'Unknown fragment "f".'],
])('%s: production says where, and nothing that was not sent', (_, text, sent, expected) => {
  const messages = said(text, sent as Record<string, unknown>);
  expect(messages.join(' | ')).toContain(expected);
  /** Words of the sentence are English, also where a field has one for its name. */
  const known = new Set(`${text} ${JSON.stringify(sent)} ${expected}`.match(/\w+/g));
  const told = messages.join(' ').match(/\w+/g) ?? [];
  expect(told.filter((word) => NAMES.has(word) && !known.has(word))).toEqual([]);
});

test('development says what would fit, and repeats no long value', () => {
  const document = parse(ASSIGN);
  const operation = getOperationAST(document) as NonNullable<ReturnType<typeof getOperationAST>>;
  const read = (input: object) => () => variablesReader(schema, operation)({ input });
  expect(read({ holders: [] })).toThrow('Field "licenceIds" of required type "[ID!]!" was not provided.');
  const long = (() => {
    try {
      return String(read({ licenceIds: [], holders: [], ['x'.repeat(100_000)]: 1 })());
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(long.length).toBeLessThan(1_000);
});

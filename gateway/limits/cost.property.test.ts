/**
 * The actual cost of an answer never exceeds the estimate, for any operation and any answer within the bounds of the
 * schema.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  buildSchema,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isRequiredArgument,
  parse,
} from 'graphql';
import { PROJECT_ROOT } from '../../environment';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { GivenValues } from '../parsing/variables';
import { costOf } from './cost';
import { SchemaCosts } from './cost-of-field';
import { readCostWeights } from './cost-weights';
import { OperationCost } from './operation-cost';

const file = (name: string) => readFileSync(join(PROJECT_ROOT, 'schema', name), 'utf8');
const schema = buildSchema(file('api.graphql'));
const weights = readCostWeights(parse(file('supergraph.graphql')));
const costs = new SchemaCosts(schema, weights);

/** Values for all arguments that are required. */
const GIVEN: Readonly<Record<string, string>> = {
  'Query.school': '(number: "1")',
  'Query.schoolAuthority': '(number: "1")',
  'Query.organisation': '(level: AUTHORITY, id: "1")',
  'Query.usageReport': '(from: "2026-01", until: "2026-02")',
  'Query.costPerUse': '(by: LICENCE, from: "2026-01", until: "2026-02")',
  'Query.demand': '(from: "2026-01", until: "2026-02")',
  'Query.unusedLicences': '(from: "2026-01", until: "2026-02")',
  'Query.unusedTitles': '(from: "2026-01", until: "2026-02")',
  'Query.title': '(id: "1")',
  'Query.titleByNumber': '(number: "1")',
  'Query.titlesByNumber': '(numbers: ["1", "2", "3"])',
  'Query.entitlement': '(id: "1")',
  'Query.resolveSchools': '(numbers: ["1", "2", "3"])',
  'Query.assignment': '(id: "1")',
  'Query.job': '(id: "1")',
  'AssignEntitlementsResult.assignments': '(first: 3)',
  'Query.survey': '(id: "1")',
  'Query.surveyOverview': '(survey: "1")',
  'Query.surveyAnswers': '(survey: "1")',
  'Query.preparedAssignments': '(survey: "1")',
  'Entitlement.cost': '(from: "2026-01", until: "2026-02")',
  'School.cost': '(from: "2026-01", until: "2026-02")',
  'SchoolAuthority.cost': '(from: "2026-01", until: "2026-02")',
  'School.access': '(titleIds: ["1", "2", "3"])',
  'Title.availability': '(school: "NW:1")',
};
/** The assumed length of a list of objects without a stated size. */
const UNSAID = 10;
const USAGE = '(from: "2026-01", until: "2026-12")';
const LISTS = [
  '(first: 0)',
  '(first: 3)',
  '',
  '(search: "ein paar Worte", first: 2)',
  '(filter: { subjects: ["a", "b"] })',
];

interface Drawn {
  readonly text: string;
  /** The largest answer that fits what the schema states, with lists of up to so many. */
  answer(items: number): Record<string, unknown>;
}

function draw(type: GraphQLObjectType, levels: number, numbers: () => number): Drawn {
  const all = Object.values(type.getFields());
  const fields = Array.from(
    { length: 1 + (numbers() % 4) },
    () => all[numbers() % all.length] as GraphQLField<unknown, unknown>,
  );
  const drawn = fields.flatMap((field, at) => {
    const inner = getNamedType(field.type);
    if (!isLeafType(inner) && levels === 0) return [];
    const alias = numbers() % 3 === 0 ? field.name : `a${at}${'_'.repeat(numbers() % 40)}`;
    const below = isLeafType(inner) ? null : draw(inner as GraphQLObjectType, levels - 1, numbers);
    return [
      { field, alias: fields.indexOf(field) === at ? alias : `b${at}`, below, given: givenTo(type, field, numbers) },
    ];
  });
  const parts = drawn.map(
    ({ field, alias, below, given }) => `${alias}: ${field.name}${given.text} ${below ? below.text : ''}`,
  );
  return {
    text: `{ __typename ${parts.join(' ')} }`,
    answer: (items) => {
      const made: Record<string, unknown> = { __typename: type.name };
      for (const { field, alias, below, given } of drawn)
        made[alias] = answerOf(`${type.name}.${field.name}`, field.type, below, given.items, items);
      return made;
    },
  };
}

function givenTo(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, numbers: () => number) {
  const name = `${type.name}.${field.name}`;
  const given = GIVEN[name] ?? required(field);
  const isList = field.args.some((argument) => argument.name === 'first') && !given.includes('first');
  const fits = (text: string) =>
    [...text.matchAll(/(\w+):/g)].every(
      ([, one]) => one === 'subjects' || field.args.some((argument) => argument.name === one),
    );
  const text =
    field.name === 'usage'
      ? USAGE
      : isList
        ? together(given, LISTS.filter(fits)[numbers() % LISTS.filter(fits).length] as string)
        : given;
  const items =
    isList || given.includes('first')
      ? Number(/first: (\d+)/.exec(text)?.[1] ?? 20)
      : name === 'School.access' || name === 'Query.titlesByNumber' || name === 'Query.resolveSchools'
        ? 3
        : field.name === 'usage'
          ? 36
          : undefined;
  return { text, items };
}

/** Returns, in parentheses, a value for each required argument. */
function required({ args }: GraphQLField<unknown, unknown>): string {
  const values = args.filter(isRequiredArgument).map(({ name, type }) => {
    const named = getNamedType(type);
    const value = isEnumType(named) ? named.getValues()[0]?.name : named.name === 'Int' ? '1' : '"1"';
    return `${name}: ${isListType(getNullableType(type)) ? `[${value}]` : value}`;
  });
  return values.length > 0 ? `(${values.join(', ')})` : '';
}

/** Returns the arguments of both, in parentheses. */
function together(one = '', other: string): string {
  return one && other ? `${one.slice(0, -1)}, ${other.slice(1)}` : one || other;
}

/**
 * @param asked how many items the field's own arguments ask for
 * @param inherited how many those of a field above ask for: edges are as many
 */
function answerOf(
  place: string,
  type: GraphQLOutputType,
  below: Drawn | null,
  asked: number | undefined,
  inherited: number,
): unknown {
  const { maxItems, maxLength } = weights.constraints.get(place) ?? {};
  const isList = isListType(getNullableType(type));
  const named = getNamedType(type);
  const long = isEnumType(named)
    ? (named
        .getValues()
        .map(({ name }) => name)
        .sort((a, b) => b.length - a.length)[0] as string)
    : named.name === 'Int'
      ? -2_147_483_648
      : named.name === 'Boolean'
        ? false
        : 'x'.repeat(maxLength ?? (named.name === 'String' ? 500 : named.name === 'ID' ? 100 : 40));
  const items = asked ?? inherited;
  if (!isList) return below ? below.answer(items) : long;
  const length = below
    ? (asked ??
      (/\.(edges|results|assignments|matched|duplicates|unmatched)$/.test(place)
        ? inherited
        : (weights.sizes.get(place)?.assumedSize ?? UNSAID)))
    : (maxItems ?? (isEnumType(named) ? named.getValues().length : 20));
  return Array.from({ length }, () => (below ? below.answer(items) : long));
}

test('the actual cost is at most the estimated cost', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000), { minLength: 60, maxLength: 60 }), fc.nat(5), (drawn, levels) => {
      let at = 0;
      const numbers = () => drawn[at++ % drawn.length] as number;
      const { text, answer } = draw(schema.getQueryType() as GraphQLObjectType, levels, numbers);
      const parsed = operationIn(parsedDocument(parse(`query ${text}`))) as ParsedOperation;
      const request = new OperationCost(costs, parsed).ofRequest(new GivenValues({}));
      const estimated = request.estimate;
      const largest = answer(1);
      const counted = request.count(largest);
      expect(counted.cost).toBeLessThanOrEqual(estimated.cost);
      expect(counted.size).toBeLessThanOrEqual(estimated.size);
      expect(costOf(counted)).toBeLessThanOrEqual(costOf(estimated));
      // Written down without escapes, it is no larger than what was counted.
      expect(JSON.stringify(largest).length).toBeLessThanOrEqual(counted.size);
    }),
    { numRuns: 300 },
  );
});

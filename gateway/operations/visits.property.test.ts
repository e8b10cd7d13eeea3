/**
 * No code unfolds fragments again and again: the number of visited selections stays in proportion to the length of the
 * text, and to what its caller was charged. The nodes themselves count each visit, by our code, graphql-js, validation
 * and the planner.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  buildSchema,
  type DocumentNode,
  GraphQLError,
  Kind,
  parse,
  type SelectionSetNode,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { PROJECT_ROOT } from '../../environment';
import { refuseAliases } from '../authorisation/aliases';
import { AnswerShape } from '../authorisation/answer-shape';
import { type FieldRequirement, readFieldRequirements } from '../authorisation/field-requirements';
import { pruneOperation } from '../authorisation/prune-operation';
import { visiblePath } from '../errors/visible-path';
import { groupSelections } from '../execution/selections';
import { Shapes } from '../execution/shape';
import { SchemaCosts } from '../limits/cost-of-field';
import { mergeFields } from '../limits/merged-fields';
import { OperationCost } from '../limits/operation-cost';
import { checkSizes } from '../limits/operation-limits';
import { measureUnfolded } from '../limits/unfolded-size';
import { conditionVariables, refuseNullConditions } from '../parsing/conditions';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { GivenValues } from '../parsing/variables';
import { maxAgeOf } from '../supergraph/cache-hints';
import { readSupergraph } from '../supergraph/supergraph';

const file = (name: string) => readFileSync(join(PROJECT_ROOT, 'schema', name), 'utf8');
const schema = buildSchema(file('api.graphql'));
const supergraph = readSupergraph(file('supergraph.graphql'));
const costs = new SchemaCosts(schema, supergraph.costs);

/** Counts how many selections are read, by any code. */
function counted(document: DocumentNode): { visits: number } {
  const count = { visits: 0 };
  const sets: SelectionSetNode[] = [];
  visit(document, { SelectionSet: (set) => void sets.push(set) });
  for (const set of sets) {
    const { selections } = set;
    Object.defineProperty(set, 'selections', {
      enumerable: true,
      get() {
        count.visits += selections.length;
        return selections;
      },
    });
  }
  return count;
}

function tokensOf(document: DocumentNode): number {
  let tokens = 0;
  for (let token = document.loc?.startToken; token; token = token.next ?? undefined) tokens += 1;
  return tokens;
}

/** Runs all code that looks at a text, before and during its execution. @returns whether the text was executed */
async function prepare(document: DocumentNode): Promise<boolean> {
  const parsed = parsedDocument(document);
  try {
    checkSizes(parsed);
  } catch (error) {
    if (error instanceof GraphQLError) return false;
    throw error;
  }
  if (measureUnfolded(parsed).isCyclic) return false;
  mergeFields(parsed, schema, supergraph.fieldGraphs);
  if (validate(schema, document, specifiedRules, { maxErrors: 5 }).length > 0) return false;
  const asked = operationIn(parsed) as ParsedOperation;
  const { operation } = asked;
  const root = schema.getQueryType() as NonNullable<ReturnType<typeof schema.getQueryType>>;
  refuseNullConditions(conditionVariables(asked), {});
  refuseAliases(document, supergraph.plannerFields);
  new OperationCost(costs, asked).ofRequest(new GivenValues({})).count(ANSWER);
  maxAgeOf(schema, supergraph.cacheHints, asked);
  pruneHalf(asked, readFieldRequirements(schema, supergraph.requirements, asked));
  visiblePath(['school', 'authority', 'schools', 'edges', 0, 'node', 'authority', 'name'], operation, document);
  const definitions = Object.fromEntries(asked.fragments);
  const grouped = groupSelections({ schema, definitions, known: new Map() }, root, operation.selectionSet.selections);
  new Shapes(schema).ofRoot(grouped, root);
  return true;
}

function pruneHalf(asked: ParsedOperation, fields: readonly FieldRequirement[]): void {
  const why = { message: 'no', extensions: { code: 'FORBIDDEN' } };
  const denied = new Map(fields.filter((_, at) => at % 2 === 1).map(({ node }) => [node, why]));
  const { holdsPruned } = pruneOperation(schema, asked, denied);
  const of = { schema, variables: {}, fragments: asked.fragments, denied, holdsPruned };
  const look = (shape: AnswerShape | null, type: string, levels: number): void => {
    const object = schema.getType(type);
    if (!shape || levels === 0 || !object || !('getInterfaces' in object)) return;
    for (const { below, name } of shape.places(object as never)) look(below, TYPE_OF[name] ?? '', levels - 1);
  };
  look(
    new AnswerShape(of, [{ set: asked.operation.selectionSet, why: null }], schema.getQueryType() as never),
    'Query',
    15,
  );
}

const TYPE_OF: Readonly<Record<string, string>> = {
  school: 'School',
  authority: 'SchoolAuthority',
  schools: 'SchoolConnection',
  edges: 'SchoolEdge',
  node: 'School',
  district: 'District',
};
const SCHOOL = { name: 'a', district: { name: 'b' } };
const ANSWER = {
  school: { ...SCHOOL, authority: { name: 'c', schools: { edges: [{ node: SCHOOL }] } } },
};

/** A fragment, as the numbers of those that it spreads, each at some place. */
const spreads = fc.array(fc.tuple(fc.nat(40), fc.constantFrom('plain', 'inline', 'deep', 'district')), {
  maxLength: 4,
});
const graphsOfFragments = fc.array(spreads, { minLength: 1, maxLength: 25 });

function textOf(all: readonly (readonly (readonly [number, string])[])[], onlyForward: boolean): string {
  const body = (spread: readonly (readonly [number, string])[], at: number) => {
    const parts = spread.map(([to, how]) => {
      const target = onlyForward ? at + 1 + to : to;
      const name = target < all.length ? `...f${target}` : 'name';
      if (how === 'inline') return `... on School { ${name} }`;
      if (how === 'deep')
        return `authority { schools(first: 1) { edges { node { ${name} licensedTitles { totalCount } } } } }`;
      if (how === 'district') return `district { name } ${name}`;
      return name;
    });
    return ['name', ...parts].join(' ');
  };
  const fragments = all.map((spread, at) => `fragment f${at} on School { ${body(spread, at)} }`);
  return `{ school(number: "1") { ...f0 ...f0 } } ${fragments.join(' ')}`;
}

function chargedFor(document: DocumentNode): number {
  const { selections } = measureUnfolded(parsedDocument(document));
  return Math.min(selections, 2_000);
}

test.each([
  ['that do not spread themselves', true],
  ['of any kind', false],
])(
  'graphs of fragments %s: selections are visited no more often than the length and the cost of the text allow',
  async (_, forward) => {
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(graphsOfFragments, async (all) => {
        const document = parse(textOf(all, forward));
        const tokens = tokensOf(document);
        const charged = chargedFor(document);
        const count = counted(document);
        if (await prepare(document)) reached += 1;
        expect(count.visits).toBeLessThanOrEqual(50 * tokens + charged);
      }),
      { numRuns: 300 },
    );
    if (forward) expect(reached).toBeGreaterThan(0);
  },
);

test('the attack: twenty levels of fragments that double under a field are refused after one visit to each', () => {
  const levels = Array.from({ length: 20 }, (_, at) => {
    const held = `...f${at + 1} ...g${at + 1}`;
    return `fragment f${at} on School { ${held} } fragment g${at} on School { ${held} }`;
  });
  const text = `{ school(number: "1") { ...f0 ...g0 } } ${levels.join(' ')} fragment f20 on School { name } fragment g20 on School { name }`;
  const document = parse(text);
  const count = counted(document);
  expect(() => checkSizes(parsedDocument(document))).toThrow(/Too many fields: .*maximum 1000/);
  expect(count.visits).toBeLessThanOrEqual(3 * tokensOf(document));
});

test('the count can fail: code that unfolds such fragments again and again is found', () => {
  const levels = Array.from({ length: 12 }, (_, at) => `fragment f${at} on School { ...f${at + 1} ...f${at + 1} }`);
  const document = parse(`{ school(number: "1") { ...f0 } } ${levels.join(' ')} fragment f12 on School { name }`);
  const { fragments } = parsedDocument(document);
  const count = counted(document);
  const unfold = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (inner?.selectionSet) unfold(inner.selectionSet);
    }
  };
  for (const node of document.definitions) if (node.kind === Kind.OPERATION_DEFINITION) unfold(node.selectionSet);
  expect(count.visits).toBeGreaterThan(50 * tokensOf(document));
});

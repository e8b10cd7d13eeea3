/** The property that compiled operations stand on: they answer what the stock executor answers, data and errors. */
import { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, GraphQLError, getOperationAST, parse } from 'graphql';
import { type CompiledGateway, compiled } from '../gateway/compiled/compiled';
import type { Executor, Incoming, Outcome } from '../gateway/compiled/stock';
import { Chance, hash } from '../gateway/compiled/test-supergraphs/chance';
import { type RandomOperation, randomOperation } from '../gateway/compiled/test-supergraphs/random-operation';
import { type Exchange, type Faults, SeededSubgraph } from '../gateway/compiled/test-supergraphs/seeded-subgraph';
import type { TestSupergraph } from '../gateway/compiled/test-supergraphs/supergraphs';
import { PlanCache } from '../gateway/plan-cache';

export interface Rivals {
  readonly name: string;
  readonly stock: Executor;
  readonly compiled: Executor;
  readonly gateway: CompiledGateway;
  readonly inner: ApolloGateway;
  readonly subgraphs: readonly SeededSubgraph[];
}

/** What was compared, and what was found. */
export class Findings {
  operations = 0;
  executions = 0;
  readonly ways = new Map<string, number>();
  /** Executions with errors, with holes that no error explains, and with neither. */
  readonly outcomes = { errors: 0, holes: 0, whole: 0 };
  /** How often, by what stock and compiled alike threw. */
  readonly thrown = new Map<string, number>();
  /** Executions in which stock put an error at the place of another entity. */
  misplaced = 0;
  readonly representations = { stock: 0, compiled: 0 };
}

export async function createRivals({ name, supergraph, subgraphs }: TestSupergraph): Promise<Rivals> {
  // Written, not read: @apollo/gateway sends nothing to its maker.
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  const sources = new Map(Object.entries(subgraphs).map(([subgraph, sdl]) => [subgraph, new SeededSubgraph(sdl)]));
  let inner: ApolloGateway | undefined;
  const gateway = compiled(
    (experimental_didResolveQueryPlan) => {
      inner = new ApolloGateway({
        experimental_didResolveQueryPlan,
        supergraphSdl: supergraph,
        buildService: ({ name: subgraph }) => sources.get(subgraph) as SeededSubgraph,
        queryPlannerConfig: {
          cache: new PlanCache(),
          generateQueryFragments: false,
          // Any plan will do, so long as both execute the same one.
          debug: { maxEvaluatedPlans: 4 },
        },
        logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
      });
      return inner as never;
    },
    {
      failed: (error) => {
        throw error;
      },
    },
  );
  const { executor } = await gateway.load({ apollo: {} });
  if (!inner || !executor) throw new Error(`${name} has no executor`);
  return {
    name,
    stock: inner.executor as Executor,
    compiled: executor,
    gateway,
    inner,
    subgraphs: [...sources.values()],
  };
}

function ignore(): void {}

export interface Comparison {
  readonly operation: RandomOperation;
  readonly seed: number;
  readonly faults: Faults;
}

const FAULTS: readonly Faults[] = [
  { isNull: 0.05, fails: 0, isBroken: 0, failsAsAWhole: 0 },
  { isNull: 0.15, fails: 0.05, isBroken: 0, failsAsAWhole: 0 },
  { isNull: 0.1, fails: 0, isBroken: 0.04, failsAsAWhole: 0 },
  { isNull: 0.1, fails: 0.03, isBroken: 0.02, failsAsAWhole: 0.05 },
];

/** @returns what is wrong, in words; undefined where the two agree */
export async function compareOne(rivals: Rivals, seed: number, findings: Findings): Promise<string | undefined> {
  const chance = new Chance(seed);
  const schema = rivals.inner.schema;
  if (!schema) throw new Error('no schema');
  let operation = randomOperation(schema, chance);
  while (!operation) operation = randomOperation(schema, chance);
  return compare(rivals, { operation, seed, faults: chance.pick(FAULTS) }, findings);
}

export async function compare(
  rivals: Rivals,
  { operation: { query, variables }, seed, faults }: Comparison,
  findings: Findings,
): Promise<string | undefined> {
  for (const subgraph of rivals.subgraphs) Object.assign(subgraph, { seed: String(seed), faults });
  const document = parse(query);
  findings.operations += 1;
  for (const values of variables) {
    const stock = await outcomeOf(rivals, rivals.stock, document, query, values);
    const ours = await outcomeOf(rivals, rivals.compiled, document, query, values);
    findings.executions += 1;
    findings.representations.stock += representationsIn(stock);
    findings.representations.compiled += representationsIn(ours);
    count(findings, stock);
    const wrong = difference(stock, ours, findings);
    if (wrong) return `${wrong}\n${rivals.name}, seed ${seed}\n${query}\n${JSON.stringify(values)}`;
  }
  return undefined;
}

interface Told {
  readonly outcome?: Outcome;
  readonly thrown?: string;
  readonly exchanges: readonly Exchange[];
}

function representationsIn({ exchanges }: Told): number {
  return exchanges.reduce((sum, { representations }) => sum + representations.length, 0);
}

async function outcomeOf(
  { subgraphs, inner }: Rivals,
  executor: Executor,
  document: DocumentNode,
  source: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Told> {
  const exchanges = () => subgraphs.flatMap((subgraph) => subgraph.exchanges.splice(0));
  const incoming = {
    request: { query: source, variables, operationName: 'Random' },
    document,
    source,
    queryHash: String(hash(source)),
    operationName: 'Random',
    operation: getOperationAST(document),
    schema: inner.schema,
    context: {},
    metrics: {},
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  } as unknown as Incoming;
  try {
    return { outcome: await executor(incoming), exchanges: exchanges() };
  } catch (error) {
    return { thrown: (error as Error).message, exchanges: exchanges() };
  }
}

/** Of several conditions without a boolean, either may be told (decision 0012). */
function withoutVariable(thrown: string | undefined): string | undefined {
  return thrown?.replace(/^(Invalid non-boolean value null for Boolean! variable) .*$/, '$1');
}

function difference(stock: Told, ours: Told, findings: Findings): string | undefined {
  if (stock.thrown !== undefined || ours.thrown !== undefined) {
    return withoutVariable(stock.thrown) === withoutVariable(ours.thrown)
      ? undefined
      : `stock throws ${stock.thrown}, compiled throws ${ours.thrown}`;
  }
  const [expected, actual] = [stock.outcome as Outcome, ours.outcome as Outcome];
  for (const part of ['data', 'extensions'] as const) {
    if (JSON.stringify(expected[part]) !== JSON.stringify(actual[part])) {
      return `${part}\nstock:    ${JSON.stringify(expected)}\ncompiled: ${JSON.stringify(actual)}`;
    }
  }
  const [one, other] = [errorTexts(expected), errorTexts(actual)];
  if (one.join() === other.join()) return undefined;
  const [placeless, otherPlaceless] = [errorTexts(expected, withoutIndices), errorTexts(actual, withoutIndices)];
  if (placeless.join() !== otherPlaceless.join())
    return `errors\nstock:    ${one.join('\n')}\ncompiled: ${other.join('\n')}`;
  findings.misplaced += 1;
  return misplacedError(ours);
}

/** An error of an entity that stands at the place of another one: with other keys than the one that was asked for. */
function misplacedError({ outcome, exchanges }: Told): string | undefined {
  const roots = exchanges
    .filter(({ representations }) => representations.length === 0)
    .map(({ answer }) => answer.data);
  for (const { path = [], originalError } of outcome?.errors ?? []) {
    const exchange = exchanges.find(({ answer }) => answer.errors?.includes(originalError as GraphQLError));
    const [root, index, ...below] = (originalError as GraphQLError | undefined)?.path ?? [];
    if (!exchange || root !== '_entities' || typeof index !== 'number') continue;
    const asked = exchange.representations[index] as Record<string, unknown>;
    const place = path.slice(0, path.length - below.length);
    const there = roots.map((data) => place.reduce<unknown>(own, data)).find(Boolean);
    const wrong = Object.entries(asked).some(
      ([key, value]) => key !== '__typename' && typeof value !== 'object' && own(there, key) !== value,
    );
    if (wrong) return `the error at ${place} is of ${JSON.stringify(asked)}, there stands ${JSON.stringify(there)}`;
  }
  return undefined;
}

function own(data: unknown, key: string | number): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, key) ? (data as never)[key] : undefined;
}

/** Sorted: subgraphs that are asked at the same time answer in any order. */
function errorTexts({ errors = [] }: Outcome, place: (error: GraphQLError) => unknown = ({ path }) => path): string[] {
  return errors
    .map((error) =>
      JSON.stringify([error.message, place(error), error.extensions, error instanceof GraphQLError, error.locations]),
    )
    .sort();
}

function withoutIndices({ path, originalError }: GraphQLError): unknown {
  const raw = (originalError as { path?: unknown[] } | undefined)?.path;
  const isOfEntity = raw?.[0] === '_entities' && typeof raw[1] === 'number';
  return isOfEntity ? path?.map((element) => (typeof element === 'number' ? '@' : element)) : path;
}

function count({ outcomes, thrown: threw }: Findings, { outcome, thrown }: Told): void {
  if (thrown !== undefined) threw.set(thrown, (threw.get(thrown) ?? 0) + 1);
  else if (outcome?.errors) outcomes.errors += 1;
  else if (outcome?.extensions?.valueCompletion) outcomes.holes += 1;
  else outcomes.whole += 1;
}

/** In words and numbers, for a person. */
export function describeFindings(findings: Findings): string {
  const { operations, executions, ways, outcomes, thrown, misplaced, representations } = findings;
  const lines = (counts: ReadonlyMap<string, number>) =>
    [...counts].sort(([, a], [, b]) => b - a).map(([what, times]) => `  ${times} ${what}`);
  return [
    `${operations} operations, each with two sets of variables: compiled and stock agree in data and errors, ${executions} times.`,
    `Answers: ${outcomes.whole} whole, ${outcomes.errors} with errors, ${outcomes.holes} with holes that no error explains.`,
    'How the compiled executor carried them out:',
    ...lines(ways),
    'Thrown by both alike:',
    ...lines(thrown),
    `Representations: stock sent ${representations.stock}, compiled ${representations.compiled}.`,
    `Answers in which stock put an error at the place of another entity (decision 0012): ${misplaced}.`,
  ].join('\n');
}

/** @throws with what was asked and what the two answered, where they disagree */
export async function provePlans(
  supergraphs: readonly TestSupergraph[],
  { count: wanted, seed }: { count: number; seed: number },
  progress: (findings: Findings) => void = () => undefined,
): Promise<Findings> {
  const findings = new Findings();
  const rivals = await Promise.all(supergraphs.map(createRivals));
  try {
    for (let at = 0; at < wanted; at += 1) {
      const wrong = await compareOne(rivals[at % rivals.length] as Rivals, seed + at, findings);
      if (wrong) throw new Error(wrong);
      progress(findings);
    }
  } finally {
    await Promise.all(rivals.map(({ gateway }) => gateway.stop()));
  }
  for (const { gateway } of rivals) {
    for (const [way, times] of gateway.executions) findings.ways.set(way, (findings.ways.get(way) ?? 0) + times);
  }
  return findings;
}

/**
 * Proves that compiled operations answer what the stock executor answers, data and errors, and that they leave no null
 * without an error unless a subgraph returned null.
 */
import { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, getOperationAST, parse } from 'graphql';
import { type CompiledGateway, compiled } from '../gateway/execution/compiled';
import type { Executor, Incoming, Outcome } from '../gateway/execution/stock';
import { Chance, hash } from '../gateway/execution/test-supergraphs/chance';
import { executorBy, executorOf } from '../gateway/execution/test-supergraphs/executor';
import { type RandomOperation, randomOperation } from '../gateway/execution/test-supergraphs/random-operation';
import { type Faults, SeededSubgraph } from '../gateway/execution/test-supergraphs/seeded-subgraph';
import type { TestSupergraph } from '../gateway/execution/test-supergraphs/supergraphs';
import type { Written } from '../gateway/execution/writer';
import { SchemaCosts } from '../gateway/limits/cost-of-field';
import { readCostWeights } from '../gateway/limits/cost-weights';
import { OperationCost, type RequestCost } from '../gateway/limits/operation-cost';
import { parsedDocument } from '../gateway/parsing/parsed-operation';
import { GivenValues, variablesReader } from '../gateway/parsing/variables';
import { difference, Findings, type ObservedExecution, placesOf } from './plan-difference';

interface Executors {
  readonly name: string;
  readonly stock: Executor;
  readonly compiled: Executor;
  /** The compiled executor, asked for text. */
  readonly written: (incoming: Incoming) => Promise<Written | Outcome>;
  readonly gateway: CompiledGateway;
  readonly inner: ApolloGateway;
  readonly subgraphs: readonly SeededSubgraph[];
  readonly costs: SchemaCosts;
}

async function createRivals({ name, supergraph, subgraphs }: TestSupergraph): Promise<Executors> {
  // This setting is only written: it keeps @apollo/gateway from sending telemetry.
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  const sources = new Map(Object.entries(subgraphs).map(([subgraph, sdl]) => [subgraph, new SeededSubgraph(sdl)]));
  let inner: ApolloGateway | undefined;
  const gateway = compiled(
    ({ experimental_didResolveQueryPlan, cache }) => {
      inner = new ApolloGateway({
        experimental_didResolveQueryPlan,
        supergraphSdl: supergraph,
        buildService: ({ name: subgraph }) => sources.get(subgraph) as SeededSubgraph,
        queryPlannerConfig: {
          cache,
          generateQueryFragments: false,
          // Any plan will do, as long as both execute the same one.
          debug: { maxEvaluatedPlans: 4 },
        },
        logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
      });
      return inner as never;
    },
    (error) => {
      throw error;
    },
  );
  const schema = await gateway.load();
  if (!inner) throw new Error(`${name} has no executor`);
  const costs = new SchemaCosts(schema, readCostWeights(parse(supergraph)));
  return {
    name,
    stock: inner.executor as Executor,
    compiled: executorOf(gateway),
    written: executorBy(gateway, (planned, asked) =>
      gateway.executeToJson(planned, asked, costOf(costs, asked) as RequestCost),
    ),
    gateway,
    inner,
    subgraphs: [...sources.values()],
    costs,
  };
}

function ignore(): void {}

interface Comparison {
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
async function compareOne(executors: Executors, seed: number, findings: Findings): Promise<string | undefined> {
  const chance = new Chance(seed);
  const schema = executors.inner.schema;
  if (!schema) throw new Error('no schema');
  let operation = randomOperation(schema, chance);
  while (!operation) operation = randomOperation(schema, chance);
  return compare(executors, { operation, seed, faults: chance.pick(FAULTS) }, findings);
}

async function compare(
  executors: Executors,
  { operation: { query, variables }, seed, faults }: Comparison,
  findings: Findings,
): Promise<string | undefined> {
  for (const subgraph of executors.subgraphs) Object.assign(subgraph, { seed: String(seed), faults });
  const document = parse(query);
  findings.operations += 1;
  for (const values of variables) {
    const incoming = () => incomingOf(executors, document, query, values);
    const stock = await outcomeOf(executors, executors.stock, incoming());
    const ours = await outcomeOf(executors, executors.compiled, incoming());
    findings.executions += 1;
    findings.representations.stock += representationsIn(stock);
    findings.representations.compiled += representationsIn(ours);
    count(findings, stock);
    const wrong =
      difference(stock, ours, { faults, findings }) ??
      (await otherText(executors, incoming(), ours, findings)) ??
      (await otherText(executors, incoming(), ours, findings));
    if (wrong) return `${wrong}\n${executors.name}, seed ${seed}\n${query}\n${JSON.stringify(values)}`;
  }
  return undefined;
}

function representationsIn({ exchanges }: ObservedExecution): number {
  return exchanges.reduce((sum, { representations }) => sum + representations.length, 0);
}

/**
 * Asks for text, and expects the text of the objects with the same counts, or objects where they have errors. Subgraphs
 * answer the same question alike. It must be called twice, because answers are scanned from the second time on.
 */
async function otherText(
  executors: Executors,
  incoming: Incoming,
  { outcome, thrown }: ObservedExecution,
  findings: Findings,
): Promise<string | undefined> {
  const { costs, subgraphs, written } = executors;
  const request = costOf(costs, incoming);
  if (!request) return undefined;
  try {
    const answered = await written(incoming);
    const { data, errors } = outcome ?? {};
    if (!('text' in answered)) {
      if (reportOf(answered) !== reportOf(outcome)) return 'asked for text, it answers other objects';
      if (data && !errors) findings.texts.left += 1;
      return undefined;
    }
    const { text, counted } = answered;
    findings.texts.written += 1;
    findings.texts.characters += text.length;
    if (errors) return 'an answer with errors is written as text';
    if (text !== JSON.stringify(data)) return `the text ${text} is not ${JSON.stringify(data)}`;
    const expected = request.count(data);
    const isCounted = counted.cost === expected.cost && counted.size === expected.size;
    return isCounted ? undefined : `counted ${JSON.stringify(counted)}, not ${JSON.stringify(expected)}`;
  } catch (error) {
    return (error as Error).message === thrown ? undefined : `asked for text, it throws ${error}`;
  } finally {
    for (const subgraph of subgraphs) subgraph.exchanges.splice(0);
  }
}

/** @returns undefined where values do not fit, or exceed a limit */
function costOf(costs: SchemaCosts, { document, operation, request }: Incoming): RequestCost | undefined {
  try {
    const values = new GivenValues(variablesReader(costs.schema, operation)(request.variables ?? {}));
    return new OperationCost(costs, { ...parsedDocument(document), operation }).ofRequest(values);
  } catch {
    return undefined;
  }
}

function reportOf({ data, errors }: Partial<Outcome> = {}): string {
  return JSON.stringify([data, errors?.map((error) => [error.toJSON?.() ?? String(error), placesOf(error)])]);
}

function incomingOf(
  { inner }: Executors,
  document: DocumentNode,
  source: string,
  variables: Readonly<Record<string, unknown>>,
): Incoming {
  return {
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
}

async function outcomeOf({ subgraphs }: Executors, executor: Executor, incoming: Incoming): Promise<ObservedExecution> {
  const exchanges = () => subgraphs.flatMap((subgraph) => subgraph.exchanges.splice(0));
  try {
    return { outcome: await executor(incoming), exchanges: exchanges() };
  } catch (error) {
    return { thrown: (error as Error).message, exchanges: exchanges() };
  }
}

function count({ outcomes, thrown: threw }: Findings, { outcome, thrown }: ObservedExecution): void {
  if (thrown !== undefined) threw.set(thrown, (threw.get(thrown) ?? 0) + 1);
  else if (outcome?.errors) outcomes.errors += 1;
  else if (outcome?.extensions?.valueCompletion) outcomes.holes += 1;
  else outcomes.whole += 1;
}

/** Describes the findings in words and numbers. */
export function describeFindings(findings: Findings): string {
  const { operations, executions, ways, outcomes, thrown, texts, misplaced, destroyed, unasked, unheard, keptMore } =
    findings;
  const { representations, scans } = findings;
  const lines = (counts: ReadonlyMap<string, number>) =>
    [...counts].sort(([, a], [, b]) => b - a).map(([what, times]) => `  ${times} ${what}`);
  return [
    `${operations} operations, each with two sets of variables: compiled and stock agree in data and errors, and no null goes unexplained, ${executions} times.`,
    `Answers: ${outcomes.whole} whole, ${outcomes.errors} with errors, ${outcomes.holes} with holes that no error explains.`,
    'How the compiled executor carried them out:',
    ...lines(ways),
    `Asked for text: ${texts.written} answers of ${texts.characters} characters are what JSON.stringify writes of the objects, and counted alike; ${texts.left} without errors came as objects.`,
    `For that, ${scans.read} answers of subgraphs were read as text, and ${scans.left} that could have been were parsed.`,
    'Thrown by both alike:',
    ...lines(thrown),
    `Representations: stock sent ${representations.stock}, compiled ${representations.compiled}.`,
    `Errors that stock put at the place of another entity (decision 0012): ${misplaced}.`,
    `Answers that stock lost where a subgraph broke its word: ${destroyed} as a whole, ${keptMore} in part.`,
    `Answers with a field that the plan asks nobody for, which stock leaves null without a word: ${unasked}.`,
    `Errors of questions that ours does not ask, as what they hang on broke its subgraph’s word: ${unheard}.`,
  ].join('\n');
}

/** @throws Error with the operation and both answers, where they differ */
export async function provePlans(
  supergraphs: readonly TestSupergraph[],
  { count: wanted, seed }: { count: number; seed: number },
  progress: (findings: Findings) => void = () => undefined,
): Promise<Findings> {
  const findings = new Findings();
  const executors = await Promise.all(supergraphs.map(createRivals));
  try {
    for (let at = 0; at < wanted; at += 1) {
      const wrong = await compareOne(executors[at % executors.length] as Executors, seed + at, findings);
      if (wrong) throw new Error(wrong);
      progress(findings);
    }
  } finally {
    await Promise.all(executors.map(({ gateway }) => gateway.stop()));
  }
  for (const { gateway, subgraphs } of executors) {
    for (const { scans } of subgraphs) {
      findings.scans.read += scans.read;
      findings.scans.left += scans.left;
    }
    for (const [way, times] of gateway.executions) findings.ways.set(way, (findings.ways.get(way) ?? 0) + times);
  }
  return findings;
}

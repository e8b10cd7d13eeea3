/** The cache is bounded in bytes, so the size that it states for its operations must be near their size on the heap. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import type { Caller } from '../../caller/caller';
import { PROJECT_ROOT } from '../../environment';
import { UNRECORDED } from '../../telemetry/span';
import * as texts from '../../test/availability-proof/texts';
import { heapUsed } from '../../test/heap';
import { compiled } from '../execution/compiled';
import type { Incoming } from '../execution/stock';
import { SeededSubgraph } from '../execution/test-supergraphs/seeded-subgraph';
import { SchemaCosts } from '../limits/cost-of-field';
import { refuseNullConditions } from '../parsing/conditions';
import { GivenValues } from '../parsing/variables';
import { readSupergraph } from '../supergraph/supergraph';
import { OperationCache } from './operation-cache';
import { createPrepare, type Prepare } from './prepare';

const file = (name: string) => readFileSync(join(PROJECT_ROOT, 'schema', name), 'utf8');
const supergraph = readSupergraph(file('supergraph.graphql'));
const CALLER: Caller = { kind: 'operator', subject: 'a', scopes: [], bound: [] };

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => part(at)).join(' ');
const school = (fields: string) => `query Q { school(number: "100000") { ${fields} } }`;

/** By name: different texts of the same size. */
const FAMILIES: Readonly<Record<string, { count: number; text: (n: number) => string }>> = {
  'small ones': { count: 200, text: (n) => school(`a${n}: name`) },
  'of the usual size': {
    count: 60,
    text: (n) =>
      school(
        `a${n}: name district { name } authority { name } licensedTitles(first: 20) { totalCount edges { validUntil node { id name description } entitlement { id licence { name } } } }`,
      ),
  },
  'with many fields': {
    count: 20,
    text: (n) =>
      school(
        `a${n}: name ${times(40, (at) => `... on School { id name city form district { name id } b${at}: number }`)}`,
      ),
  },
  'with a large literal': {
    count: 20,
    text: (n) => school(`access(titleIds: [${times(450, (at) => `"${n}${at}"`)}]) { outcome }`),
  },
  'with plans of many questions': {
    count: 20,
    text: (n) =>
      school(
        `${times(15, (at) => `a${n}${at}: licensedTitles(first: ${at + 1}) { edges { node { name } entitlement { licence { name } holder { name } } } }`)}`,
      ),
  },
};

interface Fixture {
  readonly cache: OperationCache;
  carryOut(text: string): Promise<void>;
  /** Caches of the subgraphs do not count. */
  forget(): void;
  stop(): Promise<void>;
}

async function prepareFixture(): Promise<Fixture> {
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  const cache = new OperationCache(1e9);
  const subgraphs = new Map(
    ['schools', 'licences', 'usage'].map((name) => [name, new SeededSubgraph(file(`${name}.graphql`))]),
  );
  const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const gateway = compiled(
    ({ experimental_didResolveQueryPlan, cache: plans }) =>
      new ApolloGateway({
        experimental_didResolveQueryPlan,
        supergraphSdl: supergraph.forPlanner,
        buildService: ({ name }) => subgraphs.get(name) as SeededSubgraph,
        queryPlannerConfig: { cache: plans, generateQueryFragments: false },
        logger,
      }) as never,
  );
  const schema = await gateway.load();
  const rules = { ...supergraph, schema, costs: new SchemaCosts(schema, supergraph.costs) };
  const { fieldGraphs: graphs, plannerFields } = supergraph;
  const prepare: Prepare = createPrepare({ rules, graphs, plannerFields, cache, production: true });
  return {
    cache,
    stop: () => gateway.stop(),
    forget() {
      for (const subgraph of subgraphs.values()) {
        subgraph.exchanges.splice(0);
        (Reflect.get(subgraph, 'documents') as Map<string, unknown>).clear();
      }
    },
    /** Every part of it is worked out. */
    async carryOut(text) {
      const prepared = await prepare(text, { caller: CALLER, span: UNRECORDED, isPaid: true });
      const operation = prepared.operation(undefined);
      const values = new GivenValues(operation.readVariables({}));
      refuseNullConditions(operation.conditionVariables, values.variables);
      const cost = operation.cost.ofRequest(values);
      operation.requirements.byScopes(CALLER);
      expect(operation.maxAge).toBeGreaterThanOrEqual(0);
      const incoming = { request: { variables: {} }, context: {} };
      const planned = await gateway.plan(operation);
      const answer = await gateway.executeToJson(planned, incoming as unknown as Incoming, cost);
      expect(answer).toHaveProperty('text');
      cache.grown(prepared);
    },
  };
}

/** One gateway for all tests: the remains of a stopped one would be freed while another one is measured. */
let on: Fixture;
/** The sizes of heap and cache after the last test, in bytes. */
let before: Sizes;
beforeAll(async () => {
  on = await prepareFixture();
  for (let n = 100_000; n < 100_005; n += 1) {
    for (const { text } of Object.values(FAMILIES)) await on.carryOut(text(n));
    for (const text of Object.values(REFUSED)) await refuse(text(n));
  }
  before = await sizes();
});
afterAll(() => on.stop());

interface Sizes {
  readonly taken: number;
  readonly reckoned: number;
}

async function sizes(): Promise<Sizes> {
  on.forget();
  return { taken: await heapUsed(), reckoned: on.cache.size.bytes };
}

/** Returns how many bytes the heap grew since the last test, for each byte that the cache states. */
async function takenPerReckoned(): Promise<number> {
  const after = await sizes();
  const ratio = (after.taken - before.taken) / (after.reckoned - before.reckoned);
  before = after;
  return ratio;
}

const refuse = (text: string) => expect(on.carryOut(text)).rejects.toThrow();

test.each(Object.entries(FAMILIES))(
  'operations %s take the stated size, within a factor of two',
  async (_, { count, text }) => {
    for (let n = 0; n < count; n += 1) await on.carryOut(text(n));
    const ratio = await takenPerReckoned();
    expect(ratio).toBeLessThan(2);
    expect(ratio).toBeGreaterThan(0.5);
  },
);

/** By name: different texts that are refused. */
const REFUSED: Readonly<Record<string, (n: number) => string>> = {
  'for fragments that double': (n) => texts.doublingWithin('100000', 20, `w${n}`),
  'for equal fields': (n) => texts.equalFields('100000', 300, `w${n}`),
  'for unknown fields': (n) => texts.unknownFields('100000', 990, `w${n}`),
  'for unused variables': (n) => texts.unusedVariables(950, `w${n}`),
  'for many operations': (n) => texts.manyOperations(900, `w${n}`),
  'for jumps between services': (n) => texts.dearToPlan(['100000', '100001'], 4, `w${n}`),
};

test.each(Object.entries(REFUSED))('texts refused %s take at most twice what is reckoned', async (_, text) => {
  for (let n = 0; n < 30; n += 1) await refuse(text(n));
  expect(await takenPerReckoned()).toBeLessThan(2);
});

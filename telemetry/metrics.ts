/**
 * Metrics for Prometheus. One registry for a process: gateway and services share it where they run in one process.
 *
 * Every label has few values. Those that clients choose are bounded (bounded-names.ts); none names a person, a school or an
 * organisation.
 */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { BoundedNames } from './bounded-names';
import type { ClientProgram } from './client';
import { countSeries, durationSeries } from './series';

/** How an answer, or an attempt to get one, came out: `ok`, or the code of the first error. */
type Outcome = string;

export interface Answered {
  /** The name of the operation, where it has one. */
  readonly operation: string | undefined;
  readonly client: ClientProgram;
  /** Whether it had a caller and was executed: only then may it add new label values. */
  readonly trusted: boolean;
  /** The codes of all its errors, each once. */
  readonly codes: readonly string[];
  readonly seconds: number;
}

interface Asked {
  readonly subgraph: string;
  readonly operation: string | undefined;
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** How full a pool of connections, or of places, is. */
export interface PoolSize {
  readonly active: number;
  readonly idle?: number;
  readonly waiting: number;
}

/** How much of something is kept in memory, and about how many bytes it takes. */
export interface CacheSize {
  readonly bytes: number;
  readonly entries: number;
  /** The upper limit in bytes. */
  readonly most: number;
}

type BreakerState = 'closed' | 'open' | 'trying';
const BREAKER_STATES: readonly BreakerState[] = ['closed', 'open', 'trying'];

export interface Metrics {
  /** A request over HTTP was answered. */
  answered(answered: Answered): void;
  /** A subgraph was asked once; a repetition is one more. */
  asked(request: Asked): void;
  /** An operation had no plan yet. @param found another request was planning it */
  plan(found: boolean): void;
  /**
   * For each supergraph that comes to be served; all of them count.
   *
   * @param executions how often operations were carried out, by the way it was done; they only grow
   */
  watchExecutions(executions: ReadonlyMap<string, number>): void;
  /** Whether the latest supergraph that was offered is refused, so that the one before it is served. */
  supergraphRefused(refused: boolean): void;
  retried(subgraph: string): void;
  breaker(subgraph: string, state: BreakerState): void;
  /**
   * A request or a subgraph request was rejected before it was sent on, or a connection was cut. @param where `http`,
   * or a subgraph
   */
  shed(where: string, why: string): void;
  /** The access rule made this many decisions with the same outcome. */
  decided(service: string, outcome: 'ALLOWED' | 'DENIED', reason: string | null, count?: number): void;
  /** This many denials were recorded as usage, refused by the usage service, or dropped before they were sent. */
  denials(outcome: 'recorded' | 'refused' | 'dropped', count: number): void;
  /** Two parts of a service that must agree did not. @param kind as services/subgraph/fault.ts names it */
  fault(service: string, kind: string): void;
  /** @param pool `licences database`: the connections of that service; `licences questions`: of the gateway to it */
  watchPool(pool: string, size: () => PoolSize): void;
  /** @param cache `operations`, `licences titles`; another one of that name takes the place of the one before */
  watchCache(cache: string, size: () => CacheSize): void;
  /** Names of operations that are known beforehand: those of trusted documents. */
  knownOperations(names: Iterable<string>): void;
  /** Adds those of this process: memory, garbage collection, the lag of its event loop. */
  watchProcess(): void;
  readonly registry: Registry;
  /** As Prometheus reads it. */
  text(): Promise<string>;
}

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

const MAX_OPERATIONS = 100;
const MAX_CLIENTS = 100;
const LONGEST_NAME = /^[_A-Za-z]\w{0,99}$/;
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const operations = new BoundedNames(MAX_OPERATIONS);
  const clients = new BoundedNames(MAX_CLIENTS);
  const pools = new Map<string, () => PoolSize>();
  const caches = new Map<string, () => CacheSize>();

  const requestTook = durationSeries(registry, {
    name: 'freischalter_request_duration_seconds',
    help: 'From the request over HTTP to its answer, by the name of the operation and its first error code, or ok',
    labelNames: ['operation', 'outcome'],
    bounds: SECONDS,
  });
  const attemptTook = durationSeries(registry, {
    name: 'freischalter_subgraph_duration_seconds',
    help: 'Each attempt to ask a subgraph, by the name of the client’s operation',
    labelNames: ['subgraph', 'operation', 'outcome'],
    bounds: SECONDS,
  });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    countSeries(registry, { name: `freischalter_${name}`, help, labelNames });
  const errors = counter('errors_total', 'Requests whose answer holds an error of this code', ['code']);
  const usage = counter('client_requests_total', 'Requests by the program that sent them', ['client', 'version']);
  const plans = counter(
    'plan_cache_total',
    'Operations without a plan: miss (it was planned) or hit (another request was planning it)',
    ['result'],
  );
  const retries = counter('subgraph_retries_total', 'Questions to a subgraph that were asked again', ['subgraph']);
  const shed = counter('shed_total', 'Turned away unasked: over HTTP, or before a subgraph', ['where', 'why']);
  const decisions = counter('access_decisions_total', 'What the access rule decided', ['service', 'outcome', 'reason']);
  const denials = counter('denials_total', 'Denials that the gateway recorded as usage, or did not', ['outcome']);
  const faults = counter('faults_total', 'Two parts of a service that must agree did not, and a field failed', [
    'service',
    'fault',
  ]);
  const breakers = new Gauge({
    name: 'freischalter_breaker_state',
    help: '1 for the state that the breaker of a subgraph is in',
    labelNames: ['subgraph', 'state'],
    registers,
  });
  new Gauge({
    name: 'freischalter_pool',
    help: 'Connections or places of a pool that are active or idle, and who waits for one',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, size] of pools) {
        for (const [state, count] of Object.entries(size())) this.set({ pool, state }, count);
      }
    },
  });

  const cacheGauge = (name: string, help: string, of: keyof CacheSize) =>
    new Gauge({
      name: `freischalter_cache_${name}`,
      help,
      labelNames: ['cache'],
      registers,
      collect() {
        for (const [cache, size] of caches) this.set({ cache }, size()[of]);
      },
    });
  cacheGauge('bytes', 'What is kept in memory, in bytes, about', 'bytes');
  cacheGauge('entries', 'What is kept in memory, in number', 'entries');
  cacheGauge('limit_bytes', 'How many bytes of it are kept at the most', 'most');

  const watched: ReadonlyMap<string, number>[] = [];
  new Counter({
    name: 'freischalter_executions_total',
    help: 'Operations carried out: compiled, or why they were left to the stock executor',
    labelNames: ['way'],
    registers,
    collect() {
      this.reset();
      for (const [way, count] of watched.flatMap((executions) => [...executions])) this.inc({ way }, count);
    },
  });
  const supergraphs = new Gauge({
    name: 'freischalter_supergraph_refused',
    help: '1 where the supergraph in the file is refused, and the one before it is served',
    registers,
  });

  function operationName(name: string | undefined, trusted: boolean): string {
    if (name === undefined) return 'unnamed';
    return LONGEST_NAME.test(name) ? operations.of(name, trusted) : 'other';
  }

  return {
    answered({ operation, client, trusted, codes, seconds }) {
      const [outcome = 'ok'] = codes;
      requestTook(seconds, operationName(operation, trusted), outcome);
      for (const code of codes) errors(1, code);
      const program = `${client.name} ${client.version}`;
      if (clients.of(program, trusted) === program) usage(1, client.name, client.version);
      else usage(1, 'other', 'other');
    },
    asked({ subgraph, operation, outcome, seconds }) {
      attemptTook(seconds, subgraph, operationName(operation, false), outcome);
    },
    plan: (found) => plans(1, found ? 'hit' : 'miss'),
    watchExecutions: (executions) => void watched.push(executions),
    supergraphRefused: (refused) => supergraphs.set(refused ? 1 : 0),
    retried: (subgraph) => retries(1, subgraph),
    breaker(subgraph, present) {
      for (const state of BREAKER_STATES) breakers.set({ subgraph, state }, state === present ? 1 : 0);
    },
    shed: (where, why) => shed(1, where, why),
    decided(service, outcome, reason, count = 1) {
      if (count > 0) decisions(count, service, outcome, reason ?? '');
    },
    denials: (outcome, count) => denials(count, outcome),
    fault: (service, kind) => faults(1, service, kind),
    watchPool: (pool, size) => void pools.set(pool, size),
    watchCache: (cache, size) => void caches.set(cache, size),
    knownOperations: (names) => operations.add(names),
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    registry,
    text: () => registry.metrics(),
  };
}

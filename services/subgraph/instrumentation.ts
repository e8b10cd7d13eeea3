/** Records a subgraph: spans of its questions, its connection pool, its decisions and faults. */
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { poolOf } from '../../database/driver-internals';
import type { RequestMetadata } from '../../request/signing/signed-request';
import type { PoolSize } from '../../telemetry/metrics';
import { type Span, UNRECORDED } from '../../telemetry/span';
import { noTelemetry, type Telemetry } from '../../telemetry/telemetry';
import { connectionShares } from './database/connection-shares';
import type { Fault } from './fault';

export interface SubgraphInstrumentation {
  /** Begins the span of a question, parent of all work for it. It is ended with the answer. */
  begin(metadata: RequestMetadata): Span;
  readonly decided: Decided;
  foundFault(fault: Fault, requestId: string): void;
}

/** Called when the access rule has decided in this way on this many uses of a title. */
export type Decided = (outcome: 'ALLOWED' | 'DENIED', reason: string | null, count?: number) => void;

export function instrumentSubgraph(
  name: string,
  dataSource: DataSource,
  log: Logger,
  telemetry: Telemetry = noTelemetry(),
): SubgraphInstrumentation {
  const { tracer, metrics } = telemetry;
  metrics.watchPool(`${name} database`, () => sizeOf(dataSource));
  return {
    begin({ traceparent, envelope }) {
      if (traceparent === undefined) return UNRECORDED;
      return tracer.begin('answer', 'server', traceparent, { 'freischalter.request_id': envelope.requestId });
    },
    decided: (outcome, reason, count) => metrics.decided(name, outcome, reason, count),
    foundFault(fault, requestId) {
      const { kind, facts } = fault;
      metrics.fault(name, kind);
      log.error({ err: fault, fault: kind, requestId, ...facts }, 'a fault of this program: what was asked for fails');
    },
  };
}

/** pg's own numbers, and how many wait for a share of the connections. */
function sizeOf(dataSource: DataSource): PoolSize {
  const { totalCount, idleCount, waitingCount } = poolOf(dataSource);
  return {
    active: totalCount - idleCount,
    idle: idleCount,
    waiting: waitingCount + connectionShares(dataSource).waiting,
  };
}

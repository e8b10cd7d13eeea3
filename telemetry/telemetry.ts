/** What is seen of a part of the installation while it runs: traces and metrics. Logs are log.ts. */
import { createMetrics, type Metrics } from './metrics';
import { RECORDS_NOTHING, type Tracer } from './span';

export interface Telemetry {
  readonly tracer: Tracer;
  readonly metrics: Metrics;
}

/** For who does not look: no traces, and metrics that nobody reads. */
export function unseen(): Telemetry {
  return { tracer: RECORDS_NOTHING, metrics: createMetrics() };
}

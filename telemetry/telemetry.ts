/** Traces and metrics of a running part of the installation. The log is log.ts. */
import { createMetrics, type Metrics } from './metrics';
import { RECORDS_NOTHING, type Tracer } from './span';

export interface Telemetry {
  readonly tracer: Tracer;
  readonly metrics: Metrics;
}

/** Without traces, and with metrics that nobody reads. */
export function noTelemetry(): Telemetry {
  return { tracer: RECORDS_NOTHING, metrics: createMetrics() };
}

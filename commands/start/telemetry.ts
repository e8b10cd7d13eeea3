/** Makes this process observable: metrics where Prometheus asks for them, traces where a collector accepts them. */
import cluster from 'node:cluster';
import type { Logger } from 'pino';
import type { Settings } from '../../environment';
import { createMetrics, type Metrics } from '../../telemetry/metrics';
import { metricsOfWorkers, reportToPrimary } from '../../telemetry/metrics-of-workers';
import { createMetricsServer } from '../../telemetry/metrics-server';
import { RECORDS_NOTHING } from '../../telemetry/span';
import type { Telemetry } from '../../telemetry/telemetry';
import type { Lifecycle } from './lifecycle';
import { listen } from './listening';

/**
 * A worker of node:cluster shows its metrics through the process that started it ({@link showMetricsOfWorkers}).
 *
 * @returns the telemetry of a part of the installation (`gateway`, or a service) that runs in this process
 */
export async function startTelemetry(
  settings: Settings,
  log: Logger,
  lifecycle: Lifecycle,
): Promise<(part: string) => Telemetry> {
  const { METRICS_PORT, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, TRACE_RATIO: ratio } = settings;
  const metrics = createMetrics();
  if (METRICS_PORT !== undefined) {
    metrics.watchProcess();
    if (cluster.isWorker) reportToPrimary(metrics);
    else await show(metrics, settings, log, lifecycle);
  }
  if (!endpoint) return () => ({ tracer: RECORDS_NOTHING, metrics });
  /** Loaded only where it is needed: the packages take 0.2 s of each start. */
  const { createTracing, sendingTo } = await import('../../telemetry/tracing');
  const tracing = createTracing({ processor: sendingTo(endpoint, log), ratio });
  lifecycle.keep(() => tracing.stop());
  return (part) => ({ tracer: tracing.tracer(part), metrics });
}

/** For the process that starts workers and answers no requests itself. */
export async function showMetricsOfWorkers(settings: Settings, log: Logger, lifecycle: Lifecycle): Promise<void> {
  if (settings.METRICS_PORT !== undefined) await show(metricsOfWorkers(), settings, log, lifecycle);
}

async function show(
  metrics: Pick<Metrics, 'text'>,
  { METRICS_PORT = 0, METRICS_HOST }: Settings,
  log: Logger,
  lifecycle: Lifecycle,
): Promise<void> {
  const server = createMetricsServer(metrics, log);
  await listen(server, METRICS_PORT, METRICS_HOST, 'METRICS_PORT');
  lifecycle.keep(async () => void server.close().closeAllConnections());
}

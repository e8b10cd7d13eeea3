/** Adds up the metrics of several processes (node:cluster) in the one that started them. */
import { AggregatorRegistry } from 'prom-client';
import type { Metrics } from './metrics';

/** In a worker. */
export function reportToPrimary({ registry }: Metrics): void {
  AggregatorRegistry.setRegistries(registry);
  new AggregatorRegistry();
}

/** In the process that started the workers. Its text is that of theirs together; it throws where one does not answer. */
export function metricsOfWorkers(): Pick<Metrics, 'text'> {
  const workers = new AggregatorRegistry();
  return { text: () => workers.clusterMetrics() };
}

/** Reports what the resilience policies do as metrics. */
import type { Metrics } from '../../telemetry/metrics';
import type { TransportObserver } from '../subgraphs/resilience-policy';
import type { SubgraphClient } from '../subgraphs/subgraph-client';

export function observeResilience(
  metrics: Metrics,
  subgraphs: readonly string[],
  also: TransportObserver = {},
): TransportObserver {
  for (const subgraph of subgraphs) metrics.breaker(subgraph, 'closed');
  return {
    ...also,
    retry(subgraph, retry) {
      metrics.retried(subgraph);
      also.retry?.(subgraph, retry);
    },
    refused(subgraph, why) {
      metrics.shed(subgraph, why);
      also.refused?.(subgraph, why);
    },
    breaker(subgraph, state) {
      metrics.breaker(subgraph, state);
      also.breaker?.(subgraph, state);
    },
  };
}

/** Reports how many questions are on their way to each subgraph, and how many wait. */
export function observeQueues(metrics: Metrics, subgraphs: readonly string[], states: SubgraphClient['states']): void {
  for (const name of subgraphs) {
    metrics.watchPool(`${name} questions`, () => {
      const { atOnce = 0, waiting = 0 } = states()[name] ?? {};
      return { active: atOnce, waiting };
    });
  }
}

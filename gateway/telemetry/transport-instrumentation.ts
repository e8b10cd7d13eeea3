/** A wire of which each attempt is seen: as a span of the request's trace, and in the metrics. */
import type { CancellationToken } from '../../request/cancellation';
import type { Hop } from '../../request/signing/signed-request';
import { failureOf, type Span, UNRECORDED } from '../../telemetry/span';
import type { Telemetry } from '../../telemetry/telemetry';
import { TimeUpError } from '../subgraphs/time-limit';
import { type SubgraphQuestion, type Wire, WireError } from '../subgraphs/transport';

export function seenWire(wire: Wire, subgraph: string, { tracer, metrics }: Telemetry): Wire {
  /** What the gateway asks for itself, or for many requests together, belongs to no trace. */
  function spanOf({ operationName }: SubgraphQuestion, { traceparent }: Hop): Span {
    if (traceparent === undefined) return UNRECORDED;
    return tracer.begin(`ask ${subgraph}`, 'client', traceparent, {
      'freischalter.subgraph': subgraph,
      'graphql.operation.name': operationName,
    });
  }

  return {
    ready: (signal) => wire.ready(signal),
    stop: () => wire.stop(),
    async ask(question, hop, signal) {
      const span = spanOf(question, hop);
      const startedAt = performance.now();
      let outcome = 'ok';
      try {
        const seen = span.recorded ? { ...hop, traceparent: span.traceparent } : hop;
        const answer = await wire.ask(question, seen, signal);
        const [first] = answer.errors ?? [];
        if (first) outcome = failureOf(first);
        return answer;
      } catch (error) {
        outcome = reasonOf(error, signal);
        throw error;
      } finally {
        span.end(outcome === 'ok' ? undefined : outcome);
        const operation = clientOperation(question.operationName);
        metrics.asked({ subgraph, operation, outcome, seconds: (performance.now() - startedAt) / 1_000 });
      }
    },
  };
}

/** Why an attempt has no answer: how the wire failed, `timeout`, or `cancelled` where nobody waits any more. */
function reasonOf(error: unknown, signal: CancellationToken): string {
  if (signal.aborted) return signal.reason instanceof TimeUpError ? 'timeout' : 'cancelled';
  return error instanceof WireError ? error.failure : failureOf(error);
}

/** The planner calls the parts of an operation `<name>__<subgraph>__<number>`. */
function clientOperation(name: string | undefined): string | undefined {
  return name?.replace(/__[a-z]+__\d+$/, '');
}

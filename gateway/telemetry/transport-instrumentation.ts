/** A transport that records its attempts: each as a span of the request's trace, and in the metrics. */
import type { CancellationToken } from '../../request/cancellation';
import type { RequestMetadata } from '../../request/signing/signed-request';
import { failureOf, type Span, UNRECORDED } from '../../telemetry/span';
import type { Telemetry } from '../../telemetry/telemetry';
import { TimeUpError } from '../subgraphs/time-limit';
import { type SubgraphQuestion, type Transport, TransportError } from '../subgraphs/transport';

export function instrumentTransport(transport: Transport, subgraph: string, { tracer, metrics }: Telemetry): Transport {
  /** A question that the gateway asks for itself, or for many requests together, belongs to no trace. */
  function spanOf({ operationName }: SubgraphQuestion, { traceparent }: RequestMetadata): Span {
    if (traceparent === undefined) return UNRECORDED;
    return tracer.begin(`ask ${subgraph}`, 'client', traceparent, {
      'freischalter.subgraph': subgraph,
      'graphql.operation.name': operationName,
    });
  }

  return {
    ready: (signal) => transport.ready(signal),
    stop: () => transport.stop(),
    ask(question, metadata, signal, scan) {
      const span = spanOf(question, metadata);
      const startedAt = performance.now();
      const seen = span.recorded ? { ...metadata, traceparent: span.traceparent } : metadata;
      const answer = transport.ask(question, seen, signal, scan);
      function ended(outcome: string): void {
        span.end(outcome === 'ok' ? undefined : outcome);
        const operation = clientOperation(question.operationName);
        metrics.asked({ subgraph, operation, outcome, seconds: (performance.now() - startedAt) / 1_000 });
      }
      answer.then(
        ({ errors }) => ended(errors?.[0] ? failureOf(errors[0]) : 'ok'),
        (error) => ended(reasonOf(error, signal)),
      );
      // Does not return the recorded promise: the caller would wait for one promise more.
      return answer;
    },
  };
}

/** Why an attempt has no answer: how the transport failed, `timeout`, or `cancelled` where nobody waits any longer. */
function reasonOf(error: unknown, signal: CancellationToken): string {
  if (signal.aborted) return signal.reason instanceof TimeUpError ? 'timeout' : 'cancelled';
  return error instanceof TransportError ? error.failure : failureOf(error);
}

/** The planner names the parts of an operation `<name>__<subgraph>__<number>`. */
function clientOperation(name: string | undefined): string | undefined {
  return name?.replace(/__[a-z]+__\d+$/, '');
}

/** Traces by OpenTelemetry: to an OTLP address, or to wherever a test wants them. */
import {
  type Context,
  type Span as OtelSpan,
  SpanKind as OtelSpanKind,
  type Tracer as OtelTracer,
  ROOT_CONTEXT,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { ExportResultCode, parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { Logger } from 'pino';
import { type Attributes, type Span, type SpanKind, type Tracer, UnrecordedSpan } from './span';

interface Tracing {
  /** @param part of the installation, `gateway` or a service: the trace tells them apart */
  tracer(part: string): Tracer;
  /** Sends what is left, for two seconds at the most. */
  stop(): Promise<void>;
}

interface TracingOptions {
  readonly processor: SpanProcessor;
  /** The share of traces that are recorded, of those that begin here; one that comes from outside has that decided. */
  readonly ratio: number;
}

const LONGEST_ATTRIBUTE = 4_096;
const FLUSH_MS = 2_000;
const KINDS: Record<SpanKind, OtelSpanKind> = {
  server: OtelSpanKind.SERVER,
  client: OtelSpanKind.CLIENT,
  internal: OtelSpanKind.INTERNAL,
};

export function createTracing({ processor, ratio }: TracingOptions): Tracing {
  const sampler = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  return {
    tracer(part) {
      const provider = new BasicTracerProvider({
        resource: resourceFromAttributes({ 'service.name': `freischalter-${part}` }),
        sampler,
        spanProcessors: [processor],
        spanLimits: { attributeValueLengthLimit: LONGEST_ATTRIBUTE },
      });
      const tracer = provider.getTracer('freischalter');
      return {
        begin(name, kind, traceparent, attributes) {
          const parent = traceparent === undefined ? null : parseTraceParent(traceparent);
          const context = parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT;
          return open(tracer, name, kind, attributes, context);
        },
      };
    },
    async stop() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((done) => {
        timer = setTimeout(done, FLUSH_MS);
      });
      await Promise.race([processor.shutdown().catch(() => undefined), late]);
      clearTimeout(timer);
    },
  };
}

/**
 * Sends spans in batches to `<endpoint>/v1/traces`. What waits is bounded (2,048 spans): more than that are dropped, and
 * no request ever waits for a collector.
 */
export function sendingTo(endpoint: string, log: Logger): SpanProcessor {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: FLUSH_MS,
  });
  const telling: SpanExporter = {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const lost = result.code !== ExportResultCode.SUCCESS;
        if (lost) log.warn({ err: result.error, spans: spans.length }, 'spans could not be sent to the collector');
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
  return new BatchSpanProcessor(telling);
}

function open(
  tracer: OtelTracer,
  name: string,
  kind: SpanKind,
  attributes: Attributes | undefined,
  context: Context,
  startTime?: number,
): Span {
  const span = tracer.startSpan(name, { kind: KINDS[kind], attributes, startTime }, context);
  const { traceId, spanId, traceFlags } = span.spanContext();
  const traceparent = `00-${traceId}-${spanId}-${traceFlags & TraceFlags.SAMPLED ? '01' : '00'}`;
  return span.isRecording()
    ? new RecordedSpan(tracer, span, context, traceId, traceparent)
    : new UnrecordedSpan(traceId, traceparent);
}

class RecordedSpan implements Span {
  readonly recorded = true;

  constructor(
    private readonly tracer: OtelTracer,
    private readonly span: OtelSpan,
    private readonly context: Context,
    readonly traceId: string,
    readonly traceparent: string,
  ) {}

  child(name: string, kind: SpanKind = 'internal', attributes?: Attributes, startedAt?: number): Span {
    return open(this.tracer, name, kind, attributes, trace.setSpan(this.context, this.span), startedAt);
  }

  set(attributes: Attributes): void {
    this.span.setAttributes(attributes);
  }

  rename(name: string): void {
    this.span.updateName(name);
  }

  end(failure?: string): void {
    if (failure !== undefined) {
      this.span.setAttribute('error.type', failure);
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}

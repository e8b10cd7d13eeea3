import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { failureOf, RECORDS_NOTHING, UNRECORDED, under } from './span';
import { createTracing } from './tracing';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SAMPLED = `00-${TRACE}-00f067aa0ba902b7-01`;
const UNSAMPLED = `00-${TRACE}-00f067aa0ba902b7-00`;

function tracerInMemory(ratio = 1) {
  const exporter = new InMemorySpanExporter();
  const tracing = createTracing({ processor: new SimpleSpanProcessor(exporter), ratio });
  return { tracer: tracing.tracer('test'), spans: () => exporter.getFinishedSpans() };
}

test('a span goes on with the trace that came from outside, and its children with it', () => {
  const { tracer, spans } = tracerInMemory();
  const root = tracer.begin('POST /graphql', 'server', SAMPLED);
  const child = root.child('plan');
  child.end();
  root.end('FORBIDDEN');
  const [plan, post] = spans();
  expect(post?.spanContext().traceId).toBe(TRACE);
  expect(post?.parentSpanContext?.spanId).toBe('00f067aa0ba902b7');
  expect(post?.attributes).toEqual({ 'error.type': 'FORBIDDEN' });
  expect(plan?.parentSpanContext?.spanId).toBe(post?.spanContext().spanId);
  expect(root.traceparent).toBe(`00-${TRACE}-${post?.spanContext().spanId}-01`);
});

test.each([
  'rubbish',
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `ff-${TRACE}-00f067aa0ba902b7-01`,
  `${SAMPLED}, ${SAMPLED}`,
  `${SAMPLED}\r\nx: y`,
])('“%s” is no traceparent, and begins no trace and joins none', (traceparent) => {
  const { tracer } = tracerInMemory();
  expect(tracer.begin('request', 'server', traceparent).traceId).not.toBe(TRACE);
  expect(RECORDS_NOTHING.begin('request', 'server', traceparent)).toBe(UNRECORDED);
});

test('a trace that its sender does not record is not recorded here, and is handed on so', () => {
  const { tracer, spans } = tracerInMemory();
  const span = tracer.begin('request', 'server', UNSAMPLED);
  expect(span.recorded).toBe(false);
  expect(span.child('plan')).toBe(span);
  expect(span.traceId).toBe(TRACE);
  expect(span.traceparent).toMatch(/-00$/);
  span.end();
  expect(spans()).toEqual([]);
});

test('with a ratio of 0 only traces that come from outside are recorded', () => {
  const { tracer } = tracerInMemory(0);
  expect(tracer.begin('request', 'server').recorded).toBe(false);
  expect(tracer.begin('request', 'server', SAMPLED).recorded).toBe(true);
});

test('where nothing is recorded, a trace from outside is handed on as it came, and nothing else is made', () => {
  const span = RECORDS_NOTHING.begin('request', 'server', SAMPLED);
  expect([span.traceId, span.traceparent]).toEqual([TRACE, SAMPLED]);
  expect(span.child('plan')).toBe(span);
  expect(RECORDS_NOTHING.begin('request', 'server')).toBe(UNRECORDED);
});

test('work that fails ends its span with the kind of the failure, never with its message', async () => {
  const { tracer, spans } = tracerInMemory();
  const root = tracer.begin('request', 'server');
  const failing = under(root, 'work', async () => {
    throw Object.assign(new Error('Erika Mustermann'), { code: '22P02' });
  });
  await expect(failing).rejects.toThrow();
  expect(spans()[0]?.attributes).toEqual({ 'error.type': '22P02' });
  expect(JSON.stringify([spans()[0]?.events, spans()[0]?.status])).not.toContain('Erika');
  expect(failureOf({ code: 'Erika Mustermann' })).toBe('error');
});

import { clientProgram } from './client';
import { type Answered, createMetrics } from './metrics';

function answered(changes: Partial<Answered> = {}): Answered {
  const client = { name: 'unknown', version: 'unknown' };
  return { operation: 'Titles', client, trusted: true, codes: [], seconds: 0.01, ...changes };
}

test('requests are counted by operation, outcome and client', async () => {
  const metrics = createMetrics();
  metrics.answered(answered({ client: { name: 'lms', version: '1.2' } }));
  metrics.answered(answered({ codes: ['FORBIDDEN', 'BAD_USER_INPUT'] }));
  const text = await metrics.text();
  expect(text).toContain('freischalter_request_duration_seconds_count{operation="Titles",outcome="ok"} 1');
  expect(text).toContain('freischalter_request_duration_seconds_count{operation="Titles",outcome="FORBIDDEN"} 1');
  expect(text).toContain('freischalter_errors_total{code="BAD_USER_INPUT"} 1');
  expect(text).toContain('freischalter_client_requests_total{client="lms",version="1.2"} 1');
});

test('names that clients choose are bounded: the first hundred, and those of trusted documents, have their own', async () => {
  const metrics = createMetrics();
  for (let number = 0; number < 500; number += 1) {
    metrics.answered(
      answered({ operation: `Flood${number}`, client: { name: `flood${number}`, version: `${number}` } }),
    );
  }
  metrics.knownOperations(['Trusted']);
  metrics.answered(answered({ operation: 'Trusted' }));
  const text = await metrics.text();
  const values = (label: string) => new Set(text.match(new RegExp(`\\b${label}="[^"]*"`, 'g')));
  expect(values('operation').size).toBe(102);
  expect(values('client').size).toBe(101);
  expect(text).toContain('operation="Trusted"');
});

test('who was not let in brings in no name', async () => {
  const metrics = createMetrics();
  metrics.answered(answered({ trusted: false, client: { name: 'attacker', version: '1' } }));
  metrics.answered(answered({ operation: undefined }));
  metrics.answered(answered({ operation: 'with "quotes"' }));
  const text = await metrics.text();
  expect(text).not.toMatch(/Titles|attacker|quotes/);
  expect(text).toContain('operation="other"');
  expect(text).toContain('operation="unnamed"');
});

test('a pool is looked at when the metrics are read, and the breaker is in one state', async () => {
  const metrics = createMetrics();
  metrics.watchPool('licences database', () => ({ active: 3, idle: 2, waiting: 1 }));
  metrics.breaker('licences', 'closed');
  metrics.breaker('licences', 'open');
  const text = await metrics.text();
  expect(text).toContain('freischalter_pool{pool="licences database",state="waiting"} 1');
  expect(text).toContain('freischalter_breaker_state{subgraph="licences",state="open"} 1');
  expect(text).toContain('freischalter_breaker_state{subgraph="licences",state="closed"} 0');
});

test('a client is known by the headers of Apollo’s clients and of all others', () => {
  expect(clientProgram({ 'apollographql-client-name': 'lms', 'apollographql-client-version': '3.0.1' })).toEqual({
    name: 'lms',
    version: '3.0.1',
  });
  expect(clientProgram({ 'graphql-client-name': 'mediathek/web' })).toEqual({
    name: 'mediathek/web',
    version: 'unknown',
  });
});

test.each(['erika@example.org', 'Erika Mustermann', '"', 'x'.repeat(65), 'a\u0000'])(
  '“%s” is no name of a program',
  (name) => {
    expect(clientProgram({ 'graphql-client-name': name }).name).toBe('unknown');
  },
);

/** What is recorded of one request: its trace, its metrics and its lines in the log. */
import { randomBytes } from 'node:crypto';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createLog } from '../telemetry/log';
import { createMetrics, type Metrics } from '../telemetry/metrics';
import { createTracing } from '../telemetry/tracing';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, type System, startSystem, tokenOf } from './system';

const LMS_SPAN = '00f067aa0ba902b7';
/** Text that must not be recorded: names of callers, search terms, values that were sent. */
const SEARCH = 'Geheimnis der Erika Mustermann';
const TITLES = `query LicensedTitles($number: String!, $search: String) {
  school(number: $number) { name licensedTitles(search: $search, first: 5) { totalCount edges { node { name } } } }
}`;

let database: TestDatabase;
let world: SeededWorld;
let system: System;
let metrics: Metrics;
let token: string;
/** Each test has a trace of its own, because the last spans of a request come after its answer. */
let trace: string;
const exporter = new InMemorySpanExporter();
const lines: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: {},
    schools: { Schule: { belongsTo: [] } },
    titles: { Film: {} },
    packages: { Paket: [{ title: 'Film' }] },
    licences: {
      Lizenz: { owner: 'Schule', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
    },
    entitlements: { Recht: { licence: 'Lizenz', holder: 'Schule', from: '2024-08-01' } },
  });
  metrics = createMetrics();
  const tracing = createTracing({ processor: new SimpleSpanProcessor(exporter), ratio: 1 });
  system = await startSystem(database, {
    telemetry: (part) => ({ tracer: tracing.tracer(part), metrics }),
    log: createLog('debug', { write: (line: string) => void lines.push(line) }),
  });
  token = await tokenOf('lms', `SCHOOL:${world.organisation('Schule')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});
beforeEach(() => {
  trace = randomBytes(16).toString('hex');
  exporter.reset();
  lines.length = 0;
});

async function send(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${system.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}

function askForTitles(headers: Record<string, string> = {}): Promise<Answer> {
  const number = world.organisation('Schule').slice('NW:'.length);
  return send({ query: TITLES, variables: { number, search: 'Film' } }, headers);
}

/** Returns part and name of the span, such as `gateway: ask schools`. */
function nameOf({ name, resource }: ReadableSpan): string {
  return `${String(resource.attributes['service.name']).replace('freischalter-', '')}: ${name}`;
}

function spansNamed(name: RegExp): ReadableSpan[] {
  return exporter.getFinishedSpans().filter((span) => name.test(nameOf(span)));
}

/** Returns the names from the span up to our first one. */
function chainOf(span: ReadableSpan): string[] {
  const byId = new Map(exporter.getFinishedSpans().map((one) => [one.spanContext().spanId, one]));
  const chain: string[] = [];
  for (let at: ReadableSpan | undefined = span; at; at = byId.get(at.parentSpanContext?.spanId ?? '')) {
    chain.push(nameOf(at));
  }
  return chain;
}

test('a request of an LMS is one trace, from its own span through the gateway to the SQL of both services', async () => {
  const answer = await askForTitles({ traceparent: `00-${trace}-${LMS_SPAN}-01`, tracestate: 'secret=Erika' });
  expect(answer.data.school.licensedTitles.totalCount).toBe(1);

  const [http] = spansNamed(/POST \/graphql/);
  expect(http?.parentSpanContext?.spanId).toBe(LMS_SPAN);
  expect(http?.spanContext().traceId).toBe(trace);

  const [titles] = spansNamed(/licences: SELECT licences\.title$/);
  expect(chainOf(titles as ReadableSpan)).toEqual([
    'licences: SELECT licences.title',
    'licences: answer',
    'gateway: ask licences',
    'gateway: query LicensedTitles',
    'gateway: POST /graphql',
  ]);
  const [school] = spansNamed(/schools: SELECT schools\./);
  expect(chainOf(school as ReadableSpan).slice(1)).toEqual([
    'schools: answer',
    'gateway: ask schools',
    'gateway: query LicensedTitles',
    'gateway: POST /graphql',
  ]);
  for (const phase of ['parse', 'validate', 'authorise', 'plan']) {
    expect(spansNamed(new RegExp(`^gateway: ${phase}$`)).map((span) => chainOf(span)[1])).toEqual([
      'gateway: query LicensedTitles',
    ]);
  }
});

test('spans have the names of the OpenTelemetry conventions, and statements are recorded without their values', async () => {
  await askForTitles();
  const [http] = spansNamed(/POST \/graphql/);
  expect(http?.attributes).toMatchObject({
    'http.request.method': 'POST',
    'http.route': '/graphql',
    'http.response.status_code': 200,
  });
  const [operation] = spansNamed(/query LicensedTitles/);
  expect(operation?.attributes).toMatchObject({
    'graphql.operation.type': 'query',
    'graphql.operation.name': 'LicensedTitles',
  });
  const [titles] = spansNamed(/licences: SELECT licences\.title$/);
  expect(titles?.attributes).toMatchObject({
    'db.system.name': 'postgresql',
    'db.query.summary': 'SELECT licences.title',
    'db.query.text': expect.stringContaining('$1'),
  });
  const begins = spansNamed(/: BEGIN$/);
  expect(begins.map(({ attributes }) => attributes['db.query.text'])).toEqual(
    begins.map(() => 'begin isolation level repeatable read read only'),
  );
});

test('a client without a trace, or with an invalid one, is still answered', async () => {
  for (const traceparent of ['', 'rubbish', `00-${trace}-${LMS_SPAN}-01, 00-${trace}-${LMS_SPAN}-01`]) {
    expect((await askForTitles({ traceparent })).errors).toBeUndefined();
  }
  expect(exporter.getFinishedSpans().map((span) => span.spanContext().traceId)).not.toContain(trace);
});

test('a trace that the LMS does not record is recorded nowhere', async () => {
  expect((await askForTitles({ traceparent: `00-${trace}-${LMS_SPAN}-00` })).errors).toBeUndefined();
  expect(exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === trace)).toEqual([]);
});

test('the log has one line for a request, by which trace and client are found', async () => {
  await askForTitles({
    traceparent: `00-${trace}-${LMS_SPAN}-01`,
    'graphql-client-name': 'lms-nrw',
    'graphql-client-version': '4.2',
  });
  const answered = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered');
  expect(answered).toEqual([
    expect.objectContaining({
      requestId: expect.any(String),
      traceId: trace,
      kind: 'lms',
      operation: 'LicensedTitles',
      client: 'lms-nrw',
      clientVersion: '4.2',
      cost: expect.any(Number),
      status: 200,
      codes: [],
      ms: expect.any(Number),
    }),
  ]);
});

test('the metrics count requests, attempts, plans, decisions, clients and connections', async () => {
  await askForTitles({ 'graphql-client-name': 'lms-nrw', 'graphql-client-version': '4.2' });
  const number = world.organisation('Schule').slice('NW:'.length);
  const titleIds = [world.title('Film'), '4711'];
  const query =
    'query Check($number: String!, $titleIds: [ID!]!) { school(number: $number) { access(titleIds: $titleIds) { outcome } } }';
  await send({ query, variables: { number, titleIds } });
  await send({ query: 'query Foreign { school(number: "999999") { name } }' });
  const text = await metrics.text();
  expect(text).toMatch(/request_duration_seconds_count\{operation="LicensedTitles",outcome="ok"\} \d+/);
  expect(text).toMatch(/errors_total\{code="FORBIDDEN"\} 1/);
  expect(text).toMatch(
    /subgraph_duration_seconds_count\{subgraph="licences",operation="LicensedTitles",outcome="ok"\} \d+/,
  );
  expect(text).toMatch(/plan_cache_total\{result="miss"\} \d+/);
  expect(text).toMatch(/executions_total\{way="compiled"\} \d+/);
  expect(text).toMatch(/access_decisions_total\{service="licences",outcome="ALLOWED",reason=""\} 1/);
  expect(text).toMatch(/access_decisions_total\{service="licences",outcome="DENIED",reason="NOT_LICENSED"\} 1/);
  expect(text).toMatch(/client_requests_total\{client="lms-nrw",version="4.2"\} \d+/);
  expect(text).toMatch(/pool\{pool="licences database",state="idle"\} \d+/);
  expect(text).toMatch(/breaker_state\{subgraph="schools",state="closed"\} 1/);
});

test('no line of the log, no span and no metric has the caller, the token or the search term', async () => {
  const number = world.organisation('Schule').slice('NW:'.length);
  const search = { number, search: SEARCH };
  const bearer = { authorization: `Bearer ${token}Erika` };
  await send({ query: TITLES, variables: search });
  await send({ query: TITLES.replace('$search)', `"${SEARCH}")`), variables: { number } });
  await send({ query: TITLES, variables: search }, bearer);
  await send({ query: TITLES, variables: search, operationName: SEARCH });
  await send({ query: TITLES, variables: { number: SEARCH } });
  await send({ query: TITLES, variables: { number, search: { [SEARCH]: SEARCH } } });
  await send({ query: `{ ${SEARCH} }` });
  await send(`{"query": "${SEARCH}`);
  await send(
    { query: TITLES, variables: { number, search: `${SEARCH}\u0000` } },
    { 'graphql-client-name': SEARCH, 'user-agent': SEARCH, baggage: `user=${encodeURIComponent(SEARCH)}` },
  );
  const nodes =
    'query ($ids: [ID!]!, $number: String!) { school(number: $number) { access(titleIds: $ids) { outcome } } }';
  await send({ query: nodes, variables: { number, ids: [SEARCH, '99999999999999999999'] } });
  /** The subgraphs get questions that fail, so that errors of the database are recorded too. */
  await database.query('alter table licences.title rename to title_away');
  try {
    const answer = await send({ query: TITLES, variables: { number, search: SEARCH } });
    expect(JSON.stringify(answer.errors)).not.toMatch(/title_away|licences\.title|select/i);
  } finally {
    await database.query('alter table licences.title_away rename to title');
  }
  const spans = exporter.getFinishedSpans().map(({ name, attributes, events, status, resource }) => {
    return { name, attributes, events, status, resource: resource.attributes };
  });
  const seen = [...lines, JSON.stringify(spans), await metrics.text()].join('\n');
  expect(lines.join('')).toMatch(/42P01.*select/);
  for (const marker of ['Erika', 'Geheimnis', 'lms of a test', token.slice(-20)]) {
    expect(seen.split('\n').filter((line) => line.includes(marker))).toEqual([]);
  }
});

/**
 * Batches of ten thousand uses through the whole system, as a learning platform sends them after a day without
 * connection.
 */
import { randomUUID } from 'node:crypto';
import { countRecorded } from './count-recorded';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, codesOf, type System, startSystem, tokenOf } from './system';

const RECORD = `mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) {
  results { index id outcome code message } recorded alreadyKnown leftOut refused } }`;
const COUNTS = `mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown refused } }`;
const BATCH = 10_000;
const SCHOOLS = ['FIRST', 'SECOND', 'THIRD'];
const DAY_MS = 86_400_000;

let database: TestDatabase;
let world: SeededWorld;
let system: System;
let lms: string;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { CITY: 'AUTHORITY' },
    schools: Object.fromEntries(SCHOOLS.map((name) => [name, { belongsTo: [{ to: 'CITY' }] }])),
    titles: { FILM: {}, OTHER: {} },
    packages: {},
    licences: {},
    entitlements: {},
  });
  lms = await tokenOf('lms', `AUTHORITY:${world.organisation('CITY')}`);
});
beforeEach(() => database.query('truncate usage.event, usage.event_key, usage.coverage, usage.monthly_sum'));
afterEach(() => system.stop());
afterAll(() => database.drop());

/** Events with all optional fields, of the last 400 days, in random order. */
function events(count: number) {
  return Array.from({ length: count }, (_, at) => ({
    id: randomUUID(),
    school: world.organisation(SCHOOLS[at % SCHOOLS.length] as string),
    title: world.title(at % 7 === 0 ? 'OTHER' : 'FILM'),
    action: at % 3 === 0 ? 'DOWNLOAD' : 'STREAM',
    usedAt: new Date(Date.now() - ((at * 7_919) % 399) * DAY_MS - at * 1_000).toISOString(),
    audience: at % 2 === 0 ? 'TEACHER' : 'PUPIL',
    right: at % 3 === 0 ? 'DOWNLOAD' : 'STREAM',
    session: randomUUID(),
    userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1${at % 40}.0.0.0 Safari/537.36 Edg/1${at % 40}.0.0.0`,
  }));
}

async function recorded() {
  await countRecorded(database);
  const [counted] = await database.query<{ events: number; keys: number; sums: number }>(
    `select (select count(*)::int from usage.event) as events, (select count(*)::int from usage.event_key) as keys,
       (select sum(streams + downloads)::int from usage.monthly_sum) as sums`,
  );
  return counted;
}

/** Sends the batch as a platform does: again after each stated wait, until it is acknowledged. */
async function untilRecorded(batch: readonly object[]): Promise<{ refusals: string[]; data: any }> {
  const refusals: string[] = [];
  for (;;) {
    const { status, retryAfter, answer } = await send(batch);
    if (answer.data?.recordUsage) return { refusals, data: answer.data.recordUsage };
    refusals.push(`${status} ${answer.errors?.[0]?.extensions.code} ${Number(retryAfter) > 0}`);
    await new Promise((done) => setTimeout(done, 50 + Math.random() * 200));
  }
}

async function send(batch: readonly object[]): Promise<{ status: number; retryAfter: string | null; answer: Answer }> {
  const response = await fetch(`${system.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${lms}`,
    },
    body: JSON.stringify({ query: COUNTS, variables: { events: batch } }),
  });
  const { status, headers } = response;
  return { status, retryAfter: headers.get('retry-after'), answer: (await response.json()) as Answer };
}

const GENEROUS = { perSubject: 1_000, perOrganisation: 1_000 };

test('ten thousand events, with all optional fields and a full answer, fit into one batch', async () => {
  system = await startSystem(database, {
    limits: { rate: { ...GENEROUS, cost: { perSubject: 9, perOrganisation: 9 } } },
  });
  const batch = events(BATCH);
  const first = await system.ask(lms, RECORD, { events: batch });
  expect(first.errors).toBeUndefined();
  expect(first.data.recordUsage).toMatchObject({ recorded: BATCH, alreadyKnown: 0, leftOut: 0, refused: 0 });
  const again = await system.ask(lms, RECORD, { events: batch.toReversed() });
  expect(again.data.recordUsage).toMatchObject({ recorded: 0, alreadyKnown: BATCH, refused: 0 });
  expect(again.data.recordUsage.results[0]).toEqual({
    index: 0,
    id: batch.at(-1)?.id,
    outcome: 'ALREADY_KNOWN',
    code: null,
    message: null,
  });
  expect(await recorded()).toEqual({ events: BATCH, keys: BATCH, sums: BATCH });
});

test('a caller that has used up its limit for recording is told when to send the rest, and its queries are still answered', async () => {
  const cost = { perSubject: 1, perOrganisation: 1 };
  system = await startSystem(database, { limits: { rate: { ...GENEROUS, cost } } });
  const answers = [];
  for (let at = 0; at < 3; at += 1) answers.push(await send(events(7_000)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  const { answer, retryAfter } = answers[2] as (typeof answers)[number];
  expect(codesOf(answer)).toEqual(['RATE_LIMITED']);
  expect(answer.errors?.[0]?.message).toMatch(/^Budget for recording of this token exceeded: 20000 per 10 s/);
  expect(Number(retryAfter)).toBeGreaterThan(0);
  expect((await system.ask(lms, '{ titles { totalCount } }')).data.titles.totalCount).toBe(2);
});

test('under overload some are told to send again, and what is sent until it is acknowledged counts once', async () => {
  const admission = { atOnce: 2, waiting: 2, patienceMs: 200, bodyBytes: 8 * 1024 * 1024 };
  system = await startSystem(database, { limits: { admission } });
  const batches = Array.from({ length: 10 }, () => events(1_000));
  const sent = await Promise.all(batches.flatMap((batch) => [untilRecorded(batch), untilRecorded(batch)]));
  const refusals = sent.flatMap((one) => one.refusals);
  expect(refusals.length).toBeGreaterThan(0);
  expect(new Set(refusals)).toEqual(new Set(['503 SUBGRAPH_UNAVAILABLE true']));
  expect(sent.reduce((sum, { data }) => sum + data.recorded, 0)).toBe(10_000);
  expect(sent.reduce((sum, { data }) => sum + data.alreadyKnown, 0)).toBe(10_000);
  expect(await recorded()).toEqual({ events: 10_000, keys: 10_000, sums: 10_000 });
});

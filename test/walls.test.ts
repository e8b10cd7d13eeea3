/**
 * Three walls stand between a caller and another authority's data. Here each stands alone, with the other two off: the
 * gateway tells the subgraphs that an operator asks (so the Caller's check lets everything through), the database is
 * opened as its owner (so row-level security does), or the subgraph is asked directly (so the gateway is not there).
 */
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Caller } from '../caller/caller';
import { createRequestSigner, type Envelope } from '../request/signing/signed-request';
import { Turns } from '../request/turns';
import { type InvalidationFeed, NO_INVALIDATION_FEED } from '../services/subgraph/cache/invalidation-feed';
import { USUAL_SETTINGS } from '../services/subgraph/context';
import { Session } from '../services/subgraph/database/session';
import { THROUGH_THE_DOOR } from './foreign-attempts';
import { INSIDE } from './foreign-inside';
import { CATALOGUE, LISTS } from './foreign-lists';
import { type Attempt, database, foreign, OPERATOR } from './foreign-world';
import { type Answer, codesOf, SIGNING_KEYS, type System, startSystem, tokenOf, tokenWith } from './system';
import { tableContents } from './table-contents';

/** An invalidation feed without changes, so that everything that is read stays cached. */
const NOTHING_CHANGES: InvalidationFeed = { ...NO_INVALIDATION_FEED, generation: () => 1, changedSince: () => false };
const sign = createRequestSigner(SIGNING_KEYS);

function expectRefused(answer: Answer, attempt: Attempt): void {
  expect(JSON.stringify(answer)).not.toMatch(/Stadt A|Schule A|Lizenz A|99900/);
  const { nothing } = attempt;
  if (nothing && !answer.errors) expect(answer).toEqual(typeof nothing === 'function' ? nothing() : nothing);
  else expect(codesOf(answer)).toEqual([attempt.code ?? 'FORBIDDEN']);
}

/** Checks for the answer that an operator gets, for whom this wall is open. */
function expectOfBoth(answer: Answer, { code, ofBoth = /Stadt A|Schule A|Lizenz A|"schoolCount":2/ }: Attempt): void {
  expect(codesOf(answer)).toEqual(code ? [code] : []);
  expect(JSON.stringify(answer)).toMatch(ofBoth);
}

/** Attempts that change nothing when an operator sends them. */
const READING = [...THROUGH_THE_DOOR, ...INSIDE].filter(({ query }) => !query.startsWith('mutation'));

/** The outcome of a call is kept for its caller alone, also where it was refused. */
const KEPT_FOR_ITS_CALLER = ['schools.assignment', 'schools.assignment_licence', 'schools.amendment'];
let before: Record<string, string>;
beforeAll(async () => {
  before = await tableContents(database.query, KEPT_FOR_ITS_CALLER);
});

async function expectNothingChanged(): Promise<void> {
  expect(await tableContents(database.query, KEPT_FOR_ITS_CALLER)).toEqual(before);
}

async function askSubgraph(system: System, attempt: Attempt, caller: Caller): Promise<Answer> {
  const question = { query: attempt.query, variables: attempt.variables() };
  const envelope: Envelope = { caller, instant: Date.now(), requestId: randomUUID() };
  if (system.way === 'local') {
    const { seal, ask } = system.locals[attempt.service];
    const { signal } = new AbortController();
    return ask(seal(attempt.service, { envelope }, question), signal) as Promise<Answer>;
  }
  const body = JSON.stringify(question);
  const response = await fetch(system.subgraphs[attempt.service], {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...sign(attempt.service, { envelope }, body) },
    body,
  });
  return (await response.json()) as Answer;
}

describe.each(['local', 'http'] as const)('asked the %s way', (way) => {
  describe('the gateway alone stops', () => {
    let system: System;
    beforeAll(async () => {
      system = await startSystem(database, {
        way,
        envelope: ({ instant, requestId, refused }) => ({ caller: OPERATOR, instant, requestId, refused }),
        databaseUrl: () => database.ownerUrl,
      });
    });
    afterAll(() => system?.stop());
    afterEach(expectNothingChanged);

    test.each(THROUGH_THE_DOOR)('$name', async (attempt) => {
      const { kind, bound } = foreign[attempt.by];
      expectRefused(await system.ask(await tokenOf(kind, ...bound), attempt.query, attempt.variables()), attempt);
    });

    test.each(CATALOGUE)('$name, for which the token has no scope', async (attempt) => {
      const { bound } = foreign[attempt.by];
      const token = await tokenWith({ kind: 'lms', subject: 'without scopes', bound: [...bound], scopes: [] });
      expectRefused(await system.ask(token, attempt.query), attempt);
    });

    test('nothing that an operator asks, so the other walls are really off', async () => {
      const [school] = THROUGH_THE_DOOR;
      const answer = await system.ask(await tokenOf('operator'), school?.query as string, school?.variables());
      expect(answer).toEqual({ data: { school: { name: 'Schule A' } } });
    });
  });

  describe('the subgraph’s check of the Caller alone stops', () => {
    let system: System;
    beforeAll(async () => {
      system = await startSystem(database, { way, databaseUrl: () => database.ownerUrl });
    });
    afterAll(() => system?.stop());
    afterEach(expectNothingChanged);

    test.each([...THROUGH_THE_DOOR, ...LISTS, ...INSIDE])('$name', async (attempt) => {
      expectRefused(await askSubgraph(system, attempt, foreign[attempt.by]), attempt);
    });

    test.each(CATALOGUE)('$name, for which the caller has no scope', async (attempt) => {
      expectRefused(await askSubgraph(system, attempt, { ...foreign[attempt.by], scopes: [] }), attempt);
    });

    test.each(LISTS)('nothing that an operator lists, so the database is really open: $name', async (attempt) => {
      expectOfBoth(await askSubgraph(system, attempt, OPERATOR), attempt);
    });

    test.each(READING)('nothing that an operator asks, so the database is really open: $name', async (attempt) => {
      const answer = await askSubgraph(system, attempt, OPERATOR);
      expect(codesOf(answer)).toEqual([]);
      expect(answer).not.toEqual(attempt.nothing);
    });
  });

  describe('row-level security alone stops', () => {
    let system: System;
    let database3: Caller;
    beforeAll(async () => {
      system = await startSystem(database, {
        way,
        /** The resolvers see an operator, and the database sees the real caller. */
        context: (envelope: Envelope, dataSource: DataSource) => ({
          caller: OPERATOR,
          now: envelope.instant,
          requestId: envelope.requestId,
          settings: USUAL_SETTINGS,
          session: new Session(dataSource, database3),
          changes: NOTHING_CHANGES,
          readGeneration: 1,
          turns: new Turns(),
        }),
      });
    });
    afterAll(() => system?.stop());
    afterEach(expectNothingChanged);

    test.each([...THROUGH_THE_DOOR, ...LISTS, ...INSIDE])('$name', async (attempt) => {
      database3 = foreign[attempt.by];
      const { nothing = attempt.hidden } = attempt;
      expectRefused(await askSubgraph(system, attempt, OPERATOR), { ...attempt, nothing });
    });

    test.each([THROUGH_THE_DOOR[0], INSIDE[0]] as Attempt[])('$name, though it is cached', async (attempt) => {
      database3 = OPERATOR;
      for (const _ of [1, 2]) expect(codesOf(await askSubgraph(system, attempt, OPERATOR))).toEqual([]);
      database3 = foreign[attempt.by];
      expectRefused(await askSubgraph(system, attempt, OPERATOR), attempt);
    });

    test.each(LISTS)('nothing that an operator lists: $name', async (attempt) => {
      database3 = OPERATOR;
      expectOfBoth(await askSubgraph(system, attempt, OPERATOR), attempt);
    });

    test.each(READING)('nothing that an operator asks: $name', async (attempt) => {
      database3 = OPERATOR;
      const answer = await askSubgraph(system, attempt, OPERATOR);
      expect(codesOf(answer)).toEqual([]);
      expect(answer).not.toEqual(attempt.nothing);
    });
  });
});

describe('a subgraph', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem(database);
  });
  afterAll(() => system?.stop());

  const body = JSON.stringify({ query: '{ me { kind } }' });
  const metadata = () => ({ envelope: { caller: OPERATOR, instant: Date.now(), requestId: randomUUID() } });
  const post = async (headers: Record<string, string>, sent = body) =>
    fetch(system.subgraphs.schools, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: sent,
    });

  test.each([
    ['is not signed', async () => post({})],
    ['is signed with another key', async () => post(createRequestSigner(['another key'])('schools', metadata(), body))],
    ['was signed for another subgraph', async () => post(sign('usage', metadata(), body))],
    [
      'has another body than was signed',
      async () => post(sign('schools', metadata(), body), body.replace('kind', 'subject')),
    ],
    ['was signed too long ago', async () => post(sign('schools', metadata(), body, Date.now() - 60_000))],
  ])('refuses a request that %s', async (_, send) => {
    const response = await send();
    expect(response.status).toBe(401);
    expect(codesOf((await response.json()) as Answer)).toEqual(['UNAUTHENTICATED']);
  });

  test('answers one that the gateway signed, once', async () => {
    const signed = sign('schools', metadata(), body);
    expect((await post(signed)).status).toBe(200);
    expect((await post(signed)).status).toBe(401);
  });
});

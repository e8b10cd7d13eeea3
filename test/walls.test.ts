/**
 * Three walls stand between a caller and another authority's data. Here each stands alone, with the other two off: the
 * gateway tells the subgraphs that an operator asks (so the Caller's check lets everything through), the database is
 * opened as its owner (so row-level security does), or the subgraph is asked directly (so the gateway is not there).
 */
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { type Envelope, localName, signHop } from '../caller/signed-hop';
import { Turns } from '../caller/turns';
import type { Service } from '../database/roles';
import { type Changes, NOTHING_KEPT } from '../services/subgraph/changes';
import { Session } from '../services/subgraph/session';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, codesOf, HOP_KEYS, type System, startSystem, tokenOf } from './system';

const OPERATOR: Caller = {
  kind: 'operator',
  subject: 'a wall that is off',
  scopes: SCOPES_OF_KIND.operator,
  bound: [],
};

/** All that is read is kept. */
const NOTHING_CHANGES: Changes = { ...NOTHING_KEPT, generation: () => 1, changedSince: () => false };

let database: TestDatabase;
let world: SeededWorld;
let foreign: Record<'lms' | 'licensing' | 'reporting', Caller>;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY' },
    schools: { 'Schule A': { belongsTo: [{ to: 'Stadt A' }] }, 'Schule B': { belongsTo: [{ to: 'Stadt B' }] } },
    titles: { Vulkane: {} },
    packages: { Paket: [{ title: 'Vulkane' }] },
    licences: {
      'Lizenz A': {
        owner: 'Stadt A',
        heldAt: ['AUTHORITY', 'SCHOOL'],
        rights: ['STREAM'],
        packages: [{ package: 'Paket' }],
      },
      'Lizenz B': {
        owner: 'Stadt B',
        heldAt: ['AUTHORITY', 'SCHOOL'],
        rights: ['STREAM'],
        packages: [{ package: 'Paket' }],
      },
    },
    entitlements: { 'Freischaltung A': { licence: 'Lizenz A', holder: 'Stadt A', from: '2026-01-01' } },
  });
  await database.query('insert into licences.price (licence_id, cents) values ($1, 99900)', [
    world.licence('Lizenz A'),
  ]);
  const stadtB = `AUTHORITY:${world.organisation('Stadt B')}` as const;
  const of = (kind: 'lms' | 'licensing' | 'reporting'): Caller => ({
    kind,
    subject: `${kind} of B`,
    scopes: SCOPES_OF_KIND[kind],
    bound: [stadtB],
  });
  foreign = { lms: of('lms'), licensing: of('licensing'), reporting: of('reporting') };
});
afterAll(() => database?.drop());

/** What a caller of city B asks of city A; the service that answers it, and who asks. */
interface Attempt {
  readonly name: string;
  readonly service: Service;
  readonly by: 'lms' | 'licensing' | 'reporting';
  readonly query: string;
  variables(): Record<string, unknown>;
  /** What may come back where rows are hidden instead of refused: nothing of A's. */
  readonly nothing?: unknown;
}

const number = (name: string) => world.organisation(name).slice('NW:'.length);
const THROUGH_THE_DOOR: Attempt[] = [
  {
    name: 'a school by its number',
    service: 'schools',
    by: 'lms',
    query: 'query ($n: String!) { school(number: $n) { name } }',
    variables: () => ({ n: number('Schule A') }),
  },
  {
    name: 'an authority by its number',
    service: 'schools',
    by: 'reporting',
    query: 'query ($n: String!) { schoolAuthority(number: $n) { name schools { edges { node { name } } } } }',
    variables: () => ({ n: number('Stadt A') }),
  },
  {
    name: 'an entitlement by its id',
    service: 'schools',
    by: 'licensing',
    query: 'query ($id: ID!) { entitlement(id: $id) { level holder { name } } }',
    variables: () => ({ id: world.entitlement('Freischaltung A') }),
  },
  {
    name: 'assigning the foreign licence to an own school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    variables: () => ({
      input: {
        licenceIds: [world.licence('Lizenz A')],
        holders: [{ level: 'SCHOOL', id: world.organisation('Schule B') }],
      },
    }),
  },
  {
    name: 'assigning an own licence to the foreign school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    variables: () => ({
      input: {
        licenceIds: [world.licence('Lizenz B')],
        holders: [{ level: 'SCHOOL', id: world.organisation('Schule A') }],
        skipRefused: true,
      },
    }),
    nothing: { data: { assignEntitlements: { assigned: 0 } } },
  },
  {
    name: 'ending a foreign entitlement',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { revoked } }',
    variables: () => ({ input: { entitlementIds: [world.entitlement('Freischaltung A')] } }),
  },
  {
    name: 'recording a use at the foreign school',
    service: 'usage',
    by: 'lms',
    query: 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }',
    variables: () => ({
      events: [
        {
          id: randomUUID(),
          school: world.organisation('Schule A'),
          title: world.title('Vulkane'),
          action: 'STREAM',
          usedAt: new Date().toISOString(),
        },
      ],
    }),
    nothing: { data: { recordUsage: { recorded: 0 } } },
  },
];

/** Lists in which a foreign row would stand, if nothing but this wall kept it out. */
const LISTS: Attempt[] = [
  {
    name: 'the number of schools in reach',
    service: 'schools',
    by: 'lms',
    query: '{ me { schoolCount } }',
    variables: () => ({}),
    nothing: { data: { me: { schoolCount: 1 } } },
  },
  {
    name: 'the list of licences',
    service: 'licences',
    by: 'licensing',
    query: '{ licences { edges { node { number price { cents } } } } }',
    variables: () => ({}),
    nothing: { data: { licences: { edges: [{ node: { number: 'Lizenz B', price: null } }] } } },
  },
];

/** What no client can send through the gateway, but a request on the inner network could. */
const INSIDE: Attempt[] = [
  {
    name: 'the timeline of the foreign school as an entity',
    service: 'schools',
    by: 'lms',
    query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on School { timeline } } }',
    variables: () => ({ r: [{ __typename: 'School', id: world.organisation('Schule A') }] }),
  },
  {
    name: 'the foreign licence as an entity',
    service: 'licences',
    by: 'licensing',
    query:
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Licence { number owner { name } price { cents } } } }',
    variables: () => ({ r: [{ __typename: 'Licence', id: world.licence('Lizenz A') }] }),
  },
  {
    name: 'the uses of the foreign school as an entity',
    service: 'usage',
    by: 'reporting',
    query:
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on School { usage(from: "2026-01", until: "2026-01") { total } } } }',
    variables: () => ({ r: [{ __typename: 'School', id: world.organisation('Schule A') }] }),
    nothing: { data: { _entities: [{ usage: [{ total: 0 }] }] } },
  },
];

function expectRefused(answer: Answer, attempt: Attempt): void {
  expect(JSON.stringify(answer)).not.toMatch(/Stadt A|Schule A|Lizenz A|99900/);
  if (attempt.nothing && !answer.errors) expect(answer).toEqual(attempt.nothing);
  else expect(codesOf(answer)).toEqual(['FORBIDDEN']);
}

async function expectNothingChanged(): Promise<void> {
  expect(await database.query('select revoked_at from schools.entitlement')).toEqual([{ revoked_at: null }]);
  expect(await database.query('select 1 from usage.event')).toEqual([]);
}

async function askSubgraph(system: System, attempt: Attempt, caller: Caller): Promise<Answer> {
  const question = { query: attempt.query, variables: attempt.variables() };
  const envelope: Envelope = { caller, instant: Date.now(), requestId: randomUUID() };
  if (system.way === 'local') {
    const headers = signHop(HOP_KEYS, localName(attempt.service), envelope, question.query);
    const { signal } = new AbortController();
    return system.locals[attempt.service].ask({ get: (name) => headers[name] }, question, signal) as Promise<Answer>;
  }
  const body = JSON.stringify(question);
  const response = await fetch(system.subgraphs[attempt.service], {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signHop(HOP_KEYS, attempt.service, envelope, body) },
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

    test.each([...THROUGH_THE_DOOR, ...INSIDE].slice(0, 3))(
      'nothing that an operator asks, so the database is really open: $name',
      async (attempt) => {
        expect(codesOf(await askSubgraph(system, attempt, OPERATOR))).toEqual([]);
      },
    );
  });

  describe('row-level security alone stops', () => {
    let system: System;
    let database3: Caller;
    beforeAll(async () => {
      system = await startSystem(database, {
        way,
        /** The resolvers see an operator, the database the one who really asks. */
        context: (envelope: Envelope, dataSource: DataSource) => ({
          caller: OPERATOR,
          now: envelope.instant,
          requestId: envelope.requestId,
          session: new Session(dataSource, database3),
          changes: NOTHING_CHANGES,
          readIn: 1,
          turns: new Turns(),
        }),
      });
    });
    afterAll(() => system?.stop());
    afterEach(expectNothingChanged);

    test.each([...THROUGH_THE_DOOR, ...LISTS, ...INSIDE])('$name', async (attempt) => {
      database3 = foreign[attempt.by];
      expectRefused(await askSubgraph(system, attempt, OPERATOR), attempt);
    });

    test.each([THROUGH_THE_DOOR[0], INSIDE[0]] as Attempt[])('$name, though it is kept', async (attempt) => {
      database3 = OPERATOR;
      for (const _ of [1, 2]) expect(codesOf(await askSubgraph(system, attempt, OPERATOR))).toEqual([]);
      database3 = foreign[attempt.by];
      expectRefused(await askSubgraph(system, attempt, OPERATOR), attempt);
    });

    test('nothing that an operator asks', async () => {
      database3 = OPERATOR;
      const [school] = THROUGH_THE_DOOR;
      expect(await askSubgraph(system, school as Attempt, OPERATOR)).toMatchObject({
        data: { school: { name: 'Schule A' } },
      });
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
  const envelope = (): Envelope => ({ caller: OPERATOR, instant: Date.now(), requestId: randomUUID() });
  const post = async (headers: Record<string, string>, sent = body) =>
    fetch(system.subgraphs.schools, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: sent,
    });

  test.each([
    ['is not signed', async () => post({})],
    ['is signed with another key', async () => post(signHop(['another key'], 'schools', envelope(), body))],
    ['was signed for another subgraph', async () => post(signHop(HOP_KEYS, 'usage', envelope(), body))],
    [
      'has another body than was signed',
      async () => post(signHop(HOP_KEYS, 'schools', envelope(), body), body.replace('kind', 'subject')),
    ],
    ['was signed too long ago', async () => post(signHop(HOP_KEYS, 'schools', envelope(), body, Date.now() - 60_000))],
  ])('refuses a request that %s', async (_, send) => {
    const response = await send();
    expect(response.status).toBe(401);
    expect(codesOf((await response.json()) as Answer)).toEqual(['UNAUTHENTICATED']);
  });

  test('answers one that the gateway signed, once', async () => {
    const signed = signHop(HOP_KEYS, 'schools', envelope(), body);
    expect((await post(signed)).status).toBe(200);
    expect((await post(signed)).status).toBe(401);
  });
});

/**
 * Three walls stand between a caller and another authority's data. Here each stands alone, with the other two off: the
 * gateway tells the subgraphs that an operator asks (so the Caller's check lets everything through), the database is
 * opened as its owner (so row-level security does), or the subgraph is asked directly (so the gateway is not there).
 */
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import type { Service } from '../database/roles';
import { createRequestSigner, type Envelope } from '../request/signing/signed-request';
import { Turns } from '../request/turns';
import { type Changes, NOTHING_KEPT } from '../services/subgraph/cache/invalidation-feed';
import { Session } from '../services/subgraph/database/session';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, codesOf, SIGNING_KEYS, type System, startSystem, tokenOf, tokenWith } from './system';

const OPERATOR: Caller = {
  kind: 'operator',
  subject: 'a wall that is off',
  scopes: SCOPES_OF_KIND.operator,
  bound: [],
};

/** All that is read is kept. */
const NOTHING_CHANGES: Changes = { ...NOTHING_KEPT, generation: () => 1, changedSince: () => false };

const sign = createRequestSigner(SIGNING_KEYS);

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
    entitlements: {
      'Freischaltung A': { licence: 'Lizenz A', holder: 'Stadt A', from: '2026-01-01' },
      'Freischaltung B': { licence: 'Lizenz B', holder: 'Stadt B', from: '2026-01-01' },
    },
  });
  await database.query(`
    update schools.school s set city = 'Ort von ' || o.name from schools.organisation o where o.id = s.id;
    update schools.authority a set city = 'Sitz von ' || o.name from schools.organisation o where o.id = a.id`);
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
  /** How it is refused; FORBIDDEN where it is left out. */
  readonly code?: string;
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
    name: 'the entitlements that apply to a school',
    service: 'schools',
    by: 'licensing',
    query: 'query ($id: ID!) { entitlements(school: $id) { totalCount edges { node { holder { name } } } } }',
    variables: () => ({ id: world.organisation('Schule A') }),
  },
  {
    name: 'the entitlements that an authority holds',
    service: 'schools',
    by: 'licensing',
    query:
      'query ($id: ID!) { entitlements(holder: { level: AUTHORITY, id: $id }) { totalCount edges { node { holder { name } } } } }',
    variables: () => ({ id: world.organisation('Stadt A') }),
    nothing: { data: { entitlements: { totalCount: 0, edges: [] } } },
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
  {
    name: 'the list of licences, by number',
    service: 'licences',
    by: 'licensing',
    query: '{ licences(search: "Lizenz A") { edges { node { number price { cents } } } } }',
    variables: () => ({}),
    nothing: { data: { licences: { edges: [] } } },
  },
  {
    name: 'the list of schools',
    service: 'schools',
    by: 'lms',
    query: '{ schools { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { schools: { totalCount: 1, edges: [{ node: { name: 'Schule B' } }] } } },
  },
  {
    name: 'the list of schools, by name',
    service: 'schools',
    by: 'licensing',
    query: '{ schools(filter: { search: "schule a" }) { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { schools: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the schools of an authority',
    service: 'schools',
    by: 'reporting',
    query: 'query ($id: ID!) { schools(filter: { authority: $id }) { totalCount edges { node { name } } } }',
    variables: () => ({ id: world.organisation('Stadt A') }),
    nothing: { data: { schools: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'the cities of schools',
    service: 'schools',
    by: 'lms',
    query: '{ schools(filter: { city: "Nirgends" }) { totalCount } }',
    variables: () => ({}),
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'the list of authorities',
    service: 'schools',
    by: 'reporting',
    query: '{ schoolAuthorities { totalCount edges { node { name } } } }',
    variables: () => ({}),
    nothing: { data: { schoolAuthorities: { totalCount: 1, edges: [{ node: { name: 'Stadt B' } }] } } },
  },
  {
    name: 'the cities of authorities',
    service: 'schools',
    by: 'reporting',
    query: '{ schoolAuthorities(filter: { city: "Nirgends" }) { totalCount } }',
    variables: () => ({}),
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'the list of entitlements',
    service: 'schools',
    by: 'licensing',
    query: '{ entitlements { totalCount edges { node { holder { name } } } } }',
    variables: () => ({}),
    nothing: { data: { entitlements: { totalCount: 1, edges: [{ node: { holder: { name: 'Stadt B' } } }] } } },
  },
  {
    name: 'the entitlements of a licence',
    service: 'schools',
    by: 'licensing',
    query: 'query ($id: ID!) { entitlements(licence: $id) { totalCount edges { node { holder { name } } } } }',
    variables: () => ({ id: world.licence('Lizenz A') }),
    nothing: { data: { entitlements: { totalCount: 0, edges: [] } } },
  },
];

/** The catalogue is nobody's: there is nothing in these lists for row-level security to hide, and a token still needs the scope. */
const CATALOGUE: Attempt[] = ['subjects', 'publishers'].map((list) => ({
  name: list,
  service: 'licences',
  by: 'lms',
  query: `{ ${list} { totalCount edges { node { name } } } }`,
  variables: () => ({}),
}));

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
  else expect(codesOf(answer)).toEqual([attempt.code ?? 'FORBIDDEN']);
}

/** As an operator gets it, for whom this wall is open. */
function expectOfBoth(answer: Answer, { code }: Attempt): void {
  expect(codesOf(answer)).toEqual(code ? [code] : []);
  expect(JSON.stringify(answer)).toMatch(/Stadt A|Schule A|Lizenz A|"schoolCount":2/);
}

async function expectNothingChanged(): Promise<void> {
  expect(await database.query('select revoked_at from schools.entitlement')).toEqual([
    { revoked_at: null },
    { revoked_at: null },
  ]);
  expect(await database.query('select 1 from usage.event')).toEqual([]);
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

    test.each(CATALOGUE)('$name, of whom the token has no scope', async (attempt) => {
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

    test.each(CATALOGUE)('$name, of whom the caller has no scope', async (attempt) => {
      expectRefused(await askSubgraph(system, attempt, { ...foreign[attempt.by], scopes: [] }), attempt);
    });

    test.each(LISTS)('nothing that an operator lists, so the database is really open: $name', async (attempt) => {
      expectOfBoth(await askSubgraph(system, attempt, OPERATOR), attempt);
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

    test.each(LISTS)('nothing that an operator lists: $name', async (attempt) => {
      database3 = OPERATOR;
      expectOfBoth(await askSubgraph(system, attempt, OPERATOR), attempt);
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

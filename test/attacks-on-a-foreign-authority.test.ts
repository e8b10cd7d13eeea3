/**
 * Attacks of one authority on another, with valid tokens: each is sent once about something of the other authority and
 * once about something that does not exist. The two answers must be identical, and nothing may change.
 */
import { Client, type QueryResult } from 'pg';
import { roleOf, SERVICES } from '../database/roles';
import { FACTS_LIFETIME_MS } from '../gateway/authorisation/organisation-facts';
import { countRecorded } from './count-recorded';
import { ASSIGN, ATTACKS, ask, assignment, database, numberOf, system, world } from './foreign-authority';
import { type Answer, codesOf, tokenWith } from './system';
import { tableContents } from './table-contents';

const said = ({ data, errors = [] }: Answer) => ({
  data,
  errors: errors.map(({ message, path, extensions: { code } }) => ({ message, path, code })),
});

/**
 * Returns the content of the database without what also a refused call may write: the kept outcome of the call, and
 * when the caller's own school last reported. Sums are left out too, because they are counted later.
 */
const state = async () => [
  await tableContents(database.query, [
    'schools.assignment',
    'schools.assignment_licence',
    'schools.amendment',
    'usage.coverage',
    'usage.monthly_sum',
    'usage.licence_sum',
  ]),
  await database.query(
    `select c.school_id, c.client, c.month, c.last_used_at, c.last_reported_at from usage.coverage c join schools.organisation s on s.id = c.school_id where s.name <> 'Schule B'`,
  ),
];

/** What is kept of calls, the latest first, without what the caller sent. */
const keptOfCalls = () =>
  database.query(
    `select a.kind, a.subject, a.bound, a.is_preview, a.is_applied, a.unmatched, a.holder_ids, a.schools_under,
       l.place, l.licence_id, l.owner_id, l.rights, l.outcomes, l.standing_ids, l.standing_versions, l.made_ids, l.valid_untils,
       l.overlapping_ids, l.overlapping_schools
     from schools.assignment a left join schools.assignment_licence l on l.assignment_id = a.id order by a.created_at desc, l.place`,
  );

test.each(ATTACKS)('%s: as if it did not exist', async (_, who, query, foreign, absent) => {
  const before = await state();
  const kept = (await keptOfCalls()).length;
  const one = await ask(who, query, foreign());
  const keptOfOne = (await keptOfCalls()).slice(0, -kept || undefined);
  const other = await ask(who, query, absent());
  const keptOfOther = (await keptOfCalls()).slice(0, keptOfOne.length);
  expect(keptOfOne).toEqual(keptOfOther);
  expect(said(one)).toEqual(said(other));
  expect(JSON.stringify(one)).not.toMatch(/Stadt A|Schule A|Zentrum A|A \d Lizenz|1234\d\d/);
  expect(await state()).toEqual(before);
});

/** Returns the statements that the services send to the database, with the number of rows of each. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const seen: Promise<string>[] = [];
  const query = Client.prototype.query as (this: Client, ...given: unknown[]) => Promise<QueryResult>;
  const spy = jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...given: unknown[]) {
    const answer = query.apply(this, given);
    const [statement] = given as [string | { text: string }];
    const service = SERVICES.find((one) => roleOf(one) === this.user);
    const text = typeof statement === 'string' ? statement.replaceAll(/= (\d+|'[^']*')/g, '= …') : statement.text;
    const isSignOfLife = statement === 'select 1';
    if (service && !isSignOfLife) {
      seen.push(
        answer.then(
          ({ rowCount }) => `${service}: ${text} → ${rowCount}`,
          () => `${service}: ${text} → failed`,
        ),
      );
    }
    return answer;
  } as never);
  try {
    await work();
    return await Promise.all(seen);
  } finally {
    spy.mockRestore();
  }
}

describe('takes the same statements, with the same rows, so that time reveals nothing either', () => {
  const now = performance.now.bind(performance);
  let ahead = 0;
  beforeAll(() => {
    jest.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
  });
  afterAll(() => jest.restoreAllMocks());

  /** The gateway reuses facts for a moment. Here they expire first, so that each attack asks for them itself. */
  function letFactsExpire(): void {
    ahead += 2 * FACTS_LIFETIME_MS;
  }

  test.each(ATTACKS)('%s', async (_, who, query, foreign, absent) => {
    /** The database ids of the organisations in a token are read once and kept. */
    await ask(who, query, absent());
    letFactsExpire();
    const one = await statementsOf(() => ask(who, query, foreign()));
    letFactsExpire();
    const other = await statementsOf(() => ask(who, query, absent()));
    expect(one.length).toBeGreaterThan(0);
    /** A connection is given back after the answer, so the order of statements is a matter of chance. */
    expect(one.sort()).toEqual(other.sort());
  });
});

test('the same requests succeed for the owner, so the attacks above fail for no other reason', async () => {
  for (const [name, who, query, foreign] of ATTACKS) {
    if (!query.startsWith('query')) continue;
    const { data, errors } = await ask(who.replace('B', 'A'), query, foreign());
    expect([name, errors]).toEqual([name, undefined]);
    expect(JSON.stringify(data)).toMatch(/Schule A|Stadt A|total|outcome|A \d|edges/);
  }
});

describe('a token with one scope', () => {
  const bound = (who: string) => [`${who}:${world.organisation(who === 'SCHOOL' ? 'Schule A' : 'Stadt A')}`] as never;

  test('to take seats does so, and reads nothing of the entitlement that gives them', async () => {
    const token = await tokenWith({ kind: 'lms', subject: 'seats', bound: bound('SCHOOL'), scopes: ['usage:write'] });
    const answer = await system.ask(
      token,
      `mutation ($input: AcquireSeatInput!) { acquireSeat(input: $input) {
        outcome lease { id expiresAt entitlement { id validUntil holder { name } licence { name owner { name } } } } } }`,
      { input: { school: world.organisation('Schule A'), title: world.title('Vulkane') } },
    );
    expect(answer.data.acquireSeat).toMatchObject({ outcome: 'ALLOWED', lease: { entitlement: null } });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });

  test('to assign and end does so, and reads nothing of licences and entitlements', async () => {
    const token = await tokenWith({
      kind: 'licensing',
      subject: 'writer',
      bound: bound('AUTHORITY'),
      scopes: ['entitlements:write'],
    });
    const assigned = await system.ask(
      token,
      `mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) {
        assigned assignments { outcome entitlement { id } licence { name price { cents } } } } }`,
      assignment('A 1 Lizenz', 'Schule A', { preview: true, rights: ['STREAM'] }),
    );
    expect(assigned.data.assignEntitlements.assignments).toEqual([
      { outcome: 'ALREADY_ASSIGNED', entitlement: null, licence: null },
    ]);
    expect(codesOf(assigned)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    const revoked = await system.ask(
      token,
      `mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed changes { entitlement { status } } } }`,
      { input: { entitlementIds: [world.entitlement('Freischaltung A')], preview: true } },
    );
    expect(revoked.data.revokeEntitlements).toEqual({ changed: 1, changes: [{ entitlement: null }] });
    expect(codesOf(revoked)).toEqual(['FORBIDDEN']);
  });
});

describe('a caller’s counts and lists hold only its own', () => {
  test('schools, licences and prices, whatever the filter and the page', async () => {
    const query =
      '{ me { schoolCount } all: licences { edges { node { number price { cents } owner { name } } } } mine: licences(owned: true, first: 2) { edges { node { number } } pageInfo { hasNextPage } } }';
    const { data } = await ask('staff B', query);
    expect(data.me.schoolCount).toBe(1);
    expect(data.all.edges.map(({ node }: any) => node.number)).toEqual(['B 1 Lizenz', 'B 2 Lizenz']);
    expect(data.mine).toMatchObject({ edges: [{}, {}], pageInfo: { hasNextPage: false } });
  });

  test('the uses of a title, though both cities used it', async () => {
    const query = 'query ($id: ID!, $m: String!) { title(id: $id) { usage(from: $m, until: $m) { total } } }';
    const variables = { id: world.title('Vulkane'), m: new Date().toISOString().slice(0, 7) };
    const totalOf = async (who: string) => (await ask(who, query, variables)).data.title.usage;
    await countRecorded(database);
    expect(await totalOf('dashboard A')).toEqual([{ total: 1 }]);
    expect(await totalOf('dashboard B')).toEqual([{ total: 0 }]);
  });
});

describe('a cursor of another caller', () => {
  const LICENCES =
    'query ($after: String) { licences(first: 1, after: $after) { edges { cursor node { number } } pageInfo { hasNextPage endCursor } } }';
  test('of the list of licences gives one’s own list only', async () => {
    const { data } = await ask('staff A', LICENCES);
    const answer = await ask('staff B', LICENCES, { after: data.licences.pageInfo.endCursor });
    expect(answer.data.licences).toMatchObject({
      edges: [{ node: { number: 'B 1 Lizenz' } }],
      pageInfo: { hasNextPage: true },
    });
  });

  test('of a school’s list is refused at another school', async () => {
    const query =
      'query ($n: String!, $after: String) { school(number: $n) { licensedTitles(first: 1, after: $after) { edges { node { name } } pageInfo { endCursor } } } }';
    const { data } = await ask('lms A', query, { n: numberOf('Schule A') });
    const after = data.school.licensedTitles.pageInfo.endCursor;
    expect(after).toBeTruthy();
    const answer = await ask('lms B', query, { n: numberOf('Schule B'), after });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('an idempotency key of another caller', () => {
  test('reveals nothing of the other’s answer, and changes nothing in it', async () => {
    const idempotencyKey = 'the same key';
    const first = await ask(
      'staff A',
      ASSIGN,
      assignment('A 1 Lizenz', 'Schule A', { idempotencyKey, rights: ['STREAM'] }),
    );
    expect(first.errors).toBeUndefined();
    expect(
      codesOf(
        await ask('staff B', ASSIGN, assignment('A 1 Lizenz', 'Schule A', { idempotencyKey, rights: ['STREAM'] })),
      ),
    ).toEqual(['FORBIDDEN']);
    const own = await ask('staff B', ASSIGN, assignment('B 2 Lizenz', 'Schule B', { idempotencyKey }));
    expect(own.data.assignEntitlements.assignments).toMatchObject([{ holder: { name: 'Schule B' } }]);
    const again = await ask(
      'staff A',
      ASSIGN,
      assignment('A 1 Lizenz', 'Schule A', { idempotencyKey, rights: ['STREAM'] }),
    );
    expect(said(again)).toEqual(said(first));
  });
});

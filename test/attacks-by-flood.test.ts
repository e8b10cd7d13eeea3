/** Requests with very many items of one kind: each is refused or answered, without a fault. */
import { randomUUID } from 'node:crypto';
import { database, expectNoFault, lms, number, post, staff, world } from './content-attack';
import { codesOf } from './system';

describe('a flood of', () => {
  const event = () => ({
    id: randomUUID(),
    school: world.organisation('Schule A'),
    title: world.title('Vulkane'),
    action: 'STREAM',
    usedAt: new Date().toISOString(),
  });
  const holders = (count: number) =>
    Array.from({ length: count }, () => ({ level: 'SCHOOL', id: world.organisation('Schule A') }));
  const floods: [string, string, () => object, () => string][] = [
    [
      'titles in one page',
      'query ($first: Int!) { titles(first: $first) { totalCount edges { node { id } } } }',
      () => ({ first: 2 ** 31 - 1 }),
      () => lms,
    ],
    [
      'titles before the first one',
      'query ($first: Int!) { titles(first: $first) { edges { node { id } } } }',
      () => ({ first: -1 }),
      () => lms,
    ],
    [
      'titles to check',
      'query ($n: String!, $ids: [ID!]!) { school(number: $n) { access(titleIds: $ids) { outcome } } }',
      () => ({ n: number(), ids: Array(9_999).fill(world.title('Vulkane')) }),
      () => lms,
    ],
    [
      'uses',
      'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }',
      () => ({ events: Array.from({ length: 10_001 }, event) }),
      () => lms,
    ],
    [
      'holders',
      'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
      () => ({ input: { licenceIds: Array(121).fill(world.licence('Lizenz')), holders: holders(1_000) } }),
      () => staff,
    ],
    [
      'entitlements to end',
      'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed } }',
      () => ({ input: { entitlementIds: Array(110_001).fill('1') } }),
      () => staff,
    ],
    [
      'words to search for',
      'query ($words: String!) { titles(search: $words) { totalCount } }',
      () => ({ words: 'a '.repeat(100_000) }),
      () => lms,
    ],
    [
      'months',
      '{ school(number: "x") { usage(from: "0001-01", until: "9999-12") { total } } }',
      () => ({}),
      () => staff,
    ],
  ];
  test.each(floods)('%s is refused, and nothing is written', async (_, query, variables, token) => {
    const answer = await post({ query, variables: variables() }, token());
    expect(codesOf(answer).length).toBeGreaterThan(0);
    expectNoFault(answer);
    expect(await database.query('select 1 from usage.event union all select 1 from schools.entitlement')).toEqual([]);
  });

  test.each([
    [
      'lists within lists in the variables',
      `{"query":"{ me { kind } }","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    ],
    [
      'objects within objects in the extensions',
      `{"query":"{ me { kind } }","extensions":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    ],
    [
      'variables',
      JSON.stringify({
        query: '{ me { kind } }',
        variables: Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`v${at}`, at])),
      }),
    ],
    [
      'operations in one document',
      JSON.stringify({
        query: Array.from({ length: 500 }, (_, at) => `query q${at} { me { kind } }`).join(' '),
        operationName: 'q1',
      }),
    ],
  ])('%s is answered', async (_, body) => {
    expectNoFault(await post(body));
    expect(await post({ query: '{ me { kind } }' })).toMatchObject({ data: { me: { kind: 'LMS' } } });
  });
});

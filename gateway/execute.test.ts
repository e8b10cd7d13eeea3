/**
 * Operations of a route of another protocol are executed like those of `POST /graphql`, with the rights of its caller.
 */
import type { Route } from './http/route';
import { startTestSupergraph, type TestSupergraph } from './test-supergraph/start';

const SCHOOL: Route = {
  path: '/schools/:number',
  methods: ['GET'],
  callers: 'token',
  async answer({ parameters: { number }, execute }) {
    const query = 'query ($number: String!) { school(number: $number) { id name licensedTitles { id price } } }';
    const executed = await execute({ query, variables: { number } });
    return { status: 200, body: JSON.stringify(executed) };
  },
};

let house: TestSupergraph;
beforeAll(async () => {
  house = await startTestSupergraph({
    routes: [SCHOOL],
    // Only trusted documents are accepted from clients; the route's own operation needs no such permission.
    documents: {
      trusted: [{ id: 'other', client: 'lms', text: '{ __typename }', hash: '1', place: 'here' }],
      only: true,
    },
    rate: { perSubject: 5, perOrganisation: 100, cost: { perSubject: 1, perOrganisation: 1 } },
  });
});
afterAll(() => house.stop());

async function ask(number: string, ...bound: string[]) {
  const token = await house.issuer.token('lms', bound);
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${house.gateway.url}/schools/${number}`, { headers });
  return { status: response.status, ...JSON.parse(await response.text()) };
}

test('it gets objects, and null where its caller may not see something', async () => {
  const { data, errors } = await ask('100000', 'SCHOOL:NW:100000');
  expect(data).toMatchObject({ school: { id: 'NW:100000', licensedTitles: [{ id: 't1', price: null }] } });
  expect(errors).toMatchObject([{ path: ['school', 'licensedTitles', 0, 'price'], extensions: { code: 'FORBIDDEN' } }]);
});

test('a foreign school is refused as over GraphQL', async () => {
  const { data, errors } = await ask('200000', 'SCHOOL:NW:100001');
  expect([data?.school ?? null, errors[0].extensions.code]).toEqual([null, 'FORBIDDEN']);
});

test('it counts for the rate limit like any other operation', async () => {
  const codes: unknown[] = [];
  for (let time = 0; time < 6; time += 1)
    codes.push((await ask('100000', 'SCHOOL:NW:100000')).errors?.[0].extensions.code);
  expect(codes).toContain('RATE_LIMITED');
});

import type { Caller, OrganisationKey } from '../../caller/caller';
import { startTestSupergraph } from '../test-supergraph/start';
import { BUDGETS } from './cost';
import { createRate } from './rate';

const caller = (subject: string, ...bound: OrganisationKey[]): Caller => ({ kind: 'lms', subject, scopes: [], bound });
const SCHOOL = 'SCHOOL:NW:100000';

test('before a refusal, callers can read the limits and what is left of each', async () => {
  const rate = createRate({
    perSubject: 3,
    perOrganisation: 100,
    cost: { perSubject: 2, perOrganisation: 9 },
  });
  const lms = caller('a', SCHOOL);
  const whole = 2 * BUDGETS.lms;
  await rate.count(lms);
  const spending = await rate.spend(lms, 500);
  expect(rate.headers(lms)).toEqual({
    'ratelimit-policy': `"requests";q=3;w=10, "organisation";q=100;w=10, "cost";q=${whole};w=10`,
    ratelimit: `"requests";r=2;t=10, "organisation";r=99;t=10, "cost";r=${whole - 500};t=10`,
  });
  await spending.settle(100);
  expect(rate.headers(lms).ratelimit).toContain(`"cost";r=${whole - 100};`);
  await rate.count(lms);
  await rate.count(lms);
  expect(rate.headers(lms).ratelimit).toContain('"requests";r=0;');
  await expect(rate.count(lms)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
  expect(rate.headers(lms).ratelimit).toContain('"requests";r=0;');
});

test('of several organisations, the headers show the one that has least left', async () => {
  const rate = createRate({ perSubject: 100, perOrganisation: 5 });
  await rate.count(caller('a', 'AUTHORITY:NW:1'));
  await rate.count(caller('b', 'AUTHORITY:NW:1'));
  const both = caller('c', 'AUTHORITY:NW:2', 'AUTHORITY:NW:1');
  await rate.count(both);
  expect(rate.headers(both).ratelimit).toContain('"organisation";r=2;');
  const operator: Caller = { kind: 'operator', subject: 'o', scopes: [], bound: [] };
  await rate.count(operator);
  expect(rate.headers(operator)).toEqual({
    'ratelimit-policy': '"requests";q=100;w=10',
    ratelimit: '"requests";r=99;t=10',
  });
});

test('every answer to a caller has them, also a refusal; answers to requests without a token have none', async () => {
  const house = await startTestSupergraph({ rate: { perSubject: 2, perOrganisation: 100 } });
  const ask = (query: string) => house.send(['lms', SCHOOL], query);
  expect((await ask('{ me }')).headers.get('ratelimit')).toMatch(/^"requests";r=1;t=\d+, "organisation";r=99;t=\d+$/);
  expect((await ask('{ nothing }')).headers.get('ratelimit')).toContain('"requests";r=0;');
  const refused = await ask('{ me }');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('ratelimit')).toContain('"requests";r=0;');
  expect(refused.headers.get('ratelimit-policy')).toBe('"requests";q=2;w=10, "organisation";q=100;w=10');
  expect((await house.send(null, '{ __typename }')).headers.get('ratelimit')).toBeNull();
  await house.stop();
});

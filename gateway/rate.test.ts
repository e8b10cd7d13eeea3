import type { Caller, OrganisationKey } from '../caller/caller';
import { createRate } from './rate';
import { startTestSupergraph } from './test-supergraph/start';

const caller = (subject: string, ...bound: OrganisationKey[]): Caller => ({ kind: 'lms', subject, scopes: [], bound });

test('a subject may ask as often as is allowed, and another one no less', async () => {
  const rate = createRate({ perSubject: 3, perOrganisation: 100 });
  for (let asked = 0; asked < 3; asked += 1) await rate.count(caller('a', 'SCHOOL:NW:100000'));
  await expect(rate.count(caller('a', 'SCHOOL:NW:100000'))).rejects.toMatchObject({
    message: expect.stringMatching(/^This token may ask 3 times in 10 seconds, and did\. Try again in \d+ s\.$/),
    extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) },
  });
  await rate.count(caller('b', 'SCHOOL:NW:100000'));
});

test('all tokens of an organisation may ask as often together as is allowed, and another organisation no less', async () => {
  const rate = createRate({ perSubject: 100, perOrganisation: 3 });
  for (const subject of ['a', 'b', 'c']) await rate.count(caller(subject, 'AUTHORITY:NW:1'));
  await expect(rate.count(caller('d', 'AUTHORITY:NW:2', 'AUTHORITY:NW:1'))).rejects.toThrow(
    /^All tokens of AUTHORITY:NW:1 together may ask 3 times/,
  );
  await rate.count(caller('e', 'AUTHORITY:NW:2'));
});

test('who asks too often hears when to go on, also in the header, and reaches nothing', async () => {
  const house = await startTestSupergraph({ rate: { perSubject: 2, perOrganisation: 100 } });
  const ask = () => house.send(['lms', 'SCHOOL:NW:100000'], '{ me }');
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(200);
  const before = house.subgraphs.schools.hops.length;
  const { status, codes, errors, headers } = await ask();
  expect({ status, codes }).toEqual({ status: 429, codes: ['RATE_LIMITED'] });
  const retryAfter = Number(headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThanOrEqual(1);
  expect(retryAfter).toBeLessThanOrEqual(10);
  expect(errors[0]?.extensions.retryAfter).toBe(retryAfter);
  expect(house.subgraphs.schools.hops).toHaveLength(before);
  expect((await house.send(null, '{ __typename }')).status).toBe(200);
  await house.stop();
});

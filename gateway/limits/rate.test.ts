import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Caller, OrganisationKey } from '../../caller/caller';
import { startTestSupergraph } from '../test-supergraph/start';
import { BUDGETS } from './cost';
import { type CounterOptions, createRate } from './rate';

const caller = (subject: string, ...bound: OrganisationKey[]): Caller => ({ kind: 'lms', subject, scopes: [], bound });

test('a subject may send as many requests as allowed, and does not use up those of another subject', async () => {
  const rate = createRate({ perSubject: 3, perOrganisation: 100 });
  for (let asked = 0; asked < 3; asked += 1) await rate.count(caller('a', 'SCHOOL:NW:100000'));
  await expect(rate.count(caller('a', 'SCHOOL:NW:100000'))).rejects.toMatchObject({
    message: expect.stringMatching(/^Rate limit of this token exceeded: 3 requests per 10 s\. Retry after \d+ s\.$/),
    extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) },
  });
  await rate.count(caller('b', 'SCHOOL:NW:100000'));
});

test('all tokens of an organisation share its limit, and do not use up that of another organisation', async () => {
  const rate = createRate({ perSubject: 100, perOrganisation: 3 });
  for (const subject of ['a', 'b', 'c']) await rate.count(caller(subject, 'AUTHORITY:NW:1'));
  await expect(rate.count(caller('d', 'AUTHORITY:NW:2', 'AUTHORITY:NW:1'))).rejects.toThrow(
    /^Rate limit of all tokens of AUTHORITY:NW:1 exceeded: 3 requests/,
  );
  await rate.count(caller('e', 'AUTHORITY:NW:2'));
});

test('a caller that sends too many requests is told when to go on, also in the header, and reaches no service', async () => {
  const house = await startTestSupergraph({ rate: { perSubject: 2, perOrganisation: 100 } });
  const ask = () => house.send(['lms', 'SCHOOL:NW:100000'], '{ me }');
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(200);
  const before = house.subgraphs.schools.requests.length;
  const { status, codes, errors, headers } = await ask();
  expect({ status, codes }).toEqual({ status: 429, codes: ['RATE_LIMITED'] });
  const retryAfter = Number(headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThanOrEqual(1);
  expect(retryAfter).toBeLessThanOrEqual(10);
  expect(errors[0]?.extensions.retryAfter).toBe(retryAfter);
  expect(house.subgraphs.schools.requests).toHaveLength(before);
  expect((await house.send(null, '{ __typename }')).status).toBe(200);
  await house.stop();
});

describe('what operations cost', () => {
  const cost = { perSubject: 2, perOrganisation: 3 };
  const rates = () => createRate({ perSubject: 100, perOrganisation: 100, cost });
  const all = BUDGETS.lms;
  const refused = { extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } };

  test('a subject may spend its budget, and the part that was reserved but not used may be spent again', async () => {
    const rate = rates();
    const lms = caller('a', 'SCHOOL:NW:100000');
    const first = await rate.spend(lms, all);
    await rate.spend(lms, all);
    await expect(rate.spend(lms, 1)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Cost budget of this token exceeded: 24000 per 10 s, and this operation may cost 1\. Retry after \d+ s\.$/,
      ),
      ...refused,
    });
    await first.settle(all - 10);
    await rate.spend(lms, 10);
    await expect(rate.spend(lms, 1)).rejects.toMatchObject(refused);
  });

  test('a cost above the estimate is charged as well', async () => {
    const rate = rates();
    const first = await rate.spend(caller('a'), 10);
    await first.settle(2 * all);
    await expect(rate.spend(caller('a'), 1)).rejects.toMatchObject(refused);
  });

  test('a refused operation costs neither the subject nor its organisations anything', async () => {
    const rate = rates();
    const [a, b, c] = ['a', 'b', 'c'].map((subject) => caller(subject, 'AUTHORITY:NW:1')) as [Caller, Caller, Caller];
    await rate.spend(a, 2 * all);
    for (let asked = 0; asked < 5; asked += 1)
      await expect(rate.spend(a, all)).rejects.toThrow(/^Cost budget of this token/);
    await rate.spend(b, all - 1);
    for (let asked = 0; asked < 5; asked += 1)
      await expect(rate.spend(c, 2)).rejects.toThrow(
        /^Cost budget of all lms tokens of AUTHORITY:NW:1 exceeded: 36000/,
      );
    await rate.spend(c, 1);
    await rate.spend({ ...c, bound: ['AUTHORITY:NW:2'] }, 2 * all - 1);
  });

  test('a dashboard that has spent its budget leaves that of the learning platform of the same authority untouched', async () => {
    const rate = rates();
    const dashboard = { ...caller('d', 'AUTHORITY:NW:1'), kind: 'reporting' } as const;
    await rate.spend(dashboard, 2 * BUDGETS.reporting);
    await expect(rate.spend(dashboard, 1)).rejects.toMatchObject(refused);
    await rate.spend(caller('d', 'AUTHORITY:NW:1'), all);
  });

  test('a caller that has spent its budget for recording can still send queries, and the other way round', async () => {
    const rate = rates();
    const lms = caller('a', 'AUTHORITY:NW:1');
    await rate.spend(lms, 2 * BUDGETS.recording, 'recording');
    await expect(rate.spend(lms, 1, 'recording')).rejects.toMatchObject({
      message: expect.stringMatching(/^Budget for recording of this token exceeded: 40000 per 10 s/),
      ...refused,
    });
    expect(rate.headers(lms).ratelimit).toContain(`"cost";r=${2 * all}`);
    await rate.spend(lms, 2 * all);
    await expect(rate.spend(lms, 1)).rejects.toMatchObject(refused);
    await rate.spend(caller('b', 'AUTHORITY:NW:1'), BUDGETS.recording, 'recording');
  });

  test('what is given back after its window has ended is not added to the next window', async () => {
    jest.useFakeTimers();
    const rate = rates();
    const first = await rate.spend(caller('a'), 2 * all);
    jest.advanceTimersByTime(11_000);
    await first.settle(0);
    await rate.spend(caller('a'), 2 * all);
    await expect(rate.spend(caller('a'), 1)).rejects.toMatchObject(refused);
    jest.useRealTimers();
  });

  test('through the gateway: the estimate is charged, and all but the actual cost is given back', async () => {
    const house = await startTestSupergraph({
      rate: { perSubject: 1_000, perOrganisation: 1_000, cost: { perSubject: 1, perOrganisation: 1 } },
    });
    const told = () => JSON.parse(house.logged.findLast((line) => line.includes('"answered"')) as string);
    const field =
      'schoolAuthority(number: "10182") { schools { authority { schools { authority { schools { id } } } } } }';
    const query = `{ a: ${field} b: ${field} c: ${field} d: ${field} }`;
    const ask = () => house.send(['lms', 'AUTHORITY:NW:10182'], query);
    for (let asked = 0; asked < 10; asked += 1) expect(await ask()).toMatchObject({ status: 200, errors: [] });
    expect(told()).toMatchObject({ cost: 5_333, costCounted: 24 });

    const answers = await Promise.all(Array.from({ length: 5 }, ask));
    const refusals = answers.filter(({ status }) => status === 429);
    expect(refusals.length).toBeGreaterThan(0);
    for (const { codes, errors, headers } of refusals) {
      expect(codes).toEqual(['RATE_LIMITED']);
      expect(headers.get('retry-after')).toBe(String(errors[0]?.extensions.retryAfter));
    }
    expect((await ask()).status).toBe(200);

    house.subgraphs.licences.misbehaviour = 'answers 500';
    await house.send(['lms', 'AUTHORITY:NW:10182'], '{ titles { id } }');
    expect(told()).toMatchObject({ cost: 11, costCounted: 11, codes: ['SUBGRAPH_UNAVAILABLE'] });
    await house.send(['lms', 'AUTHORITY:NW:10182'], '{ nothing }');
    expect(told()).not.toHaveProperty('cost');
    await house.stop();
  });
});

test('a refused caller is refused again without counting until its stated time is over', async () => {
  let counted = 0;
  const counters = (options: CounterOptions) =>
    new (class extends RateLimiterMemory {
      override async consume(key: string, points?: number) {
        counted += 1;
        return super.consume(key, points);
      }
    })(options);
  const rate = createRate({ perSubject: 1, perOrganisation: 100, counters });
  const lms = caller('a', 'SCHOOL:NW:100000');
  await rate.count(lms);
  const refusals = await Promise.allSettled([rate.count(lms)]);
  const before = counted;
  for (let at = 0; at < 50; at += 1) refusals.push(...(await Promise.allSettled([rate.count(lms)])));
  expect(counted).toBe(before);
  const errors = refusals.map((refusal) => refusal.status === 'rejected' && refusal.reason);
  expect(new Set(errors).size).toBe(1);
});

describe('the bytes of bodies', () => {
  const bodyBytes = { perSubject: 2 * 2 ** 20, perOrganisation: 3 * 2 ** 20 };
  const rates = () => createRate({ perSubject: 100, perOrganisation: 100, bodyBytes });

  test('are counted by subject and organisation, where a body is large', async () => {
    const rate = rates();
    const [a, b] = [caller('a', 'SCHOOL:NW:100000'), caller('b', 'SCHOOL:NW:100000')];
    await rate.count(a, 2 ** 20);
    await rate.count(a, 2 ** 20);
    await expect(rate.count(a, 2 ** 20)).rejects.toMatchObject({
      message: expect.stringMatching(/^Limit of this token for large requests exceeded: 2 MB per 10 s\./),
      extensions: { code: 'RATE_LIMITED' },
    });
    await rate.count(b, 2 ** 20);
    await expect(rate.count(b, 2 ** 20)).rejects.toThrow(
      /^Limit of all tokens of SCHOOL:NW:100000 for large requests exceeded: 3 MB/,
    );
  });

  test('are not where it is small', async () => {
    const rate = createRate({
      perSubject: 100,
      perOrganisation: 100,
      bodyBytes: { perSubject: 1, perOrganisation: 1 },
    });
    for (let at = 0; at < 50; at += 1) await rate.count(caller('a', 'SCHOOL:NW:100000'), 16 * 1024);
  });
});

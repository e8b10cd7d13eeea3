import fc from 'fast-check';
import { startTestSupergraph } from '../test-supergraph/start';
import { FIRST_PLACES, inEachPlace, MAX_ERRORS } from './error-places';

const path = (at: number) => ['schools', at, 'usage'];
const told = (count: number, at: number) => ({
  formatted: { message: `cause ${at}`, extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
  places: Array.from({ length: count }, (_, place) => path(place)),
  more: 0,
});

test('no answer tells more errors than are allowed, each cause has its first places, and none is lost from the count', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 30 }), (counts) => {
      const errors = inEachPlace(counts.map(told));
      expect(errors.length).toBeLessThanOrEqual(MAX_ERRORS);
      for (const [at, count] of counts.entries()) {
        const own = errors.filter(({ message }) => message === `cause ${at}`);
        expect(own.length).toBeGreaterThanOrEqual(Math.min(count, FIRST_PLACES));
        expect(own.map((error) => error.path)).toEqual(told(own.length, at).places);
        const more = own.flatMap(({ extensions }) => extensions?.morePlaces ?? []);
        expect(more).toEqual(own.length < count ? [count - own.length] : []);
      }
      const all = counts.reduce((sum, count) => sum + count, 0);
      expect(errors).toHaveLength(Math.min(all, MAX_ERRORS));
    }),
    { numRuns: 30 },
  );
});

test('where there are more causes than errors allowed, that many are reported', () => {
  const errors = inEachPlace(Array.from({ length: MAX_ERRORS + 500 }, (_, at) => told(2, at)));
  expect(errors).toHaveLength(MAX_ERRORS);
});

const SCHOOLS = 25_000;
const QUERY = '{ schools { a: usage b: usage c: usage d: usage e: usage } }';
const schools = Array.from({ length: SCHOOLS }, (_, at) => ({ __typename: 'School', id: `NW:${at}` }));

describe('125,000 places that a service leaves empty', () => {
  test.each<[string, string | null]>([
    ['because it is away', null],
    [
      'each with an error of its own',
      JSON.stringify({
        data: { _entities: schools.map(() => ({ a: null, b: null, c: null, d: null, e: null })) },
        errors: schools.flatMap((_, at) =>
          ['a', 'b', 'c', 'd', 'e'].map((name) => ({ message: 'no', path: ['_entities', at, name] })),
        ),
      }),
    ],
  ])('%s are one cause, told in its first places, and others have their turns', async (_, says) => {
    const house = await startTestSupergraph({ resilience: { timeoutMs: 30_000 } });
    try {
      house.subgraphs.schools.says = { body: JSON.stringify({ data: { schools } }) };
      house.subgraphs.usage.misbehaviour = 'hangs up';
      house.subgraphs.usage.says = says === null ? null : { body: says };
      const { status, data, errors } = await house.send(['operator'], QUERY);
      const found = data?.schools as unknown as unknown[] | undefined;
      expect({ status, schools: found?.length }).toEqual({ status: 200, schools: SCHOOLS });
      expect(errors).toHaveLength(MAX_ERRORS);
      const last = errors.at(-1);
      expect(last?.extensions).toMatchObject({ morePlaces: 5 * SCHOOLS - MAX_ERRORS });
      expect(new Set(errors.map(({ message }) => message)).size).toBe(1);
      expect(errors.slice(0, 6).map((error) => error.path?.join())).toEqual([
        'schools,0,a',
        'schools,0,b',
        'schools,0,c',
        'schools,0,d',
        'schools,0,e',
        'schools,1,a',
      ]);
      expect(house.logged.filter((line) => line.includes('"level":50')).length).toBeLessThan(5);
    } finally {
      await house.stop();
    }
  });
});

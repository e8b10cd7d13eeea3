import fc from 'fast-check';
import { createTestDatabase } from '../../test/database';
import { callerOf, OPERATOR } from '../../test/usage-world';
import { USUAL_SETTINGS } from '../subgraph/context';
import { rounded, roundedSql, roundingBase } from './rounding';

const settings = { ...USUAL_SETTINGS, roundingBase: 5 };

test.each([
  ['the operator', OPERATOR, 1],
  ['a school', callerOf('reporting', 'SCHOOL:NW:100000'), 1],
  ['an authority', callerOf('licensing', 'AUTHORITY:NW:1'), 1],
  ['an authority and a school', callerOf('reporting', 'AUTHORITY:NW:1', 'SCHOOL:NW:100000'), 1],
  ['a media centre', callerOf('licensing', 'MEDIA_CENTRE:NW:1'), 5],
  ['a state', callerOf('reporting', 'STATE:NW'), 5],
  ['an authority that is also a media centre', callerOf('licensing', 'AUTHORITY:NW:1', 'MEDIA_CENTRE:NW:1'), 5],
])('%s reads figures rounded to …', (_, caller, base) => {
  expect(roundingBase({ caller, settings })).toBe(base);
});

test.each([
  [0, 0],
  [2, 0],
  [3, 5],
  [7, 5],
  [8, 10],
  [12, 10],
])('%d is shown as %d', (figure, shown) => {
  expect(rounded(figure, 5)).toBe(shown);
});

const figures = fc.integer({ min: 0, max: 2 ** 40 });
const bases = fc.integer({ min: 1, max: 9_999 });

test('the nearest multiple is taken, halfway the one above', () => {
  fc.assert(
    fc.property(figures, bases, (figure, base) => {
      const shown = rounded(figure, base);
      expect(shown % base).toBe(0);
      expect(2 * (shown - figure)).toBeLessThanOrEqual(base);
      expect(2 * (figure - shown)).toBeLessThan(base);
    }),
  );
});

test('SQL rounds as the service does', async () => {
  const database = await createTestDatabase();
  try {
    const [cases] = fc.sample(fc.array(fc.tuple(figures, bases), { minLength: 500, maxLength: 500 }), 1);
    const rows = await database.query<{ shown: string }>(
      `select ${roundedSql('figure', 'base')} as shown
       from unnest($1::bigint[], $2::bigint[]) with ordinality as given (figure, base, place) order by place`,
      [cases?.map(([figure]) => figure), cases?.map(([, base]) => base)],
    );
    expect(rows.map(({ shown }) => Number(shown))).toEqual(cases?.map(([figure, base]) => rounded(figure, base)));
  } finally {
    await database.drop();
  }
});

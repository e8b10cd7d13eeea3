import { ALWAYS } from './period';
import { decodeHolding, holdingsOf, schoolOf, timelineText } from './timeline';

/** Two entitlements that differ only in their licence, and another one. All are at the level of the authority. */
const OF_AUTHORITY = JSON.stringify([
  [4, null, 15],
  [[10, 20], null, 3, [[12, 13]], [7, 70, 8, 80]],
  [[0, null], 9, 1, [], [9, 70]],
]);
const OF_SCHOOL = JSON.stringify([
  [6, null, null],
  [[0, null], null, 1, [], [10, 90]],
]);

test('entitlements that differ only in their licence are grouped, with their ids and those of their licences', () => {
  const member = { level: 'AUTHORITY', membership: { from: -Infinity, until: 15 } };
  expect(decodeHolding(OF_AUTHORITY)).toEqual([
    {
      facts: {
        ...member,
        period: { from: 10, until: 20 },
        revokedAt: Infinity,
        rights: 3,
        suspensions: [{ from: 12, until: 13 }],
      },
      idsAndLicences: [7, 70, 8, 80],
    },
    {
      facts: { ...member, period: { from: 0, until: Infinity }, revokedAt: 9, rights: 1, suspensions: [] },
      idsAndLicences: [9, 70],
    },
  ]);
});

test('a timeline is the school and its holdings', () => {
  const text = timelineText({ from: 1, until: Infinity }, [OF_AUTHORITY, OF_SCHOOL]);
  expect(schoolOf(text)).toEqual({ operating: { from: 1, until: Infinity } });
  expect(holdingsOf(text)).toEqual([OF_AUTHORITY, OF_SCHOOL]);
});

test('a school without entitlements has a timeline too', () => {
  const text = timelineText(ALWAYS, []);
  expect([schoolOf(text), holdingsOf(text)]).toEqual([{ operating: ALWAYS }, []]);
});

test('a timeline has no quotes, because JSON would have to escape them', () => {
  const text = timelineText({ from: 1, until: Infinity }, [OF_AUTHORITY, OF_SCHOOL]);
  expect(JSON.stringify(text)).toBe(`"${text}"`);
});

test.each([
  ['a member too few', [[0, null], 9, 1, []], 'the timeline is of another form'],
  ['a member too many', [[0, null], 9, 1, [], [9, 70], []], 'the timeline is of another form'],
  ['an id without its licence', [[0, null], 9, 1, [], [9]], 'the timeline is of another form'],
  [
    'an id that JSON cannot hold exactly',
    [[0, null], 9, 1, [], [2 ** 53, 70]],
    'the timeline holds 9007199254740992, which is no id',
  ],
  ['an id that is no number', [[0, null], 9, 1, [], [1, null]], 'the timeline holds null, which is no id'],
])('a holding with a mistake is refused as a whole: %s', (_, group, problem) => {
  expect(() => decodeHolding(JSON.stringify([[6, null, null], group]))).toThrow(problem);
});

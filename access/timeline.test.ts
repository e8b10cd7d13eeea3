import { ALWAYS } from './period';
import { decodeTimeline, entitlementsByLicence } from './timeline';

/** Two alike at the level of the authority, and one of its own. */
const TEXT = JSON.stringify([
  [1, null],
  [
    [[10, 20], null, 3, [4, null, 15], [[12, 13]], [7, 70, 8, 80]],
    [[0, null], 9, 1, [6, null, null], [], [9, 70]],
  ],
]);

test('entitlements that are alike stand together, and are told apart by their ids and licences', () => {
  const alike = {
    level: 'AUTHORITY',
    membership: { from: -Infinity, until: 15 },
    period: { from: 10, until: 20 },
    revokedAt: Infinity,
    rights: 3,
    suspensions: [{ from: 12, until: 13 }],
  };
  expect(decodeTimeline(TEXT)).toEqual({
    school: { operating: { from: 1, until: Infinity } },
    entitlements: [
      { ...alike, id: '7', licence: '70' },
      { ...alike, id: '8', licence: '80' },
      {
        id: '9',
        licence: '70',
        level: 'SCHOOL',
        membership: ALWAYS,
        period: { from: 0, until: Infinity },
        revokedAt: 9,
        rights: 1,
        suspensions: [],
      },
    ],
  });
});

test('a school without entitlements has a timeline too', () => {
  expect(decodeTimeline('[[null,null],[]]')).toEqual({ school: { operating: ALWAYS }, entitlements: [] });
});

test('entitlements are found by their licence; what is found is made once for a timeline', () => {
  const timeline = decodeTimeline(TEXT);
  const found = entitlementsByLicence(timeline);
  expect([...found].map(([licence, entitlements]) => [licence, entitlements.map(({ id }) => id)])).toEqual([
    ['70', ['7', '9']],
    ['80', ['8']],
  ]);
  expect(entitlementsByLicence(timeline)).toBe(found);
});

test.each([
  ['a member too few', [[0, null], 9, 1, [6, null, null], []], 'the timeline is of another form'],
  ['a member too many', [[0, null], 9, 1, [6, null, null], [], [9, 70], []], 'the timeline is of another form'],
  ['an id without its licence', [[0, null], 9, 1, [6, null, null], [], [9]], 'the timeline is of another form'],
  [
    'an id that JSON cannot hold exactly',
    [[0, null], 9, 1, [6, null, null], [], [2 ** 53, 70]],
    'the timeline holds 9007199254740992, which is no id',
  ],
  [
    'an id that is no number',
    [[0, null], 9, 1, [6, null, null], [], [1, null]],
    'the timeline holds null, which is no id',
  ],
])('a timeline is refused whole: %s', (_, group, problem) => {
  expect(() => decodeTimeline(JSON.stringify([[null, null], [group]]))).toThrow(problem);
});

import fc from 'fast-check';
import { ALWAYS, heldUntil, holds, intersection, isEmpty, type Period, periodOf, without } from './period';

test('null in JSON is an open end', () => {
  expect(periodOf([null, null])).toEqual(ALWAYS);
  expect(periodOf([0, 1])).toEqual({ from: 0, until: 1 });
});

test('a period contains its beginning, and not its end', () => {
  const period = { from: 1, until: 3 };
  expect([0, 1, 2, 3].map((instant) => holds(period, instant))).toEqual([false, true, true, false]);
});

test('a period that ends where it begins, or before, is empty', () => {
  expect([isEmpty({ from: 1, until: 2 }), isEmpty({ from: 1, until: 1 }), isEmpty({ from: 2, until: 1 })]).toEqual([
    false,
    true,
    true,
  ]);
});

test.each([
  ['nothing is taken out', [], [[0, 10]]],
  [
    'a hole in the middle',
    [[4, 6]],
    [
      [0, 4],
      [6, 10],
    ],
  ],
  [
    'a hole at each end',
    [
      [8, 12],
      [-2, 2],
    ],
    [[2, 8]],
  ],
  [
    'holes that overlap, one inside the other',
    [
      [2, 8],
      [3, 4],
    ],
    [
      [0, 2],
      [8, 10],
    ],
  ],
  ['a hole over all of it', [[0, 10]], []],
  [
    'holes beside it',
    [
      [-5, 0],
      [10, 20],
    ],
    [[0, 10]],
  ],
  [
    'holes after its end',
    [
      [12, 14],
      [16, 18],
    ],
    [[0, 10]],
  ],
  ['an empty hole', [[6, 4]], [[0, 10]]],
  [
    'an empty hole that begins inside another one',
    [
      [2, 5],
      [4, 3],
    ],
    [
      [0, 2],
      [5, 10],
    ],
  ],
] as [string, [number, number][], [number, number][]][])('without: %s', (_, holes, pieces) => {
  expect(without({ from: 0, until: 10 }, holes.map(periodOf))).toEqual(pieces.map(periodOf));
});

test('an empty period has no pieces, with or without holes', () => {
  expect(without({ from: 1, until: 1 }, [])).toEqual([]);
  expect(without({ from: 1, until: 1 }, [{ from: 5, until: 6 }])).toEqual([]);
});

const period = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }))
  .map(([from, until]): Period => ({ from, until }));
const INSTANTS = Array.from({ length: 14 }, (_, at) => at - 1);

test('a period without its holes contains the instants that are in the period and in none of the holes', () => {
  fc.assert(
    fc.property(period, fc.array(period, { maxLength: 4 }), (whole, holes) => {
      const pieces = without(whole, holes);
      for (const at of INSTANTS)
        expect(pieces.some((piece) => holds(piece, at))).toBe(
          holds(whole, at) && !holes.some((hole) => holds(hole, at)),
        );
    }),
  );
});

test('an intersection contains the instants that are in all of its periods', () => {
  fc.assert(
    fc.property(fc.array(period, { maxLength: 3 }), (periods) => {
      const shared = intersection(...periods);
      for (const at of INSTANTS) expect(holds(shared, at)).toBe(periods.every((one) => holds(one, at)));
    }),
  );
});

test('heldUntil is the first gap of periods that meet or overlap, in any order', () => {
  const periods = [
    { from: 6, until: 7 },
    { from: 4, until: 5 },
    { from: 0, until: 4 },
    { from: 1, until: 3 },
  ];
  expect(heldUntil(periods, 0)).toBe(5);
  expect(heldUntil(periods, 5)).toBe(5);
  expect(heldUntil([], 4)).toBe(4);
});

import { quantile, ratiosTo, spreadOf } from './statistics';

test('a quantile is one of the values, whatever their order', () => {
  expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3);
  expect(quantile([5, 1, 4, 2, 3], 0)).toBe(1);
  expect(quantile([5, 1, 4, 2, 3], 1)).toBe(5);
});

test('numbers are sorted as numbers', () => {
  expect(quantile([100, 9, 20], 0)).toBe(9);
});

test('without measurements there is no number', () => {
  expect(quantile([], 0.5)).toBeNaN();
});

test('the spread covers the middle half', () => {
  expect(spreadOf([1, 2, 3, 4, 5, 6, 7, 8])).toEqual({ median: 5, p25: 3, p75: 7 });
});

test('a ratio is taken in each round, not of the medians', () => {
  expect(ratiosTo([100, 10, 100], [200, 30, 200])).toEqual({ median: 2, p25: 2, p75: 3 });
});

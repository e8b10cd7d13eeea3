import * as calendar from '../../access/calendar';
import { beginOf } from './days';

jest.mock('../../access/calendar', () => {
  const actual = jest.requireActual<typeof calendar>('../../access/calendar');
  return { ...actual, midnight: jest.fn(actual.midnight) };
});
const midnight = jest.mocked(calendar.midnight);

test('a day is worked out once, and forgotten after many others', () => {
  expect(beginOf('2026-03-01')).toBe('2026-02-28T23:00:00.000Z');
  expect(beginOf('2026-03-01')).toBe('2026-02-28T23:00:00.000Z');
  expect(midnight).toHaveBeenCalledTimes(1);

  const DAY = 24 * 3600 * 1000;
  for (let day = 0; day < 10_000; day += 1) beginOf(new Date(day * DAY).toISOString().slice(0, 10));
  const before = midnight.mock.calls.length;
  expect(beginOf('1970-01-01')).toBe('1969-12-31T23:00:00.000Z');
  expect(midnight).toHaveBeenCalledTimes(before + 1);
});

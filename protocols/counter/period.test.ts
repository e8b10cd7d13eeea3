/** The months for which a report can be requested, and the exceptions for other months. */
import { availableMonths, lastDayOf, monthsOf, readPeriod } from './period';

const AVAILABLE = { first: '2024-01', last: '2026-10' };

test.each([
  ['2026-11-15T12:00:00Z', '2024-01', '2026-10'],
  ['2026-01-15T12:00:00Z', '2024-01', '2025-12'],
  ['2026-12-31T22:59:59Z', '2024-01', '2026-11'],
  // In Berlin the new year has begun.
  ['2026-12-31T23:00:00Z', '2025-01', '2026-12'],
  ['2026-07-31T22:00:00Z', '2024-01', '2026-07'],
])('at %s the months from %s to %s are available', (instant, first, last) => {
  expect(availableMonths(Date.parse(instant))).toEqual({ first, last });
});

test.each([
  ['2026-01', '2026-03', '2026-01', '2026-03', []],
  ['2026-01-01', '2026-03-31', '2026-01', '2026-03', []],
  ['2026-10', '2026-10', '2026-10', '2026-10', []],
  ['2024-01', '2026-10', '2024-01', '2026-10', []],
  ['2026-09', '2026-12', '2026-09', '2026-10', [{ Code: 3031, Data: '2026-11 to 2026-12' }]],
  ['2023-11', '2024-02', '2024-01', '2024-02', [{ Code: 3032, Data: 'Available: 2024-01 to 2026-10' }]],
  ['2023-11', '2027-01', '2024-01', '2026-10', [{ Code: 3032 }, { Code: 3031, Data: '2026-11 to 2027-01' }]],
])('of %s to %s, the months from %s to %s are reported', (begin, end, first, last, exceptions) => {
  expect(readPeriod(begin, end, AVAILABLE)).toMatchObject({ first, last, exceptions, isEmpty: false });
});

test('nothing is left of a period that is no longer available', () => {
  expect(readPeriod('2022-01', '2023-12', AVAILABLE)).toMatchObject({
    first: '2022-01',
    last: '2023-12',
    isEmpty: true,
    exceptions: [{ Code: 3032, Message: 'Usage No Longer Available for Requested Dates' }],
  });
});

test.each([
  ['2026-02', '2026-01'],
  ['2026-11', '2026-11'],
  ['2026-12', '2027-01'],
  ['2026-13', '2026-10'],
  ['2026-00', '2026-10'],
  ['2026-1', '2026-10'],
  ['2026-02-29', '2026-10'],
  ['2026-02-00', '2026-10'],
  ['2026-01', '2026-04-31'],
  ['202601', '2026-10'],
  ['2026-01-01T00:00:00Z', '2026-10'],
  [' 2026-01', '2026-10'],
  ['2026-01\n', '2026-10'],
  ['yesterday', '2026-10'],
  ['1999-01', '2026-10'],
  ['2026-01', '٢٠٢٦-١٠'],
])('from %j to %j is 3020', (begin, end) => {
  expect(() => readPeriod(begin, end, AVAILABLE)).toThrow(
    expect.objectContaining({
      status: 400,
      exception: expect.objectContaining({ Code: 3020, Message: 'Invalid Date Arguments' }),
    }),
  );
});

test('months are counted over the end of a year, and end with their last day', () => {
  expect(monthsOf({ first: '2025-11', last: '2026-02' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(['2024-02', '2026-02', '2026-12', '2026-04'].map(lastDayOf)).toEqual([
    '2024-02-29',
    '2026-02-28',
    '2026-12-31',
    '2026-04-30',
  ]);
});

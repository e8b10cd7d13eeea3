import { dayAfter, monthsBetween } from './months';

test('both months are included, over the end of a year too', () => {
  expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(monthsBetween('2026-01', '2026-01')).toEqual(['2026-01']);
  expect(monthsBetween('2024-01', '2026-12')).toHaveLength(36);
});

test('the day after a month is the first one of the next', () => {
  expect([dayAfter('2025-12'), dayAfter('2026-01')]).toEqual(['2026-01-01', '2026-02-01']);
});

test.each([
  ['2026-13', '2026-13', 'from: “2026-13” is not a month. Write it as 2026-01.'],
  ['2026-01', '2026-2', 'until: “2026-2” is not a month. Write it as 2026-01.'],
  ['0000-01', '2026-02', 'from: “0000-01” is not a month. Write it as 2026-01.'],
  ['2026-02', '2026-01', 'until: 2026-01 is before from: 2026-02. Swap them.'],
  ['2024-01', '2027-01', 'until: period exceeds 36 months. Request it in several parts.'],
])('from %s until %s is refused', (from, until, message) => {
  expect(() => monthsBetween(from, until)).toThrow(
    expect.objectContaining({ message, extensions: { code: 'BAD_USER_INPUT' } }),
  );
});

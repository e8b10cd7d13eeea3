import { hasEnded, periodOf, type UsageGranularity } from './report-period';

test.each<[UsageGranularity, begins: string, lastDay: string, dayAfter: string]>([
  ['DAY', '2026-03-29', '2026-03-29', '2026-03-30'],
  ['DAY', '2026-03-31', '2026-03-31', '2026-04-01'],
  ['MONTH', '2026-02-01', '2026-02-28', '2026-03-01'],
  ['MONTH', '2025-12-01', '2025-12-31', '2026-01-01'],
  ['SCHOOL_YEAR', '2025-08-01', '2026-07-31', '2026-08-01'],
  ['TOTAL', '2025-08-01', '2026-07-31', '2026-08-01'],
])('of a period by %s, the part that begins on %s ends with %s', (granularity, begins, lastDay, dayAfter) => {
  const asked =
    granularity === 'DAY' ? { from: '2026-03-01', until: '2026-04-30' } : { from: '2025-08', until: '2026-07' };
  const period = periodOf({ ...asked, granularity });
  expect(hasEnded(period, begins, lastDay)).toBe(false);
  expect(hasEnded(period, begins, dayAfter)).toBe(true);
});

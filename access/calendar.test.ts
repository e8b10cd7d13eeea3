import { dateOf, midnight, midnightAfter, schoolYearOf } from './calendar';

const at = (text: string) => Date.parse(text);

test('a date is midnight in Berlin, in winter and in summer', () => {
  expect(midnight('2026-01-01')).toBe(at('2026-01-01T00:00+01:00'));
  expect(midnight('2026-08-01')).toBe(at('2026-08-01T00:00+02:00'));
});

test.each([
  '2026-02-30',
  '2026-8-1',
  '2026-08-01T10:00',
  ' 2026-08-01',
  '12026-08-01',
  '+002026-08-01',
  '2026-08-011',
  '',
  'tomorrow',
])('“%s” is not a date', (text) => {
  expect(() => midnight(text)).toThrow(new RangeError(`“${text}” is not a date of the form 2026-08-01`));
});

test('days are counted by the calendar, also across a clock change and from any moment of the day', () => {
  expect(midnightAfter(at('2026-03-28T23:59+01:00'), 2)).toBe(midnight('2026-03-30'));
  expect(midnightAfter(at('2026-10-24T00:00+02:00'), 7)).toBe(midnight('2026-10-31'));
});

test('an instant falls on the date that it is in Berlin at that instant', () => {
  expect(dateOf(at('2026-07-31T21:59:59.999Z'))).toBe('2026-07-31');
  expect(dateOf(at('2026-07-31T22:00Z'))).toBe('2026-08-01');
});

test('a school year begins on 1 August', () => {
  const year = (text: string) => {
    const { from, until } = schoolYearOf(at(text));
    return [dateOf(from), dateOf(until)];
  };
  expect(year('2026-07-31T23:59+02:00')).toEqual(['2025-08-01', '2026-08-01']);
  expect(year('2026-08-01T00:00+02:00')).toEqual(['2026-08-01', '2027-08-01']);
  expect(year('2026-12-31T23:59+01:00')).toEqual(['2026-08-01', '2027-08-01']);
  expect(year('2027-01-01T00:00+01:00')).toEqual(['2026-08-01', '2027-08-01']);
});

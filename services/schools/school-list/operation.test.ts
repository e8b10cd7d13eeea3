import { operatingTime } from './operation';

const asOf = new Date('2026-11-22T12:00:00Z');

test.each([
  ['in operation since a day', '1', '1990-08-01', '1990-08-01', null],
  ['in operation, for some surveys only', '6', '1974-01-01', '1974-01-01', null],
  ['in operation since no day in particular', '1', null, null, null],
  ['opening', '3', '2027-08-01', '2027-08-01', null],
  ['closing later: the day is the last one', '2', '2028-07-31', null, '2028-08-01'],
  ['closed', '9', '2026-07-31', null, '2026-08-01'],
  ['closed on no day in particular: at the end of the last school year', '9', null, null, '2026-08-01'],
  ['at rest', '4', '2026-01-31', null, '2026-02-01'],
  ['deleted, kept only for the register of posts', '5', '2020-07-31', null, '2020-08-01'],
  ['closing at the end of this school year', '0', null, null, '2027-08-01'],
  ['closing at the end of this school year, with the day of its opening', '0', '1990-08-01', null, '2027-08-01'],
  ['closing at the end of the school year that the list was made in', '0', '2022-07-31', null, '2022-08-01'],
])('%s', (_what, key, date, from, until) => {
  expect(operatingTime(key, date, asOf)).toEqual({ from, until });
});

test('an unknown key is refused', () => {
  expect(() => operatingTime('7', null, asOf)).toThrow('the operation key “7” is none of 0, 1, 2, 3, 4, 5, 6, 9');
});

import { midnight } from '../../../access/calendar';
import { ALWAYS } from '../../../access/period';
import { type LicenceToAssign, planTerms, type RequestedTerms } from './assignment';

const NOW = Date.parse('2026-05-05T10:00:00Z');
const LICENCE: LicenceToAssign = {
  id: '1',
  number: 'L1',
  ownerId: '1',
  holderLevels: ['SCHOOL'],
  rights: ['STREAM', 'DOWNLOAD'],
  term: ALWAYS,
  durationDays: null,
  schoolCount: null,
};
const ASAP: RequestedTerms = { from: null, until: null, rights: null };

const plan = (licence: Partial<LicenceToAssign>, requested: Partial<RequestedTerms> = {}) =>
  planTerms([{ ...LICENCE, ...licence }], ['SCHOOL'], { ...ASAP, ...requested }, NOW)[0];

test('without any terms it begins now, has no end of its own, and grants all rights', () => {
  const term = { from: midnight('2026-01-01'), until: midnight('2026-08-01') };
  expect(plan({ term })).toMatchObject({ period: { from: NOW, until: Infinity }, rights: ['STREAM', 'DOWNLOAD'] });
});

test('a requested end is the entitlement’s own, even where the term ends then', () => {
  const term = { from: midnight('2026-01-01'), until: midnight('2026-08-01') };
  expect(plan({ term }, { until: term.until })?.period).toEqual({ from: NOW, until: term.until });
});

test('a term that begins later does not move the beginning of the entitlement', () => {
  const term = { from: midnight('2026-08-01'), until: midnight('2027-08-01') };
  expect(plan({ term })?.period).toEqual({ from: NOW, until: Infinity });
});

test('the days from the activation are not counted before the term begins', () => {
  const term = { from: midnight('2026-08-01'), until: Infinity };
  expect(plan({ term, durationDays: 10 })?.period).toEqual({ from: term.from, until: midnight('2026-08-11') });
});

test('a duration runs in whole days from its activation, over the clock changes', () => {
  expect(plan({ durationDays: 397 })?.period).toEqual({ from: NOW, until: midnight('2027-06-06') });
  const autumn = { from: midnight('2026-10-24') };
  expect(plan({ durationDays: 2 }, autumn)?.period).toEqual({ ...autumn, until: midnight('2026-10-26') });
});

test('a leap day counts as a day of a duration', () => {
  const from = midnight('2028-02-28');
  expect(plan({ durationDays: 2 }, { from })?.period).toEqual({ from, until: midnight('2028-03-01') });
});

test.each<[string, Partial<LicenceToAssign>, Partial<RequestedTerms>, string]>([
  [
    'an end before the beginning',
    {},
    { from: midnight('2026-08-01'), until: midnight('2026-07-01') },
    'validUntil must be after input.validFrom',
  ],
  [
    'an end after the term',
    { term: { from: -Infinity, until: midnight('2026-08-01') } },
    { until: midnight('2026-08-02') },
    'ends at',
  ],
  ['an end after the duration', { durationDays: 10 }, { until: midnight('2026-08-02') }, 'ends at'],
  ['a term that is over', { term: { from: -Infinity, until: midnight('2026-01-01') } }, {}, 'is not in term at'],
  ['a beginning before today', {}, { from: midnight('2026-05-04') }, 'must not precede today'],
  ['a right that the licence does not grant', {}, { rights: ['LENDING'] }, 'does not grant LENDING'],
  ['no right at all', {}, { rights: [] }, 'name at least one right'],
  ['a level at which it may not be held', { holderLevels: ['STATE'] }, {}, 'may not be held at the level SCHOOL'],
])('refused, with the argument and the remedy: %s', (_, licence, requested, message) => {
  expect(() => plan(licence, requested)).toThrow(message);
});

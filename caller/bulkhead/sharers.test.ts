import type { OrganisationKey } from '../caller';
import { organisationOf, Sharers } from './sharers';

const bound = (...keys: string[]) => ({ kind: 'lms', subject: 'a', bound: keys as OrganisationKey[] });

test('a caller that is bound to several organisations shares with those bound to the same, in whatever order', () => {
  expect(organisationOf(bound('AUTHORITY:NW:1'))).toBe('AUTHORITY:NW:1');
  expect(organisationOf(bound('AUTHORITY:NW:2', 'AUTHORITY:NW:1'))).toBe(
    organisationOf(bound('AUTHORITY:NW:1', 'AUTHORITY:NW:2')),
  );
  expect(organisationOf(bound('AUTHORITY:NW:1', 'AUTHORITY:NW:2'))).not.toBe('AUTHORITY:NW:1');
});

test('one that is bound to none stands for itself', () => {
  expect(organisationOf({ kind: 'operator', subject: 'gateway', bound: [] })).not.toBe(
    organisationOf({ kind: 'operator', subject: 'staff', bound: [] }),
  );
});

test('of those that hold nothing only so many are remembered, and those that hold something always', () => {
  const sharers = new Sharers<never>();
  const holding = sharers.subjectOf({ kind: 'lms', subject: 'holding', bound: [] });
  sharers.hold(holding, 1);
  for (let at = 0; at < 5_000; at += 1) {
    const subject = sharers.subjectOf({ kind: 'lms', subject: `${at}`, bound: [] });
    sharers.hold(subject, 1);
    sharers.hold(subject, -1);
    sharers.forgetIdle(subject);
  }
  expect(sharers.size).toBeLessThanOrEqual(1_000);
  expect(sharers.subjectOf({ kind: 'lms', subject: 'holding', bound: [] })).toBe(holding);
});

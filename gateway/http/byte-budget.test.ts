import fc from 'fast-check';
import type { OrganisationKey } from '../../caller/caller';
import { ByteBudget, type Bytes } from './byte-budget';

const caller = (organisation: number, subject: number) => ({
  kind: 'lms',
  subject: `${organisation} ${subject}`,
  bound: [`AUTHORITY:NW:${organisation}`] as OrganisationKey[],
});

test('one caller gets at most half of the budget, and the next one finds room', () => {
  const budget = new ByteBudget(100);
  expect(budget.tryTake(caller(1, 1), 51)).not.toBeNull();
  expect(budget.tryTake(caller(1, 1), 1)).toBeNull();
  expect(budget.tryTake(caller(2, 1), 24)).not.toBeNull();
  expect(budget.tryTake(caller(1, 1), 1)).toBeNull();
  expect(budget.tryTake(caller(3, 1), 25)).not.toBeNull();
  expect(budget.held).toBe(100);
});

test('bytes that are given back are free again, and count only once', () => {
  const budget = new ByteBudget(100);
  const bytes = budget.tryTake(caller(1, 1), 100) as Bytes;
  bytes.release();
  bytes.release();
  expect(budget.held).toBe(0);
  expect(budget.tryTake(caller(1, 1), 100)).not.toBeNull();
});

test('in any order of calls: never more than the limit, and never more than the allowed part of what is free', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.integer({ min: 1, max: 300 }), fc.boolean()), { maxLength: 100 }),
      (limit, steps) => {
        const budget = new ByteBudget(limit);
        const held: { organisation: number; subject: number; bytes: number; lease: Bytes }[] = [];
        const sum = (of: (one: (typeof held)[0]) => boolean) =>
          held.filter(of).reduce((all, { bytes }) => all + bytes, 0);
        for (const [organisation, subject, bytes, gives] of steps) {
          if (gives) held.splice(bytes % (held.length || 1), 1)[0]?.lease.release();
          const free = limit - sum(() => true);
          const lease = budget.tryTake(caller(organisation, subject), bytes);
          const own = sum((one) => one.organisation === organisation && one.subject === subject);
          const ofOrganisation = sum((one) => one.organisation === organisation);
          expect(lease !== null).toBe(own + bytes <= free && ofOrganisation + bytes <= 2 * free);
          if (lease) held.push({ organisation, subject, bytes, lease });
          expect(budget.held).toBe(sum(() => true));
        }
      },
    ),
  ));

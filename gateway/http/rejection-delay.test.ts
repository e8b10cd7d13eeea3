import { RejectionDelay } from './rejection-delay';

const caller = (subject: string) => ({ kind: 'lms', subject, bound: [] });
const counted = (pace: RejectionDelay, who: ReturnType<typeof caller>, times: number, now: number) =>
  Array.from({ length: times }, () => pace.next(who, now));

test('the first fifty refusals of a caller in a second are sent at once, the others one to two seconds later', () => {
  const pace = new RejectionDelay();
  const [one, other] = [caller('a'), caller('b')];
  const waits = counted(pace, one, 900, 1_000);
  expect(waits.slice(0, 50).every((wait) => wait === 0)).toBe(true);
  expect(waits.slice(50).every((wait) => wait >= 1_000 && wait <= 2_000)).toBe(true);
  expect(new Set(waits.slice(50)).size).toBeGreaterThan(100);
  expect(pace.next(other, 1_000)).toBe(0);
});

test('a second later, refusals are sent at once again', () => {
  const pace = new RejectionDelay();
  const one = caller('a');
  counted(pace, one, 51, 1_000);
  expect(pace.next(one, 1_999)).toBeGreaterThan(0);
  expect(counted(pace, one, 50, 2_000)).toEqual(Array(50).fill(0));
});

/** What holds of a bulkhead whatever comes, in any order. */
import fc from 'fast-check';
import type { OrganisationKey } from '../../caller/caller';
import { Cancellation } from '../cancellation';
import { createBulkhead, type Lease } from './bulkhead';

const caller = (organisation: number | string, subject: number | string = 'one') => ({
  kind: 'lms' as const,
  subject: `${organisation} ${subject}`,
  bound: [`AUTHORITY:NW:${organisation}`] as OrganisationKey[],
});

const settled = () => new Promise<void>((done) => setImmediate(done));

type Step =
  | { readonly organisation: number; readonly subject: number; readonly places: number }
  | { readonly release: number }
  | { readonly leave: number };

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ organisation: fc.nat(4), subject: fc.nat(2), places: fc.integer({ min: 1, max: 5 }) }),
    },
    { weight: 3, arbitrary: fc.record({ release: fc.nat(50) }) },
    { weight: 1, arbitrary: fc.record({ leave: fc.nat(50) }) },
  ),
  { maxLength: 150 },
);

const shares = fc.constantFrom(1, 0.5, 0.125);
const organisation = (name: string) => name.split(' ')[0] as string;

/** What is known of a bulkhead from outside, kept beside it. */
/** @param widest no work takes more places */
function watch(limit: number, queueLimit: number, share: number, widest = 1) {
  const bulkhead = createBulkhead({ limit, queueLimit, share });
  const held: { readonly name: string; readonly places: number; readonly lease: Lease }[] = [];
  const waiting = new Map<object, { readonly name: string; readonly leaving: Cancellation }>();
  const placesOf = (some: typeof held) => some.reduce((sum, { places }) => sum + places, 0);
  const heldBy = (name: string) => placesOf(held.filter((one) => one.name === name));
  const heldByOrganisation = (name: string) =>
    placesOf(held.filter((one) => organisation(one.name) === organisation(name)));

  function granted(name: string, places: number, lease: Lease): void {
    const free = share * (limit - placesOf(held));
    expect(heldBy(name)).toBeLessThan(free);
    expect(heldByOrganisation(name)).toBeLessThan(2 * free);
    for (const other of waiting.values()) {
      if (mayHoldMore(other.name)) expect(heldByOrganisation(name)).toBeLessThanOrEqual(heldByOrganisation(other.name));
    }
    held.push({ name, places, lease });
  }

  function mayHoldMore(name: string): boolean {
    const free = share * (limit - placesOf(held));
    return heldBy(name) < free && heldByOrganisation(name) < 2 * free;
  }

  return {
    bulkhead,
    held,
    waiting,
    heldByOrganisation,
    mayHoldMore,
    active: () => placesOf(held),
    come(who: number | string, subject: number, wanted = 1): { done: boolean; refused: boolean } {
      const came = { done: false, refused: false };
      const sharer = caller(who, subject);
      const name = sharer.subject;
      const places = Math.min(widest, wanted);
      const lease = bulkhead.tryAcquire(sharer, places);
      if (lease) {
        held.push({ name, places, lease });
        return { done: true, refused: false };
      }
      const leaving = new Cancellation();
      waiting.set(came, { name, leaving });
      bulkhead.acquire(sharer, leaving, places).then(
        (one) => {
          granted(name, places, one);
          waiting.delete(came);
          came.done = true;
        },
        () => {
          waiting.delete(came);
          came.refused = true;
        },
      );
      return came;
    },
    release(at: number): void {
      held.splice(at % held.length, 1)[0]?.lease.release();
    },
    leave(at: number): void {
      [...waiting.values()][at % waiting.size]?.leaving.abort(new Error('left'));
    },
  };
}

type Watched = ReturnType<typeof watch>;

async function carryOut(watched: Watched, step: Step): Promise<void> {
  if ('release' in step) watched.release(step.release);
  else if ('leave' in step) watched.leave(step.leave);
  else watched.come(step.organisation, step.subject, step.places);
  await settled();
}

describe('whatever comes, in any order', () => {
  test('never more than the limit are in, none is lost, and what is free goes to who holds the fewest', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.nat(8),
        shares,
        fc.constantFrom(1, 5),
        steps,
        async (limit, queueLimit, share, widest, taken) => {
          const watched = watch(limit, queueLimit, share, widest);
          const { bulkhead, held, waiting } = watched;
          for (const step of taken) {
            await carryOut(watched, step);
            expect(bulkhead.active).toBe(watched.active());
            expect(bulkhead.waiting).toBe(waiting.size);
            // Whoever may begin at all may take a few more places than there are.
            expect(bulkhead.active).toBeLessThanOrEqual(limit + widest - 1);
            expect(bulkhead.waiting).toBeLessThanOrEqual(queueLimit);
            expect([...waiting.values()].filter(({ name }) => watched.mayHoldMore(name))).toEqual([]);
          }
          while (held.length > 0) {
            watched.release(0);
            await settled();
          }
          expect([bulkhead.active, bulkhead.waiting, waiting.size]).toEqual([0, 0, 0]);
        },
      ),
    ));

  test('a newcomer waits for at most one release more than there are waiting organisations that hold nothing', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 8 }),
        shares,
        steps,
        steps,
        async (limit, queueLimit, share, before, after) => {
          const watched = watch(limit, queueLimit, share);
          for (const step of before) await carryOut(watched, step);
          const names = [...watched.waiting.values()].map(({ name }) => name);
          const ahead = new Set(
            names.filter((name) => watched.heldByOrganisation(name) === 0).map((name) => organisation(name)),
          );
          const newcomer = watched.come('newcomer', 0);
          await settled();
          if (newcomer.refused) {
            // Nobody has more in the house than it would have had.
            expect([ahead.size, new Set(names).size]).toEqual([queueLimit, queueLimit]);
            return;
          }
          let releases = 0;
          for (const step of [...after, ...Array.from({ length: 20 }, () => ({ release: 0 }))]) {
            if (newcomer.done) break;
            if ('leave' in step) continue;
            if ('release' in step) releases += 1;
            await carryOut(watched, step);
          }
          expect(newcomer).toEqual({ done: true, refused: false });
          expect(releases).toBeLessThanOrEqual(ahead.size + 1);
        },
      ),
    ));
});

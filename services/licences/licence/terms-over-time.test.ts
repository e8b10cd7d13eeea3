/** An amendment changes what holds from its instant on, and nothing else. */
import fc from 'fast-check';
import { amendFrom, type DatedTerms, laterThan, type Terms, termsAt } from './terms-over-time';

const terms = (seats: number | null, rights = ['STREAM']): Terms => ({
  holderLevels: ['SCHOOL'],
  rights,
  pupilRights: [],
  termKind: 'UNLIMITED',
  termFrom: null,
  termUntil: null,
  durationDays: null,
  seats,
  schoolCount: null,
});
const day = (number: number) => `2026-01-${20 + number}T00:00:00.000Z`;
const seatsFrom = (dated: readonly DatedTerms[]) => dated.map(({ from, terms: { seats } }) => [from, seats]);
const NEW: DatedTerms[] = [{ from: null, terms: terms(1) }];

test('what is to hold later already has the change in it too, and begins when it did', () => {
  const planned = amendFrom(NEW, day(5), (known) => ({ ...known, rights: ['STREAM', 'DOWNLOAD'] }));
  expect(amendFrom(planned, day(2), (known) => ({ ...known, seats: 7 }))).toEqual([
    { from: null, terms: terms(1) },
    { from: day(2), terms: terms(7) },
    { from: day(5), terms: terms(7, ['STREAM', 'DOWNLOAD']) },
  ]);
});

test('a change that is taken back at its instant leaves nothing', () => {
  const planned = amendFrom(NEW, day(5), () => terms(2));
  expect(seatsFrom(planned)).toEqual([
    [null, 1],
    [day(5), 2],
  ]);
  expect(amendFrom(planned, day(5), () => terms(1))).toEqual(NEW);
});

test('whatever came before: the past stays, the rest is amended, in order and without two alike beside each other', () => {
  const amendment = fc.record({
    at: fc.nat(6),
    patch: fc.oneof(
      fc.record({ seats: fc.constantFrom(null, 1, 2) }),
      fc.record({ rights: fc.constantFrom(['STREAM'], ['STREAM', 'DOWNLOAD']) }),
    ),
  });
  fc.assert(
    fc.property(fc.array(amendment, { maxLength: 6 }), amendment, (former, last) => {
      const before = former.reduce(
        (dated, { at, patch }) => amendFrom(dated, day(at), (one) => ({ ...one, ...patch })),
        NEW,
      );
      const after = amendFrom(before, day(last.at), (one) => ({ ...one, ...last.patch }));
      for (let number = -1; number <= 7; number++) {
        const was = termsAt(before, day(number));
        expect(termsAt(after, day(number))).toEqual(number < last.at ? was : { ...was, ...last.patch });
      }
      expect(after[0]?.from).toBeNull();
      const begins = after.slice(1).map(({ from }) => from as string);
      expect(begins).toEqual([...new Set(begins)].sort());
      for (const [index, { terms }] of after.entries())
        if (index > 0) expect(terms).not.toEqual(after[index - 1]?.terms);
      expect(laterThan(after, day(3))).toEqual(after.filter(({ from }) => from !== null && from > day(3)));
    }),
  );
});

import fc from 'fast-check';
import { ListEntry } from './linked-list';
import { Ranking } from './ranking';

const steps = fc.array(fc.record({ item: fc.nat(5), rank: fc.option(fc.nat(4)) }), { maxLength: 60 });

test('the first has had the smallest number longest, the last got the greatest last; who keeps its number keeps its place', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const ranking = new Ranking<number>();
      const entries = Array.from({ length: 6 }, (_, item) => new ListEntry(item));
      /** In the order in which they got their number. */
      let ranked: { readonly item: number; readonly rank: number }[] = [];
      for (const { item, rank } of taken) {
        const entry = entries[item] as ListEntry<number>;
        if (rank === null) ranking.remove(entry);
        else ranking.put(entry, rank);
        const isSame = ranked.some((one) => one.item === item && one.rank === rank);
        if (!isSame) ranked = ranked.filter((one) => one.item !== item);
        if (!isSame && rank !== null) ranked.push({ item, rank });
        const ordered = ranked.toSorted((one, other) => one.rank - other.rank);
        expect([ranking.first, ranking.last]).toEqual([ordered[0]?.item, ordered.at(-1)?.item]);
      }
    }),
  );
});

/** Random choices that depend on a seed only. */
export interface Chance {
  /** Returns a number from 0 to n - 1. */
  below(n: number): number;
  holds(probability: number): boolean;
  /** @throws Error where there is nothing to choose from */
  of<Item>(items: readonly Item[]): Item;
  /** Returns some of the items, each at most once, and at least one where there is any. */
  some<Item>(items: readonly Item[], most: number): Item[];
  /** Returns choices that do not depend on how many are made here afterwards. */
  fork(): Chance;
}

/** Uses mulberry32, whose 32 bits of state suffice for choices. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (n: number) => Math.floor(next() * n);
  const chance: Chance = {
    below,
    holds: (probability) => next() < probability,
    of(items) {
      if (items.length === 0) throw new Error('nothing to choose from');
      return items[below(items.length)] as (typeof items)[number];
    },
    some(items, most) {
      const left = [...items];
      const count = Math.min(left.length, 1 + below(most));
      return Array.from({ length: count }, () => left.splice(below(left.length), 1)[0] as (typeof items)[number]);
    },
    fork: () => chanceOf(below(2 ** 31)),
  };
  return chance;
}

/**
 * Keeps items ordered by a small whole number, and those of the same number by arrival.
 *
 * There is one list for each number. A search passes only empty lists, so it costs at most the largest number, however many items
 * there are.
 */
import { LinkedList, type ListEntry } from './linked-list';

export class Ranking<Item> {
  private readonly lists: LinkedList<Item>[] = [];
  /** No list before it, and none after `highest`, has an item. */
  private lowest = 0;
  private highest = -1;

  /** Adds the entry, or moves it where its rank has changed. */
  put(entry: ListEntry<Item>, rank: number): void {
    for (let next = this.lists.length; next <= rank; next += 1) this.lists.push(new LinkedList());
    const list = this.listOf(rank);
    if (entry.list === list) return;
    this.remove(entry);
    list.append(entry);
    this.lowest = Math.min(this.lowest, rank);
    this.highest = Math.max(this.highest, rank);
  }

  remove(entry: ListEntry<Item>): void {
    entry.list?.remove(entry);
  }

  /** Among the items of the smallest number, the one that has had it longest. */
  get first(): Item | undefined {
    for (; this.lowest < this.lists.length; this.lowest += 1) {
      const { first } = this.listOf(this.lowest);
      if (first) return first.item;
    }
    return undefined;
  }

  /** The items of numbers smaller than this, in their order. */
  *below(limit: number): Generator<Item> {
    for (let rank = this.lowest; rank < Math.min(limit, this.lists.length); rank += 1) {
      for (let entry = this.listOf(rank).first; entry; entry = entry.next) yield entry.item;
    }
  }

  /** Among the items of the greatest number, the one that got it last. */
  get last(): Item | undefined {
    for (; this.highest >= 0; this.highest -= 1) {
      const { last } = this.listOf(this.highest);
      if (last) return last.item;
    }
    return undefined;
  }

  private listOf(rank: number): LinkedList<Item> {
    return this.lists[rank] as LinkedList<Item>;
  }
}

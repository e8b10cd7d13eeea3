/**
 * Items ordered by a small whole number, those of one number in the order in which they got it.
 *
 * One list for each number. A search passes empty lists only, so it costs at most the largest number, however many
 * items there are.
 */
import { LinkedList, type ListEntry } from './linked-list';

export class Ranking<Item> {
  private readonly lists: LinkedList<Item>[] = [];
  private lowest = 0;
  private highest = -1;
  private size = 0;

  /** Adds the entry, or moves it where its rank has changed. */
  put(entry: ListEntry<Item>, rank: number): void {
    for (let next = this.lists.length; next <= rank; next += 1) this.lists.push(new LinkedList());
    const list = this.lists[rank] as LinkedList<Item>;
    if (entry.list === list) return;
    this.remove(entry);
    list.append(entry);
    if (rank < this.lowest) this.lowest = rank;
    if (rank > this.highest) this.highest = rank;
    this.size += 1;
  }

  remove(entry: ListEntry<Item>): void {
    if (!entry.list) return;
    entry.list.remove(entry);
    this.size -= 1;
  }

  /** Of those of the smallest number the one that has had it longest. */
  get first(): Item | undefined {
    if (this.size === 0) return undefined;
    while (!this.lists[this.lowest]?.first) this.lowest += 1;
    return this.lists[this.lowest]?.first?.item;
  }

  /** Of those of the greatest number the one that got it last. */
  get last(): Item | undefined {
    if (this.size === 0) return undefined;
    while (!this.lists[this.highest]?.last) this.highest -= 1;
    return this.lists[this.highest]?.last?.item;
  }
}

/** A doubly linked list whose entries know their place: adding and removing any of them takes constant time. */

export class ListEntry<Item> {
  list: LinkedList<Item> | null = null;
  previous: ListEntry<Item> | null = null;
  next: ListEntry<Item> | null = null;

  constructor(readonly item: Item) {}
}

export class LinkedList<Item> {
  first: ListEntry<Item> | null = null;
  last: ListEntry<Item> | null = null;
  size = 0;

  /** @param entry one that is in no list */
  append(entry: ListEntry<Item>): void {
    entry.list = this;
    entry.previous = this.last;
    if (this.last) this.last.next = entry;
    else this.first = entry;
    this.last = entry;
    this.size += 1;
  }

  /** Does nothing where the entry is not in this list. */
  remove(entry: ListEntry<Item>): void {
    if (entry.list !== this) return;
    if (entry.previous) entry.previous.next = entry.next;
    else this.first = entry.next;
    if (entry.next) entry.next.previous = entry.previous;
    else this.last = entry.previous;
    entry.list = null;
    entry.previous = null;
    entry.next = null;
    this.size -= 1;
  }
}

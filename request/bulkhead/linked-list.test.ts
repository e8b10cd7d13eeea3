import fc from 'fast-check';
import { LinkedList, ListEntry } from './linked-list';

function forwards<Item>(list: LinkedList<Item>): Item[] {
  const found: Item[] = [];
  for (let entry = list.first; entry; entry = entry.next) found.push(entry.item);
  return found;
}
function backwards<Item>(list: LinkedList<Item>): Item[] {
  const found: Item[] = [];
  for (let entry = list.last; entry; entry = entry.previous) found.push(entry.item);
  return found;
}

test('whatever is added and taken out, the list reads the same from both ends, in the order of adding', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ at: fc.nat(20), takes: fc.boolean() }), { maxLength: 60 }), (steps) => {
      const list = new LinkedList<number>();
      const entries: ListEntry<number>[] = [];
      for (const [name, { at, takes }] of steps.entries()) {
        if (takes) {
          const [entry] = entries.splice(at, 1);
          if (entry) list.remove(entry);
          if (entry) expect([entry.list, entry.previous, entry.next]).toEqual([null, null, null]);
        } else {
          const entry = new ListEntry(name);
          list.append(entry);
          entries.push(entry);
        }
        const items = entries.map(({ item }) => item);
        expect([forwards(list), backwards(list).reverse(), list.size]).toEqual([items, items, items.length]);
      }
    }),
  );
});

test('what is not in the list is not taken out of it', () => {
  const list = new LinkedList<string>();
  const other = new LinkedList<string>();
  const [entry, foreign] = [new ListEntry('entry'), new ListEntry('foreign')];
  list.append(entry);
  other.append(foreign);
  list.remove(foreign);
  list.remove(new ListEntry('in no list'));
  expect([forwards(list), list.size, forwards(other), other.size]).toEqual([['entry'], 1, ['foreign'], 1]);
});

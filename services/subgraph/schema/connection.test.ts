import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './connection';

const OF = 'list-1';
const cursor = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');

test('a cursor gives back the place that it was made of', () => {
  const texts = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0') && text.isWellFormed());
  fc.assert(
    fc.property(fc.array(texts), (place) => {
      expect(decodeCursor(OF, encodeCursor(OF, place), place.length)).toEqual(place);
    }),
  );
});

test.each<[string, string]>([
  ['of another list', cursor(['list-2', 'a'])],
  ['with another number of parts', cursor([OF, 'a', 'b'])],
  ['with a number for a text', cursor([OF, 1])],
  ['that holds a NUL, which no statement takes', cursor([OF, 'a\0'])],
  ['that holds half of a surrogate pair', cursor([OF, '\ud83c'])],
  ['that is no JSON', Buffer.from('[').toString('base64url')],
  ['that is nothing', ''],
])('a cursor %s is refused', (_, text) => {
  expect(() => decodeCursor(OF, text, 1)).toThrow(/^after: cursor belongs to another list\./);
});

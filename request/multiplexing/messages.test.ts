import fc from 'fast-check';
import {
  LONGEST_BODY,
  LONGEST_LINE,
  MalformedMessageError,
  MessageReader,
  messageOf,
  OutgoingMessages,
} from './messages';

type Message = readonly [number: number, words: string, body: string];

function readerInto(read: Message[]): MessageReader {
  return new MessageReader((number, words, bytes, from, to) => {
    read.push([number, words, bytes.toString('utf8', from, to)]);
  });
}

const message = fc.tuple(
  fc.nat(),
  fc.stringMatching(/^[\w.+ -]{1,40}$/),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);

test('property: messages are read as they were written, wherever they were cut', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 10 }), fc.array(fc.nat(1_000), { maxLength: 30 }), (sent, cuts) => {
      const bytes = Buffer.from(sent.map((one) => messageOf(...one)).join(''));
      const read: Message[] = [];
      const reader = readerInto(read);
      let at = 0;
      for (const cut of [...cuts, bytes.length]) {
        // Of the memory of a piece nothing may be needed when the next one is there.
        const piece = Buffer.from(bytes.subarray(at, at + cut));
        reader.read(piece);
        piece.fill(0);
        at += cut;
      }
      if (at < bytes.length) reader.read(bytes.subarray(at));
      expect(read).toEqual(sent);
      expect(reader.isWithin).toBe(false);
    }),
  );
});

test('byte by byte', () => {
  const read: Message[] = [];
  const reader = readerInto(read);
  const bytes = Buffer.from(messageOf(1, 'one', 'Grüße 🎬') + messageOf(2, 'two', ''));
  for (let at = 0; at < bytes.length; at += 1) {
    reader.read(bytes.subarray(at, at + 1));
  }
  expect(reader.isWithin).toBe(false);
  expect(read).toEqual([
    [1, 'one', 'Grüße 🎬'],
    [2, 'two', ''],
  ]);
});

test('a body that is kept is not written to by what comes later', () => {
  const bodies: Buffer[] = [];
  const reader = new MessageReader((_number, _words, bytes, from, to) => bodies.push(bytes.subarray(from, to)));
  const bytes = Buffer.from(messageOf(1, 'w', 'first') + messageOf(2, 'w', 'other'));
  for (const cut of [[0, 9], [9, 20], [20]]) reader.read(Buffer.from(bytes.subarray(...cut)));
  expect(bodies.map(String)).toEqual(['first', 'other']);
});

describe('no message is', () => {
  test.each([
    ['another protocol', 'GET / HTTP/1.1\r\n\r\n'],
    ['a line without words', '1 0 \n'],
    ['a line without a size', '1 200\n{}'],
    ['a size that is none', '1 -1 200\n'],
    ['a number that is none', 'x 1 200\n1'],
    ['a number that no question has', `${'9'.repeat(16)} 0 200\n`],
    ['an empty line', '\n'],
    ['a line that does not end', 'x'.repeat(LONGEST_LINE + 1)],
    ['a line that ends late', `1 0 ${'x'.repeat(LONGEST_LINE)}\n`],
    ['a body that is too long, before it is there', `1 ${LONGEST_BODY + 1} 200\n`],
  ])('%s', (_, text) => {
    const read: Message[] = [];
    const reader = readerInto(read);
    expect(() => reader.read(Buffer.from(text))).toThrow(MalformedMessageError);
    expect(read).toEqual([]);
  });
});

test('what is said in one turn of the event loop is written at once, in its order', async () => {
  const written: string[] = [];
  const outgoing = new OutgoingMessages((text) => written.push(text));
  outgoing.put('a');
  await Promise.resolve();
  outgoing.put('b');
  expect(written).toEqual([]);
  await new Promise((done) => setImmediate(done));
  expect(written).toEqual(['ab']);
  outgoing.put('c');
  outgoing.putNow('d');
  expect(written).toEqual(['ab', 'cd']);
  await new Promise((done) => setImmediate(done));
  expect(written).toEqual(['ab', 'cd']);
});

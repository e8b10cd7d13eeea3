import { Buffer } from 'node:buffer';
import { MAX_RECORD_LENGTH } from './file-record';
import { readXmlElements, type XmlElement, type XmlRecords } from './xml-elements';

const RECORDS: XmlRecords = {
  form: 'a list of films: it must hold <films>',
  isRoot: (name) => name === 'films',
  isRecord: (name) => name === 'film',
};

async function* piecesOf(content: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(content: string | Uint8Array, size?: number) {
  const found = [];
  for await (const one of readXmlElements(piecesOf(content, size), RECORDS)) found.push(one);
  return found;
}

async function recordsOf(content: string) {
  return (await read(content)).map((found) => ('record' in found ? (found.record as XmlElement) : found));
}

test('each record comes whole, with its line, its attributes in their order, and its text without that of elements within', async () => {
  const [film] = await recordsOf(
    '<?xml version="1.0"?>\n<f:films xmlns:f="urn:f">\n<f:film b="2" f:a="1">Ä&amp;<f:part>x</f:part><![CDATA[<y>]]></f:film></f:films>',
  );
  expect(film).toEqual({
    name: 'film',
    line: 3,
    attributes: { b: '2', a: '1' },
    text: 'Ä&<y>',
    elements: [{ name: 'part', line: 3, attributes: {}, text: 'x', elements: [] }],
  });
  expect(Object.keys((film as XmlElement).attributes)).toEqual(['b', 'a']);
});

test('what stands between records is passed over, and a record within a record is of it', async () => {
  const films = await recordsOf('<films><head>x</head><film id="1"><film id="2"/></film><film id="3"/></films>');
  expect(films).toMatchObject([
    { attributes: { id: '1' }, elements: [{ attributes: { id: '2' } }] },
    { attributes: { id: '3' } },
  ]);
});

const BOMB = '<!DOCTYPE films [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><films><film>&b;</film></films>';
const OUTSIDE = '<!DOCTYPE films [<!ENTITY x SYSTEM "file:///etc/passwd">]><films><film>&x;</film></films>';

test.each([
  ['a bomb of entities', BOMB, 'a DOCTYPE is not taken'],
  ['an entity from outside', OUTSIDE, 'a DOCTYPE is not taken'],
  ['an entity that nobody declared', '<films><film>&x;</film></films>', 'not XML'],
  ['a file that was cut', '<films>\n<film><part>x', 'not XML: unclosed tag'],
  ['another file', '<books><book/></books>', 'this is not a list of films'],
  ['a list without records', '<films/>', 'this is not a list of films'],
  ['no XML', '{"films":[]}', 'not XML'],
  [
    'elements far within one another',
    `<films><film>${'<a>'.repeat(60)}${'</a>'.repeat(60)}</film></films>`,
    'more than 50 deep',
  ],
])('%s is refused', async (_what, content, reason) => {
  await expect(read(content)).rejects.toThrow(reason);
});

test('a file in another encoding is refused with its line', async () => {
  const latin1 = Buffer.concat([Buffer.from('<films>\n<film>'), Buffer.from([0xe4]), Buffer.from('</film></films>')]);
  await expect(read(latin1)).rejects.toThrow('line 2: the encoding is not UTF-8');
  await expect(read(Buffer.from('<films/>', 'utf16le'))).rejects.toThrow();
});

test.each([
  ['text', 'x'],
  ['elements', '<a>x</a>'],
])('a record of too much %s is refused before it is held', async (_what, piece) => {
  async function* endless() {
    yield Buffer.from('<films><film>');
    const many = Buffer.from(piece.repeat(10_000));
    for (let sent = 0; ; sent += many.length) {
      if (sent > 2 * MAX_RECORD_LENGTH) throw new Error('read on');
      yield many;
    }
  }
  const reading = (async () => {
    for await (const _one of readXmlElements(endless(), RECORDS)) throw new Error('a record');
  })();
  await expect(reading).rejects.toThrow('the record is longer than');
});

import fc from 'fast-check';
import { type HttpResponse, MalformedResponseError, ResponseReader, ResponseTooLargeError } from './http-response';

const MOST = 1_000;

/** Delivers the response cut at these places. As on a connection, each piece is overwritten when the next one comes. */
function read(bytes: Buffer, cuts: readonly number[] = []): HttpResponse | null {
  const reader = new ResponseReader(MOST);
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  let response: HttpResponse | null = null;
  for (let at = 1; at < places.length; at += 1) {
    const piece = Buffer.from(bytes.subarray(places[at - 1], places[at]));
    if (piece.length === 0) continue;
    response = reader.take(piece);
    piece.fill('?');
  }
  return response ?? reader.end();
}

const of = (...lines: string[]) => Buffer.from(lines.join('\r\n'));

test.each<[string, Buffer, HttpResponse | null]>([
  ['a length', of('HTTP/1.1 200 OK', 'Content-Length: 2', '', '{}'), { status: 200, text: '{}', reusableMs: 30_000 }],
  ['no words', of('HTTP/1.1 200', 'content-length:2', '', '{}'), { status: 200, text: '{}', reusableMs: 30_000 }],
  ['no body', of('HTTP/1.1 503 No', 'Content-Length: 0', '', ''), { status: 503, text: '', reusableMs: 30_000 }],
  ['no content', of('HTTP/1.1 204 No Content', '', ''), { status: 204, text: '', reusableMs: 30_000 }],
  [
    'chunks',
    of('HTTP/1.1 200 OK', 'Transfer-Encoding: Chunked', '', '3;a=b', 'abc', 'A', '0123456789', '0', 'T: x', '', ''),
    { status: 200, text: 'abc0123456789', reusableMs: 30_000 },
  ],
  [
    'early hints',
    of('HTTP/1.1 103 Hints', 'Link: </a>', '', 'HTTP/1.1 204 No', '', ''),
    { status: 204, text: '', reusableMs: 30_000 },
  ],
  ['the end of the connection', of('HTTP/1.1 200 OK', '', 'all'), { status: 200, text: 'all', reusableMs: 0 }],
  [
    'a service that closes',
    of('HTTP/1.1 401 No', 'Connection: close', 'Content-Length: 1', '', 'x'),
    { status: 401, text: 'x', reusableMs: 0 },
  ],
  ['HTTP/1.0', of('HTTP/1.0 200 OK', 'Content-Length: 1', '', 'x'), { status: 200, text: 'x', reusableMs: 0 }],
  [
    'a service that waits shortly',
    of('HTTP/1.1 204 No', 'Keep-Alive: timeout=5, max=9', '', ''),
    { status: 204, text: '', reusableMs: 4_000 },
  ],
  [
    'a service that waits long',
    of('HTTP/1.1 204 No', 'Keep-Alive: timeout=65', '', ''),
    { status: 204, text: '', reusableMs: 30_000 },
  ],
  ['half a body', of('HTTP/1.1 200 OK', 'Content-Length: 3', '', '{}'), null],
  ['half a chunk', of('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '3', 'ab'), null],
  ['half a head', of('HTTP/1.1 200 OK', 'Content-Le'), null],
])('%s', (_, bytes, expected) => {
  expect(read(bytes)).toEqual(expected);
});

test.each([
  ['another protocol', of('SSH-2.0-OpenSSH', '', '')],
  ['HTTP/2', of('HTTP/2 200 OK', '', '')],
  ['an upgrade', of('HTTP/1.1 101 Switching', '', '')],
  ['a line that is no header', of('HTTP/1.1 200 OK', 'nothing', '', '')],
  ['two lengths', of('HTTP/1.1 200 OK', 'Content-Length: 1', 'Content-Length: 2', '', 'ab')],
  ['a length and chunks', of('HTTP/1.1 200 OK', 'Content-Length: 1', 'Transfer-Encoding: chunked', '', 'a')],
  ['a length that is none', of('HTTP/1.1 200 OK', 'Content-Length: +1', '', 'a')],
  ['a coding that is not read', of('HTTP/1.1 200 OK', 'Transfer-Encoding: gzip, chunked', '', 'a')],
  ['a chunk without a size', of('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', 'x', 'a')],
  ['a chunk of another size', of('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '1', 'abcd', '0', '', '')],
  ['more than its length', of('HTTP/1.1 200 OK', 'Content-Length: 1', '', 'ab')],
  ['more than its chunks', of('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '0', '', 'HTTP/1.1 200 OK')],
  ['a head without end', Buffer.alloc(20_000, 'x')],
])('%s is refused', (_, bytes) => {
  expect(() => read(bytes)).toThrow(MalformedResponseError);
});

test.each([
  ['by its length', of('HTTP/1.1 200 OK', `Content-Length: ${MOST + 1}`, '', '')],
  ['in chunks', of('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '800', 'x'.repeat(0x800))],
  ['without a length', of('HTTP/1.1 200 OK', '', 'x'.repeat(MOST + 1))],
])('a body that is too large %s is refused', (_, bytes) => {
  expect(() => read(bytes)).toThrow(ResponseTooLargeError);
});

const texts = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 5 });
const cuts = fc.array(fc.nat(600), { maxLength: 8 });

test('a response is read the same, wherever the connection cuts it', () => {
  fc.assert(
    fc.property(texts, cuts, fc.constantFrom('length', 'chunks', 'end'), (parts, places, way) => {
      const text = parts.join('');
      const body = Buffer.from(text);
      const chunk = (part: string) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`;
      const chunks = `${parts
        .filter((part) => part !== '')
        .map(chunk)
        .join('')}0\r\n\r\n`;
      const bytes = {
        length: of('HTTP/1.1 200 OK', `Content-Length: ${body.length}`, '', text),
        chunks: of('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', chunks),
        end: of('HTTP/1.1 200 OK', '', text),
      }[way];
      const response = read(
        bytes,
        places.map((at) => at % (bytes.length + 1)),
      );
      expect(response).toEqual({ status: 200, text: body.toString(), reusableMs: way === 'end' ? 0 : 30_000 });
    }),
  );
});

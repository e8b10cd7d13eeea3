/** Reads UTF-8 text of any size, piece by piece: from a file, or from the network. */
import { createReadStream } from 'node:fs';
import { importError } from './import-error';

const NEWLINE = 0x0a;
const WRONG_ENCODING = 'the encoding is not UTF-8 (it may be ISO-8859-1); save the file as UTF-8';
/** How much of a file is held at once. Larger pieces were not faster. */
const PIECE_BYTES = 256 * 1024;

/**
 * Yields the text without its byte order mark, and otherwise unchanged. No piece is empty.
 *
 * @param source the path of a file, or bytes
 * @throws ImportError with the first line that is not UTF-8
 */
export async function* readText(source: string | AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let line = 1;
  let isFirst = true;
  let begun: Buffer = Buffer.alloc(0);
  const chunks = typeof source === 'string' ? createReadStream(source, { highWaterMark: PIECE_BYTES }) : source;
  for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
    const bytes = Buffer.concat([begun, chunk]);
    if (isFirst && isUtf16(bytes)) throw importError(1, 'the file is UTF-16; save it as UTF-8');
    const end = bytes.length - unfinished(bytes);
    const piece = bytes.subarray(0, end);
    const text = decode(piece, line, isFirst);
    if (text !== '') yield text;
    line += newlinesIn(piece);
    begun = bytes.subarray(end);
    isFirst = false;
  }
  if (begun.length > 0) throw importError(line, WRONG_ENCODING);
}

function decode(bytes: Buffer, line: number, isFirst: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: !isFirst }).decode(bytes);
  } catch {
    throw importError(firstBadLine(bytes, line), WRONG_ENCODING);
  }
}

/** Returns how many bytes at the end begin a character that the next piece ends. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < lengthOf(byte) ? back : 0;
  }
  return 0;
}

function lengthOf(leadByte: number): number {
  if (leadByte >= 0xf0) return 4;
  return leadByte >= 0xe0 ? 3 : 2;
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function newlinesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

function firstBadLine(bytes: Buffer, firstLine: number): number {
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return line;
}

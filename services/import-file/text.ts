import { ImportRefused } from './refusal';

const NEWLINE = 0x0a;

/**
 * The text of a UTF-8 file, without its byte order mark.
 *
 * @throws ImportRefused with the first line that is not UTF-8
 */
export function decodeText(bytes: Buffer): string {
  if (isUtf16(bytes)) throw new ImportRefused([{ line: 1, reason: 'the file is UTF-16; save it as UTF-8' }]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ImportRefused([{ line: firstBadLine(bytes), reason: WRONG_ENCODING }]);
  }
}

/** @throws ImportRefused where the line is not UTF-8 */
export function decodeLine(bytes: Buffer, line: number): string {
  if (line === 1 && isUtf16(bytes)) return decodeText(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: line !== 1 }).decode(bytes);
  } catch {
    throw new ImportRefused([{ line, reason: WRONG_ENCODING }]);
  }
}

const WRONG_ENCODING = 'the encoding is not UTF-8 (it may be ISO-8859-1); save the file as UTF-8';

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
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

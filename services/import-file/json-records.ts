/** Reads a file of JSON objects, one a line (NDJSON) or as one JSON array, without holding the file in memory. */
import { createReadStream } from 'node:fs';
import { ArrayElements, type Element } from './array-elements';
import { decodeLine } from './text';

/** A record as it stands in the file, or why that place holds none. Lines count from 1. */
export type FileRecord =
  | { readonly line: number; readonly record: unknown }
  | { readonly line: number; readonly problem: string };

const NEWLINE = 0x0a;

/** @throws ImportRefused at a line that is not UTF-8 */
export async function* readJsonRecords(path: string): AsyncGenerator<FileRecord> {
  let elements: ArrayElements | null | undefined;
  for await (const { line, bytes } of linesOf(path)) {
    const text = decodeLine(bytes, line);
    if (elements === undefined && text.trim() !== '')
      elements = text.trimStart().startsWith('[') ? new ArrayElements() : null;
    if (elements) for (const element of elements.feed(text, line)) yield parsed(element);
    else if (text.trim() !== '') yield parsed({ line, text });
  }
  if (elements && !elements.closed)
    yield { line: elements.line, problem: 'the JSON array that begins the file is not closed' };
}

function parsed(element: Element): FileRecord {
  if ('problem' in element) return element;
  try {
    // PostgreSQL's text holds any character but this one.
    if (element.text.includes('\\u0000'))
      return { line: element.line, problem: 'holds the character U+0000, which no text may hold' };
    return { line: element.line, record: JSON.parse(element.text) };
  } catch (error) {
    return { line: element.line, problem: `not JSON: ${(error as Error).message}` };
  }
}

async function* linesOf(path: string): AsyncGenerator<{ line: number; bytes: Buffer }> {
  let line = 1;
  let begun: Buffer[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      yield { line: line++, bytes: Buffer.concat([...begun, chunk.subarray(start, end)]) };
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  }
  if (begun.length > 0) yield { line, bytes: Buffer.concat(begun) };
}

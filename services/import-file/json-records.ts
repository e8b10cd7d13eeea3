/** Reads a file of JSON objects, one in each line (NDJSON) or as one JSON array, and holds one of them at a time. */
import { ArrayElements, type Element } from './array-elements';
import { type FileRecord, MAX_RECORD_LENGTH, TOO_LONG } from './file-record';
import { readText } from './file-text';
import { importError } from './import-error';

/** @throws ImportError at a line that is not UTF-8, and at a record that is too long to be held */
export async function* readJsonRecords(path: string): AsyncGenerator<FileRecord> {
  let elements: ArrayElements | Lines | undefined;
  let line = 1;
  for await (const piece of readText(path)) {
    const begin = elements ? 0 : piece.search(/\S/);
    if (!elements) {
      line += newlinesIn(begin === -1 ? piece : piece.slice(0, begin));
      if (begin === -1) continue;
      elements = piece[begin] === '[' ? new ArrayElements(line) : new Lines(line);
    }
    for (const element of elements.feed(begin > 0 ? piece.slice(begin) : piece)) yield parsed(element);
  }
  if (elements) for (const element of elements.finish()) yield parsed(element);
}

/** Yields the lines of a text that comes piece by piece, without the blank ones. */
class Lines {
  private text = '';

  constructor(private line: number) {}

  *feed(piece: string): Generator<Element> {
    let from = 0;
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', from)) {
      this.text += piece.slice(from, end);
      from = end + 1;
      yield* this.finish();
      this.line++;
    }
    this.text += piece.slice(from);
    this.keepShort();
  }

  *finish(): Generator<Element> {
    this.keepShort();
    if (this.text.trim() !== '') yield { line: this.line, text: this.text };
    this.text = '';
  }

  private keepShort(): void {
    if (this.text.length > MAX_RECORD_LENGTH) throw importError(this.line, TOO_LONG);
  }
}

function parsed(element: Element): FileRecord {
  if ('problem' in element) return element;
  const { text, ...place } = element;
  try {
    return { ...place, record: JSON.parse(text) };
  } catch (error) {
    return { ...place, problem: `not JSON: ${(error as Error).message}` };
  }
}

function newlinesIn(text: string): number {
  return text.split('\n').length - 1;
}

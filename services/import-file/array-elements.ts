/** Cuts a JSON array that comes piece by piece into the texts of its elements, and holds only the current one. */
import { MAX_RECORD_LENGTH, TOO_LONG } from './file-record';
import { importError, type Place } from './import-error';

export type Element = Place & ({ readonly text: string } | { readonly problem: string });

const [QUOTE, BACKSLASH, COMMA, NEWLINE] = [0x22, 0x5c, 0x2c, 0x0a];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const BLANKS = new Set([0x20, 0x09, 0x0d, NEWLINE]);

export class ArrayElements {
  private depth = 0;
  private inString = false;
  private escaped = false;
  private closed = false;
  private overrun = false;
  private text = '';
  private begunAt = 0;
  private count = 0;
  private lastLine = 0;

  /** @param line the line of the first text that is fed, which begins with the bracket that opens the array */
  constructor(private line: number) {}

  /** Yields the elements that end in this piece. @throws ImportError at one that is too long to be held */
  *feed(piece: string): Generator<Element> {
    let from = 0;
    for (let at = 0; at < piece.length && !this.overrun; at++) {
      const character = piece.charCodeAt(at);
      if (character === NEWLINE) this.line++;
      if (this.inString) {
        this.stayInString(character);
        continue;
      }
      if (BLANKS.has(character)) continue;
      if (this.closed) {
        this.overrun = true;
        yield { line: this.line, problem: 'something follows the end of the JSON array' };
        return;
      }
      if (this.depth === 0) {
        this.depth = 1;
        from = at + 1;
      } else if (this.ends(character)) {
        this.text += piece.slice(from, at);
        from = at + 1;
        yield* this.end();
      } else if (this.begunAt === 0) this.begunAt = this.line;
    }
    if (this.closed) return;
    this.text += piece.slice(from);
    this.keepShort();
  }

  /** Yields what is wrong at the end of the file. */
  *finish(): Generator<Element> {
    if (!this.closed) yield { line: this.line, problem: 'the JSON array that begins the file is not closed' };
  }

  /** Tells whether an element ends before this character. */
  private ends(character: number): boolean {
    if (character === QUOTE) this.inString = true;
    else if (OPENING.has(character)) this.depth++;
    else if (CLOSING.has(character)) this.closed = --this.depth === 0;
    return this.closed || (character === COMMA && this.depth === 1);
  }

  private stayInString(character: number): void {
    if (this.escaped) this.escaped = false;
    else if (character === BACKSLASH) this.escaped = true;
    else if (character === QUOTE) this.inString = false;
  }

  private *end(): Generator<Element> {
    this.keepShort();
    const text = this.text.trim();
    const line = this.begunAt || this.line;
    const isOnly = this.count++ === 0 && this.closed;
    const place = line === this.lastLine ? { line, element: this.count } : { line };
    if (text !== '') yield { ...place, text };
    else if (!isOnly) yield { ...place, problem: 'a comma with no element beside it' };
    this.lastLine = line;
    this.text = '';
    this.begunAt = 0;
  }

  private keepShort(): void {
    if (this.text.length > MAX_RECORD_LENGTH) throw importError(this.begunAt || this.line, TOO_LONG);
  }
}

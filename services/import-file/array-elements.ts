/** Cuts a JSON array that comes line by line into the texts of its elements, so that none but the current one is held. */

export type Element =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly problem: string };

export class ArrayElements {
  closed = false;
  /** The line read last. */
  line = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private text = '';
  private begunAt = 0;
  private any = false;

  /** The elements that end in this line. */
  *feed(text: string, line: number): Generator<Element> {
    this.line = line;
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at] as string;
      if (this.closed) {
        if (character.trim() === '') continue;
        yield { line, problem: 'something follows the end of the JSON array' };
        return;
      }
      if (this.inString) this.stayInString(character);
      else if (character === '"') this.inString = true;
      else if (character === '[' || character === '{') {
        if (this.depth++ === 0) from = at + 1;
      } else if (character === ']' || character === '}') {
        this.closed = --this.depth === 0;
      }
      if (this.depth > 0 && this.begunAt === 0 && at >= from && character.trim() !== '') this.begunAt = line;
      if (this.closed || (character === ',' && this.depth === 1 && !this.inString)) {
        this.text += text.slice(from, at);
        from = at + 1;
        yield* this.end(line);
      }
    }
    if (!this.closed && this.depth > 0) this.text += `${text.slice(from)}\n`;
  }

  private stayInString(character: string): void {
    if (this.escaped) this.escaped = false;
    else if (character === '\\') this.escaped = true;
    else if (character === '"') this.inString = false;
  }

  private *end(line: number): Generator<Element> {
    const text = this.text.trim();
    if (text !== '') yield { line: this.begunAt || line, text };
    else if (this.any || !this.closed) yield { line, problem: 'a comma with no element beside it' };
    this.any = true;
    this.text = '';
    this.begunAt = 0;
  }
}

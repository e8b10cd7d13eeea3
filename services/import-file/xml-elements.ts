/** Reads the whole elements of an XML file that are its records, and holds one of them at a time. */
import { SaxesParser } from 'saxes';
import { type FileRecord, MAX_RECORD_LENGTH, TOO_LONG } from './file-record';
import { readText } from './file-text';
import { importError, type Place } from './import-error';

export interface XmlElement extends Place {
  /** Without the prefix of a namespace. */
  readonly name: string;
  /** Without the prefixes of namespaces, in the order of the file. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly elements: readonly XmlElement[];
  /** All text directly in it, without the text of elements within. */
  readonly text: string;
}

export interface XmlRecords {
  /**
   * What the file should be, for the message about another one: `the key list of authorities: it must hold
   * <Traegerdaten>`.
   */
  readonly form: string;
  readonly isRoot: (name: string) => boolean;
  /** @param depth 1 for the root. What stands within a record belongs to the record. */
  readonly isRecord: (name: string, depth: number) => boolean;
  /** What is wrong with text between the records; left out where nothing is. */
  readonly textBetween?: string;
}

/**
 * The deepest nesting. The formats here have ten levels at most; recursive code that reads them must not end the
 * process.
 */
const MAX_DEPTH = 50;

/**
 * Comments and instructions are skipped. A DOCTYPE is refused: the entities that it declares could make a small file
 * a large one, or read another one.
 *
 * @returns records that are an {@link XmlElement}
 * @throws ImportError where the file is not such a file
 */
export async function* readXmlElements(
  source: Parameters<typeof readText>[0],
  records: XmlRecords,
): AsyncGenerator<FileRecord> {
  const reader = new Reader(records);
  for await (const piece of readText(source)) yield* reader.feed(piece);
  yield* reader.finish();
}

interface OpenElement extends XmlElement {
  elements: XmlElement[];
  text: string;
}

class Reader {
  private readonly parser = new SaxesParser();
  private found: FileRecord[] = [];
  private depth = 0;
  /** From the record to the element that is open. */
  private open: OpenElement[] = [];
  private begunAt = 1;
  /** Where in the file the parser last left something behind: what is longer since then, it holds. */
  private leftAt = 0;
  private any = false;

  constructor(private readonly records: XmlRecords) {
    const { parser } = this;
    parser.on('doctype', (text) => {
      const line = parser.line - (text.split('\n').length - 1);
      this.stop('a DOCTYPE is not taken, and no entities of its own; write the values themselves and remove it', line);
    });
    parser.on('error', (error) => this.stop(`not XML: ${error.message.replace(/^[\d:]+ /, '')}`));
    parser.on('opentag', ({ name, attributes }) => this.begin(localName(name), attributes));
    parser.on('closetag', () => this.end());
    parser.on('text', (text) => this.take(text));
    parser.on('cdata', (text) => this.take(text));
  }

  feed(piece: string): FileRecord[] {
    this.parser.write(piece);
    if (this.parser.position - this.leftAt > MAX_RECORD_LENGTH) this.stop(TOO_LONG, this.begunAt);
    return this.taken();
  }

  finish(): FileRecord[] {
    this.parser.close();
    if (!this.any) this.stop(`this is not ${this.records.form}`, null);
    return this.taken();
  }

  private begin(name: string, attributes: Readonly<Record<string, string>>): void {
    const { records, parser, open } = this;
    this.depth++;
    if (this.depth === 1 && !records.isRoot(name)) this.stop(`this is not ${records.form}`);
    if (this.depth > MAX_DEPTH) this.stop(`elements stand within one another more than ${MAX_DEPTH} deep`);
    const parent = open.at(-1);
    if (!parent && !records.isRecord(name, this.depth)) return;
    if (!parent) this.begunAt = parser.line;
    this.any = true;
    const element = { name, attributes: withLocalNames(attributes), elements: [], text: '', line: parser.line };
    parent?.elements.push(element);
    open.push(element);
  }

  private end(): void {
    this.depth--;
    const element = this.open.pop();
    if (this.open.length > 0) return;
    if (element) this.found.push({ line: element.line, record: element });
    this.leftAt = this.parser.position;
  }

  private take(text: string): void {
    const element = this.open.at(-1);
    if (element) element.text += text;
    else if (this.records.textBetween && text.trim() !== '')
      this.found.push({ line: this.parser.line, problem: this.records.textBetween });
  }

  private stop(reason: string, line: number | null = this.parser.line): never {
    throw importError(line, reason);
  }

  private taken(): FileRecord[] {
    const { found } = this;
    this.found = [];
    return found;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function withLocalNames(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [localName(name), value]));
}

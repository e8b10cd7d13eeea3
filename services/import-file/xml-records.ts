/** Reads an XML file of one kind of element, each with fields of plain text, and holds one of them at a time. */
import { SaxesParser } from 'saxes';
import { type FileRecord, MAX_RECORD_LENGTH, TOO_LONG } from './file-record';
import { readText } from './file-text';
import { importError } from './import-error';

export interface XmlForm {
  /** What it is, where another file was given: `the key list of authorities` */
  readonly name: string;
  readonly root: string;
  readonly element: string;
  /** All that may stand in the element, each once at most, whether it is read or not. */
  readonly fields: readonly string[];
}

/**
 * Elements by field. Attributes and comments are passed over. What the form does not name is refused, and so is a
 * DOCTYPE: the entities that it declares could make of a small file a large one.
 *
 * @throws ImportError at once where the file is not XML, or another one
 */
export async function* readXmlRecords(path: string, form: XmlForm): AsyncGenerator<FileRecord> {
  const elements = new Elements(form);
  for await (const piece of readText(path)) yield* elements.feed(piece);
  yield* elements.finish();
}

const DEPTH = { root: 1, element: 2, field: 3 };

class Elements {
  private readonly parser = new SaxesParser();
  private found: FileRecord[] = [];
  private depth = 0;
  private field: string | null = null;
  private record: Record<string, string> = {};
  private begunAt = 1;
  private isWrong = false;
  /** Where in the file the parser last left something behind: what is longer since then, it holds. */
  private leftAt = 0;
  private any = false;

  constructor(private readonly form: XmlForm) {
    const { parser } = this;
    parser.on('doctype', (text) => {
      const line = parser.line - (text.split('\n').length - 1);
      this.stop('a DOCTYPE is not taken, and no entities of its own; write the values themselves and remove it', line);
    });
    parser.on('error', (error) => this.stop(`not XML: ${error.message.replace(/^[\d:]+ /, '')}`));
    parser.on('opentag', ({ name }) => this.open(name));
    parser.on('closetag', () => this.close());
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
    if (!this.any) this.stop(this.wrongFile, null);
    return this.taken();
  }

  private open(name: string): void {
    const { form, parser } = this;
    this.depth++;
    if (this.depth === DEPTH.root) {
      if (name !== form.root) this.stop(this.wrongFile);
    } else if (this.depth === DEPTH.element) {
      this.begunAt = parser.line;
      this.isWrong = false;
      this.record = {};
      if (name === form.element) this.any = true;
      else this.wrong(`<${name}> is not expected in <${form.root}>, only <${form.element}>`);
    } else if (this.depth === DEPTH.field) {
      this.field = name;
      if (!form.fields.includes(name))
        this.wrong(`<${name}> is not expected in <${form.element}>, only ${form.fields.join(', ')}`);
      else if (Object.hasOwn(this.record, name)) this.wrong(`<${name}> stands in its <${form.element}> twice`);
      else this.record[name] = '';
    } else this.wrong(`<${name}> is not expected in <${this.field}>, which holds text; write “<” as &lt;`);
  }

  private close(): void {
    this.depth--;
    if (this.depth === DEPTH.field - 1) this.field = null;
    if (this.depth !== DEPTH.root) return;
    if (!this.isWrong) this.found.push({ line: this.begunAt, record: this.record });
    this.leftAt = this.parser.position;
  }

  private take(text: string): void {
    if (this.depth === DEPTH.field && this.field) this.record[this.field] += text;
    else if (text.trim() !== '' && this.depth < DEPTH.field) this.wrong('text stands outside of a field');
  }

  /** The rest of the element is read, and no record made of it. */
  private wrong(problem: string): void {
    this.found.push({ line: this.parser.line, problem });
    this.isWrong = true;
  }

  private get wrongFile(): string {
    const { name, root, element } = this.form;
    return `this is not ${name}: it must hold <${root}> with <${element}> elements`;
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

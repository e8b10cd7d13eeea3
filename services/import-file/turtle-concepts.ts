/** Reads the whole concepts of a SKOS vocabulary in Turtle, and holds one of them at a time. */
import { EventEmitter } from 'node:events';
import { Parser, type Quad } from 'n3';
import { type FileRecord, MAX_RECORD_LENGTH, TOO_LONG } from './file-record';
import { readText } from './file-text';
import { importError } from './import-error';

const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const SKOS = 'http://www.w3.org/2004/02/skos/core#';

/** A record. Its labels are German, or have no language. */
export interface Concept {
  /** Its address. */
  readonly id: string;
  readonly labels: readonly string[];
  readonly otherLabels: readonly string[];
  /** Addresses of concepts that mean the same, exactly or closely. */
  readonly exactMatches: readonly string[];
  readonly closeMatches: readonly string[];
}

/**
 * All statements about a concept must stand together. Nothing is fetched: an address is only a name. Other subjects
 * are skipped.
 *
 * @returns records that are a {@link Concept}
 * @throws ImportError where the file is not Turtle
 */
export async function* readTurtleConcepts(source: Parameters<typeof readText>[0]): AsyncGenerator<FileRecord> {
  const reader = new Reader();
  for await (const piece of readText(source)) yield* reader.feed(piece);
  yield* reader.finish();
}

interface OpenConcept extends Concept {
  readonly labels: string[];
  readonly otherLabels: string[];
  readonly exactMatches: string[];
  readonly closeMatches: string[];
  readonly line: number;
  isConcept: boolean;
}

class Reader {
  private readonly input = new EventEmitter();
  private found: FileRecord[] = [];
  private open: OpenConcept | undefined;
  private error: Error | undefined;
  private line = 1;
  /**
   * The characters since the parser last found a statement, or since the open concept began: as much is held in
   * memory.
   */
  private length = 0;
  private any = false;

  constructor() {
    new Parser({ format: 'text/turtle' }).parse(this.input, (error, quad) => {
      if (error) this.error ??= error;
      else if (quad) this.take(quad);
    });
  }

  feed(piece: string): FileRecord[] {
    this.length += piece.length;
    this.input.emit('data', piece);
    if (this.error) throw importError(lineOf(this.error) ?? this.line, `not Turtle: ${saidBy(this.error)}`);
    if (this.length > MAX_RECORD_LENGTH) throw importError(this.open?.line ?? this.line, TOO_LONG);
    for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) this.line++;
    return this.taken();
  }

  finish(): FileRecord[] {
    this.input.emit('end');
    if (this.error) throw importError(lineOf(this.error) ?? this.line, `not Turtle: ${saidBy(this.error)}`);
    this.close();
    if (!this.any) throw importError(null, 'this is not a SKOS vocabulary in Turtle: it must hold a skos:Concept');
    return this.taken();
  }

  private take({ subject, predicate, object }: Quad): void {
    const { value: id } = subject;
    if (this.open?.id !== id) {
      this.close();
      const none = { labels: [], otherLabels: [], exactMatches: [], closeMatches: [] };
      this.open = { id, ...none, line: this.line, isConcept: false };
    }
    const open = this.open as OpenConcept;
    const isGerman = object.language === '' || object.language === 'de';
    if (predicate.value === RDF_TYPE) open.isConcept ||= object.value === `${SKOS}Concept`;
    else if (predicate.value === `${SKOS}prefLabel` && isGerman) open.labels.push(object.value);
    else if (predicate.value === `${SKOS}altLabel` && isGerman) open.otherLabels.push(object.value);
    else if (predicate.value === `${SKOS}exactMatch`) open.exactMatches.push(object.value);
    else if (predicate.value === `${SKOS}closeMatch`) open.closeMatches.push(object.value);
  }

  private close(): void {
    const { open } = this;
    this.open = undefined;
    this.length = 0;
    if (!open?.isConcept) return;
    const { line, isConcept: _, ...concept } = open;
    this.any = true;
    this.found.push({ line, record: concept });
  }

  private taken(): FileRecord[] {
    const { found } = this;
    this.found = [];
    return found;
  }
}

/** Reads the line from `Unexpected "x" on line 3.` */
function lineOf({ message }: Error): number | null {
  const [, line] = / on line (\d+)/.exec(message) ?? [];
  return line === undefined ? null : Number(line);
}

function saidBy({ message }: Error): string {
  return message.replace(/ on line \d+\.?$/, '').slice(0, 200);
}

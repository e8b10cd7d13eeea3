/** The part of n3 that is used here; the package comes without types. */
declare module 'n3' {
  interface Term {
    readonly termType: 'NamedNode' | 'BlankNode' | 'Literal' | 'Variable' | 'DefaultGraph' | 'Quad';
    readonly value: string;
    /** Only a literal has one. */
    readonly language?: string;
  }
  interface Quad {
    readonly subject: Term;
    readonly predicate: Term;
    readonly object: Term;
  }
  /** Emits `data` with pieces of text, and `end`. */
  interface Input {
    on(event: 'data', listener: (piece: string) => void): unknown;
    on(event: 'end', listener: () => void): unknown;
    on(event: 'error', listener: (error: Error) => void): unknown;
  }
  class Parser {
    constructor(options: { format: 'text/turtle'; baseIRI?: string });
    /** Calls `onQuad` with null for a quad at the end. */
    parse(input: Input, onQuad: (error: Error | null, quad: Quad | null) => void): void;
  }
}

/** Parts of subgraph answers that stay text, because no code reads their content. */

/** An object, or a list of leaves, in an answer: valid JSON of the requested type, as JSON.stringify writes it. */
export class Verbatim {
  constructor(
    readonly text: string,
    /** What an object adds to the actual cost. */
    readonly cost: number,
    /** What it adds to the size of the answer. */
    readonly size: number,
  ) {}

  /** Returns the object or list. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

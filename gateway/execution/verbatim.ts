/** Parts of subgraph answers that stay text, as nothing looks into them. */

/** An object, or a list of leaves, of an answer: as valid JSON of the type that was asked for, as JSON.stringify writes it. */
export class Verbatim {
  constructor(
    readonly text: string,
    /** Of an object: what it adds to the actual cost. */
    readonly cost: number,
    /** What it adds to the size of the answer. */
    readonly size: number,
  ) {}

  /** The object or list. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

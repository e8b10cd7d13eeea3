/**
 * The terms of titles in the form in which the database stores them. Lists use them to read only the titles that have a
 * term.
 */

/**
 * The kinds of values that many titles share and by which a list can be filtered. School types are not among them,
 * because nearly every title has several.
 */
export type TermKind = 'subject' | 'code' | 'competence' | 'language' | 'kind' | 'publisher';

/** Longer values are cut. Titles that are found by a cut value are compared with the whole one. */
const LONGEST = 100;

export function termOf(kind: TermKind, value: string): string {
  return shortened(`${kind}:${value}`);
}

/** Returns the term of a word of a name, with its mark. */
export function wordTerm(word: string): string {
  return shortened(word);
}

function shortened(term: string): string {
  return [...term].slice(0, LONGEST).join('');
}

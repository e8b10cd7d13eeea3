/** The terms of titles, by which lists go through those titles alone that have one: as the database writes them down. */

/** What a list may be narrowed by that many titles have together. Of school types nearly every title has several. */
export type TermKind = 'subject' | 'code' | 'competence' | 'language' | 'kind' | 'publisher';

/** Of a longer one. What is found by it is held to the whole. */
const LONGEST = 100;

export function termOf(kind: TermKind, value: string): string {
  return shortened(`${kind}:${value}`);
}

/** Of a word of a name, with its mark. */
export function wordTerm(word: string): string {
  return shortened(word);
}

function shortened(term: string): string {
  return [...term].slice(0, LONGEST).join('');
}

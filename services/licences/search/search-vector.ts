import { wordsOf } from '../../../words/words';

/** What of a title is searched. */
export interface SearchedTexts {
  readonly name: string;
  readonly series?: string | null | undefined;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly subjects: readonly string[];
  readonly publisher: string;
}

/**
 * The words of a title as a `tsvector`: each once and as it is, in weight A where the name has it, and else in D. Nothing of
 * PostgreSQL's own cutting, stemming or stop words is in it, so that it is the same in every database.
 */
export function searchVector({ name, series, description, keywords, subjects, publisher }: SearchedTexts): string {
  const inName = new Set(wordsOf(name));
  const others = [series ?? '', description, ...keywords, ...subjects, publisher].flatMap(wordsOf);
  const elsewhere = new Set(others.filter((word) => !inName.has(word)));
  return [...[...inName].map((word) => `'${word}':1A`), ...[...elsewhere].map((word) => `'${word}':1`)].join(' ');
}

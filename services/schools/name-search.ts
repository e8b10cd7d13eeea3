/**
 * Searches names of schools and authorities by parts of them: each word of a search must occur somewhere, in upper or
 * lower case. A state has a few thousand names, so all are scanned; the result does not depend on the server's
 * locale.
 */

import type { Level } from '../../caller/caller';
import { readOrganisationId } from '../../request/values/organisation-id';
import { wordsOf } from '../../words/words';
import { size } from '../subgraph/schema/size';

/** The same as for a search of titles. 5,600 schools took 9 ms for each word. */
export const SIZE_OF_SEARCH = size({ maxLength: 200, maxWords: 20 });
export const COST_OF_SEARCH = '@cost(weight: 10)';
/** The longest name of a German municipality has 50 characters. */
export const SIZE_OF_CITY = size({ maxLength: 100 });

const CAPITALS = 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŠŽŒŁĞİ';
const SMALL = 'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþšžœłği';

/** SQL for a text in lower case, the same in every locale. */
export function foldedSql(text: string): string {
  return `translate(lower(${text} collate "C"), '${CAPITALS}', '${SMALL}')`;
}

const ACCENTED = 'àáâãäåçèéêëìíîïðñòóôõöøùúûüýþšžğı';
const BASE = 'aaaaaaceeeeiiiidnoooooouuuuytszgi';

/**
 * SQL for the sort key of a name, in the order of DIN 5007-1: ä as a, ß as ss. It is compared byte by byte, so it is
 * the same in every locale.
 */
export function orderedSql(text: string): string {
  return `translate(replace(replace(replace(${foldedSql(text)}, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), '${ACCENTED}', '${BASE}') collate "C"`;
}

/** Folds what a client sent in the same way; null where it sent nothing. */
export function folded(text: string | null | undefined): string | null {
  return text?.normalize('NFC').trim().toLowerCase() ?? null;
}

export interface NameSearch {
  /** For `like all`; null where every name is wanted. */
  readonly patterns: readonly string[] | null;
  /** The object that the text names, where the whole text is an id. */
  readonly id: string | null;
}

export function nameSearch(level: Level, text: string | null | undefined): NameSearch {
  const words = wordsOf(text ?? '');
  if (words.length === 0) return { patterns: null, id: null };
  return { patterns: words.map((word) => `%${word}%`), id: readOrganisationId(level, (text as string).trim()) };
}

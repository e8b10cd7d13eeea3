/**
 * Names of schools and authorities as people type parts of them: each word of a search occurs somewhere, whether in capitals
 * or not. There are some thousand names in a state, so they are gone through; nothing of it hangs on the server's locale.
 */

import type { Level } from '../../caller/caller';
import { readOrganisationId } from '../../request/values/organisation-id';
import { wordsOf } from '../../words/words';
import { size } from '../subgraph/schema/size';

/** As a search of titles. 5,600 schools took 9 ms for each word. */
export const SIZE_OF_SEARCH = size({ maxLength: 200, maxWords: 20 });
export const COST_OF_SEARCH = '@cost(weight: 10)';
/** The longest name of a German municipality has 50 characters. */
export const SIZE_OF_CITY = size({ maxLength: 100 });

const CAPITALS = 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŠŽŒŁĞİ';
const SMALL = 'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþšžœłği';

/** SQL: a text in small letters, the same in every locale. */
export function foldedSql(text: string): string {
  return `translate(lower(${text} collate "C"), '${CAPITALS}', '${SMALL}')`;
}

const ACCENTED = 'àáâãäåçèéêëìíîïðñòóôõöøùúûüýþšžğı';
const BASE = 'aaaaaaceeeeiiiidnoooooouuuuytszgi';

/** SQL: what a name sorts by, as DIN 5007-1 orders words: ä as a, ß as ss. Compared byte by byte it is the same in every locale. */
export function orderedSql(text: string): string {
  return `translate(replace(replace(replace(${foldedSql(text)}, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), '${ACCENTED}', '${BASE}') collate "C"`;
}

/** The same of what a client sent; null where nothing was. */
export function folded(text: string | null | undefined): string | null {
  return text?.normalize('NFC').trim().toLowerCase() ?? null;
}

export interface NameSearch {
  /** For `like all`; null where every name is wanted. */
  readonly patterns: readonly string[] | null;
  /** Where the whole text is an id: of what it names. */
  readonly id: string | null;
}

export function nameSearch(level: Level, text: string | null | undefined): NameSearch {
  const words = wordsOf(text ?? '');
  if (words.length === 0) return { patterns: null, id: null };
  return { patterns: words.map((word) => `%${word}%`), id: readOrganisationId(level, (text as string).trim()) };
}

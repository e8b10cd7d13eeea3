/**
 * Finds what a search without results could have meant: the same search with words of the catalogue in place of words
 * that no title has. A word that titles have in another form or spelling is not replaced. The words of titles that a
 * school may not use are not secret. Nevertheless, only a search that finds something in the requested list is offered.
 */
import { editDistance } from '../../../words/edit-distance';
import { spellingsOf } from '../../../words/spellings';
import { replaceWords } from '../../../words/words';
import type { Transaction } from '../../subgraph/database/session';
import { NAME } from '../title/title-sizes';
import { searchOf } from './search';
import { findSimilarWords } from './suggestion-queries';

const MAX_WORDS = 8;
const MAX_TRIES = 3;
/**
 * Matches the words of titles that are stored. A shorter word resembles too many others, and a number all other
 * numbers.
 */
const CORRECTABLE = /^[^0-9]{4,40}$/;
/** Shorter words may differ in one letter, and longer ones in two. */
const LONG = 7;

/**
 * @param hasTitles returns whether the list has titles for this search
 * @returns a search that has some; null where none is similar enough
 */
export async function didYouMean(
  session: Transaction,
  text: string,
  hasTitles: (search: string) => Promise<boolean>,
): Promise<string | null> {
  const { words } = searchOf(text) ?? { words: [] };
  const correctable = words.filter((word) => CORRECTABLE.test(word.text));
  if (words.length > MAX_WORDS || correctable.length === 0) return null;
  const unknown = await findSimilarWords(session, correctable);
  const nearest = new Map(unknown.map(({ word, similar }) => [word, nearestOf(word, similar)]));
  if (nearest.size === 0 || [...nearest.values()].some((near) => near.length === 0)) return null;

  const tried = new Set<string>();
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const search = replaceWords(text, (word) => nearest.get(word)?.[attempt] ?? nearest.get(word)?.at(-1));
    if (tried.has(search) || search.length > NAME.maxLength) continue;
    if (await hasTitles(search)) return search;
    tried.add(search);
  }
  return null;
}

/** Returns the words that are similar enough, with the most similar first. Equally similar ones stay in their order. */
function nearestOf(word: string, similar: readonly string[]): string[] {
  const most = word.length < LONG ? 1 : 2;
  const spellings = spellingsOf(word);
  return similar
    .map((one) => ({ one, letters: Math.min(...spellings.map((spelling) => editDistance(spelling, one))) }))
    .filter(({ letters }) => letters <= most)
    .sort((one, other) => one.letters - other.letters)
    .map(({ one }) => one);
}

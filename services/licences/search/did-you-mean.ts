/**
 * What somebody meant whose search finds nothing: the same search with words of the catalogue for those that no title has. A
 * word that titles have in another form or spelling is no mistake. Words of titles that a school may not use are no secret, and
 * still only a search is offered that finds something in the list that was asked for.
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
/** As the words of titles are kept: a shorter one is as near to too many others, and a number to all. */
const CORRECTABLE = /^[^0-9]{4,40}$/;
/** Shorter words may differ in one letter, and longer ones in two. */
const LONG = 7;

/** @param hasTitles whether the list has titles for this search. @returns a search that has some; null where none is near */
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

/** The words that are near enough, the nearest first; of those as near, in the order given. */
function nearestOf(word: string, similar: readonly string[]): string[] {
  const most = word.length < LONG ? 1 : 2;
  const spellings = spellingsOf(word);
  return similar
    .map((one) => ({ one, letters: Math.min(...spellings.map((spelling) => editDistance(spelling, one))) }))
    .filter(({ letters }) => letters <= most)
    .sort((one, other) => one.letters - other.letters)
    .map(({ one }) => one);
}

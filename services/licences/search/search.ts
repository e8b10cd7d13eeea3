/**
 * What a search finds, and in what order. Each word must stand in the title, as a whole, as the beginning of a word, or in
 * another form; words of the name count before words of what else is searched, and whole ones before parts.
 */
import { formsOf } from '../../../words/word-forms';
import { wordsOf } from '../../../words/words';
import { sortKey } from '../title/sort-key';
import { bind } from './bind';

export interface Search {
  /** All of it, as a media number may be written. */
  readonly number: string;
  /** The beginning of a name, as names are sorted. */
  readonly sortKey: string;
  /** Each once. */
  readonly words: readonly string[];
}

/**
 * So many words, the longest, are looked up in the index; titles that have them are held to all. A word of two letters costs
 * the index 10 ms, where 60,000 titles have 60 words each, and the twentieth hardly ever tells two titles apart.
 */
const LOOKED_UP = 8;

/** Null where a text has no word: then it looks for nothing, as if it were not there. */
export function searchOf(text: string | null | undefined): Search | null {
  const words = [...new Set(wordsOf(text ?? ''))];
  if (words.length === 0) return null;
  return { number: (text as string).trim().toLowerCase(), sortKey: sortKey(text as string), words };
}

/** The condition that a search finds title `t`. */
export function isFound({ number, words }: Search, values: unknown[]): string {
  const longest = words.toSorted((one, other) => other.length - one.length).slice(0, LOOKED_UP);
  const lookedUp = `t.search @@ ${bind(values, all(longest, asPart('')), 'tsquery')}`;
  /** As a function: the operator would be looked up in the index. */
  const held =
    words.length > LOOKED_UP ? ` and ts_match_vq(t.search, ${bind(values, all(words, asPart('')), 'tsquery')})` : '';
  return `(${lookedUp}${held} or lower(t.number collate "C") = ${bind(values, number, 'text')})`;
}

/**
 * The rank of title `t` that a search finds, an integer; the lower the better.
 *
 * | rank | the words of the search                                                              |
 * | ---- | ------------------------------------------------------------------------------------ |
 * | 0    | are its media number                                                                 |
 * | 1, 2 | are whole words of the name: it begins with the search, or does not                  |
 * | 3, 4 | are words of the name, some in part or in another form: it begins so, or does not    |
 * | 5, 6 | are words of the title, some of them of the name: all are whole, or some in part     |
 * | 7, 8 | are words of the title, none of the name: likewise                                   |
 */
export function rankOf({ number, sortKey, words }: Search, values: unknown[]): string {
  const isMatch = (query: string) => `t.search @@ ${bind(values, query, 'tsquery')}`;
  const key = bind(values, sortKey, 'text');
  return `case
    when lower(t.number collate "C") = ${bind(values, number, 'text')} then 0
    when ${isMatch(all(words, (word) => `'${word}':A`))}
      then case when starts_with(t.sort_key || ' ', ${key} || ' ') then 1 else 2 end
    when ${isMatch(all(words, asPart('A')))} then case when starts_with(t.sort_key, ${key}) then 3 else 4 end
    else 8 - case when ${isMatch(words.map(asPart('A')).join(' | '))} then 2 else 0 end
           - case when ${isMatch(all(words, (word) => `'${word}'`))} then 1 else 0 end end`;
}

function all(words: readonly string[], query: (word: string) => string): string {
  return words.map(query).join(' & ');
}

/** Words hold letters, marks and digits alone: nothing of them means anything in a query. */
function asPart(weight: '' | 'A'): (word: string) => string {
  const label = weight && `:${weight}`;
  return (word) => {
    const others = formsOf(word).filter((form) => !form.startsWith(word));
    return `(${[`'${word}':*${weight}`, ...others.map((form) => `'${form}'${label}`)].join(' | ')})`;
  };
}

/**
 * What a search finds, and how it ranks it. A title must contain each word of the search: as a whole word, as the
 * beginning of one, in another form, or as a part of a compound; a compound also matches its parts. Words of the name
 * rank above words of the other texts, and whole words above the rest. Where a search has many short words, these match
 * whole words only. “der” and “von” are ignored where there are other words. A word after a hyphen must not be in the
 * title. Words in quotation marks must be next to each other.
 */
import { withWholeCompounds } from '../../../words/elliptical';
import { FUNCTION_WORDS } from '../../../words/function-words';
import { spellingsOf } from '../../../words/spellings';
import { wordsOf } from '../../../words/words';
import { bind } from '../../subgraph/database/bind';
import type { Transaction } from '../../subgraph/database/session';
import { sortKey } from '../title/sort-key';
import { OF_NAME } from './search-vector';
import { readVocabulary } from './vocabulary';
import { anyOf, type Word, wordOf, wordsInQueries } from './word-queries';

export interface Search {
  /** The whole search, in the form in which media numbers are compared. */
  readonly number: string;
  /** The whole search as the beginning of a name, in the form in which names are sorted. */
  readonly sortKey: string;
  /** Each word once. Those that the index finds fastest come first. */
  readonly words: readonly Word[];
  /** A title must contain none of these, in any form. */
  readonly excluded: readonly Word[];
  /** A query for each phrase in quotation marks. */
  readonly phrases: readonly string[];
}

/**
 * At most this many words are looked up in the index, and fewer short prefixes; the titles found are compared with all
 * words. With 60,000 titles of 60 words, a lookup took about 20 ms for a prefix of one letter and 5 ms for a long one.
 * The ninth word hardly ever distinguishes two titles.
 */
const MAX_INDEXED = 8;
/**
 * Nearly every title has a word that begins with a given letter, so short prefixes find nothing in particular and cost
 * much: 22 of them read all of 60,000 titles. Where a search has more short words than this, they are taken for words
 * like “in” and “am”, except the last one, which may be half typed.
 */
const MAX_SHORT_PREFIXES = 3;
const SHORT = 2;

/** The quotation marks that people type and programs insert: "…", „…“, “…”, »…«, «…». */
const PHRASE = /["„“”«»]([^"„“”«»]+)["„“”«»]/gu;

/** An excluded word: “Plastik -Meer”. A hyphen between letters, or before the first word, excludes nothing. */
const EXCLUDED = /(?<=\S\s+)-(?=[\p{L}\p{N}])\S+/gu;

/** Returns null where the text has no word; then the list is not searched. */
export function searchOf(text: string | null | undefined): Search | null {
  if (!text) return null;
  const whole = withWholeCompounds(text);
  const all = wordsOf(whole.replace(EXCLUDED, ' '));
  const different = [...new Set(all)];
  const areFew = different.filter((word) => word.length <= SHORT).length <= MAX_SHORT_PREFIXES;
  const last = all.at(-1);
  const telling = different.filter((word) => word === last || !FUNCTION_WORDS.has(word));
  const words = (telling.some((word) => !FUNCTION_WORDS.has(word)) ? telling : different)
    .map((word) => wordOf(word, areFew || word.length > SHORT || word === last))
    .sort((one, other) => Number(isShort(one)) - Number(isShort(other)) || other.text.length - one.text.length);
  if (words.length === 0) return null;
  const excluded = (whole.match(EXCLUDED) ?? []).flatMap(wordsOf).map((word) => wordOf(word, false));
  return { number: text.trim().toLowerCase(), sortKey: sortKey(text), words, excluded, phrases: phrasesIn(text) };
}

/**
 * Returns the same search without alternatives that occur in no title. It finds the same titles as of the instant of
 * the transaction.
 */
export async function withKnownWords(db: Transaction, search: Search): Promise<Search> {
  const indexed = indexedWords(search.words);
  const vocabulary = await readVocabulary(db, wordsInQueries(indexed));
  const words = search.words.map((word) =>
    indexed.includes(word) ? wordOf(word.text, word.isPrefix, vocabulary) : word,
  );
  return { ...search, words };
}

/** Each word of a phrase matches in any of its spellings. */
function phrasesIn(text: string): string[] {
  const phrases = [...text.matchAll(PHRASE)].map(([, phrase]) => wordsOf(phrase as string));
  return phrases
    .filter((words) => words.length > 1)
    .map((words) => words.map((word) => anyOf(spellingsOf(word).map((spelling) => `'${spelling}'`))).join(' <-> '));
}

function isShort({ text, isPrefix }: Word): boolean {
  return isPrefix && text.length <= SHORT;
}

/** The condition that a search finds title `t`. */
export function isFound(search: Search, values: unknown[]): string {
  const { condition, besides } = matches(search, values, 'parts');
  return `(${condition} and ${besides} or ${isNumbered(search, values)})`;
}

/**
 * The conditions that title `t` has rank 0, 1, …, with the best first. Each title that a search finds has one rank,
 * which depends only on the search and on the title's own texts.
 *
 * | rank | the words of the search are                                                   |
 * | ---- | ----------------------------------------------------------------------------- |
 * | 0    | its media number                                                              |
 * | 1, 2 | whole words of the name: it begins with the search, or does not               |
 * | 3, 4 | words of the name, some in part or in another form: it begins so, or does not |
 * | 5, 6 | words of the title, some of them of the name: all are whole, or some in part  |
 * | 7, 8 | words of the title, none of them of the name: likewise                        |
 */
export function ranksOf(search: Search, values: unknown[]): Rank[] {
  const numbered = isNumbered(search, values);
  const key = bind(values, search.sortKey, 'text');
  const begins = (table: string) => beginsWith(key, table);
  const beginsWhole = (table: string) => beginsWithWords(key, table);
  const rank = (query: Query, but: readonly Query[] = []) => {
    const { condition, besides } = matches(search, values, query, but);
    return {
      condition,
      besides: `${besides} and not ${numbered}`,
      query: indexQuery(search, query),
      without: but.map((other) => indexQuery(search, other)),
    };
  };
  const whole = { ...rank('wholeOfName'), terms: indexedWords(search.words).map((word) => word.terms) };
  const part = rank('partsOfName', ['wholeOfName']);
  return [
    { condition: numbered, besides: 'true', query: null },
    { ...whole, begins: beginsWhole },
    { ...whole, besides: `${whole.besides} and not (${beginsWhole('t')})` },
    { ...part, begins },
    { ...part, besides: `${part.besides} and not ${begins('t')}` },
    ...(search.words.length > 1
      ? [rank('wholeSomeOfName', ['partsOfName']), rank('partsSomeOfName', ['partsOfName', 'whole'])]
      : [NONE, NONE]),
    rank('whole', ['someOfName']),
    rank('parts', ['someOfName', 'whole']),
  ];
}

function beginsWith(key: string, table: string): string {
  return `starts_with(${table}.sort_key, ${key})`;
}

/** As a range of the index: after the last whole word comes a blank, which sorts just before “!”, or nothing. */
function beginsWithWords(key: string, table: string): string {
  return `${table}.sort_key >= ${key} and ${table}.sort_key < ${key} || '!'`;
}

/** The rank of title `t`, which the search finds, as an expression. It is the one whose conditions {@link ranksOf} returns. */
export function rankOf(search: Search, values: unknown[]): string {
  const has = (query: Query) =>
    `ts_match_vq(t.search, ${bind(values, allOf(QUERIES[query](search.words)), 'tsquery')})`;
  const key = bind(values, search.sortKey, 'text');
  return `case
      when ${isNumbered(search, values)} then 0
      when ${has('wholeOfName')} then case when ${beginsWithWords(key, 't')} then 1 else 2 end
      when ${has('partsOfName')} then case when ${beginsWith(key, 't')} then 3 else 4 end
      when ${has('someOfName')} then case when ${has('whole')} then 5 else 6 end
      when ${has('whole')} then 7 else 8 end`;
}

/** With one word, no title has some of the words in its name and not all. */
const NONE: Rank = { condition: 'false', besides: 'true', query: null };

/** Everything that a search finds, whatever its rank. */
export function anyRank(search: Search, values: unknown[]): Rank {
  return { condition: isFound(search, values), besides: 'true', query: queryOf(search) };
}

/** The query by which the index finds everything that matches the words of a search. */
export function queryOf(search: Search): string {
  return indexQuery(search, 'parts');
}

/** The conditions of one rank, or of all of them, on `licences.title t`. */
export interface Rank {
  /** An index finds the titles that fulfil it. */
  readonly condition: string;
  /** Is checked title by title, which takes as long as finding five. */
  readonly besides: string;
  /** Restricts the titles to a range of names. It takes a table that has their sort keys. */
  readonly begins?: (table: string) => string;
  /** The query of the index lookup: words, prefixes, & and |. Null where titles are found by number. */
  readonly query: string | null;
  /** Queries of better ranks, whose titles do not belong to this one. */
  readonly without?: readonly string[];
  /** For each word, the terms of which each title has at least one. */
  readonly terms?: readonly (readonly string[])[];
}

function isNumbered({ number }: Search, values: unknown[]): string {
  return `lower(t.number collate "C") = ${bind(values, number, 'text')}`;
}

/** The conditions that the vector of `t` matches one query, and none of the others. */
function matches(
  search: Search,
  values: unknown[],
  query: Query,
  others: readonly Query[] = [],
): Pick<Rank, 'condition' | 'besides'> {
  const { words, excluded, phrases } = search;
  const inIndex = conjuncts(search, query).map((one) => `t.search @@ ${bind(values, one, 'tsquery')}`);
  const rest = [
    ...(indexedWords(words).length === words.length ? [] : [allOf(QUERIES[query](words))]),
    ...others.map((other) => `!(${allOf(QUERIES[other](words))})`),
    ...excluded.map(({ part }) => `!${part['']}`),
    ...phrases.map((phrase) => `(${phrase})`),
  ];
  const all = bind(values, rest.length > 0 ? rest.join(' & ') : null, 'tsquery');
  /** The function, because PostgreSQL would look the operator up in the index. */
  return { condition: inIndex.join(' and '), besides: `(${all} is null or ts_match_vq(t.search, ${all}))` };
}

function indexQuery(search: Search, query: Query): string {
  return allOf(conjuncts(search, query));
}

function allOf(queries: readonly string[]): string {
  return queries.join(' & ');
}

/**
 * The queries that a title must match, one for each word. As conditions of their own, the index evaluates each only for
 * titles that may match the others; as one query, it would evaluate all alternatives for each title.
 */
function conjuncts({ words }: Search, query: Query): readonly string[] {
  const few = indexedWords(words);
  return few.length === words.length ? QUERIES[query](words) : QUERIES[LOOSELY[query] ?? query](few);
}

function indexedWords(words: readonly Word[]): readonly Word[] {
  return words.slice(0, MAX_INDEXED).filter((word, index) => !isShort(word) || index < MAX_SHORT_PREFIXES);
}

/** With only some of the words, these queries would miss titles; the wider ones do not. */
const LOOSELY: Partial<Record<Query, Query>> = { wholeSomeOfName: 'whole', partsSomeOfName: 'parts' };

type Query = keyof typeof QUERIES;

const QUERIES = {
  wholeOfName: (words: readonly Word[]) => words.map(({ whole }) => whole[OF_NAME]),
  partsOfName: (words: readonly Word[]) => words.map(({ part }) => part[OF_NAME]),
  someOfName: (words: readonly Word[]) => [anyOf(words.map(({ part }) => part[OF_NAME]))],
  whole: (words: readonly Word[]) => words.map(({ whole }) => whole['']),
  parts: (words: readonly Word[]) => words.map(({ part }) => part['']),
  wholeSomeOfName: (words: readonly Word[]): string[] => [...QUERIES.whole(words), ...QUERIES.someOfName(words)],
  partsSomeOfName: (words: readonly Word[]): string[] => [...QUERIES.parts(words), ...QUERIES.someOfName(words)],
};

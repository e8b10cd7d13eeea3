/**
 * What a search finds, and in what order. Each word must stand in the title: as a whole, as the beginning of a word, in
 * another form, or as a part of a compound; a compound may also stand there in its parts. Words of the name count before
 * words of what else is searched, and whole ones before the rest. Many short words are no beginnings. Where there are other
 * words, “der” and “von” need not be in the title; a word with a hyphen before it must not. Words in quotation marks stand one after
 * the other.
 */
import { partOfForm, partsOf } from '../../../words/compounds';
import { withWholeCompounds } from '../../../words/elliptical';
import { FUNCTION_WORDS } from '../../../words/function-words';
import { spellingsOf } from '../../../words/spellings';
import { formsOf } from '../../../words/word-forms';
import { wordsOf } from '../../../words/words';
import { bind } from '../../subgraph/database/bind';
import { sortKey } from '../title/sort-key';
import { wordTerm } from '../title/title-terms';
import { OF_NAME, PART } from './search-vector';

export interface Search {
  /** All of it, as a media number may be written. */
  readonly number: string;
  /** The beginning of a name, as names are sorted. */
  readonly sortKey: string;
  /** Each once, those first that the index finds soonest. */
  readonly words: readonly Word[];
  /** The title has none of these, in whatever form. */
  readonly excluded: readonly Word[];
  /** Queries for words that stand in quotation marks, one after the other. */
  readonly phrases: readonly string[];
}

export interface Word {
  readonly text: string;
  /** Whether it may be the beginning of a word of the title; else it is one of its words, or another form of one. */
  readonly isBeginning: boolean;
  /** The queries for it as it is, and for whatever else may stand for it: made once, as every rank asks for both. */
  readonly whole: Marked;
  readonly part: Marked;
  /** Of a name in which it is whole: one of these. */
  readonly terms: readonly string[];
}

/** A query for words of a title, and for those of its name. */
type Marked = Readonly<Record<'' | typeof OF_NAME, string>>;

/**
 * So many words are looked up in the index, and of short beginnings fewer; titles that have them are held to all. Where
 * 60,000 titles have 60 words each, the index took some 20 ms for a beginning of one letter and 5 ms for one of many; the
 * ninth word hardly ever tells two titles apart.
 */
const LOOKED_UP = 8;
/**
 * Nearly every title has a word that begins with a given letter, so such beginnings find nothing and cost much: 22 of them
 * read all of 60,000 titles. Where a search has more short words than these, they are what they are in any text, words
 * like “in” and “am”; but for the last one, which may be half typed.
 */
const SHORT_BEGINNINGS = 3;
const SHORT = 2;

/** As people write them, and as programs turn them: "…", „…“, “…”, »…«, «…». */
const PHRASE = /["„“”«»]([^"„“”«»]+)["„“”«»]/gu;

/** A word that must not be in the title: “Plastik -Meer”. A hyphen between letters, or before the first word, is none. */
const EXCLUDED = /(?<=\S\s+)-(?=[\p{L}\p{N}])\S+/gu;

/** Null where a text has no word: then it looks for nothing, as if it were not there. */
export function searchOf(text: string | null | undefined): Search | null {
  if (!text) return null;
  const whole = withWholeCompounds(text);
  const all = wordsOf(whole.replace(EXCLUDED, ' '));
  const different = [...new Set(all)];
  const areFew = different.filter((word) => word.length <= SHORT).length <= SHORT_BEGINNINGS;
  const last = all.at(-1);
  const telling = different.filter((word) => word === last || !FUNCTION_WORDS.has(word));
  const words = (telling.some((word) => !FUNCTION_WORDS.has(word)) ? telling : different)
    .map((word) => wordOf(word, areFew || word.length > SHORT || word === last))
    .sort((one, other) => Number(isShort(one)) - Number(isShort(other)) || other.text.length - one.text.length);
  if (words.length === 0) return null;
  const excluded = (whole.match(EXCLUDED) ?? []).flatMap(wordsOf).map((word) => wordOf(word, false));
  return { number: text.trim().toLowerCase(), sortKey: sortKey(text), words, excluded, phrases: phrasesIn(text) };
}

/** Each word as it is, in either spelling. */
function phrasesIn(text: string): string[] {
  const phrases = [...text.matchAll(PHRASE)].map(([, phrase]) => wordsOf(phrase as string));
  return phrases
    .filter((words) => words.length > 1)
    .map((words) => words.map((word) => any(spellingsOf(word).map((spelling) => `'${spelling}'`))).join(' <-> '));
}

function wordOf(text: string, isBeginning: boolean): Word {
  const spellings = spellingsOf(text);
  return {
    text,
    isBeginning,
    whole: marked(any(spellings.map((spelling) => `'${MARK}${spelling}'`))),
    part: marked(any(spellings.flatMap((spelling) => waysToStand(spelling, isBeginning)))),
    terms: spellings.map((spelling) => wordTerm(OF_NAME + spelling)),
  };
}

/** Where the mark of a word is to stand. No word holds it. */
const MARK = '\0';

function marked(query: string): Marked {
  return { '': query.replaceAll(MARK, ''), [OF_NAME]: query.replaceAll(MARK, OF_NAME) };
}

function isShort({ text, isBeginning }: Word): boolean {
  return isBeginning && text.length <= SHORT;
}

/** The condition that a search finds title `t`. */
export function isFound(search: Search, values: unknown[]): string {
  const { condition, besides } = matches(search, values, 'parts');
  return `(${condition} and ${besides} or ${isNumbered(search, values)})`;
}

/**
 * The conditions that title `t` has rank 0, 1, …, the best first. Each title that a search finds has one rank, by the search
 * and its own texts alone.
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
  const begins = (of: string) => `starts_with(${of}.sort_key, ${key})`;
  /** As a stretch of the index: after the last whole word stands a blank, which is the one before “!”, or nothing. */
  const beginsWhole = (of: string) => `${of}.sort_key >= ${key} and ${of}.sort_key < ${key} || '!'`;
  const rank = (query: Query, but: readonly Query[] = []) => {
    const { condition, besides } = matches(search, values, query, but);
    return {
      condition,
      besides: `${besides} and not ${numbered}`,
      query: lookedUp(search, query),
      without: but.map((other) => lookedUp(search, other)),
    };
  };
  const whole = { ...rank('wholeOfName'), terms: wordsLookedUp(search.words).map((word) => word.terms) };
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

/** Of one word, no title has some in its name and not all. */
const NONE: Rank = { condition: 'false', besides: 'true', query: null };

/** All that a search finds, whatever its rank. */
export function anyRank(search: Search, values: unknown[]): Rank {
  return { condition: isFound(search, values), besides: 'true', query: queryOf(search) };
}

/** By which all that a search finds by its words is looked up. */
export function queryOf(search: Search): string {
  return lookedUp(search, 'parts');
}

/** The conditions of a rank, or of all of them, on `licences.title t`. */
export interface Rank {
  /** By which an index finds them. */
  readonly condition: string;
  /** To which each title is held by what it is: it takes as long as to find five. */
  readonly besides: string;
  /** Besides, where only a stretch of the names has it: of a table with their sort keys. */
  readonly begins?: (table: string) => string;
  /** By which its titles are looked up: words, beginnings, & and |. Null where it is by number. */
  readonly query: string | null;
  /** What its titles do not match: those of better ranks do. */
  readonly without?: readonly string[];
  /** By word, the terms of which each title has one. */
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
    ...(wordsLookedUp(words).length === words.length ? [] : [allOf(QUERIES[query](words))]),
    ...others.map((other) => `!(${allOf(QUERIES[other](words))})`),
    ...excluded.map(({ part }) => `!${part['']}`),
    ...phrases.map((phrase) => `(${phrase})`),
  ];
  const all = bind(values, rest.length > 0 ? rest.join(' & ') : null, 'tsquery');
  /** As a function: the operator would be looked up in the index. */
  return { condition: inIndex.join(' and '), besides: `(${all} is null or ts_match_vq(t.search, ${all}))` };
}

function lookedUp(search: Search, query: Query): string {
  return allOf(conjuncts(search, query));
}

function allOf(queries: readonly string[]): string {
  return queries.join(' & ');
}

/**
 * Queries that a title must match all of: one for each word. The index works out each by itself, for the titles alone that may match
 * the others; as one query, it would work all of it out for each of them.
 */
function conjuncts({ words }: Search, query: Query): readonly string[] {
  const few = wordsLookedUp(words);
  return few.length === words.length ? QUERIES[query](words) : QUERIES[LOOSELY[query] ?? query](few);
}

function wordsLookedUp(words: readonly Word[]): readonly Word[] {
  return words.slice(0, LOOKED_UP).filter((word, index) => !isShort(word) || index < SHORT_BEGINNINGS);
}

/** By some of its words this one would not find all; this other one does. */
const LOOSELY: Partial<Record<Query, Query>> = { wholeSomeOfName: 'whole', partsSomeOfName: 'parts' };

type Query = keyof typeof QUERIES;

const QUERIES = {
  wholeOfName: (words: readonly Word[]) => words.map(({ whole }) => whole[OF_NAME]),
  partsOfName: (words: readonly Word[]) => words.map(({ part }) => part[OF_NAME]),
  someOfName: (words: readonly Word[]) => [any(words.map(({ part }) => part[OF_NAME]))],
  whole: (words: readonly Word[]) => words.map(({ whole }) => whole['']),
  parts: (words: readonly Word[]) => words.map(({ part }) => part['']),
  wholeSomeOfName: (words: readonly Word[]): string[] => [...QUERIES.whole(words), ...QUERIES.someOfName(words)],
  partsSomeOfName: (words: readonly Word[]): string[] => [...QUERIES.parts(words), ...QUERIES.someOfName(words)],
};

/**
 * What may stand in a title for a word: itself or a longer one, another form, a compound that it is a part of, or the parts
 * that it is made of. Words hold letters, marks and digits alone: nothing of them means anything in a query.
 */
function waysToStand(text: string, isBeginning: boolean): string[] {
  const beginning = isBeginning ? ':*' : '';
  const others = formsOf(text).filter((form) => !(isBeginning && form.startsWith(text)));
  const part = partOfForm(text);
  const parts = partsOf(text);
  return [
    `'${MARK}${text}'${beginning}`,
    `'${MARK}${PART}${text}'${beginning}`,
    ...others.map((form) => `'${MARK}${form}'`),
    ...(part === null || part === text ? [] : [`'${MARK}${PART}${part}'`]),
    ...(parts.length > 0 ? [`(${parts.map((one) => apart(one)).join(' & ')})`] : []),
  ];
}

/** A part of a compound that was sent: a word of the title, or a part of one. */
function apart(part: string): string {
  return any([part, ...formsOf(part), PART + part].map((text) => `'${MARK}${text}'`));
}

function any(queries: readonly string[]): string {
  return `(${[...new Set(queries)].join(' | ')})`;
}

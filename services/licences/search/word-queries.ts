/** The queries for one word of a search: the alternatives that may occur in a title for it. */
import { partOfForm, partsOf } from '../../../words/compounds';
import { spellingsOf } from '../../../words/spellings';
import { formsOf } from '../../../words/word-forms';
import { wordTerm } from '../title/title-terms';
import { OF_NAME, PART } from './search-vector';
import { ANY_WORD, type Vocabulary } from './vocabulary';

export interface Word {
  readonly text: string;
  /** Whether longer words that begin with it match, too. */
  readonly isPrefix: boolean;
  /** The queries for the word in one of its spellings, and for all of its alternatives. Every rank uses both. */
  readonly whole: Marked;
  readonly part: Marked;
  /** The terms of titles whose name contains the whole word: each of these titles has one of them. */
  readonly terms: readonly string[];
}

/** A query for words anywhere in a title, and the same for words of its name. */
type Marked = Readonly<Record<'' | typeof OF_NAME, string>>;

/** @param vocabulary leaves out what no title has */
export function wordOf(text: string, isPrefix: boolean, vocabulary: Vocabulary = ANY_WORD): Word {
  const spellings = spellingsOf(text);
  const known = spellings.filter((spelling) => vocabulary.has(spelling));
  return {
    text,
    isPrefix,
    whole: marked(anyOf(known.map(lexeme), text)),
    part: marked(
      anyOf(
        spellings.flatMap((spelling) => alternativesOf(spelling, isPrefix, vocabulary)),
        text,
      ),
    ),
    terms: known.map((spelling) => wordTerm(OF_NAME + spelling)),
  };
}

/** Stands in a query where the mark of a word is inserted. No word contains it. */
const MARK = '\0';

function marked(query: string): Marked {
  return { '': query.replaceAll(MARK, ''), [OF_NAME]: query.replaceAll(MARK, OF_NAME) };
}

/**
 * What may occur in a title for a word: the word itself or a longer one, another form, a compound that contains it, or
 * its own parts. Words consist of letters, marks and digits, so no character of them has a meaning in a query.
 */
function alternativesOf(text: string, isPrefix: boolean, vocabulary: Vocabulary): string[] {
  const forms = formsOf(text).filter((form) => !(isPrefix && form.startsWith(text)));
  const part = partOfForm(text);
  return [
    ...(isPrefix ? prefixed(text, vocabulary) : known([text, PART + text], vocabulary)),
    ...known(forms, vocabulary),
    ...known(part === null || part === text ? [] : [PART + part], vocabulary),
    ...inParts(text, vocabulary),
  ];
}

/** An index lookup of a prefix first collects everything that matches it, which takes ten times as long as to read single words. */
function prefixed(text: string, vocabulary: Vocabulary): string[] {
  const words = vocabulary.startingWith(text);
  if (words === null) return [text, PART + text].map((prefix) => `${lexeme(prefix)}:*`);
  return words.flatMap((word) => [word, PART + word]).map(lexeme);
}

/** A compound also matches its parts, each as a word of the title or as a part of one. */
function inParts(text: string, vocabulary: Vocabulary): string[] {
  const parts = partsOf(text).map((part) => known([part, ...formsOf(part), PART + part], vocabulary));
  return parts.length > 0 && parts.every((part) => part.length > 0)
    ? [`(${parts.map((part) => anyOf(part)).join(' & ')})`]
    : [];
}

function known(lexemes: readonly string[], vocabulary: Vocabulary): string[] {
  return lexemes.filter((one) => vocabulary.has(wordOfLexeme(one))).map(lexeme);
}

function wordOfLexeme(text: string): string {
  return text.startsWith(PART) ? text.slice(PART.length) : text;
}

function lexeme(text: string): string {
  return `'${MARK}${text}'`;
}

/** @param unknown the word that is looked up in vain where no alternative is left */
export function anyOf(queries: readonly string[], unknown?: string): string {
  if (queries.length === 0 && unknown !== undefined) return anyOf([lexeme(unknown)]);
  return `(${[...new Set(queries)].join(' | ')})`;
}

const LEXEME = /'([^']*)'(:\*)?/g;

/** Returns the words of all alternatives, and the prefixes among them. */
export function wordsInQueries(words: readonly Word[]): { readonly words: string[]; readonly prefixes: string[] } {
  const lexemes = words.flatMap(({ part }) => [...part[''].matchAll(LEXEME)]);
  const named = (isPrefix: boolean) => [
    ...new Set(
      lexemes
        .filter(([, , prefix]) => (prefix !== undefined) === isPrefix)
        .map(([, text]) => wordOfLexeme(text as string)),
    ),
  ];
  return { words: [...named(false), ...words.flatMap(({ text }) => spellingsOf(text))], prefixes: named(true) };
}

/**
 * The words that titles have. Most forms and spellings of a searched word occur in no title. The index would
 * nevertheless compare each of them with each hit, so they are left out of the queries first.
 */
import { nullable, statement, text, texts } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

export interface Vocabulary {
  /** Whether a title may have the word, or a compound with this part. */
  has(word: string): boolean;
  /** Returns all words and parts that begin with the prefix; null where there are many of them, or it is not known. */
  startingWith(prefix: string): readonly string[] | null;
}

/** Nothing is known, so nothing is left out. */
export const ANY_WORD: Vocabulary = { has: () => true, startingWith: () => null };

/** A prefix with more words than these is looked up as a prefix. */
const MAX_OF_PREFIX = 20;
/** No word contains it, and it sorts after all characters. */
const AFTER_ALL = String.fromCodePoint(0x10ffff);

const FIND_KNOWN_WORDS = statement(
  'findKnownWords',
  `select null as prefix, array(select word from licences.title_word where word = any ($1::text[])) as words
   union all
   select prefix, array(
     select word from licences.title_word where word >= prefix and word < prefix || '${AFTER_ALL}' order by word limit ${MAX_OF_PREFIX + 1})
   from unnest($2::text[]) as searched(prefix)`,
  { prefix: nullable(text), words: texts },
);

/** Reads which of these words occur in titles, and the words that begin with these prefixes. */
export async function readVocabulary(
  db: Transaction,
  { words, prefixes }: { readonly words: readonly string[]; readonly prefixes: readonly string[] },
): Promise<Vocabulary> {
  const rows = await db.query(FIND_KNOWN_WORDS, [words, prefixes]);
  const known = new Set(rows.flatMap((row) => row.words));
  const byPrefix = new Map(rows.map((row) => [row.prefix, row.words]));
  return {
    has: (word) => known.has(word),
    startingWith(prefix) {
      const found = byPrefix.get(prefix);
      return found && found.length <= MAX_OF_PREFIX ? found : null;
    },
  };
}

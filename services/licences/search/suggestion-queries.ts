import { neverNull, statement, text, texts } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import type { Word } from './word-queries';

/** A word of a search that no title has, and similar words of titles. */
interface UnknownWord {
  readonly word: string;
  /** The words that share the most keys come first. */
  readonly similar: readonly string[];
}

const SIMILAR_WORDS = 50;

const FIND_SIMILAR_WORDS = statement(
  'findSimilarWords',
  `select searched.word, array(
     select w.word from licences.title_word w cross join unnest(w.keys) as key
     where w.keys && licences.spelling_keys(searched.word) and key = any (licences.spelling_keys(searched.word))
     group by w.word order by count(*) desc, w.word limit ${SIMILAR_WORDS}) as similar
   from unnest($1::text[], $2::text[]) as searched(word, query)
   where not exists (select from licences.title t where t.search @@ searched.query::tsquery)`,
  { word: neverNull(text, 'no word of a search is null'), similar: texts },
);

/** @returns the words that no title of the catalogue has, in any form that a search accepts */
export async function findSimilarWords(session: Transaction, words: readonly Word[]): Promise<readonly UnknownWord[]> {
  return session.query(FIND_SIMILAR_WORDS, [words.map(({ text }) => text), words.map(({ part }) => part[''])]);
}

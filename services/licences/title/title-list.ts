/** What the two lists of titles, the catalogue and the licensed ones, have in common: their arguments and cursors. */
import { ArgsType, Directive, Field } from 'type-graphql';
import { isDatabaseId } from '../../../request/values/database-id';
import {
  checkPageSize,
  decodeCursor,
  foreignCursor,
  listFingerprint,
  PageArguments,
} from '../../subgraph/schema/connection';
import { size } from '../../subgraph/schema/size';
import { searchOf } from '../search/search';
import { type Title, TitleFilter } from './title';
import type { FoundTitles, TitlePage, TitlePlace } from './title-queries';
import { NAME } from './title-sizes';

@ArgsType()
export class TitleListArguments extends PageArguments {
  /**
   * What a person types, or the whole name of a title. The longest words are looked for among the beginnings of all words
   * of the catalogue: in 60,000 titles of 60 words that took 5 ms for each, and 10 ms where it has two letters; `@cost` is
   * by word.
   */
  @Directive(size(NAME))
  @Directive('@cost(weight: 50)')
  @Field(() => String, {
    nullable: true,
    description:
      'Finds the titles that have all of these words, as they are, as the beginning of a word, in another form or spelling, or as a part of a compound, and the one with this number. German words like “der” and “von” need not be there where there are others; a word after a blank and a hyphen must not be. Those that have them in the name come first, whole words before parts. Of more than three words with one or two letters, only the last one of the search may be a beginning. Without any word, as if it were left out.',
  })
  search?: string | null;

  @Field(() => TitleFilter, { nullable: true, description: 'Leaves only the titles that fit all that is given.' })
  filter?: TitleFilter | null;
}

/** @param scope tells lists apart that have the same search and filter */
export function titlePage(
  scope: readonly unknown[],
  { search, filter, first, after }: TitleListArguments,
): TitlePage & { readonly fingerprint: string } {
  checkPageSize(first);
  const words = searchOf(search);
  const fingerprint = listFingerprint(...scope, words, filter);
  return {
    search: words,
    filter: filter ?? {},
    first,
    after: after ? placeOf(decodeCursor(fingerprint, after, 3)) : null,
    fingerprint,
  };
}

function placeOf([rank, sortKey, id]: readonly string[]): TitlePlace {
  if (!/^\d$/.test(rank as string) || !isDatabaseId(id as string)) throw foreignCursor();
  return { rank: Number(rank), sortKey: sortKey as string, id: id as string };
}

/** What a cursor keeps of a title of a page. */
export function titlePlaces({ ranks }: FoundTitles<unknown>): (title: Title, index: number) => string[] {
  return ({ sortKey, id }, index) => [String(ranks[index]), sortKey, id];
}

/** What the lists of the catalogue and of licensed titles share: their arguments and cursors. */
import { ArgsType, Directive, Field, registerEnumType } from 'type-graphql';
import { isDatabaseId } from '../../../request/values/database-id';
import type { SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  foreignCursor,
  listFingerprint,
  PageArguments,
} from '../../subgraph/schema/connection';
import { enumOf } from '../../subgraph/schema/enums';
import { size } from '../../subgraph/schema/size';
import { didYouMean } from '../search/did-you-mean';
import { searchOf } from '../search/search';
import type { Title } from './title';
import { TitleFilter } from './title-filter';
import { TITLE_ORDERS, type TitleOrderName, type TitlePage, type TitlePlace } from './title-page';
import type { FoundTitles } from './title-queries';
import { NAME } from './title-sizes';

const TitleOrderEnum = enumOf(TITLE_ORDERS);
registerEnumType(TitleOrderEnum, {
  name: 'TitleOrder',
  description: 'In which order titles are listed.',
  valuesConfig: {
    RELEVANCE: { description: 'What a search finds best first; without a search, by name.' },
    TITLE: { description: 'By name.' },
    NEWEST: { description: 'What came into the catalogue last first; of one instant, by name.' },
  },
});

@ArgsType()
export class TitleListArguments extends PageArguments {
  /**
   * The length allows what a person types, or the whole name of a title. The longest words are looked up as beginnings
   * of all words of the catalogue. In 60,000 titles of 60 words that took 5 ms for each, and 10 ms for one of two
   * letters; `@cost` counts words.
   */
  @Directive(size(NAME))
  @Directive('@cost(weight: 50)')
  @Field(() => String, {
    nullable: true,
    description:
      'Finds the titles that have all of these words, as they are, as the beginning of a word, in another form or spelling, or as a part of a compound, and the one with this number. German words like “der” and “von” need not be there where there are others; a word after a blank and a hyphen must not be; words in quotation marks stand one after the other. Those that have them in the name come first, whole words before parts. Of more than three words with one or two letters, only the last one of the search may be a beginning. Without any word, as if it were left out.',
  })
  search?: string | null;

  @Field(() => TitleFilter, { nullable: true, description: 'Leaves only the titles that fit all that is given.' })
  filter?: TitleFilter | null;

  @Field(() => TitleOrderEnum, { defaultValue: 'RELEVANCE', description: 'In which order they are listed.' })
  orderBy?: TitleOrderName;
}

/** @param scope distinguishes lists with the same search and filter */
export function titlePage(
  scope: readonly unknown[],
  { search, filter, orderBy, first, after }: TitleListArguments,
): TitlePage & { readonly fingerprint: string } {
  checkPageSize(first);
  const words = searchOf(search);
  const fingerprint = listFingerprint(...scope, words, filter, orderBy);
  return {
    search: words,
    filter: filter ?? {},
    order: orderBy,
    first,
    after: after ? placeOf(orderBy, decodeCursor(fingerprint, after, 3)) : null,
    fingerprint,
  };
}

/** The rank in the newest order is an instant of the calendar, because the database accepts no others. */
const RANK_OF_NEWEST = /^-?\d{1,13}$/;

function placeOf(order: TitleOrderName | undefined, [rank, sortKey, id]: readonly string[]): TitlePlace {
  const isRank = order === 'NEWEST' ? RANK_OF_NEWEST : /^\d$/;
  if (!isRank.test(rank as string) || !isDatabaseId(id as string)) throw foreignCursor();
  return { rank: Number(rank), sortKey: sortKey as string, id: id as string };
}

export const DID_YOU_MEAN = {
  nullable: true,
  description:
    'Where a search finds nothing: the same search with other words for those that no title of the catalogue has, such as “Rhythmus” for “Rythmus”. It finds a title in this same list, under the same filter. Null where there is none, where a page was found, after the first page, and for searches of more than eight words.',
};

/**
 * Returns what a search that finds nothing could have meant, where words of it are misspelt. Returns null on a page
 * that has titles, or that comes after another one.
 *
 * @param list finds a page of the same list
 */
export async function suggestionFor(
  { session }: SubgraphContext,
  { search, after }: TitleListArguments,
  page: TitlePage,
  found: FoundTitles<unknown>,
  list: (page: TitlePage) => Promise<FoundTitles<unknown>>,
): Promise<string | null> {
  if (!search || after || found.rows.length > 0) return null;
  return didYouMean(session, search, async (other) => {
    const { rows } = await list({ ...page, search: searchOf(other), first: 1 });
    return rows.length > 0;
  });
}

/** Returns the places of a page's titles, as cursors contain them. */
export function titlePlaces(
  { order }: TitlePage,
  { ranks }: FoundTitles<unknown>,
): (title: Title, index: number) => string[] {
  return ({ sortKey, id, addedAt }, index) => {
    const rank = order === 'NEWEST' ? addedAt.getTime() : ranks[index];
    return [String(rank), sortKey, id];
  };
}

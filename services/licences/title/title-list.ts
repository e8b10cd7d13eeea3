/** What the two lists of titles, the catalogue and the licensed ones, have in common: their arguments and cursors. */
import { ArgsType, Directive, Field } from 'type-graphql';
import { checkPageSize, decodeCursor, listFingerprint, PageArguments } from '../../subgraph/connection';
import { size } from '../../subgraph/size';
import { type Title, TitleFilter } from './title';
import type { TitlePage } from './title-queries';

@ArgsType()
export class TitleListArguments extends PageArguments {
  /**
   * What a person types: each word is looked for among the beginnings of all words of the catalogue. In 60,000 titles of 60
   * words that took 5 ms for each, and 10 ms where it has two letters; `@cost` is by word.
   */
  @Directive(size({ maxLength: 200, maxWords: 20 }))
  @Directive('@cost(weight: 50)')
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => TitleFilter, { nullable: true })
  filter?: TitleFilter | null;
}

/** @param scope tells lists apart that have the same search and filter */
export function titlePage(
  scope: readonly unknown[],
  { search, filter, first, after }: TitleListArguments,
): TitlePage & { readonly fingerprint: string } {
  checkPageSize(first);
  const words = search?.trim() || null;
  const fingerprint = listFingerprint(...scope, words, filter);
  const position = after ? decodeCursor(fingerprint, after, 2) : null;
  return {
    search: words,
    filter: filter ?? {},
    first,
    after: position && { sortKey: position[0] as string, id: position[1] as string },
    fingerprint,
  };
}

export function titlePosition(title: Title): string[] {
  return [title.sortKey, title.id];
}

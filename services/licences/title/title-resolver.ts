import { Arg, Args, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { pageOf, SIZE_OF_PAGE } from '../../subgraph/schema/connection';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { requireCatalogue } from '../authorisation/allowed';
import { countTitleFacets } from '../facet/title-facet-queries';
import { withoutUnknownWords } from '../search/candidates';
import { frequentWordsFor } from '../search/frequent-words-cache';
import { checkFilter } from './filter-values';
import { Title, TitleConnection } from './title';
import { filterValues } from './title-filter-conditions';
import { suggestionFor, TitleListArguments, titlePage, titlePlaces } from './title-list';
import { titleListResolver } from './title-list-resolver';
import { titleLoader } from './title-loader';
import type { TitlePage } from './title-page';
import { countTitles, listTitles, titlesIn } from './title-queries';

@Resolver(() => Title)
export class TitleResolver {
  @Query(() => Title, { nullable: true, description: 'A title of the catalogue; null where there is none.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["titles:read"]])')
  title(
    @Ctx() context: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID, { description: 'The id of the title.' }) id: string,
  ): Promise<Title | null> {
    return titleLoader(context).load(id);
  }

  @Query(() => TitleConnection, { description: 'The catalogue, by name; what a search finds, by relevance.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["titles:read"]])')
  @Directive('@cost(weight: 10)')
  @Directive(SIZE_OF_PAGE)
  async titles(
    @Ctx() context: SubgraphContext,
    @Args(() => TitleListArguments) given: TitleListArguments,
  ): Promise<TitleConnection> {
    const { session, caller } = context;
    requireCatalogue(caller);
    const page = titlePage(['titles'], given);
    if (given.filter) await checkFilter(context, given.filter);
    const { first, after } = given;
    const list = async (other: TitlePage) => listTitles(session, other, await frequentWordsFor(context, other));
    const found = await list(page);
    const { edges, pageInfo } = pageOf(found.rows, first, after, page.fingerprint, titlePlaces(page, found));
    return {
      edges,
      pageInfo,
      count: async () => countTitles(session, page, await frequentWordsFor(context, page)),
      facets: async (names) => {
        const frequent = await frequentWordsFor(context, page);
        const found = titlesIn({ ...page, filter: {} }, frequent);
        const known = await withoutUnknownWords(session, page, frequent);
        return countTitleFacets(session, known, names, 'true', filterValues(page), found);
      },
      suggest: () => suggestionFor(context, given, page, found, list),
    };
  }
}

@Resolver(() => TitleConnection)
export class TitleConnectionResolver extends titleListResolver(() => TitleConnection) {}

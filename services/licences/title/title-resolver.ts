import { Arg, Args, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { pageOf, SIZE_OF_PAGE } from '../../subgraph/schema/connection';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { requireCatalogue } from '../authorisation/allowed';
import { FACETS, facetsAsked, SIZE_OF_FACETS, TitleFacet, TitleFacetArguments } from '../facet/title-facet';
import { countTitleFacets } from '../facet/title-facet-queries';
import { frequentWordsFor } from '../search/frequent-words-cache';
import { checkFilter } from './filter-values';
import { Title, TitleConnection } from './title';
import { filterValues } from './title-filter-conditions';
import { DID_YOU_MEAN, suggestionFor, TitleListArguments, titlePage, titlePlaces } from './title-list';
import { titleLoader } from './title-loader';
import { countTitles, listTitles, type TitlePage, titlesIn } from './title-queries';
import { NAME } from './title-sizes';

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
        const found = titlesIn({ ...page, filter: {} }, await frequentWordsFor(context, page));
        return countTitleFacets(session, page, names, 'true', filterValues(page), found);
      },
      suggest: () => suggestionFor(context, given, page, found, list),
    };
  }
}

@Resolver(() => TitleConnection)
export class TitleConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many titles the whole list has.' })
  // 60,000 titles are counted in 50 ms, and those of a search in 150 ms.
  @Directive('@cost(weight: 500)')
  totalCount(@Root() connection: TitleConnection): Promise<number> {
    return connection.count();
  }

  @FieldResolver(() => [TitleFacet], { description: FACETS })
  // All facets of ten thousand titles take some 5,000. A learning platform may spend 12,000, and a page of 50 with all of it takes 9,800.
  @Directive('@cost(weight: 2000)')
  @Directive(SIZE_OF_FACETS)
  async facets(
    @Root() connection: TitleConnection,
    @Ctx() context: SubgraphContext,
    @Args(() => TitleFacetArguments) { names }: TitleFacetArguments,
  ): Promise<TitleFacet[]> {
    return facetsAsked(context, connection, names);
  }

  @FieldResolver(() => String, DID_YOU_MEAN)
  // Up to eight words are looked up, and up to three searches are made.
  @Directive('@cost(weight: 200)')
  @Directive(size(NAME))
  didYouMean(@Root() connection: TitleConnection): Promise<string | null> {
    return connection.suggest();
  }
}

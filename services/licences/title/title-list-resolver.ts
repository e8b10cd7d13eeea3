import { Args, type ClassType, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { size } from '../../subgraph/schema/size';
import { FACETS, facetsAsked, SIZE_OF_FACETS, TitleFacet, TitleFacetArguments } from '../facet/title-facet';
import type { SearchedConnection } from './title';
import { DID_YOU_MEAN } from './title-list';
import { NAME } from './title-sizes';

/** Returns the resolver of the fields that concern a whole list of titles, whichever connection pages through it. */
export function titleListResolver(connection: () => ClassType) {
  @Resolver(connection)
  abstract class TitleListResolver {
    @FieldResolver(() => Int, { description: 'How many titles the whole list has.' })
    // 60,000 titles are counted in 50 ms, and those of a search in 150 ms.
    @Directive('@cost(weight: 500)')
    totalCount(@Root() list: SearchedConnection): Promise<number> {
      return list.count();
    }

    @FieldResolver(() => [TitleFacet], { description: FACETS })
    // All facets of ten thousand titles take some 5,000. A learning platform may spend 12,000, and a page of 50 with
    // all of it takes 9,800.
    @Directive('@cost(weight: 2000)')
    @Directive(SIZE_OF_FACETS)
    facets(
      @Root() list: SearchedConnection,
      @Ctx() context: SubgraphContext,
      @Args(() => TitleFacetArguments) { names }: TitleFacetArguments,
    ): Promise<TitleFacet[]> {
      return facetsAsked(context, list, names);
    }

    @FieldResolver(() => String, DID_YOU_MEAN)
    // Up to eight words are looked up, and up to three searches are made.
    @Directive('@cost(weight: 200)')
    @Directive(size(NAME))
    didYouMean(@Root() list: SearchedConnection): Promise<string | null> {
      return list.suggest();
    }
  }
  return TitleListResolver;
}

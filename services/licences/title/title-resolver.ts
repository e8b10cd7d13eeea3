import { Arg, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { pageOf, SIZE_OF_PAGE } from '../../subgraph/connection';
import type { SubgraphContext } from '../../subgraph/context';
import { Title, TitleConnection, TitleFilter } from './title';
import { titlePage, titlePosition } from './title-list';
import { titleLoader } from './title-loader';
import { countTitles, listTitles } from './title-queries';

@Resolver(() => Title)
export class TitleResolver {
  @Query(() => Title, { nullable: true, description: 'A title of the catalogue; null where there is none.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["titles:read"]])')
  title(@Ctx() context: SubgraphContext, @Arg('id', () => ID) id: string): Promise<Title | null> {
    return titleLoader(context).load(id);
  }

  @Query(() => TitleConnection, { description: 'The catalogue, by name. Words are found at the beginning of words.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["titles:read"]])')
  @Directive('@cost(weight: 10)')
  @Directive(SIZE_OF_PAGE)
  async titles(
    @Ctx() { session }: SubgraphContext,
    @Arg('search', () => String, { nullable: true }) search: string | null,
    @Arg('filter', () => TitleFilter, { nullable: true }) filter: TitleFilter | null,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<TitleConnection> {
    const page = titlePage(['titles'], search ?? null, filter ?? null, first, after ?? null);
    const { rows, pageInfo } = pageOf(await listTitles(session, page), first, after, page.fingerprint, titlePosition);
    return {
      edges: rows.map(({ row, cursor }) => ({ node: row, cursor })),
      pageInfo,
      count: () => countTitles(session, page),
    };
  }
}

@Resolver(() => TitleConnection)
export class TitleConnectionResolver {
  @FieldResolver(() => Int)
  @Directive('@cost(weight: 50)')
  totalCount(@Root() connection: TitleConnection): Promise<number> {
    return connection.count();
  }
}

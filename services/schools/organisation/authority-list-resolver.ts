/** The school authorities that a token reaches. */
import { Arg, Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import {
  checkPageSize,
  decodeCursor,
  listFingerprint,
  PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/connection';
import type { SubgraphContext } from '../../subgraph/context';
import { folded, nameSearch } from '../name-search';
import { SchoolAuthorityConnection, SchoolAuthorityFilter } from './authority-list';
import { countAuthorities, listAuthorities } from './authority-list-queries';

@Resolver(() => SchoolAuthorityConnection)
export class AuthorityListResolver {
  @Query(() => SchoolAuthorityConnection, {
    description:
      'The school authorities that the caller is bound to or that a school in its reach belongs to now, by state and number.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  async schoolAuthorities(
    @Ctx() { session, caller }: SubgraphContext,
    @Arg('filter', () => SchoolAuthorityFilter, {
      nullable: true,
      description: 'Leaves only the authorities that fit.',
    })
    filter: SchoolAuthorityFilter | null,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<SchoolAuthorityConnection> {
    checkPageSize(first);
    const list = { search: nameSearch('AUTHORITY', filter?.search), city: folded(filter?.city) };
    const fingerprint = listFingerprint('schoolAuthorities', list);
    const position = after ? (decodeCursor(fingerprint, after, 1)[0] as string) : null;
    const found = await listAuthorities(session, caller, list, { first, after: position });
    const { rows, pageInfo } = pageOf(found, first, after, fingerprint, ({ key }) => [key]);
    return {
      edges: rows.map(({ row, cursor }) => ({ node: row, cursor })),
      pageInfo,
      count: () => countAuthorities(session, caller, list),
    };
  }

  @FieldResolver(() => Int, { description: 'How many authorities the whole list has.' })
  @Directive('@cost(weight: 100)')
  totalCount(@Root() connection: SchoolAuthorityConnection): Promise<number> {
    return connection.count();
  }
}

/** The school authorities in a token's reach. */
import { Arg, Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { Caller } from '../../../caller/caller';
import type { SubgraphContext } from '../../subgraph/context';
import type { Session } from '../../subgraph/database/session';
import {
  checkPageSize,
  decodeCursor,
  listFingerprint,
  PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { unknownValue } from '../../subgraph/schema/unknown-value';
import { folded, nameSearch } from '../name-search';
import { SchoolAuthorityConnection, SchoolAuthorityFilter } from './authority-list';
import { countAuthorities, findCities, listAuthorities } from './authority-list-queries';

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
    if (found.length === 0 && !after && filter?.city != null) await checkCity(session, caller, filter.city);
    const { edges, pageInfo } = pageOf(found, first, after, fingerprint, ({ key }) => [key]);
    return {
      edges,
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

/** Checked only where nothing was found: it may be the search that finds nothing in this city. */
async function checkCity(session: Session, caller: Caller, city: string): Promise<void> {
  const inCity = { search: nameSearch('AUTHORITY', null), city: folded(city) };
  if ((await countAuthorities(session, caller, inCity)) > 0) return;
  const known = await findCities(session, caller);
  const nothing = 'no school authority in your reach is in the city';
  throw unknownValue('filter.city', nothing, city, known, 'There is none in your reach.');
}

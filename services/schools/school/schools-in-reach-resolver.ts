/** The schools in a token's reach, so that nobody must know their numbers before. */
import { Arg, Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  listFingerprint,
  PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { unknownValue } from '../../subgraph/schema/unknown-value';
import { allowedSchools } from '../authorisation/allowed';
import { COST_OF_SEARCH, SIZE_OF_SEARCH } from '../name-search';
import { requireReadable } from '../organisation/require-readable';
import { readSchoolFilter, SchoolFilter, type SchoolList } from './school-filter';
import { SchoolConnection, SchoolOrder } from './school-list-types';
import { countListedSchools, findValues, listSchoolsInReach, type SchoolPlace } from './schools-in-reach-queries';

@Resolver(() => SchoolConnection)
export class SchoolsInReachResolver {
  @Query(() => SchoolConnection, { description: 'The schools in the caller’s reach.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  async schools(
    @Ctx() context: SubgraphContext,
    @Arg('filter', () => SchoolFilter, { nullable: true, description: 'Leaves only the schools that fit.' })
    filter: SchoolFilter | null,
    @Directive(SIZE_OF_SEARCH)
    @Directive(COST_OF_SEARCH)
    @Arg('search', () => String, {
      nullable: true,
      description: 'The same as the filter’s search; where both are given, both must hold.',
    })
    search: string | null,
    @Arg('order', () => SchoolOrder, { nullable: true, description: 'By state and number, where it is left out.' })
    order: SchoolOrder | null,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<SchoolConnection> {
    checkPageSize(first);
    const { session, caller } = context;
    const list = readSchoolFilter('filter', filter ?? {}, context.now, search);
    const { now, ...wanted } = list;
    const { by, direction } = order ?? BY_NUMBER;
    const fingerprint = listFingerprint('schools', wanted, by, direction);
    const found = await listSchoolsInReach(session, caller, list, {
      order: { by, direction },
      first,
      after: after ? placeOf(decodeCursor(fingerprint, after, 2)) : null,
    });
    if (found.length === 0 && !after) await checkValues(context, filter ?? {}, list);
    const allowed = allowedSchools(caller, 'school.read', found);
    const { edges, pageInfo } = pageOf(found, first, after, fingerprint, ({ orderedBy, key }) => [orderedBy, key]);
    return {
      edges: edges.filter(({ node }) => allowed.has(node.id)),
      pageInfo,
      count: () => countListedSchools(session, caller, list),
    };
  }

  @FieldResolver(() => Int, { description: 'How many schools the whole list has.' })
  // 5,600 schools are counted in 10 ms.
  @Directive('@cost(weight: 100)')
  totalCount(@Root() connection: SchoolConnection): Promise<number> {
    return connection.count();
  }
}

const BY_NUMBER: SchoolOrder = { by: 'NUMBER', direction: 'ASC' };

function placeOf([orderedBy, key]: readonly string[]): SchoolPlace {
  return { orderedBy: orderedBy as string, key: key as string };
}

/**
 * Checked only where nothing was found, so it costs nobody else anything. Known values may still have no school in
 * common.
 */
async function checkValues(context: SubgraphContext, filter: SchoolFilter, list: SchoolList): Promise<void> {
  const { session, caller } = context;
  for (const [field, nothing] of VALUES) {
    const value = filter[field];
    if (
      value == null ||
      (await countListedSchools(session, caller, readSchoolFilter('filter', { [field]: value }, list.now))) > 0
    )
      continue;
    const known = await findValues(session, caller, field);
    throw unknownValue(`filter.${field}`, nothing, value, known, 'There is none in your reach.');
  }
  await requireReadable(session, caller, list.organisations, 'filter');
}

const VALUES = [
  ['city', 'no school in your reach is in the city'],
  ['form', 'no school in your reach has the form'],
] as const;

/** The schools that a token reaches, so that nobody has to know their numbers before. */
import { Arg, Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { organisationKey } from '../../../caller/caller';
import { requireOrganisationId } from '../../../request/values/organisation-id';
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
import { folded, nameSearch } from '../name-search';
import { organisationLoader } from '../organisation/organisation-loaders';
import { SchoolConnection, SchoolFilter } from './school-list-types';
import { countListedSchools, findValues, listSchoolsInReach, type SchoolList } from './schools-in-reach-queries';

@Resolver(() => SchoolConnection)
export class SchoolsInReachResolver {
  @Query(() => SchoolConnection, { description: 'The schools in the caller’s reach, by state and number.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  async schools(
    @Ctx() context: SubgraphContext,
    @Arg('filter', () => SchoolFilter, { nullable: true, description: 'Leaves only the schools that fit.' })
    filter: SchoolFilter | null,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<SchoolConnection> {
    checkPageSize(first);
    const { session, caller } = context;
    const list = listOf(filter ?? {}, context.now);
    const { now, ...wanted } = list;
    const fingerprint = listFingerprint('schools', wanted);
    const position = after ? (decodeCursor(fingerprint, after, 1)[0] as string) : null;
    const found = await listSchoolsInReach(session, caller, list, { first, after: position });
    if (found.length === 0 && !after) await checkValues(context, filter ?? {}, list);
    const allowed = allowedSchools(caller, 'school.read', found);
    const { edges, pageInfo } = pageOf(found, first, after, fingerprint, ({ id }) => [organisationKey('SCHOOL', id)]);
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

function listOf({ search, city, form, authority, inOperation }: SchoolFilter, now: number): SchoolList {
  const authorityId = authority == null ? null : requireOrganisationId('filter.authority', 'AUTHORITY', authority);
  return {
    search: nameSearch('SCHOOL', search),
    city: folded(city),
    form: folded(form),
    authority: authorityId === null ? null : organisationKey('AUTHORITY', authorityId),
    inOperation: inOperation ?? null,
    now,
  };
}

/** Asked where nothing was found, so that it costs nobody else anything. What is known may still be found together nowhere. */
async function checkValues(context: SubgraphContext, filter: SchoolFilter, list: SchoolList): Promise<void> {
  const { session, caller } = context;
  for (const [field, nothing] of VALUES) {
    const value = filter[field];
    if (value == null || (await countListedSchools(session, caller, listOf({ [field]: value }, list.now))) > 0)
      continue;
    const known = await findValues(session, caller, field);
    throw unknownValue(`filter.${field}`, nothing, value, known, 'There is none in your reach.');
  }
  if (list.authority !== null) await organisationLoader(context).load(list.authority);
}

const VALUES = [
  ['city', 'no school in your reach is in the city'],
  ['form', 'no school in your reach has the form'],
] as const;

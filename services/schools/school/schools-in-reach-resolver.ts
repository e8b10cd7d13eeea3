/** The schools that a token reaches, so that nobody has to know their numbers before. */
import { Arg, Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { badUserInput, organisationKey, reaches } from '../../../caller/caller';
import { requireOrganisationId } from '../../../caller/organisation-id';
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
import { SchoolConnection, SchoolFilter } from './school-list-types';
import { countListedSchools, findForms, listSchoolsInReach, type SchoolList } from './schools-in-reach-queries';

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
    if (found.length === 0 && !after && list.form !== null) await checkForm(context, filter?.form as string);
    const { rows, pageInfo } = pageOf(found, first, after, fingerprint, ({ id }) => [organisationKey('SCHOOL', id)]);
    const readable = rows.filter(({ row }) => reaches(caller, row.organisations));
    return {
      edges: readable.map(({ row, cursor }) => ({ node: row, cursor })),
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

/** A form that no school has is a slip of whoever asks, and not a list without schools. */
async function checkForm({ session, caller }: SubgraphContext, form: string): Promise<void> {
  const list = { ...listOf({ form }, 0), now: 0 };
  if ((await countListedSchools(session, caller, list)) > 0) return;
  const known = await findForms(session, caller);
  throw badUserInput(
    `filter.form: no school in your reach has the form “${form}”. ${known.length > 0 ? `Known: ${known.join(', ')}.` : 'There is none in your reach.'}`,
  );
}

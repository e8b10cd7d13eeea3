import { Arg, Args, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { organisationKey } from '../../../caller/caller';
import { forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  foreignCursor,
  listFingerprint,
  PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { allowedGroups } from '../authorisation/allowed';
import { nameSearch } from '../name-search';
import { keyOfHolder } from '../organisation/holder-input';
import { School } from '../school/school';
import { schoolLoader } from '../school/school-loader';
import {
  SchoolGroup,
  SchoolGroupConnection,
  SchoolGroupFilter,
  SchoolGroupMember,
  SchoolGroupMemberConnection,
} from './school-group';
import { countGroups, countMembers, findGroups, listGroups, listMembers } from './school-group-queries';

@Resolver(() => SchoolGroup)
export class SchoolGroupResolver {
  @Query(() => SchoolGroup, {
    nullable: true,
    description:
      'A school group that a school in the caller’s reach belongs to now, or whose owner lies within the caller. Any other one is FORBIDDEN, whether it exists or not.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  @Directive('@policy(policies: [["group-readable"]])')
  async schoolGroup(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID, { description: 'Its id: NW:MZ-05111-gymnasien.' }) id: string,
  ): Promise<SchoolGroup> {
    const key = organisationKey('SCHOOL_GROUP', requireOrganisationId('id', 'SCHOOL_GROUP', id));
    const [group] = await findGroups(session, [key]);
    const allowed = await allowedGroups(session, caller, 'group.read', group ? [group] : []);
    if (!group || !allowed.has(key)) throw forbidden();
    return group;
  }

  @FieldResolver(() => SchoolGroupMemberConnection, {
    description: 'The schools in the caller’s reach that belong to it now or later, by number.',
  })
  @Directive('@cost(weight: 10)')
  @Directive(SIZE_OF_PAGE)
  async members(
    @Root() group: SchoolGroup,
    @Ctx() { session, caller, now }: SubgraphContext,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<SchoolGroupMemberConnection> {
    checkPageSize(first);
    const fingerprint = listFingerprint('members', group.key);
    const place = after ? placeOf(decodeCursor(fingerprint, after, 2)) : null;
    const found = await listMembers(session, caller, group, { first, after: place, now });
    const { edges, pageInfo } = pageOf(found, first, after, fingerprint, ({ schoolId, row }) => [schoolId, row]);
    return { edges, pageInfo, count: () => countMembers(session, caller, group, now) };
  }
}

function placeOf([schoolId, row]: readonly string[]) {
  if (!isDatabaseId(row as string)) throw foreignCursor();
  return { schoolId: schoolId as string, row: row as string };
}

@Resolver(() => SchoolGroupMember)
export class SchoolGroupMemberResolver {
  @FieldResolver(() => School, { description: 'The school.' })
  school(@Root() { schoolId }: SchoolGroupMember, @Ctx() context: SubgraphContext): Promise<School> {
    return schoolLoader(context).load(schoolId);
  }
}

@Resolver(() => SchoolGroupMemberConnection)
export class SchoolGroupMemberConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many members the whole list has.' })
  @Directive('@cost(weight: 20)')
  totalCount(@Root() connection: SchoolGroupMemberConnection): Promise<number> {
    return connection.count();
  }
}

@Resolver(() => SchoolGroupConnection)
export class SchoolGroupListResolver {
  @Query(() => SchoolGroupConnection, {
    description:
      'The school groups that a school in the caller’s reach belongs to now, or whose owners lie within the caller, by state and number.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  async schoolGroups(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('filter', () => SchoolGroupFilter, { nullable: true, description: 'Leaves only the groups that fit.' })
    filter: SchoolGroupFilter | null,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<SchoolGroupConnection> {
    checkPageSize(first);
    const wanted = {
      search: nameSearch('SCHOOL_GROUP', filter?.search),
      owner: filter?.owner == null ? null : keyOfHolder('filter.owner', filter.owner),
      closed: filter?.closed ?? null,
    };
    const fingerprint = listFingerprint('schoolGroups', wanted);
    const position = after ? (decodeCursor(fingerprint, after, 1)[0] as string) : null;
    const found = await listGroups(session, caller, { ...wanted, now }, { first, after: position });
    const { edges, pageInfo } = pageOf(found, first, after, fingerprint, ({ key }) => [key]);
    return { edges, pageInfo, count: () => countGroups(session, caller, { ...wanted, now }) };
  }

  @FieldResolver(() => Int, { description: 'How many groups the whole list has.' })
  @Directive('@cost(weight: 100)')
  totalCount(@Root() connection: SchoolGroupConnection): Promise<number> {
    return connection.count();
  }
}

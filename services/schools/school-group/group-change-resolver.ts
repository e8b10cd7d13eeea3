/** Changes of school groups. */
import { Arg, Ctx, Directive, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { School } from '../school/school';
import { schoolLoader } from '../school/school-loader';
import { MAX_ROWS } from '../selection/holder-selection';
import { adoptGroupFor, closeGroupAt, createGroup, renameGroupAs } from './change-groups';
import { addSchools, removeSchools } from './change-members';
import {
  AddedSchool,
  AddSchoolsToGroupInput,
  AddSchoolsToGroupResult,
  AdoptSchoolGroupInput,
  CloseSchoolGroupInput,
  CreateSchoolGroupInput,
  RemoveSchoolsFromGroupInput,
  RemoveSchoolsFromGroupResult,
  RenameSchoolGroupInput,
} from './group-types';
import { SchoolGroup } from './school-group';

@Resolver()
export class GroupChangeResolver {
  @Mutation(() => SchoolGroup, {
    nullable: true,
    description: 'Makes a school group for an organisation within what the caller is bound to.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["owner-of-input-within"]])')
  @Directive('@cost(weight: 10)')
  createSchoolGroup(
    @Ctx() { session, caller }: SubgraphContext,
    @Arg('input', () => CreateSchoolGroupInput, { description: 'Whose it is, and its name.' })
    input: CreateSchoolGroupInput,
  ): Promise<SchoolGroup> {
    return createGroup(session, caller, input);
  }

  @Mutation(() => SchoolGroup, { nullable: true, description: 'Gives a school group another name.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["group-in-reach"]])')
  @Directive('@cost(weight: 10)')
  renameSchoolGroup(
    @Ctx() { session, caller }: SubgraphContext,
    @Arg('input', () => RenameSchoolGroupInput, { description: 'The group, and its new name.' })
    input: RenameSchoolGroupInput,
  ): Promise<SchoolGroup> {
    return renameGroupAs(session, caller, input);
  }

  @Mutation(() => SchoolGroup, {
    nullable: true,
    description:
      'Has staff keep an imported school group from now on: imports leave it alone then, and refuse files that name it.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["group-in-reach", "owner-of-input-within"]])')
  @Directive('@cost(weight: 10)')
  adoptSchoolGroup(
    @Ctx() { session, caller }: SubgraphContext,
    @Arg('input', () => AdoptSchoolGroupInput, { description: 'The group, and whose it is to be.' })
    input: AdoptSchoolGroupInput,
  ): Promise<SchoolGroup> {
    return adoptGroupFor(session, caller, input);
  }

  @Mutation(() => AddSchoolsToGroupResult, {
    nullable: true,
    description:
      'Adds schools to a school group, and answers school by school, with the licences that this opens. Where one is refused nothing is done, unless skipRefused.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["group-in-reach"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAX_ROWS}, sizedFields: ["schools", "unmatched"])`)
  addSchoolsToGroup(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => AddSchoolsToGroupInput, { description: 'The group, the schools, and for how long.' })
    input: AddSchoolsToGroupInput,
  ): Promise<AddSchoolsToGroupResult> {
    return addSchools(session, caller, input, now);
  }

  @Mutation(() => RemoveSchoolsFromGroupResult, {
    nullable: true,
    description: 'Has schools belong to a school group no longer. What was before stays on record.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["group-in-reach"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAX_ROWS}, sizedFields: ["removed", "unmatched"])`)
  removeSchoolsFromGroup(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => RemoveSchoolsFromGroupInput, { description: 'The group, the schools, and from when on.' })
    input: RemoveSchoolsFromGroupInput,
  ): Promise<RemoveSchoolsFromGroupResult> {
    return removeSchools(session, caller, input, now);
  }

  @Mutation(() => RemoveSchoolsFromGroupResult, {
    nullable: true,
    description: 'Closes a school group: all its schools leave it, and none can be added any more.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["group-in-reach"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAX_ROWS}, sizedFields: ["removed", "unmatched"])`)
  closeSchoolGroup(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => CloseSchoolGroupInput, { description: 'The group, and when.' })
    input: CloseSchoolGroupInput,
  ): Promise<RemoveSchoolsFromGroupResult> {
    return closeGroupAt(session, caller, input, now);
  }
}

@Resolver(() => AddedSchool)
export class AddedSchoolResolver {
  @FieldResolver(() => School, { nullable: true, description: 'The school.' })
  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  school(@Root() { id }: AddedSchool, @Ctx() context: SubgraphContext): Promise<School> {
    return schoolLoader(context).load(id);
  }
}

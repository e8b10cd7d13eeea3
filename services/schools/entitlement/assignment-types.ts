/** What goes into assigning and revoking, and what comes out. */
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { USAGE_RIGHTS, type UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';
import { HolderLevelEnum, UsageRightEnum } from '../../subgraph/enums';
import { Organisation } from '../../subgraph/organisation';
import { SIZE_OF_ID, size, sizeOfIds } from '../../subgraph/size';
import { MAXIMUM_ASSIGNMENTS } from './assignment';
import { Licence } from './entitlement';

@InputType()
export class HolderInput {
  @Field(() => HolderLevelEnum)
  level!: Level;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the organisation: NW:10182.' })
  id!: string;
}

@InputType()
export class AssignEntitlementsInput {
  @Directive(sizeOfIds(MAXIMUM_ASSIGNMENTS))
  @Field(() => [ID])
  licenceIds!: string[];

  @Directive(size({ maxItems: MAXIMUM_ASSIGNMENTS }))
  @Field(() => [HolderInput], { description: 'Each gets each of the licences.' })
  holders!: HolderInput[];

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out.' })
  validFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'The end of the licence’s term, where it is left out.' })
  validUntil?: Date | null;

  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { nullable: true, description: 'All rights of the licence, where it is left out.' })
  rights?: UsageRight[] | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;

  @Directive(size({ maxLength: 200 }))
  @Field(() => String, {
    nullable: true,
    description: 'A repeat with the same key gets the same answer and changes nothing.',
  })
  idempotencyKey?: string | null;
}

export const AssignmentOutcome = { ASSIGNED: 'ASSIGNED', ALREADY_ASSIGNED: 'ALREADY_ASSIGNED' } as const;
registerEnumType(AssignmentOutcome, { name: 'AssignmentOutcome' });

@ObjectType()
export class AssignedEntitlement {
  @Field(() => Licence, { nullable: true })
  licence!: Licence;

  @Field(() => Organisation, { nullable: true })
  holder!: Organisation;

  @Field(() => AssignmentOutcome)
  outcome!: keyof typeof AssignmentOutcome;

  entitlementId!: string | null;
}

@ObjectType()
export class AssignEntitlementsResult {
  @Field(() => Boolean)
  preview!: boolean;

  @Field(() => Int, { description: 'Entitlements that were made, or would be made.' })
  assigned!: number;

  @Field(() => Int, { description: 'Assignments for which an entitlement stood already.' })
  unchanged!: number;

  @Field(() => [AssignedEntitlement], { description: 'One for each licence and holder.' })
  assignments!: AssignedEntitlement[];
}

@InputType()
export class RevokeEntitlementsInput {
  @Directive(sizeOfIds(MAXIMUM_ASSIGNMENTS))
  @Field(() => [ID])
  entitlementIds!: string[];

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out; never in the past.' })
  at?: Date | null;

  @Directive(size({ maxLength: 1_000 }))
  @Field(() => String, { nullable: true })
  reason?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;
}

@ObjectType()
export class RevokeEntitlementsResult {
  @Field(() => Boolean)
  preview!: boolean;

  @Field(() => Int, { description: 'Entitlements that this call ended, or would end.' })
  revoked!: number;

  @Field(() => Int, { description: 'Entitlements that had ended by then already.' })
  unchanged!: number;

  ids!: string[];
}

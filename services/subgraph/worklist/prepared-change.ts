/**
 * The change that a row of a worklist leads to, as the input of the mutation that makes it: a client sends it as it
 * is. It promises nothing: the mutation and its preview decide whether the change may be made.
 */
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Level } from '../../../caller/caller';
import { HolderLevelEnum } from '../schema/enums';
import { SIZE_OF_ID, size, sizeOfIds } from '../schema/size';

/** The largest size of one prepared change. The rest is prepared when this change is done. */
export const MAX_PREPARED = 200;

@ObjectType({ description: 'An organisation that is to hold a licence: HolderInput.' })
@Directive('@shareable')
export class PreparedHolder {
  @Field(() => HolderLevelEnum, { description: 'The level of the organisation.' })
  level!: Level;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the organisation.' })
  id!: string;
}

@ObjectType({ description: 'What could be assigned: the input of assignEntitlements.' })
@Directive('@shareable')
export class PreparedAssignment {
  @Directive(sizeOfIds(1))
  @Field(() => [ID], { description: 'The ids of the licences.' })
  licenceIds!: string[];

  @Directive(size({ maxItems: MAX_PREPARED }))
  @Field(() => [PreparedHolder], { description: 'Each gets each of the licences.' })
  holders!: PreparedHolder[];

  @Field(() => Date, { nullable: true, description: 'Null: now.' })
  validFrom!: Date | null;
}

@ObjectType({ description: 'What could be ended: the input of revokeEntitlements.' })
@Directive('@shareable')
export class PreparedRevocation {
  @Directive(sizeOfIds(MAX_PREPARED))
  @Field(() => [ID], { description: `The ids of the entitlements: the first ${MAX_PREPARED}.` })
  entitlementIds!: string[];
}

@ObjectType({ description: 'An entitlement in the version that the worklist showed: EntitlementVersionInput.' })
@Directive('@shareable')
export class PreparedVersion {
  @Field(() => ID, { description: 'The id of the entitlement.' })
  id!: string;

  @Field(() => Int, { description: 'Its version: where it has another one by then, it is not changed.' })
  version!: number;
}

@ObjectType({ description: 'What could be prolonged: the input of amendEntitlements.' })
@Directive('@shareable')
export class PreparedAmendment {
  @Directive(size({ maxItems: MAX_PREPARED }))
  @Field(() => [PreparedVersion], { description: 'The entitlements.' })
  entitlements!: PreparedVersion[];

  @Field(() => Date, { nullable: true, description: 'Until when they hold then; null: as long as their licence.' })
  validUntil!: Date | null;
}

@ObjectType({ description: 'That notice was given, or is not to be: the input of amendLicence.' })
@Directive('@shareable')
export class PreparedNotice {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the licence.' })
  licenceId!: string;

  @Field(() => Int, { description: 'Its version: where it has another one by then, it is not changed.' })
  version!: number;

  @Directive(size({ maxLength: 10 }))
  @Field(() => String, { nullable: true, description: 'Null: there is no day left until which notice must be given.' })
  noticeOn!: string | null;
}

@ObjectType({ description: 'How many seats a licence could have: the input of amendLicence.' })
@Directive('@shareable')
export class PreparedSeats {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the licence.' })
  licenceId!: string;

  @Field(() => Int, { description: 'Its version: where it has another one by then, it is not changed.' })
  version!: number;

  @Field(() => Int, { description: 'One more than it has. Put in its place how many were bought.' })
  seats!: number;
}

@ObjectType({ description: 'The change that a row of a worklist leads to: at most one of these is there.' })
@Directive('@shareable')
export class PreparedChange {
  @Field(() => PreparedAssignment, {
    nullable: true,
    description: 'Send it to assignEntitlements, with preview first.',
  })
  assign!: PreparedAssignment | null;

  @Field(() => PreparedRevocation, {
    nullable: true,
    description: 'Send it to revokeEntitlements, with preview first.',
  })
  revoke!: PreparedRevocation | null;

  @Field(() => PreparedAmendment, {
    nullable: true,
    description: 'Send it to amendEntitlements, with preview first.',
  })
  amend!: PreparedAmendment | null;

  @Field(() => PreparedNotice, {
    nullable: true,
    description: 'Send it to amendLicence, with preview first.',
  })
  notice!: PreparedNotice | null;

  @Field(() => PreparedSeats, {
    nullable: true,
    description: 'Send it to amendLicence, with preview first.',
  })
  seats!: PreparedSeats | null;
}

/** Makes the one change that a row leads to. */
export function prepared(change: Partial<PreparedChange>): PreparedChange {
  return { assign: null, revoke: null, amend: null, notice: null, seats: null, ...change };
}

/** What goes into taking a seat, and what comes out. */
import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Audience, UsageRight } from '../../../access/right';
import type { DenialReason } from '../../../access/rule';
import { AccessOutcome, DenialReasonEnum } from '../../subgraph/access-enums';
import { AudienceEnum, UsageRightEnum } from '../../subgraph/enums';
import { SIZE_OF_ID } from '../../subgraph/size';

@InputType()
export class AcquireSeatInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The school: NW:100000.' })
  school!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => ID)
  title!: string;

  @Field(() => UsageRightEnum, { defaultValue: 'STREAM' })
  right!: UsageRight;

  @Field(() => AudienceEnum, { defaultValue: 'TEACHER' })
  audience!: Audience;
}

@InputType()
export class SeatInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The school that holds the seat.' })
  school!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the lease.' })
  lease!: string;
}

@ObjectType({ description: 'A seat of a licence that counts concurrent uses, held until it is released or expires.' })
export class SeatLease {
  entitlementId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => Date, { description: 'When it ends unless it is renewed before.' })
  expiresAt!: Date;
}

@ObjectType()
export class SeatResult {
  @Field(() => AccessOutcome)
  outcome!: keyof typeof AccessOutcome;

  @Field(() => DenialReasonEnum, {
    nullable: true,
    description: 'With DENIED; SEATS_TAKEN where only a seat is missing.',
  })
  reason!: DenialReason | null;

  @Field(() => SeatLease, {
    nullable: true,
    description: 'Null with ALLOWED: a licence that counts no seats allows it.',
  })
  lease!: SeatLease | null;
}

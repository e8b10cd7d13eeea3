/** The input and result types of taking a seat. */
import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Audience, UsageRight } from '../../../access/right';
import type { DenialReason } from '../../../access/rule';
import { AccessOutcome, DenialReasonEnum } from '../../subgraph/schema/access-enums';
import { AudienceEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID } from '../../subgraph/schema/size';

@InputType({ description: 'A use for which a seat is wanted.' })
export class AcquireSeatInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The school: NW:199007, NW_199007, DE-NW-199007, or 199007.' })
  school!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the title.' })
  title!: string;

  @Field(() => UsageRightEnum, { defaultValue: 'STREAM', description: 'What is to be done with the title.' })
  right!: UsageRight;

  @Field(() => AudienceEnum, { defaultValue: 'TEACHER', description: 'Who is to use the title.' })
  audience!: Audience;
}

@InputType({ description: 'A seat that a school holds.' })
export class SeatInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The school that holds the seat, as in acquireSeat.' })
  school!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the lease.' })
  lease!: string;
}

@ObjectType({ description: 'A seat of a licence that counts concurrent uses, held until it is released or expires.' })
export class SeatLease {
  entitlementId!: string;

  @Field(() => ID, { description: 'A UUID that names the lease: renewSeat and releaseSeat take it.' })
  id!: string;

  @Field(() => Date, { description: 'When it ends unless it is renewed before.' })
  expiresAt!: Date;
}

@ObjectType({ description: 'Whether a title may be used now, and the seat for it.' })
export class SeatResult {
  @Field(() => AccessOutcome, { description: 'Whether the title may be used now. With DENIED no seat was taken.' })
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

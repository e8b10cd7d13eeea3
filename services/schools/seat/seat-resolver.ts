import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import type { Audience, UsageRight } from '../../../access/right';
import type { DenialReason } from '../../../access/rule';
import { decide } from '../../../access/rule';
import { badUserInput } from '../../../caller/caller';
import { AccessOutcome, DenialReasonEnum } from '../../subgraph/access-enums';
import type { SubgraphContext } from '../../subgraph/context';
import { AudienceEnum, UsageRightEnum } from '../../subgraph/enums';
import { Entitlement } from '../entitlement/entitlement';
import { entitlementLoader } from '../entitlement/entitlement-loader';
import { schoolLoader } from '../school/school-loader';
import { findTitlePaths } from './path-queries';
import { acquireSeat, releaseSeat, renewSeat, type Seat } from './seats';

const ID_OF_TITLE = /^[1-9]\d{0,17}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@InputType()
export class AcquireSeatInput {
  @Field(() => ID, { description: 'The school: NW:100000.' })
  school!: string;

  @Field(() => ID)
  title!: string;

  @Field(() => UsageRightEnum, { defaultValue: 'STREAM' })
  right!: UsageRight;

  @Field(() => AudienceEnum, { defaultValue: 'TEACHER' })
  audience!: Audience;
}

@InputType()
export class SeatInput {
  @Field(() => ID, { description: 'The school that holds the seat.' })
  school!: string;

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

@ObjectType({ description: 'What became of a title at a school: a link to it always has an answer.' })
export class Availability {
  @Field(() => AccessOutcome)
  outcome!: keyof typeof AccessOutcome;

  @Field(() => DenialReasonEnum, { nullable: true })
  reason!: DenialReason | null;

  @Field(() => Date, { nullable: true, description: 'Since when it is denied, where that has a beginning.' })
  since!: Date | null;

  @Field(() => Date, { nullable: true, description: 'With ALLOWED: until when; null: without end.' })
  validUntil!: Date | null;
}

/** A title of the licences service; here it is asked what became of it at a school. */
@ObjectType()
@Directive('@key(fields: "id")')
export class Title {
  @Field(() => ID)
  id!: string;
}

@Resolver(() => SeatLease)
export class SeatResolver {
  @Mutation(() => SeatResult, { description: 'Takes a seat for a use of a title, where the licence counts them.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:write"]])')
  @Directive('@policy(policies: [["school-of-input-in-reach"]])')
  async acquireSeat(
    @Ctx() context: SubgraphContext,
    @Arg('input', () => AcquireSeatInput) { school, title, right, audience }: AcquireSeatInput,
  ): Promise<SeatResult> {
    const { row } = await schoolLoader(context).load(school);
    if (!ID_OF_TITLE.test(title)) return { outcome: 'DENIED', reason: 'NOT_LICENSED', lease: null };
    return resultOf(
      await acquireSeat(context.session, { schoolRow: row, titleId: title, right, audience }, context.now),
    );
  }

  @Mutation(() => SeatResult, { description: 'Keeps a seat, as long as what gave it still allows the use.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:write"]])')
  @Directive('@policy(policies: [["school-of-input-in-reach"]])')
  async renewSeat(
    @Ctx() context: SubgraphContext,
    @Arg('input', () => SeatInput) { school, lease }: SeatInput,
  ): Promise<SeatResult> {
    const { row } = await schoolLoader(context).load(school);
    const seat = UUID.test(lease) ? await renewSeat(context.session, row, lease, context.now) : undefined;
    if (!seat) throw badUserInput('input.lease: the school has no such seat, or it has expired. Acquire one anew.');
    return resultOf(seat);
  }

  @Mutation(() => Boolean, { description: 'Gives a seat back; false where it had ended already.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:write"]])')
  @Directive('@policy(policies: [["school-of-input-in-reach"]])')
  async releaseSeat(
    @Ctx() context: SubgraphContext,
    @Arg('input', () => SeatInput) { school, lease }: SeatInput,
  ): Promise<boolean> {
    const { row } = await schoolLoader(context).load(school);
    return UUID.test(lease) && releaseSeat(context.session, row, lease);
  }

  @FieldResolver(() => Entitlement, { description: 'What gave the seat.' })
  entitlement(@Root() { entitlementId }: SeatLease, @Ctx() context: SubgraphContext): Promise<Entitlement> {
    return entitlementLoader(context).load(entitlementId);
  }
}

@Resolver(() => Title)
export class TitleAvailabilityResolver {
  @FieldResolver(() => Availability, {
    description:
      'Whether the school may use it, and if not, why and since when: a link to an expired title has an answer.',
  })
  @Directive('@requiresScopes(scopes: [["access:read"]])')
  @Directive('@policy(policies: [["school-argument-in-reach"]])')
  async availability(
    @Root() title: Title,
    @Ctx() context: SubgraphContext,
    @Arg('school', () => ID, { description: 'NW:100000' }) school: string,
    @Arg('right', () => UsageRightEnum, { defaultValue: 'STREAM' }) right: UsageRight,
    @Arg('audience', () => AudienceEnum, { defaultValue: 'TEACHER' }) audience: Audience,
    @Arg('at', () => Date, { nullable: true, description: 'Now, where it is left out.' }) at: Date | null,
  ): Promise<Availability> {
    const { row } = await schoolLoader(context).load(school);
    const question = { at: at?.getTime() ?? context.now, right, audience };
    const ids = ID_OF_TITLE.test(title.id) ? [title.id] : [];
    const [found] = await findTitlePaths(context.session, row, ids, question.at);
    if (!found) return { outcome: 'DENIED', reason: 'NOT_LICENSED', since: null, validUntil: null };
    const decision = decide(question, found.school, found.title, found.paths);
    if (decision.outcome === 'DENIED') {
      return { ...decision, since: decision.since === null ? null : new Date(decision.since), validUntil: null };
    }
    const { validUntil } = decision;
    const until = Number.isFinite(validUntil) ? new Date(validUntil) : null;
    return { outcome: 'ALLOWED', reason: null, since: null, validUntil: until };
  }
}

function resultOf(seat: Seat): SeatResult {
  if (seat.outcome === 'DENIED') return { outcome: 'DENIED', reason: seat.reason, lease: null };
  const { lease } = seat;
  return { outcome: 'ALLOWED', reason: null, lease };
}

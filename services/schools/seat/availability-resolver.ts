/** The history of a title at a school: what an LMS shows in the place of a stored link that no longer works. */
import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import type { Audience, UsageRight } from '../../../access/right';
import { type Decision, type DenialReason, decide } from '../../../access/rule';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import { noteDenial } from '../../subgraph/denied-uses';
import { AccessOutcome, DenialReasonEnum } from '../../subgraph/schema/access-enums';
import { AudienceEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { availabilitySchoolLoader } from '../school/school-loader';
import { titlePathsLoader } from './path-loader';

@ObjectType({ description: 'What became of a title at a school: a link to it always has an answer.' })
export class Availability {
  @Field(() => AccessOutcome, { description: 'Whether the school may use the title.' })
  outcome!: keyof typeof AccessOutcome;

  @Field(() => DenialReasonEnum, { nullable: true, description: 'Given with DENIED: why not.' })
  reason!: DenialReason | null;

  @Field(() => Date, { nullable: true, description: 'Since when it is denied, where that has a beginning.' })
  since!: Date | null;

  @Field(() => Date, { nullable: true, description: 'With ALLOWED: until when; null: without end.' })
  validUntil!: Date | null;
}

@ArgsType()
class AvailabilityArguments {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'NW:199007, NW_199007, DE-NW-199007, or 199007.' })
  school!: string;

  @Field(() => UsageRightEnum, { defaultValue: 'STREAM', description: 'What is to be done with the title.' })
  right!: UsageRight;

  @Field(() => AudienceEnum, { defaultValue: 'TEACHER', description: 'Who is to use the title.' })
  audience!: Audience;

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out.' })
  at?: Date | null;
}

/** A title of the licences service; here it has its history at a school. */
@ObjectType()
@Directive('@key(fields: "id")')
export class Title {
  @Field(() => ID)
  id!: string;
}

@Resolver(() => Title)
export class TitleAvailabilityResolver {
  @FieldResolver(() => Availability, {
    description:
      'Whether the school may use it, and if not, why and since when: a link to an expired title has an answer.',
  })
  @Directive('@requiresScopes(scopes: [["access:read"]])')
  @Directive('@policy(policies: [["school-argument-in-reach"]])')
  @Directive('@cost(weight: 10)')
  async availability(
    @Root() title: Title,
    @Ctx() context: SubgraphContext,
    @Args(() => AvailabilityArguments) { school, right, audience, at }: AvailabilityArguments,
  ): Promise<Availability> {
    const id = requireOrganisationId('school', 'SCHOOL', school);
    const { row } = await availabilitySchoolLoader(context).load(id);
    const question = { at: at?.getTime() ?? context.now, right, audience };
    const found = await titlePathsLoader(context, row, question.at).load(title.id);
    const availability = availabilityOf(found ? decide(question, found.school, found.title, found.paths) : null);
    const { outcome, reason } = availability;
    context.decided?.(outcome, reason);
    if (reason && !at) noteDenial(context, { school: id, title: title.id, right, audience }, reason);
    return availability;
  }
}

function availabilityOf(decision: Decision | null): Availability {
  if (!decision) return { outcome: 'DENIED', reason: 'NOT_LICENSED', since: null, validUntil: null };
  if (decision.outcome === 'DENIED') {
    return { ...decision, since: decision.since === null ? null : new Date(decision.since), validUntil: null };
  }
  const { validUntil } = decision;
  const until = Number.isFinite(validUntil) ? new Date(validUntil) : null;
  return { outcome: 'ALLOWED', reason: null, since: null, validUntil: until };
}

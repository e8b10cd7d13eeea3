import { Arg, Ctx, Directive, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { badUserInput } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import { noteDenial } from '../../subgraph/denied-uses';
import { Entitlement } from '../entitlement/entitlement';
import { entitlementLoader } from '../entitlement/entitlement-loader';
import type { School } from '../school/school';
import { seatSchoolLoader } from '../school/school-loader';
import { AcquireSeatInput, SeatInput, SeatLease, SeatResult } from './seat-types';
import { acquireSeat, releaseSeat, renewSeat, type Seat } from './seats';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@Resolver(() => SeatLease)
export class SeatResolver {
  @Mutation(() => SeatResult, {
    nullable: true,
    description: 'Takes a seat for a use of a title, where the licence counts them.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:write"]])')
  @Directive('@policy(policies: [["school-of-input-in-reach"]])')
  @Directive('@cost(weight: 50)')
  async acquireSeat(
    @Ctx() context: SubgraphContext,
    @Arg('input', () => AcquireSeatInput, { description: 'The school, the title and the use.' }) {
      school,
      title,
      right,
      audience,
    }: AcquireSeatInput,
  ): Promise<SeatResult> {
    const { row, id } = await schoolOf(school, context);
    if (!isDatabaseId(title)) return { outcome: 'DENIED', reason: 'NOT_LICENSED', lease: null };
    const wanted = { schoolRow: row, titleId: title, right, audience };
    const seat = await acquireSeat(context.session, wanted, context.now);
    if (seat.outcome === 'DENIED') noteDenial(context, { school: id, title, right, audience }, seat.reason);
    return resultOf(context, seat);
  }

  @Mutation(() => SeatResult, {
    nullable: true,
    description: 'Keeps a seat, as long as what gave it still allows the use.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:write"]])')
  @Directive('@policy(policies: [["school-of-input-in-reach"]])')
  @Directive('@cost(weight: 50)')
  async renewSeat(
    @Ctx() context: SubgraphContext,
    @Arg('input', () => SeatInput, { description: 'The school and its lease.' }) { school, lease }: SeatInput,
  ): Promise<SeatResult> {
    const { row } = await schoolOf(school, context);
    const seat = UUID.test(lease) ? await renewSeat(context.session, row, lease, context.now) : undefined;
    if (!seat) throw badUserInput('input.lease: unknown or expired. Acquire a new seat.');
    return resultOf(context, seat);
  }

  @Mutation(() => Boolean, { nullable: true, description: 'Gives a seat back; false where it had ended already.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:write"]])')
  @Directive('@policy(policies: [["school-of-input-in-reach"]])')
  @Directive('@cost(weight: 50)')
  async releaseSeat(
    @Ctx() context: SubgraphContext,
    @Arg('input', () => SeatInput, { description: 'The school and its lease.' }) { school, lease }: SeatInput,
  ): Promise<boolean> {
    const { row } = await schoolOf(school, context);
    return UUID.test(lease) && releaseSeat(context.session, row, lease);
  }

  @FieldResolver(() => Entitlement, { nullable: true, description: 'What gave the seat.' })
  entitlement(@Root() { entitlementId }: SeatLease, @Ctx() context: SubgraphContext): Promise<Entitlement> {
    return entitlementLoader(context).load(entitlementId);
  }
}

function schoolOf(text: string, context: SubgraphContext): Promise<School> {
  return seatSchoolLoader(context).load(requireOrganisationId('input.school', 'SCHOOL', text));
}

function resultOf({ decided }: SubgraphContext, seat: Seat): SeatResult {
  decided?.(seat.outcome, seat.outcome === 'DENIED' ? seat.reason : null);
  if (seat.outcome === 'DENIED') return { outcome: 'DENIED', reason: seat.reason, lease: null };
  const { lease } = seat;
  return { outcome: 'ALLOWED', reason: null, lease };
}

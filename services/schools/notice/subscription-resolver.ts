import { Arg, Ctx, Directive, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { badUserInput, forbidden, notAmong } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import type { SubgraphContext } from '../../subgraph/context';
import { size, sizeOfIds } from '../../subgraph/schema/size';
import { allowedOwnOrganisations } from '../authorisation/allowed';
import { LONGEST_DEADLINE_DAYS } from '../worklist/deadline';
import { DEADLINE_LISTS } from '../worklist/deadline-lists';
import { ownOrganisation } from '../worklist/write-notes';
import { NoticeSubscription, SubscribeToNoticesInput } from './subscription';
import { listSubscriptions, MAX_SUBSCRIPTIONS, subscribe, unsubscribe } from './subscription-queries';

/**
 * One address, without anything that a mail program would read as more. Whether it exists is known to the mail
 * server.
 */
const ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/;
const MAX_ENDED = 100;

@Resolver()
export class NoticeSubscriptionResolver {
  @Query(() => [NoticeSubscription], {
    description: 'Who is told by mail of deadlines of the organisations that you are bound to.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@cost(weight: 10)')
  @Directive(size({ maxItems: MAX_SUBSCRIPTIONS }))
  async noticeSubscriptions(@Ctx() { session, caller }: SubgraphContext): Promise<NoticeSubscription[]> {
    return listSubscriptions(session, allowedOwnOrganisations(caller, 'desk.annotate'));
  }

  @Mutation(() => NoticeSubscription, {
    nullable: true,
    description:
      'Has somebody told by mail of what ends or begins soon, and until when notice must be given: as deadlines lists it to the organisation’s staff, each once, in one mail a day at the most.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["own-organisation-of-input"]])')
  @Directive('@cost(weight: 10)')
  async subscribeToNotices(
    @Ctx() { session, caller, settings }: SubgraphContext,
    @Arg('input', () => SubscribeToNoticesInput, { description: 'Who is to be told of what.' })
    { organisation: given, address, lists, within }: SubscribeToNoticesInput,
  ): Promise<NoticeSubscription | null> {
    const organisation = ownOrganisation(caller, given, 'input.organisation');
    if (settings.mail === undefined) throw badUserInput('This installation sends no mail: its operator sets SMTP_URL.');
    if (!ADDRESS.test(address)) throw badUserInput('input.address: not a mail address.');
    if (lists?.length === 0) throw badUserInput('input.lists: empty. Omit it for all of them.');
    if (within < 1 || within > LONGEST_DEADLINE_DAYS) {
      throw badUserInput(`input.within: must be between 1 and ${LONGEST_DEADLINE_DAYS} days; got ${within}.`);
    }
    return session.write(async (db) => {
      const wanted = { address, lists: [...new Set(lists ?? DEADLINE_LISTS)], within };
      const id = await subscribe(db, organisation, caller.subject, wanted);
      if (id === undefined) throw forbidden();
      return (await listSubscriptions(db, [organisation])).find((one) => one.id === id) ?? null;
    });
  }

  @Mutation(() => Int, {
    nullable: true,
    description:
      'Ends subscriptions of organisations that you are bound to, also those of colleagues: all of them or none. Addresses, and what was still to be sent, are deleted. Answers how many.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["own-subscriptions"]])')
  @Directive('@cost(weight: 10)')
  async unsubscribeFromNotices(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(sizeOfIds(MAX_ENDED))
    @Arg('ids', () => [ID], { description: 'The ids of the subscriptions.' })
    ids: string[],
  ): Promise<number> {
    const own = allowedOwnOrganisations(caller, 'desk.annotate');
    if (own.length === 0 || ids.length === 0) throw forbidden();
    return session.write(async (db) => {
      const ended = new Set(await unsubscribe(db, ids.filter(isDatabaseId), own));
      if (!ids.every((id) => ended.has(id))) throw forbidden(notAmong('ids', ids, ended));
      return ended.size;
    });
  }
}

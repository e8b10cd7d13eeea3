/** What the gateway asks this service about the list of bots. No client can see it. */
import { Ctx, Directive, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { requireGateway } from '../authorisation/allowed';
import { botListDate } from './bot-queries';

@ObjectType()
@Directive('@inaccessible')
export class BotList {
  @Field(() => String, {
    nullable: true,
    description: 'Of its newest change: 2026-01-31. Null where no list is imported.',
  })
  date!: string | null;
}

@Resolver()
export class BotListResolver {
  @Query(() => BotList)
  @Directive('@inaccessible')
  async botList(@Ctx() { session, caller }: SubgraphContext): Promise<BotList> {
    requireGateway(caller);
    return Object.assign(new BotList(), { date: await botListDate(session) });
  }
}

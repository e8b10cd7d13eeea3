/** What the gateway asks of this service about API keys, and tells it. No client can see these fields. */
import { Arg, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { forbidden } from '../../../caller/caller';
import type { SubgraphContext } from '../../subgraph/context';
import { ApiKey } from './api-key';
import { findApiKeys, noteUse } from './api-key-queries';

@Resolver()
export class ApiKeyResolver {
  @Query(() => [ApiKey], { nullable: 'items' })
  @Directive('@inaccessible')
  async apiKeys(@Ctx() context: SubgraphContext, @Arg('ids', () => [ID]) ids: string[]): Promise<(ApiKey | null)[]> {
    requireGateway(context);
    const keys = new Map((await findApiKeys(context.session, ids)).map((key) => [key.id, key]));
    return ids.map((id) => keys.get(id) ?? null);
  }

  @Mutation(() => [ID], { description: 'Notes that these keys were used, and says which of them there are.' })
  @Directive('@inaccessible')
  async apiKeysUsed(@Ctx() context: SubgraphContext, @Arg('ids', () => [ID]) ids: string[]): Promise<string[]> {
    requireGateway(context);
    const noted = await context.session.write((transaction) => noteUse(transaction, ids));
    return noted.map(({ id }) => id);
  }
}

/** An operator is not the gateway: nobody else may see even the hash of a key. */
function requireGateway({ caller }: SubgraphContext): void {
  if (caller.kind !== 'operator' || caller.subject !== 'gateway') throw forbidden();
}

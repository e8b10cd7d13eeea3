/** What the gateway asks this service about API keys, and reports to it. No client can see these fields. */
import { Arg, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { SIZE_OF_ID, sizeOfIds } from '../../subgraph/schema/size';
import { requireGateway } from '../authorisation/allowed';
import { ApiKeySet } from './api-key';
import { apiKeyVersion, findApiKeyLines, noteUse } from './api-key-queries';

/** All keys that were used since the gateway's last report. */
const SIZE_OF_KEYS = sizeOfIds(120_000);

@Resolver()
export class ApiKeyResolver {
  @Query(() => ApiKeySet)
  @Directive('@inaccessible')
  async apiKeySet(
    @Ctx() context: SubgraphContext,
    @Directive(SIZE_OF_ID)
    @Arg('unlessVersion', () => String, { description: 'The version that the gateway has.' })
    unlessVersion: string,
  ): Promise<ApiKeySet> {
    requireGateway(context.caller);
    const version = await apiKeyVersion(context.session);
    return { version, keys: version === unlessVersion ? null : await findApiKeyLines(context.session) };
  }

  @Mutation(() => [ID], { description: 'Notes that these keys were used, and says which of them there are.' })
  @Directive('@inaccessible')
  async apiKeysUsed(
    @Ctx() context: SubgraphContext,
    @Directive(SIZE_OF_KEYS) @Arg('ids', () => [ID]) ids: string[],
  ): Promise<string[]> {
    requireGateway(context.caller);
    const noted = await context.session.write((transaction) => noteUse(transaction, ids));
    return noted.map(({ id }) => id);
  }
}

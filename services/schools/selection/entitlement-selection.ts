import { Directive, Field, ID, InputType } from 'type-graphql';
import { sizeOfIds } from '../../subgraph/schema/size';
import { EntitlementFilter } from '../entitlement/entitlement-filter';

const MAX_IDS = 10_000;

@InputType({ description: 'Which entitlements: all that are named in any of these ways, each once.' })
export class EntitlementSelection {
  @Directive(sizeOfIds(MAX_IDS))
  @Field(() => [ID], { nullable: true, description: 'Entitlements by id.' })
  ids?: string[] | null;

  @Field(() => EntitlementFilter, {
    nullable: true,
    description:
      'Each entitlement that you may read and that fits this filter; amendable: true leaves those to change.',
  })
  filter?: EntitlementFilter | null;
}

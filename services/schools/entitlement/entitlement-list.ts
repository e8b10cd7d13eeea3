/** A list of entitlements: what it is asked by, and what it answers. */
import { ArgsType, Directive, Field, ID, ObjectType } from 'type-graphql';
import { PageArguments, PageInfo, SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { HolderInput } from './assignment-types';
import { Entitlement, EntitlementStatus } from './entitlement';

@ArgsType()
export class EntitlementListArguments extends PageArguments {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, {
    nullable: true,
    description: 'Only those that apply to this school now, at whatever level they are held: NW:199007, DE-NW-199007.',
  })
  school?: string | null;

  @Field(() => HolderInput, { nullable: true, description: 'Only those that this organisation holds itself.' })
  holder?: HolderInput | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'Only those of this licence.' })
  licence?: string | null;

  @Directive(size({ maxItems: Object.keys(EntitlementStatus).length }))
  @Field(() => [EntitlementStatus], { nullable: true, description: 'Only those that are one of these now.' })
  status?: EntitlementStatus[] | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Only those that end before this instant: with status IN_FORCE, what expires soon.',
  })
  endsBefore?: Date | null;
}

@ObjectType({ description: 'An entitlement, and its place in a list.' })
export class EntitlementEdge {
  @Directive(SIZE_OF_SHORT_CURSOR)
  @Field(() => String, { description: 'The place of this entitlement in the list.' })
  cursor!: string;

  @Field(() => Entitlement, { description: 'The entitlement.' })
  node!: Entitlement;
}

@ObjectType({ description: 'A page of entitlements.' })
export class EntitlementConnection {
  /** How to count them, should the client ask. */
  count!: () => Promise<number>;

  @Field(() => [EntitlementEdge], { description: 'The entitlements of the page: those that end first come first.' })
  edges!: EntitlementEdge[];

  @Field(() => PageInfo, { description: 'Whether there are more pages, and the cursor for the next one.' })
  pageInfo!: PageInfo;
}

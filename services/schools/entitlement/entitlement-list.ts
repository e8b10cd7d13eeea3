/** A list of entitlements: what it is asked by, and what it answers. */
import { ArgsType, Directive, Field, ID } from 'type-graphql';
import { PageArguments, SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type CountedConnection, connectionType } from '../../subgraph/schema/connection-type';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { HolderInput } from '../assignment/assignment-types';
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

export const EntitlementConnection = connectionType(Entitlement, {
  a: 'An entitlement',
  one: 'entitlement',
  many: 'entitlements',
  edges: 'The entitlements of the page: those that end first come first.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
export type EntitlementConnection = CountedConnection<Entitlement>;

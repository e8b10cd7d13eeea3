import { ArgsType, Directive, Field } from 'type-graphql';
import { SIZE_OF_MONTH } from '../../subgraph/schema/size';
import { WorklistArguments } from '../../subgraph/worklist/worklists';

/** A page of a worklist over whole months. */
@ArgsType()
export class WorklistPeriodArguments extends WorklistArguments {
  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'The first month, such as 2026-01.' })
  from!: string;

  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'The last month, included. Up to 36 months.' })
  until!: string;
}

import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { SIZE_OF_MONTH } from '../../subgraph/size';

@ObjectType({ description: 'The uses in one month. Months begin at midnight in Europe/Berlin.' })
export class MonthlyUsage {
  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'Such as 2026-01.' })
  month!: string;

  @Field(() => Int)
  streams!: number;

  @Field(() => Int)
  downloads!: number;

  @Field(() => Int)
  views!: number;

  @Field(() => Int, { description: 'Streams, downloads and views together.' })
  total!: number;
}

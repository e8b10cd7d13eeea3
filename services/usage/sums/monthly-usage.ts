import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { SIZE_OF_MONTH } from '../../subgraph/schema/size';

@ObjectType({ description: 'The uses in one month. Months begin at midnight in Europe/Berlin.' })
export class MonthlyUsage {
  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'Such as 2026-01.' })
  month!: string;

  @Field(() => Int, { description: 'How often a title was played.' })
  streams!: number;

  @Field(() => Int, { description: 'How often a copy of a title was fetched.' })
  downloads!: number;

  @Field(() => Int, { description: 'How often the page of a title was looked at.' })
  views!: number;

  @Field(() => Int, { description: 'Streams, downloads and views together.' })
  total!: number;
}

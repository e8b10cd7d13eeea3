import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { SIZE_OF_MONTH } from '../../subgraph/schema/size';
import { ROUNDED_TO } from '../rounding';

@ObjectType({
  description: 'The uses in one month, counted by COUNTER 5.1. Months begin at midnight in Europe/Berlin.',
})
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

  @Field(() => Int, { description: 'Streams and downloads together: COUNTER’s Total_Item_Requests.' })
  requests!: number;

  @Field(() => Int, { description: 'Streams, downloads and views together: COUNTER’s Total_Item_Investigations.' })
  total!: number;

  @Field(() => Int, {
    description:
      'In how many sessions a title was streamed or downloaded, each title for itself: COUNTER’s Unique_Item_Requests.',
  })
  uniqueRequests!: number;

  @Field(() => Int, {
    description:
      'In how many sessions a title was used or looked at, each title for itself: COUNTER’s Unique_Item_Investigations.',
  })
  uniqueInvestigations!: number;

  @Field(() => Int, { description: 'How often a title was wanted that the school may not use: COUNTER’s No_License.' })
  notLicensed!: number;

  @Field(() => Int, {
    description: 'How often a title was wanted while all seats were taken: COUNTER’s Limit_Exceeded.',
  })
  limitExceeded!: number;

  @Field(() => Int, { description: ROUNDED_TO })
  roundedTo!: number;
}

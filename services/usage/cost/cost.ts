/** The cost of uses: its arguments, and its types. */
import { ArgsType, Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_NAME } from '../../subgraph/schema/size';
import { UsageFilter } from '../report/report-arguments';
import { ROUNDED_TO } from '../rounding';
import { PeriodArguments } from './period-arguments';

/** A use is assigned to a licence some time after it was recorded. */
export const IS_COMPLETE =
  'Whether it is known of all uses of the period which licence they fall to. False for minutes after uses were recorded.';

export const COST_GROUPS = ['TITLE', 'LICENCE', 'ENTITLEMENT', 'HOLDER', 'SCHOOL', 'AUTHORITY'] as const;
export type CostGroup = (typeof COST_GROUPS)[number];
const CostGroupEnum = enumOf(COST_GROUPS);
registerEnumType(CostGroupEnum, {
  name: 'CostGroup',
  description: 'What cost and requests are added up by.',
  valuesConfig: {
    TITLE: { description: 'What a licence costs falls on its titles by the days on which it covered them.' },
    LICENCE: { description: 'Each licence, also those whose cost is not known.' },
    ENTITLEMENT: {
      description:
        'A school’s part of a day falls equally on the entitlements of the licence that cover it. Their name is that of the licence.',
    },
    HOLDER: { description: 'Who holds these entitlements.' },
    SCHOOL: { description: 'What a day of a licence costs falls equally on the schools that it covers on that day.' },
    AUTHORITY: { description: 'The authority that a school belonged to on the day, and at the time of use.' },
  },
});

const COST_ORDERS = ['CENTS_PER_REQUEST', 'CENTS', 'REQUESTS'] as const;
export type CostOrder = (typeof COST_ORDERS)[number];
const CostOrderEnum = enumOf(COST_ORDERS);
registerEnumType(CostOrderEnum, {
  name: 'CostOrder',
  description: 'What comes first: always the most.',
  valuesConfig: {
    CENTS_PER_REQUEST: { description: 'Before all others comes what cost something and was never requested.' },
    CENTS: { description: 'What cost most.' },
    REQUESTS: { description: 'What was requested most.' },
  },
});

@ArgsType()
export class CostArguments extends PeriodArguments {
  @Field(() => CostGroupEnum, { description: 'What each row is about.' })
  by!: CostGroup;

  @Field(() => UsageFilter, {
    nullable: true,
    description:
      'What is reported: schools, by what they belonged to and their form; licences; and with TITLE, titles. Cost does not fall on anything else.',
  })
  filter?: UsageFilter | null;

  @Field(() => CostOrderEnum, { defaultValue: 'CENTS_PER_REQUEST', description: 'What comes first.' })
  order!: CostOrder;
}

@ObjectType({ description: 'Cost and requests of licences. Cents are euro cents, and are never rounded to more.' })
export class CostFigures {
  @Field(() => Float, {
    nullable: true,
    description: 'What fell on your schools, in whole cents. Null where no licence with a known cost is concerned.',
  })
  cents!: number | null;

  @Field(() => Float, {
    description:
      'What these licences cost in the period without falling on a row of this report: on schools that are not yours, on days without any school, on no title. Of rows, only licences have it.',
  })
  centsElsewhere!: number;

  @Field(() => Int, { description: 'Streams and downloads that a licence with a known cost opened.' })
  requests!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The cents divided by the requests, as both are shown here. Null where either is nothing.',
  })
  centsPerRequest!: number | null;

  @Field(() => Int, {
    description:
      'Streams and downloads whose cost is not known: opened by a licence without a price that you may read, without a first and a last day, or by none.',
  })
  requestsWithoutCost!: number;
}

@ObjectType({
  description: 'What the uses of a title, by a licence or an entitlement, at a school or an authority cost.',
})
export class CostRow {
  @Field(() => ID, {
    nullable: true,
    description:
      'Of the title, licence, entitlement or organisation. Null: of none, and of a licence that you may not know.',
  })
  id!: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'Its name.' })
  name!: string | null;

  @Field(() => CostFigures, { description: 'Cost and requests.' })
  figures!: CostFigures;
}

export const CostRowConnection = connectionType(CostRow, {
  a: 'A row of a report of cost',
  one: 'row',
  many: 'a report of cost',
  edges: 'The rows of the page, in the order that was asked for.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
Field(() => Int, { description: 'How many rows the whole report has.' })(CostRowConnection.prototype, 'totalCount');
Field(() => CostFigures, { description: 'Of all rows, not only of this page.' })(CostRowConnection.prototype, 'totals');
Field(() => Int, { description: ROUNDED_TO })(CostRowConnection.prototype, 'roundedTo');
Field(() => Boolean, { description: IS_COMPLETE })(CostRowConnection.prototype, 'isComplete');
export type CostRowConnection = Connection<CostRow> & {
  readonly totalCount: number;
  readonly totals: CostFigures;
  readonly roundedTo: number;
  readonly isComplete: boolean;
};

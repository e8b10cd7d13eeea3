import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../subgraph/schema/connection-type';
import { size } from '../../subgraph/schema/size';
import { Title } from '../entities';
import { ROUNDED_TO } from '../rounding';
import type { CountedPage } from './counted-page';
import type { Metric } from './metrics';
import { type UsageGroup, UsageGroupEnum } from './report-groups';
import { UsageComparisonEnum, UsageGranularityEnum } from './report-period';
import type { ReportQuery, ReportTotals } from './report-queries';

registerEnumType(UsageGranularityEnum, {
  name: 'UsageGranularity',
  description: 'How the period of a report is divided.',
  valuesConfig: {
    DAY: {
      description:
        'By day in Europe/Berlin. Write from and until as days. Groups by licence, level and right need months.',
    },
    MONTH: { description: 'By month.' },
    SCHOOL_YEAR: { description: 'By school year, 1 August to 31 July: from begins one, and until ends one.' },
    TOTAL: { description: 'Not at all: one figure for the whole period.' },
  },
});

registerEnumType(UsageComparisonEnum, {
  name: 'UsageComparison',
  description: 'What a period is compared with.',
  valuesConfig: {
    PERIOD_BEFORE: { description: 'The period of the same length that ends where this one begins.' },
    YEAR_BEFORE: {
      description:
        'The same months of the year before; with DAY the days 52 weeks before, which are the same weekdays.',
    },
  },
});

registerEnumType(UsageGroupEnum, {
  name: 'UsageGroup',
  description:
    'What figures are told apart by. A school counts under the organisations that it belonged to at the time of use; form, publisher, subjects and kind are those of today.',
  valuesConfig: {
    SCHOOL: { description: 'The school.' },
    SCHOOL_FORM: { description: 'The form of the school (Schulform), such as NW:20, as its state numbers it.' },
    DISTRICT: { description: 'The district (Kreis) that the school belonged to.' },
    MEDIA_CENTRE: { description: 'The media centre that the school belonged to; null: to none.' },
    AUTHORITY: { description: 'The school authority (Schulträger) that the school belonged to.' },
    TITLE: { description: 'The title.' },
    PUBLISHER: { description: 'The publisher of the title.' },
    SUBJECT: {
      description:
        'The subject (Fach) of the title; null: without any. A use of a title with two subjects counts under each, so these figures do not add up to the totals.',
    },
    LICENCE: { description: 'The licence that a use falls to; null: none opened the title.' },
    LEVEL: { description: 'The level at which that licence was held; null: none opened the title.' },
    RIGHT: { description: 'The right that was used or refused; null: nobody said.' },
    CLIENT: { description: 'What reported the use, such as an LMS; null: its token named no client.' },
    KIND: { description: 'What the title is: a film, a document …' },
    AUDIENCE: { description: 'Teachers or pupils.' },
    ACCESS_TYPE: { description: 'Whether an entitlement opened the title (CONTROLLED), or an open licence (OPEN).' },
  },
});

const NOT_ADDED =
  'A session that used a title in several ways counts once in each, so this is counted for what is asked and never added up over ways of use: null where a report is grouped or filtered by licence, level or right.';

@Directive('@cost(weight: 0)')
@ObjectType({ description: 'Figures of use, counted by COUNTER 5.1.' })
export class UsageFigures implements Record<Metric, number | null> {
  @Field(() => Int, { description: 'How often titles were played.' })
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
    nullable: true,
    description: `In how many sessions a title was streamed or downloaded, each title for itself: COUNTER’s Unique_Item_Requests. ${NOT_ADDED}`,
  })
  uniqueRequests!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `In how many sessions a title was used or looked at, each title for itself: COUNTER’s Unique_Item_Investigations. ${NOT_ADDED}`,
  })
  uniqueInvestigations!: number | null;

  @Field(() => Int, { description: 'How often titles were wanted that the school may not use: COUNTER’s No_License.' })
  notLicensed!: number;

  @Field(() => Int, {
    description: 'How often titles were wanted while all seats were taken: COUNTER’s Limit_Exceeded.',
  })
  limitExceeded!: number;
}

@Directive('@cost(weight: 0)')
@ObjectType({ description: 'What the figures of a row belong to.' })
export class UsageGroupValue {
  @Field(() => UsageGroupEnum, { description: 'What kind of thing it is.' })
  group!: UsageGroup;

  @Field(() => ID, {
    nullable: true,
    description: 'Its id as elsewhere in this API, or the value itself; null where a use has none.',
  })
  id!: string | null;

  @Field(() => String, { nullable: true, description: 'What people call it; null where a use has none.' })
  name!: string | null;

  @Field(() => Title, { nullable: true, description: 'The title itself, with TITLE.' })
  title!: Title | null;
}

@ObjectType({ description: 'The figures of one part of the period and one combination of groups.' })
export class UsageRow {
  @Directive(size({ maxLength: 20 }))
  @Field(() => String, { description: 'The part of the period: 2026-01-31, 2026-01, 2025/26, or 2026-01/2026-06.' })
  period!: string;

  @Field(() => Boolean, { description: 'Whether this part of the period is over. Until then the figures still grow.' })
  hasEnded!: boolean;

  @Directive(size({ maxItems: 2 }))
  @Field(() => [UsageGroupValue], { description: 'In the order of groupBy.' })
  groups!: UsageGroupValue[];

  @Field(() => UsageGroupValue, {
    nullable: true,
    description: 'The first of groups, for tables; null where there is none.',
  })
  group1!: UsageGroupValue | null;

  @Field(() => UsageGroupValue, {
    nullable: true,
    description: 'The second of groups, for tables; null where there is none.',
  })
  group2!: UsageGroupValue | null;

  @Field(() => UsageFigures, { description: 'How much there was.' })
  figures!: UsageFigures;

  @Field(() => UsageFigures, {
    nullable: true,
    description: 'The same in what the period is compared with; null where nothing was to be compared.',
  })
  previous!: UsageFigures | null;
}

export const UsageRowConnection = connectionType(UsageRow, {
  a: 'A row of a report',
  one: 'row',
  many: 'rows of a report',
  edges: 'The rows of the page, in the order asked for.',
  cursor: size({ maxLength: 4_000 }),
});
export type UsageRowConnection = CountedPage<UsageRow>;

@ObjectType({
  description:
    'Figures of use for a period. A combination without use has no row, or where figures are rounded, one whose figures all round to 0: whether anything was reported at all stands in coverage.',
})
export class UsageReport {
  asked!: ReportQuery;
  found?: Promise<ReportTotals>;

  @Field(() => Int, { description: ROUNDED_TO })
  roundedTo!: number;
}

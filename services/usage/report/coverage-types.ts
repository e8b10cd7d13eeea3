/** Who reported uses at all, and until when. */
import { ArgsType, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../subgraph/schema/connection-type';
import { SIZE_OF_ID, SIZE_OF_MONTH, size } from '../../subgraph/schema/size';
import { MAX_MONTHS } from '../sums/months';
import { type CountedPage, MAX_ROWS } from './counted-page';
import type { ReportQuery } from './report-queries';

const SIZE_OF_CURSOR = size({ maxLength: 2_100 });

@ObjectType({ description: 'Who reported in a month, and until when.' })
export class UsageCoverageMonth {
  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'Such as 2026-01.' })
  month!: string;

  @Field(() => Boolean, { description: 'Whether the month is over. Until then more uses will come.' })
  hasEnded!: boolean;

  @Field(() => Int, { description: 'How many schools uses were reported of.' })
  schools!: number;

  @Field(() => Int, { description: 'How many clients reported, such as LMS.' })
  clients!: number;

  @Directive(SIZE_OF_ID)
  @Field(() => String, {
    nullable: true,
    description: 'The day of the last use that was recorded, such as 2026-01-31; null where nothing was reported.',
  })
  lastUsedOn!: string | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'The hour in which the last report came; null where none came. Later ones may still correct the figures.',
  })
  lastReportedAt!: Date | null;

  @Field(() => Boolean, {
    description:
      'Whether figures have all uses of the month that were recorded. They are counted some seconds after that.',
  })
  isCounted!: boolean;

  @Field(() => Date, {
    nullable: true,
    description:
      'The hour until which all that was recorded is counted, where something waits; null where figures have everything.',
  })
  countedUntil!: Date | null;
}

@ObjectType({ description: 'A school of which a client reported uses.' })
export class UsageReporter {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the school.' })
  school!: string;

  @Field(() => String, { description: 'The name of the school.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What reported them; null: its token named no client.' })
  client!: string | null;

  @Directive(size({ maxItems: MAX_MONTHS, maxLength: 20 }))
  @Field(() => [String], { description: 'The months in which it did.' })
  months!: string[];

  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'The day of the last use, such as 2026-01-31.' })
  lastUsedOn!: string;
}

@ObjectType({ description: 'A school of which nothing was reported in the period: it is not known how much it used.' })
export class UsageMissingSchool {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the school.' })
  school!: string;

  @Field(() => String, { description: 'The name of the school.' })
  name!: string;
}

export const UsageReporterConnection = connectionType(UsageReporter, {
  a: 'A school of which a client reported uses',
  one: 'school and client',
  many: 'schools and clients that reported',
  edges: 'Those of the page, by the names of schools, each with every client.',
  cursor: SIZE_OF_CURSOR,
});
export type UsageReporterConnection = CountedPage<UsageReporter>;

export const UsageMissingSchoolConnection = connectionType(UsageMissingSchool, {
  a: 'A school of which nothing was reported',
  one: 'school',
  many: 'schools of which nothing was reported',
  edges: 'Those of the page, by name.',
  cursor: SIZE_OF_CURSOR,
});
export type UsageMissingSchoolConnection = CountedPage<UsageMissingSchool>;

@ArgsType()
export class CoveragePageArguments {
  @Field(() => Int, { defaultValue: 100, description: `The size of the page: 1 to ${MAX_ROWS}.` })
  first!: number;

  @Directive(SIZE_OF_CURSOR)
  @Field(() => String, {
    nullable: true,
    description: 'The endCursor of the page before, of this same report; left out for the first page.',
  })
  after?: string | null;
}

@ObjectType({
  description:
    'Who reported uses in the months of the period: “not reported” is not 0. It heeds the organisations and clients of the filter, and nothing else of it.',
})
export class UsageCoverage {
  asked!: ReportQuery;
}

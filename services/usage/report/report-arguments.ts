/** The arguments of a report. */
import { ArgsType, Directive, Field, InputType, Int, registerEnumType } from 'type-graphql';
import { AUDIENCES, type Audience, USAGE_RIGHTS, type UsageRight } from '../../../access/right';
import { LEVELS, type Level } from '../../../caller/caller';
import { AudienceEnum, enumOf, HolderLevelEnum, TitleKind, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_MONTH, size } from '../../subgraph/schema/size';
import { MAX_ROWS } from './counted-page';
import { type UsageGroup, UsageGroupEnum } from './report-groups';
import {
  type UsageComparison,
  UsageComparisonEnum,
  type UsageGranularity,
  UsageGranularityEnum,
} from './report-period';

const MAX_GROUPS = 2;
const MAX_VALUES = 500;

const SIZE_OF_VALUES = size({ maxItems: MAX_VALUES, maxLength: 500 });

const ACCESS_TYPES = ['CONTROLLED', 'OPEN'] as const;
type AccessType = (typeof ACCESS_TYPES)[number];
const AccessTypeEnum = enumOf(ACCESS_TYPES);
registerEnumType(AccessTypeEnum, {
  name: 'AccessType',
  description: 'What opened a title.',
  valuesConfig: {
    CONTROLLED: { description: 'An entitlement, or nothing did.' },
    OPEN: { description: 'An open licence.' },
  },
});

export const ORDERS = [
  'PERIOD',
  'STREAMS',
  'DOWNLOADS',
  'VIEWS',
  'REQUESTS',
  'TOTAL',
  'UNIQUE_REQUESTS',
  'UNIQUE_INVESTIGATIONS',
  'NOT_LICENSED',
  'LIMIT_EXCEEDED',
] as const;
export type UsageOrderBy = (typeof ORDERS)[number];
const UsageOrderByEnum = enumOf(ORDERS);
registerEnumType(UsageOrderByEnum, {
  name: 'UsageOrderBy',
  description: 'What rows are ordered by.',
  valuesConfig: {
    PERIOD: { description: 'The part of the period.' },
    STREAMS: { description: 'Their streams.' },
    DOWNLOADS: { description: 'Their downloads.' },
    VIEWS: { description: 'Their views.' },
    REQUESTS: { description: 'Their requests.' },
    TOTAL: { description: 'Their total.' },
    UNIQUE_REQUESTS: { description: 'Their unique requests.' },
    UNIQUE_INVESTIGATIONS: { description: 'Their unique investigations.' },
    NOT_LICENSED: { description: 'How often they were not licensed.' },
    LIMIT_EXCEEDED: { description: 'How often all seats were taken.' },
  },
});

const UsageDirectionEnum = enumOf(['ASC', 'DESC']);
type UsageDirection = keyof typeof UsageDirectionEnum;
registerEnumType(UsageDirectionEnum, {
  name: 'UsageDirection',
  description: 'Which rows come first.',
  valuesConfig: { ASC: { description: 'Small or early ones.' }, DESC: { description: 'Large or late ones.' } },
});

@InputType({ description: 'The order of rows. Equal ones come by period, and by the names of their groups.' })
export class UsageOrder {
  @Field(() => UsageOrderByEnum, { description: 'What they are ordered by.' })
  by!: UsageOrderBy;

  @Field(() => UsageDirectionEnum, { defaultValue: 'ASC', description: 'DESC with a figure makes a top list.' })
  direction!: UsageDirection;
}

const AT_THE_TIME = 'that schools belonged to at the time of use';

@InputType({
  description:
    'All that is given must hold; of a list, one is enough. Organisations that are none of yours are FORBIDDEN, as those are that do not exist.',
})
export class UsageFilter {
  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: 'Ids of schools: NW:199007.' })
  schools?: string[] | null;

  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: `Ids of school authorities ${AT_THE_TIME}: NW:10182.` })
  authorities?: string[] | null;

  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: `Ids of media centres ${AT_THE_TIME}.` })
  mediaCentres?: string[] | null;

  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: `Ids of districts ${AT_THE_TIME}.` })
  districts?: string[] | null;

  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: `Ids of regional associations ${AT_THE_TIME}.` })
  regionalAssociations?: string[] | null;

  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: 'States: NW.' })
  states?: string[] | null;

  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: 'Forms of schools, by state and code: NW:20.' })
  schoolForms?: string[] | null;

  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: 'Ids of titles.' })
  titles?: string[] | null;

  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: 'Publishers, as the catalogue writes them.' })
  publishers?: string[] | null;

  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: 'Titles with at least one of these subjects.' })
  subjects?: string[] | null;

  @Directive(size({ maxItems: Object.keys(TitleKind).length }))
  @Field(() => [TitleKind], { nullable: true, description: 'Titles of one of these kinds.' })
  kinds?: TitleKind[] | null;

  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: 'Ids of licences that uses fall to. Not by DAY.' })
  licences?: string[] | null;

  @Directive(size({ maxItems: LEVELS.length }))
  @Field(() => [HolderLevelEnum], {
    nullable: true,
    description: 'Levels at which the licences were held that uses fall to. Not by DAY.',
  })
  levels?: Level[] | null;

  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { nullable: true, description: 'Rights that were used or refused. Not by DAY.' })
  rights?: UsageRight[] | null;

  @Directive(SIZE_OF_VALUES)
  @Field(() => [String], { nullable: true, description: 'Clients that reported.' })
  clients?: string[] | null;

  @Directive(size({ maxItems: AUDIENCES.length }))
  @Field(() => [AudienceEnum], { nullable: true, description: 'Uses by teachers, or by pupils.' })
  audiences?: Audience[] | null;

  @Directive(size({ maxItems: ACCESS_TYPES.length }))
  @Field(() => [AccessTypeEnum], { nullable: true, description: 'Uses that were opened so.' })
  accessTypes?: AccessType[] | null;
}

@ArgsType()
export class UsageReportArguments {
  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'The first month, such as 2026-01; with DAY the first day, such as 2026-01-15.' })
  from!: string;

  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'The last month or day, included. Up to 36 months, or 92 days.' })
  until!: string;

  @Field(() => UsageGranularityEnum, { defaultValue: 'MONTH', description: 'How the period is divided.' })
  granularity!: UsageGranularity;

  @Directive(size({ maxItems: MAX_GROUPS }))
  @Field(() => [UsageGroupEnum], {
    defaultValue: [],
    description: 'What figures are told apart by: nothing, one, or two.',
  })
  groupBy!: UsageGroup[];

  @Field(() => UsageFilter, { nullable: true, description: 'Which uses are counted; all, where it is left out.' })
  filter?: UsageFilter | null;

  @Field(() => UsageComparisonEnum, { nullable: true, description: 'What the period is compared with.' })
  compareWith?: UsageComparison | null;
}

@ArgsType()
export class UsageRowsArguments {
  @Field(() => Int, { defaultValue: 100, description: `The size of the page: 1 to ${MAX_ROWS}.` })
  first!: number;

  @Directive(size({ maxLength: 4_000 }))
  @Field(() => String, {
    nullable: true,
    description: 'The endCursor of the page before, of this same report; left out for the first page.',
  })
  after?: string | null;

  @Field(() => UsageOrder, { nullable: true, description: 'By period, where it is left out.' })
  order?: UsageOrder | null;
}

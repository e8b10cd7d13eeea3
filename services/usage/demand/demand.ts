/** What was wanted and denied, and what would open it. */
import { ArgsType, Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, SIZE_OF_NAME } from '../../subgraph/schema/size';
import { PreparedChange } from '../../subgraph/worklist/prepared-change';
import { PeriodArguments } from '../cost/period-arguments';
import { Title, WorklistNote } from '../entities';
import { UsageFilter } from '../report/report-arguments';
import { ROUNDED_TO } from '../rounding';

export const DEMAND_GROUPS = ['TITLE', 'SCHOOL', 'TITLE_AND_SCHOOL'] as const;
export type DemandGroup = (typeof DEMAND_GROUPS)[number];
const DemandGroupEnum = enumOf(DEMAND_GROUPS);
registerEnumType(DemandGroupEnum, {
  name: 'DemandGroup',
  description: 'What denials are added up by.',
  valuesConfig: {
    TITLE: { description: 'Each title, over all your schools.' },
    SCHOOL: { description: 'Each school, over all titles.' },
    TITLE_AND_SCHOOL: { description: 'Each title at each school.' },
  },
});

export const DEMAND_OBSTACLES = [
  'NO_OFFER',
  'OUTSIDE_TERRITORY',
  'ALREADY_ASSIGNED',
  'LEVEL_NOT_ALLOWED',
  'TOO_FEW_DENIALS',
] as const;
export type DemandObstacle = (typeof DEMAND_OBSTACLES)[number];
const DemandObstacleEnum = enumOf(DEMAND_OBSTACLES);
registerEnumType(DemandObstacleEnum, {
  name: 'DemandObstacle',
  description: 'Why no licence can be assigned that would open a title where it was wanted.',
  valuesConfig: {
    NO_OFFER: { description: 'No licence whose price you may read covers it now: it has to be bought.' },
    OUTSIDE_TERRITORY: {
      description:
        'The schools that wanted it belong to no owner of a licence that covers it: their own has to be bought.',
    },
    ALREADY_ASSIGNED: {
      description: 'The schools that wanted it, and belong to the owner of such a licence, have it by now.',
    },
    LEVEL_NOT_ALLOWED: {
      description: 'Such a licence may be held neither by its owner nor by schools: assign it to who may hold it.',
    },
    TOO_FEW_DENIALS: {
      description: 'It may be held by single schools, and none wanted it so often that it is shown to you.',
    },
  },
});

@ArgsType()
export class DemandArguments extends PeriodArguments {
  @Field(() => DemandGroupEnum, { defaultValue: 'TITLE', description: 'What each row is about.' })
  by!: DemandGroup;

  @Field(() => UsageFilter, {
    nullable: true,
    description:
      'Which denials are counted; all, where it is left out. With licences or levels, only those for want of a seat fall to one.',
  })
  filter?: UsageFilter | null;
}

@ObjectType({ description: 'A licence that covers a title now.' })
export class LicenceOffer {
  @Field(() => ID, { description: 'The id of the licence.' })
  licenceId!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'The number that its seller gives it.' })
  number!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Its name, as the contract says it.' })
  name!: string;

  @Field(() => Float, { description: 'What it cost for its whole term, in euro cents.' })
  cents!: number;

  @Field(() => Date, { nullable: true, description: 'The first instant at which it no longer runs; null: open.' })
  validUntil!: Date | null;
}

const OFFER_CENTS =
  'What it would cost to license what was wanted: the cheapest offers for it, each licence once and for its whole term, in euro cents. Null where there is none.';
const WITHOUT_OFFER = 'How many of the titles wanted are covered by no licence whose price you may read.';

@ObjectType({ description: 'How often a title was wanted and denied, and what would open it.' })
export class DemandRow {
  @Field(() => Title, { nullable: true, description: 'The title; null where rows are schools.' })
  title!: Title | null;

  @Field(() => ID, { nullable: true, description: 'The id of the school; null where rows are titles.' })
  schoolId!: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'The name of the school; null where rows are titles.' })
  schoolName!: string | null;

  @Field(() => Int, { description: 'How often it was wanted without a licence: COUNTER’s No_License.' })
  notLicensed!: number;

  @Field(() => Int, { description: 'How often it was wanted while all seats were taken: COUNTER’s Limit_Exceeded.' })
  limitExceeded!: number;

  @Directive('@requiresScopes(scopes: [["prices:read"]])')
  @Field(() => Int, {
    nullable: true,
    description: 'How many licences cover the title now whose price you may read; null where rows are schools.',
  })
  offers!: number | null;

  @Directive('@requiresScopes(scopes: [["prices:read"]])')
  @Field(() => LicenceOffer, {
    nullable: true,
    description: 'Of these licences, the one that cost least. One that you own already costs nothing more to assign.',
  })
  cheapestOffer!: LicenceOffer | null;

  @Directive('@requiresScopes(scopes: [["prices:read"]])')
  @Field(() => Float, { nullable: true, description: `${OFFER_CENTS} Of a school, for all titles wanted there.` })
  offerCents!: number | null;

  @Directive('@requiresScopes(scopes: [["prices:read"]])')
  @Field(() => Int, { nullable: true, description: WITHOUT_OFFER })
  titlesWithoutOffer!: number | null;

  @Field(() => WorklistNote, {
    nullable: true,
    description: 'What your colleagues noted in the worklist IN_DEMAND; null where rows are schools.',
  })
  note!: WorklistNote | null;

  @Directive('@requiresScopes(scopes: [["prices:read", "entitlements:write"]])')
  @Field(() => PreparedChange, {
    nullable: true,
    description:
      'To assign a licence that opens it: to the owner of the licence, or else to the schools that wanted it, belong to the owner, and do not have the licence; the one that helps where it was wanted most. Null where there is an obstacle.',
  })
  prepared!: PreparedChange | null;

  @Directive('@requiresScopes(scopes: [["prices:read", "entitlements:write"]])')
  @Field(() => DemandObstacleEnum, {
    nullable: true,
    description: 'Why nothing is prepared; null where something is, and where rows are schools.',
  })
  obstacle!: DemandObstacle | null;
}

@ObjectType({ description: 'Denials of all rows, and what would open what they are about.' })
export class DemandTotals {
  @Field(() => Int, { description: 'How often something was wanted without a licence.' })
  notLicensed!: number;

  @Field(() => Int, { description: 'How often something was wanted while all seats were taken.' })
  limitExceeded!: number;

  @Directive('@requiresScopes(scopes: [["prices:read"]])')
  @Field(() => Float, { nullable: true, description: `${OFFER_CENTS} For the titles of all rows.` })
  offerCents!: number | null;

  @Directive('@requiresScopes(scopes: [["prices:read"]])')
  @Field(() => Int, { nullable: true, description: `${WITHOUT_OFFER} Of the titles of all rows.` })
  titlesWithoutOffer!: number | null;
}

export const DemandRowConnection = connectionType(DemandRow, {
  a: 'A row of the demand',
  one: 'row',
  many: 'the demand',
  edges: 'The rows of the page: what was denied most comes first.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
Field(() => Int, { description: 'How many rows the whole list has.' })(DemandRowConnection.prototype, 'totalCount');
Field(() => DemandTotals, { description: 'Of all denials in the period.' })(DemandRowConnection.prototype, 'totals');
Field(() => Int, { description: `${ROUNDED_TO} Rows whose denials are rounded to 0 are left out.` })(
  DemandRowConnection.prototype,
  'roundedTo',
);
export type DemandRowConnection = Connection<DemandRow> & {
  readonly totalCount: number;
  readonly totals: DemandTotals;
  readonly roundedTo: number;
};

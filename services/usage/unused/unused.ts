/** What was paid for and not used. */
import { ArgsType, Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { SIZE_OF_CURSOR, SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { SIZE_OF_ID, SIZE_OF_NAME } from '../../subgraph/schema/size';
import { WorklistArguments } from '../../subgraph/worklist/worklists';
import { IS_COMPLETE } from '../cost/cost';
import { PeriodArguments } from '../cost/period-arguments';
import { Licence, Title, WorklistNote } from '../entities';
import { UsageFilter } from '../report/report-arguments';
import { ROUNDED_TO } from '../rounding';
import type { UnusedQuery, UnusedWorklist } from './unused-queries';

@ObjectType({ description: 'A title that schools were licensed for, and that none of them streamed or downloaded.' })
export class UnusedTitle {
  @Field(() => Title, { description: 'The title.' })
  title!: Title;

  @Field(() => Int, { description: 'How often its page was looked at.' })
  views!: number;
}

@ObjectType({
  description: 'A licence that covered schools, and by which none of them streamed or downloaded anything.',
})
export class UnusedLicence {
  @Field(() => ID, { description: 'The id of the licence.' })
  id!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'The number that its seller gives it.' })
  number!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Its name, as the contract says it.' })
  name!: string;

  @Field(() => Int, { description: 'How many of your schools it covered in the period.' })
  schools!: number;

  @Directive('@requiresScopes(scopes: [["prices:read"]])')
  @Field(() => Float, {
    nullable: true,
    description:
      'What it cost for these schools in the months that began in the period, in euro cents; null where that is not known.',
  })
  cents!: number | null;

  @Field(() => Licence, { nullable: true, description: 'The licence itself; null where you may see its name alone.' })
  licence!: Licence | null;

  @Field(() => WorklistNote, { nullable: true, description: 'What your colleagues noted in the worklist UNUSED.' })
  note!: WorklistNote | null;
}

const FOR_WHOM =
  'Schools, by what they belonged to and their form; and clients, audiences and access types that did not use it';

@ArgsType()
export class UnusedTitlesArguments extends PeriodArguments {
  @Field(() => UsageFilter, {
    nullable: true,
    description: `${FOR_WHOM}; titles, and licences that covered them. Other filters do not apply.`,
  })
  filter?: UsageFilter | null;
}

@ArgsType()
export class UnusedLicencesArguments extends PeriodArguments {
  @Field(() => UsageFilter, { nullable: true, description: `${FOR_WHOM}; licences. Other filters do not apply.` })
  filter?: UsageFilter | null;
}

export const LONGEST_UNUSED_DAYS = 366;

@ArgsType()
export class LicencesUnusedArguments extends WorklistArguments {
  @Field(() => Int, {
    defaultValue: 90,
    description: `Not used for so many days, today among them: 1 to ${LONGEST_UNUSED_DAYS}.`,
  })
  days!: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only licences with an entitlement in force that you may revoke. False: only the others.',
  })
  amendable?: boolean | null;
}

const ROUNDED = `${ROUNDED_TO} What is rounded to 0 is not used.`;

export const UnusedTitleConnection = connectionType(UnusedTitle, {
  a: 'A title without a use',
  one: 'title',
  many: 'titles without a use',
  edges: 'The titles of the page, by name.',
  cursor: SIZE_OF_CURSOR,
});
Field(() => Int, { description: 'How many titles the whole list has.' })(UnusedTitleConnection.prototype, 'totalCount');
Field(() => Int, { description: ROUNDED })(UnusedTitleConnection.prototype, 'roundedTo');
export type UnusedTitleConnection = Connection<UnusedTitle> & {
  readonly totalCount: number;
  readonly roundedTo: number;
};

export const UnusedLicenceConnection = connectionType(UnusedLicence, {
  a: 'A licence without a use',
  one: 'licence',
  many: 'licences without a use',
  edges: 'The licences of the page, by number.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
Field(() => Int, { description: 'How many licences the whole list has.' })(
  UnusedLicenceConnection.prototype,
  'totalCount',
);
Field(() => Int, { description: ROUNDED })(UnusedLicenceConnection.prototype, 'roundedTo');
Field(() => Boolean, { description: IS_COMPLETE })(UnusedLicenceConnection.prototype, 'isComplete');
Directive('@requiresScopes(scopes: [["prices:read"]])')(UnusedLicenceConnection.prototype, 'totalCents');
Field(() => Float, {
  nullable: true,
  description:
    'What all licences of the list cost together, as cents say it of each of them; null where no cost is known.',
})(UnusedLicenceConnection.prototype, 'totalCents');
export type UnusedLicenceConnection = Connection<UnusedLicence> & {
  readonly totalCount: number;
  readonly roundedTo: number;
  readonly isComplete: boolean;
  readonly totalCents: number | null;
  readonly asked: UnusedQuery | UnusedWorklist;
};

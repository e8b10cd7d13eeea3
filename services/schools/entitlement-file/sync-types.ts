/** The input and result types of a sync. */
import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { USAGE_RIGHTS, type UsageRight } from '../../../access/right';
import { MAX_LISTED } from '../../import-file/import-error';
import { UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';

/** The most rows of one call; a file that is imported may have more. */
export const MAX_SYNC_ROWS = 10_000;

@InputType({ description: 'Who is to have a licence.' })
export class SyncRowInput {
  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'The number of the licence.' })
  licence!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => String, {
    description: 'The organisation, such as AUTHORITY:NW:10182, or the number of a school in any of the written forms.',
  })
  holder!: string;

  @Directive(size({ maxLength: 10 }))
  @Field(() => String, {
    nullable: true,
    description: 'The first day, in Europe/Berlin: 2026-08-01. Now, if it is earlier.',
  })
  from?: string | null;

  @Directive(size({ maxLength: 10 }))
  @Field(() => String, {
    nullable: true,
    description: 'The first day after it; without an end of its own where it is left out.',
  })
  until?: string | null;

  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { nullable: true, description: 'All rights of the licence, where it is left out.' })
  rights?: UsageRight[] | null;

  @Directive(size({ maxLength: 500 }))
  @Field(() => String, {
    nullable: true,
    description: 'Kept with the entitlement, where it is new. Name no person in it.',
  })
  note?: string | null;
}

@InputType({ description: 'All that one source wants, and how careful to be.' })
export class SyncEntitlementsInput {
  @Directive(size({ maxLength: 60 }))
  @Field(() => String, {
    description: 'Whose wish it is: letters, digits, “.”, “_” and “-”. Only entitlements of the same source are ended.',
  })
  source!: string;

  @Directive(size({ maxItems: MAX_SYNC_ROWS }))
  @Field(() => [SyncRowInput], { description: 'All of it: what is not among them ends.' })
  rows!: SyncRowInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: leave out the rows that are wrong, and end nothing. Otherwise nothing is done where one is.',
  })
  skipBad!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'How many entitlements are expected to end; needed where they are many.',
  })
  confirmLosses?: number | null;

  @Field(() => Int, { nullable: true, description: 'At how many schools it is meant to open what is suspended there.' })
  overrideSuspended?: number | null;

  @Directive(size({ maxLength: 1_000 }))
  @Field(() => String, { nullable: true, description: 'Why, for those who look later. Name no person in it.' })
  reason?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;
}

@ObjectType({ description: 'What is wrong with a row, or with all of them together.' })
export class SyncProblem {
  @Field(() => Int, { nullable: true, description: 'Which row, from 1; null where it is all of them.' })
  row!: number | null;

  @Directive(size({ maxLength: 700 }))
  @Field(() => String, { description: 'What is wrong, and what to do.' })
  text!: string;
}

@ObjectType({ description: 'What became of the wish of a source.' })
export class SyncEntitlementsResult {
  @Field(() => Boolean, { description: 'Whether this is a preview, as it was sent.' })
  preview!: boolean;

  @Field(() => Boolean, { description: 'False in a preview, and where nothing was done because something is wrong.' })
  applied!: boolean;

  @Field(() => ID, {
    nullable: true,
    description: 'What was done, as the audit trail calls it: undoChange takes it. Null where nothing was changed.',
  })
  change!: string | null;

  @Field(() => Int, { description: 'Entitlements that are new.' })
  added!: number;

  @Field(() => Int, {
    description: 'Entitlements that ended at the instant at which another one began in their place.',
  })
  replaced!: number;

  @Field(() => Int, { description: 'Entitlements that ended.' })
  ended!: number;

  @Field(() => Int, { description: 'Entitlements that are as they are to be.' })
  kept!: number;

  @Field(() => Int, { description: 'Rows that another entitlement covers already.' })
  covered!: number;

  @Field(() => Int, { description: 'Entitlements that stay as somebody changed or revoked them.' })
  changedByHand!: number;

  @Field(() => Int, { description: 'Rows that were left out.' })
  skipped!: number;

  @Directive(size({ maxItems: MAX_LISTED }))
  @Field(() => [SyncProblem], { description: `What is wrong: the first ${MAX_LISTED}.` })
  problems!: SyncProblem[];

  @Field(() => Int, { description: 'How many more there are.' })
  moreProblems!: number;
}

/** The input and result types of writing a licence by hand. The fields are those of a licence in an import file. */
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { USAGE_RIGHTS, type UsageRight } from '../../../access/right';
import { LEVELS, type Level } from '../../../caller/caller';
import { HolderLevelEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, SIZE_OF_NAME, size, sizeOfIds } from '../../subgraph/schema/size';
import { MAX_DOCUMENTS } from '../import/records';
import { TermKind } from '../licence/licence';
import { MAX_PURCHASE_NUMBER, MAX_PURCHASES } from '../licence/purchase';

/** How many packages, and titles of its own, one call may name. An import accepts more. */
const MAX_CONTENTS = 10_000;

const SIZE_OF_DAY = size({ maxLength: 10 });

@InputType({ description: 'How long a licence runs.' })
export class TermInput {
  @Field(() => TermKind, { description: 'Which of the other fields it takes, and what they mean.' })
  kind!: TermKind;

  @Directive(SIZE_OF_DAY)
  @Field(() => String, {
    nullable: true,
    description: 'The first day, in Europe/Berlin: 2026-08-01. Required for FIXED; else an open beginning.',
  })
  from?: string | null;

  @Directive(SIZE_OF_DAY)
  @Field(() => String, {
    nullable: true,
    description: 'The first day after it. Required for FIXED; for DURATION, until when it may be used at all.',
  })
  until?: string | null;

  @Field(() => Int, { nullable: true, description: 'Of SCHOOL_YEAR: 2026 is 1 August 2026 to 31 July 2027.' })
  startYear?: number | null;

  @Field(() => Int, { nullable: true, description: 'Of DURATION: from the first activation at a holder.' })
  days?: number | null;
}

@InputType({ description: 'That a licence was bought, or bought again.' })
export class PurchaseInput {
  @Directive(size({ maxLength: MAX_PURCHASE_NUMBER }))
  @Field(() => String, { description: 'Of the order or the invoice; once for each licence.' })
  number!: string;

  @Directive(SIZE_OF_DAY)
  @Field(() => String, { nullable: true, description: 'The day of the purchase: 2026-05-04.' })
  purchasedOn?: string | null;

  @Field(() => Int, { description: 'What was paid, in cents.' })
  cents!: number;

  @Directive(SIZE_OF_DAY)
  @Field(() => String, { nullable: true, description: 'The first day that it pays for; else those of the term.' })
  from?: string | null;

  @Directive(SIZE_OF_DAY)
  @Field(() => String, { nullable: true, description: 'The first day that it no longer pays for.' })
  until?: string | null;

  @Field(() => Int, { nullable: true, description: 'For how many schools it was bought.' })
  schoolCount?: number | null;
}

@InputType()
abstract class LicenceFields {
  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { nullable: true, description: 'Of its rights, those that are opened to pupils.' })
  pupilRights?: UsageRight[] | null;

  @Field(() => Int, { nullable: true, description: 'Concurrent uses; null: unlimited.' })
  seats?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many schools may have it at a time; null: no such limit.' })
  schoolCount?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'In cents, where it was bought once: for its whole term. Null: nothing was paid.',
  })
  priceCents?: number | null;

  @Directive(size({ maxItems: MAX_PURCHASES }))
  @Field(() => [PurchaseInput], { nullable: true, description: 'All its purchases, instead of priceCents.' })
  purchases?: PurchaseInput[] | null;

  @Directive(SIZE_OF_DAY)
  @Field(() => String, { nullable: true, description: 'The last day on which notice can be given: 2027-03-31.' })
  noticeOn?: string | null;

  @Directive(size({ maxItems: MAX_DOCUMENTS, maxLength: 500 }))
  @Field(() => [String], { nullable: true, description: 'Where its papers are: file numbers, addresses.' })
  documents?: string[] | null;

  @Directive(sizeOfIds(MAX_CONTENTS))
  @Field(() => [String], { nullable: true, description: 'The numbers of all packages that it covers.' })
  packages?: string[] | null;

  @Directive(sizeOfIds(MAX_CONTENTS))
  @Field(() => [String], { nullable: true, description: 'The numbers of all titles that it covers by themselves.' })
  titles?: string[] | null;

  @Directive(size({ maxLength: 1_000 }))
  @Field(() => String, { nullable: true, description: 'Why, for those who look later. Name no person in it.' })
  reason?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;
}

@InputType({ description: 'Who bought a licence.' })
export class OwnerInput {
  @Field(() => HolderLevelEnum, { description: 'Its level.' })
  level!: Level;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'Its id, such as NW:10182, in any of the written forms.' })
  id!: string;
}

@InputType({ description: 'A licence that was bought.' })
export class CreateLicenceInput extends LicenceFields {
  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'The number that its seller gives it: up to 60 letters, digits, “.”, “_”, “-”.' })
  number!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Its name, as the contract says it.' })
  name!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Its commercial kind: Landeslizenz, Kreis-Onlinelizenz …' })
  kind!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'The publisher of its titles, as the catalogue names it.' })
  publisher!: string;

  @Field(() => OwnerInput, { description: 'Who bought it. It never changes.' })
  owner!: OwnerInput;

  @Directive(size({ maxItems: LEVELS.length }))
  @Field(() => [HolderLevelEnum], { description: 'The levels at which it may be held.' })
  holderLevels!: Level[];

  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { description: 'What it allows.' })
  rights!: UsageRight[];

  @Field(() => TermInput, { description: 'How long it runs.' })
  term!: TermInput;
}

@InputType({
  description: 'What changes about a licence. What is left out stays as it is; null removes what may be empty.',
})
export class AmendLicenceInput extends LicenceFields {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the licence.' })
  licenceId!: string;

  @Field(() => Int, { description: 'The version that was seen. Where it is another one now, nothing is done.' })
  version!: number;

  @Field(() => Date, {
    nullable: true,
    description:
      'From when on its terms and contents are so; now, where it is left out; never in the past. What is to change later already stays, with this change in it.',
  })
  from?: Date | null;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { nullable: true, description: 'Another number.' })
  number?: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'Another name.' })
  name?: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'Another commercial kind.' })
  kind?: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'Another publisher, as the catalogue names it.' })
  publisher?: string | null;

  @Directive(size({ maxItems: LEVELS.length }))
  @Field(() => [HolderLevelEnum], { nullable: true, description: 'All levels at which it may be held.' })
  holderLevels?: Level[] | null;

  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { nullable: true, description: 'All that it allows.' })
  rights?: UsageRight[] | null;

  @Field(() => TermInput, { nullable: true, description: 'How long it runs: shorter or longer.' })
  term?: TermInput | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: open the licence also at schools where an entitlement of it is suspended.',
  })
  overrideSuspended!: boolean;
}

const AMENDMENT_OUTCOMES = ['AMENDED', 'UNCHANGED', 'OUTDATED', 'OUTSIDE_TERRITORY', 'OPENS_SUSPENDED'] as const;
export type LicenceAmendmentOutcome = (typeof AMENDMENT_OUTCOMES)[number];
const LicenceAmendmentOutcomeEnum = Object.fromEntries(AMENDMENT_OUTCOMES.map((one) => [one, one]));
registerEnumType(LicenceAmendmentOutcomeEnum, {
  name: 'LicenceAmendmentOutcome',
  description: 'What became of an amendment; in a preview, what would become of it.',
  valuesConfig: {
    AMENDED: { description: 'It was made.' },
    UNCHANGED: { description: 'The licence is so already.' },
    OUTDATED: {
      description: 'Refused: the licence is of another version than the one that was seen. Look at it, and ask again.',
    },
    OUTSIDE_TERRITORY: {
      description:
        'Refused: it would open the licence at schools that do not belong to its owner and never had it. Revoke what their holder has of it, or have them leave their group.',
    },
    OPENS_SUSPENDED: {
      description:
        'Refused: it would open the licence at schools where an entitlement of it is suspended; see overrideSuspended.',
    },
  },
});

@ObjectType({ description: 'What an amendment opens and closes, from its instant on, at any time.' })
export class LicenceAmendmentEffects {
  @Field(() => Int, { description: 'Schools at which a right opens that was not open, to teachers or to pupils.' })
  schoolsOpened!: number;

  @Field(() => Int, { description: 'Schools at which a right closes that was open.' })
  schoolsClosed!: number;

  @Field(() => Int, { description: 'Schools at which it opens although an entitlement of it is suspended there.' })
  schoolsOpenedThoughSuspended!: number;

  @Field(() => Int, {
    description: 'Schools at which it opens for the first time although they do not belong to its owner.',
  })
  schoolsOpenedOutside!: number;

  @Field(() => Int, { description: 'Titles that it covers from then on.' })
  titlesAdded!: number;

  @Field(() => Int, { description: 'Titles that it covers no more.' })
  titlesRemoved!: number;

  @Field(() => Int, {
    description: 'Entitlements with an end of their own after that of the term: the term ends them.',
  })
  entitlementsBeyondTerm!: number;

  @Field(() => Int, { description: 'Entitlements with rights that it grants no more: they are worth what it grants.' })
  entitlementsWithFewerRights!: number;

  @Field(() => Int, {
    description: 'Entitlements of holders at a level at which it may be held no more: they open nothing.',
  })
  entitlementsAtOtherLevels!: number;
}

@ObjectType({ description: 'A licence that was created.' })
export class CreateLicenceResult {
  @Field(() => Boolean, { description: 'Whether this is a preview, as it was sent.' })
  preview!: boolean;

  licenceId!: string | null;
}

@ObjectType({ description: 'What became of an amendment.' })
export class AmendLicenceResult {
  @Field(() => Boolean, { description: 'Whether this is a preview, as it was sent.' })
  preview!: boolean;

  @Field(() => LicenceAmendmentOutcomeEnum, {
    description: 'What became of it; in a preview, what would become of it.',
  })
  outcome!: LicenceAmendmentOutcome;

  @Field(() => LicenceAmendmentEffects, { nullable: true, description: 'Null where the version is another one.' })
  effects!: LicenceAmendmentEffects | null;

  licenceId!: string;
}

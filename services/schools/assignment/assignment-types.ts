/** What goes into assigning, and what comes out. */
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { USAGE_RIGHTS, type UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';
import { Organisation } from '../../subgraph/organisation/organisation';
import { enumOf, HolderLevelEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { size, sizeOfIds } from '../../subgraph/schema/size';
import { LicenceAccess } from '../entitlement/afterwards';
import { Licence } from '../entitlement/entitlement';
import { HolderInput } from '../organisation/holder-input';
import { ASSIGNMENT_OUTCOMES, type AssignmentOutcome, MAXIMUM_ASSIGNMENTS } from './assignment';
import { MOST_NAMED_SCHOOLS } from './assignment-queries';

@InputType({ description: 'Which licences are assigned to whom, and for how long.' })
export class AssignEntitlementsInput {
  @Directive(sizeOfIds(MAXIMUM_ASSIGNMENTS))
  @Field(() => [ID], { description: 'The ids of the licences.' })
  licenceIds!: string[];

  @Directive(size({ maxItems: MAXIMUM_ASSIGNMENTS }))
  @Field(() => [HolderInput], { description: 'Each gets each of the licences.' })
  holders!: HolderInput[];

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out.' })
  validFrom?: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Left out: it ends with the licence, also where the licence’s term is changed later; or after as many days as the licence runs from its activation.',
  })
  validUntil?: Date | null;

  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { nullable: true, description: 'All rights of the licence, where it is left out.' })
  rights?: UsageRight[] | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: leave out the pairs that are refused. Otherwise nothing is done where one is.',
  })
  skipRefused!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: open the licence also at schools where it is suspended by an entitlement of another holder.',
  })
  overrideSuspended!: boolean;

  @Directive(size({ maxLength: 200 }))
  @Field(() => String, {
    nullable: true,
    description: 'A repeat with the same key gets the same answer and changes nothing.',
  })
  idempotencyKey?: string | null;
}

const AssignmentOutcomeEnum = enumOf(ASSIGNMENT_OUTCOMES);
registerEnumType(AssignmentOutcomeEnum, {
  name: 'AssignmentOutcome',
  description: 'What became of a licence for a holder; in a preview, what would become of it.',
  valuesConfig: {
    ASSIGNED: { description: 'An entitlement was made.' },
    ALREADY_ASSIGNED: {
      description:
        'One stood that covers the period and the rights, whoever made it: see createdBy. It is left as it is. Of a licence that runs some days from its activation, any that has not ended.',
    },
    SUSPENDED: {
      description: 'Refused: one of the same licence and holder is suspended. It stands until it is resumed.',
    },
    OPENS_SUSPENDED: {
      description: 'Refused: the licence is suspended at suspendedSchools, which it would open. See overrideSuspended.',
    },
    SCHOOL_CLOSED: { description: 'Refused: the school is not in operation in the period.' },
    PERIOD_OVER: {
      description: 'Refused: the licence runs some days from its first activation at the holder, and they have passed.',
    },
    NOT_IN_REACH: { description: 'Refused: the holder is not the caller’s, or does not exist.' },
    HELD_BACK: { description: 'Nothing stands in its way. It was not made, because another pair was refused.' },
  },
});

@ObjectType({ description: 'A licence for a holder, and what became of it.' })
export class AssignedEntitlement {
  @Field(() => Licence, { nullable: true, description: 'The licence of this pair.' })
  licence!: Licence;

  @Field(() => HolderLevelEnum, { description: 'Of the holder, as it was sent.' })
  holderLevel!: Level;

  @Field(() => ID, { description: 'Of the holder, such as NW:10182, however it was sent.' })
  holderId!: string;

  @Field(() => Organisation, { nullable: true, description: 'Null where it is not in reach.' })
  holder!: Organisation | null;

  @Field(() => AssignmentOutcomeEnum, {
    description: 'What became of the pair; in a preview, what would become of it.',
  })
  outcome!: AssignmentOutcome;

  @Field(() => [Organisation], {
    nullable: 'itemsAndList',
    description: `Schools of the holder at which the licence is suspended by an entitlement of another holder: the first ${MOST_NAMED_SCHOOLS}.`,
  })
  suspendedSchools!: Organisation[];

  @Field(() => Int, { description: 'How many such schools there are.' })
  suspendedSchoolCount!: number;

  @Field(() => LicenceAccess, {
    nullable: true,
    description:
      'What the schools of the holder may do with the licence then; in a preview, as if it were done. Null where the holder is not in reach.',
  })
  afterwards!: LicenceAccess | null;

  entitlementId!: string | null;
}

@ObjectType({ description: 'What became of the licences and holders of one call, pair by pair.' })
export class AssignEntitlementsResult {
  @Field(() => Boolean, { description: 'Whether this is a preview, as it was sent.' })
  preview!: boolean;

  @Field(() => Boolean, {
    description: 'False in a preview, and where nothing was done because a pair was refused.',
  })
  applied!: boolean;

  @Field(() => Int, { description: 'Entitlements that were made; in a preview, that would be made.' })
  assigned!: number;

  @Field(() => Int, { description: 'Pairs for which an entitlement stood already.' })
  unchanged!: number;

  @Field(() => Int, { description: 'Pairs that were refused.' })
  refused!: number;

  @Field(() => [AssignedEntitlement], { description: 'One for each licence and holder.' })
  assignments!: AssignedEntitlement[];
}

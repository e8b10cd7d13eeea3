/** What goes into changing entitlements, and what comes out. */
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../../subgraph/organisation/organisation';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, size, sizeOfIds } from '../../subgraph/schema/size';
import { MOST_NAMED_SCHOOLS } from '../assignment/suspended-schools-queries';
import { LicenceAccess } from '../entitlement/afterwards';
import { HolderInput } from '../organisation/holder-input';
import { EntitlementSelection } from '../selection/entitlement-selection';
import { AMENDMENT_OUTCOMES, type AmendmentOutcome, MAXIMUM_AMENDED } from './amendment';

export const SIZE_OF_REASON = size({ maxLength: 1_000 });

@InputType({ description: 'An entitlement as it was when somebody decided to change it.' })
export class EntitlementVersionInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the entitlement.' })
  id!: string;

  @Field(() => Int, { description: 'Its version then: where it has another one, it is not changed.' })
  version!: number;
}

@InputType()
export abstract class AmendmentInput {
  @Directive(sizeOfIds(MAXIMUM_AMENDED))
  @Field(() => [ID], { nullable: true, description: 'The ids of the entitlements, whatever they are by now.' })
  entitlementIds?: string[] | null;

  @Directive(size({ maxItems: MAXIMUM_AMENDED }))
  @Field(() => [EntitlementVersionInput], {
    nullable: true,
    description: 'The entitlements, each in the version on which the change is based. Instead of entitlementIds.',
  })
  entitlements?: EntitlementVersionInput[] | null;

  @Field(() => EntitlementSelection, {
    nullable: true,
    description:
      'Whatever is selected when it is done. Instead of entitlementIds; of these, what is not the caller’s to change is refused one by one.',
  })
  selection?: EntitlementSelection | null;

  @Directive(SIZE_OF_REASON)
  @Field(() => String, {
    nullable: true,
    description: 'Why, for those who look later. Name no person in it.',
  })
  reason?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: leave out those that are refused. Otherwise nothing is done where one is.',
  })
  skipRefused!: boolean;

  @Directive(size({ maxLength: 100 }))
  @Field(() => String, {
    nullable: true,
    description:
      'Of a preview of the same input. Where anything is not as it was shown, nothing is done, and what somebody has changed since is CHANGED_SINCE.',
  })
  previewToken?: string | null;

  @Directive(size({ maxLength: 200 }))
  @Field(() => String, {
    nullable: true,
    description: 'A repeat with the same key and the same input gets the first answer, and changes nothing.',
  })
  idempotencyKey?: string | null;
}

@InputType()
abstract class OpeningInput extends AmendmentInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: open the licence also at schools where it is suspended by another entitlement.',
  })
  overrideSuspended!: boolean;
}

@InputType({ description: 'Which entitlements end, and when.' })
export class RevokeEntitlementsInput extends AmendmentInput {
  @Field(() => Date, { nullable: true, description: 'Now, where it is left out; never in the past.' })
  at?: Date | null;
}

@InputType({ description: 'Which entitlements are suspended, and for how long.' })
export class SuspendEntitlementsInput extends AmendmentInput {
  @Field(() => Date, { nullable: true, description: 'Now, where it is left out; never in the past.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Left out: until it is resumed.' })
  until?: Date | null;
}

@InputType({ description: 'Which entitlements are resumed, and when.' })
export class ResumeEntitlementsInput extends OpeningInput {
  @Field(() => Date, {
    nullable: true,
    description: 'Now, where it is left out; never in the past. The suspension that holds then ends; later ones stay.',
  })
  at?: Date | null;
}

@InputType({ description: 'Which entitlements get another end: a later or an earlier one.' })
export class AmendEntitlementsInput extends OpeningInput {
  @Field(() => Date, {
    nullable: true,
    description:
      'The first instant at which they no longer hold; never in the past. Null: they end with their licence, also where its term is changed later.',
  })
  validUntil!: Date | null;
}

@InputType({ description: 'Which entitlements go to another holder, and when.' })
export class MoveEntitlementsInput extends OpeningInput {
  @Field(() => HolderInput, { description: 'Who holds them from then on.' })
  holder!: HolderInput;

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out; never in the past.' })
  at?: Date | null;
}

export const AmendmentOutcomeEnum = enumOf(AMENDMENT_OUTCOMES);
registerEnumType(AmendmentOutcomeEnum, {
  name: 'AmendmentOutcome',
  description: 'What became of an entitlement; in a preview, what would become of it.',
  valuesConfig: {
    CHANGED: { description: 'This call changed it.' },
    UNCHANGED: { description: 'It is so already, and is left as it is.' },
    HELD_BACK: { description: 'It could be changed, but another one was refused: nothing was done.' },
    CHANGED_SINCE: {
      description:
        'Refused: somebody has changed it since the version that was named. `entitlement` is what it is now.',
    },
    NOT_ALLOWED: { description: 'Refused: it is not the caller’s to change so, or the new holder is out of reach.' },
    REVOKED: { description: 'Refused: it was revoked. Assign the licence anew, or undo the revocation.' },
    ENDED: { description: 'Refused: it has ended. Assign the licence anew.' },
    BEFORE_BEGIN: { description: 'Refused: it would end before it begins. Revoke it instead.' },
    BEYOND_LICENCE: {
      description: 'Refused: its licence ends earlier, or has run as many days as it runs from its activation.',
    },
    LEVEL_NOT_ALLOWED: { description: 'Refused: its licence may not be held at the level of the new holder.' },
    OUTSIDE_TERRITORY: {
      description: 'Refused: not all schools of the new holder belong to the owner of the licence.',
    },
    SCHOOL_CLOSED: {
      description: 'Refused: the new holder is a school that is closed for all of the time that is left.',
    },
    ALREADY_ASSIGNED: {
      description: 'Refused: the new holder has the licence for all of the time that is left. Revoke this one instead.',
    },
    OPENS_SUSPENDED: {
      description:
        'Refused: it would open the licence at schools where it is suspended by another entitlement. Resume that one, or send overrideSuspended.',
    },
    CLOSED_BY_OTHERS: {
      description: 'Refused: undoing it would open what somebody else closed. Send ofOthers where that is meant.',
    },
    BUILT_ON: { description: 'Refused: it was changed again since, so the change before cannot be undone.' },
  },
});

@ObjectType({ description: 'An entitlement that was to be changed, and what became of it.' })
export class AmendedEntitlement {
  entitlementId!: string;
  movedToId!: string | null;

  @Field(() => AmendmentOutcomeEnum, { description: 'What became of it; in a preview, what would become of it.' })
  outcome!: AmendmentOutcome;

  @Directive(size({ maxItems: MOST_NAMED_SCHOOLS }))
  @Field(() => [Organisation], {
    nullable: 'itemsAndList',
    description: 'The first schools at which the licence opens although another entitlement of it is suspended there.',
  })
  suspendedSchools!: Organisation[];

  @Field(() => Int, { description: 'How many such schools there are.' })
  suspendedSchoolCount!: number;

  @Field(() => LicenceAccess, {
    nullable: true,
    description:
      'What the schools of the holder may do with the licence then; in a preview, as if it were done. Null where the holder is not in reach any more.',
  })
  afterwards!: LicenceAccess | null;
}

@ObjectType({ description: 'What became of the entitlements of one call.' })
export class AmendEntitlementsResult {
  /** The refused first. */
  answered!: AmendedEntitlement[];

  @Field(() => Boolean, { description: 'Whether this is a preview, as it was sent.' })
  preview!: boolean;

  @Field(() => Boolean, {
    description: 'Whether it was done. False for a preview, and where one is refused without skipRefused.',
  })
  applied!: boolean;

  @Field(() => Int, { description: 'Entitlements that the call is about; of all of them there are counts.' })
  asked!: number;

  @Field(() => Int, { description: 'Entitlements that this call changed, or would change; held back ones not.' })
  changed!: number;

  @Field(() => Int, { description: 'Entitlements that are so already.' })
  unchanged!: number;

  @Field(() => Int, { description: 'Entitlements that are refused, each with its reason.' })
  refused!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Of a preview: send it with the same input, and exactly this is done, or nothing. Null elsewhere.',
  })
  previewToken!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'What was done, as the audit trail calls it: undoChange takes it. Null where nothing was changed.',
  })
  change!: string | null;
}

@ObjectType({ description: 'What became of the entitlements of one call.' })
export class RevokeEntitlementsResult extends AmendEntitlementsResult {
  @Field(() => Int, { description: 'Entitlements that this call ended, or would end: the same as changed.' })
  revoked!: number;
}

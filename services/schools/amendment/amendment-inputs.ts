/** The inputs of the mutations that change entitlements. */
import { Directive, Field, ID, InputType, Int } from 'type-graphql';
import { SIZE_OF_ID, size, sizeOfIds } from '../../subgraph/schema/size';
import { HolderInput } from '../organisation/holder-input';
import { EntitlementSelection } from '../selection/entitlement-selection';
import { MAX_AMENDED } from './amendment';

export const SIZE_OF_REASON = size({ maxLength: 1_000 });

const SIZE_OF_KEY = size({ maxLength: 200 });

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
  @Directive(sizeOfIds(MAX_AMENDED))
  @Field(() => [ID], { nullable: true, description: 'The ids of the entitlements, whatever they are by now.' })
  entitlementIds?: string[] | null;

  @Directive(size({ maxItems: MAX_AMENDED }))
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

  @Directive(SIZE_OF_KEY)
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
      'The first instant at which they no longer hold; never in the past. Null: they end with their licence, also where its term is changed later; where it runs for days, when these have passed.',
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

@InputType({ description: 'Which change is undone, and how.' })
export class UndoChangeInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'As the result of the change has it, or the audit trail.' })
  change!: string;

  @Directive(SIZE_OF_REASON)
  @Field(() => String, { nullable: true, description: 'Why, for those who look later. Name no person in it.' })
  reason?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: also where somebody else made the change, and undoing it opens what it closed.',
  })
  ofOthers!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: open the licence also at schools where it is suspended by another entitlement.',
  })
  overrideSuspended!: boolean;

  @Directive(SIZE_OF_KEY)
  @Field(() => String, {
    nullable: true,
    description: 'A repeat with the same key and the same input gets the first job.',
  })
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of entitlements: exactly one of these, as the mutation of that name takes it.' })
export class ChangeInput {
  @Field(() => AmendEntitlementsInput, { nullable: true, description: 'The input of amendEntitlements.' })
  amend?: AmendEntitlementsInput | null;

  @Field(() => MoveEntitlementsInput, { nullable: true, description: 'The input of moveEntitlements.' })
  move?: MoveEntitlementsInput | null;

  @Field(() => ResumeEntitlementsInput, { nullable: true, description: 'The input of resumeEntitlements.' })
  resume?: ResumeEntitlementsInput | null;

  @Field(() => RevokeEntitlementsInput, { nullable: true, description: 'The input of revokeEntitlements.' })
  revoke?: RevokeEntitlementsInput | null;

  @Field(() => SuspendEntitlementsInput, { nullable: true, description: 'The input of suspendEntitlements.' })
  suspend?: SuspendEntitlementsInput | null;

  @Field(() => UndoChangeInput, { nullable: true, description: 'The arguments of undoChange.' })
  undo?: UndoChangeInput | null;
}

/** The result types of changing entitlements. */
import { ArgsType, Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../../subgraph/organisation/organisation';
import { PageArguments, SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { MAX_NAMED_SCHOOLS } from '../assignment/suspended-schools-queries';
import { LicenceAccess } from '../entitlement/afterwards';
import { AMENDMENT_OUTCOMES, type AmendmentOutcome } from './amendment';

const AmendmentOutcomeEnum = enumOf(AMENDMENT_OUTCOMES);
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
      description:
        'Refused: not all schools of the new holder belong to the owner of the licence, or it would open at a school that does not and had it never.',
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
    BUILT_ON: { description: 'Refused: it was changed again since. Undo what was done last first.' },
  },
});

@ObjectType({ description: 'An entitlement that was to be changed, and what became of it.' })
export class AmendedEntitlement {
  /** Null where it cannot be read any longer. */
  entitlementId!: string | null;
  movedToId!: string | null;

  @Field(() => AmendmentOutcomeEnum, { description: 'What became of it; in a preview, what would become of it.' })
  outcome!: AmendmentOutcome;

  @Directive(size({ maxItems: MAX_NAMED_SCHOOLS }))
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

@ObjectType({ description: 'How many entitlements came out so.' })
export class AmendmentCount {
  @Field(() => AmendmentOutcomeEnum, { description: 'What became of them; in a preview, what would become of them.' })
  outcome!: AmendmentOutcome;

  @Field(() => Int, { description: 'How many entitlements.' })
  count!: number;
}

@ObjectType({ description: 'What became of the entitlements of one call.' })
export class AmendEntitlementsResult {
  /** When it takes effect. */
  at!: number;
  /** The refused ones first, up to the number that one answer lists; null where the result is read again. */
  answered!: AmendedEntitlement[] | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'By which amendment reads it again, for 48 hours.' })
  id!: string;

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

  @Directive(size({ maxItems: AMENDMENT_OUTCOMES.length }))
  @Directive(`@listSize(assumedSize: ${AMENDMENT_OUTCOMES.length})`)
  @Field(() => [AmendmentCount], { description: 'How many came out how: together they are all that were asked for.' })
  counts!: AmendmentCount[];

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

@ObjectType({ description: 'What became of the entitlements of one call: as AmendEntitlementsResult.' })
export class RevokeEntitlementsResult extends AmendEntitlementsResult {}

export const AmendedEntitlementConnection = connectionType(AmendedEntitlement, {
  a: 'An entitlement that was to be changed',
  one: 'entitlement',
  many: 'what became of the entitlements of one call',
  edges: 'The entitlements of the page: the refused come first.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
Field(() => Int, { description: 'How many the whole list has.' })(AmendedEntitlementConnection.prototype, 'totalCount');
export type AmendedEntitlementConnection = Connection<AmendedEntitlement> & { readonly totalCount: number };

@ArgsType()
export class AmendedArguments extends PageArguments {
  @Directive(size({ maxItems: AMENDMENT_OUTCOMES.length }))
  @Field(() => [AmendmentOutcomeEnum], { nullable: true, description: 'Those alone that came out so.' })
  outcomes?: AmendmentOutcome[] | null;
}

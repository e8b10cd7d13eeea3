/** What goes into revoking, and what comes out. */
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { size, sizeOfIds } from '../../subgraph/schema/size';
import { MAXIMUM_ASSIGNMENTS } from '../assignment/assignment';
import { LicenceAccess } from './afterwards';

@InputType({ description: 'Which entitlements end, and when.' })
export class RevokeEntitlementsInput {
  @Directive(sizeOfIds(MAXIMUM_ASSIGNMENTS))
  @Field(() => [ID], { description: 'The ids of the entitlements.' })
  entitlementIds!: string[];

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out; never in the past.' })
  at?: Date | null;

  @Directive(size({ maxLength: 1_000 }))
  @Field(() => String, { nullable: true, description: 'Why they end, for those who look later. Name no person in it.' })
  reason?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;
}

export const RevocationOutcomeEnum = { REVOKED: 'REVOKED', ALREADY_ENDED: 'ALREADY_ENDED' } as const;
registerEnumType(RevocationOutcomeEnum, {
  name: 'RevocationOutcome',
  description: 'What became of an entitlement; in a preview, what would become of it.',
  valuesConfig: {
    REVOKED: { description: 'This call ended it.' },
    ALREADY_ENDED: { description: 'It ends or was revoked by that instant already, and is left as it is.' },
  },
});

@ObjectType({ description: 'An entitlement that was to be ended, and what became of it.' })
export class RevokedEntitlement {
  entitlementId!: string;

  @Field(() => RevocationOutcomeEnum, { description: 'What became of it; in a preview, what would become of it.' })
  outcome!: keyof typeof RevocationOutcomeEnum;

  @Field(() => LicenceAccess, {
    nullable: true,
    description:
      'What the schools of the holder may do with the licence then; in a preview, as if it were done. Null where the holder is not in reach any more.',
  })
  afterwards!: LicenceAccess | null;
}

@ObjectType({ description: 'What became of the entitlements of one call.' })
export class RevokeEntitlementsResult {
  @Field(() => Boolean, { description: 'Whether this is a preview, as it was sent.' })
  preview!: boolean;

  @Field(() => Int, { description: 'Entitlements that this call ended, or would end.' })
  revoked!: number;

  @Field(() => Int, { description: 'Entitlements that had ended by then already.' })
  unchanged!: number;

  @Field(() => [RevokedEntitlement], { description: 'One for each entitlement of the call.' })
  revocations!: RevokedEntitlement[];
}

import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';
import { HolderLevelEnum, UsageRightEnum } from '../../subgraph/schema/enums';

export const EntitlementStatus = {
  IN_FORCE: 'IN_FORCE',
  SCHEDULED: 'SCHEDULED',
  ENDED: 'ENDED',
  SUSPENDED: 'SUSPENDED',
  REVOKED: 'REVOKED',
} as const;
export type EntitlementStatus = keyof typeof EntitlementStatus;
registerEnumType(EntitlementStatus, {
  name: 'EntitlementStatus',
  description: 'What an entitlement is worth now.',
  valuesConfig: {
    IN_FORCE: { description: 'It holds.' },
    SCHEDULED: { description: 'It begins later.' },
    ENDED: { description: 'Its end has passed.' },
    SUSPENDED: { description: 'It is suspended, until it is resumed.' },
    REVOKED: { description: 'It was revoked.' },
  },
});

/** The licence belongs to the licences service; here it is only a reference. */
@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class Licence {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ description: 'Berechtigung, Freischaltung: the assignment of a licence to a holder for a period.' })
@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["entitlements:read"], ["access:read"]])')
export class Entitlement {
  holderKey!: string;
  holderId!: string;
  ownerKey!: string;
  licenceId!: string;

  @Field(() => ID, { description: 'Names it in this installation; it never changes.' })
  id!: string;

  @Field(() => HolderLevelEnum, { description: 'The level of its holder.' })
  level!: Level;

  @Field(() => Date, { description: 'When it begins to hold: never before its licence’s term.' })
  validFrom!: Date;

  @Field(() => Date, {
    nullable: true,
    description:
      'The first instant at which it no longer holds: its own end, or that of its licence’s term where this is earlier. Null: open end.',
  })
  validUntil!: Date | null;

  @Field(() => Boolean, {
    description: 'True: it has no end of its own, and ends with its licence, also where the licence’s term is changed.',
  })
  endsWithLicence!: boolean;

  @Field(() => [UsageRightEnum], { description: 'Never more than the licence grants.' })
  rights!: UsageRight[];

  @Field(() => Date, { description: 'When it was made.' })
  createdAt!: Date;

  createdBy!: string;
  /** The reason of its revocation, else of the suspension that holds now. */
  reason!: string | null;
  note!: string | null;

  @Field(() => Date, { nullable: true, description: 'The instant as of which it was revoked; null where it was not.' })
  revokedAt!: Date | null;

  @Field(() => EntitlementStatus, { description: 'As of now.' })
  status!: EntitlementStatus;

  @Field(() => Int, {
    description: 'Raised by each change of it. A change that names it is refused where somebody was faster.',
  })
  version!: number;
}

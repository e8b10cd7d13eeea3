import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';
import { HolderLevelEnum, UsageRightEnum } from '../../subgraph/enums';

export const EntitlementStatus = {
  IN_FORCE: 'IN_FORCE',
  SCHEDULED: 'SCHEDULED',
  ENDED: 'ENDED',
  SUSPENDED: 'SUSPENDED',
  REVOKED: 'REVOKED',
} as const;
export type EntitlementStatus = keyof typeof EntitlementStatus;
registerEnumType(EntitlementStatus, { name: 'EntitlementStatus' });

/** The licence belongs to the licences service; here it is named only. */
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
  ownerKey!: string;
  licenceId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => HolderLevelEnum, { description: 'The level of its holder.' })
  level!: Level;

  @Field(() => Date)
  validFrom!: Date;

  @Field(() => Date, { nullable: true, description: 'The first instant at which it no longer holds; null: open end.' })
  validUntil!: Date | null;

  @Field(() => [UsageRightEnum], { description: 'Never more than the licence grants.' })
  rights!: UsageRight[];

  @Field(() => Date, { nullable: true })
  revokedAt!: Date | null;

  @Field(() => EntitlementStatus, { description: 'As of now.' })
  status!: EntitlementStatus;
}

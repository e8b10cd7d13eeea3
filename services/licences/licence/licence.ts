import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';
import { PageInfo, SIZE_OF_SHORT_CURSOR } from '../../subgraph/connection';
import { HolderLevelEnum, UsageRightEnum } from '../../subgraph/enums';
import { Organisation } from '../../subgraph/organisation';
import { SIZE_OF_ID, size } from '../../subgraph/size';

export const TermKind = {
  FIXED: 'FIXED',
  DURATION: 'DURATION',
  SCHOOL_YEAR: 'SCHOOL_YEAR',
  UNLIMITED: 'UNLIMITED',
} as const;
export type TermKind = keyof typeof TermKind;
registerEnumType(TermKind, { name: 'TermKind' });

@ObjectType()
export class Price {
  @Field(() => Int, { description: 'For the whole term, in cents.' })
  cents!: number;

  @Directive(size({ maxLength: 3 }))
  @Field(() => String, { description: 'ISO 4217: EUR.' })
  currency!: string;
}

@ObjectType({ description: 'Lizenz: the contract that allows the use of titles.' })
@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["entitlements:read"], ["access:read"]])')
export class Licence {
  ownerKey!: string;
  /** Whether its owner lies within the caller, who then may see its price. */
  isOwn!: boolean;

  @Field(() => ID)
  id!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => String)
  number!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'Its commercial kind: Landeslizenz, Kreis-Onlinelizenz …' })
  kind!: string;

  @Field(() => String)
  publisher!: string;

  @Field(() => Organisation, { description: 'Who bought it.' })
  owner!: Organisation;

  @Field(() => [HolderLevelEnum], { description: 'The levels at which it may be held.' })
  holderLevels!: Level[];

  @Field(() => [UsageRightEnum])
  rights!: UsageRight[];

  @Field(() => [UsageRightEnum], { description: 'Of its rights, those that are opened to pupils.' })
  pupilRights!: UsageRight[];

  @Field(() => TermKind)
  termKind!: TermKind;

  @Field(() => Date, { nullable: true, description: 'Null: open.' })
  validFrom!: Date | null;

  @Field(() => Date, { nullable: true, description: 'The first instant at which it no longer runs; null: open.' })
  validUntil!: Date | null;

  @Field(() => Int, { nullable: true, description: 'Days from its activation, where the term is a duration.' })
  durationDays!: number | null;

  @Field(() => Int, { nullable: true, description: 'Concurrent uses; null: unlimited.' })
  seats!: number | null;
}

@ObjectType()
export class LicenceEdge {
  @Directive(SIZE_OF_SHORT_CURSOR)
  @Field(() => String)
  cursor!: string;

  @Field(() => Licence)
  node!: Licence;
}

@ObjectType()
export class LicenceConnection {
  @Field(() => [LicenceEdge])
  edges!: LicenceEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

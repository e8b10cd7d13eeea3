import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { UsageRight } from '../../../access/right';
import type { Basis, DenialReason } from '../../../access/rule';
import type { Level } from '../../../caller/caller';
import { AccessBasisEnum, AccessOutcome, DenialReasonEnum } from '../../subgraph/schema/access-enums';
import { PageInfo, SIZE_OF_CURSOR } from '../../subgraph/schema/connection';
import { HolderLevelEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { type SearchedConnection, Title } from '../title/title';

/** A school of the schools service, with the timeline that this service vouches for. */
@ObjectType()
@Directive('@key(fields: "id")')
export class School {
  @Field(() => ID)
  id!: string;
}

export interface RepresentedSchool extends School {
  readonly timeline: string;
}

/** An entitlement of the schools service; here it is only a reference. */
@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class Entitlement {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ description: 'A title, and what makes it licensed.' })
export class LicensedTitleEdge {
  @Directive(SIZE_OF_CURSOR)
  @Field(() => String, { description: 'The place of this title in the list.' })
  cursor!: string;

  @Field(() => Title, { description: 'The title.' })
  node!: Title;

  @Field(() => AccessBasisEnum, { description: 'By what it may be used: an entitlement, or its open licence.' })
  basis!: Basis['basis'];

  @Field(() => Entitlement, {
    nullable: true,
    description:
      'The deciding entitlement: of those that allow it, the one that lasts longest. Null where an open licence does.',
  })
  entitlement!: Entitlement | null;

  @Field(() => HolderLevelEnum, {
    nullable: true,
    description: 'The level of the deciding entitlement’s holder; null where an open licence decides.',
  })
  level!: Level | null;

  @Field(() => [UsageRightEnum], {
    description:
      'All that the entitlements in force together allow this audience; with an open licence, all of the title’s own.',
  })
  rights!: UsageRight[];

  @Field(() => Date, {
    nullable: true,
    description: 'The first instant at which the answer changes to denied, as things stand; null: never.',
  })
  validUntil!: Date | null;
}

@ObjectType({ description: 'A page of the titles that a school may use.' })
export class LicensedTitleConnection implements SearchedConnection {
  count!: () => Promise<number>;
  suggest!: () => Promise<string | null>;
  facets!: SearchedConnection['facets'];

  @Field(() => [LicensedTitleEdge], { description: 'The titles of the page.' })
  edges!: LicensedTitleEdge[];

  @Field(() => PageInfo, { description: 'Whether there are more pages, and the cursor for the next one.' })
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'Whether a school may use a title, and by what or why not.' })
export class AccessDecision {
  @Field(() => Title, { nullable: true, description: 'Null where the catalogue has no such title.' })
  title!: Title | null;

  @Field(() => AccessOutcome, { description: 'Whether the school may use the title.' })
  outcome!: keyof typeof AccessOutcome;

  @Field(() => DenialReasonEnum, { nullable: true, description: 'Given with DENIED.' })
  reason!: DenialReason | null;

  @Field(() => Date, {
    nullable: true,
    description: 'With EXPIRED, REVOKED, SUSPENDED, TITLE_WITHDRAWN and SCHOOL_CLOSED: since when.',
  })
  since!: Date | null;

  @Field(() => AccessBasisEnum, {
    nullable: true,
    description: 'By what it may be used, given with ALLOWED: an entitlement, or its open licence.',
  })
  basis!: Basis['basis'] | null;

  @Field(() => Entitlement, { nullable: true, description: 'The deciding entitlement, given with basis ENTITLEMENT.' })
  entitlement!: Entitlement | null;

  @Field(() => HolderLevelEnum, {
    nullable: true,
    description: 'The level of the deciding entitlement’s holder, given with basis ENTITLEMENT.',
  })
  level!: Level | null;

  @Field(() => Date, {
    nullable: true,
    description: 'With ALLOWED: the first instant at which it changes to denied; null: never.',
  })
  validUntil!: Date | null;
}

export function namedEntitlement({ entitlement }: Pick<Basis, 'entitlement'>): Entitlement | null {
  return entitlement === null ? null : { id: entitlement };
}

/** The rule's “never” is null to clients. */
export function instantOrNull(milliseconds: number): Date | null {
  return Number.isFinite(milliseconds) ? new Date(milliseconds) : null;
}

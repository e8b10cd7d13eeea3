/** Selects entitlements among those that the caller may read: for a list, and for changes of many at once. */
import { Directive, Field, ID, InputType } from 'type-graphql';
import type { UsageRight } from '../../../access/right';
import { type Caller, LEVELS, type Level, type OrganisationKey, organisationKey } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { Transaction } from '../../subgraph/database/session';
import { HolderLevelEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { HolderInput, keyOfHolder } from '../organisation/holder-input';
import { requireReadable } from '../organisation/require-readable';
import { readSchoolFilter, SchoolFilter, type SchoolList } from '../school/school-filter';
import { EntitlementStatus } from './entitlement';

@InputType({ description: 'Which entitlements: all that is given must hold.' })
export class EntitlementFilter {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, {
    nullable: true,
    description: 'Only those that apply to this school now, at whatever level they are held: NW:199007, DE-NW-199007.',
  })
  school?: string | null;

  @Field(() => HolderInput, { nullable: true, description: 'Only those that this organisation holds itself.' })
  holder?: HolderInput | null;

  @Directive(size({ maxItems: LEVELS.length }))
  @Field(() => [HolderLevelEnum], { nullable: true, description: 'Only those that are held at one of these levels.' })
  holderLevels?: Level[] | null;

  @Field(() => SchoolFilter, {
    nullable: true,
    description:
      'Only those that a school in your reach holds itself which fits this filter: one of a district, of a form, …',
  })
  schools?: SchoolFilter | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'Only those of this licence.' })
  licence?: string | null;

  @Field(() => HolderInput, {
    nullable: true,
    description: 'Only those of licences that this organisation bought.',
  })
  owner?: HolderInput | null;

  @Directive(size({ maxItems: Object.keys(EntitlementStatus).length }))
  @Field(() => [EntitlementStatus], { nullable: true, description: 'Only those that are one of these now.' })
  status?: EntitlementStatus[] | null;

  @Field(() => UsageRightEnum, { nullable: true, description: 'Only those that grant this right.' })
  right?: UsageRight | null;

  @Field(() => Date, { nullable: true, description: 'Only those that begin at this instant or later.' })
  beginsFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Only those that begin before this instant.' })
  beginsBefore?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Only those that end at this instant or later, or never.' })
  endsFrom?: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Only those that end before this instant: with status IN_FORCE, what expires soon.',
  })
  endsBefore?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Only those that were made at this instant or later.' })
  createdFrom?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those that the caller may revoke, suspend and shorten. False: only those that it may not.',
  })
  amendable?: boolean | null;
}

/** What a client asks for; null is no condition. */
export interface EntitlementList {
  readonly school: OrganisationKey | null;
  readonly holder: OrganisationKey | null;
  readonly holderLevels: readonly Level[] | null;
  readonly schools: SchoolList | null;
  readonly licence: string | null;
  readonly owner: OrganisationKey | null;
  readonly status: readonly EntitlementStatus[] | null;
  readonly right: UsageRight | null;
  readonly beginsFrom: Date | null;
  readonly beginsBefore: Date | null;
  readonly endsFrom: Date | null;
  readonly endsBefore: Date | null;
  readonly createdFrom: Date | null;
  readonly amendable: boolean | null;
  /** The instant of the question, in epoch milliseconds. */
  readonly now: number;
}

/**
 * @param place the filter, as the client knows it
 * @throws BAD_USER_INPUT; FORBIDDEN where the id of a licence is malformed
 */
export function readEntitlementFilter(place: string, filter: EntitlementFilter, now: number): EntitlementList {
  const { school, holder, schools, licence, owner } = filter;
  if (licence != null && !isDatabaseId(licence)) throw forbidden();
  for (const [name, known] of [
    ['status', Object.keys(EntitlementStatus)],
    ['holderLevels', LEVELS],
  ] as const) {
    if (filter[name]?.length === 0) {
      throw badUserInput(`${place}.${name}: empty. Omit it for all, or name some of: ${known.join(', ')}.`);
    }
  }
  return {
    school:
      school == null ? null : organisationKey('SCHOOL', requireOrganisationId(`${place}.school`, 'SCHOOL', school)),
    holder: holder == null ? null : keyOfHolder(`${place}.holder`, holder),
    holderLevels: filter.holderLevels ?? null,
    schools: schools == null ? null : readSchoolFilter(`${place}.schools`, schools, now),
    licence: licence ?? null,
    owner: owner == null ? null : keyOfHolder(`${place}.owner`, owner),
    status: filter.status ?? null,
    right: filter.right ?? null,
    beginsFrom: filter.beginsFrom ?? null,
    beginsBefore: filter.beginsBefore ?? null,
    endsFrom: filter.endsFrom ?? null,
    endsBefore: filter.endsBefore ?? null,
    createdFrom: filter.createdFrom ?? null,
    amendable: filter.amendable ?? null,
    now,
  };
}

/**
 * @param place as above
 * @throws FORBIDDEN where the filter names a school or an organisation that the caller may not read, or that does not
 * exist
 */
export function checkFilterReach(db: Transaction, caller: Caller, list: EntitlementList, place: string): Promise<void> {
  const named = [list.school, list.holder].filter((key) => key !== null);
  return requireReadable(db, caller, [...named, ...(list.schools?.organisations ?? [])], place);
}

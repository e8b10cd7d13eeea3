/**
 * What the services publish to each other in the schema `directory`, as the reader sees it (docs/decisions/0002).
 * Each view is created by the service that owns the facts, in its migrations.
 */
import { Column, ViewEntity } from 'typeorm';
import type { UsageRight } from '../../access/right';
import type { Level } from '../../caller/caller';

/** Published by the schools service. */
@ViewEntity({ schema: 'directory', name: 'organisation', synchronize: false })
export class DirectoryOrganisation {
  @Column('bigint')
  id!: string;

  @Column('text')
  level!: Level;

  @Column('text', { name: 'external_id' })
  externalId!: string;

  @Column('text')
  key!: string;

  @Column('text')
  name!: string;
}

/** Published by the schools service: what the caller is bound to, and everything for the operator. */
@ViewEntity({ schema: 'directory', name: 'own_organisation', synchronize: false })
export class DirectoryOwnOrganisation {
  @Column('bigint')
  id!: string;

  @Column('text')
  key!: string;
}

/** Published by the schools service. */
@ViewEntity({ schema: 'directory', name: 'membership', synchronize: false })
export class DirectoryMembership {
  @Column('bigint', { name: 'school_id' })
  schoolId!: string;

  @Column('bigint', { name: 'organisation_id' })
  organisationId!: string;

  @Column('text')
  level!: Level;

  @Column('tstzrange')
  valid!: string;
}

/** Published by the schools service: the schools by which it is told where an organisation lies. */
@ViewEntity({ schema: 'directory', name: 'standing', synchronize: false })
export class DirectoryStanding {
  @Column('bigint', { name: 'school_id' })
  schoolId!: string;

  @Column('bigint', { name: 'organisation_id' })
  organisationId!: string;

  @Column('text')
  level!: Level;

  @Column('boolean', { name: 'is_now' })
  isNow!: boolean;
}

/** Published by the schools service: groups that staff keep and to which no school belongs yet. */
@ViewEntity({ schema: 'directory', name: 'prepared_group', synchronize: false })
export class DirectoryPreparedGroup {
  @Column('bigint')
  id!: string;

  @Column('bigint', { name: 'owner_id' })
  ownerId!: string;
}

/** Published by the schools service: the notes of the caller's own organisations on rows of worklists. */
@ViewEntity({ schema: 'directory', name: 'worklist_note', synchronize: false })
export class DirectoryWorklistNote {
  @Column('bigint')
  id!: string;

  @Column('text', { name: 'organisation_key' })
  organisationKey!: string;

  @Column('text')
  list!: string;

  @Column('bigint', { name: 'object_id' })
  objectId!: string;

  @Column('timestamptz', { name: 'snoozed_until' })
  snoozedUntil!: Date | null;

  @Column('boolean', { name: 'is_assigned' })
  isAssigned!: boolean;

  @Column('boolean', { name: 'is_mine' })
  isMine!: boolean;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}

/** Published by the schools service: when each school is in operation. */
@ViewEntity({ schema: 'directory', name: 'operation', synchronize: false })
export class DirectoryOperation {
  @Column('bigint', { name: 'school_id' })
  schoolId!: string;

  @Column('tstzrange')
  operating!: string;
}

/** Published by the schools service: the present facts of a school. */
@ViewEntity({ schema: 'directory', name: 'school', synchronize: false })
export class DirectorySchool {
  @Column('bigint')
  id!: string;

  @Column('text')
  state!: string;

  @Column('text', { name: 'form_code' })
  formCode!: string;

  @Column('text')
  form!: string;
}

/** Published by the schools service. */
@ViewEntity({ schema: 'directory', name: 'entitlement', synchronize: false })
export class DirectoryEntitlement {
  @Column('bigint')
  id!: string;

  @Column('bigint', { name: 'licence_id' })
  licenceId!: string;

  @Column('bigint', { name: 'owner_id' })
  ownerId!: string;

  @Column('bigint', { name: 'holder_id' })
  holderId!: string;

  @Column('tstzrange')
  valid!: string;

  @Column('timestamptz', { name: 'revoked_at' })
  revokedAt!: Date | null;

  @Column('text', { array: true })
  rights!: UsageRight[];

  @Column('tstzmultirange', { name: 'in_force' })
  inForce!: string;
}

/** Published by the licences service. */
@ViewEntity({ schema: 'directory', name: 'title', synchronize: false })
export class DirectoryTitle {
  @Column('bigint')
  id!: string;

  @Column('text')
  number!: string;

  @Column('text')
  name!: string;

  @Column('text', { array: true })
  rights!: UsageRight[];

  @Column('tstzrange')
  playout!: string;

  @Column('timestamptz', { name: 'withdrawn_at' })
  withdrawnAt!: Date | null;

  @Column('text')
  kind!: string;

  @Column('text', { array: true })
  subjects!: string[];

  @Column('text')
  publisher!: string;

  @Column('boolean', { name: 'openly_licensed' })
  openlyLicensed!: boolean;
}

/** Published by the licences service: the terms of a licence that hold now, its number, name and owner. */
@ViewEntity({ schema: 'directory', name: 'licence', synchronize: false })
export class DirectoryLicence {
  @Column('bigint')
  id!: string;

  @Column('text')
  number!: string;

  @Column('bigint', { name: 'owner_id' })
  ownerId!: string;

  @Column('text', { name: 'holder_levels', array: true })
  holderLevels!: Level[];

  @Column('text', { array: true })
  rights!: UsageRight[];

  @Column('text', { name: 'pupil_rights', array: true })
  pupilRights!: UsageRight[];

  @Column('tstzrange')
  term!: string;

  @Column('text', { name: 'term_kind' })
  termKind!: string;

  @Column('integer', { name: 'duration_days' })
  durationDays!: number | null;

  @Column('integer')
  seats!: number | null;

  @Column('text')
  name!: string;

  @Column('integer', { name: 'school_count' })
  schoolCount!: number | null;

  @Column('integer')
  version!: number;
}

/** Published by the licences service: the owners of packages, for packages of the caller's organisations. */
@ViewEntity({ schema: 'directory', name: 'package', synchronize: false })
export class DirectoryPackage {
  @Column('bigint')
  id!: string;

  @Column('bigint', { name: 'owner_id' })
  ownerId!: string;
}

/** Published by the licences service: the terms of a licence and when they hold, for questions about an instant. */
@ViewEntity({ schema: 'directory', name: 'licence_terms', synchronize: false })
export class DirectoryLicenceTerms {
  @Column('bigint', { name: 'licence_id' })
  licenceId!: string;

  @Column('tstzrange')
  valid!: string;

  @Column('tstzrange')
  term!: string;

  @Column('text', { name: 'holder_levels', array: true })
  holderLevels!: Level[];

  @Column('text', { array: true })
  rights!: UsageRight[];

  @Column('text', { name: 'pupil_rights', array: true })
  pupilRights!: UsageRight[];

  @Column('integer')
  seats!: number | null;
}

/** Published by the licences service: the owners of licences, for licences that the caller may know. */
@ViewEntity({ schema: 'directory', name: 'contract', synchronize: false })
export class DirectoryContract {
  @Column('bigint', { name: 'licence_id' })
  licenceId!: string;

  @Column('text')
  number!: string;

  @Column('text')
  name!: string;

  @Column('bigint', { name: 'owner_id' })
  ownerId!: string;
}

/**
 * Published by the licences service: what licences cost each time they were bought, for licences that the caller may
 * read.
 */
@ViewEntity({ schema: 'directory', name: 'purchase', synchronize: false })
export class DirectoryPurchase {
  @Column('bigint')
  id!: string;

  @Column('bigint', { name: 'licence_id' })
  licenceId!: string;

  @Column('bigint')
  cents!: string;

  @Column('text')
  currency!: string;

  @Column('daterange')
  term!: string | null;

  @Column('integer', { name: 'duration_days' })
  durationDays!: number | null;
}

/** Published by the licences service: all purchases of a licence together. */
@ViewEntity({ schema: 'directory', name: 'price', synchronize: false })
export class DirectoryPrice {
  @Column('bigint', { name: 'licence_id' })
  licenceId!: string;

  @Column('bigint')
  cents!: string;

  @Column('text')
  currency!: string;
}

/** Published by the licences service: notice dates and documents of licences that the caller may read. */
@ViewEntity({ schema: 'directory', name: 'agreement', synchronize: false })
export class DirectoryAgreement {
  @Column('bigint', { name: 'licence_id' })
  licenceId!: string;

  @Column('date', { name: 'notice_on' })
  noticeOn!: string | null;

  @Column('text', { array: true })
  documents!: string[];
}

/** Published by the licences service: when a licence covers a title, by each package that holds it. */
@ViewEntity({ schema: 'directory', name: 'coverage', synchronize: false })
export class DirectoryCoverage {
  @Column('bigint', { name: 'title_id' })
  titleId!: string;

  @Column('bigint', { name: 'licence_id' })
  licenceId!: string;

  @Column('tstzrange')
  valid!: string;
}

export const directoryViews = [
  DirectoryOrganisation,
  DirectoryOwnOrganisation,
  DirectoryMembership,
  DirectoryStanding,
  DirectoryPreparedGroup,
  DirectoryWorklistNote,
  DirectoryOperation,
  DirectorySchool,
  DirectoryEntitlement,
  DirectoryTitle,
  DirectoryLicence,
  DirectoryPackage,
  DirectoryLicenceTerms,
  DirectoryContract,
  DirectoryPurchase,
  DirectoryPrice,
  DirectoryAgreement,
  DirectoryCoverage,
];

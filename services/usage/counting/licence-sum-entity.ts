import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Audience, UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';

/** A monthly sum, by the entitlement that opened the title: 0 and empty where none did. */
@Entity({ schema: 'usage', name: 'licence_sum' })
export class LicenceSumEntity {
  @PrimaryColumn('bigint', { name: 'authority_id' })
  authorityId!: string;

  @PrimaryColumn('date')
  month!: string;

  @PrimaryColumn('bigint', { name: 'school_id' })
  schoolId!: string;

  @PrimaryColumn('bigint', { name: 'title_id' })
  titleId!: string;

  @PrimaryColumn('text')
  audience!: Audience;

  @PrimaryColumn('text')
  client!: string;

  @PrimaryColumn('text', { name: 'access_type' })
  accessType!: 'CONTROLLED' | 'OPEN';

  @PrimaryColumn('bigint', { name: 'media_centre_id' })
  mediaCentreId!: string;

  @PrimaryColumn('bigint', { name: 'district_id' })
  districtId!: string;

  @PrimaryColumn('bigint', { name: 'regional_association_id' })
  regionalAssociationId!: string;

  @PrimaryColumn('bigint', { name: 'state_id' })
  stateId!: string;

  @PrimaryColumn('text', { name: 'usage_right' })
  usageRight!: UsageRight | '';

  @PrimaryColumn('bigint', { name: 'licence_id' })
  licenceId!: string;

  @PrimaryColumn('bigint', { name: 'entitlement_id' })
  entitlementId!: string;

  @PrimaryColumn('text')
  level!: Level | '';

  @Column('bigint')
  views!: string;

  @Column('bigint')
  streams!: string;

  @Column('bigint')
  downloads!: string;

  @Column('bigint', { name: 'not_licensed' })
  notLicensed!: string;

  @Column('bigint', { name: 'limit_exceeded' })
  limitExceeded!: string;

  @Column('bigint', { name: 'unique_investigations' })
  uniqueInvestigations!: string;

  @Column('bigint', { name: 'unique_requests' })
  uniqueRequests!: string;

  @Column('bigint', { name: 'unique_streams' })
  uniqueStreams!: string;

  @Column('bigint', { name: 'unique_downloads' })
  uniqueDownloads!: string;
}

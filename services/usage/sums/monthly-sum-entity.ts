import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Audience } from '../../../access/right';

/**
 * How often a school used a title in a month, by COUNTER's rules. Its media centre or regional association is 0 where
 * it has none.
 */
@Entity({ schema: 'usage', name: 'monthly_sum' })
export class MonthlySumEntity {
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

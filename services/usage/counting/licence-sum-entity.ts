import { Entity, PrimaryColumn } from 'typeorm';
import type { UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';
import { MonthlySumEntity } from '../sums/monthly-sum-entity';

/** A monthly sum, by the entitlement that opened the title: 0 and empty where none did. */
@Entity({ schema: 'usage', name: 'licence_sum' })
export class LicenceSumEntity extends MonthlySumEntity {
  @PrimaryColumn('text', { name: 'usage_right' })
  usageRight!: UsageRight | '';

  @PrimaryColumn('bigint', { name: 'licence_id' })
  licenceId!: string;

  @PrimaryColumn('bigint', { name: 'entitlement_id' })
  entitlementId!: string;

  @PrimaryColumn('text')
  level!: Level | '';
}

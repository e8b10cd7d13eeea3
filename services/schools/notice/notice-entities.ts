import {
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { OrganisationEntity } from '../organisation/organisation-entity';
import type { DeadlineList } from '../worklist/deadline-lists';

/** A subscription to mails about an organisation's deadlines. */
@Entity({ schema: 'schools', name: 'notice_subscription' })
@Unique('notice_subscription_once', ['organisationId', 'subject'])
export class NoticeSubscriptionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'organisation_id' })
  organisationId!: string;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'organisation_id' })
  organisation!: Relation<OrganisationEntity>;

  @Column('text')
  subject!: string;

  @Column('text')
  address!: string;

  @Column('text', { array: true })
  lists!: DeadlineList[];

  @Column('int')
  within!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('date', { name: 'last_digest_on', nullable: true })
  lastDigestOn!: string | null;

  @Column('timestamptz', { name: 'failing_since', nullable: true })
  failingSince!: Date | null;
}

/** A deadline that a mail to the subscriber has named. */
@Entity({ schema: 'schools', name: 'notice' })
export class NoticeEntity {
  @PrimaryColumn('bigint', { name: 'subscription_id' })
  subscriptionId!: string;

  @ManyToOne(() => NoticeSubscriptionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'subscription_id' })
  subscription!: Relation<NoticeSubscriptionEntity>;

  @PrimaryColumn('text')
  list!: DeadlineList;

  @PrimaryColumn('bigint', { name: 'object_id' })
  objectId!: string;

  @PrimaryColumn('timestamptz')
  due!: Date;
}

/** A digest that is not delivered yet. */
@Entity({ schema: 'schools', name: 'notice_mail' })
export class NoticeMailEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('bigint', { name: 'subscription_id' })
  subscriptionId!: string;

  @ManyToOne(() => NoticeSubscriptionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'subscription_id' })
  subscription!: Relation<NoticeSubscriptionEntity>;

  @Column('text')
  headline!: string;

  @Column('text')
  body!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('int')
  attempts!: number;

  @Column('timestamptz', { name: 'next_attempt_at' })
  nextAttemptAt!: Date;
}

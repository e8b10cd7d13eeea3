/** The tables of a survey. */
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

@Entity({ schema: 'schools', name: 'survey' })
export class SurveyEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'owner_id' })
  ownerId!: string;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'owner_id' })
  owner!: Relation<OrganisationEntity>;

  @Column('text')
  title!: string;

  @Column('text')
  text!: string;

  @Column('text')
  state!: 'DRAFT' | 'OPEN' | 'CLOSED';

  @Column('timestamptz', { name: 'closes_at' })
  closesAt!: Date;

  @Column('integer')
  version!: number;
}

/** What an organisation may want. */
@Entity({ schema: 'schools', name: 'survey_candidate' })
@Unique(['surveyId', 'position'])
export class SurveyCandidateEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'survey_id' })
  surveyId!: string;

  @ManyToOne(() => SurveyEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'survey_id' })
  survey!: Relation<SurveyEntity>;

  @Column('integer')
  position!: number;

  @Column('bigint', { name: 'licence_id', nullable: true })
  licenceId!: string | null;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  publisher!: string | null;

  @Column('bigint', { name: 'unit_cents', nullable: true })
  unitCents!: string | null;
}

/** An organisation that is asked. */
@Entity({ schema: 'schools', name: 'survey_request' })
export class SurveyRequestEntity {
  @PrimaryColumn('bigint', { name: 'survey_id' })
  surveyId!: string;

  @ManyToOne(() => SurveyEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'survey_id' })
  survey!: Relation<SurveyEntity>;

  @PrimaryColumn('bigint', { name: 'organisation_id' })
  organisationId!: string;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'organisation_id' })
  organisation!: Relation<OrganisationEntity>;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt!: Date | null;
}

/** How much of a candidate an organisation wants. */
@Entity({ schema: 'schools', name: 'survey_answer' })
export class SurveyAnswerEntity {
  @PrimaryColumn('bigint', { name: 'candidate_id' })
  candidateId!: string;

  @ManyToOne(() => SurveyCandidateEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'candidate_id' })
  candidate!: Relation<SurveyCandidateEntity>;

  @PrimaryColumn('bigint', { name: 'organisation_id' })
  organisationId!: string;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'organisation_id' })
  organisation!: Relation<OrganisationEntity>;

  @Column('bigint', { name: 'survey_id' })
  surveyId!: string;

  @ManyToOne(() => SurveyRequestEntity, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'survey_id', referencedColumnName: 'surveyId' },
    { name: 'organisation_id', referencedColumnName: 'organisationId' },
  ])
  request!: Relation<SurveyRequestEntity>;

  @Column('integer')
  count!: number;

  @Column('text', { nullable: true })
  remark!: string | null;
}

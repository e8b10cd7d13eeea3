/** The tables of the schools service, each described in the feature that owns it. */

import { auditEntitiesOf } from '../subgraph/audit/audit-entities';
import { AmendmentEntity } from './amendment/amendment-entity';
import { ApiKeyEntity } from './api-key/api-key-entity';
import { ApiKeyVersionEntity } from './api-key/api-key-version-entity';
import { AssignmentEntity } from './assignment/assignment-entity';
import { AssignmentLicenceEntity } from './assignment/assignment-licence-entity';
import { EntitlementEntity } from './entitlement/entitlement-entity';
import { EntitlementSuspensionEntity } from './entitlement/entitlement-suspension-entity';
import { IdempotentAnswerEntity } from './idempotency/idempotent-answer-entity';
import { JobEntity } from './job/job-entity';
import { NoticeEntity, NoticeMailEntity, NoticeSubscriptionEntity } from './notice/notice-entities';
import { AuthorityEntity } from './organisation/authority-entity';
import { OrganisationEntity } from './organisation/organisation-entity';
import { MediaCentreAreaEntity } from './organisation-file/media-centre-area-entity';
import { DistrictEntity } from './regions/district-entity';
import { MunicipalityEntity } from './regions/municipality-entity';
import { MembershipEntity } from './school/membership-entity';
import { SchoolEntity } from './school/school-entity';
import { SchoolGroupEntity } from './school-group/school-group-entity';
import { ListImportEntity } from './school-list/list-import-entity';
import { SeatLeaseEntity } from './seat/seat-lease-entity';
import { SurveyAnswerEntity, SurveyCandidateEntity, SurveyEntity, SurveyRequestEntity } from './survey/survey-entities';
import { WorklistNoteEntity } from './worklist/worklist-note-entity';

export const schoolsEntities = [
  AmendmentEntity,
  ApiKeyEntity,
  ApiKeyVersionEntity,
  AssignmentEntity,
  ...auditEntitiesOf('schools'),
  AssignmentLicenceEntity,
  EntitlementEntity,
  EntitlementSuspensionEntity,
  MediaCentreAreaEntity,
  AuthorityEntity,
  OrganisationEntity,
  DistrictEntity,
  IdempotentAnswerEntity,
  JobEntity,
  MunicipalityEntity,
  ListImportEntity,
  MembershipEntity,
  SchoolEntity,
  SchoolGroupEntity,
  SeatLeaseEntity,
  NoticeEntity,
  NoticeMailEntity,
  NoticeSubscriptionEntity,
  WorklistNoteEntity,
  SurveyAnswerEntity,
  SurveyCandidateEntity,
  SurveyEntity,
  SurveyRequestEntity,
];

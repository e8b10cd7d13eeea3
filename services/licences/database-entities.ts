/** The tables of the licences service, each described in the feature that owns it. */
import { auditEntitiesOf } from '../subgraph/audit/audit-entities';
import { KeptListEntity } from './change-feed/kept-list-entity';
import { ListSegmentEntity } from './change-feed/list-segment-entity';
import { AgreementEntity } from './licence/agreement-entity';
import { ContractEntity } from './licence/contract-entity';
import { LicenceEntity } from './licence/licence-entity';
import { LicencePackageEntity } from './licence/licence-package-entity';
import { LicenceTermsEntity } from './licence/licence-terms-entity';
import { LicenceVersionEntity } from './licence/licence-version-entity';
import { PurchaseEntity } from './licence/purchase-entity';
import { IdempotentAnswerEntity } from './package/idempotent-answer-entity';
import { PackageChangeEntity } from './package/package-change-entity';
import { PackageChangePartEntity } from './package/package-change-part-entity';
import { PackageEntity } from './package/package-entity';
import { PackageTitleEntity } from './package/package-title-entity';
import { TitleWordEntity } from './search/title-word-entity';
import { PublisherEntity } from './title/publisher-entity';
import { TitleEntity } from './title/title-entity';
import { TitleTermEntity } from './title/title-term-entity';
import { SubjectEntity } from './vocabulary/subject-entity';

export const licencesEntities = [
  ...auditEntitiesOf('licences'),
  AgreementEntity,
  ContractEntity,
  LicenceEntity,
  KeptListEntity,
  LicencePackageEntity,
  LicenceTermsEntity,
  LicenceVersionEntity,
  ListSegmentEntity,
  PurchaseEntity,
  IdempotentAnswerEntity,
  PackageChangeEntity,
  PackageChangePartEntity,
  PackageEntity,
  PackageTitleEntity,
  PublisherEntity,
  SubjectEntity,
  TitleEntity,
  TitleTermEntity,
  TitleWordEntity,
];

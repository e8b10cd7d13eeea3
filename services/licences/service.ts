/** The licences service: the catalogue, the licences, and what a school may use of it. */
import { AuditEntryConnectionResolver } from '../subgraph/audit/audit-entry-connection-resolver';
import type { SubgraphContext } from '../subgraph/context';
import type { SubgraphDefinition } from '../subgraph/schema/schema';
import { AccessResolver, LicensedTitleConnectionResolver } from './access/access-resolver';
import { Entitlement, School } from './access/licensed-title';
import {
  AmendLicenceResultResolver,
  AmendmentResolver,
  CreateLicenceResultResolver,
} from './amendment/amendment-resolver';
import { AuditTrailResolver } from './audit/audit-trail-resolver';
import { PERMISSIONS } from './authorisation/permissions';
import {
  ChangesResolver,
  LicensedTitleChangeConnectionResolver,
  LicensedTitleChangeResolver,
} from './change-feed/changes-resolver';
import { startUpkeep } from './change-feed/kept-list-upkeep';
import { FacetResolver } from './facet/facet-resolver';
import { TitleFacetResolver } from './facet/title-facet';
import { LicenceResolver, licenceLoader } from './licence/licence-resolver';
import {
  CreatePackageResultResolver,
  PackageAccessChangeResolver,
  PackageChangeFieldResolver,
  PackageChangeResolver,
  PackageEffectOfLicenceResolver,
} from './package/package-change-resolver';
import { PackageContentConnectionResolver, PackageContentResolver, PackageResolver } from './package/package-resolver';
import { TitleDescriptionResolver } from './title/title-description-resolver';
import { titleLoader } from './title/title-loader';
import { TitleNumberResolver } from './title/title-number-resolver';
import { TitleConnectionResolver, TitleResolver } from './title/title-resolver';

type Reference = { id: string };

export const licencesDefinition: SubgraphDefinition = {
  permissions: PERMISSIONS,
  resolvers: [
    TitleResolver,
    TitleDescriptionResolver,
    TitleNumberResolver,
    TitleConnectionResolver,
    FacetResolver,
    TitleFacetResolver,
    AccessResolver,
    LicensedTitleConnectionResolver,
    ChangesResolver,
    LicensedTitleChangeResolver,
    LicensedTitleChangeConnectionResolver,
    LicenceResolver,
    AuditTrailResolver,
    AuditEntryConnectionResolver,
    AmendmentResolver,
    CreateLicenceResultResolver,
    AmendLicenceResultResolver,
    PackageResolver,
    PackageContentResolver,
    PackageContentConnectionResolver,
    PackageChangeResolver,
    PackageChangeFieldResolver,
    PackageAccessChangeResolver,
    PackageEffectOfLicenceResolver,
    CreatePackageResultResolver,
  ],
  entities: [School, Entitlement],
  references: {
    Title: ({ id }: Reference, context: SubgraphContext) => titleLoader(context).load(id),
    Licence: ({ id }: Reference, context: SubgraphContext) => licenceLoader(context).load(id),
    /** The representation itself: the schools service has vouched for it and its timeline. */
    School: (school: Reference) => ({ ...school }),
  },
  startUpkeep,
};

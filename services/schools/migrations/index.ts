import { Organisations1780000000001 } from './1-organisations';
import { Entitlements1780000000002 } from './2-entitlements';
import { Seats1780000000003 } from './3-seats';
import { Changes1780000000004 } from './4-changes';
import { ApiKeys1780000000005 } from './5-api-keys';
import { OrganisationChanges1780000000006 } from './6-organisation-changes';
import { PlainTimelines1780000000007 } from './7-plain-timelines';
import { GroupedTimelines1780000000008 } from './8-grouped-timelines';
import { ApiKeyVersion1780000000009 } from './9-api-key-version';
import { Amending1780000000010 } from './10-amending';
import { Operation1780000000011 } from './11-operation';
import { OwnEnds1780000000012 } from './12-own-ends';
import { OwnersEntitlements1780000000013 } from './13-owners-entitlements';
import { EntitlementChanges1780000000014 } from './14-entitlement-changes';

export const schoolsMigrations = [
  Organisations1780000000001,
  Entitlements1780000000002,
  Seats1780000000003,
  Changes1780000000004,
  ApiKeys1780000000005,
  OrganisationChanges1780000000006,
  PlainTimelines1780000000007,
  GroupedTimelines1780000000008,
  ApiKeyVersion1780000000009,
  Amending1780000000010,
  Operation1780000000011,
  OwnEnds1780000000012,
  OwnersEntitlements1780000000013,
  EntitlementChanges1780000000014,
];

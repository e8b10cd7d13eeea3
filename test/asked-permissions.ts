/** States how each field is queried that a service's table of permissions names. */
import type { Service } from '../database/roles';
import type { Asked } from './asked-permissions/asked';
import { ASKED_OF_THE_DESK } from './asked-permissions/desk';
import { ASKED_OF_ENTITLEMENTS } from './asked-permissions/entitlements';
import { ASKED_OF_LICENCES } from './asked-permissions/licences';
import { ASKED_OF_SCHOOLS } from './asked-permissions/schools';
import { ASKED_OF_USAGE } from './asked-permissions/usage';

/** The queries by service, then by action and field: `school.read Query.school`. */
export const HOW: Readonly<Record<Service, Readonly<Record<string, Asked>>>> = {
  schools: { ...ASKED_OF_SCHOOLS, ...ASKED_OF_ENTITLEMENTS, ...ASKED_OF_THE_DESK },
  licences: ASKED_OF_LICENCES,
  usage: ASKED_OF_USAGE,
};

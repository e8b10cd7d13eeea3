/** The services by name, for the code that starts a service or makes its schema. */
import type { Service } from '../database/roles';
import { licencesDefinition } from '../services/licences/service';
import { schoolsDefinition } from '../services/schools/service';
import type { SubgraphDefinition } from '../services/subgraph/schema/schema';
import { usageDefinition } from '../services/usage/service';

export const SERVICE_DEFINITIONS: Readonly<Record<Service, SubgraphDefinition>> = {
  schools: schoolsDefinition,
  licences: licencesDefinition,
  usage: usageDefinition,
};

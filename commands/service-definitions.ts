/**
 * The services by name, for the code that starts a service or makes its schema. Each is loaded when it is asked for, so that
 * a process that runs one loads no other.
 */
import type { Service } from '../database/roles';
import type { SubgraphDefinition } from '../services/subgraph/schema/schema';

const DEFINITIONS: Readonly<Record<Service, () => Promise<SubgraphDefinition>>> = {
  schools: async () => (await import('../services/schools/service')).schoolsDefinition,
  licences: async () => (await import('../services/licences/service')).licencesDefinition,
  usage: async () => (await import('../services/usage/service')).usageDefinition,
};

export function loadServiceDefinition(service: Service): Promise<SubgraphDefinition> {
  return DEFINITIONS[service]();
}

/** The audit trail of licences, of their prices and coverage, and of the contents of packages. */

import { auditLists } from '../../subgraph/audit/audit-lists';
import { auditQueries } from '../../subgraph/audit/audit-queries';
import { knownOrganisations } from '../authorisation/allowed';
import { readableEntries } from '../authorisation/allowed-queries';

const queries = auditQueries({
  service: 'licences',
  historiesOf: {
    licence: ['agreement', 'contract', 'licence_package', 'licence_terms', 'purchase'],
    package: ['package', 'package_title'],
  },
  readable: (caller) => readableEntries(caller, '$1'),
  scoped: { objects: ['purchase'], scope: 'prices:read' },
});

const lists = auditLists(queries, knownOrganisations);
export const { trail } = lists;
export const history = lists.historyOf('licence');
export const packageHistory = lists.historyOf('package');

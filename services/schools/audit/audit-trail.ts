/** The audit trail of schools, of the organisations above them, of their entitlements, and of API keys. */

import { auditLists } from '../../subgraph/audit/audit-lists';
import { auditQueries } from '../../subgraph/audit/audit-queries';
import { allowedOrganisations } from '../authorisation/allowed';
import { readableEntries } from '../authorisation/allowed-queries';

const queries = auditQueries({
  service: 'schools',
  historiesOf: { entitlement: ['entitlement', 'entitlement_suspension'] },
  readable: (caller) => readableEntries(caller, '$1'),
});

const lists = auditLists(queries, ({ session, caller }, keys) =>
  allowedOrganisations(session, caller, 'organisation.readNames', keys),
);
export const { trail } = lists;
export const history = lists.historyOf('entitlement');

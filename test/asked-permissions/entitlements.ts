/** Queries of entitlements, their changes and jobs. */
import { type Asked, entity, plain } from './asked';
import { changes, KEPT_ASSIGNMENT, KEPT_JOB, number, world } from './world';

const entitlement = (fields: string, denied?: unknown, name = 'Beendete'): Asked => ({
  query: () => `{ entitlement(id: "${world.entitlement(name)}") { ${fields} } }`,
  denied,
});
const assign = (fields: string, denied?: unknown): Asked => ({
  query: () =>
    `mutation { assignEntitlements(input: { licenceIds: ["${world.licence('Lizenz')}"], preview: true, skipRefused: true,
      holders: [{ level: AUTHORITY, id: "${world.organisation('Stadt')}" }] }) { ${fields} } }`,
  denied,
});
/** The input of each mutation besides its entitlements. */
const AMENDMENTS: Readonly<Record<string, () => string>> = {
  amendEntitlements: () => 'validUntil: null',
  moveEntitlements: () => `holder: { level: SCHOOL, id: "${world.organisation('Schule')}" }`,
  resumeEntitlements: () => '',
  revokeEntitlements: () => '',
  suspendEntitlements: () => '',
};
const amending = (name: string, fields: string, denied?: unknown): Asked => ({
  query: () =>
    `mutation { ${name}(input: { entitlementIds: ["${world.entitlement('Befristete')}"], preview: true, ${AMENDMENTS[name]?.()} }) { ${fields} } }`,
  denied: denied && { [name]: denied },
});
const undoing = (name: string, fields: string, denied: object): Asked => ({
  query: () => `mutation { undoChange(change: "${changes[name]}", ofOthers: true, preview: true) { ${fields} } }`,
  denied: { undoChange: denied },
});
const ALL = 'entitlements { edges { node { outcome } } }';
const revoke = (fields: string) => amending('revokeEntitlements', fields);

export const ASKED_OF_ENTITLEMENTS: Record<string, Asked> = {
  'entitlement.read _entities.Entitlement': entity('Entitlement', () => world.entitlement('Freischaltung'), 'level'),
  'entitlement.read Query.entitlement': entitlement('level'),
  'entitlement.read Query.entitlements': plain('{ entitlements { edges { node { level } } } }', {
    entitlements: { edges: [] },
  }),
  'entitlement.read Query.entitlementLines': {
    query: () => `{ entitlementLines(ids: ["${world.entitlement('Freischaltung')}"]) { holder } }`,
    denied: { entitlementLines: [null] },
  },
  'entitlement.read AssignedEntitlement.entitlement': assign('assignments { entitlement { level } }'),
  'entitlement.read AssignedEntitlement.overlapping': assign('assignments { overlapping { level } }'),
  'entitlement.read Entitlement.holder': entitlement('holder { name }'),
  'entitlement.read Entitlement.licence': entitlement('licence { id }'),
  'entitlement.read EntitlementConnection.totalCount': plain('{ entitlements { totalCount } }', {
    entitlements: { totalCount: 0 },
  }),
  'entitlement.read LicenceAccess.entitlement': assign('assignments { afterwards { entitlement { level } } }'),
  'entitlement.read AmendedEntitlement.entitlement': revoke('changes { entitlement { level } }'),
  'entitlement.read AmendedEntitlement.movedTo': {
    query: () =>
      `mutation { moveEntitlements(input: { entitlementIds: ["${world.entitlement('Freischaltung')}"], holder: { level: SCHOOL, id: "${world.organisation('Schule')}" } })
        { changes { movedTo { level } } } }`,
  },
  'entitlement.readAuthor Entitlement.createdBy': entitlement('createdBy', { entitlement: { createdBy: null } }),
  'entitlement.readAuthor Entitlement.note': entitlement('note', { entitlement: { note: null } }),
  'entitlement.readAuthor Entitlement.reason': entitlement('reason', { entitlement: { reason: null } }),
  'audit.read Entitlement.history': entitlement('history { edges { node { object } } }', {
    entitlement: { history: { edges: [] } },
  }),
  'audit.read Query.auditTrail': plain('{ auditTrail { edges { node { object } } } }', { auditTrail: { edges: [] } }),
  'audit.read AuditEntryConnection.totalCount': plain('{ auditTrail { totalCount } }', {
    auditTrail: { totalCount: 0 },
  }),
  'organisation.readNames Entitlement.history': entitlement(
    'history(first: 1) { edges { node { values { field } } } }',
    {
      entitlement: { history: { edges: [{ node: { values: [] } }] } },
    },
  ),
  'organisation.readNames Query.auditTrail': {
    query:
      () => `{ auditTrail(first: 1, filter: { objects: [ENTITLEMENT], objectId: "${world.entitlement('Beendete')}" }) {
      edges { node { values { field } } } } }`,
    denied: { auditTrail: { edges: [{ node: { values: [] } }] } },
  },
  'licence.assign Mutation.startAssignment': {
    query: () => assign('state').query().replace('assignEntitlements', 'startAssignment'),
  },
  'job.read Query.job': plain(`{ job(id: "${KEPT_JOB}") { state } }`),
  'job.read Query.jobs': plain('{ jobs { state } }'),
  'job.read Mutation.cancelJob': plain(`mutation { cancelJob(id: "${KEPT_JOB}") { state } }`),
  'amendment.read AmendEntitlementsResult.entitlements': amending('suspendEntitlements', ALL),
  'amendment.read RevokeEntitlementsResult.entitlements': amending('revokeEntitlements', ALL),
  'assignment.read Job.result': plain(`{ job(id: "${KEPT_JOB}") { result { assigned } } }`),
  'assignment.read Query.assignment': plain(`{ assignment(id: "${KEPT_ASSIGNMENT}") { assigned } }`),
  'assignment.read AssignEntitlementsResult.assignments': assign('assignments { outcome }'),
  ...Object.fromEntries(
    Object.keys(AMENDMENTS).map((name) => [`entitlement.amend Mutation.${name}`, amending(name, 'changed')]),
  ),
  'entitlement.amend Mutation.startChange': {
    query: () =>
      `mutation { startChange(input: { suspend: { entitlementIds: ["${world.entitlement('Befristete')}"] } }) { state } }`,
  },
  'entitlement.amend AmendEntitlementsResult.changes': amending('suspendEntitlements', 'changes { outcome }'),
  'entitlement.amend RevokeEntitlementsResult.changes': amending('revokeEntitlements', 'changes { outcome }'),
  'entitlement.amend Mutation.undoChange': undoing('Verlängerte', 'changes { outcome }', {
    changes: [{ outcome: 'NOT_ALLOWED' }],
  }),
  'entitlement.write Mutation.undoChange': undoing('Verkürzte', 'changes { outcome }', {
    changes: [{ outcome: 'NOT_ALLOWED' }],
  }),
  'holder.assign Mutation.undoChange': undoing('Verkürzte', 'changes { afterwards { schools } }', {
    changes: [{ afterwards: null }],
  }),
  'entitlement.write Mutation.amendEntitlements': amending('amendEntitlements', 'changed', { changed: 0 }),
  'entitlement.write Mutation.moveEntitlements': amending('moveEntitlements', 'changes { outcome }', {
    changes: [{ outcome: 'NOT_ALLOWED' }],
  }),
  'licence.assign Mutation.assignEntitlements': assign('assigned'),
  'licence.assign Mutation.syncEntitlements': sync(['Schule'], { problems: [{ row: 1 }], ended: 0 }),
  'holder.assign Mutation.syncEntitlements': sync(['Schule'], { problems: [{ row: 1 }], ended: 0 }),
  'entitlement.write Mutation.syncEntitlements': sync([], { problems: [{ row: null }], ended: 0 }),
  'licence.assign Query.licenceOwners': {
    query: () => `{ licenceOwners(ids: ["${world.licence('Lizenz')}"]) }`,
    denied: { licenceOwners: [null] },
  },
  'holder.assign Mutation.assignEntitlements': assign('assignments { outcome }', {
    assignEntitlements: { assignments: [{ outcome: 'NOT_IN_REACH' }] },
  }),
  ...Object.fromEntries(
    Object.keys(AMENDMENTS).map((name) => [
      `holder.assign Mutation.${name}`,
      amending(name, 'changes { afterwards { schools } }', { changes: [{ afterwards: null }] }),
    ]),
  ),
  'amendment.read Query.amendment': plain(`{ amendment(id: "${KEPT_ASSIGNMENT}") { changed } }`),
  'amendment.read Job.change': plain(`{ job(id: "${KEPT_JOB}") { change { changed } } }`),
};

/** Queries a sync of a source that has one entitlement, the city's. */
function sync(schools: string[], denied: object): Asked {
  return {
    query: () =>
      `mutation { syncEntitlements(input: { source: "land", preview: true, confirmLosses: 1, rows: [${schools.map(
        (name) => `{ licence: "Schullizenz", holder: "${number(name)}" }`,
      )}] }) { problems { row } ended } }`,
    denied: { syncEntitlements: denied },
  };
}

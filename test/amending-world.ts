/** Helpers that amend entitlements of assigning-world. */
import { holder, staff, system } from './assigning-world';

const RESULT = `
  preview applied changed unchanged refused counts { outcome count } change previewToken asked
  changes {
    outcome suspendedSchools { name } suspendedSchoolCount
    entitlement { id version status validFrom validUntil endsWithLicence reason holder { name } }
    movedTo { id status validFrom validUntil rights holder { name } }
    afterwards { schools allowed validUntil }
  }`;
const INPUTS = {
  revokeEntitlements: 'RevokeEntitlementsInput',
  suspendEntitlements: 'SuspendEntitlementsInput',
  resumeEntitlements: 'ResumeEntitlementsInput',
  amendEntitlements: 'AmendEntitlementsInput',
  moveEntitlements: 'MoveEntitlementsInput',
} as const;
type AmendingMutation = keyof typeof INPUTS;

export function askToAmend(mutation: AmendingMutation, ids: readonly string[], more: object = {}, token = staff) {
  const query = `mutation ($input: ${INPUTS[mutation]}!) { ${mutation}(input: $input) { ${RESULT} } }`;
  const which = 'entitlements' in more || 'selection' in more ? {} : { entitlementIds: ids };
  return system.ask(token, query, { input: { ...which, ...more } });
}

export async function amend(mutation: AmendingMutation, ids: readonly string[], more: object = {}, token = staff) {
  const { data, errors } = await askToAmend(mutation, ids, more, token);
  expect(errors).toBeUndefined();
  return data[mutation];
}

export const suspend = (ids: readonly string[], more: object = {}) => amend('suspendEntitlements', ids, more);
export const resume = (ids: readonly string[], more: object = {}) => amend('resumeEntitlements', ids, more);
export const setEnd = (ids: readonly string[], validUntil: string | null, more: object = {}) =>
  amend('amendEntitlements', ids, { validUntil, ...more });
export const move = (ids: readonly string[], to: string, more: object = {}) =>
  amend('moveEntitlements', ids, { holder: holder(to), ...more });

export const outcomesOf = ({ changes }: any): string[] => changes.map(({ outcome }: any) => outcome);

export async function undo(change: string, more: object = {}, token = staff) {
  const { data, errors } = await askToUndo(change, more, token);
  expect(errors).toBeUndefined();
  return data.undoChange;
}

export function askToUndo(change: string, more: object = {}, token = staff) {
  const query = `mutation ($change: ID!, $preview: Boolean! = false, $ofOthers: Boolean! = false, $overrideSuspended: Boolean! = false) {
    undoChange(change: $change, preview: $preview, ofOthers: $ofOthers, overrideSuspended: $overrideSuspended) { ${RESULT} }
  }`;
  return system.ask(token, query, { change, ...more });
}

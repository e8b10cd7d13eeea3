/** The work of a job: an assignment or a change of entitlements, like a request of its caller. */
import type { Caller } from '../../../caller/caller';
import type { Transaction } from '../../subgraph/database/session';
import { amendWithin, checkAmend } from '../amendment/amend-entitlements';
import type { AmendRequest } from '../amendment/amend-request';
import type { ChangeRequest } from '../amendment/requested';
import { checkUndo, undoWithin } from '../amendment/undo-change';
import { type Assigning, assignWithin, checkAssignment } from '../assignment/assign-entitlements';
import type { AssignRequest } from '../assignment/assign-request';
import type { EntitlementFilter } from '../entitlement/entitlement-filter';

export type WorkOfJob = { readonly kind: 'ASSIGN'; readonly request: AssignRequest } | ChangeRequest;

/** The id under which the result is kept. */
export type ResultOfJob = { readonly assignmentId: string } | { readonly amendmentId: string };

/**
 * Refuses what would be refused as a whole, whatever the other outcomes, and changes nothing. @throws as the work
 * itself
 */
export async function checkWork(db: Transaction, caller: Caller, work: WorkOfJob, doing: Assigning): Promise<void> {
  switch (work.kind) {
    case 'ASSIGN':
      return checkAssignment(db, caller, work.request, doing);
    case 'AMEND':
      return checkAmend(db, caller, work.request, doing);
    case 'UNDO':
      return checkUndo(db, caller, work.request, doing);
  }
}

export async function doWork(db: Transaction, caller: Caller, work: WorkOfJob, doing: Assigning): Promise<ResultOfJob> {
  switch (work.kind) {
    case 'ASSIGN':
      return { assignmentId: (await assignWithin(db, caller, work.request, doing)).assignmentId };
    case 'AMEND':
      return { amendmentId: (await amendWithin(db, caller, withDates(work.request), doing)).id };
    case 'UNDO':
      return { amendmentId: (await undoWithin(db, caller, work.request, doing)).id };
  }
}

const DATES = [
  'beginsFrom',
  'beginsBefore',
  'endsFrom',
  'endsBefore',
  'createdFrom',
] as const satisfies readonly (keyof EntitlementFilter)[];

/** A request that was kept as JSON has no dates. */
function withDates(request: AmendRequest): AmendRequest {
  const { selection } = request;
  if (!selection?.filter) return request;
  const { filter } = selection;
  const dates = DATES.flatMap((name) => (filter[name] == null ? [] : [[name, new Date(filter[name])]]));
  return { ...request, selection: { ...selection, filter: { ...filter, ...Object.fromEntries(dates) } } };
}

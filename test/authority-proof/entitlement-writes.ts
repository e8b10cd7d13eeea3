/** Checks what changed about entitlements against the rights of the callers who sent mutations meanwhile. */
import { isDeepStrictEqual } from 'node:util';
import { difference } from './difference';
import type { EntitlementRow, Oracle } from './oracle';
import { licenceOf, type Rights } from './rights';

interface Sent {
  readonly name: string;
  readonly rights: Rights;
  readonly given: Readonly<Record<string, any>>;
}

const AMENDING = new Set([
  'amendEntitlements',
  'moveEntitlements',
  'resumeEntitlements',
  'revokeEntitlements',
  'suspendEntitlements',
]);

/** @returns in words, what changed that nobody had a right to change; and how much was changed rightly */
export function wrongEntitlementChanges(before: Oracle, after: Oracle, sent: readonly Sent[]) {
  const complaints: string[] = [];
  const right = { assigned: 0, synced: 0, revoked: 0, suspended: 0 };
  const by = (name: string, subject: string) =>
    sent.filter((one) => one.name === name && one.rights.asker.subject === subject && one.given.input.preview !== true);
  /**
   * Finds all who sent a change that may concern it, because only the service knows what a filter finds and what a
   * change was about.
   */
  const amending = (row: string) =>
    sent.filter(({ name, given: { input, preview } }) =>
      AMENDING.has(name)
        ? input.preview !== true && namesEntitlement(input, row)
        : name === 'undoChange' && preview !== true,
    );

  const isAssigned = (made: EntitlementRow) =>
    licenceOf(before, made.licence)?.owner === made.owner &&
    by('assignEntitlements', made.createdBy).some(
      ({ rights, given: { input } }) =>
        input.licenceIds.includes(made.licence) && rights.mayWrite(made.owner, made.holder),
    );
  const isSynced = (made: EntitlementRow) =>
    by('syncEntitlements', made.createdBy).some(
      ({ rights, given: { input } }) =>
        input.rows.some((row: any) => row.licence === licenceOf(before, made.licence)?.number) &&
        rights.mayWrite(made.owner, made.holder),
    );
  const isEndedBySync = (is: EntitlementRow) =>
    sent.some(
      ({ name, rights, given: { input } }) =>
        name === 'syncEntitlements' &&
        input.preview !== true &&
        is.revokedBy === `sync ${input.source}` &&
        rights.mayWrite(is.owner, is.holder),
    );
  /** An entitlement that is moved twice within one round was moved by both callers. */
  const isMoved = (made: EntitlementRow) => {
    const old = after.entitlements.find(({ row }) => row === made.movedFrom);
    return (
      old?.licence === made.licence &&
      old.owner === made.owner &&
      by('moveEntitlements', made.createdBy).some(
        ({ rights, given: { input } }) =>
          namesEntitlement(input, old.row) &&
          rights.mayWrite(old.owner, old.holder) &&
          rights.mayWrite(made.owner, made.holder),
      )
    );
  };

  const entitlements = difference(before.entitlements, after.entitlements);
  for (const made of entitlements.made) {
    if (isSynced(made)) right.synced += 1;
    else if (made.movedFrom === null ? isAssigned(made) : isMoved(made)) right.assigned += 1;
    else complaints.push(`an entitlement that nobody may have assigned: ${JSON.stringify(made)}`);
  }
  for (const [was, is] of entitlements.changed) {
    const isRight = amending(is.row).some(({ name, rights }) => {
      if (endOf(is) <= endOf(was)) return rights.mayAmend(is.owner, is.holder);
      return (name === 'amendEntitlements' || name === 'undoChange') && rights.mayWrite(is.owner, is.holder);
    });
    if ((isRight || isEndedBySync(is)) && isDeepStrictEqual(allButEnd(was), allButEnd(is))) right.revoked += 1;
    else complaints.push(`an entitlement that nobody may have changed so: ${JSON.stringify([was, is])}`);
  }
  for (const gone of entitlements.gone) complaints.push(`gone, which no entitlement may be: ${JSON.stringify(gone)}`);

  const suspensions = difference(before.suspensions, after.suspensions);
  for (const one of [...suspensions.made, ...suspensions.gone, ...suspensions.changed.flat()]) {
    const of = after.entitlements.find(({ row }) => row === one.entitlement) as EntitlementRow;
    const isCarried = of.movedFrom !== null && entitlements.made.includes(of);
    if (isCarried || amending(of.row).some(({ rights }) => rights.mayAmend(of.owner, of.holder))) right.suspended += 1;
    else complaints.push(`a suspension that nobody may have changed so: ${JSON.stringify([one, of])}`);
  }
  return { complaints, right };
}

/**
 * Returns entitlements that were changed meanwhile, perhaps back to what they were. An answer may show any of their
 * states.
 */
export function unsettled(before: Oracle, after: Oracle): ReadonlySet<string> {
  const was = new Map(before.versions.map(({ row, version }) => [row, version]));
  return new Set(after.versions.filter(({ row, version }) => version > (was.get(row) ?? 1)).map(({ row }) => row));
}

/** Returns licences that were amended meanwhile. An answer may show any of their states. */
export function amendedLicences(before: Oracle, after: Oracle): ReadonlySet<string> {
  return new Set(difference(before.licences, after.licences).changed.map(([{ row }]) => row));
}

function allButEnd(entitlement: EntitlementRow) {
  return { ...entitlement, until: null, revokedAt: null, revokedBy: null, revokedReason: null };
}

function endOf({ until, revokedAt }: EntitlementRow): number {
  return Math.min(until ?? Infinity, revokedAt ?? Infinity);
}

function namesEntitlement(input: any, row: string): boolean {
  const { entitlementIds, entitlements, selection } = input;
  const versioned = entitlements?.map(({ id }: { id: string }) => id);
  return (
    selection?.filter != null || [entitlementIds, versioned, selection?.ids].some((ids) => ids?.includes(row) ?? false)
  );
}

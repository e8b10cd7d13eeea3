/**
 * Makes the entitlements of one source equal to what the source lists, in one transaction: what is listed unchanged
 * is untouched, what is replaced ends at the instant at which the new one begins, and what somebody changed by hand
 * stays (docs/decisions/0062).
 */
import type { Queryable } from '../../../database/queryable';
import type { FileRecord } from '../../import-file/file-record';
import { type Problem, Problems } from '../../import-file/import-error';
import { refuseLosses } from '../../import-file/losses';
import type { Progress } from '../../import-file/progress';
import { type RecordKind, stageRecords } from '../../import-file/staging';
import { stagedAs } from '../../import-file/staging-queries';
import { lockLicences } from '../assignment/assignment-queries';
import { storeSuspendedBefore } from '../entitlement/opened-queries';
import { refuseOpened } from '../entitlement/refuse-opened';
import { keepMembers } from '../school-group/group-lock-queries';
import {
  countLive,
  countSync,
  findGroupsAndLicences,
  findHolders,
  findLive,
  findSyncChanges,
  findWrongRows,
  judgeEnds,
  judgeSync,
  type SyncCounts,
  type WrongRow,
  writeSync,
} from './sync-queries';
import type { SyncRecord } from './sync-record';

const STAGED = stagedAs<SyncRecord>('sync');

export interface Sync {
  readonly source: string;
  readonly now: Date;
  /** The author of new entitlements. */
  readonly createdBy: string;
  readonly schema: RecordKind<SyncRecord>['schema'];
  /** Whether wrong rows are left out. If there are any, nothing ends because its row is missing: it may be one of them. */
  readonly skipBad: boolean;
  /** How many may end, where somebody expects it; null: a few. */
  readonly confirmedLosses: number | null;
  /** At how many schools it may open what is suspended there; null: at none. */
  readonly overrideSuspended: number | null;
  /** How many changes are listed. */
  readonly mostTold: number;
  /**
   * Which of the named licences and holders, and of the existing entitlements, the caller may write; undefined: all.
   */
  readonly may?: SyncPermissions;
}

export interface SyncPermissions {
  licences(ids: readonly string[]): Promise<ReadonlySet<string>>;
  holders(keys: readonly string[]): Promise<ReadonlySet<string>>;
  standing(
    found: readonly { readonly id: string; readonly ownerKey: string; readonly holderKey: string }[],
  ): Promise<ReadonlySet<string>>;
}

export interface Synced extends SyncCounts {
  /** Rows that were left out, with the reasons; the first of them. */
  readonly skipped: readonly Problem[];
  readonly skippedCount: number;
  readonly changes: readonly { readonly what: string; readonly outcome: string }[];
  /** Lines about suspensions that were overridden. */
  readonly notes: readonly string[];
}

/**
 * @param db a transaction; the caller commits it, or rolls it back for a preview
 * @throws ImportError with line and reason of all that is wrong; then nothing was written except to temporary tables
 */
export async function syncEntitlements(
  db: Queryable,
  records: AsyncIterable<FileRecord>,
  sync: Sync,
  progress: Progress = () => undefined,
): Promise<Synced> {
  const { source, now, may, skipBad } = sync;
  const problems = new Problems();
  const kind: RecordKind<SyncRecord> = {
    ...STAGED,
    schema: sync.schema,
    identity: ({ licence, holder }) => `the licence ${licence} for ${holder}`,
  };
  await stageRecords(db, records, [kind], () => kind, problems, progress);
  const { groups, licences } = await findGroupsAndLicences(db);
  // Only what the caller may assign is locked, so that nobody waits for a stranger. Which holders these are depends on
  // the schools of groups, so it is asked again after these are locked.
  const mayAssign = may ? await may.licences(licences) : null;
  const holders = may ? await may.holders(await findHolders(db)) : null;
  await keepMembers(db, holders ? groups.filter((key) => holders.has(key)) : groups);
  await lockLicences(db, mayAssign ? licences.filter((id) => mayAssign.has(id)) : licences);
  await judgeSync(db, source, now, {
    licences: mayAssign && [...mayAssign],
    holders: may && holders ? [...(await may.holders([...holders]))] : null,
  });
  const wrong = await findWrongRows(db);
  for (const row of wrong) problems.add(row, reasonOf(row));
  problems.addUntold((wrong[0]?.count ?? 0) - wrong.length);
  const skipped = problems.told();
  if (!skipBad) problems.refuse();

  const endable = may ? [...(await may.standing(await findLive(db, source, now)))] : null;
  if (skipped.count === 0) await judgeEnds(db, source, now, endable);
  const counts = await countSync(db);
  refuseLosses({
    ended: counts.ended,
    standing: await countLive(db, source, now),
    confirmed: sync.confirmedLosses,
    what: 'entitlements',
  });
  const changes = await findSyncChanges(db, sync.mostTold);
  await storeSuspendedBefore(db);
  await writeSync(db, source, now, sync.createdBy);
  const notes = await refuseOpened(db, sync.overrideSuspended);
  return { ...counts, skipped: skipped.problems, skippedCount: skipped.count, changes, notes };
}

function reasonOf({ outcome, licence, holder }: WrongRow): string {
  switch (outcome) {
    case 'NO_LICENCE':
      return `licence: there is no licence ${licence}`;
    case 'NO_HOLDER':
      return `holder: there is no organisation ${holder}`;
    case 'LEVEL':
      return `holder: the licence ${licence} may not be held at the level of ${holder}`;
    case 'RIGHTS':
      return `rights: the licence ${licence} does not grant all of them`;
    case 'PUPILS':
      return `sonderlizenz: it is for teachers only, and the licence ${licence} opens rights to pupils`;
    case 'BEYOND_TERM':
      return `until: the licence ${licence} ends before`;
    case 'OUT_OF_TERM':
      return `from: the licence ${licence} does not run then, or ${holder} is closed`;
    case 'OUTSIDE_TERRITORY':
      return `holder: ${holder} does not lie within the owner of the licence ${licence}`;
    case 'SUSPENDED':
      return `the licence ${licence} is suspended at ${holder}; end the suspension, or revoke what is suspended`;
    case 'TOO_MANY_SCHOOLS':
      return `the licence ${licence} would be held by more schools than it may be`;
  }
}

import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { Caller } from '../../../caller/caller';
import { badUserInput } from '../../../request/client-errors';
import type { FileRecord } from '../../import-file/file-record';
import { describeProblem, ImportError, type Problem } from '../../import-file/import-error';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { SubgraphContext } from '../../subgraph/context';
import type { Transaction } from '../../subgraph/database/session';
import { currentChange } from '../audit/current-change';
import { allowedEntitlements, allowedLicences, allowedOrganisations } from '../authorisation/allowed';
import { SOURCE_NAME, SOURCE_NAME_IN_WORDS } from './source-name';
import { type Synced, type SyncPermissions, syncEntitlements } from './sync-entitlements';
import { tableRow } from './sync-record';
import {
  MAX_SYNC_ROWS,
  SyncEntitlementsInput,
  SyncEntitlementsResult,
  type SyncProblem,
  type SyncRowInput,
} from './sync-types';

@Resolver()
export class SyncResolver {
  @Mutation(() => SyncEntitlementsResult, {
    nullable: true,
    description:
      'Makes what stands of one source what it wants, at once: no moment without a licence that stays. What staff changed or assigned by hand stays.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["sync-holders-in-reach"]])')
  @Directive('@cost(weight: 100)')
  async syncEntitlements(
    @Ctx() { session, caller, now, refused }: SubgraphContext,
    @Arg('input', () => SyncEntitlementsInput, { description: 'All that the source wants.' })
    input: SyncEntitlementsInput,
  ): Promise<SyncEntitlementsResult> {
    const { source, rows, preview, skipBad, confirmLosses = null, overrideSuspended = null, reason = null } = input;
    if (!SOURCE_NAME.test(source)) throw badUserInput(`input.source: must be ${SOURCE_NAME_IN_WORDS}.`);
    if (rows.length > MAX_SYNC_ROWS)
      throw badUserInput(`input.rows: too many: ${rows.length} (maximum ${MAX_SYNC_ROWS}).`);
    try {
      const synced = await session.write(async (db) => {
        await describeChange(db, { operation: 'syncEntitlements', reason, source });
        const done = await syncEntitlements(db, recordsOf(rows), {
          source,
          skipBad,
          overrideSuspended,
          confirmedLosses: confirmLosses,
          now: new Date(now),
          createdBy: caller.subject,
          schema: tableRow,
          mostTold: 0,
          may: permissionsOf(db, caller, refused),
        });
        return { ...done, change: preview ? null : await currentChange(db) };
      }, !preview);
      return resultOf(preview, synced);
    } catch (error) {
      if (error instanceof ImportError) return refusal(preview, error);
      throw error;
    }
  }
}

/** Numbers each row as if it were a line of a file. */
async function* recordsOf(rows: readonly SyncRowInput[]): AsyncGenerator<FileRecord> {
  for (const [at, { licence, holder, from, until, rights, note }] of rows.entries()) {
    yield { line: at + 1, record: { licence, holder, from, until, rights, note } };
  }
}

function permissionsOf(db: Transaction, caller: Caller, refused: ReadonlySet<string> | undefined): SyncPermissions {
  return {
    licences: (ids) => allowedLicences(db, caller, 'licence.assign', ids),
    holders: (keys) =>
      allowedOrganisations(
        db,
        caller,
        'holder.assign',
        keys.filter((key) => !refused?.has(key)),
      ),
    standing: (found) => allowedEntitlements(db, caller, 'entitlement.write', found),
  };
}

const NOTHING = { added: 0, replaced: 0, ended: 0, kept: 0, covered: 0, changedByHand: 0, skipped: 0 };

function resultOf(
  preview: boolean,
  { skipped, skippedCount, change, ...counts }: Synced & { readonly change: string | null },
): SyncEntitlementsResult {
  const { added, replaced, ended, kept, covered, changedByHand } = counts;
  const counted = { added, replaced, ended, kept, covered, changedByHand, skipped: skippedCount };
  const problems = skipped.map(problemOf);
  return { preview, applied: !preview, change, ...counted, problems, moreProblems: skippedCount - problems.length };
}

function refusal(preview: boolean, { problems, more }: ImportError): SyncEntitlementsResult {
  return { preview, applied: false, change: null, ...NOTHING, problems: problems.map(problemOf), moreProblems: more };
}

function problemOf({ place, reason }: Problem): SyncProblem {
  return { row: place?.line ?? null, text: describeProblem({ place: null, reason }) };
}

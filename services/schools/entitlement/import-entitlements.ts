/**
 * Takes entitlements in. They keep their history: an import adds them, revokes them, suspends them, and changes nothing
 * else about them. One that no file names stays as it is.
 */
import { rightSet, rightsIn } from '../../../access/right';
import type { Queryable } from '../../../database/queryable';
import { type CheckedRecord, firstOfEach, inBatches } from '../../import-file/checked-records';
import { beginOf } from '../../import-file/days';
import type { FileRecord } from '../../import-file/json-records';
import { Problems } from '../../import-file/refusal';
import { NOTHING, plus, type Tally } from '../../import-file/tally';
import {
  holders,
  insertEntitlements,
  licenceTerms,
  revokeEntitlements,
  type StoredEntitlement,
  storedEntitlements,
  writeSuspensions,
} from './import-queries';
import { type EntitlementRecord, entitlementRecord } from './import-record';
import { differences, type Line, lineOfRecord } from './import-rules';

export interface EntitlementsReport {
  readonly entitlements: Tally;
}

const BATCH = 5_000;

/**
 * @param db a transaction of the owner; the caller commits it
 * @throws ImportRefused with the line and JSON path of every problem, up to the number worth printing
 */
export async function importEntitlements(
  db: Queryable,
  records: AsyncIterable<FileRecord>,
  progress: (text: string) => void = () => undefined,
): Promise<EntitlementsReport> {
  const problems = new Problems();
  const lineOf = new Map<string, number>();
  let entitlements = NOTHING;
  for await (const batch of inBatches(records, entitlementRecord, problems, BATCH)) {
    const records = firstOfEach(batch, nameOf, lineOf, problems);
    entitlements = plus(entitlements, await writeBatch(db, records, problems));
    progress(`${lineOf.size.toLocaleString('en')} entitlements`);
  }
  problems.refuse();
  return { entitlements };
}

async function writeBatch(
  db: Queryable,
  records: readonly CheckedRecord<EntitlementRecord>[],
  problems: Problems,
): Promise<Tally> {
  const licences = await licenceTerms(
    db,
    records.map(({ value }) => value.licence),
  );
  const holding = await holders(
    db,
    records.map(({ value }) => value.holder),
  );
  const lines = records.flatMap(({ line, value }) => {
    const found = lineOfRecord(line, value, licences.get(value.licence), holding.get(value.holder));
    if (!Array.isArray(found)) return [found];
    for (const reason of found) problems.add(line, reason);
    return [];
  });
  const names = lines.map(({ licence, holder, from }) => ({ licenceId: licence.id, holderId: holder.id, from }));
  const stored = new Map((await storedEntitlements(db, names)).map((row) => [row.index, row]));
  for (const [index, entitlement] of stored) {
    const line = lines[index] as Line;
    for (const reason of differences(line, entitlement)) problems.add(line.line, reason);
  }
  if (problems.any) return NOTHING;

  const fresh = lines.flatMap((line, index) => (stored.has(index) ? [] : [newEntitlement(line, index)]));
  const freshIds = await insertEntitlements(db, fresh);
  const idOf = new Map(fresh.map(({ index }, position) => [index, freshIds[position] as string]));
  const revocations = [...stored].flatMap(([index, { id, isRevoked }]) => {
    const revokedAt = beginOf(lines[index]?.record.revokedOn);
    return revokedAt && !isRevoked ? [{ id, revokedAt }] : [];
  });
  await revokeEntitlements(db, revocations);
  const suspensions = lines.flatMap((line, index) => {
    const known = stored.get(index);
    return newSuspensions(line, known).map((suspension) => ({
      entitlementId: known?.id ?? (idOf.get(index) as string),
      ...suspension,
    }));
  });
  await writeSuspensions(db, suspensions);

  const touched = new Set([
    ...revocations.map(({ id }) => id),
    ...suspensions.map(({ entitlementId }) => entitlementId),
  ]);
  const changed = [...stored.values()].filter(({ id }) => touched.has(id)).length;
  return { added: fresh.length, changed, unchanged: stored.size - changed };
}

function newEntitlement({ record, licence, holder, from, until }: Line, index: number) {
  return {
    index,
    licenceId: licence.id,
    ownerId: licence.ownerId,
    holderId: holder.id,
    from,
    until,
    rights: rightsIn(rightSet(record.rights ?? licence.rights)),
    revokedAt: beginOf(record.revokedOn),
  };
}

function newSuspensions({ record }: Line, stored: StoredEntitlement | undefined) {
  return record.suspended
    .map(({ from, until }) => ({ from: beginOf(from), until: beginOf(until) }))
    .filter(({ from, until }) => !stored?.suspensions.some((other) => other.from === from && other.until === until));
}

function nameOf({ licence, holder, from }: EntitlementRecord): string {
  return `the entitlement of ${holder} to ${licence} from ${from}`;
}

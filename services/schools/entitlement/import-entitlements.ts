/**
 * Imports entitlements. They keep their history: an import adds them, revokes them, suspends them, and changes
 * nothing else about them. One that no file names stays as it is.
 */

import { dateOf } from '../../../access/calendar';
import { rightSet, rightsIn } from '../../../access/right';
import type { Queryable } from '../../../database/queryable';
import type { Changes } from '../../import-file/changes';
import { stageComingLicences } from '../../import-file/coming-licence-queries';
import { beginOf } from '../../import-file/days';
import { ImportError, MAX_LISTED, type Problem } from '../../import-file/import-error';
import type { Importer } from '../../import-file/import-records';
import type { StagedRecord } from '../../import-file/staging';
import { stagedAs } from '../../import-file/staging-queries';
import type { Tally } from '../../import-file/tally';
import { endBeforeLicence, revokedOtherwise, type Some, unnamedSuspensions } from './import-note-queries';
import {
  holders,
  insertEntitlements,
  licenceTerms,
  revokeEntitlements,
  type StoredEntitlement,
  storedEntitlements,
  suspendedBeside,
  writeSuspensions,
} from './import-queries';
import { type EntitlementRecord, entitlementRecord } from './import-record';
import { differences, type Line, lineOfRecord } from './import-rules';
import { storeSuspendedBefore } from './opened-queries';
import { refuseOpened } from './refuse-opened';
import { lockStagedLicences, outsideTerritory, overAssigned } from './territory-queries';

const ENTITLEMENTS = stagedAs<EntitlementRecord>('entitlements');

/**
 * A licence may be one of the database, or of the same file.
 *
 * @param overridden at how many schools the file may open what is suspended there by an entitlement of another holder
 */
export function entitlements(overridden: number | null = null): Importer<EntitlementRecord> {
  let opened: readonly string[] = [];
  return {
    ...ENTITLEMENTS,
    schema: entitlementRecord,
    identity: ({ licence, holder, from }) => `the entitlement of ${holder} to ${licence} from ${from}`,
    async check(db, batch, problems) {
      const { lines, stored, reasons } = await besideTheDatabase(db, batch);
      for (const { place, reason } of reasons) problems.add(place, reason);
      for (const [index, entitlement] of stored) {
        const line = lines[index] as Line;
        for (const reason of differences(line, entitlement)) problems.add(line.place, reason);
      }
      const fresh = lines.filter((_, index) => !stored.has(index));
      const lasting = fresh.filter(
        ({ record, until }) => !record.revokedOn && (until === null || Date.parse(until) > Date.now()),
      );
      const outside = await outsideTerritory(
        db,
        lasting.map(({ licence, holder }) => ({ ownerId: licence.ownerId, holderId: holder.id })),
      );
      for (const index of outside) {
        const { place, record } = lasting[index] as Line;
        problems.add(
          place,
          `holder: not every school of ${record.holder} lies under the organisation that owns the licence ${record.licence}`,
        );
      }
      const wanted = fresh.map((line) => ({ ...nameOf(line), until: line.until }));
      for (const { index, from } of await suspendedBeside(db, wanted)) {
        const { place, record } = fresh[index] as Line;
        const day = dateOf(Date.parse(from));
        problems.add(
          place,
          `the entitlement of ${record.holder} to ${record.licence} from ${day} is suspended; end its suspension, or revoke it, before another one is added`,
        );
      }
    },
    async checkWhole(db) {
      await lockStagedLicences(db);
      await storeSuspendedBefore(db);
    },
    async write(db, batch, changes) {
      return { entitlements: await writeEntitlements(db, await besideTheDatabase(db, batch), changes) };
    },
    async finish(db) {
      opened = await refuseOpened(db, overridden);
      const problems = (await overAssigned(db)).map(({ number, schoolCount, schools }) => ({
        place: null,
        reason: `the licence ${number} may be had by ${schoolCount} schools at a time, and with this file ${schools} would have it`,
      }));
      if (problems.length > 0)
        throw new ImportError(problems.slice(0, MAX_LISTED), Math.max(0, problems.length - MAX_LISTED));
    },
    async notes(db) {
      await stageComingLicences(db, []);
      const [stayRevoked, stayed, early] = [
        await revokedOtherwise(db),
        await unnamedSuspensions(db),
        await endBeforeLicence(db),
      ];
      return [
        ...opened,
        ...describeSome(
          'entitlements that are revoked on record otherwise than the file says, and stay so',
          stayRevoked,
        ),
        ...describeSome('entitlements with suspensions on record that the file does not name, and that stay', stayed),
        ...describeSome(
          'entitlements with an end of their own before the new end of their licence, which they keep',
          early,
        ),
      ];
    },
  };
}

interface Resolved {
  readonly lines: readonly Line[];
  /** What is on record about them, by their index. */
  readonly stored: ReadonlyMap<number, StoredEntitlement>;
  /** The reasons against records that are not among the lines. */
  readonly reasons: readonly Problem[];
}

async function besideTheDatabase(db: Queryable, batch: readonly StagedRecord<EntitlementRecord>[]): Promise<Resolved> {
  await stageComingLicences(db, []);
  const licences = await licenceTerms(
    db,
    batch.map(({ value }) => value.licence),
  );
  const holding = await holders(
    db,
    batch.map(({ value }) => value.holder),
  );
  const found = batch.map(({ value, ...place }) => ({
    place,
    resolved: lineOfRecord(place, value, licences.get(value.licence), holding.get(value.holder)),
  }));
  const lines = found.flatMap(({ resolved }) => ('licence' in resolved ? [resolved] : []));
  const reasons = found.flatMap(({ place, resolved }) =>
    'licence' in resolved ? [] : resolved.map((reason) => ({ place, reason })),
  );
  const stored = new Map((await storedEntitlements(db, lines.map(nameOf))).map((row) => [row.index, row]));
  return { lines, stored, reasons };
}

function describeSome(what: string, { count, some }: Some): string[] {
  return count > 0 ? [`${what}: ${count} (${some.join('; ')}${count > some.length ? '; …' : ''})`] : [];
}

function nameOf({ licence, holder, from }: Line) {
  return { licenceId: licence.id, holderId: holder.id, from };
}

async function writeEntitlements(db: Queryable, { lines, stored }: Resolved, changes: Changes): Promise<Tally> {
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
  for (const [index, known] of stored) reportChanges(lines[index] as Line, known, changes);

  const touched = new Set([
    ...revocations.map(({ id }) => id),
    ...suspensions.map(({ entitlementId }) => entitlementId),
  ]);
  const changed = [...stored.values()].filter(({ id }) => touched.has(id)).length;
  return { added: fresh.length, changed, unchanged: stored.size - changed };
}

function reportChanges(line: Line, known: StoredEntitlement, changes: Changes): void {
  const { licence, holder, from } = line.record;
  const what = `entitlement ${licence} of ${holder} from ${from}`;
  if (line.record.revokedOn && !known.isRevoked) changes.add(what, 'revokedOn', 'nothing', line.record.revokedOn);
  for (const { from: begin, until } of newSuspensions(line, known)) {
    const former = known.suspensions.find((other) => other.from === begin);
    const describePeriod = (end: string | null) => `${dayOf(begin)} to ${end ? dayOf(end) : 'further notice'}`;
    changes.add(what, 'suspended', former ? describePeriod(former.until) : 'nothing', describePeriod(until));
  }
}

const dayOf = (instant: string) => dateOf(Date.parse(instant));

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
  return (record.suspended ?? [])
    .map(({ from, until }) => ({ from: beginOf(from), until: beginOf(until) }))
    .filter(({ from, until }) => !stored?.suspensions.some((other) => other.from === from && other.until === until));
}

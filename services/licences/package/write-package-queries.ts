/** Writes the row of a package, and that of a call that amends one. */
import type { Caller } from '../../../caller/caller';
import { bigint, boolean, instant, json, oneOf, type RowOf, statement, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { IS_OWN, ownedBy } from '../../subgraph/idempotency/own-rows';
import type { Effects } from './effect-queries';
import { PACKAGE_CHANGE_OUTCOMES, type PackageChangeOutcome } from './package-change';

const INSERT_PACKAGE = statement(
  'insertPackage',
  'insert into licences.package (number, name, owner_id) values ($1, $2, $3) on conflict (number) do nothing returning id',
  { id: bigint },
);

/** @returns the id of the package; undefined where another package has the number */
export async function insertPackage(
  db: Transaction,
  { number, name, ownerId }: { number: string; name: string; ownerId: string | null },
): Promise<string | undefined> {
  const [made] = await db.query(INSERT_PACKAGE, [number, name, ownerId]);
  return made?.id;
}

const AMEND_PACKAGE = statement(
  'amendPackage',
  'update licences.package set number = $2, name = $3, closed_from = $4, version = version + 1 where id = $1',
);

export async function amendPackageRow(
  db: Transaction,
  id: string,
  { number, name, closedFrom }: { number: string; name: string; closedFrom: Date | null },
): Promise<void> {
  await db.query(AMEND_PACKAGE, [id, number, name, closedFrom]);
}

const DELETE_OLD_CHANGES = statement('deleteOldChanges', 'select licences.delete_old_changes()');

const INSERT_CHANGE = statement(
  'insertPackageChange',
  `insert into licences.package_change (id, package_id, input_hash, is_preview, outcome, takes_effect_at, effects, fingerprint)
   values ($1, $2, $3, $4, 'UNCHANGED', $5, '{}', '')`,
);

/** The largest number of previews that are kept for one caller, because each may name two million pairs. */
export const MAX_PREVIEWS = 20;

const DELETE_OLDEST_PREVIEWS = statement(
  'deleteOldestPreviews',
  `delete from licences.package_change where id in (
     select id from licences.package_change where is_preview and ${IS_OWN}
     order by created_at desc, id offset ${MAX_PREVIEWS - 1})`,
);

const FINISH_CHANGE = statement(
  'finishPackageChange',
  'update licences.package_change set outcome = $2, effects = $3, fingerprint = $4 where id = $1',
);

interface NewChange {
  readonly id: string;
  readonly packageId: string;
  readonly inputHash: string;
  readonly isPreview: boolean;
  readonly at: Date;
}

/**
 * Begins to store a call. It deletes calls that are older than 48 hours and, for a preview, the oldest ones of this
 * caller where there are too many. A repeat by idempotency key gets the stored answer for all that time.
 */
export async function beginChange(
  db: Transaction,
  caller: Caller,
  { id, packageId, inputHash, isPreview, at }: NewChange,
): Promise<void> {
  await db.query(DELETE_OLD_CHANGES);
  if (isPreview) await db.query(DELETE_OLDEST_PREVIEWS, ownedBy(caller));
  await db.query(INSERT_CHANGE, [id, packageId, inputHash, isPreview, at]);
}

export async function finishChange(
  db: Transaction,
  id: string,
  { outcome, effects, fingerprint }: { outcome: PackageChangeOutcome; effects: Effects; fingerprint: string },
): Promise<void> {
  await db.query(FINISH_CHANGE, [id, outcome, JSON.stringify(effects), fingerprint]);
}

const FIND_CHANGE = statement(
  'findPackageChange',
  `select package_id as "packageId", input_hash as "inputHash", is_preview as "isPreview", outcome,
     takes_effect_at as "takesEffectAt", effects, fingerprint
   from licences.package_change where id = $4 and ${IS_OWN}`,
  {
    packageId: bigint,
    inputHash: text,
    isPreview: boolean,
    outcome: oneOf(PACKAGE_CHANGE_OUTCOMES),
    takesEffectAt: instant,
    effects: json<Effects>(),
    fingerprint: text,
  },
);

type KeptChange = RowOf<typeof FIND_CHANGE>;

/** Finds a call of this caller; undefined where it is another caller's, or is no longer stored. */
export async function findChange(db: Transaction, caller: Caller, id: string): Promise<KeptChange | undefined> {
  const [found] = await db.query(FIND_CHANGE, [...ownedBy(caller), id]);
  return found;
}

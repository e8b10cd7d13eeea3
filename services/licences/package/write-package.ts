/**
 * Creates and amends a package in one transaction: it checks the caller's rights and the version that the caller saw,
 * computes the effects, and writes.
 */
import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { isUuid } from '../../../request/values/uuid';
import { checkRecord } from '../../import-file/check-record';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { answerOnce } from '../../subgraph/idempotency/answer-once';
import { answerQueries } from '../../subgraph/idempotency/answer-queries';
import { inputHash } from '../../subgraph/idempotency/input-hash';
import { mayAmendPackage, mayCreatePackage } from '../authorisation/allowed';
import { idsByNumber, organisationIds } from '../import/licence-queries';
import { packageRecord } from '../import/records';
import { type Effects, judge, MAX_CASES } from './effect-queries';
import type { PackageChangeOutcome } from './package-change';
import { type LockedPackage, lockPackage } from './package-queries';
import { type DatedTitle, type PackagePlan, writeContents } from './plan-queries';
import {
  amendPackageRow,
  beginChange,
  findChange,
  finishChange,
  insertPackage,
  MAX_PREVIEWS,
} from './write-package-queries';

const answers = answerQueries('licences');

/** A title by its number, and a period. Null means from now on, and without end. */
export interface TitleChange {
  readonly title: string;
  readonly from: Date | null;
  readonly until: Date | null;
}

interface Request {
  readonly add: readonly TitleChange[];
  readonly reason: string | null;
  readonly preview: boolean;
  readonly idempotencyKey: string | null;
}

interface CreateRequest extends Request {
  readonly number: string;
  readonly name: string;
  /** The key of an organisation; null for the catalogue. */
  readonly owner: string | null;
}

export interface AmendRequest extends Request {
  readonly packageId: string;
  readonly version: number;
  readonly number: string | undefined;
  readonly name: string | undefined;
  readonly remove: readonly TitleChange[];
  /** Undefined leaves it unchanged; null opens it again. */
  readonly closedFrom: Date | null | undefined;
  readonly previewToken: string | null;
}

interface AmendedPackage {
  readonly outcome: PackageChangeOutcome;
  /**
   * The id under which the call is stored, and what it opens and closes; null where it was refused before that was
   * computed.
   */
  readonly kept: { readonly id: string; readonly effects: Effects } | null;
}

/**
 * @returns the id of the package
 * @throws FORBIDDEN where the owner does not lie within the caller's reach
 * @throws BAD_USER_INPUT
 */
export async function createPackage(
  session: Session,
  caller: Caller,
  request: CreateRequest,
  now: number,
): Promise<string> {
  const { idempotencyKey, preview, ...input } = request;
  const { number, name, owner, add, reason } = input;
  checkNames({ number, name });
  const { packageId } = await session.write(async (db) => {
    await describeChange(db, { operation: 'createPackage', reason });
    if (!(await mayCreatePackage(db, caller, owner))) throw forbidden();
    const call = { key: preview ? null : idempotencyKey, operation: 'createPackage', input };
    return answerOnce(answers, db, caller, call, async () => {
      const at = new Date(now);
      const titles = await datedTitles(db, { add, remove: [] }, at);
      const ownerId = owner === null ? null : ((await organisationIds(db, [owner])).get(owner) ?? null);
      const id = await insertPackage(db, { number, name, ownerId });
      if (id === undefined) throw numberTaken();
      await writeContents(db, { packageId: id, at, titles, closedFrom: null });
      return { packageId: id };
    });
  }, !preview);
  return packageId;
}

/**
 * @throws FORBIDDEN where the caller may not amend the package, or where it does not exist
 * @throws BAD_USER_INPUT
 */
export function amendPackage(
  session: Session,
  caller: Caller,
  request: AmendRequest,
  now: number,
): Promise<AmendedPackage> {
  const { packageId, number, name, reason, preview } = request;
  checkNames({ number, name });
  return session.write(async (db) => {
    await describeChange(db, { operation: 'amendPackage', reason });
    if (!(await mayAmendPackage(db, caller, packageId))) throw forbidden();
    const { idempotencyKey, previewToken, ...input } = request;
    const call = { key: preview ? null : idempotencyKey, operation: 'amendPackage', input };
    return answerOnce(answers, db, caller, call, () => amend(db, caller, request, new Date(now)), isFinal);
  });
}

/** A refused call is decided anew when it is requested again. */
function isFinal({ outcome }: AmendedPackage): boolean {
  return outcome === 'AMENDED' || outcome === 'UNCHANGED';
}

async function amend(db: Transaction, caller: Caller, request: AmendRequest, at: Date): Promise<AmendedPackage> {
  const { packageId, preview } = request;
  const known = await lockPackage(db, packageId);
  if (!known) throw forbidden();
  const previewed = await fingerprintOf(db, caller, request);
  if (known.source !== null) return { outcome: 'DELIVERED', kept: null };
  if (known.version !== request.version) return { outcome: 'OUTDATED', kept: null };

  const { number = known.number, name = known.name } = request;
  const closedFrom = closing(request, known, at);
  const titles = await datedTitles(db, request, at);
  checkClosed(titles, closedFrom);
  const plan = { packageId, at, titles, closedFrom };
  const id = randomUUID();
  await beginChange(db, caller, { id, packageId, inputHash: hashOf(request), isPreview: preview, at });
  const { isTooLarge, isChanged, fingerprint, effects } = await judge(db, id, plan);
  if (isTooLarge) throw tooLarge();

  const isSame =
    !isChanged && number === known.number && name === known.name && +(closedFrom ?? 0) === +(known.closedFrom ?? 0);
  const hasMoved = previewed !== null && previewed !== fingerprint;
  const outcome = hasMoved ? 'MOVED' : isSame ? 'UNCHANGED' : 'AMENDED';
  await finishChange(db, id, { outcome, effects, fingerprint });
  if (!preview && outcome === 'AMENDED') await write(db, plan, { number, name });
  return { outcome, kept: { id, effects } };
}

async function write(db: Transaction, plan: PackagePlan, names: { number: string; name: string }): Promise<void> {
  const { packageId: id, closedFrom } = plan;
  try {
    await amendPackageRow(db, id, { ...names, closedFrom });
  } catch (error) {
    if (violates(error, 'package_number_key')) throw numberTaken();
    throw error;
  }
  await writeContents(db, plan);
}

/**
 * Returns the fingerprint of the preview whose token was given; null where none was given.
 *
 * @throws BAD_USER_INPUT where the token is not one of this input
 */
async function fingerprintOf(db: Transaction, caller: Caller, request: AmendRequest): Promise<string | null> {
  const { previewToken } = request;
  if (previewToken === null) return null;
  const preview = isUuid(previewToken) ? await findChange(db, caller, previewToken) : undefined;
  if (!preview?.isPreview) {
    throw badUserInput(
      `input.previewToken: unknown, older than 48 hours, or older than your last ${MAX_PREVIEWS} previews. Preview again.`,
    );
  }
  if (preview.inputHash === hashOf(request)) return preview.fingerprint;
  throw badUserInput(
    'input.previewToken: belongs to a preview of another input. Preview again, or send the same input.',
  );
}

function hashOf({ packageId, version, number, name, add, remove, closedFrom }: AmendRequest): string {
  return inputHash([packageId, version, number ?? null, name ?? null, add, remove, closedFrom === null, closedFrom]);
}

function closing({ closedFrom }: AmendRequest, known: LockedPackage, at: Date): Date | null {
  if (closedFrom === undefined) return known.closedFrom;
  if (closedFrom !== null && closedFrom < at && +closedFrom !== +(known.closedFrom ?? 0)) throw inThePast('closedFrom');
  return closedFrom;
}

/**
 * A title without an end is in a package that is closed until then.
 *
 * @throws BAD_USER_INPUT
 */
function checkClosed(titles: readonly DatedTitle[], closedFrom: Date | null): void {
  if (closedFrom === null) return;
  const last = closedFrom.toISOString();
  if (titles.some(({ isRemoved, from, until }) => !isRemoved && (from >= last || (until !== null && until > last)))) {
    throw badUserInput(
      `input.add: the package is closed from ${last} on, and takes no title for later. Open it again by closedFrom: null.`,
    );
  }
}

/** @throws BAD_USER_INPUT where a title does not exist, or a period is past or empty */
async function datedTitles(
  db: Transaction,
  { add, remove }: Pick<AmendRequest, 'add' | 'remove'>,
  at: Date,
): Promise<DatedTitle[]> {
  const named = [
    ...remove.map((wish, index) => ({ wish, isRemoved: true, place: `input.remove[${index}]` })),
    ...add.map((wish, index) => ({ wish, isRemoved: false, place: `input.add[${index}]` })),
  ];
  const ids = await idsByNumber(
    db,
    'title',
    named.map(({ wish }) => wish.title),
  );
  return named.map(({ wish: { title, from, until }, isRemoved, place }): DatedTitle => {
    const titleId = ids.get(title);
    if (titleId === undefined) throw badUserInput(`${place}.title: there is no title ${title}.`);
    if (from !== null && from < at) throw inThePast(`${place.slice('input.'.length)}.from`);
    const begin = from ?? at;
    if (until !== null && until <= begin) throw badUserInput(`${place}.until: must be later than “from”.`);
    return { titleId, isRemoved, from: begin.toISOString(), until: until?.toISOString() ?? null };
  });
}

/**
 * Words the errors as an import does: `input.number: must be …`
 *
 * @throws BAD_USER_INPUT
 */
function checkNames({
  number = AS_IT_IS,
  name = AS_IT_IS,
}: {
  number?: string | undefined;
  name?: string | undefined;
}) {
  const checked = checkRecord(packageRecord, { type: 'package', number, name });
  if ('reasons' in checked) throw badUserInput(checked.reasons.map((reason) => `input.${reason}.`).join(' '));
}

const AS_IT_IS = '-';

const numberTaken = () => badUserInput('input.number: another package has it. Choose another one.');
const inThePast = (field: string) =>
  badUserInput(`input.${field}: must not be in the past. Omit it for what is to hold now.`);
const tooLarge = () =>
  badUserInput(
    `input: it opens and closes too much to be told at once (more than ${MAX_CASES} cases). Change fewer titles in one call.`,
  );

function violates(error: unknown, constraint: string): boolean {
  const of = (one: unknown) => (one as { constraint?: string } | null)?.constraint;
  return of(error) === constraint || of((error as { driverError?: unknown } | null)?.driverError) === constraint;
}

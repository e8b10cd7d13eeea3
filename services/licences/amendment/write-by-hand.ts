/**
 * Creates and amends a licence in one transaction: it checks who may, and whether the licence is in the version that
 * the caller saw, works out the effects, and writes.
 */
import type { Caller } from '../../../caller/caller';
import type { Queryable } from '../../../database/queryable';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { Changes } from '../../import-file/changes';
import { checkRecord } from '../../import-file/check-record';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { mayAmendLicence, mayCreateLicence, readablePackages } from '../authorisation/allowed';
import { idsByNumber, organisationIds } from '../import/licence-queries';
import { licenceFacts, reasonsAgainstFacts } from '../import/licence-rows';
import { reasonsAgainstPurchases } from '../import/purchase-facts';
import { type LicenceRecord, licenceRecord } from '../import/records';
import { findOpenedOutside, storeOutsideBefore } from '../licence/outside-queries';
import { type StoredLicence, storedLicence, storedLicences } from '../licence/stored-licence-queries';
import { laterThan, termsOf } from '../licence/terms-over-time';
import { type LicenceToWrite, writeLicences } from '../licence/write-licences';
import type { LicenceAmendmentOutcome } from './amendment-types';
import { coveredPackages, findUnknownPublisher, lockLicence } from './by-hand-queries';
import { type FoundEffects, findEffects, storeOpenBefore } from './effect-queries';

/** The fields of a licence in an import file. Undefined fields were not stated. */
type LicenceFields = Readonly<Record<string, unknown>>;

interface CreateRequest {
  readonly fields: LicenceFields;
  readonly reason: string | null;
  readonly preview: boolean;
}

interface AmendRequest extends CreateRequest {
  readonly licenceId: string;
  readonly version: number;
  /** Null: now. */
  readonly from: Date | null;
  readonly number: string | undefined;
  readonly overrideSuspended: boolean;
}

type Effects = FoundEffects & { readonly schoolsOpenedOutside: number };

interface Amendment {
  readonly outcome: LicenceAmendmentOutcome;
  readonly effects: Effects | null;
}

/** @returns the id of the licence @throws FORBIDDEN where its owner does not lie within the caller; BAD_USER_INPUT */
export function createLicence(
  session: Session,
  caller: Caller,
  { fields, reason, preview }: CreateRequest,
  now: number,
): Promise<string> {
  const record = readRecord(fields);
  return session.write(async (db) => {
    await describeChange(db, { operation: 'createLicence', reason });
    const owner = record.owner as string;
    if (!(await mayCreateLicence(db, caller, owner))) throw forbidden();
    const at = new Date(now);
    const ownerId = (await organisationIds(db, [owner])).get(owner);
    if ((await storedLicences(db, { numbers: [record.number] }, at)).size > 0) throw numberTaken();
    const licence = await licenceToWrite(db, caller, record, undefined, { ownerId, number: record.number, at });
    const [written] = await write(db, licence, at);
    return written?.id as string;
  }, !preview);
}

/** @throws FORBIDDEN where the caller may not amend it, or where it does not exist; BAD_USER_INPUT */
export async function amendLicence(
  session: Session,
  caller: Caller,
  request: AmendRequest,
  now: number,
): Promise<Amendment> {
  const { licenceId, version, reason, preview, overrideSuspended } = request;
  const at = request.from ?? new Date(now);
  if (at.getTime() < now) throw badUserInput('input.from must not be in the past. Omit it to amend now.');
  try {
    return await session.write(async (db) => {
      await describeChange(db, { operation: 'amendLicence', reason });
      if (!(await mayAmendLicence(db, caller, licenceId))) throw forbidden();
      await lockLicence(db, licenceId);
      const stored = await storedLicence(db, licenceId, at);
      if (!stored) throw forbidden();
      if (stored.version !== version) return { outcome: 'OUTDATED', effects: null };

      const { number, ownerId } = stored.facts;
      /** A number that an older import accepted is not checked against the form of new ones. */
      const stated = readRecord({ ...request.fields, number: request.number ?? AS_IT_IS });
      const record = { ...stated, number };
      const licence = await licenceToWrite(db, caller, record, stored, {
        ownerId,
        number: request.number ?? number,
        at,
      });
      await storeOpenBefore(db, licenceId, at);
      await storeOutsideBefore(db, [licenceId]);
      const [written] = await write(db, licence, at);
      const outside = new Set((await findOpenedOutside(db, [licenceId], at)).map(({ school }) => school));
      const effects = { ...(await findEffects(db, licenceId, at)), schoolsOpenedOutside: outside.size };
      if (outside.size > 0) throw new Refused('OUTSIDE_TERRITORY', effects);
      if (effects.schoolsOpenedThoughSuspended > 0 && !overrideSuspended) throw new Refused('OPENS_SUSPENDED', effects);
      return { outcome: written?.isChanged ? 'AMENDED' : 'UNCHANGED', effects };
    }, !preview);
  } catch (error) {
    if (error instanceof Refused) return { outcome: error.outcome, effects: error.effects };
    throw error;
  }
}

const AS_IT_IS = '-';

/** Thrown so that nothing of it is kept. */
class Refused extends Error {
  constructor(
    readonly outcome: LicenceAmendmentOutcome,
    readonly effects: Effects,
  ) {
    super();
  }
}

function readRecord(fields: LicenceFields): LicenceRecord {
  const stated = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const checked = checkRecord(licenceRecord, { type: 'licence', ...stated });
  if ('reasons' in checked) throw badInput(checked.reasons);
  return checked.value;
}

/** In the form of an import: `input.term.until: must be a day after “from”.` */
function badInput(reasons: readonly string[]) {
  return badUserInput(reasons.map((reason) => `input.${reason}.`).join(' '));
}

const numberTaken = () => badUserInput('input.number: another licence has it. Choose another one.');

/**
 * Returns packages by number: those that the caller may read, and those that the licence covers already, whoever owns
 * them.
 */
async function packagesToCover(
  db: Transaction,
  caller: Caller,
  numbers: readonly string[],
  stored: StoredLicence | undefined,
): Promise<Map<string, string>> {
  const named = await idsByNumber(db, 'package', numbers);
  const ids = [...named.values()];
  const readable = await readablePackages(db, caller, ids);
  const covered = new Set(stored ? await coveredPackages(db, stored.id, ids) : []);
  return new Map([...named].filter(([, id]) => readable.has(id) || covered.has(id)));
}

async function licenceToWrite(
  db: Transaction,
  caller: Caller,
  record: LicenceRecord,
  stored: StoredLicence | undefined,
  { ownerId, number, at }: { ownerId: string | undefined; number: string; at: Date },
): Promise<LicenceToWrite> {
  const facts = { ...licenceFacts(record, stored?.facts, ownerId), number };
  const amend = (terms: Parameters<LicenceToWrite['amend']>[0]) =>
    termsOf(licenceFacts(record, { ...facts, ...terms }, ownerId));
  const later = laterThan(stored?.dated ?? [], at.toISOString()).map(({ terms }) => ({ ...facts, ...amend(terms) }));
  const packages = await packagesToCover(db, caller, record.packages ?? [], stored);
  const titles = await idsByNumber(db, 'title', record.titles ?? []);
  const unknown = await findUnknownPublisher(db, facts.publisher);
  const reasons = [
    ...new Set([facts, ...later].flatMap(reasonsAgainstFacts)),
    ...reasonsAgainstPurchases(record, stored?.facts.purchases ?? []),
    ...(unknown ? [`publisher: the catalogue has none of the name ${facts.publisher}`] : []),
    ...(record.packages ?? []).filter((one) => !packages.has(one)).map((one) => `packages: there is no package ${one}`),
    ...(record.titles ?? []).filter((one) => !titles.has(one)).map((one) => `titles: there is no title ${one}`),
  ];
  if (reasons.length > 0) throw badInput(reasons);
  return {
    facts,
    stored,
    amend,
    packages: record.packages?.map((one) => packages.get(one) as string),
    titles: record.titles?.map((one) => titles.get(one) as string),
  };
}

async function write(db: Queryable, licence: LicenceToWrite, at: Date) {
  try {
    return await writeLicences(db, [licence], at, new Changes());
  } catch (error) {
    if (violates(error, 'contract_number_key')) throw numberTaken();
    throw error;
  }
}

function violates(error: unknown, constraint: string): boolean {
  const of = (one: unknown) => (one as { constraint?: string } | null)?.constraint;
  return of(error) === constraint || of((error as { driverError?: unknown } | null)?.driverError) === constraint;
}

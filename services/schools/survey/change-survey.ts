/**
 * Creates, changes and ends a survey, each in one transaction: it checks the rules for writing first, then makes the
 * change.
 */
import { type Caller, LEVELS_OF_KIND, type OrganisationKey, parseOrganisationKey } from '../../../caller/caller';
import { badUserInput, forbidden, notAmong } from '../../../request/client-errors';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { allowedLicences, allowedOrganisations, allowedSurveys, requireAsker } from '../authorisation/allowed';
import { requireIds } from '../entitlement/require-ids';
import { keyOfHolder, wordsOf } from '../organisation/holder-input';
import type { HolderSelection } from '../selection/holder-selection';
import { resolveHolders } from '../selection/resolve-holders';
import {
  type CandidateFacts,
  deleteSurvey as deleteStoredSurvey,
  insertSurvey,
  replaceCandidates,
  replaceRequests,
  setLicences,
  updateSurvey,
} from './survey-change-queries';
import type { AmendSurveyInput, CreateSurveyInput, SurveyCandidateInput } from './survey-inputs';
import { findSurveys, licenceNames, type StoredSurvey } from './survey-queries';

const MAX_CENTS = 100_000_000_000;
const LEVELS_ASKED = LEVELS_OF_KIND.licensing;

/** Creates a draft. @returns its id. @throws FORBIDDEN, BAD_USER_INPUT */
export function createSurvey(
  session: Session,
  caller: Caller,
  { owner, title, text, closesAt, candidates, asked }: CreateSurveyInput,
  now: number,
): Promise<string> {
  return session.write(async (db) => {
    await describeChange(db, { operation: 'createSurvey' });
    const ownerKey = keyOfHolder('input.owner', owner);
    requireAsker(caller, ownerKey);
    const facts = await candidateFacts(db, caller, candidates);
    const keys = await askedKeys(db, caller, asked, now);
    const id = await insertSurvey(db, ownerKey, { title: required('title', title), text, closesAt });
    if (!id) throw forbidden();
    await replaceCandidates(db, id, facts);
    await ask(db, id, keys);
    return id;
  });
}

/** @returns false where it has another version, and nothing was changed. @throws FORBIDDEN, BAD_USER_INPUT */
export function amendSurvey(session: Session, caller: Caller, input: AmendSurveyInput, now: number): Promise<boolean> {
  return session.write(async (db) => {
    await describeChange(db, { operation: 'amendSurvey' });
    const survey = await ownSurvey(db, caller, input.id, now);
    const candidates = input.candidates ? await candidateFacts(db, caller, input.candidates) : null;
    const keys = input.asked ? await askedKeys(db, caller, input.asked, now) : null;
    const licences = input.licences ?? [];
    requireIds(licences.map(({ candidateId }) => candidateId));
    await requireAssignable(
      db,
      caller,
      licences.map(({ licenceId }) => licenceId),
    );
    if (survey.version !== input.version) return false;

    const facts = {
      title: input.title == null ? survey.title : required('title', input.title),
      text: input.text ?? survey.text,
      state: input.state ?? survey.state,
      closesAt: input.closesAt ?? survey.closesAt,
    };
    checkAmendment(survey, facts, {
      isContentNew: candidates !== null || keys !== null,
      isEmpty: (candidates ?? survey.candidates).length === 0 || (keys?.length ?? survey.askedCount) === 0,
      now,
    });
    if (!(await updateSurvey(db, survey.id, input.version, facts))) return false;
    if (candidates) await replaceCandidates(db, survey.id, candidates);
    if (keys) await ask(db, survey.id, keys);
    if (licences.length > 0 && (await setLicences(db, survey.id, licences)) !== licences.length) {
      throw badUserInput('input.licences: name candidates of this survey that have no licence, each once.');
    }
    return true;
  });
}

/** Deletes it with its answers. @returns false where it has another version. @throws FORBIDDEN */
export function deleteSurvey(
  session: Session,
  caller: Caller,
  { id, version }: { id: string; version: number },
  now: number,
): Promise<boolean> {
  return session.write(async (db) => {
    await describeChange(db, { operation: 'deleteSurvey' });
    const survey = await ownSurvey(db, caller, id, now);
    return deleteStoredSurvey(db, survey.id, version);
  });
}

/** Returns a survey whose answers the caller may read, too. @throws FORBIDDEN */
export async function ownSurvey(db: Transaction, caller: Caller, id: string, now: number): Promise<StoredSurvey> {
  requireIds([id]);
  const found = await findSurveys(db, caller, [id], now);
  const [survey] = found;
  if (!survey || !allowedSurveys(caller, 'survey.manage', found).has(survey.id)) throw forbidden();
  return survey;
}

function checkAmendment(
  survey: StoredSurvey,
  { state, closesAt }: Pick<StoredSurvey, 'state' | 'closesAt'>,
  { isContentNew, isEmpty, now }: { isContentNew: boolean; isEmpty: boolean; now: number },
): void {
  if (survey.state !== 'DRAFT' && state === 'DRAFT') {
    throw badUserInput('input.state: an opened survey cannot become a draft again. Close it instead.');
  }
  if (survey.state === 'DRAFT' && state === 'CLOSED') {
    throw badUserInput('input.state: nobody was asked yet. Open the draft, or delete it.');
  }
  if (survey.state !== 'DRAFT' && isContentNew) {
    throw badUserInput('input: candidates and asked can be changed in a draft only. Make another survey instead.');
  }
  if (state === 'OPEN' && closesAt.getTime() <= now) {
    throw badUserInput('input.closesAt: an open survey closes in the future.');
  }
  if (state === 'OPEN' && isEmpty) {
    throw badUserInput('input.state: a survey without candidates, or without anybody who is asked, cannot be opened.');
  }
}

async function ask(db: Transaction, id: string, keys: readonly OrganisationKey[]): Promise<void> {
  if ((await replaceRequests(db, id, keys)) !== keys.length) throw forbidden();
}

/** Returns the organisations that are asked, all of which lie within the caller. @throws FORBIDDEN, BAD_USER_INPUT */
async function askedKeys(
  db: Transaction,
  caller: Caller,
  selection: HolderSelection,
  now: number,
): Promise<OrganisationKey[]> {
  const { keys, unmatched } = await resolveHolders(db, caller, selection, now, 'input.asked');
  const [first] = unmatched;
  if (first)
    throw badUserInput(`input.asked.numbers: row ${first.row} names no school in your reach. See resolveSchools.`);
  const wrong = keys.find((key) => !LEVELS_ASKED.includes(parseOrganisationKey(key)?.level ?? 'DISTRICT'));
  if (wrong) throw badUserInput(`input.asked: ${wrong} has nobody who could answer. Ask ${LEVELS_ASKED.join(', ')}.`);
  const allowed = await allowedOrganisations(db, caller, 'organisation.ask', keys);
  const named = (selection.holders ?? []).filter((one) => !allowed.has(keyOfHolder('input.asked.holders', one)));
  if (named.length > 0) throw forbidden({ argument: 'input.asked.holders', values: named.map(wordsOf) });
  if (!keys.every((key) => allowed.has(key))) throw forbidden(notAmong('input.asked', keys, allowed));
  return keys;
}

/** @throws FORBIDDEN, BAD_USER_INPUT */
async function candidateFacts(
  db: Transaction,
  caller: Caller,
  candidates: readonly SurveyCandidateInput[],
): Promise<CandidateFacts[]> {
  const ids = candidates.flatMap(({ licenceId }) => licenceId ?? []);
  if (new Set(ids).size < ids.length) throw badUserInput('input.candidates: a licence is named twice.');
  await requireAssignable(db, caller, ids);
  const names = await licenceNames(db, ids);
  return candidates.map(({ licenceId = null, name, publisher = null, unitCents = null }, index) => {
    if (unitCents !== null && !(Number.isInteger(unitCents) && unitCents >= 0 && unitCents <= MAX_CENTS)) {
      throw badUserInput(`input.candidates[${index}].unitCents: must be a whole number from 0 to ${MAX_CENTS}.`);
    }
    const known = licenceId === null ? undefined : names.get(licenceId);
    return {
      licenceId,
      name: required(`candidates[${index}].name`, name ?? known ?? ''),
      publisher: publisher?.trim() || null,
      unitCents,
    };
  });
}

/** @throws FORBIDDEN */
async function requireAssignable(db: Transaction, caller: Caller, ids: readonly string[]): Promise<void> {
  requireIds(ids);
  if (ids.length === 0) return;
  const allowed = await allowedLicences(db, caller, 'licence.assign', ids);
  const known = await licenceNames(db, ids);
  const assignable = new Set(ids.filter((id) => allowed.has(id) && known.has(id)));
  if (!ids.every((id) => assignable.has(id))) throw forbidden(notAmong('input.candidates', ids, assignable));
}

/** @throws BAD_USER_INPUT */
function required(place: string, text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') throw badUserInput(`input.${place}: must not be empty.`);
  return trimmed;
}

/** Writes notes on rows of worklists, by the staff of an organisation: all that are given, or none. */
import { type Caller, type OrganisationKey, organisationKey } from '../../../caller/caller';
import { badUserInput, forbidden, notAmong } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { Session, Transaction } from '../../subgraph/database/session';
import type { Worklist } from '../../subgraph/worklist/worklists';
import { allowedEntitlements, allowedLicences, allowedOwnOrganisations } from '../authorisation/allowed';
import { findEntitlements } from '../entitlement/entitlement-queries';
import { type HolderInput, wordsOf } from '../organisation/holder-input';
import type { NoteWorklistInput, NoteWorklistResult } from './note';
import { findNotesOfRows, findTitlesToNote, lockNotes, writeNotes } from './note-queries';

/**
 * Returns the organisation for whose staff the caller writes.
 *
 * @throws FORBIDDEN where it is not one that the caller is bound to; BAD_USER_INPUT where it must be named
 */
export function ownOrganisation(
  caller: Caller,
  given: HolderInput | null | undefined,
  argument: string,
): OrganisationKey {
  const own = allowedOwnOrganisations(caller, 'desk.annotate');
  if (own.length === 0) throw forbidden();
  if (given == null) {
    if (own.length > 1)
      throw badUserInput(`${argument}: name one of the ${own.length} organisations that you are bound to.`);
    return own[0] as OrganisationKey;
  }
  const named = organisationKey(given.level, requireOrganisationId(`${argument}.id`, given.level, given.id));
  if (!own.includes(named)) throw forbidden({ argument, values: [wordsOf(given)] });
  return named;
}

/** @throws FORBIDDEN, BAD_USER_INPUT */
export function noteWorklist(
  session: Session,
  caller: Caller,
  { list, rows, organisation: given, snoozedUntil = null, assignee = null, text = null }: NoteWorklistInput,
  now: number,
): Promise<NoteWorklistResult> {
  const organisation = ownOrganisation(caller, given, 'input.organisation');
  const versions = new Map(rows.map(({ id, version }) => [id, version]));
  if (versions.size === 0) throw badUserInput('input.rows: name at least one row.');
  if (rows.some(({ id, version }) => versions.get(id) !== version)) {
    throw badUserInput('input.rows: a row is named with two versions. Name each of them once.');
  }
  const ids = [...versions.keys()];
  if (!ids.every(isDatabaseId)) {
    throw forbidden({ argument: 'input.rows', values: ids.filter((id) => !isDatabaseId(id)) });
  }
  return session.write(async (db) => {
    const readable = await readableRows(db, caller, list, ids, now);
    if (!ids.every((id) => readable.has(id))) throw forbidden(notAmong('input.rows', ids, readable));
    await lockNotes(db, organisation);
    const there = await findNotesOfRows(db, organisation, list, ids);
    const known = new Map(there.map(({ objectId, version }) => [objectId, version]));
    const stale = ids.filter((id) => (known.get(id) ?? 0) !== versions.get(id));
    if (stale.length > 0) {
      return { applied: false, notes: [], changed: there.filter(({ objectId }) => stale.includes(objectId)) };
    }
    const content = { snoozedUntil, assignee: assignee || null, text: text || null };
    await writeNotes(db, organisation, list, ids, content, caller.subject);
    return { applied: true, notes: await findNotesOfRows(db, organisation, list, ids), changed: [] };
  });
}

type FindReadable = (
  db: Transaction,
  caller: Caller,
  ids: readonly string[],
  now: number,
) => Promise<ReadonlySet<string>>;

const ENTITLEMENTS: FindReadable = async (db, caller, ids, now) =>
  allowedEntitlements(db, caller, 'entitlement.read', await findEntitlements(db, ids, now));
const LICENCES: FindReadable = (db, caller, ids) => allowedLicences(db, caller, 'licence.annotate', ids);
const TITLES: FindReadable = (db, _, ids) => findTitlesToNote(db, ids);

const OBJECTS: Record<Worklist, FindReadable> = {
  EXPIRING: ENTITLEMENTS,
  STARTING: ENTITLEMENTS,
  COVERED_TWICE: ENTITLEMENTS,
  NOTICE_DUE: LICENCES,
  UNUSED: LICENCES,
  SEATS_FULL: LICENCES,
  IN_DEMAND: TITLES,
};

/** Returns, of these ids, the objects of a list's rows that the caller may read. The catalogue is not secret. */
function readableRows(db: Transaction, caller: Caller, list: Worklist, ids: readonly string[], now: number) {
  return OBJECTS[list](db, caller, ids, now);
}

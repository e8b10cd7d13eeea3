/** Creates, renames, adopts and closes school groups; each in one transaction. */
import {
  type Caller,
  type Level,
  type OrganisationKey,
  organisationKey,
  parseOrganisationKey,
} from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { allowedGroups, allowedOrganisations } from '../authorisation/allowed';
import { keyOfHolder } from '../organisation/holder-input';
import { findOrganisations } from '../organisation/organisation-queries';
import { adoptGroup, closeGroup, findMemberships, insertGroup, leaveGroup, renameGroup } from './group-change-queries';
import { lockGroup } from './group-lock-queries';
import type {
  AdoptSchoolGroupInput,
  CloseSchoolGroupInput,
  CreateSchoolGroupInput,
  RemoveSchoolsFromGroupResult,
  RenameSchoolGroupInput,
} from './group-types';
import type { SchoolGroup } from './school-group';
import { findGroups } from './school-group-queries';

/** The levels that may own a group. A school has no others in a group, and a group has no groups. */
const OWNER_LEVELS: readonly Level[] = ['STATE', 'REGIONAL_ASSOCIATION', 'DISTRICT', 'MEDIA_CENTRE', 'AUTHORITY'];
const LONGEST_NUMBER = 40;

/** @throws FORBIDDEN where the owner does not lie within the caller; BAD_USER_INPUT */
export function createGroup(session: Session, caller: Caller, input: CreateSchoolGroupInput): Promise<SchoolGroup> {
  const ownerKey = keyOfHolder('input.owner', input.owner);
  const name = requireName(input.name);
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(input.code)) {
    throw badUserInput('input.code: write letters, digits and hyphens between them, such as gymnasien.');
  }
  return session.write(async (db) => {
    await requireOwner(db, caller, ownerKey);
    const { id } = parseOrganisationKey(ownerKey) as { id: string };
    const [state = '', ownNumber = state] = id.split(':');
    const number = `${ownNumber}-${input.code}`;
    if (number.length > LONGEST_NUMBER) {
      throw badUserInput(
        `input.code: the number ${number} would have ${number.length} characters (maximum ${LONGEST_NUMBER}). Choose a shorter code.`,
      );
    }
    const key = organisationKey('SCHOOL_GROUP', `${state}:${number}`);
    await describeChange(db, { operation: 'createSchoolGroup', reason: input.reason ?? null });
    await lockGroup(db, key);
    if ((await findOrganisations(db, [key])).length > 0) {
      throw badUserInput(`input.code: there is a group with the number ${number} already. Choose another code.`);
    }
    await insertGroup(db, { state, number, name, ownerKey });
    return requireGroup(db, caller, key);
  });
}

export function renameGroupAs(session: Session, caller: Caller, input: RenameSchoolGroupInput): Promise<SchoolGroup> {
  const key = keyOfGroup(input.group);
  const name = requireName(input.name);
  return session.write(async (db) => {
    const { row } = await requireDeskGroup(db, caller, key);
    await describeChange(db, { operation: 'renameSchoolGroup', reason: input.reason ?? null });
    await renameGroup(db, row, name);
    return requireGroup(db, caller, key);
  });
}

/** After that, imports do not change the group, and report so. */
export function adoptGroupFor(session: Session, caller: Caller, input: AdoptSchoolGroupInput): Promise<SchoolGroup> {
  const key = keyOfGroup(input.group);
  const ownerKey = keyOfHolder('input.owner', input.owner);
  return session.write(async (db) => {
    const { row, keptBy } = await requireGroup(db, caller, key);
    await requireOwner(db, caller, ownerKey);
    if (keptBy === 'DESK') throw badUserInput('input.group: staff keep this group already.');
    await describeChange(db, { operation: 'adoptSchoolGroup', reason: input.reason ?? null });
    await adoptGroup(db, row, ownerKey);
    return requireGroup(db, caller, key);
  });
}

export function closeGroupAt(
  session: Session,
  caller: Caller,
  input: CloseSchoolGroupInput,
  now: number,
): Promise<RemoveSchoolsFromGroupResult> {
  const key = keyOfGroup(input.group);
  const at = requireNotPast('input.at', input.at, now);
  const { preview } = input;
  return session.write(async (db) => {
    const group = await lockDeskGroup(db, caller, key);
    if (group.closedAt !== null && group.closedAt.getTime() <= now) {
      throw badUserInput(`input.group: closed since ${group.closedAt.toISOString()}.`);
    }
    await describeChange(db, { operation: 'closeSchoolGroup', reason: input.reason ?? null });
    const members = (await findMemberships(db, group.row, at)).filter(({ lastsLonger }) => lastsLonger);
    await leaveGroup(
      db,
      group.row,
      members.map(({ row }) => row),
      at,
    );
    await closeGroup(db, group.row, at);
    const closed = await requireGroup(db, caller, key);
    return { preview, group: closed, removed: members.map(({ id }) => id), unchanged: 0, unmatched: [] };
  }, !preview);
}

/** @throws BAD_USER_INPUT where the id is malformed */
export function keyOfGroup(id: string): OrganisationKey {
  return organisationKey('SCHOOL_GROUP', requireOrganisationId('input.group', 'SCHOOL_GROUP', id));
}

/** @throws FORBIDDEN where the caller may not change it, or where it does not exist */
async function requireGroup(db: Transaction, caller: Caller, key: OrganisationKey): Promise<SchoolGroup> {
  const [group] = await findGroups(db, [key]);
  const allowed = await allowedGroups(db, caller, 'group.change', group ? [group] : []);
  if (!group || !allowed.has(key)) throw forbidden();
  return group;
}

/** @throws FORBIDDEN; BAD_USER_INPUT where a file keeps it */
async function requireDeskGroup(db: Transaction, caller: Caller, key: OrganisationKey): Promise<SchoolGroup> {
  const group = await requireGroup(db, caller, key);
  if (group.keptBy === 'FILE') {
    throw badUserInput(
      'input.group: an imported file says which schools belong to it, and the next import would undo the change. Change the file, or adopt the group with adoptSchoolGroup.',
    );
  }
  return group;
}

/** Does the same, and nobody else changes the group's schools until the transaction ends. */
export async function lockDeskGroup(db: Transaction, caller: Caller, key: OrganisationKey): Promise<SchoolGroup> {
  await requireDeskGroup(db, caller, key);
  await lockGroup(db, key);
  return requireDeskGroup(db, caller, key);
}

/** @throws FORBIDDEN where it does not lie within the caller, or does not exist; BAD_USER_INPUT */
async function requireOwner(db: Transaction, caller: Caller, key: OrganisationKey): Promise<void> {
  const level = parseOrganisationKey(key)?.level as Level;
  if (!OWNER_LEVELS.includes(level)) {
    throw badUserInput(`input.owner: ${level} has no groups of its own, only ${OWNER_LEVELS.join(', ')}.`);
  }
  const allowed = await allowedOrganisations(db, caller, 'organisation.ownGroups', [key]);
  if (!allowed.has(key) || (await findOrganisations(db, [key])).length === 0) throw forbidden();
}

/** @returns the instant, or now where it is left out @throws BAD_USER_INPUT */
export function requireNotPast(place: string, at: Date | null | undefined, now: number): Date {
  if (at != null && at.getTime() < now) throw badUserInput(`${place} must not be in the past. Omit it for now.`);
  return at ?? new Date(now);
}

function requireName(text: string): string {
  const name = text.normalize('NFC').trim();
  if (name === '') throw badUserInput('input.name: empty.');
  return name;
}

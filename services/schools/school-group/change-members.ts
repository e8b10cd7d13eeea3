/**
 * Schools join and leave groups, each call in one transaction. Membership grants access, so a school joins only where
 * everything that this opens could be assigned to it: the rules are those of assigning.
 */
import { intersection, isEmpty } from '../../../access/period';
import { type Caller, organisationKey } from '../../../caller/caller';
import { badUserInput, forbidden, notAmong } from '../../../request/client-errors';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { lockLicences } from '../assignment/assignment-queries';
import { rollbackTrial, startTrial } from '../assignment/trial-queries';
import { allowedLicences } from '../authorisation/allowed';
import { fittingSchools, resolveHolders, resolveNumbers } from '../selection/resolve-holders';
import { keyOfGroup, lockDeskGroup, requireNotPast } from './change-groups';
import {
  findCrowdedByGroup,
  findLicencesOfGroup,
  findMemberships,
  findOpenedByGroup,
  findSchoolsToAdd,
  joinGroup,
  leaveGroup,
  type OpenedByGroup,
  type SchoolToAdd,
  type Span,
} from './group-change-queries';
import type {
  AddingOutcome,
  AddSchoolsToGroupInput,
  AddSchoolsToGroupResult,
  OpenedLicence,
  RemoveSchoolsFromGroupInput,
  RemoveSchoolsFromGroupResult,
} from './group-types';

/** @throws FORBIDDEN where the caller may not change the group; BAD_USER_INPUT */
export function addSchools(
  session: Session,
  caller: Caller,
  input: AddSchoolsToGroupInput,
  now: number,
): Promise<AddSchoolsToGroupResult> {
  const key = keyOfGroup(input.group);
  const span: Span = { from: requireNotPast('input.validFrom', input.validFrom, now), until: input.validUntil ?? null };
  if (span.until !== null && span.until <= span.from) {
    throw badUserInput('input.validUntil must be after input.validFrom.');
  }
  const { preview, skipRefused } = input;
  return session.write(async (db) => {
    const group = await lockDeskGroup(db, caller, key);
    if (group.closedAt !== null) {
      throw badUserInput(`input.group: closed from ${group.closedAt.toISOString()} on. Make another group.`);
    }
    await describeChange(db, { operation: 'addSchoolsToGroup', reason: input.reason ?? null });
    const selected = { schools: input.schools ?? null, numbers: input.numbers ?? null };
    const { keys, unmatched } = await resolveHolders(db, caller, selected, now, 'input');
    const schools = await findSchoolsToAdd(db, caller, { keys, group: group.row, span });
    const addable = new Set(schools.map(({ id }) => organisationKey('SCHOOL', id)));
    if (addable.size < keys.length) throw forbidden(notAmong('input', keys, addable));
    const { judged, opens } = await judge(db, caller, {
      group: group.row,
      schools,
      span,
      override: input.overrideSuspended,
    });

    const refused = unmatched.length + judged.filter(({ outcome }) => isRefused(outcome)).length;
    const isDone = preview || skipRefused || refused === 0;
    const joining = judged.filter(({ outcome }) => outcome === 'ADDED');
    if (isDone) await joinGroup(db, group.row, rowsOf(joining), span);
    return {
      preview,
      applied: isDone && !preview,
      group,
      added: isDone ? joining.length : 0,
      unchanged: judged.filter(({ outcome }) => outcome === 'ALREADY_MEMBER').length,
      refused,
      opens,
      schools: judged.map(({ id, outcome }) => ({
        id,
        outcome: outcome === 'ADDED' && !isDone ? 'HELD_BACK' : outcome,
      })),
      unmatched,
    };
  }, !preview);
}

function isRefused(outcome: AddingOutcome): boolean {
  return outcome !== 'ADDED' && outcome !== 'ALREADY_MEMBER';
}

interface Asked {
  readonly group: string;
  readonly schools: readonly SchoolToAdd[];
  readonly span: Span;
  /** Whether a licence may be opened at a school where it is suspended. */
  readonly override: boolean;
}

interface Judged {
  /** In the order of the schools. */
  readonly judged: readonly (Pick<SchoolToAdd, 'row' | 'id'> & { readonly outcome: AddingOutcome })[];
  readonly opens: OpenedLicence[];
}

/**
 * Decides the outcome of each school. Nobody else assigns these licences, nor suspends them, until the transaction
 * ends.
 */
async function judge(db: Transaction, caller: Caller, { group, schools, span, override }: Asked): Promise<Judged> {
  const licences = await findLicencesOfGroup(db, group, span);
  await lockLicences(db, licences);
  const yours = await allowedLicences(db, caller, 'licence.assign', licences);
  const joining = schools.filter((school) => !school.isMember && !isClosed(school, span));
  const opened = await findOpenedByGroup(db, group, rowsOf(joining), span);
  const news = new Map<string, OpenedByGroup[]>();
  for (const one of opened.filter(({ isNew }) => isNew))
    news.set(one.schoolRow, [...(news.get(one.schoolRow) ?? []), one]);

  function outcomeOf(school: SchoolToAdd): AddingOutcome {
    if (school.isMember) return 'ALREADY_MEMBER';
    if (isClosed(school, span)) return 'SCHOOL_CLOSED';
    const opens = news.get(school.row) ?? [];
    if (opens.some(({ licenceId }) => !yours.has(licenceId))) return 'LICENCE_NOT_YOURS';
    if (opens.some(({ isOutside }) => isOutside)) return 'OUTSIDE_TERRITORY';
    return !override && opens.some(({ isSuspended }) => isSuspended) ? 'OPENS_SUSPENDED' : 'ADDED';
  }
  const judged = schools.map((school) => ({ row: school.row, id: school.id, outcome: outcomeOf(school) }));
  const adding = judged.filter(({ outcome }) => outcome === 'ADDED');
  const crowded = await findCrowdedWith(db, group, rowsOf(adding), span);
  const isCrowded = ({ row, outcome }: (typeof judged)[number]) =>
    outcome === 'ADDED' && (news.get(row) ?? []).some(({ licenceId }) => crowded.has(licenceId));
  return {
    judged: judged.map((school) => (isCrowded(school) ? { ...school, outcome: 'TOO_MANY_SCHOOLS' } : school)),
    opens: licencesIn(opened, yours),
  };
}

/** Lets them join, finds the licences of the group that more schools then have than the licence allows, and undoes it. */
async function findCrowdedWith(
  db: Transaction,
  group: string,
  schools: readonly string[],
  span: Span,
): Promise<ReadonlySet<string>> {
  if (schools.length === 0) return new Set();
  await startTrial(db);
  await joinGroup(db, group, schools, span);
  const crowded = await findCrowdedByGroup(db, group, span);
  await rollbackTrial(db);
  return crowded;
}

function rowsOf(schools: readonly { readonly row: string }[]): string[] {
  return schools.map(({ row }) => row);
}

/** Returns one for each entitlement of the group. */
function licencesIn(opened: readonly OpenedByGroup[], yours: ReadonlySet<string>): OpenedLicence[] {
  const found = new Map<string, OpenedLicence>();
  for (const { entitlementId, licenceId, validFrom, validUntil, isNew, isSuspended } of opened) {
    const isYours = yours.has(licenceId);
    const known = found.get(entitlementId);
    const one = known ?? { licence: { id: licenceId }, validFrom, validUntil, isYours, newAt: 0, suspendedAt: 0 };
    if (isNew) one.newAt += 1;
    if (isNew && isSuspended) one.suspendedAt += 1;
    found.set(entitlementId, one);
  }
  return [...found.values()];
}

function isClosed({ operating }: SchoolToAdd, { from, until }: Span): boolean {
  return isEmpty(intersection(operating, { from: from.getTime(), until: until?.getTime() ?? Infinity }));
}

/** @throws FORBIDDEN where the caller may not change the group; BAD_USER_INPUT */
export function removeSchools(
  session: Session,
  caller: Caller,
  input: RemoveSchoolsFromGroupInput,
  now: number,
): Promise<RemoveSchoolsFromGroupResult> {
  const key = keyOfGroup(input.group);
  const at = requireNotPast('input.at', input.at, now);
  const { preview, schools, numbers } = input;
  if (schools == null && numbers == null) throw badUserInput('input: name schools by schools or by numbers.');
  return session.write(async (db) => {
    const group = await lockDeskGroup(db, caller, key);
    await describeChange(db, { operation: 'removeSchoolsFromGroup', reason: input.reason ?? null });
    const members = await findMemberships(db, group.row, at);
    const memberIds = new Set(members.map(({ id }) => id));
    const { matched, unmatched } = await resolveNumbers(db, caller, numbers ?? [], 'input.numbers', memberIds);
    const fitting = schools ? await fittingSchools(db, caller, schools, now, 'input') : [];
    const named = new Set([...fitting, ...matched.map(({ id }) => organisationKey('SCHOOL', id))]);
    const leaving = members.filter(({ id, lastsLonger }) => lastsLonger && named.has(organisationKey('SCHOOL', id)));
    await leaveGroup(
      db,
      group.row,
      leaving.map(({ row }) => row),
      at,
    );
    return {
      preview,
      group,
      removed: leaving.map(({ id }) => id),
      unchanged: named.size - leaving.length,
      unmatched,
    };
  }, !preview);
}

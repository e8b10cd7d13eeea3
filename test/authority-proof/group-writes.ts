/** Checks what changed about school groups against the rights of the callers who sent mutations meanwhile. */
import { isDeepStrictEqual } from 'node:util';
import { type GroupRow, lasts, type MembershipRow, type Oracle, overlap } from './oracle';
import type { Rights } from './rights';
import { isSpelled } from './spellings';

interface Sent {
  readonly rights: Rights;
  readonly given: Readonly<Record<string, any>>;
}

/**
 * @param by the mutations of a name that were sent
 * @returns in words, what changed that nobody had a right to change; and how many other changes there were
 */
export function wrongGroupChanges(before: Oracle, after: Oracle, by: (name: string) => readonly Sent[]) {
  const complaints: string[] = [];
  let right = 0;
  const isOther = ({ level }: { level: string }) => level !== 'SCHOOL_GROUP';
  for (const table of ['organisations', 'memberships'] as const) {
    const [was, is] = [before[table].filter(isOther), after[table].filter(isOther)];
    if (!isDeepStrictEqual(was, is)) complaints.push(`${table} other than of groups changed, which nothing may change`);
  }
  const organisationOf = (row: string) => after.organisations.find((one) => one.row === row);
  const ownersOf = (row: string) =>
    [before, after].flatMap(({ groups }) => groups.find((group) => group.row === row)?.owner ?? []);
  const sentFor = (row: string, ...mutations: string[]) =>
    mutations.flatMap(by).filter(({ rights, given: { input } }) => {
      const group = organisationOf(row);
      const isIts = rights.asker.kind === 'operator' || ownersOf(row).some((owner) => rights.mayWrite(owner, owner));
      return (
        isIts && rights.has('entitlements:write') && input.preview !== true && group && isSpelled(group, input.group)
      );
    });
  const say = (isRight: boolean, complaint: string) => {
    if (isRight) right += 1;
    else complaints.push(complaint);
  };

  const knownGroups = new Map(before.groups.map((group) => [group.row, group]));
  for (const group of after.groups) {
    const was: GroupRow | undefined = knownGroups.get(group.row);
    if (isDeepStrictEqual(was, group)) continue;
    const { owner } = group;
    const isRight = was
      ? sentFor(group.row, 'adoptSchoolGroup', 'closeSchoolGroup').length > 0
      : by('createSchoolGroup').some(({ rights }) => owner !== null && rights.mayWrite(owner, owner));
    say(isRight, `a school group that nobody may have changed so: ${JSON.stringify([was, group])}`);
  }
  for (const one of after.organisations.filter((organisation) => !isOther(organisation))) {
    const was = before.organisations.find(({ row }) => row === one.row);
    if (!was || isDeepStrictEqual(was, one)) continue;
    const renamed = { ...was, name: one.name };
    const isRight = isDeepStrictEqual(renamed, one) && sentFor(one.row, 'renameSchoolGroup').length > 0;
    say(isRight, `a school group that nobody may have renamed so: ${JSON.stringify([was, one])}`);
  }

  const key = ({ school, organisation, from, until }: MembershipRow) => `${school} ${organisation} ${from} ${until}`;
  const inGroups = (oracle: Oracle) =>
    new Map(oracle.memberships.filter((one) => !isOther(one)).map((one) => [key(one), one]));
  const [was, is] = [inGroups(before), inGroups(after)];
  for (const gone of [...was].filter(([name]) => !is.has(name)).map(([, one]) => one)) {
    const isRight = sentFor(gone.organisation, 'removeSchoolsFromGroup', 'closeSchoolGroup').length > 0;
    say(isRight, `a school that nobody may have taken out of a group: ${JSON.stringify(gone)}`);
  }
  for (const made of [...is].filter(([name]) => !was.has(name)).map(([, one]) => one)) {
    const { school, organisation, from } = made;
    const isShortened = before.memberships.some(
      (one) => one.school === school && one.organisation === organisation && one.from === from,
    );
    const isRight = sentFor(organisation, 'addSchoolsToGroup').some(
      ({ rights }) => rights.reach.has(school) && mayOpen(rights, before, after, made),
    );
    say(isShortened || isRight, `a school that nobody may have added to a group: ${JSON.stringify(made)}`);
  }
  return { complaints, right };
}

/** Returns the owners before the round of groups that were changed meanwhile. An answer may show either. */
export function ownersBefore(before: Oracle, after: Oracle): ReadonlyMap<string, string | null> {
  const is = new Map(after.groups.map((group) => [group.row, group]));
  const changed = before.groups.filter((group) => !isDeepStrictEqual(group, is.get(group.row)));
  return new Map(changed.map(({ row, owner }) => [row, owner]));
}

/**
 * Returns whether all that a group opens at a school belongs to owners within the caller's reach to whom the school
 * belongs, or is open there anyway. A licence whose term has ended opens nothing. Mutations of the same time may have
 * added the school to another group that opens the same, or have ended what the group opened before the school was
 * added to it.
 */
function mayOpen({ within }: Rights, before: Oracle, after: Oracle, made: MembershipRow): boolean {
  const { entitlements, readAt } = before;
  const above = [...before.memberships, ...after.memberships].filter(
    (one) => one.school === made.school && one.organisation !== made.organisation,
  );
  return entitlements
    .filter(({ holder, revokedAt }) => holder === made.organisation && (revokedAt === null || revokedAt > readAt))
    .filter((held) => overlap(held, made))
    .filter(({ row, licence }) => {
      const terms = [before, after].flatMap(({ licences }) => licences.filter((one) => one.row === licence));
      if (!terms.every((term) => overlap(term, made))) return false;
      const later = after.entitlements.find((one) => one.row === row);
      return !later || (overlap(later, made) && (later.revokedAt ?? Infinity) > (made.from ?? -Infinity));
    })
    .every(
      ({ owner, licence }) =>
        (within.has(owner) &&
          before.memberships.some(
            (one) => one.school === made.school && one.organisation === owner && lasts(one, readAt),
          )) ||
        entitlements.some(
          (other) =>
            other.licence === licence &&
            above.some(
              (one) => one.organisation === other.holder && [readAt, after.readAt].some((at) => lasts(one, at)),
            ),
        ),
    );
}

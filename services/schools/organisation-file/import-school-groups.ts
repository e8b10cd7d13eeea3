/** Imports school groups, with the schools that belong to them. */

import type { Queryable } from '../../../database/queryable';
import type { Changes } from '../../import-file/changes';
import { beginOf } from '../../import-file/days';
import { Problems } from '../../import-file/import-error';
import type { Importer } from '../../import-file/import-records';
import { periodStatements } from '../../import-file/replace-part-queries';
import { type Part, replaceParts } from '../../import-file/replace-parts';
import { stagedAs } from '../../import-file/staging-queries';
import { storeSuspendedBefore } from '../entitlement/opened-queries';
import { refuseOpened } from '../entitlement/refuse-opened';
import { STATE } from '../regions/nrw-districts';
import { findCrowded, findOpenedOutside, storeGroupsBefore } from './group-opening-queries';
import { type Organisation, storedOrganisations, upsertNamed } from './organisation-queries';
import { type SchoolGroupRecord, schoolGroupRecord } from './records';
import { insertGroups, knownOwners, storedGroupKeepers, writeGroupOwners } from './school-group-queries';

const SCHOOL_GROUPS = stagedAs<SchoolGroupRecord>('school_groups');

const SCHOOLS_OF_GROUPS = periodStatements({
  table: 'schools.membership',
  whole: 'organisation_id',
  part: 'school_id',
  named: 'schools.organisation',
  fixed: { level: 'SCHOOL_GROUP' },
});

/**
 * The last of the importers of an organisations file: it checks what the whole file opens.
 *
 * @param asOf from when on the schools of a group are those in the file
 * @param overridden at how many schools the file may open what is suspended there
 */
export function schoolGroups(asOf: Date, overridden: number | null = null): Importer<SchoolGroupRecord> {
  let opened: readonly string[] = [];
  return {
    ...SCHOOL_GROUPS,
    schema: schoolGroupRecord,
    identity: ({ number }) => `number: the school group ${number}`,
    async check(db, batch, problems) {
      const records = batch.map(({ value }) => value);
      const [groups, schools] = [await storedGroups(db, records), await storedSchools(db, records)];
      const keepers = await storedGroupKeepers(db, STATE.number, numbersOf(records));
      const owners = await knownOwners(
        db,
        ownersIn(records).flatMap(({ owner }) => owner ?? []),
      );
      for (const one of batch) {
        const { number, name, owner } = one.value;
        if (keepers.get(number)?.keptBy === 'DESK')
          problems.add(one, `number: staff keep the school group ${number}; take it out of the file`);
        if (owner != null && !owners.has(owner)) problems.add(one, `owner: there is no ${owner}`);
        if (name === undefined && !groups.has(number))
          problems.add(one, `name: is missing; the school group ${number} is new and needs it`);
        membersOf(one.value).forEach(({ school }, index) => {
          if (!schools.has(school))
            problems.add(one, `schools[${index}]: there is no school ${STATE.number}:${school}`);
        });
      }
    },
    async checkWhole(db) {
      await storeSuspendedBefore(db);
      await storeGroupsBefore(db, STATE.number);
    },
    async write(db, batch, changes) {
      const records = batch.map(({ value }) => value);
      const former = await storedGroups(db, records);
      const keepers = await storedGroupKeepers(db, STATE.number, numbersOf(records));
      await upsertNamed(db, 'SCHOOL_GROUP', STATE.number, records);
      await insertGroups(db, STATE.number, numbersOf(records));
      await writeGroupOwners(db, STATE.number, ownersIn(records));
      const changed = await replaceMembers(db, records, former, asOf, changes);
      for (const { number, name } of records) {
        const known = former.get(number);
        if (!known || name === undefined || name === known.name) continue;
        changes.compare(`group ${number}`, { name: known.name }, { name });
        changed.add(number);
      }
      for (const { number, owner } of ownersIn(records)) {
        const known = keepers.get(number);
        if (!former.has(number) || (known?.owner ?? null) === owner) continue;
        changes.compare(`group ${number}`, { owner: known?.owner ?? null }, { owner });
        changed.add(number);
      }
      const added = records.length - former.size;
      return { school_groups: { added, changed: changed.size, unchanged: records.length - added - changed.size } };
    },
    async finish(db) {
      await refuseUnassignable(db);
      opened = await refuseOpened(db, overridden);
    },
    async notes() {
      return [...opened];
    },
  };
}

/** @throws ImportError where a group would open a licence at a school to which it could not be assigned */
async function refuseUnassignable(db: Queryable): Promise<void> {
  const problems = new Problems();
  for (const { group, licence, school, ...place } of await findOpenedOutside(db, STATE.number)) {
    const what = `schools: the group ${group} would open the licence ${licence} at the school ${school}`;
    problems.add(place, `${what}, which does not lie under the organisation that owns the licence`);
  }
  for (const { group, licence, schools, schoolCount, ...place } of await findCrowded(db, STATE.number)) {
    const what = `schools: the group ${group} would give the licence ${licence} to ${schools} schools at a time`;
    problems.add(place, `${what}, and it counts ${schoolCount}`);
  }
  problems.refuse();
}

/** @returns the numbers of the known groups whose schools changed */
async function replaceMembers(
  db: Queryable,
  records: readonly SchoolGroupRecord[],
  former: ReadonlyMap<string, Organisation>,
  asOf: Date,
  changes: Changes,
): Promise<Set<string>> {
  const [groups, schools] = [await storedGroups(db, records), await storedSchools(db, records)];
  const idOf = ({ number }: SchoolGroupRecord) => (groups.get(number) as Organisation).id;
  const listing = records.filter((record) => record.schools !== undefined);
  const parts = listing.flatMap((record) =>
    membersOf(record).map(
      ({ school, from, until }): Part => ({
        whole: idOf(record),
        part: (schools.get(school) as Organisation).id,
        from: from === undefined ? undefined : beginOf(from),
        until: until === undefined ? undefined : beginOf(until),
      }),
    ),
  );
  const wholes = listing.map((record) => ({ id: idOf(record), isNew: !former.has(record.number) }));
  const numberOf = new Map([...former.values()].map(({ id, number }) => [id, number]));
  const changed = new Set<string>();
  for (const { whole, part, before, after } of (await replaceParts(db, SCHOOLS_OF_GROUPS, wholes, parts, asOf))
    .changes) {
    const number = numberOf.get(whole);
    if (number === undefined) continue;
    changed.add(number);
    changes.add(`group ${number}`, `school ${part}`, before, after);
  }
  return changed;
}

function membersOf({ schools = [] }: SchoolGroupRecord) {
  return schools.map((one) => (typeof one === 'string' ? { school: one, from: undefined, until: undefined } : one));
}

function numbersOf(records: readonly SchoolGroupRecord[]): string[] {
  return records.map(({ number }) => number);
}

/** Returns the owners of those records that state one. */
function ownersIn(records: readonly SchoolGroupRecord[]) {
  return records.flatMap(({ number, owner }) => (owner === undefined ? [] : [{ number, owner }]));
}

function storedGroups(db: Queryable, records: readonly SchoolGroupRecord[]) {
  return storedOrganisations(db, 'SCHOOL_GROUP', STATE.number, numbersOf(records));
}

function storedSchools(db: Queryable, records: readonly SchoolGroupRecord[]) {
  const numbers = records.flatMap((record) => membersOf(record).map(({ school }) => school));
  return storedOrganisations(db, 'SCHOOL', STATE.number, numbers);
}

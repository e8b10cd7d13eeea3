/**
 * A school outside of the territory of a group's licence may join the group while the licence opens nothing there.
 * Later changes do not open it there either: no later end, no resuming, no undoing, no longer term, and no file.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownerTransaction } from '../database/queryable';
import { ImportError } from '../services/import-file/import-error';
import { catalogue } from '../services/licences/import/import-licences';
import { readSyncFile } from '../services/schools/entitlement-file/read-sync-file';
import { syncEntitlements } from '../services/schools/entitlement-file/sync-entitlements';
import { mediaCentres } from '../services/schools/organisation-file/import-media-centres';
import { schoolGroups } from '../services/schools/organisation-file/import-school-groups';
import { run } from './import-records';
import { add, data, database, newGroup, number, outcomes, REMOVE, world } from './school-groups-world';

/** The id in a form that files may use. */
const NUMBER = 'L-Z';
beforeAll(async () => {
  await database.query('update licences.contract set number = $2 where licence_id = $1', [
    world.licence('Lizenz Z'),
    NUMBER,
  ]);
});

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY).toISOString();
const dayIn = (days: number) => inDays(days).slice(0, 10);

async function assign(group: string, more: object = {}): Promise<string> {
  const query = `mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) {
    applied assignments(first: 1) { entitlement { id } } } }`;
  const input = { licenceIds: [world.licence('Lizenz Z')], holders: [{ level: 'SCHOOL_GROUP', id: group }], ...more };
  const { assignEntitlements: made } = await data('centre', query, { input });
  expect(made.applied).toBe(true);
  return made.assignments[0].entitlement.id;
}

async function change(mutation: string, type: string, input: object, who = 'centre'): Promise<any> {
  const query = `mutation ($input: ${type}!) { changed: ${mutation}(input: $input) { applied change changes(first: 1) { outcome } } }`;
  return (await data(who, query, { input })).changed;
}
const outcome = ({ changes }: any) => changes[0].outcome;
/** The state sends it, because a group with a foreign school is foreign to staff of its owner. */
const setEnd = (id: string, validUntil: string) =>
  change('amendEntitlements', 'AmendEntitlementsInput', { entitlementIds: [id], validUntil }, 'state');
const joinLater = async (group: string, more: object = {}) =>
  expect(outcomes(await add('state', group, ['Schule C1'], more))).toEqual({ 'Schule C1': 'ADDED' });
const leave = (group: string) => data('centre', REMOVE, { input: { group, numbers: [number('Schule C1')] } });

test('a later end that would reach such a school is refused; one that only reaches schools of the owner is not', async () => {
  const group = await newGroup(['Schule A1']);
  const id = await assign(group, { validUntil: inDays(100) });
  await joinLater(group, { validFrom: inDays(200) });
  await add('centre', group, ['Schule B1'], { validFrom: inDays(150), overrideSuspended: true });
  expect(outcome(await setEnd(id, inDays(180)))).toBe('OPENS_SUSPENDED');
  await data('centre', REMOVE, { input: { group, numbers: [number('Schule B1')] } });
  expect(outcome(await setEnd(id, inDays(180)))).toBe('CHANGED');
  expect(outcome(await setEnd(id, inDays(300)))).toBe('OUTSIDE_TERRITORY');
  expect(await setEnd(id, inDays(300))).toMatchObject({ applied: false });
  await leave(group);
  expect(outcome(await setEnd(id, inDays(300)))).toBe('CHANGED');
});

test('a school that already has the licence and has since left the owner keeps it when it is prolonged', async () => {
  const group = await newGroup(['Schule A2']);
  const id = await assign(group, { validUntil: inDays(100) });
  const move = (from: string, to: string) =>
    database.query(
      `update schools.membership m set organisation_id = (select id from schools.organisation where external_id = $2)
       from schools.organisation s, schools.organisation o
       where s.id = m.school_id and s.external_id = $3 and o.id = m.organisation_id and o.external_id = $1`,
      [world.organisation(from), world.organisation(to), world.organisation('Schule A2')],
    );
  await move('Zentrum', 'Anderes');
  expect(outcome(await setEnd(id, inDays(200)))).toBe('CHANGED');
  await move('Anderes', 'Zentrum');
});

test('resuming does not open it there, nor does undoing a revocation', async () => {
  const group = await newGroup(['Schule A1']);
  const id = await assign(group);
  await change('suspendEntitlements', 'SuspendEntitlementsInput', { entitlementIds: [id] });
  await joinLater(group);
  const resume = () => change('resumeEntitlements', 'ResumeEntitlementsInput', { entitlementIds: [id] });
  expect(outcome(await resume())).toBe('OUTSIDE_TERRITORY');
  await leave(group);
  expect(outcome(await resume())).toBe('CHANGED');

  const revoked = await change('revokeEntitlements', 'RevokeEntitlementsInput', { entitlementIds: [id] }, 'state');
  await joinLater(group);
  const query = `mutation ($change: ID!) { changed: undoChange(change: $change) { applied changes(first: 1) { outcome } } }`;
  const undone = async () => outcome((await data('state', query, { change: revoked.change })).changed);
  expect(await undone()).toBe('OUTSIDE_TERRITORY');
  await leave(group);
  expect(await undone()).toBe('CHANGED');
});

describe('a licence with a term', () => {
  const AMEND = `mutation ($input: AmendLicenceInput!) { amendLicence(input: $input) {
    outcome effects { schoolsOpened schoolsOpenedOutside } licence { validUntil } } }`;
  async function runUntil(days: number, more: object = {}): Promise<any> {
    const licenceId = world.licence('Lizenz Z');
    const [contract] = await database.query<{ version: number }>(
      'select version from licences.contract where licence_id = $1',
      [licenceId],
    );
    const version = contract?.version;
    const term = { kind: 'FIXED', from: '2020-01-01', until: dayIn(days) };
    return (await data('centre', AMEND, { input: { licenceId, version, term, ...more } })).amendLicence;
  }

  test('opens there by no longer term, by hand or by a file', async () => {
    const group = await newGroup(['Schule A1']);
    await assign(group);
    expect(await runUntil(50)).toMatchObject({ outcome: 'AMENDED', effects: { schoolsOpenedOutside: 0 } });
    await joinLater(group, { validFrom: inDays(60) });
    const refused = { outcome: 'OUTSIDE_TERRITORY', effects: { schoolsOpenedOutside: 1 } };
    expect(await runUntil(300, { preview: true })).toMatchObject(refused);
    expect(await runUntil(300, { overrideSuspended: true })).toMatchObject(refused);
    const file = [
      {
        type: 'licence',
        number: NUMBER,
        term: { kind: 'FIXED', from: '2020-01-01', until: dayIn(300) },
      },
    ];
    const importing = () => run(database.ownerUrl, catalogue(new Date()), file);
    await expect(importing()).rejects.toThrow(ImportError);
    await expect(importing()).rejects.toThrow(
      `line 1: the licence ${NUMBER} would open for SCHOOL_GROUP:${group} at SCHOOL:${world.organisation('Schule C1')}, which does not lie under the organisation that owns it`,
    );
    await leave(group);
    await importing();
    expect(await runUntil(400)).toMatchObject({ outcome: 'AMENDED' });
  });
});

test('a file of entitlements gives a group nothing that opens at a foreign school later, nor prolongs it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-territory-'));
  const group = await newGroup(['Schule A1']);
  const sync = (until: string) => {
    const file = path.join(folder, 'file');
    writeFileSync(file, `licence;holder;from;until;rights;note\n${NUMBER};SCHOOL_GROUP:${group};;${until};;`);
    return ownerTransaction(database.ownerUrl, async (db) => {
      const how = { source: 'land', now: new Date(), createdBy: 'import', skipBad: false, mostTold: 10 };
      const { records, schema } = await readSyncFile(file);
      return syncEntitlements(db, records, { ...how, confirmedLosses: null, overrideSuspended: null, schema });
    });
  };
  const refused = `does not lie within the owner of the licence ${NUMBER}`;
  await joinLater(group, { validFrom: inDays(200) });
  await expect(sync(dayIn(100))).rejects.toThrow(refused);
  await leave(group);
  expect(await sync(dayIn(100))).toMatchObject({ added: 1 });
  await joinLater(group, { validFrom: inDays(200) });
  await expect(sync(dayIn(300))).rejects.toThrow(refused);
  expect(await sync(dayIn(100))).toMatchObject({ kept: 1 });
  await leave(group);
  expect(await sync(dayIn(300))).toMatchObject({ replaced: 1 });
  rmSync(folder, { recursive: true });
});

describe('a file of groups', () => {
  const take = (records: readonly unknown[]) =>
    run(
      database.ownerUrl,
      { media_centre: mediaCentres(new Date()), school_group: schoolGroups(new Date()) },
      records.map((one) => ({ type: 'school_group', ...(one as object) })),
    );
  const hold = (group: string, licence: string) =>
    database.query(
      `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
       select l.id, l.owner_id, o.id, tstzrange(now(), null), l.rights, 'test'
       from directory.licence l, schools.organisation o where l.id = $1 and o.external_id = $2`,
      [world.licence(licence), `NW:${group}`],
    );
  const members = async (group: string) =>
    (
      await database.query<{ number: string }>(
        `select s.number from schools.membership m join schools.organisation o on o.id = m.organisation_id
         join schools.organisation s on s.id = m.school_id where o.external_id = $1 order by 1`,
        [`NW:${group}`],
      )
    ).map((row) => row.number);

  test('adds no school to a licence outside of its territory, now or later, and says where', async () => {
    const [a1, a2, c1] = ['Schule A1', 'Schule A2', 'Schule C1'].map(number) as [string, string, string];
    await take([{ number: 'F1', name: 'Gruppe F1', schools: [a1] }]);
    await hold('F1', 'Lizenz Z');
    for (const school of [c1, { school: c1, from: dayIn(100) }]) {
      const taking = take([
        { number: 'F2', name: 'Gruppe F2', schools: [c1] },
        { number: 'F1', schools: [a1, a2, school] },
      ]);
      await expect(taking).rejects.toThrow(ImportError);
      await expect(taking).rejects.toThrow(
        /line 2: schools: the group F1 would open the licence L-Z at the school NW:\S+, which does not lie under the organisation that owns the licence$/,
      );
      expect([await members('F1'), await members('F2')]).toEqual([[a1], []]);
    }
    await take([{ number: 'F1', schools: [a1, a2] }]);
    expect(await members('F1')).toEqual([a1, a2].sort());
  });

  test('leaves a school that has moved away in its group', async () => {
    const [a1, c1] = ['Schule A1', 'Schule C1'].map(number) as [string, string];
    await take([{ number: 'F3', name: 'Gruppe F3', schools: [c1] }]);
    await hold('F3', 'Lizenz Z');
    await take([{ number: 'F3', schools: [a1, c1] }]);
    expect(await members('F3')).toEqual([a1, c1].sort());
  });

  test('opens no licence to more schools than it allows', async () => {
    const [a1, a2] = ['Schule A1', 'Schule A2'].map(number) as [string, string];
    await take([{ number: 'F4', name: 'Gruppe F4', schools: [a1] }]);
    await hold('F4', 'Lizenz für eine');
    await expect(take([{ number: 'F4', schools: [a1, a2] }])).rejects.toThrow(
      /line 1: schools: the group F4 would give the licence Lizenz für eine to 2 schools at a time, and it counts 1$/,
    );
    expect(await members('F4')).toEqual([a1]);
    await take([{ number: 'F4', schools: [a2] }]);
  });
});

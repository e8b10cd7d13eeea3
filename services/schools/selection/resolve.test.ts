/** Selections, resolved for staff of one city: they contain what is named and what fits, and nothing of another city. */
import type { DataSource } from 'typeorm';
import { type Caller, type OrganisationKey, SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { inSession } from '../../../test/open-school';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import type { Transaction } from '../../subgraph/database/session';
import type { EntitlementSelection } from './entitlement-selection';
import type { HolderSelection } from './holder-selection';
import { resolveEntitlements } from './resolve-entitlements';
import { resolveHolders } from './resolve-holders';

let database: TestDatabase;
let world: SeededWorld;
let source: DataSource;
const MANY = Array.from({ length: 5_500 }, (_, at) => `NW_${800_000 + at}`);

beforeAll(async () => {
  database = await createTestDatabase();
  const licence = { heldAt: ['STATE', 'AUTHORITY', 'SCHOOL'] as const, rights: ['STREAM'] as const, packages: [] };
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY' },
    schools: {
      'Schule A1': { belongsTo: [{ to: 'Stadt A' }] },
      'Schule A2': { belongsTo: [{ to: 'Stadt A' }] },
      'Schule B1': { belongsTo: [{ to: 'Stadt B' }] },
    },
    titles: {},
    packages: {},
    licences: { 'Lizenz A': { ...licence, owner: 'Stadt A' }, 'Lizenz L': { ...licence, owner: 'STATE' } },
    entitlements: {
      'A an A1': { licence: 'Lizenz A', holder: 'Schule A1', from: '2024-01-01' },
      'A an A2': { licence: 'Lizenz A', holder: 'Schule A2', from: '2024-01-01', until: '2024-06-01' },
      'L an alle': { licence: 'Lizenz L', holder: 'STATE', from: '2024-01-01' },
      'L an B1': { licence: 'Lizenz L', holder: 'Schule B1', from: '2024-01-01' },
    },
  });
  source = await connect(database.urlOf('schools'), { poolSize: 2, applicationName: 'selection' });
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

function asStaffOfA<Result>(work: (db: Transaction, caller: Caller) => Promise<Result>): Promise<Result> {
  const bound: OrganisationKey[] = [`AUTHORITY:${world.organisation('Stadt A')}`];
  const caller: Caller = { kind: 'licensing', subject: 'test', scopes: SCOPES_OF_KIND.licensing, bound };
  return inSession(source, caller, (session) => work(session, caller));
}

const holders = (selection: HolderSelection) =>
  asStaffOfA((db, caller) => resolveHolders(db, caller, selection, Date.now()));
const entitlements = (selection: EntitlementSelection) =>
  asStaffOfA((db, caller) => resolveEntitlements(db, caller, selection, Date.now()));
const school = (name: string) => `SCHOOL:${world.organisation(name)}`;
const nameOf = (id: string) => world.nameOfEntitlement(id);

describe('holders', () => {
  test('that are named, that fit and that were pasted are returned once each, in this order', async () => {
    const { keys, unmatched } = await holders({
      holders: [
        { level: 'SCHOOL', id: world.organisation('Schule A2') },
        { level: 'AUTHORITY', id: world.organisation('Stadt B') },
      ],
      schools: { authority: world.organisation('Stadt A') },
      numbers: [world.organisation('Schule A1'), `"${world.organisation('Schule B1')}"`, 'Köln', '1'],
    });
    expect(keys).toEqual([school('Schule A2'), `AUTHORITY:${world.organisation('Stadt B')}`, school('Schule A1')]);
    expect(unmatched).toEqual([
      { row: 2, text: world.organisation('Schule B1'), reason: 'NOT_IN_REACH' },
      { row: 3, text: 'Köln', reason: 'NOT_A_NUMBER' },
      { row: 4, text: '1', reason: 'NOT_IN_REACH' },
    ]);
  });

  test('are those in reach where the filter has no condition', async () => {
    expect((await holders({ schools: {} })).keys).toEqual([school('Schule A1'), school('Schule A2')].sort());
  });

  test('are found by one statement for 5,500 numbers', async () => {
    let statements = 0;
    const { keys, unmatched } = await asStaffOfA((db, caller) => {
      const counted: Transaction = {
        query(...of: Parameters<Transaction['query']>) {
          statements += 1;
          return db.query(...of);
        },
      } as Transaction;
      const numbers = [...MANY, world.organisation('Schule A1')];
      return resolveHolders(counted, caller, { numbers }, Date.now());
    });
    expect(statements).toBe(1);
    expect(keys).toEqual([school('Schule A1')]);
    expect(unmatched).toHaveLength(5_500);
  });

  test.each<[string, HolderSelection, string]>([
    ['that are not named', {}, 'name organisations by holders, by schools or by numbers'],
    [
      'with a malformed id',
      { holders: [{ level: 'SCHOOL', id: '?' }] },
      'input.selection.holders[0].id: not the id of a school.',
    ],
    [
      'of an unknown authority',
      { schools: { authority: '99999' } },
      'You may not see or change this, or it does not exist.',
    ],
  ])('%s are refused', async (_, selection, message) => {
    await expect(holders(selection)).rejects.toThrow(message);
  });

  test('of a foreign authority are refused in the same way as those of an unknown one', async () => {
    await expect(holders({ schools: { authority: world.organisation('Stadt B') } })).rejects.toThrow(
      'You may not see or change this, or it does not exist.',
    );
  });
});

describe('entitlements', () => {
  test('that are named and that fit are returned once each: those that the caller may read, as of now', async () => {
    const named = world.entitlement('A an A2');
    const ids = await entitlements({ ids: [named, named], filter: { status: ['IN_FORCE'] } });
    expect(ids.map(nameOf)).toEqual(['A an A2', 'A an A1', 'L an alle']);
    expect((await entitlements({ filter: { amendable: true } })).map(nameOf)).toEqual(['A an A1', 'A an A2']);
    expect((await entitlements({ filter: { schools: { state: 'NW' } } })).map(nameOf)).toEqual(['A an A1', 'A an A2']);
  });

  test.each<[string, EntitlementSelection, string]>([
    ['that are not named', {}, 'name entitlements by ids, or by a filter'],
    ['with a malformed id', { ids: ['x'] }, 'You may not see or change this'],
    ['with a malformed id of a licence', { filter: { licence: 'x' } }, 'You may not see or change this'],
    ['with an empty list of states', { filter: { status: [] } }, 'input.selection.filter.status: empty.'],
  ])('%s are refused', async (_, selection, message) => {
    await expect(entitlements(selection)).rejects.toThrow(message);
  });
});

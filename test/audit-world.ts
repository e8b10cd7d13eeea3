/**
 * A world whose changes are audited, and the chains of its entries. Its hooks run in each test file that imports it.
 */
import { ownerSnapshot } from '../database/queryable';
import type { AuditedService } from '../services/subgraph/audit/chain-queries';
import { type ChainReport, verifyChain } from '../services/subgraph/audit/verify-chain';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';

export let database: TestDatabase;
export let world: SeededWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: { Bienen: {} },
    packages: { Natur: [{ title: 'Bienen' }] },
    licences: {
      Lizenz: {
        owner: 'Stadt',
        heldAt: ['AUTHORITY', 'SCHOOL'],
        rights: ['STREAM'],
        packages: [{ package: 'Natur' }],
      },
    },
    entitlements: {
      'der Stadt': { licence: 'Lizenz', holder: 'Stadt', from: '2026-01-01' },
      'der Schule': { licence: 'Lizenz', holder: 'Schule', from: '2026-01-01' },
    },
  });
  for (const [at, name] of ['Erika Muster', 'Max Muster', 'Erika Muster'].entries()) {
    await database.query(`
      begin;
      set local app.kind = 'licensing'; set local app.subject = '${name}'; set local app.end_user = 'Kind ${at}';
      set local app.bound = '{1}'; select directory.describe_change('revokeEntitlements', 'Grund ${at}', null);
      update schools.entitlement set revoked_reason = 'Grund ${at}', revoked_by = '${name}';
      commit`);
  }
  await database.keep();
});
afterAll(() => database?.drop());
beforeEach(() => database.reset());

export function verified(service: AuditedService, ...kept: string[]): Promise<ChainReport> {
  return ownerSnapshot(database.ownerUrl, (db) => verifyChain(db, service, new Set(kept)));
}

/** Runs SQL with all triggers off, as the owner of the database could. */
export async function tamper(sql: string): Promise<void> {
  await database.query(`begin; set local session_replication_role = replica; ${sql}; commit`);
}

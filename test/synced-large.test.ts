/**
 * However many rows a file has, only one batch of them is in memory: the rows are sent to the database in batches, and
 * none come back.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownerTransaction, type Queryable } from '../database/queryable';
import { readSyncFile } from '../services/schools/entitlement-file/read-sync-file';
import { syncEntitlements } from '../services/schools/entitlement-file/sync-entitlements';
import { createTestDatabase, type TestDatabase } from './database';
import { seedWorld } from './seed-world';

/** Some three times the size of a batch. */
const MAX_ROWS = 6_000;
const LICENCES = Math.ceil(MAX_ROWS / 400);

const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-sync-'));
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const licence = {
    owner: 'Stadt',
    heldAt: ['AUTHORITY', 'SCHOOL'] as const,
    rights: ['STREAM'] as const,
    packages: [{ package: 'Paket' }],
  };
  await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`S${at}`, { belongsTo: [{ to: 'Stadt' }] }])),
    titles: { Bienen: {} },
    packages: { Paket: [{ title: 'Bienen' }] },
    licences: Object.fromEntries(Array.from({ length: LICENCES }, (_, at) => [`L${at}`, licence])),
    entitlements: {},
  });
});
afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true });
});

/** The most rows that a statement returned, and the most characters that one sent. */
interface Largest {
  rows: number;
  sent: number;
}

async function sync(wanted: number, note: string) {
  const schools = await database.query<{ number: string }>(
    `select number from schools.organisation where level = 'SCHOOL' order by id`,
  );
  const rows = Array.from({ length: wanted }, (_, at) => {
    const { number } = schools[at % 400] as { number: string };
    return `L${Math.floor(at / 400)};${number};;;;${note}`;
  });
  const file = path.join(folder, 'rows.csv');
  writeFileSync(file, ['licence;holder;from;until;rights;note', ...rows].join('\n'));
  const largest: Largest = { rows: 0, sent: 0 };
  const counts = await ownerTransaction(database.ownerUrl, async (db) => {
    const watched: Queryable = {
      async query(statement, parameters) {
        const found = await db.query(statement, parameters);
        largest.rows = Math.max(largest.rows, found.length);
        largest.sent = Math.max(largest.sent, JSON.stringify(parameters ?? []).length);
        return found;
      },
    };
    const { records, schema } = await readSyncFile(file);
    return syncEntitlements(watched, records, {
      source: 'land',
      now: new Date(),
      createdBy: 'import',
      skipBad: false,
      confirmedLosses: null,
      overrideSuspended: null,
      mostTold: 100,
      schema,
    });
  });
  return { counts, largest };
}

test('a file three times as long is sent in batches of the same size, and no more rows come back', async () => {
  const few = await sync(MAX_ROWS / 3, 'first');
  expect(few.counts).toMatchObject({ added: MAX_ROWS / 3, ended: 0 });
  const many = await sync(MAX_ROWS, 'first');
  expect(many.counts).toMatchObject({ kept: MAX_ROWS / 3, added: (MAX_ROWS * 2) / 3, ended: 0 });
  const again = await sync(MAX_ROWS, 'first');
  expect(again.counts).toMatchObject({ kept: MAX_ROWS, added: 0, replaced: 0, ended: 0 });
  for (const { largest } of [many, again]) {
    expect(largest.rows).toBeLessThanOrEqual(100);
    expect(largest.sent).toBeLessThan(few.largest.sent * 1.2);
  }
}, 600_000);

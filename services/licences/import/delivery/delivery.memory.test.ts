/** What an import holds in memory does not depend on how many records its file has. */

import { ownerTransaction } from '../../../../database/queryable';
import { createTestDatabase, type TestDatabase } from '../../../../test/database';
import { heapUsed } from '../../../../test/heap';
import { Changes } from '../../../import-file/changes';
import type { FileRecord } from '../../../import-file/file-record';
import { type Importer, importRecords } from '../../../import-file/import-records';
import { BATCH } from '../../../import-file/staging';
import { AMB } from '../amb/amb';
import { delivery } from './delivery';
import type { Delivered } from './source-record';

const BATCHES = 5;
/** Everything that an import keeps is there after the first batches. */
const WARM = 2;
const LAST = BATCHES - 1;
/** An id takes more in a map or a set, and a record 1,000. */
const MOST_KEPT_EACH = 50;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The heap after the first batches, and at the last one. */
class Measured {
  private batches = 0;
  private readonly heap: number[] = [];

  async takeBefore(): Promise<void> {
    if (this.batches === WARM || this.batches === LAST) this.heap.push(await heapUsed());
    this.batches += 1;
  }

  keptEach(): number {
    const [warm, last] = this.heap as [number, number];
    return (last - warm) / ((LAST - WARM) * BATCH.records);
  }
}

/** @param measured gets the heap before each batch */
async function* records(measured: Measured, more: (at: number) => object): AsyncGenerator<FileRecord> {
  for (let at = 0; at < BATCHES * BATCH.records; at += 1) {
    if (at % BATCH.records === 0) await measured.takeBefore();
    const record = {
      '@context': ['https://w3id.org/kim/amb/context.jsonld', { '@language': 'de' }],
      id: `https://medien.example/${at}`,
      type: ['LearningResource'],
      name: `Film ${at}`,
      about: [{ id: 'http://w3id.org/kim/schulfaecher/s1000' }, { id: `https://medien.example/fach/${at}` }],
      keywords: [`Schlagwort ${at}`],
      description: `Film ${at} `.repeat(20),
      ...more(at),
    };
    yield { line: at + 1, record };
  }
}

function measuredBy(measured: Measured): Importer<Delivered> {
  const importer = delivery(AMB, { source: 'medien', isWhole: true, confirmedLosses: null });
  return {
    ...importer,
    async write(...given) {
      await measured.takeBefore();
      return importer.write(...given);
    },
  };
}

async function importMeasured(more: (at: number) => object = () => ({})): Promise<{ read: number; written: number }> {
  const [read, written] = [new Measured(), new Measured()];
  await ownerTransaction(database.ownerUrl, (db) =>
    importRecords(db, records(read, more), measuredBy(written), undefined, new Changes(100)),
  );
  return { read: read.keptEach(), written: written.keptEach() };
}

test.each([
  ['new', () => ({})],
  ['changed', (at: number) => ({ publisher: [{ type: 'Organization', name: 'Haus' }], name: `Anderer Film ${at}` })],
])('nothing of a record is kept where all are %s', async (_, more) => {
  const { read, written } = await importMeasured(more);
  expect(read).toBeLessThan(MOST_KEPT_EACH);
  expect(written).toBeLessThan(MOST_KEPT_EACH);
});

test('nothing of a record is kept where all are wrong', async () => {
  const read = new Measured();
  const imported = ownerTransaction(database.ownerUrl, (db) =>
    importRecords(
      db,
      records(read, (at) => ({ type: [`${at}`] })),
      measuredBy(new Measured()),
    ),
  );
  await expect(imported).rejects.toMatchObject({ more: BATCHES * BATCH.records - 20 });
  expect(read.keptEach()).toBeLessThan(MOST_KEPT_EACH);
});

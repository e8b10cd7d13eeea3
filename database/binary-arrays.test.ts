import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { createTestDatabase, type TestDatabase } from '../test/database';
import { bigintArray, byteaArray, instantArray, textArray, uuidArray } from './binary-arrays';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** What PostgreSQL made of a list, each value as its own text. */
async function seen(type: string, list: Buffer): Promise<(string | null)[]> {
  const [row] = await database.query<{ texts: (string | null)[] }>(`select $1::${type}[]::text[] as texts`, [list]);
  return row?.texts ?? [];
}

const withNulls = <Value>(values: readonly Value[]) => [null, ...values, null];

test('texts of any characters, the empty one, and nulls', async () => {
  const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0') && one.isWellFormed());
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), async (texts) => {
      expect(await seen('text', textArray(texts))).toEqual(texts);
    }),
    { numRuns: 50 },
  );
  expect(await seen('text', textArray(withNulls(['', 'NULL', '"{,}\\', 'Ä€𝄞'])))).toEqual(
    withNulls(['', 'NULL', '"{,}\\', 'Ä€𝄞']),
  );
});

test('UUIDs', async () => {
  const uuids = withNulls([...Array.from({ length: 50 }, () => randomUUID() as string), '0123456789abcdef'.repeat(2)]);
  const written = uuids.map((uuid) =>
    uuid?.includes('-') === false ? uuid.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : uuid,
  );
  expect(await seen('uuid', uuidArray(uuids))).toEqual(written);
});

test('whole numbers, also those that JavaScript’s numbers do not hold', async () => {
  const numbers = withNulls([
    '0',
    '1',
    '4294967295',
    '4294967296',
    '999999999999999',
    '1000000000000001',
    '999999999999999999',
    '-1',
    '-4294967297',
  ]);
  expect(await seen('int8', bigintArray(numbers))).toEqual(numbers);
});

test('instants, before and after the year 2000', async () => {
  const instants = [
    '0001-01-01T00:00:00.000Z',
    '1999-12-31T23:59:59.999Z',
    '2000-01-01T00:00:00.000Z',
    '2026-11-28T10:11:12.345Z',
    '9999-12-31T23:59:59.999Z',
  ];
  const [row] = await database.query<{ instants: (Date | null)[] }>('select $1::timestamptz[] as instants', [
    instantArray(withNulls(instants.map((instant) => new Date(instant)))),
  ]);
  expect(row?.instants.map((instant) => instant?.toISOString() ?? null)).toEqual(withNulls(instants));
});

test('bytes', async () => {
  const bytes = [Buffer.from([0, 255, 92]), Buffer.alloc(0)];
  expect(await seen('bytea', byteaArray(withNulls(bytes)))).toEqual(withNulls(['\\x00ff5c', '\\x']));
});

test('an empty list', async () => {
  expect(await seen('text', textArray([]))).toEqual([]);
});

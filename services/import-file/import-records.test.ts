import { z } from 'zod';
import { ownerTransaction, type Queryable } from '../../database/queryable';
import type { Statement } from '../../database/statement';
import { createTestDatabase, type TestDatabase } from '../../test/database';
import { plain } from '../../test/plain-statement';
import type { FileRecord } from './file-record';
import { type Importer, importRecords } from './import-records';
import { BATCH } from './staging';
import { stagedAs } from './staging-queries';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.query('create table number (number int primary key check (number <> 13), half int)');
});
beforeEach(() => database.query('truncate number'));
afterAll(() => database.drop());

interface Numbered {
  readonly number: number;
  readonly half?: number | undefined;
  readonly padding?: string | undefined;
}

const INSERT = plain('insert into number select number, half from json_to_recordset($1) as x(number int, half int)');

/** As plain as an importer can be. It knows nothing of 13 and leaves half numbers to the database. */
const numbers: Importer<Numbered> = {
  ...stagedAs<Numbered>('numbers'),
  schema: z.strictObject({ number: z.int(), half: z.number().optional(), padding: z.string().optional() }),
  identity: ({ number }) => `the number ${number}`,
  async write(db, batch) {
    await db.query(INSERT, [JSON.stringify(batch.map(({ value }) => value))]);
    return { numbers: { added: batch.length, changed: 0, unchanged: 0 } };
  },
};

async function* upTo(count: number, more: Partial<Numbered> = {}): AsyncGenerator<FileRecord> {
  for (let number = 1; number <= count; number++)
    yield { line: number, record: { number: number === 13 ? -13 : number, ...more } };
}

async function* these(...records: unknown[]): AsyncGenerator<FileRecord> {
  for (const [index, record] of records.entries()) yield { line: index + 1, record };
}

const take = (records: AsyncIterable<FileRecord>) =>
  ownerTransaction(database.ownerUrl, (db) => importRecords(db, records, numbers));
const stored = async () => (await database.query<{ count: number }>('select count(*)::int as count from number'))[0];

/** What an import holds at once: records read and not yet sent, rows of one answer, characters of one statement. */
async function heldBy(count: number, more?: Partial<Numbered>) {
  const most = { unsent: 0, rows: 0, characters: 0 };
  let unsent = 0;
  async function* counted() {
    for await (const record of upTo(count, more)) {
      most.unsent = Math.max(most.unsent, ++unsent);
      yield record;
    }
  }
  await ownerTransaction(database.ownerUrl, (db) => {
    const watched: Queryable = {
      async query<Row>(statement: Statement<Row>, parameters: readonly unknown[] = []) {
        if (statement.text.startsWith('insert into staged')) unsent = 0;
        const rows = await db.query(statement, parameters);
        most.rows = Math.max(most.rows, rows.length);
        for (const one of parameters) most.characters = Math.max(most.characters, String(one).length);
        return rows;
      },
    };
    return importRecords(watched, counted(), numbers);
  });
  return most;
}

test('however many records a file has, one batch of them is held', async () => {
  const few = await heldBy(2 * BATCH.records);
  await database.query('truncate number');
  const many = await heldBy(10 * BATCH.records + 1);
  expect(few).toMatchObject({ unsent: BATCH.records, rows: BATCH.records });
  expect(many).toMatchObject({ unsent: BATCH.records, rows: BATCH.records });
  expect(many.characters).toBeLessThan(1.1 * few.characters);
  expect(await stored()).toEqual({ count: 10 * BATCH.records + 1 });
});

test('long records come in batches of fewer', async () => {
  const padding = 'x'.repeat(BATCH.length / 4);
  expect(await heldBy(30, { padding })).toMatchObject({ unsent: 4, rows: 4 });
  expect(await stored()).toEqual({ count: 30 });
});

test('what the database refuses is told of its record, wherever it stands', async () => {
  for (const place of [1, 700, BATCH.records, BATCH.records + 5]) {
    async function* withThirteen() {
      for await (const record of upTo(BATCH.records + 10))
        yield record.line === place ? { line: place, record: { number: 13 } } : record;
    }
    await expect(take(withThirteen())).rejects.toThrow(
      `line ${place}: the database cannot hold this record: new row for relation "number" violates check constraint "number_number_check" (number_number_check); correct or shorten it`,
    );
    expect(await stored()).toEqual({ count: 0 });
  }
  await expect(take(these({ number: 1 }, { number: 2, half: 3e9 }))).rejects.toThrow(
    'line 2: the database cannot hold this record: value "3000000000" is out of range for type integer; correct or shorten it',
  );
});

test('a record that stands there twice is refused with both lines, and the others are held against the schema', async () => {
  await expect(
    take(these({ number: 1 }, { number: 2 }, { number: 1 }, { number: 'x' }, { number: 1 })),
  ).rejects.toThrow(
    [
      'line 3: the number 1 stands in line 1 already',
      'line 4: number: must be a number; it is “x”',
      'line 5: the number 1 stands in line 1 already',
    ].join('\n'),
  );
});

test('twenty problems are told, and all others counted, repeated records too', async () => {
  async function* wrong() {
    yield* upTo(18);
    for (let line = 19; line < 31; line++) yield { line, record: { number: 'x' } };
    for (let line = 31; line < 31 + 100; line++) yield { line, record: { number: 1 } };
  }
  await expect(take(wrong())).rejects.toMatchObject({ problems: { length: 20 }, more: 92 });
});

test('of several records in one line the element is named', async () => {
  async function* oneLine() {
    for (let element = 1; element <= 4; element++)
      yield { line: 1, ...(element > 1 && { element }), record: { number: element === 3 ? 1 : element } };
    yield { line: 1, element: 5, record: { number: true } };
  }
  await expect(take(oneLine())).rejects.toThrow(
    [
      'line 1, element 3: the number 1 stands in line 1 already',
      'line 1, element 5: number: must be a number; it is true',
    ].join('\n'),
  );
});

test('what stands in a message does nothing to the terminal that shows it', async () => {
  await expect(take(these({ number: 'a\u001b[2J\u202e\n' }))).rejects.toThrow('it is “aU+001B[2JU+202EU+000A”');
  await expect(take(these({ number: 1, '\u001b[2J': 1 }))).rejects.toThrow('no such field: “U+001B[2J”');
  async function* broken() {
    yield { line: 1, problem: `not JSON: \u001b[2J${'x'.repeat(5000)}` };
  }
  await expect(take(broken())).rejects.toThrow(/^line 1: not JSON: U\+001B\[2Jx{500,600}…$/);
});

test('an import holds nothing of the transaction but what it was asked to write', async () => {
  await ownerTransaction(database.ownerUrl, async (db) => {
    await importRecords(db, upTo(5), numbers);
    await importRecords(db, these({ number: 7 }), numbers);
  });
  expect(await stored()).toEqual({ count: 6 });
});

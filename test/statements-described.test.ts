/** Every statement can be prepared against the migrated database, and returns the columns of its row type. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allStatements, type Statement } from '../database/statement';
import { PROJECT_ROOT } from '../environment';
import { createTestDatabase, type TestDatabase } from './database';
import { readCatalogue } from './described/described-statement';
import { disagreements } from './described/disagreements';
import { sentForms } from './described/forms';
import type { Catalogue } from './described/nullability';

function sourceFiles(): string[] {
  return ['services', 'demo', 'database', 'commands', 'gateway', 'protocols', 'request', 'telemetry'].flatMap(
    (folder) =>
      readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => `${folder}/${file}`),
  );
}

/**
 * Loads every file that may declare statements. Of commands, which start when they are loaded, only the files of
 * statements.
 */
function loadAll(): void {
  for (const file of sourceFiles())
    if (/^(services|demo|database)\/|-queries\.ts$/.test(file)) require(path.join(PROJECT_ROOT, file));
}

/** Whether it is a command that the server does not prepare. It is executed instead. */
const isCommand = ({ text }: Statement) => /^\s*(create|drop|analyze|savepoint|release|rollback)\b/i.test(text);
/** Whether the command removes something that may not exist. */
const isUndone = ({ text }: Statement) => /^\s*(drop|savepoint|release|rollback)\b/i.test(text);

let database: TestDatabase;
let catalogue: Catalogue;
let described: Statement[];

beforeAll(async () => {
  loadAll();
  database = await createTestDatabase();
  await database.query('begin');
  const { declared } = allStatements();
  await doCommands(declared.filter(isCommand));
  catalogue = await readCatalogue(database);
  described = [...declared.filter((statement) => !isCommand(statement)), ...(await sentForms())];
});
afterAll(() => database?.drop());

const DUPLICATE_TABLE = '42P07';

/** Executes commands in any order that works, because some create a table from the tables of others. */
async function doCommands(commands: readonly Statement[]): Promise<void> {
  let left = commands.filter((statement) => !isUndone(statement));
  let failed: string[] = [];
  while (left.length > 0) {
    const undone: Statement[] = [];
    failed = [];
    for (const statement of left) {
      const error = await done(statement);
      if (error) {
        undone.push(statement);
        failed.push(`${statement.label}: ${error}`);
      }
    }
    if (undone.length === left.length) throw new Error(failed.join('\n'));
    left = undone;
  }
}

async function done({ text }: Statement): Promise<string | null> {
  const count = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
  await database.query('savepoint command');
  try {
    await database.query(text, Array(count).fill(null));
    await database.query('release savepoint command');
    return null;
  } catch (error) {
    await database.query('rollback to savepoint command');
    const { code, message } = error as Error & { code?: string };
    /**
     * Two commands create a table of the same name at different times. The server reads their sources before it refuses
     * the name.
     */
    return code === DUPLICATE_TABLE ? null : message;
  }
}

/** Files that send SQL about the server and the connection, outside of our schemas. */
const COMMANDS = [
  'commands/start/rate-counters.ts',
  'database/cluster.ts',
  'database/migrate.ts',
  'database/queryable.ts',
  'services/subgraph/cache/invalidation-feed.ts',
];

test('no other SQL is sent: each place that sends a text instead of a statement is named here', () => {
  const senders = sourceFiles().filter((file) => {
    const isMigration = file.includes('/migrations/');
    return !isMigration && /\.query(<[^(]*>)?\(\s*['"`]/.test(readFileSync(path.join(PROJECT_ROOT, file), 'utf8'));
  });
  expect(senders.sort()).toEqual(COMMANDS);
});

test('each statement whose text depends on the request is sent in some form', () => {
  const { families } = allStatements();
  const labels = new Set(described.map(({ label }) => label));
  expect(families.map(({ label }) => label).filter((label) => !labels.has(label) && label !== 'undeclared')).toEqual(
    [],
  );
});

test('every statement can be prepared, and returns the columns of its row type', async () => {
  const found: string[] = [];
  for (const statement of described) found.push(...(await disagreements(database, catalogue, statement)));
  expect(found).toEqual([]);
});

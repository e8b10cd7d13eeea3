/**
 * The baseline: the statements that the services send for a request, through pg, and nothing else. Each transaction is
 * sent as a whole, without waiting in between; one after another, as the later ones need what the earlier ones found.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Pool } from 'pg';
import type { LoadResult } from '../load/load';
import { POOL_SIZE } from '../system/pool-size';
import type { RecordedTransaction, Statement } from '../system/statements';
import { fail, serveParent, settings } from './child-process';

export interface BaselineSettings {
  /** By role: the address of the database. */
  readonly databases: Readonly<Record<string, string>>;
  /** The file of {@link BaselineCases}. */
  readonly cases: string;
}

/** By case, by operation. */
export type BaselineCases = Readonly<Record<string, readonly (readonly RecordedTransaction[])[]>>;

export interface BaselineLoad {
  readonly name: string;
  readonly connections: number;
  readonly seconds: number;
}

const { databases, cases: file } = settings<BaselineSettings>();
const cases: BaselineCases = JSON.parse(readFileSync(file, 'utf8'));
const pools = new Map(
  Object.entries(databases).map(([role, connectionString]) => [
    role,
    new Pool({ connectionString, max: POOL_SIZE, ...({ pipeline: true } as object) }),
  ]),
);

async function sendLoad({ name, connections, seconds }: BaselineLoad): Promise<LoadResult> {
  const operations = cases[name] as BaselineCases[string];
  const started = performance.now();
  const ends = started + seconds * 1000;
  let requests = 0;
  const work = async () => {
    while (performance.now() < ends) {
      for (const transaction of fresh(operations[requests % operations.length] ?? [])) await run(transaction);
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  return { requests, perSecond: (requests * 1000) / (performance.now() - started) };
}

async function run({ role, statements }: RecordedTransaction): Promise<void> {
  const pool = pools.get(role);
  if (!pool) throw new Error(`There is no address for ${role}`);
  const client = await pool.connect();
  try {
    await Promise.all(statements.map((statement) => client.query(statement as Statement & { values: unknown[] })));
  } finally {
    client.release();
  }
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** An event is recorded once, so that each recording needs events of its own. */
function fresh(transactions: readonly RecordedTransaction[]): readonly RecordedTransaction[] {
  if (!transactions.some(({ statements }) => statements.at(-1)?.text === 'commit')) return transactions;
  const made = new Map<string, string>();
  const other = (id: string) => {
    const known = made.get(id) ?? randomUUID();
    made.set(id, known);
    return known;
  };
  return JSON.parse(JSON.stringify(transactions).replace(UUID, other));
}

try {
  serveParent('bare SQL', sendLoad);
} catch (error) {
  fail(error);
}

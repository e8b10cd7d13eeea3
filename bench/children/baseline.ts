/**
 * The baseline sends the statements of a request through pg, and does nothing else. It sends each transaction as a
 * whole, without waiting in between. Transactions follow one another, because later ones need the results of earlier
 * ones.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Pool } from 'pg';
import type { LoadResult } from '../load/closed-loop';
import { POOL_SIZE } from '../system/pool-size';
import type { RecordedTransaction, Statement } from '../system/statements';
import { fail, serveParent, settings } from './child-process';

export interface BaselineSettings {
  /** The database address of each role. */
  readonly databases: Readonly<Record<string, string>>;
  /** The path of a file with {@link BaselineCases}. */
  readonly cases: string;
}

/** The transactions of each operation, by the name of the case. */
export type BaselineCases = Readonly<Record<string, readonly (readonly RecordedTransaction[])[]>>;

export interface BaselineLoad {
  readonly name: string;
  readonly connections: number;
  readonly seconds: number;
}

const { databases, cases: file } = settings<BaselineSettings>();
const cases: BaselineCases = JSON.parse(readFileSync(file, 'utf8'), withBytes);
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

const UUID_OID = 2950;

/** Matches the instant that the database compares with its clock (services/subgraph/database/clock.ts). */
const INSTANT = /(?<=ahead numeric := )\d+/;

/** Gives events new ids and the present time, because an event is recorded only once. */
function fresh(transactions: readonly RecordedTransaction[]): readonly RecordedTransaction[] {
  if (!transactions.some(({ statements }) => statements.at(-1)?.text === 'commit')) return transactions;
  return transactions.map(({ role, statements }) => ({
    role,
    statements: statements.map((statement) => ({
      ...statement,
      text: statement.text.replace(INSTANT, String(Date.now())),
      values: statement.values?.map(freshIds),
    })),
  }));
}

/**
 * Replaces the ids in a list of UUIDs in PostgreSQL's binary format (database/binary-arrays.ts), where the length of
 * each stands before it.
 */
function freshIds(value: unknown): unknown {
  if (!Buffer.isBuffer(value) || value.readInt32BE(8) !== UUID_OID) return value;
  const random = randomBytes(value.length);
  for (let at = 20; at < value.length; at += 20) value.copy(random, at, at, at + 4);
  value.copy(random, 0, 0, 20);
  return random;
}

/** Reads buffers in the form in which JSON.stringify writes them. */
function withBytes(_key: string, value: { readonly type?: string; readonly data?: number[] } | null): unknown {
  return value?.type === 'Buffer' && value.data ? Buffer.from(value.data) : value;
}

try {
  serveParent('bare SQL', sendLoad);
} catch (error) {
  fail(error);
}

/**
 * `npm run prove -- access --count 10000`: the long runs of the properties that `npm test` checks briefly.
 *
 * Each property is loaded when it is used, so that the usage appears at once. The seed is printed; the same seed
 * (`--seed N`) makes the same worlds again. A counter-example is shrunk before it is printed: add it to the cases
 * (access/cases.yaml).
 */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { isHelpRequested } from '../commands/help';
import { AVAILABILITY_USAGE, readAvailabilityArguments } from './availability-proof/arguments';
import type { Row } from './availability-proof/report';
import { createTestDatabase } from './database';

/** Each worker has a database of its own. */
const WORKERS = 3;

async function access(count: number, seed: number): Promise<void> {
  const { proveAccess } = await import('./access-equivalence');
  const started = Date.now();
  let done = 0;
  const progress = () => {
    done += 1;
    if (done % 500 === 0) console.error(`${done} of ${count} worlds, ${((Date.now() - started) / 1000).toFixed(0)} s`);
  };
  const workers = Array.from({ length: Math.min(WORKERS, count) }, async (_, at) => {
    const database = await createTestDatabase();
    try {
      const numRuns = Math.floor(count / WORKERS) + (at < count % WORKERS ? 1 : 0);
      await proveAccess(database, { numRuns, seed: seed + at }, progress);
    } finally {
      await database.drop();
    }
  });
  // All workers end before a failure is reported, because its counter-example is shrunk meanwhile.
  const failed = (await Promise.allSettled(workers)).find((worker) => worker.status === 'rejected');
  if (failed) throw failed.reason;
  console.log(
    `${done} worlds: list, check and rule agree, on every page, under filters and while the clock goes on. Seed ${seed}, ${((Date.now() - started) / 1000).toFixed(0)} s.`,
  );
}

async function changes(count: number, seed: number): Promise<void> {
  const { proveChanges } = await import('./change-equivalence');
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0);
  const database = await createTestDatabase();
  let done = 0;
  try {
    const proved = await proveChanges(database, { numRuns: count, seed }, () => {
      done += 1;
      if (done % 100 === 0) console.error(`${done} of ${count} histories, ${seconds()} s`);
    });
    console.log(
      `${done} histories: after each of ${proved.differences} differences the copy is the list anew. ${proved.opened} titles were opened, ${proved.changed} changed, ${proved.closed} closed, on ${proved.pages} pages; ${proved.committedLate} transactions committed late. Seed ${seed}, ${seconds()} s.`,
    );
  } finally {
    await database.drop();
  }
}

async function authority(count: number, seed: number): Promise<void> {
  const { proveAuthority } = await import('./authority-proof/proof');
  const { textOf } = await import('./authority-proof/report');
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0);
  const database = await createTestDatabase();
  try {
    const progress = ({ operations, worlds }: { operations: number; worlds: number }) =>
      console.error(`${operations} of ${count} operations, world ${worlds}, ${seconds()} s`);
    const report = await proveAuthority(database, { count, seed, progress });
    console.log(`${textOf(report)}\n\nSeed ${seed}, ${seconds()} s.`);
  } finally {
    await database.drop();
  }
}

async function plans(count: number, seed: number): Promise<void> {
  const { describeFindings, provePlans } = await import('./plan-equivalence');
  const { readSupergraphs } = await import('../gateway/execution/test-supergraphs/supergraphs');
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0);
  const findings = await provePlans(readSupergraphs(), { count, seed }, ({ operations }) => {
    if (operations % 500 === 0) console.error(`${operations} of ${count} operations, ${seconds()} s`);
  });
  console.log(`${describeFindings(findings)}\n\nSeed ${seed}, ${seconds()} s.`);
}

/** @param count the number of altered requests */
async function signatures(count: number, seed: number): Promise<void> {
  const { describeSignatures, proveSignatures } = await import('./signature-proof/proof');
  const findings = proveSignatures({ count, seed }, (refused) =>
    console.error(`${refused} of ${count} mutated requests`),
  );
  console.log(`${describeSignatures(findings)}\n\nSeed ${seed}.`);
  if (findings.broken.length > 0) process.exitCode = 1;
}

/** @param count the number of rounds, in each of which every part is killed */
async function life(count: number, seed: number): Promise<void> {
  const { proveLife } = await import('./life-proof/proof');
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0);
  console.error(`Seed ${seed}`);
  const report = await proveLife({ rounds: count, seed, progress: (line) => console.error(`${line}, ${seconds()} s`) });
  console.log(`${report.text()}\n\nSeed ${seed}, ${seconds()} s.`);
}

/** Ends with an exit code other than 0 where a bound did not hold. */
async function availability(words: readonly string[]): Promise<void> {
  const { json, ...options } = readAvailabilityArguments(words);
  const { proveAvailability } = await import('./availability-proof/proof');
  const { tableOf } = await import('./availability-proof/report');
  const machine = { cores: availableParallelism(), node: process.version, loadBefore: loadavg()[0] };
  const rows: Row[] = [];
  await proveAvailability({
    ...options,
    say: (line) => console.error(`… ${line}`),
    row(row) {
      rows.push(row);
      console.error(`  ${row.broken.length === 0 ? 'holds' : `BROKEN: ${row.broken.join('; ')}`}`);
      if (json) writeFileSync(json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
    },
  });
  console.log(`${JSON.stringify(machine)}\n${tableOf(rows)}`);
  if (rows.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
}

async function counting(count: number, seed: number): Promise<void> {
  const { proveCounting } = await import('./counting-proof/proof');
  const { proveAttribution } = await import('./attribution-equivalence');
  const { createUsageWorld } = await import('./usage-world');
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0);
  const world = await createUsageWorld();
  try {
    const progress = ({ histories }: { histories: number }) => {
      if (histories % 100 === 0) console.error(`${histories} of ${count} histories, ${seconds()} s`);
    };
    const { histories, uses, doubleClicks } = await proveCounting(world, { count, seed, progress });
    const { uses: attributed, opened } = await proveAttribution(world, { numRuns: Math.ceil(count / 10), seed });
    console.log(
      `${histories} histories of ${uses} uses, ${doubleClicks} of them double clicks: the sums are the naive count, by licence too, and a recount mends them while others record. Of ${attributed} uses in worlds of chance, ${opened} fall to the entitlement that the rule names, the others to none. Seed ${seed}, ${seconds()} s.`,
    );
  } finally {
    await world.close();
  }
}

/** @param count the number of kills; every second one is in an installation that `npm start` runs */
async function recording(count: number, seed: number): Promise<void> {
  const { describeRecording, proveRecording } = await import('./recording-proof/proof');
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0);
  const progress = (line: string) => console.error(`${line}, ${seconds()} s`);
  for (const [way, kills] of [
    ['apart', Math.ceil(count / 2)],
    ['together', Math.floor(count / 2)],
  ] as const) {
    if (kills === 0) continue;
    const report = await proveRecording({ kills, seed, way, progress });
    console.log(`${describeRecording(report)}\n`);
  }
  console.log(`Seed ${seed}, ${seconds()} s.`);
}

const PROPERTIES: Readonly<Record<string, (count: number, seed: number) => Promise<void>>> = {
  access,
  authority,
  changes,
  counting,
  plans,
  signatures,
  life,
  recording,
};

const NEED_NO_CLUSTER = [plans, signatures, life, recording];

/** A round of `life` takes a minute. */
const COUNTS: Readonly<Record<string, number>> = { life: 10, recording: 100 };

const USAGE = `Usage: npm run prove -- ${Object.keys(PROPERTIES).join('|')} [--count 1000, life: 10, recording: 100] [--seed N]\n${AVAILABILITY_USAGE}`;

async function main(): Promise<void> {
  if (isHelpRequested(process.argv)) return console.log(USAGE);
  if (process.argv[2] === 'availability') return availability(process.argv.slice(3));
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { count: { type: 'string' }, seed: { type: 'string' } },
  });
  const [name = ''] = positionals;
  const property = PROPERTIES[name];
  const count = Number(values.count ?? COUNTS[name] ?? 1000);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  if (!property || positionals.length !== 1 || !Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
    throw new Error(USAGE);
  }
  if (NEED_NO_CLUSTER.includes(property)) return property(count, seed);
  const { default: startCluster } = await import('./start-cluster');
  const { default: stopCluster } = await import('./stop-cluster');
  await startCluster();
  try {
    await property(count, seed);
  } finally {
    await stopCluster();
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

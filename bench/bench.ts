/**
 * `npm run bench [-- --only gateway|system|staleness|access|usage|events|desk|catalogue] [--quick] [--json FILE]
 * [--profile]`: real work, compared with a named peer in the same run.
 *
 * Each part loads what it needs when its turn comes. It starts a PostgreSQL of its own in a temporary folder, without
 * durability; all ratios are measured side by side.
 */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { isHelpRequested } from '../commands/help';
import { createTestDatabase, type TestDatabase } from '../test/database';
import { type BenchArguments, type BenchName, readArguments, USAGE } from './arguments';
import type { Installation } from './installation';

/** The files of ten million events take half a gigabyte, so they fit into memory. */
const MAX_IN_MEMORY = 10_000_000;

interface Fixture {
  readonly options: BenchArguments;
  readonly say: (line: string) => void;
  /** Makes the world of 5,500 schools when the first part needs it. */
  installation(): Promise<Installation>;
}

type Bench = (fixture: Fixture) => Promise<{ figures: object; text: string }>;

const BENCHES: Readonly<Record<BenchName, Bench>> = {
  async gateway({ installation, options, say }) {
    const { benchGateway, describeGateway } = await import('./gateway/gateway-only');
    const figures = await benchGateway(await installation(), { ...options, say });
    return { figures, text: describeGateway(figures) };
  },
  async system({ installation, options, say }) {
    const { benchSystem, describeSystem } = await import('./system/whole-system');
    const figures = await benchSystem(await installation(), { ...options, say });
    return { figures, text: describeSystem(figures) };
  },
  async staleness({ options, say }) {
    const { benchStaleness, describeStaleness } = await import('./staleness');
    const figures = await onOwnDatabase((database) => benchStaleness(database, options.quick, say));
    return { figures, text: describeStaleness(figures) };
  },
  async access({ options, say }) {
    const { benchAccess, describeAccess } = await import('./access');
    const figures = await onOwnDatabase((database) => benchAccess(database, options.quick, say));
    return { figures, text: describeAccess(figures) };
  },
  async desk({ options, say }) {
    const { benchDesk, describeDesk } = await import('./desk');
    const { benchFirstPage, describeFirstPage } = await import('./desk/first-page');
    const { benchChanges, describeChanges } = await import('./desk/changes');
    const figures = await onOwnDatabase((database) => benchDesk(database, options.quick, say));
    const changes = await onOwnDatabase((database) => benchChanges(database, options.quick, say));
    const pages = await benchFirstPage(options.quick, say);
    const text = [describeDesk(figures), describeChanges(changes), describeFirstPage(pages)].join('\n\n');
    return { figures: { ...figures, ...changes, ...pages }, text };
  },
  async catalogue({ options, say }) {
    const { benchCatalogue, describeCatalogue } = await import('./catalogue/catalogue');
    const figures = await benchCatalogue(options.quick, say);
    return { figures, text: describeCatalogue(figures) };
  },
  async events({ options, say }) {
    const { benchEvents, describeEvents, SINGLE_EVENTS } = await import('./usage/events');
    const figures = await benchEvents(options.events ?? SINGLE_EVENTS, say);
    return { figures, text: describeEvents(figures) };
  },
  async usage({ options, say }) {
    const { benchUsage, describeUsage, EVENTS } = await import('./usage/usage');
    const { benchRecording, describeRecording } = await import('./usage/recording');
    const recording = await onOwnDatabase((database) => benchRecording(database, options.quick, say));
    const reports = await benchUsage(options.events ?? EVENTS, options.quick, say);
    return {
      figures: { ...recording, ...reports },
      text: `${describeRecording(recording)}\n\n${describeUsage(reports)}`,
    };
  },
};

async function main(): Promise<void> {
  if (isHelpRequested(process.argv)) return console.log(USAGE);
  const options = readArguments(process.argv.slice(2));
  const say = (line: string) => console.error(`… ${line}`);
  const all: Record<string, object> = {
    machine: { cores: cpus().length, model: cpus()[0]?.model, node: process.version, loadBefore: loadavg()[0] ?? 0 },
  };
  const [load = 0] = loadavg();
  if (load > cpus().length / 2) {
    say(`other work keeps this machine busy (load ${load.toFixed(1)}): the ratios by processor time tell most`);
  }
  let installation: Promise<Installation> | undefined;
  const fixture: Fixture = {
    options,
    say,
    installation() {
      installation ??= import('./installation').then(({ makeInstallation }) => makeInstallation(say));
      return installation;
    },
  };
  const { default: startCluster, startIn } = await import('../test/start-cluster');
  const { default: stopCluster } = await import('../test/stop-cluster');
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      say(`stopped by ${signal}`);
      /**
       * When a database ends, its connections are cut. Without this handler, those errors would end the process too
       * early.
       */
      process.on('uncaughtException', () => undefined);
      stopCluster().finally(() => process.exit(status));
    });
  }
  await (fitsIntoMemory(options) ? startCluster() : startIn(tmpdir()));
  try {
    for (const name of options.names) {
      const { figures, text } = await BENCHES[name](fixture);
      all[name] = figures;
      console.log(`${text}\n`);
      if (options.json) writeFileSync(options.json, `${JSON.stringify(all, null, 2)}\n`);
    }
  } finally {
    await (await installation)?.database.drop();
    await stopCluster();
  }
}

/** Neither a million titles, stored twice and indexed, nor the sums of more than ten million events fit into memory. */
function fitsIntoMemory({ names, quick, events = 0 }: BenchArguments): boolean {
  return !(names.includes('catalogue') && !quick) && events <= MAX_IN_MEMORY;
}

async function onOwnDatabase<Figures>(work: (database: TestDatabase) => Promise<Figures>) {
  const database = await createTestDatabase();
  try {
    return await work(database);
  } finally {
    await database.drop();
  }
}

/** The process exits explicitly, because a failed run may leave connections open. */
main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);

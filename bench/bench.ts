/**
 * `npm run bench [-- --only access|staleness] [--quick] [--json FILE]`: real work against a named peer in the same run.
 *
 * A PostgreSQL of its own is started in a temporary folder, without durability; every ratio is taken side by side.
 */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { helpAsked } from '../commands/help';
import { createTestDatabase, type TestDatabase } from '../test/database';
import startCluster from '../test/start-cluster';
import stopCluster from '../test/stop-cluster';
import { benchAccess, describeAccess } from './access';
import { benchStaleness, describeStaleness } from './staleness';

type Bench = (
  database: TestDatabase,
  quick: boolean,
  say: (line: string) => void,
) => Promise<{ figures: object; text: string }>;

const BENCHES: Readonly<Record<string, Bench>> = {
  access: async (database, quick, say) => {
    const figures = await benchAccess(database, quick, say);
    return { figures, text: describeAccess(figures) };
  },
  staleness: async (database, quick, say) => {
    const figures = await benchStaleness(database, quick, say);
    return { figures, text: describeStaleness(figures) };
  },
};

const USAGE = `Usage: npm run bench -- [--only ${Object.keys(BENCHES).join('|')}] [--quick] [--json FILE]`;

async function main(): Promise<void> {
  if (helpAsked(process.argv)) return console.log(USAGE);
  const { values } = parseArgs({
    options: { only: { type: 'string' }, quick: { type: 'boolean', default: false }, json: { type: 'string' } },
  });
  const names = values.only ? [values.only] : Object.keys(BENCHES);
  if (!names.every((name) => BENCHES[name])) {
    throw new Error(`There is no bench “${values.only}”. Name one of: ${Object.keys(BENCHES).join(', ')}`);
  }
  const say = (line: string) => console.error(`… ${line}`);
  const all: Record<string, object> = {
    machine: { cores: cpus().length, model: cpus()[0]?.model, node: process.version },
  };
  await startCluster();
  try {
    for (const name of names) {
      const database = await createTestDatabase();
      try {
        const { figures, text } = await (BENCHES[name] as Bench)(database, values.quick, say);
        all[name] = figures;
        console.log(`${text}\n`);
      } finally {
        await database.drop();
      }
    }
  } finally {
    await stopCluster();
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`);
}

/** What a failed run left open must not keep the process. */
main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);

/**
 * `npm run mutate -- access caller request`: makes small changes to the code of a folder, one at a time, and runs the
 * folder's tests against each. It prints each change that no test notices.
 *
 * The score is the share of the changes that were noticed, without those that no test could notice
 * (mutation/equivalents.yaml). The run fails where the score is below the floor of the file or of the folder
 * (mutation/floors.json).
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { isHelpRequested } from '../commands/help';
import { PROJECT_ROOT } from '../environment';
import { type Equivalent, type MutationReport, resultOf, textOf } from './mutation/result';

const USAGE =
  'Usage: npm run mutate -- FOLDER|FILE … [--json FILE]   such as access, caller, request, gateway/authorisation or access/rule.ts; a mutant of each kind everywhere, and the tests of the folder against each';

/** A mutant that takes so much longer than its tests did without it counts as an endless loop. */
const TIMEOUT_MS = 20_000;
const TIMEOUT_FACTOR = 10;

async function mutate(place: string, json: string | undefined): Promise<boolean> {
  const isFile = place.endsWith('.ts');
  const folder = isFile ? place.slice(0, place.lastIndexOf('/')) : place;
  const scratch = mkdtempSync(join(tmpdir(), 'freischalter-mutate-'));
  const report = join(scratch, 'report.json');
  const config = join(scratch, 'stryker.json');
  const options = {
    testRunner: 'in-process',
    /** Files are loaded again for each mutant. With more room for young objects, garbage is collected half as often. */
    testRunnerNodeArgs: ['--max-semi-space-size=64'],
    plugins: [join(__dirname, 'mutation/runner.js')],
    testFiles: [`${folder}/**/*.test.ts`],
    coverageAnalysis: 'perTest',
    concurrency: 1,
    mutate: [isFile ? place : `${place}/**/*.ts`, '!**/*.test.ts'],
    ignorePatterns: ['/dist', '/docs', '/bench', '/.data'],
    /**
     * Stryker would rewrite the paths in tsconfig.json by an interface that TypeScript 7 no longer has. Nothing here
     * reads that file.
     */
    tsconfigFile: 'none.json',
    warnings: { slow: false },
    timeoutMS: TIMEOUT_MS,
    timeoutFactor: TIMEOUT_FACTOR,
    tempDirName: join(scratch, 'sandbox'),
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
  };
  try {
    writeFileSync(config, JSON.stringify(options));
    const status = await run(['node_modules/.bin/stryker', 'run', config]);
    if (status !== 0 || !existsSync(report)) throw new Error(`Stryker ended with ${status}: see above.`);
    if (json) writeFileSync(json, readFileSync(report));
    const equivalents = parse(readFileSync(inMutation('equivalents.yaml'), 'utf8')) as Equivalent[];
    const floors = JSON.parse(readFileSync(inMutation('floors.json'), 'utf8')) as Record<string, number>;
    const { files } = JSON.parse(readFileSync(report, 'utf8')) as MutationReport;
    const parts = Object.entries(files).map(([name, file]): [string, MutationReport] => [
      name,
      { files: { [name]: file } },
    ]);
    let holds = true;
    for (const [name, part] of isFile ? parts : [...parts, [place, { files }] as const]) {
      const result = resultOf(part, equivalents);
      console.log(textOf(name, result, floors[name], name !== place || isFile));
      if (result.stale.length > 0 || result.score < (floors[name] ?? 0)) holds = false;
    }
    return holds;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function inMutation(file: string): string {
  return join(PROJECT_ROOT, 'test/mutation', file);
}

/** Runs with a low priority, because it takes minutes and nobody waits for it. */
function run(words: readonly string[]): Promise<number> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, words, {
      cwd: PROJECT_ROOT,
      stdio: ['ignore', process.stderr, process.stderr],
    });
    if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    child.once('error', failed);
    child.once('close', (code) => done(code ?? 1));
  });
}

async function main(words: string[]): Promise<void> {
  if (isHelpRequested(words)) return console.log(USAGE);
  const { values, positionals } = parseArgs({
    args: words,
    options: { json: { type: 'string' } },
    allowPositionals: true,
  });
  const unknown = positionals.find((place) => !existsSync(join(PROJECT_ROOT, place)));
  if (positionals.length === 0 || unknown !== undefined)
    throw new Error(unknown === undefined ? USAGE : `There is no folder or file “${unknown}”. ${USAGE}`);
  for (const place of positionals) if (!(await mutate(place, values.json))) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

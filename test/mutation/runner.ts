/**
 * Runs the tests of a folder for Stryker, in Stryker's own worker: with jest's `test` and `expect`, and without the rest of
 * jest. For each mutant jest would read its configuration, load all test files of the folder, of which one or two reach
 * the mutant, and load every package anew for each: some seconds for milliseconds of tests. Here packages stay loaded. The
 * project's own files are loaded anew for each mutant and each test file, so that none meets what another one left.
 */
import 'reflect-metadata';
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { join, relative, sep } from 'node:path';
import { type Options, transformFileSync } from '@swc/core';
import { expect } from 'expect';
import fc from 'fast-check';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';
import { jestOf } from './jest-object';

/** What the code that Stryker has changed reads, and where it notes which mutants a test reaches. */
interface Namespace {
  activeMutant?: string;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  /** By mutant, how often it was reached: while a file was loaded or prepared, and by test. */
  readonly mutantCoverage: { static: Reached; perTest: Record<string, Reached> };
}

type Reached = Readonly<Record<string, number>>;

interface MutantRun {
  readonly activeMutant: { readonly id: string };
  /** The tests that reach the mutant. */
  readonly testFilter: readonly string[];
  /** So often reached, the mutant is one that never ends. */
  readonly hitLimit?: number;
}

interface TestFile {
  readonly fileName: string;
  /** Of its tests, by id. */
  readonly timeouts: readonly (readonly [string, number])[];
  readonly duration: number;
}

interface Outcome {
  /** The message; null where the test holds. */
  readonly failure: string | null;
  readonly duration: number;
}

/**
 * How long a test may take, beside what it took without a mutant: the busier the machine is, the longer that was. It ends
 * those that wait for ever.
 */
const TIMEOUT_FACTOR = 10;
const LEAST_TIMEOUT_MS = 2_000;
/** Without a mutant, and of hooks. */
const USUAL_TIMEOUT_MS = 60_000;
/** Of a random test. */
const EXAMPLES = 50;
/** In the folder where it runs: a worker that takes the place of one that ended is not told it again. */
const DRY_RUN = 'dry-run.json';
const PACKAGES = `${sep}node_modules${sep}`;
/** As Stryker counts them. */
const HELD = 0;
const FAILED = 1;

const namespace: Namespace = { mutantCoverage: { static: {}, perTest: {} } };
const mocker = new ModuleMocker(globalThis);
/** What an earlier mutant left behind, such as a timer, may fail while another one's tests run. It is none of theirs. */
const runs = new AsyncLocalStorage<symbol>();

class Runner {
  /** The quickest first: one failure is enough. */
  private files: readonly TestFile[] | undefined;
  /** The test that noticed the last mutant, alone: the next one often lies beside that. */
  private last: TestFile | undefined;

  init(): void {
    prepare();
    const ignore = () => {};
    process.on('uncaughtException', ignore).on('unhandledRejection', ignore);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun({ testFiles }: { readonly testFiles: readonly string[] }) {
    const files: TestFile[] = [];
    const tests = [];
    for (const fileName of testFiles) {
      const outcomes = [...(await runFile(fileName))];
      const timeouts = outcomes.map(
        ([id, { duration }]) => [id, Math.max(LEAST_TIMEOUT_MS, TIMEOUT_FACTOR * duration)] as const,
      );
      files.push({ fileName, timeouts, duration: sum(outcomes) });
      passOn(outcomes.map(([id]) => id));
      for (const [id, { failure, duration }] of outcomes) {
        const test = { id, name: id, fileName, timeSpentMs: duration };
        tests.push(failure === null ? { ...test, status: HELD } : { ...test, status: FAILED, failureMessage: failure });
      }
    }
    files.sort((one, other) => one.duration - other.duration);
    writeFileSync(DRY_RUN, JSON.stringify(files));
    return { status: 'complete', tests, mutantCoverage: namespace.mutantCoverage };
  }

  /** Ends with the first test that fails. */
  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRun) {
    const wanted = new Set(testFilter);
    Object.assign(namespace, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
    this.files ??= JSON.parse(readFileSync(DRY_RUN, 'utf8')) as readonly TestFile[];
    let nrOfTests = 0;
    for (const file of this.last ? [this.last, ...this.files] : this.files) {
      const timeouts = new Map(file.timeouts.filter(([id]) => wanted.has(id)));
      if (timeouts.size === 0) continue;
      const outcomes = await runFile(file.fileName, timeouts);
      nrOfTests += outcomes.size;
      if (hitLimit !== undefined && (namespace.hitCount ?? 0) > hitLimit) return { status: 'timeout' };
      const noticed = [...outcomes].find(([, { failure }]) => failure !== null);
      if (!noticed) continue;
      const [id, { failure }] = noticed;
      this.last = { ...file, timeouts: [...timeouts].filter(([one]) => one === id) };
      return { status: 'killed', killedBy: [id], failureMessage: failure, nrOfTests };
    }
    return { status: 'survived', nrOfTests };
  }
}

/** What is reached while a file is loaded, or in hooks before all, is reached by each of its tests: each loads it anew. */
function passOn(tests: readonly string[]): void {
  const { mutantCoverage } = namespace;
  const { static: loaded, perTest } = mutantCoverage;
  for (const id of tests) perTest[id] = { ...loaded, ...perTest[id] };
  mutantCoverage.static = {};
}

/**
 * @param timeouts of the tests that are carried out, until one of them fails; left out where all are
 * @returns what became of the tests, by id; a failure of the file itself is its first one's
 */
async function runFile(file: string, timeouts?: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const idOf = (test: Test) => `${relative(process.cwd(), file)}: ${nameOf(test)}`;
  let [running = file] = timeouts?.keys() ?? [];
  const run = Symbol(file);
  const failed = (error: unknown) => {
    if ((runs.getStore() ?? run) !== run) return;
    outcomes.set(running, { failure: error instanceof Error ? error.message : String(error), duration: 0 });
    if (timeouts) skip(circus.getState().rootDescribeBlock, () => false);
  };
  const onEvent = (event: circus.Event) => {
    if (event.name === 'test_started') {
      running = idOf(event.test);
      namespace.currentTestId = running;
      event.test.timeout = timeouts?.get(running) ?? USUAL_TIMEOUT_MS;
    } else if (event.name === 'test_done') {
      const { errors, duration } = event.test;
      if (!outcomes.has(running)) outcomes.set(running, { failure: null, duration: duration ?? 0 });
      if (errors.length > 0) failed(errors.flat()[0]);
      namespace.currentTestId = undefined;
    }
  };
  circus.resetState();
  circus.getState().testTimeout = USUAL_TIMEOUT_MS;
  circus.addEventHandler(onEvent);
  process.on('uncaughtException', failed).on('unhandledRejection', failed);
  try {
    const { unhandledErrors } = await runs.run(run, () => {
      unloadProject();
      require(file);
      if (timeouts) skip(circus.getState().rootDescribeBlock, (test) => timeouts.has(idOf(test)));
      return circus.run();
    });
    for (const error of unhandledErrors) failed(error);
  } catch (error) {
    failed(error);
  } finally {
    process.off('uncaughtException', failed).off('unhandledRejection', failed);
    circus.removeEventHandler(onEvent);
    mocker.restoreAllMocks();
  }
  return outcomes;
}

function sum(outcomes: readonly (readonly [string, Outcome])[]): number {
  return outcomes.reduce((all, [, { duration }]) => all + duration, 0);
}

type Block = ReturnType<typeof circus.getState>['rootDescribeBlock'];
type Test = Extract<Block['children'][number], { readonly type: 'test' }>;

/** Has no test carried out that is not wanted, and no hook of a block without wanted tests. @returns whether there is one */
function skip(block: Block, isWanted: (test: Test) => boolean): boolean {
  let some = false;
  for (const child of block.children) {
    if (child.type === 'test' ? isWanted(child) : skip(child, isWanted)) some = true;
    else child.mode = 'skip';
  }
  return some;
}

function nameOf(test: Test): string {
  const names = [test.name];
  for (let block: Block | undefined = test.parent; block?.parent; block = block.parent) names.unshift(block.name);
  return names.join(' ');
}

/**
 * The same examples for each mutant, and few: the score is the same each time, and a mutant that only thousands of
 * examples would find is a case that the table of cases misses.
 */
function fewExamples(property: fc.IRawProperty<unknown>, given?: fc.Parameters<unknown>): void | Promise<void> {
  const numRuns = Math.min(given?.numRuns ?? EXAMPLES, EXAMPLES);
  return fc.assert(property, { ...given, numRuns, seed: 1, endOnFailure: true });
}

function unloadProject(): void {
  for (const file of Object.keys(require.cache)) {
    if (!file.includes(PACKAGES) && file.startsWith(process.cwd())) delete require.cache[file];
  }
}

/** In the folder where Stryker keeps the changed files: there it runs. */
function prepare(): void {
  const compiler = Object.values(require(join(process.cwd(), 'jest.config.js')).transform)[0] as [string, Options];
  const compiled = new Map<string, string>();
  const { _extensions: extensions } = Module as unknown as { _extensions: NodeJS.RequireExtensions };
  extensions['.ts'] = (module, file) => {
    let code = compiled.get(file);
    if (code === undefined) {
      code = transformFileSync(file, { ...compiler[1], sourceMaps: false, swcrc: false }).code;
      compiled.set(file, code);
    }
    (module as unknown as { _compile(code: string, file: string): void })._compile(code, file);
  };
  const { [require.resolve('fast-check')]: packaged } = require.cache;
  if (packaged)
    packaged.exports = { ...fc, __esModule: true, assert: fewExamples, default: { ...fc, assert: fewExamples } };
  const { describe, test, it, beforeAll, beforeEach, afterAll, afterEach } = circus;
  const jest = jestOf(mocker);
  Object.assign(globalThis, { describe, test, it, beforeAll, beforeEach, afterAll, afterEach, expect, jest });
  Object.assign(globalThis, { __stryker__: namespace });
}

/** As Stryker finds it. */
export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', factory: () => new Runner() }];

/**
 * Runs the tests of a folder in Stryker's own worker, with jest's `test` and `expect` but without the rest of jest.
 *
 * For each mutant jest would read its configuration, load all test files of the folder although one or two reach the
 * mutant, and load every package anew. That takes seconds for milliseconds of tests. Here packages stay loaded. The
 * project's own files are loaded anew for each mutant and each test file, so that none is affected by another.
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

/** The object that mutated code reads, and in which it counts the mutants that a test reaches. */
interface Namespace {
  activeMutant?: string;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  /** How often each mutant was reached: while a file was loaded or prepared, and by each test. */
  readonly mutantCoverage: { static: Reached; perTest: Record<string, Reached> };
}

type Reached = Readonly<Record<string, number>>;

interface MutantRun {
  readonly activeMutant: { readonly id: string };
  /** The ids of the tests that reach the mutant. */
  readonly testFilter: readonly string[];
  /** A mutant that is reached more often counts as an endless loop. */
  readonly hitLimit?: number;
}

interface TestFile {
  readonly fileName: string;
  /** The time limits of its tests, by their ids. */
  readonly timeouts: readonly (readonly [string, number])[];
  readonly duration: number;
}

interface Outcome {
  /** The message of the failure; null where the test holds. */
  readonly failure: string | null;
  readonly duration: number;
}

/**
 * How much longer a test may take than it did without a mutant. The factor is large because the machine may be busy; it
 * only ends tests that wait for ever.
 */
const TIMEOUT_FACTOR = 10;
const LEAST_TIMEOUT_MS = 2_000;
/** The time limit without a mutant, and of hooks. */
const USUAL_TIMEOUT_MS = 60_000;
/** The number of examples of a property test. */
const EXAMPLES = 50;
/**
 * This file lies in the folder of the run, because a worker that replaces one that ended does not get the results
 * again.
 */
const DRY_RUN = 'dry-run.json';
const PACKAGES = `${sep}node_modules${sep}`;
/** The statuses of a test as Stryker numbers them. */
const HELD = 0;
const FAILED = 1;

const namespace: Namespace = { mutantCoverage: { static: {}, perTest: {} } };
const mocker = new ModuleMocker(globalThis);
/**
 * Identifies the run to which a failure belongs: what an earlier mutant left behind, such as a timer, may fail while
 * the tests of another one run.
 */
const runs = new AsyncLocalStorage<symbol>();

class Runner {
  /** The test files, with the quickest first, because one failure is enough. */
  private files: readonly TestFile[] | undefined;
  /** The test that noticed the last mutant. It runs first, because the next mutant is often beside that one. */
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

  /** Stops at the first test that fails. */
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

/**
 * What is reached while a file is loaded, or in hooks before all tests, counts as reached by each of its tests, because
 * each loads it anew.
 */
function passOn(tests: readonly string[]): void {
  const { mutantCoverage } = namespace;
  const { static: loaded, perTest } = mutantCoverage;
  for (const id of tests) perTest[id] = { ...loaded, ...perTest[id] };
  mutantCoverage.static = {};
}

/**
 * @param timeouts the time limits of the tests that run, until one of them fails; all tests run where it is left out
 * @returns the outcomes of the tests by id; a failure of the file itself is that of its first test
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

/**
 * Skips each test that is not wanted, and the hooks of blocks without wanted tests.
 *
 * @returns whether any test is left
 */
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
 * Runs few examples, and the same for each mutant, so that the score is the same each time. A mutant that only
 * thousands of examples would find shows that the table of cases lacks a case.
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

/** Runs in the folder where Stryker keeps the changed files. */
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

/** The name under which Stryker finds plugins. */
export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', factory: () => new Runner() }];

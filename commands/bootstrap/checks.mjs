/** The checks of `npm run check`, and of `npm test` before the tests. The build has already checked the types. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { guardsOf } from './guards.mjs';

const JEST = [process.execPath, 'node_modules/jest/bin/jest.js'];

const CHECKS = [
  {
    name: 'lint and format',
    words: ['node_modules/.bin/biome', 'ci', '--colors=off', '.'],
    remedy: 'npm run format mends the format',
  },
  {
    name: 'import boundaries',
    words: ['node_modules/.bin/depcruise', '.'],
  },
  {
    name: 'schema files',
    words: [process.execPath, 'dist/commands/schema.js', '--check'],
    remedy: 'npm run schema makes them anew',
  },
  {
    name: 'console: types',
    words: ['node_modules/.bin/tsc', '--noEmit', '-p', 'console'],
  },
  {
    name: 'console: types of its tests',
    words: ['node_modules/.bin/tsc', '--noEmit', '-p', 'console/tsconfig.test.json'],
  },
  {
    name: 'console: operations',
    words: [process.execPath, 'console/build/operations.mjs', '--check'],
    remedy: 'npm --prefix console run operations makes them anew',
  },
  {
    name: 'console: size of a first visit',
    words: [process.execPath, 'console/build/size.mjs'],
  },
];

/** Reports for each check whether it passes, and its complaints where it does not. */
export async function check(root) {
  let failed = 0;
  console.error('✓ types');
  for (const { name, words, remedy } of CHECKS) {
    const { status, output } = await run(root, words);
    if (status !== 0) failed += 1;
    console.error(status === 0 ? `✓ ${name}` : `${output.trimEnd()}\n✗ ${name}${remedy ? ` (${remedy})` : ''}`);
  }
  return failed === 0 ? 0 : 1;
}

/**
 * Runs the checks, then jest with the arguments; its summary is the end of the output, whatever the checks reported.
 */
export async function test(root, words) {
  const checked = await check(root);
  if (checked !== 0) console.error('The checks failed; the tests run nevertheless.');
  const { status } = await run(root, [...JEST, ...words, ...(await guards(root, words))], 'inherit');
  return status === 0 ? checked : status;
}

/** Where arguments select folders: returns the tests elsewhere that guard them. */
async function guards(root, words) {
  if (words.every((word) => word.startsWith('-'))) return [];
  const { output } = await run(root, [...JEST, '--listTests', ...words]);
  const files = output.split('\n').filter((line) => line.endsWith('.test.ts'));
  return guardsOf(
    root,
    words,
    files.map((file) => path.relative(root, file).replaceAll(path.sep, '/')),
  );
}

function run(root, [program, ...words], stdio = ['ignore', 'pipe', 'pipe']) {
  return new Promise((done) => {
    const child = spawn(path.resolve(root, program), words, { cwd: root, stdio });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    child.on('error', (error) => done({ status: 1, output: error.message }));
    child.on('close', (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      done({ status: code ?? 1, output });
    });
  });
}

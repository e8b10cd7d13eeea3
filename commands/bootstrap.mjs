/**
 * Every npm script runs through this file: `node commands/bootstrap.mjs <command> [arguments]`.
 *
 * It installs and builds what is missing, then runs the command in this process, so that signals reach it. It needs
 * nothing but Node, because it runs before anything is installed. It reports on standard error, because standard
 * output is the command's.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
/** Commands for developers, which need more than an installation does: their folders, and the compiled tests. */
const FOLDER_OF = { prove: 'test', mutate: 'test', bench: 'bench' };
const WITH_TESTS = ['test', 'check', ...Object.keys(FOLDER_OF)];
/** Commands whose tests and checks also need the console, with its own development packages. */
const WITH_CONSOLE = ['test', 'check', 'screenshots'];

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [command = '', ...words] = process.argv.slice(2);

/** The usage of those commands that are not in TypeScript. */
const USAGES = {
  test: 'Usage: npm test [-- FOLDER|FILE …]   the checks, then the tests of all or of these; jest takes the words',
  screenshots: 'Usage: npm run screenshots   pictures of the console, into docs/console; it takes no words',
  check: 'Usage: npm run check   types, lint, import boundaries, schema; it takes no words',
};

async function main() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    fail(
      `Freischalter needs Node ${OLDEST_NODE.join('.')} or newer, and this is ${process.versions.node}. Install a newer one: https://nodejs.org`,
    );
  }
  process.chdir(root);
  if (Object.hasOwn(USAGES, command) && words.some((word) => word === '--help' || word === '-h'))
    return console.log(USAGES[command]);
  if (['check', 'screenshots'].includes(command) && words.length > 0)
    fail(`npm run ${command} does not know “${words[0]}”. ${USAGES[command]}`);
  const { prepare } = await import('./bootstrap/prepare.mjs');
  const problem = await prepare(root, process.env.npm_execpath, WITH_TESTS.includes(command)).catch(endIfStopped);
  if (problem) fail(problem);
  if (WITH_CONSOLE.includes(command)) {
    const { prepareConsole } = await import('./bootstrap/console.mjs');
    const say = (line) => console.error(`Console: ${line}`);
    const wrong = await prepareConsole(root, process.env.npm_execpath, say, { withTests: true }).catch(endIfStopped);
    if (wrong) fail(`Console: ${wrong}`);
  }
  if (command === 'test' || command === 'check') {
    const { check, test } = await import('./bootstrap/checks.mjs');
    process.exitCode = await (command === 'test' ? test(root, words) : check(root));
    return;
  }
  if (command === 'screenshots') return void (await import('../console/build/screenshots.mjs'));
  const file = path.join(root, 'dist', FOLDER_OF[command] ?? 'commands', `${command}.js`);
  if (!/^[a-z]+$/.test(command) || !existsSync(file))
    fail(`There is no command “${command}”. package.json lists them: npm run`);
  process.argv = [process.execPath, file, ...words];
  createRequire(import.meta.url)(file);
}

/** Uses a shell's exit code for a signal: 130 after a Ctrl-C. */
function endIfStopped(error) {
  if (!error.signal) throw error;
  process.exit(128 + constants.signals[error.signal]);
}

function fail(line) {
  console.error(line);
  process.exit(1);
}

await main();

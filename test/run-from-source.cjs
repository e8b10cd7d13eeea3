/**
 * `node test/run-from-source.cjs <file.ts> …` runs a command from its sources, so that no test sees an old dist.
 * Compiled sources are cached by their fingerprint, because compiling all of them takes a fifth of the time of a start.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { version } = require('@swc/core/package.json');

const OPTIONS = {
  sourceMaps: 'inline',
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
  },
  module: { type: 'commonjs' },
};
const COMPILER = version + JSON.stringify(OPTIONS);
const KEPT = path.join(__dirname, '..', 'node_modules', '.cache', 'run-from-source');
mkdirSync(KEPT, { recursive: true });

require.extensions['.ts'] = (module, filename) => module._compile(compiled(filename), filename);

function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const fingerprint = createHash('sha256').update(`${COMPILER}\0${filename}\0${source}`).digest('hex');
  const kept = path.join(KEPT, `${fingerprint}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {}
  const { code } = require('@swc/core').transformSync(source, { filename, ...OPTIONS });
  // Others may compile the same file at the same time.
  const written = `${kept}.${process.pid}`;
  writeFileSync(written, code);
  renameSync(written, kept);
  return code;
}

process.argv.splice(1, 1);
require(path.resolve(process.argv[1]));

/**
 * Loads packages once for all test files of a worker, and the project's own files anew for each file, from code that is compiled
 * once. Both run in the realm of the process, as they do at an installation. jest's own runtime makes a realm for each file and
 * loads every package into it: a file that starts the system took 2.4 s of processor time more (docs/decisions/0072).
 *
 * It overrides a private method of jest-runtime, which is why package.json names an exact version of jest.
 */
const { createRequire } = require('node:module');
const path = require('node:path');
const { Script, constants } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const PACKAGES = `${path.sep}node_modules${path.sep}`;
/** For each file, the compiled text and the script. */
const compiled = new Map();

class InProcessRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    const { executor } = this;
    if (typeof executor?.compile !== 'function')
      throw new Error('jest-runtime has changed: see test/in-process/runtime.cjs.');
    executor.compile = (code, filename) => compile(code, filename, executor.injectedModuleParameters);
  }

  /** @param from the file that requires; where no name is given, the file that is required */
  requireModule(from, name, options, isActual) {
    if (options?.isInternalModule || !isPackage(from, name)) return super.requireModule(from, name, options, isActual);
    return name === undefined ? require(from) : createRequire(from)(name);
  }
}

function isPackage(from, name) {
  if (name === undefined) return from.includes(PACKAGES);
  return !/^(\.|\/|node:)/.test(name) && !path.isAbsolute(name);
}

function compile(code, filename, parameters) {
  let known = compiled.get(filename);
  if (known?.code !== code) {
    const script = new Script(`(function (${parameters.join(', ')}) {${code}\n})`, {
      filename,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    known = { code, script };
    compiled.set(filename, known);
  }
  return known.script.runInThisContext();
}

module.exports = { __esModule: true, default: InProcessRuntime };

/** Tests stand beside what they test; those that cross services stand in test/. Every test file has a database of its own. */
// Also where a test makes a stock gateway itself, it tells its maker nothing.
// biome-ignore lint/style/noProcessEnv: written, not read.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

module.exports = {
  /** Packages are loaded once for all files of a worker, the project's own files anew for each. */
  testEnvironment: '<rootDir>/test/in-process/environment.ts',
  runtime: '<rootDir>/test/in-process/runtime.cjs',
  roots: [
    '<rootDir>/access',
    '<rootDir>/bench',
    '<rootDir>/caller',
    '<rootDir>/commands',
    '<rootDir>/console/test',
    '<rootDir>/database',
    '<rootDir>/demo',
    '<rootDir>/gateway',
    '<rootDir>/request',
    '<rootDir>/services',
    '<rootDir>/protocols',
    '<rootDir>/telemetry',
    '<rootDir>/test',
    '<rootDir>/words',
  ],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/bench/peers/'],
  setupFiles: ['reflect-metadata'],
  globalSetup: '<rootDir>/test/start-cluster.ts',
  globalTeardown: '<rootDir>/test/stop-cluster.ts',
  testTimeout: 200_000,
  reporters: ['<rootDir>/test/in-process/slowest-files.cjs', 'default'],
  maxWorkers: 2,
  // A worker keeps something of each file that it has run. A file took up to 2.6 times as long in one that had run 150.
  workerIdleMemoryLimit: '500MB',
  transform: {
    '\\.(m?[jt]s)$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
};

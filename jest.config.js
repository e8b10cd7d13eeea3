/** Tests stand beside what they test; those that cross services stand in test/. Every test file has a database of its own. */
// Also where a test makes a stock gateway itself, it tells its maker nothing, and needs nothing to tell it with (below).
// biome-ignore lint/style/noProcessEnv: written, not read.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

module.exports = {
  testEnvironment: 'node',
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
  /** Tests run in a context of their own, in which each use of a global is a slow call: these are handed to every module. */
  sandboxInjectedGlobals: ['Array', 'Error', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Set', 'String', 'Symbol'],
  maxWorkers: 2,
  /** A fifth of all modules are for what the stock gateway would tell its maker, which is off (gateway/federation.ts). */
  moduleNameMapper: {
    '^(make-fetch-happen|@opentelemetry/(resource-detector-(alibaba-cloud|aws|azure|gcp)|exporter-metrics-otlp-http|sdk-metrics|semantic-conventions/incubating))$':
      '<rootDir>/test/not-loaded.cjs',
  },
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
  /** These are published as ES modules only, which jest reads once they are transformed. */
  transformIgnorePatterns: ['/node_modules/(?!(jose|openid-client|oauth4webapi)/)'],
};

/** The tests that Stryker runs against each mutant: those that need no PostgreSQL. */
const { globalSetup, globalTeardown, ...project } = require('../../jest.config.js');

module.exports = {
  ...project,
  rootDir: '../..',
  roots: ['<rootDir>/access', '<rootDir>/caller', '<rootDir>/request'],
  moduleNameMapper: { '^fast-check$': '<rootDir>/test/mutation/few-runs.js' },
  testTimeout: 20_000,
  maxWorkers: 1,
};

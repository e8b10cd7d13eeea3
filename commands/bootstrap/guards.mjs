/**
 * Tests that guard a folder from elsewhere: they hold lists to which a change in it must be added. `npm test --
 * licences` runs them with the folder's own, so that it fails where `npm test` would.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';

const OF_THE_API = [
  'commands/schema/',
  'gateway/supergraph/cache-hints.test.ts',
  'gateway/limits/scalars.test.ts',
  'test/statements.test.ts',
  'test/permissions.test.ts',
];
/** What the migrations create is recorded in the dump, in the entities, and in the columns of statements. */
const OF_THE_DATABASE = [
  'test/database-dump.test.ts',
  'test/entities.test.ts',
  'test/entity-manager.test.ts',
  'test/erased-everywhere.test.ts',
  'test/statements-described.test.ts',
];
const OF_ALL = ['test/bounds.test.ts', 'test/caching.test.ts'];

export const GUARDS = {
  'services/': [...OF_THE_API, ...OF_THE_DATABASE, 'test/plans.test.ts', 'test/roles.test.ts', ...OF_ALL],
  'database/': [...OF_THE_DATABASE, 'test/roles.test.ts', ...OF_ALL],
  'gateway/': OF_ALL,
  'caller/': OF_ALL,
  'request/': OF_ALL,
  'access/': OF_ALL,
};

/** @param files the tests that the arguments select, from the root */
export function guardsOf(root, words, files) {
  // Whoever names a file wants only that file.
  if (words.length === 0 || words.some((word) => existsSync(path.join(root, word)) && word.endsWith('.ts'))) return [];
  const guards = Object.entries(GUARDS).flatMap(([folder, tests]) =>
    files.some((file) => file.startsWith(folder)) ? tests : [],
  );
  return [...new Set(guards)].filter((guard) => !files.includes(guard));
}

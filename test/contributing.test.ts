/** Compares the files that CONTRIBUTING.md names for a change with those of its example. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TEXT = readFileSync('CONTRIBUTING.md', 'utf8');
const RECIPE = TEXT.slice(TEXT.indexOf('## Add a field'), TEXT.indexOf('## Add a migration'));

const FORMAT_TEST = /^services\/licences\/import\/(?:arix|delivery)\/.*\.test\.ts$/;

const named = [...RECIPE.matchAll(/`([a-z-]+\/[\w./-]+\.(?:ts|mjs|md|json))`/g)].map(([, file]) => file as string);

test('the recipe names every file of its example, except the tests of formats', () => {
  const words = ['grep', '-lE', 'subtitle', '--', 'services', 'demo', 'gateway', 'docs', 'test'];
  const files = execFileSync('git', words, { encoding: 'utf8' }).trim().split('\n');
  expect(
    files.filter((file) => file !== 'test/contributing.test.ts' && !FORMAT_TEST.test(file) && !named.includes(file)),
  ).toEqual([]);
});

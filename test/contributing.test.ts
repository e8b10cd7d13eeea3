/** CONTRIBUTING.md tells which files a change touches. Here it is held to the files. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TEXT = readFileSync('CONTRIBUTING.md', 'utf8');
const RECIPE = TEXT.slice(TEXT.indexOf('## Add a field'), TEXT.indexOf('## Add a migration'));

const named = [...RECIPE.matchAll(/`([a-z-]+\/[\w./-]+\.(?:ts|mjs|md|json))`/g)].map(([, file]) => file as string);

test('the recipe names every file of its example, but for tests that hold numbers of it', () => {
  const words = ['grep', '-lE', 'durationSeconds|duration_seconds', '--', 'services', 'demo', 'gateway', 'docs'];
  const files = execFileSync('git', words, { encoding: 'utf8' }).trim().split('\n');
  const notTouched = ['docs/operating.md', 'gateway/limits/cost.test.ts'];
  expect(files.filter((file) => !notTouched.includes(file)).filter((file) => !named.includes(file))).toEqual([]);
});

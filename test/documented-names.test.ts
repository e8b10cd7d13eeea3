/** The docs and CONTRIBUTING.md name files, functions and fields. What they name is there. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FILES = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => existsSync(file));
const PLACES = [
  ...new Set(FILES.flatMap((file) => file.split('/').map((_, at, names) => names.slice(0, at + 1).join('/')))),
];
const FOLDERS = new Set(FILES.filter((file) => file.includes('/')).map((file) => file.split('/')[0]));
const CODE = FILES.filter((file) => /\.(ts|mjs|cjs|js|graphql|sql|yaml|yml)$/.test(file));
const WORDS = new Set(CODE.flatMap((file) => withoutComments(readFileSync(file, 'utf8')).match(/[\w$]+/g) ?? []));

/** Names of other software. */
const FOREIGN = ['createPostgresUser', 'deprecationReason'];

describe.each(FILES.filter((file) => file.endsWith('.md')))('%s', (file) => {
  const text = readFileSync(file, 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  const named = [...text.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name as string);

  test('names files and folders that are there', () => {
    expect(named.filter(isPlace).filter((place) => !exists(place))).toEqual([]);
  });

  test('names functions and fields that are in the code', () => {
    const names = named.map((name) => name.replace(/\(.*\)$/, '')).filter((name) => /^[a-z]+[A-Z]\w+$/.test(name));
    expect(names.filter((name) => !WORDS.has(name) && !FOREIGN.includes(name))).toEqual([]);
  });

  test('links to pages that are there', () => {
    const targets = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)].map(([, target]) => target as string);
    const own = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(own.filter((target) => !existsSync(path.join(path.dirname(file), target)))).toEqual([]);
  });
});

/** A path from the root, or the name of a source file. `*`, `…` and `<service>` stand for anything. */
function isPlace(name: string): boolean {
  if (/\s/.test(name)) return false;
  return (name.includes('/') && FOLDERS.has(name.split('/')[0] as string)) || /\w\.(ts|mjs)$/.test(name);
}

function exists(place: string): boolean {
  const pattern = place
    .replace(/\/$/, '')
    .replace(/[.+()[\]{}^$|\\]/g, '\\$&')
    .replace(/\*\*?|…|<[^>]*>/g, '.*');
  const end = new RegExp(`(^|/)${pattern}$`);
  return PLACES.some((one) => end.test(one));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

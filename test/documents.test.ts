/**
 * README.md, CONTRIBUTING.md and docs/: every file, folder, link, function, npm script and command that they name
 * exists.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.data', 'coverage', 'reports']);
const entries = entriesOf('.');
const documents = entries.filter((file) => /^(docs\/.*|[A-Z]+)\.md$/.test(file));

/** Files that a command makes, and examples of the reader's own files. */
const NOT_THERE_YET = ['.data/', 'secrets/', 'schuldaten.csv', 'lms-web.json'];

const read = (file: string) => readFileSync(file, 'utf8');
const { scripts } = JSON.parse(read('package.json'));
const API = buildSchema(read('schema/api.graphql'), { assumeValidSDL: true });

/** Returns all files of a folder, and all folders with a slash at the end. */
function entriesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => {
      const name = path.join(folder, entry.name);
      return entry.isDirectory() ? [`${name}/`, ...entriesOf(name)] : [name];
    });
}

/**
 * A name starts at the root, or at a folder that the text mentions. A built file is named by its source. `-cache.ts`
 * stands for all names with this end.
 */
function isThere(name: string): boolean {
  const source = name.replace(/^dist\/(.*)\.js$/, '$1.ts');
  return entries.some((entry) => entry === source || entry.endsWith(source.startsWith('-') ? source : `/${source}`));
}

/** Functions and fields of other software. */
const FOREIGN = ['createPostgresUser', 'deprecationReason'];

/** All words of the code, without those of comments. */
const words = new Set(
  entries
    .filter((file) => /\.([cm]?[jt]s|graphql|sql|ya?ml)$/.test(file))
    .flatMap((file) => withoutComments(read(file)).match(/[\w$]+/g) ?? []),
);

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

/** The anchor that GitHub makes of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- ]/gu, '')
    .replaceAll(' ', '-');

test('there are documents', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md']));
});

describe.each(documents)('%s', (document) => {
  const text = read(document);

  test('names existing files and folders', () => {
    const named = [...text.matchAll(/`([\w@.-][\w@./-]*(?:\/|\.(?:[cm]?[jt]s|json|ya?ml|md|graphql|sql|csv)))`/g)];
    const missing = named.map(([, name = '']) => name).filter((name) => !isThere(name));
    expect(missing.filter((name) => !NOT_THERE_YET.includes(name))).toEqual([]);
  });

  test('names functions and fields that are in the code', () => {
    const named = [...text.matchAll(/`([a-z]+[A-Z]\w+)(?:\([^`]*\))?`/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !words.has(name) && !FOREIGN.includes(name))).toEqual([]);
  });

  test('has GraphQL examples that are valid for the schema', () => {
    const examples = [...text.matchAll(/^```graphql\n(.*?)^```$/gms)].map(([, example = '']) => example);
    expect(examples.flatMap((example) => validate(API, parse(example))).map(String)).toEqual([]);
  });

  test('links to existing files and headings', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.filter(([, file = '', anchor]) => {
      const target = file ? path.join(path.dirname(document), file) : document;
      if (!existsSync(target)) return true;
      const headings = anchor ? [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading) : [];
      return anchor !== undefined && !headings.map(anchorOf).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  test('names existing npm scripts and programs', () => {
    const run = [...text.matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, script = '']) => script);
    const called = [...text.matchAll(/`npm (start|test)\b/g)].map(([, script = '']) => script);
    const programs = [...text.matchAll(/\bnpx ([a-z][\w-]*)/g)].map(([, program = '']) => program);
    expect([...run, ...called].filter((script) => !(script in scripts))).toEqual([]);
    expect(programs.filter((program) => !existsSync(`node_modules/.bin/${program}`))).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  const text = read('CONTRIBUTING.md');

  test('names every npm script', () => {
    expect(Object.keys(scripts).filter((script) => !new RegExp(`\\bnpm (run )?${script}\\b`).test(text))).toEqual([]);
  });

  test('names every proof, and no others', () => {
    const [, list = ''] = /const PROPERTIES[^{]*\{([^}]*)\}/.exec(read('test/prove.ts')) ?? [];
    const proofs = [...(list.match(/\w+/g) ?? []), 'availability'];
    const named = [...text.matchAll(/npm run prove -- ([a-z]+)/g)].map(([, name]) => name);
    expect(named.sort()).toEqual(proofs.sort());
  });
});

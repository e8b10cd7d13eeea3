/**
 * Makes what the app and the gateway know of the app's operations out of src/operations/*.graphql:
 * operations.json (id → text, which the gateway carries out) and src/api/operations.ts (id and types, which the app sends).
 * `--check` writes nothing and ends with 1 where a file is not what it would be made.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, concatAST, GraphQLError, parse, print, validate } from 'graphql';
import { typesOf } from './operation-types.mjs';

const here = (path) => new URL(path, import.meta.url);
const DOCUMENTS = here('../src/operations/');
const FILES = { texts: here('../operations.json'), types: here('../src/api/operations.ts') };

/** The API as clients see it. Its directives `@listSize`, `@cost` and `@constraint` are declared in the file itself. */
const schema = buildSchema(readFileSync(here('../../schema/api.graphql'), 'utf8'), { assumeValidSDL: true });
const made = make();
if (process.argv.includes('--check')) {
  const stale = Object.keys(FILES).filter((name) => readText(FILES[name]) !== made[name]);
  if (stale.length > 0) fail(`The console's operations have changed: npm --prefix console run operations`);
} else for (const [name, file] of Object.entries(FILES)) writeFileSync(file, made[name]);

function make() {
  const names = readdirSync(DOCUMENTS).filter((name) => name.endsWith('.graphql'));
  const documents = names.sort().map((name) => parse(readFileSync(new URL(name, DOCUMENTS), 'utf8')));
  const all = concatAST(documents);
  const mistakes = validate(schema, all).filter(({ message }) => !/^Fragment ".*" is never used/.test(message));
  if (mistakes.length > 0)
    fail(mistakes.map((mistake) => new GraphQLError(mistake.message, mistake).toString()).join('\n'));
  const fragments = new Map(
    all.definitions.filter(({ kind }) => kind === 'FragmentDefinition').map((one) => [one.name.value, one]),
  );
  const operations = all.definitions
    .filter(({ kind }) => kind === 'OperationDefinition')
    .map((definition) => {
      const text = print({ kind: 'Document', definitions: [definition, ...usedBy(definition, fragments)] });
      return { definition, text, id: `sha256:${createHash('sha256').update(text).digest('hex')}` };
    })
    .sort((one, other) => (one.definition.name.value < other.definition.name.value ? -1 : 1));
  const texts = Object.fromEntries(operations.map(({ id, text }) => [id, text]));
  return { texts: `${JSON.stringify(texts, null, 2)}\n`, types: typesOf(schema, operations, fragments) };
}

/** The fragments that a definition spreads, and those that these spread, each once. */
function usedBy(definition, fragments, found = new Map()) {
  const spread = [
    ...JSON.stringify(definition).matchAll(/"kind":"FragmentSpread","name":\{"kind":"Name","value":"(\w+)"/g),
  ];
  for (const [, name] of spread) {
    if (found.has(name)) continue;
    found.set(name, fragments.get(name));
    usedBy(fragments.get(name), fragments, found);
  }
  return [...found.values()];
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function fail(text) {
  console.error(text);
  process.exit(1);
}

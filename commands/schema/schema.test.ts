import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { CompositionError, generateSchemaFiles } from './generate';
import { lineDifference } from './line-difference';
import { checkFolder, updateFolder } from './schema-folder';
import { UnboundedInputsError } from './unbounded-inputs';

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@shareable", "@inaccessible", "@authenticated", "@requiresScopes", "@composeDirective"])
  @link(url: "https://freischalter.invalid/constraint/v1.0", import: ["@constraint"])
  @composeDirective(name: "@constraint")
  directive @constraint(maxItems: Int, maxLength: Int, maxWords: Int)
    on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION | SCALAR\n`;
const SCHOOLS = `
  type Query { school(number: String! @constraint(maxLength: 9)): School @authenticated }
  type School @key(fields: "id") { id: ID! name: String! timeline: String @inaccessible }
`;
const LICENCES = `
  type School @key(fields: "id") {
    id: ID!
    timeline: String @external
    titles(at: String @constraint(maxLength: 9)): [String!]! @requires(fields: "timeline") @requiresScopes(scopes: [["access:read"]])
  }
`;
const DAY = '2026-11-22';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'schema-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function generate(schools = SCHOOLS, licences = LICENCES) {
  return generateSchemaFiles({ schools: FEDERATION + schools, licences: FEDERATION + licences });
}

describe('the schema files', () => {
  test('are the subgraphs, the supergraph and the API that clients see', () => {
    const files = generate();
    expect(Object.keys(files)).toEqual(['schools.graphql', 'licences.graphql', 'supergraph.graphql', 'api.graphql']);
    const school = buildSchema(files['api.graphql'] as string).getType('School');
    expect(Object.keys((school as never as { getFields(): object }).getFields())).toEqual(['id', 'name', 'titles']);
    expect(files['supergraph.graphql']).toContain('@requiresScopes(scopes: [["access:read"]])');
  });

  test('do not depend on the order in which types were declared', () => {
    const [query, school] = SCHOOLS.trim().split('\n');
    expect(generate(`${school}\n${query}`)).toEqual(generate(`${query}\n${school}`));
  });

  test('are refused with the code and the subgraph where the subgraphs do not compose', () => {
    const failure = () => generate(SCHOOLS, 'type School @key(fields: "id") { id: ID! name: Int! }');
    expect(failure).toThrow(CompositionError);
    expect(failure).toThrow(/FIELD_TYPE_MISMATCH: .*School\.name.*"licences"/);
  });

  test('are refused where two subgraphs have different enums with the same name', () => {
    const outcome = (values: string, field: string) =>
      `enum Outcome { ${values} } extend type Query { ${field}: Outcome @authenticated }`;
    const failure = () =>
      generate(
        `${SCHOOLS}\n${outcome('DONE', 'one')}`,
        `type Query { two: Outcome @authenticated } enum Outcome { LEFT }`,
      );
    expect(failure).toThrow(CompositionError);
    expect(failure).toThrow(/INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM: Value "DONE" of enum type "Outcome"/);
  });
});

describe('what clients send', () => {
  const bounded = '@constraint(maxItems: 9, maxLength: 9)';
  test.each([
    ['a text', 'search: String', 'Query.find(search:): maxLength'],
    ['an id', 'id: ID!', 'Query.find(id:): maxLength'],
    ['a list of ids', 'ids: [ID!]! @constraint(maxLength: 9)', 'Query.find(ids:): maxItems'],
    ['the texts of a list', 'words: [String] @constraint(maxItems: 9)', 'Query.find(words:): maxLength'],
    ['a list of numbers', 'grades: [Int!]', 'Query.find(grades:): maxItems'],
    ['a list of lists', `grid: [[Int!]!] ${bounded}`, 'Query.find(grid:): one maxItems cannot bound a list of lists'],
    ['an instant', 'at: DateTime', 'Query.find(at:): maxLength'],
    ['a scalar without a rule', 'at: Instant @constraint(maxLength: 9)', 'Query.find(at:): a rule for Instant'],
    ['a text in an input type', 'within: Filter', 'Filter.text: maxLength'],
    ['a list in an input type', 'within: Filter', 'Filter.kinds: maxItems'],
  ])('is refused without a bound: %s', (_, argument, missing) => {
    const types =
      'scalar DateTime scalar Instant enum Kind { A } input Filter { text: String kinds: [Kind!] grade: Int flag: Boolean }';
    const failure = () => generate(`${SCHOOLS} extend type Query { find(${argument}): Int @authenticated } ${types}`);
    expect(failure).toThrow(UnboundedInputsError);
    expect(failure).toThrow(`  schools: ${missing}\n`);
  });

  test('needs no bound where its size is limited already, or where its scalar states a bound', () => {
    const types = `scalar DateTime @constraint(maxLength: 40) enum Kind { A }`;
    const find = `find(at: DateTime, kind: Kind!, first: Int = 1, all: Boolean, share: Float, ids: [ID!] ${bounded}): Int`;
    expect(() => generate(`${SCHOOLS} extend type Query { ${find} @authenticated } ${types}`)).not.toThrow();
  });
});

describe('drift', () => {
  test('is found with the lines that differ and the remedy, and nothing is written', () => {
    updateFolder(folder, generate(), DAY);
    expect(checkFolder(folder, generate(), DAY).complaints).toEqual([]);

    const found = checkFolder(folder, generate(SCHOOLS.replace('name:', 'city: String name:')), DAY).complaints.join(
      '\n',
    );
    expect(found).toMatch(/schema\/schools\.graphql is not what the code makes:\n(.*\n)*? {2}\+ {2}city: String\n/);
    expect(found).toContain('Run `npm run schema`');
    expect(checkFolder(folder, generate(), DAY).complaints).toEqual([]);
  });

  test('is found where a file is missing', () => {
    expect(checkFolder(folder, generate(), DAY).changed).toHaveLength(4);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is gone after an update, which says what it wrote', () => {
    expect(updateFolder(folder, generate(), DAY).changed).toHaveLength(4);
    const { complaints, changed } = updateFolder(folder, generate(SCHOOLS.replace('name:', 'city: String name:')), DAY);
    expect({ complaints, changed }).toEqual({
      complaints: [],
      changed: ['schools.graphql', 'supergraph.graphql', 'api.graphql'],
    });
  });
});

describe('a breaking change', () => {
  const without = () => generate(SCHOOLS.replace('name: String!', ''));
  const accepted = () => readFileSync(join(folder, 'api.graphql'), 'utf8');

  beforeEach(() => {
    updateFolder(folder, generate(), DAY);
  });

  test('is not written unless it is marked as intended', () => {
    const { complaints } = updateFolder(folder, without(), DAY);
    expect(complaints.join()).toContain('{"change":"School.name was removed.","reason":"…","on":"2026-11-22"}');
    expect(accepted()).toContain('name: String!');
    expect(checkFolder(folder, without(), DAY).complaints[0]).toContain('School.name was removed.');
  });

  test('is written where breaking-changes.json says why', () => {
    mark([{ change: 'School.name was removed.', reason: 'names are in another register', on: DAY }]);
    expect(updateFolder(folder, without(), DAY).complaints).toEqual([]);
    expect(accepted()).not.toContain('name: String!');
  });

  test('is not allowed by the mark of another change, or by a mark without a reason', () => {
    mark([{ change: 'School.city was removed.', reason: 'never filled', on: DAY }]);
    expect(updateFolder(folder, without(), DAY).complaints).not.toEqual([]);
    mark([{ change: 'School.name was removed.', reason: '', on: DAY }]);
    expect(() => updateFolder(folder, without(), DAY)).toThrow(/breaking-changes\.json is not a list/);
  });

  test('is only what clients can see: an inaccessible field may be removed', () => {
    const schools = SCHOOLS.replace('timeline: String @inaccessible', '');
    const licences =
      'type School @key(fields: "id") { id: ID! titles(at: String @constraint(maxLength: 9)): [String!]! }';
    expect(updateFolder(folder, generate(schools, licences), DAY).complaints).toEqual([]);
  });

  function mark(marks: object[]): void {
    writeFileSync(join(folder, 'breaking-changes.json'), JSON.stringify(marks));
  }
});

describe('a difference of lines', () => {
  test('shows removed and added lines, with the lines around them', () => {
    expect(lineDifference('a\nb\nc\nd\ne\nf\ng', 'a\nb\nc\nD\ne\nf\ng', 10)).toEqual([
      '…',
      ' b',
      ' c',
      '-d',
      '+D',
      ' e',
      ' f',
    ]);
  });

  test('is empty between equal texts, and shortened where it is long', () => {
    expect(lineDifference('a\nb', 'a\nb', 10)).toEqual([]);
    expect(lineDifference('', 'a\nb\nc\nd', 2)).toEqual(['-', '+a', '… and 3 lines more']);
  });
});

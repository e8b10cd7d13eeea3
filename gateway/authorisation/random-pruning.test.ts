/**
 * Random operations under random requirements. What the gateway answers is compared with graphql-js, which executes the
 * same operation over all the data at once and refuses each field where it stands.
 */
import fc from 'fast-check';
import {
  buildSchema,
  type DocumentNode,
  execute,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  printSchema,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Caller } from '../../caller/caller';
import { readSupergraph } from '../supergraph/supergraph';
import { composeTestSupergraph } from '../test-supergraph/compose';
import { FEDERATION_LINK, type SupergraphInMemory, startInMemory } from '../test-supergraph/in-memory';
import type { Requirement, Requirements } from './requirements';

const MEDIA = `type Query { film: Film films: [Film!] all: [Film!]! medium: Medium media: [Medium] found: [Found!] school: School! open: Int @authenticated }
  interface Medium { id: ID! name: String owner: Owner price: Int! }
  type Film implements Medium @key(fields: "id") { id: ID! name: String owner: Owner price: Int! next: Film studio: Studio! rooms: [[Studio!]!] }
  type Book implements Medium { id: ID! name: String owner: Owner price: Int! mood: Mood pages: [[Int!]!] }
  type Owner { id: ID! name: String best: Medium films: [Film!]! }
  type Studio { name: String owner: Owner }
  type School @key(fields: "id") { id: ID! name: String films: [Film] }
  enum Mood { GOOD }
  union Found = Film | Owner | School`;
const USAGE = `type Film @key(fields: "id") { id: ID! uses: [Use!]! mood: Mood stars: Int }
  type School @key(fields: "id") { id: ID! usage: Int! best: Film }
  type Use { month: String count: Int! film: Film }
  enum Mood { GOOD }`;

type Thing = Record<string, unknown>;
const owner: Thing = { __typename: 'Owner', id: 'o', name: 'O' };
const studio: Thing = { __typename: 'Studio', name: 'Studio', owner };
const film = (id: string, next: Thing | null): Thing => ({
  ...{ __typename: 'Film', id, name: `Film ${id}`, owner, price: 1, next, studio, rooms: [[studio], []] },
  ...{ mood: 'GOOD', stars: id === 'b' ? null : 3 },
});
const b = film('b', null);
const a = film('a', b);
const book: Thing = { __typename: 'Book', id: 'k', name: null, owner: null, price: 2, mood: 'GOOD', pages: [[1], []] };
Object.assign(owner, { best: book, films: [a, b] });
Object.assign(a, { uses: [{ __typename: 'Use', month: 'May', count: 1, film: b }] });
Object.assign(b, { uses: [] });
const school: Thing = { __typename: 'School', id: 's', name: 'S', films: [a, null], usage: 5, best: b };
const ROOT: Thing = {
  film: a,
  films: [a, b],
  all: [b],
  medium: book,
  media: [a, book, null],
  found: [b, owner, school],
  school,
  open: 1,
};

let current: Requirements = new Map();
let house: SupergraphInMemory;
let plain: GraphQLSchema | undefined;
beforeAll(async () => {
  const sdl = (text: string) => FEDERATION_LINK + text;
  const supergraph = composeTestSupergraph([
    { name: 'media', sdl: sdl(MEDIA) },
    { name: 'usage', sdl: sdl(USAGE) },
  ]);
  const { forPlanner } = readSupergraph(supergraph);
  house = await startInMemory({
    subgraphs: {
      media: { sdl: MEDIA, data: ROOT, entities: [a, b, school] },
      usage: { sdl: USAGE, data: {}, entities: [a, b, school] },
    },
    forPlanner,
    get requirements() {
      return current;
    },
  });
});
afterAll(() => house?.stop());

const nobodyHas: Requirement = { scopes: [[['lacking']]], policies: [] };
const CALLER: Caller = { kind: 'lms', subject: '', scopes: ['held'], bound: [] };
const VARIABLES = { yes: true, no: false };

/** Coordinates of the schema that the caller may not see: some fields, at times a type. */
function arbitraryRequirements(pick: (most: number) => number, schema: GraphQLSchema): Requirements {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('_'));
  const coordinates = types.flatMap((type) =>
    isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
  );
  const found = new Map<string, Requirement>();
  for (let left = pick(6); left >= 0; left--) found.set(coordinates[pick(coordinates.length - 1)] as string, nobodyHas);
  if (pick(3) === 0) found.set(['Owner', 'Studio', 'Use', 'Mood', 'Book'][pick(4)] as string, nobodyHas);
  if (pick(1) === 0) found.set(['Book.owner', 'Book.id', 'Film.owner', 'Film.name'][pick(3)] as string, nobodyHas);
  if (pick(3) === 0) found.set('Film', { scopes: [[['held'], ['lacking']]], policies: [] });
  return found;
}

/** Text of a valid operation: fragments of all sorts, aliases, what is skipped and what is not. */
function arbitraryOperation(pick: (most: number) => number, schema: GraphQLSchema): string {
  const named = ['Medium', 'Film', 'Found', 'Owner'].map((on, index) => ({ name: `f${index}`, on, text: '' }));
  const directive = () =>
    ['', '', '', ' @skip(if: $no)', ' @include(if: $no)', ' @include(if: $yes)'][pick(5)] as string;
  /**
   * Whether a fragment on the one is tried on the other. Left out are fragments on interfaces and unions within an object
   * of known type: @apollo/gateway 2.14 loses what stands in a fragment on an object type within them.
   */
  const fits = (one: GraphQLNamedType, other: GraphQLNamedType) =>
    one === other ||
    (isAbstractType(other) && possible(schema, one).some((type) => possible(schema, other).includes(type)));

  function selection(type: GraphQLNamedType, depth: number, from: number): string {
    const parts: string[] = [];
    for (let left = pick(3); left >= 0; left--) {
      const spread = named.slice(from).filter(({ on }) => fits(schema.getType(on) as GraphQLNamedType, type));
      const kind = pick(5);
      if (kind === 0 && spread.length > 0) parts.push(`...${spread[pick(spread.length - 1)]?.name}${directive()}`);
      else if (kind <= 1 && isCompositeType(type) && depth > 0) {
        const conditions = Object.values(schema.getTypeMap()).filter(
          (other) => isCompositeType(other) && !other.name.startsWith('_') && fits(other, type),
        );
        const on = conditions[pick(conditions.length - 1)] as GraphQLNamedType;
        parts.push(`... on ${on.name}${directive()} { ${selection(on, depth - 1, from)} }`);
      } else if (isObjectType(type) || isInterfaceType(type)) {
        const fields = Object.values(type.getFields());
        const field = fields[pick(fields.length - 1)] as (typeof fields)[number];
        const answer = getNamedType(field.type);
        if (isCompositeType(answer) && depth === 0) continue;
        const alias = pick(5) === 0 ? `${field.name}_${pick(1)}: ` : '';
        // Never only what is skipped: @apollo/gateway then does not ask for the object and says that there is none.
        const below = isCompositeType(answer) ? ` { kind: __typename ${selection(answer, depth - 1, from)} }` : '';
        parts.push(`${alias}${field.name}${directive()}${below}`);
      }
    }
    return parts.length > 0 ? parts.join(' ') : '__typename';
  }

  for (const [index, fragment] of [...named.entries()].reverse()) {
    const type = schema.getType(fragment.on) as GraphQLNamedType;
    fragment.text = `fragment ${fragment.name} on ${fragment.on} { ${selection(type, 1, index + 1)} }`;
  }
  let text = `{ ${selection(schema.getType('Query') as GraphQLNamedType, 4, 0)} }`;
  for (const fragment of named) if (text.includes(`...${fragment.name}`)) text += ` ${fragment.text}`;
  const used = ['yes', 'no'].filter((name) => text.includes(`$${name}`)).map((name) => `$${name}: Boolean!`);
  return `query${used.length > 0 ? ` (${used})` : ''} ${text}`;
}

function possible(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
}

/** Fields of the document that may not be asked for, by what is written about the types that may answer. */
function deniedIn(document: DocumentNode, schema: GraphQLSchema, requirements: Requirements): Set<FieldNode> {
  const lacking = new Set([...requirements].filter(([, need]) => need === nobodyHas).map(([coordinate]) => coordinate));
  const found = new Set<FieldNode>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const parent = types.getParentType() as GraphQLNamedType;
        const answer = getNamedType(types.getType() as GraphQLOutputType);
        if (node.name.value === '__typename') return;
        const coordinates = possible(schema, parent).flatMap(({ name }) => [name, `${name}.${node.name.value}`]);
        if ([...coordinates, answer.name].some((coordinate) => lacking.has(coordinate))) found.add(node);
      },
    }),
  );
  return found;
}

/** What graphql-js answers where a field throws unless a selection leads to it that may be asked. */
function expectedAnswer(document: DocumentNode, schema: GraphQLSchema, denied: Set<FieldNode>) {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const open = new Map<string, readonly FieldNode[]>();
  const result = execute({
    schema: plainOf(schema),
    document,
    rootValue: ROOT,
    variableValues: VARIABLES,
    fieldResolver: (source, _, __, info) => {
      let above = info.path.prev;
      while (typeof above?.key === 'number') above = above.prev;
      const parents = above && open.get(keyOf(above));
      const reached = new Set(
        parents?.flatMap(({ selectionSet }) => fieldsIn(selectionSet as SelectionSetNode, fragments)),
      );
      const allowed = info.fieldNodes.filter((node) => !denied.has(node) && (!parents || reached.has(node)));
      open.set(keyOf(info.path), [...(open.get(keyOf(info.path)) ?? []), ...allowed]);
      if (allowed.length === 0) throw new GraphQLError('denied');
      return source[info.fieldName];
    },
  });
  return JSON.parse(JSON.stringify(result)) as { data: Thing | null; errors?: { path: (string | number)[] }[] };
}

/** The schema without what Apollo's packages made of it. */
function plainOf(schema: GraphQLSchema): GraphQLSchema {
  plain ??= buildSchema(printSchema(schema));
  return plain;
}

/** The places of lists left out: the selections are the same in each. */
function keyOf(
  path: { readonly prev: unknown; readonly key: string | number; readonly typename?: string } | undefined,
): string {
  if (!path) return '';
  return `${keyOf(path.prev as never)}${typeof path.key === 'number' ? '' : `/${path.typename}:${path.key}`}`;
}

function fieldsIn(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return inner ? fieldsIn(inner.selectionSet, fragments) : [];
  });
}

/** Errors in places that are there: what went up with a null may be said once. */
function visible(errors: readonly { path?: readonly (string | number)[] }[] = [], data: Thing | null): string[] {
  const at = (path: readonly (string | number)[]): unknown =>
    path.reduce<unknown>((value, key) => (value == null ? value : (value as Thing)[key]), data);
  return errors.flatMap(({ path = [] }) => (at(path.slice(0, -1)) == null ? [] : [path.join('.')])).sort();
}

const RUNS = Number(process.env.RANDOM_OPERATIONS ?? 60);

test(`of ${RUNS} random operations, everything is answered that may be asked for, and nothing else`, async () => {
  let deniedOnes = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (gen) => {
      const pick = (most: number) => gen(fc.nat, { max: most });
      const query = arbitraryOperation(pick, house.schema);
      const requirements = arbitraryRequirements(pick, house.schema);
      const document = parse(query);
      const variables = Object.fromEntries(Object.entries(VARIABLES).filter(([name]) => query.includes(`$${name}:`)));

      current = new Map();
      const whole = await house.ask(query, CALLER, variables);
      expect({ query, ...whole }).toEqual({
        query,
        data: expectedAnswer(document, house.schema, new Set()).data,
        errors: [],
      });

      current = requirements;
      house.asked();
      const first = await house.ask(query, CALLER, variables);
      const answer = await house.ask(query, CALLER, variables);
      expect({ query, ...answer }).toEqual({ query, ...first });
      const asked = house.asked();
      const expected = expectedAnswer(document, house.schema, deniedIn(document, house.schema, requirements));
      const refused = visible(expected.errors, expected.data);
      if (refused.length > 0) deniedOnes += 1;
      const nothingLeft =
        expected.data && refused.length > 0 && Object.keys(expected.data).every((key) => refused.includes(key));
      if (nothingLeft || !expected.data) {
        expect(answer.data ?? null).toBeNull();
        expect(answer.errors.length).toBeGreaterThan(0);
      } else {
        const needs = [...requirements.keys()];
        expect({ query, needs, data: answer.data }).toEqual({ query, needs, data: expected.data });
        expect(visible(answer.errors, answer.data as Thing)).toEqual(refused);
        expect(answer.errors.length > 0).toBe((expected.errors ?? []).length > 0);
      }
      const hidden = [...requirements].filter(([, need]) => need === nobodyHas).map(([coordinate]) => coordinate);
      const seen = [...asked].filter((coordinate) => {
        const [type = '', field] = coordinate.split('.');
        return !['id', '__typename'].includes(field ?? '') && (hidden.includes(coordinate) || hidden.includes(type));
      });
      expect({ query, seen }).toEqual({ query, seen: [] });
    }),
    { numRuns: RUNS },
  );
  expect(deniedOnes).toBeGreaterThan(RUNS / 5);
}, 280_000);

/** Makes random operations from the public schema: fields, nested selections, aliases, fragments and arguments. */
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Aim } from './aim';
import type { Chance } from './chance';
import { API } from './schema';

interface ShapedArgument {
  readonly name: string;
  /** Where the argument stands: `Query.school.number`. */
  readonly place: string;
  readonly type: GraphQLInputType;
  /** The name of the variable with its value. */
  readonly variable: string;
}

export interface ShapedField {
  /** The coordinate of the field: `School.usage`. */
  readonly coordinate: string;
  readonly name: string;
  readonly alias: string | null;
  readonly arguments: readonly ShapedArgument[];
  /** The type of the field, without lists and non-null. */
  readonly type: string;
  readonly selection: readonly ShapedField[];
  readonly wrapped: 'plain' | 'inline' | 'fragment' | 'included';
}

export interface Shape {
  readonly operation: 'query' | 'mutation';
  readonly roots: readonly ShapedField[];
  readonly document: string;
}

type Field = GraphQLField<unknown, unknown>;

const DEEPEST = 7;
/** Most deeper selections would be refused because their answers are too long. */
const DEEPEST_OF_MUTATION = 5;
/** How much more often than others a root field is chosen. */
const WEIGHTS: Record<string, number> = {
  school: 4,
  schoolAuthority: 3,
  licences: 3,
  entitlement: 2,
  entitlements: 3,
  deadlines: 3,
  entitlementsCoveredTwice: 3,
  licencesUnused: 2,
  licencesWithFullSeats: 3,
  titlesInDemand: 2,
  noteWorklist: 2,
  schools: 2,
  usageReport: 4,
  costPerUse: 2,
  demand: 2,
  addSchoolsToGroup: 3,
  answerSurvey: 3,
  amendPackage: 3,
  createSurvey: 2,
  startAssignment: 2,
  startChange: 2,
  moveEntitlements: 2,
  undoChange: 2,
  adoptSchoolGroup: 2,
  cancelJob: 2,
  deleteSurvey: 2,
  syncEntitlements: 2,
  unusedTitles: 2,
};

/** How much less often a field is chosen that does not lead to the target, because the answer would cost too much. */
const BESIDE_THE_WAY = 0.3;

/**
 * @param leaveOut the coordinates of fields that are left out
 * @param aim the target that the one root field leads to; any field is chosen where it is left out
 */
export function makeShape(
  chance: Chance,
  mutation: boolean,
  leaveOut: (coordinate: string) => boolean,
  aim: Aim | null = null,
): Shape {
  const root = (mutation ? API.getMutationType() : API.getQueryType()) as GraphQLObjectType;
  const names = Object.values(root.getFields()).filter(({ name }) => !leaveOut(`${root.name}.${name}`));
  const deepest = mutation ? DEEPEST_OF_MUTATION : DEEPEST;
  let variables = 0;

  function shape(parent: GraphQLObjectType, field: Field, depth: number, at: number, leads = false): ShapedField {
    const coordinate = `${parent.name}.${field.name}`;
    const type = getNamedType(field.type);
    const given = field.args.filter(
      (argument) => isRequiredArgument(argument) || chance.holds(mutation && argument.name === 'first' ? 0.9 : 0.5),
    );
    return {
      coordinate,
      name: field.name,
      alias: at > 0 || chance.holds(0.1) ? `a${at}_${field.name}` : null,
      arguments: given.map(({ name, type: of }) => {
        variables += 1;
        return { name, place: `${coordinate}.${name}`, type: of, variable: `v${variables}` };
      }),
      type: type.name,
      selection: isObjectType(type) ? select(type, depth + 1, leads) : [],
      wrapped: chance.holds(0.8) ? 'plain' : chance.of(['inline', 'fragment', 'included'] as const),
    };
  }

  function select(type: GraphQLObjectType, depth: number, leads: boolean): ShapedField[] {
    const wanted = Object.values(type.getFields()).filter(({ name }) => !leaveOut(`${type.name}.${name}`));
    const leaves = wanted.filter((field) => isLeafType(getNamedType(field.type)));
    const objects = wanted.filter((field) => !leaves.includes(field));
    const isThere = aim !== null && aim.stepsFrom(type.name) === 0;
    const next = aim && leads && !isThere ? nextOf(aim, type, objects, depth) : null;
    const likely = depth >= deepest ? 0 : (0.75 / (1 + depth * 0.35)) * (aim ? BESIDE_THE_WAY : 1);
    const chosen = [
      ...leaves.filter(() => chance.holds(isThere ? 0.8 : 0.45)),
      ...objects.filter((field) => field === next || ['edges', 'node'].includes(field.name) || chance.holds(likely)),
    ];
    const fallback = leaves[0] ?? objects[0];
    return (chosen.length > 0 ? chosen : fallback ? [fallback] : []).flatMap((field) => {
      const twice = !aim && field.args.length > 0 && depth < 4 && chance.holds(0.15);
      return (twice ? [0, 1] : [0]).map((at) => shape(type, field, depth, at, field === next));
    });
  }

  /** Chooses a field that leads to the target, mostly one with the shortest way. */
  function nextOf(to: Aim, type: GraphQLObjectType, fields: readonly Field[], depth: number): Field | null {
    if (fields.some(({ name }) => `${type.name}.${name}` === to.target))
      return fields.find(({ name }) => `${type.name}.${name}` === to.target) as Field;
    const steps = (field: Field) => depth + to.stepsFrom(getNamedType(field.type).name);
    const shortest = Math.min(...fields.map(steps));
    const most = chance.holds(0.6) ? shortest : Math.max(shortest, deepest);
    const leading = Number.isFinite(shortest) ? fields.filter((field) => steps(field) <= most) : [];
    return leading.length > 0 ? chance.of(leading) : null;
  }

  if (aim) {
    const field = nextOf(aim, root, names, 0);
    if (field) return shapeOf(mutation ? 'mutation' : 'query', [shape(root, field, 0, 0, true)]);
  }
  const weighted = names.flatMap((field) => Array<typeof field>(WEIGHTS[field.name] ?? 1).fill(field));
  const count = mutation ? (chance.holds(0.7) ? 1 : 2) : 1 + chance.below(3);
  const roots = Array.from({ length: count }, (_, at) => shape(root, chance.of(weighted), 0, at));
  return shapeOf(mutation ? 'mutation' : 'query', roots);
}

/** @returns the shape with its document */
export function shapeOf(operation: Shape['operation'], roots: readonly ShapedField[]): Shape {
  const variables: string[] = [];
  const fragments: string[] = [];
  function selectionOf(parent: string, fields: readonly ShapedField[]): string {
    return fields.map((field) => wrap(parent, field, print(field))).join(' ');
  }
  function print({ name, alias, arguments: given, type, selection }: ShapedField): string {
    for (const argument of given) variables.push(`$${argument.variable}: ${argument.type}`);
    const list = given.map((argument) => `${argument.name}: $${argument.variable}`).join(', ');
    const inner = selection.length > 0 ? ` { ${selectionOf(type, selection)} }` : '';
    return `${alias ? `${alias}: ` : ''}${name}${list && `(${list})`}${inner}`;
  }
  function wrap(parent: string, { wrapped }: ShapedField, text: string): string {
    if (wrapped === 'inline') return `... on ${parent} { ${text} }`;
    if (wrapped === 'included') return `... @include(if: true) { ${text} }`;
    if (wrapped === 'plain') return text;
    fragments.push(`fragment f${fragments.length} on ${parent} { ${text} }`);
    return `...f${fragments.length - 1}`;
  }
  const root = operation === 'query' ? 'Query' : 'Mutation';
  const selection = selectionOf(root, roots);
  const head = variables.length > 0 ? `${operation} Random(${variables.join(', ')})` : operation;
  return { operation, roots, document: [`${head} { ${selection} }`, ...fragments].join('\n') };
}

export function keyOf({ alias, name }: ShapedField): string {
  return alias ?? name;
}

/** Yields every field of the shape, each before those within it. */
export function* fieldsOf(fields: readonly ShapedField[]): Generator<ShapedField> {
  for (const field of fields) {
    yield field;
    yield* fieldsOf(field.selection);
  }
}

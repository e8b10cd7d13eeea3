/**
 * Checks values against the schema: `@constraint` (how much a value may hold) and the rules of scalars (scalars.ts). The
 * gateway checks before anything is asked, and each service before it resolves a field, so neither relies on the other.
 */
import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import { wordsOf } from '../../words/words';
import { badUserInput } from '../client-errors';
import { type CheckScalar, SCALARS } from './scalars';

export interface Constraint {
  /** The most items of a list. */
  readonly maxItems?: number;
  /** The greatest length of a text, or of each text of a list, in characters (UTF-16 code units). */
  readonly maxLength?: number;
  /** Of a text. */
  readonly maxWords?: number;
}

/** The constraints by coordinate: `Query.titles(search:)`, `TitleFilter.subjects`, `Title.description`, `DateTime`. */
export type Constraints = ReadonlyMap<string, Constraint>;

export function readConstraints(document: DocumentNode): Map<string, Constraint> {
  const constraints = new Map<string, Constraint>();
  function read(coordinate: string, directives: readonly DirectiveNode[] = []): void {
    const node = directives.find(({ name }) => name.value === 'constraint') as ConstDirectiveNode | undefined;
    if (!node) return;
    const given = (node.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]);
    constraints.set(coordinate, Object.fromEntries(given));
  }
  for (const node of document.definitions) {
    if (node.kind === Kind.SCALAR_TYPE_DEFINITION) read(node.name.value, node.directives);
    if (!('fields' in node)) continue;
    for (const field of node.fields ?? []) {
      const coordinate = `${node.name.value}.${field.name.value}`;
      read(coordinate, field.directives);
      if (field.kind === Kind.INPUT_VALUE_DEFINITION) continue;
      for (const argument of field.arguments ?? []) read(argumentCoordinate(coordinate, argument), argument.directives);
    }
  }
  return constraints;
}

interface Named {
  readonly name: string | { readonly value: string };
}

/** The coordinate as the specification of GraphQL writes it: `Query.titles(search:)`. */
export function argumentCoordinate(field: string, { name }: Named): string {
  return `${field}(${typeof name === 'string' ? name : name.value}:)`;
}

/** @throws BAD_USER_INPUT with the place, what was sent, and what is allowed */
export type CheckArguments = (given: Readonly<Record<string, unknown>>) => void;

interface Field {
  readonly name: string;
  readonly args: readonly GraphQLArgument[];
}

/**
 * Made once for a field. It looks at values as they are handed to the field, so at literals, variables and defaults alike,
 * in lists and in input objects.
 *
 * @param coordinates of the field; several where it belongs to an interface
 * @returns undefined where nothing of what the field takes is bounded, or has a rule
 */
export function makeArgumentsCheck(
  field: Field,
  coordinates: readonly string[],
  constraints: Constraints,
): CheckArguments | undefined {
  const checks = field.args.flatMap((argument) => {
    const constraint = Object.assign(
      {},
      ...coordinates.map((coordinate) => constraints.get(argumentCoordinate(coordinate, argument))),
    );
    const check = checkOf(argument.type, constraint, constraints, new Map());
    return check ? [{ name: argument.name, check }] : [];
  });
  if (checks.length === 0) return undefined;
  return (given) => {
    for (const { name, check } of checks) {
      const complaint = check(given[name]);
      if (complaint !== undefined) throw badUserInput(`${field.name}(${name}${complaint.at}): ${complaint.says}`);
    }
  };
}

/** What is wrong, and where in the value: `.holders[3].id`. */
interface Complaint {
  readonly at: string;
  readonly says: string;
}

type Check = (value: unknown) => Complaint | undefined;
/** The checks of input objects that are being made: an input object may hold itself. */
type Inputs = Map<GraphQLInputType, Check | undefined>;

function checkOf(
  type: GraphQLInputType,
  constraint: Constraint,
  constraints: Constraints,
  inputs: Inputs,
): Check | undefined {
  if (isNonNullType(type)) return checkOf(type.ofType, constraint, constraints, inputs);
  if (isListType(type)) return checkOfList(constraint, checkOf(type.ofType, constraint, constraints, inputs));
  if (isInputObjectType(type)) {
    if (!inputs.has(type)) {
      inputs.set(type, (value) => (inputs.get(type) as Check)(value));
      inputs.set(type, checkOfFields(type.name, Object.values(type.getFields()), constraints, inputs));
    }
    return inputs.get(type);
  }
  return checkOfLeaf(SCALARS[type.name], { ...constraints.get(type.name), ...constraint });
}

function checkOfFields(
  type: string,
  fields: readonly GraphQLInputField[],
  constraints: Constraints,
  inputs: Inputs,
): Check | undefined {
  const checks = fields.flatMap(({ name, type: fieldType }) => {
    const check = checkOf(fieldType, constraints.get(`${type}.${name}`) ?? {}, constraints, inputs);
    return check ? [{ name, check }] : [];
  });
  if (checks.length === 0) return undefined;
  return (value) => {
    if (value === null || typeof value !== 'object') return undefined;
    for (const { name, check } of checks) {
      const found = check((value as Record<string, unknown>)[name]);
      if (found) return { ...found, at: `.${name}${found.at}` };
    }
    return undefined;
  };
}

function checkOfList({ maxItems = Infinity }: Constraint, item: Check | undefined): Check | undefined {
  if (maxItems === Infinity && !item) return undefined;
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    if (value.length > maxItems) {
      return { at: '', says: `${value.length} items (maximum ${maxItems}). Send fewer, or several requests.` };
    }
    if (!item) return undefined;
    for (let at = 0; at < value.length; at++) {
      const found = item(value[at]);
      if (found) return { ...found, at: `[${at}]${found.at}` };
    }
    return undefined;
  };
}

function checkOfLeaf(scalar: CheckScalar | undefined, { maxLength, maxWords }: Constraint): Check | undefined {
  if (!scalar && maxLength === undefined) return undefined;
  return (value) => {
    if (value === undefined || value === null) return undefined;
    const says = (typeof value === 'string' && tooLong(value, maxLength, maxWords)) || scalar?.(value);
    return says ? { at: '', says } : undefined;
  };
}

function tooLong(text: string, maxLength = Infinity, maxWords = Infinity): string | undefined {
  if (text.length > maxLength) return `${text.length} characters (maximum ${maxLength}). Send a shorter text.`;
  // A shorter text has no more words: they are of a letter each, with something between them.
  if (text.length < 2 * maxWords) return undefined;
  const words = wordsOf(text).length;
  return words > maxWords ? `${words} words (maximum ${maxWords}). Send fewer words.` : undefined;
}

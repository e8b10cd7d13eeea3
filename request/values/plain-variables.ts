/**
 * Fast path for variables that obviously fit: texts, ids, numbers, booleans, enums and scalars, alone, in lists and in input
 * objects. graphql-js passes each value through several functions and records its path; a check of 100 titles has 100 ids, a
 * batch of 10,000 uses 60,000 values, and gateway and service both look at them.
 */
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

type Sent = Readonly<Record<string, unknown>>;

/** Reads variables as `getVariableValues` of graphql-js does. @returns null where only that can tell */
export type ReadPlainVariables = (sent: Sent) => Record<string, unknown> | null;

/** What becomes of a value that was sent. It shares no list and no object with it, but for scalars that are objects. */
type Read = (value: unknown) => unknown;

/** Only graphql-js can tell. */
const UNCLEAR = Symbol('only graphql-js can tell');

const readText: Read = (value) => (typeof value === 'string' ? value : UNCLEAR);
const PLAIN: Readonly<Record<string, Read>> = {
  ID: readText,
  String: readText,
  Boolean: (value) => (typeof value === 'boolean' ? value : UNCLEAR),
  Int: (value) => (Number.isInteger(value) && value === ((value as number) | 0) ? value : UNCLEAR),
};

/** Made once for each operation, and cached with it. */
export function plainVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): ReadPlainVariables {
  const variables = variableDefinitions.map(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node as never);
    const name = variable.name.value;
    const read = isInputType(type) && !isInherited(name) ? readerOf(type) : undefined;
    return { name, read, mayBeAbsent: !isNonNullType(type) && !defaultValue };
  });
  if (variables.some(({ read }) => !read)) return () => null;
  return (sent) => {
    const all: Record<string, unknown> = {};
    for (const { name, read, mayBeAbsent } of variables) {
      const value = sent[name];
      if (value === undefined && mayBeAbsent && !Object.hasOwn(sent, name)) continue;
      const found = (read as Read)(value);
      if (found === UNCLEAR) return null;
      all[name] = found;
    }
    return all;
  };
}

function readerOf(type: GraphQLInputType): Read {
  if (isNonNullType(type)) return readerOfPresent(type.ofType);
  const read = readerOfPresent(type);
  return (value) => (value === null ? null : read(value));
}

function readerOfPresent(type: GraphQLInputType): Read {
  if (isListType(type)) return readerOfList(readerOf(type.ofType));
  if (isInputObjectType(type)) return readerOfObject(type);
  const leaf = type as GraphQLLeafType;
  return (Object.hasOwn(PLAIN, leaf.name) && PLAIN[leaf.name]) || ((value) => parse(leaf, value));
}

function readerOfList(read: Read): Read {
  return (value) => {
    if (!Array.isArray(value)) return UNCLEAR;
    const items = new Array(value.length);
    for (let at = 0; at < value.length; at += 1) {
      const item = read(value[at]);
      if (item === UNCLEAR) return UNCLEAR;
      items[at] = item;
    }
    return items;
  };
}

interface ReadField {
  readonly name: string;
  readonly read: Read;
  /** The value where nothing was sent. It is undefined where the key is left out then. */
  readonly otherwise: unknown;
  readonly isRequired: boolean;
}

/** The fields are looked at when the first such object is met: an input object may hold itself. */
function readerOfObject(type: GraphQLInputObjectType): Read {
  let fields: readonly ReadField[] | undefined;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return UNCLEAR;
    fields ??= fieldsOf(type);
    return fields.length === 0 ? UNCLEAR : readFields(fields, value as Sent);
  };
}

/** @returns an empty list where only graphql-js can read such objects */
function fieldsOf(type: GraphQLInputObjectType): ReadField[] {
  const fields = Object.values(type.getFields());
  if (type.isOneOf || fields.some(({ name }) => isInherited(name))) return [];
  return fields.map(({ name, type: fieldType, defaultValue }) => {
    const isRequired = isNonNullType(fieldType) && defaultValue === undefined;
    return { name, read: readerOf(fieldType), otherwise: defaultValue, isRequired };
  });
}

function readFields(fields: readonly ReadField[], sent: Sent): unknown {
  const object: Record<string, unknown> = {};
  let present = 0;
  for (let at = 0; at < fields.length; at += 1) {
    const { name, read, otherwise, isRequired } = fields[at] as ReadField;
    const value = sent[name];
    if (value !== undefined) {
      const found = read(value);
      if (found === UNCLEAR) return UNCLEAR;
      object[name] = found;
      present += 1;
    } else if (isRequired) return UNCLEAR;
    else if (otherwise !== undefined) object[name] = otherwise;
  }
  /** Something was sent that is no field. */
  return Object.keys(sent).length === present ? object : UNCLEAR;
}

function parse(leaf: GraphQLLeafType, value: unknown): unknown {
  try {
    const parsed = value === undefined || value === null ? undefined : leaf.parseValue(value);
    return parsed === undefined ? UNCLEAR : parsed;
  } catch {
    return UNCLEAR;
  }
}

/** A key that was not sent must not be found in what all objects inherit. */
function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/**
 * Variables of which a glance tells that they fit: texts, ids, whole numbers and flags, alone or in lists. graphql-js
 * looks at each through several functions; a check of 100 titles has 100 ids, and gateway and service look at them each.
 */
import { Kind, type OperationDefinitionNode, type TypeNode } from 'graphql';

type Fits = (value: unknown) => boolean;
type Sent = Readonly<Record<string, unknown>>;

/** As `getVariableValues` of graphql-js would give them; null where only that can tell. */
export type ReadPlainVariables = (sent: Sent) => Record<string, unknown> | null;

const isText: Fits = (value) => typeof value === 'string';
const PLAIN: Readonly<Record<string, Fits>> = {
  ID: isText,
  String: isText,
  Boolean: (value) => typeof value === 'boolean',
  Int: (value) => Number.isInteger(value) && (value as number) === ((value as number) | 0),
  /** Of federation: a representation, which graphql-js takes as it is. */
  _Any: (value) => value !== undefined && value !== null,
};

const KNOWN = new WeakMap<OperationDefinitionNode, ReadPlainVariables>();

/** Made once for an operation, and kept as long as it is. */
export function plainVariables(operation: OperationDefinitionNode): ReadPlainVariables {
  let known = KNOWN.get(operation);
  if (!known) {
    known = makeReader(operation);
    KNOWN.set(operation, known);
  }
  return known;
}

function makeReader({ variableDefinitions = [] }: OperationDefinitionNode): ReadPlainVariables {
  const variables = variableDefinitions.map(({ variable: { name }, type, defaultValue }) => ({
    name: name.value,
    fits: fitsType(type),
    mayBeAbsent: type.kind !== Kind.NON_NULL_TYPE && !defaultValue,
  }));
  if (variables.some(({ name, fits }) => !fits || name in Object.prototype)) return () => null;
  return (sent) => {
    const read: Record<string, unknown> = {};
    for (const { name, fits, mayBeAbsent } of variables) {
      const value = sent[name];
      if (value === undefined && mayBeAbsent && !Object.hasOwn(sent, name)) continue;
      if (value === undefined || !(fits as Fits)(value)) return null;
      read[name] = Array.isArray(value) ? value.slice() : value;
    }
    return read;
  };
}

function fitsType(type: TypeNode): Fits | undefined {
  if (type.kind !== Kind.NON_NULL_TYPE) {
    const fits = fitsPresent(type);
    return fits && ((value) => value === null || fits(value));
  }
  return fitsPresent(type.type);
}

function fitsPresent(type: Exclude<TypeNode, { kind: Kind.NON_NULL_TYPE }>): Fits | undefined {
  if (type.kind === Kind.NAMED_TYPE) return Object.hasOwn(PLAIN, type.name.value) ? PLAIN[type.name.value] : undefined;
  const { type: item } = type;
  const isFlat = (item.kind === Kind.NON_NULL_TYPE ? item.type : item).kind === Kind.NAMED_TYPE;
  const fits = isFlat ? fitsType(item) : undefined;
  return fits && ((value) => Array.isArray(value) && value.every(fits));
}

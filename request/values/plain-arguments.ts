/**
 * Fast path for arguments that are variables: their values were checked before, and graphql-js would check them again.
 */
import { type FieldNode, type GraphQLField, isRequiredArgument, Kind, type ValueNode } from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/**
 * As `getArgumentValues` of graphql-js gives them; null where only that can tell: where one is a literal, or a variable
 * without a value, or missing.
 */
export function plainArguments(
  { args }: GraphQLField<unknown, unknown>,
  { arguments: nodes = [] }: FieldNode,
  variables: Variables,
): Record<string, unknown> | null {
  const given: Record<string, unknown> = {};
  for (const argument of args) {
    const { name, defaultValue } = argument;
    const node = nodes.find((one) => one.name.value === name)?.value;
    const value = node ? variableAt(node, variables) : defaultValue;
    if (value !== undefined && value !== null) given[name] = value;
    else if (node || isRequiredArgument(argument) || defaultValue === null) return null;
  }
  return given;
}

/** A client may call a variable `constructor`: what all objects inherit was not sent. */
function variableAt(node: ValueNode, variables: Variables): unknown {
  if (node.kind !== Kind.VARIABLE || !Object.hasOwn(variables, node.name.value)) return undefined;
  return variables[node.name.value];
}

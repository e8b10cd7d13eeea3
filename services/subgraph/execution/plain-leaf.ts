/** A fast path for leaves whose values obviously fit: there is nothing to await and no path to record. */
import {
  GraphQLID,
  type GraphQLLeafType,
  type GraphQLOutputType,
  GraphQLString,
  getNullableType,
  isEnumType,
  isLeafType,
} from 'graphql';

/** @returns what stands in the answer for a value; undefined where the value must be checked in full */
export type PlainLeaf = (value: unknown) => unknown;

/** @returns undefined for a type that is not a leaf's */
export function plainLeaf(type: GraphQLOutputType): PlainLeaf | undefined {
  const leaf = getNullableType(type);
  if (!isLeafType(leaf)) return undefined;
  const isText = leaf === GraphQLString || leaf === GraphQLID;
  const names = isEnumType(leaf) ? new Map(leaf.getValues().map((one) => [one.value, one.name])) : undefined;
  return (value) => {
    if (value === null) return leaf === type ? null : undefined;
    if (typeof value === 'string') return isText ? value : names?.get(value);
    return value instanceof Date || typeof value === 'number' ? serialize(leaf, value) : undefined;
  };
}

function serialize(leaf: GraphQLLeafType, value: Date | number): unknown {
  try {
    return leaf.serialize(value) ?? undefined;
  } catch {
    return undefined;
  }
}

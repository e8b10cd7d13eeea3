/**
 * The most characters that the values of a field can take in an answer: by `@constraint`, else by type. Unescaped characters; of
 * German text, one byte each.
 */
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
} from 'graphql';
import type { Constraint, Constraints } from '../../request/values/constraints';

export interface ValueSize {
  /** Of one value, or of one item of a list, with its quotes. */
  readonly most: number;
  /** How many items a list of such values holds; null where it is none. */
  readonly items: number | null;
  /** Whether it is worth counting what came: all others are taken to be as long as they may be. */
  readonly isCounted: boolean;
}

/** `"key":` and a comma. */
export const AROUND_KEY = 4;
/** Brackets or braces and a comma. */
export const AROUND_VALUE = 3;
/** `__typename`: the longest name of a type, with room. */
export const TYPE_NAME = 64;

const NUMBERS: Readonly<Record<string, number>> = { Int: 11, Float: 24, Boolean: 5 };
const ID = 100;
/** What imports take for a name. */
const TEXT = 500;
const ITEMS = 20;
const QUOTES = 2;
/** What is no longer than this is not counted: ids, instants, numbers. */
const SHORT = 100;

/** @returns null where it holds objects */
export function valueSizeOf(
  { type }: GraphQLField<unknown, unknown>,
  constraint: Constraint,
  constraints: Constraints,
): ValueSize | null {
  const named = getNamedType(type as GraphQLOutputType);
  if (!isLeafType(named)) return null;
  const most = lengthOf(named, { ...constraints.get(named.name), ...constraint });
  const isList = isListType(getNullableType(type));
  const items = isEnumType(named) ? named.getValues().length : ITEMS;
  return { most, items: isList ? (constraint.maxItems ?? items) : null, isCounted: isList || most > SHORT + QUOTES };
}

function lengthOf(type: GraphQLNamedType, { maxLength }: Constraint): number {
  if (isEnumType(type)) return QUOTES + Math.max(...type.getValues().map(({ name }) => name.length));
  return NUMBERS[type.name] ?? QUOTES + (maxLength ?? (type.name === 'ID' ? ID : TEXT));
}

/** What all values of the field take together, at the most. */
export function mostOf({ most, items }: ValueSize): number {
  return items === null ? most : AROUND_VALUE + items * (most + 1);
}

/** What came, where that is counted. */
export function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return value.length + QUOTES;
  if (!Array.isArray(value)) return AROUND_KEY;
  let size = AROUND_VALUE;
  for (const item of value) size += sizeOfValue(item) + 1;
  return size;
}

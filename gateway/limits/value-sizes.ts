/**
 * The most characters that the values of a field can take in an answer: by `@constraint` where it has one, else by
 * its type. Characters are counted unescaped; those of German text take about one byte each.
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
  /** The size of one value, or of one item of a list, with its quotes. */
  readonly most: number;
  /** How many items a list of such values can hold; null where the value is no list. */
  readonly items: number | null;
  /** True where values that came are measured. All others are taken to be as long as they may be. */
  readonly isCounted: boolean;
}

/** The quotes and colon of `"key":`, and a comma. */
export const AROUND_KEY = 4;
/** Brackets or braces, and a comma. */
export const AROUND_VALUE = 3;
/** The longest `__typename`, with some room. */
export const TYPE_NAME = 64;

const NUMBERS: Readonly<Record<string, number>> = { Int: 11, Float: 24, Boolean: 5 };
const ID = 100;
/** The longest name that imports accept. */
const TEXT = 500;
const ITEMS = 20;
const QUOTES = 2;
/** Values of at most this length are not measured: ids, instants, numbers. */
const SHORT = 100;

/** @returns null where the field holds objects */
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

/** Returns the most that all values of the field take together. */
export function mostOf({ most, items }: ValueSize): number {
  return items === null ? most : AROUND_VALUE + items * (most + 1);
}

/** Returns the size of a value that came, for fields whose values are measured. */
export function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return value.length + QUOTES;
  if (!Array.isArray(value)) return AROUND_KEY;
  let size = AROUND_VALUE;
  for (const item of value) size += sizeOfValue(item) + 1;
  return size;
}

/** Completes one value of a subgraph's answer by the type of its field: the value itself, its parts, or null. */
import {
  type GraphQLLeafType,
  type GraphQLOutputType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Turns } from '../../request/turns';
import { isObject } from '../../request/values/plain-objects';
import { isDeeper } from '../parsing/value-depth';
import { type Data, opened } from './data';
import type { Faults } from './faults';

/** One completion of one answer. */
export interface Completion {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly faults: Faults;
  /** The path of the value that is completed. */
  readonly path: (string | number)[];
  readonly turns: Turns;
}

/** A promise where the completion continues in a later turn. No other part of it runs meanwhile. */
type MaybePromise<Value> = Value | Promise<Value>;

/** How an object of one type is completed. */
export interface ObjectShape {
  readonly Output: new () => Data;
  /**
   * @param isNew whether the output is still empty, also of an earlier selection of the same field
   * @returns false where the object must be null
   */
  fill(input: Data, output: Data, isNew: boolean, run: Completion): MaybePromise<boolean>;
}

/** @returns undefined where there is no type of that name; objects without a name are of the declared type */
export type ShapeOf = (typename: string | undefined) => ObjectShape | undefined;

/**
 * @param value never undefined
 * @param existing the result of an earlier selection of the same field; undefined where there was none
 * @returns the value for the answer, or one of the two symbols below
 */
export type Complete = (value: unknown, existing: unknown, run: Completion) => MaybePromise<unknown>;

/** The value is null, and an error says why. */
export const REPORTED = Symbol('null, and an error reports why');
/** The value is null where null is not allowed: what contains it becomes null. */
export const INVALID = Symbol('null where null may not be');

/** @param parent the type that errors name */
export function completion(type: GraphQLOutputType, parent: string, shapeOf: ShapeOf | undefined): Complete {
  if (isNonNullType(type)) return nonNull(type.ofType, parent, completion(type.ofType, parent, shapeOf));
  if (isListType(type)) return list(type, completion(type.ofType, parent, shapeOf), shapeOf !== undefined);
  if (isLeafType(type)) return leaf(type, parent);
  return object(type, parent, shapeOf as ShapeOf);
}

function nonNull(type: GraphQLOutputType, parent: string, inner: Complete): Complete {
  return (value, existing, run) => {
    if (existing === null) return null;
    const completed = inner(value, existing, run);
    if (completed instanceof Promise) return completed.then((later) => notNull(later, run));
    return notNull(completed, run);
  };

  function notNull(completed: unknown, run: Completion): unknown {
    if (completed === REPORTED) return INVALID;
    if (completed !== null) return completed;
    refused(run, `Cannot return null for non-nullable ${place(run, type, parent)}.`);
    return INVALID;
  }
}

function list(type: GraphQLOutputType, inner: Complete, ofObjects: boolean): Complete {
  return (given, existing, run) => {
    if (existing === null || (existing !== undefined && !ofObjects)) return existing;
    if (given === null) return null;
    const value = opened(given);
    if (!Array.isArray(value)) return refused(run, `something else than a list came for ${type}`);
    const before = existing as unknown[] | undefined;
    const { path, turns } = run;
    const output = new Array(value.length);
    const last = path.push(0) - 1;
    let isInvalid = false;
    for (let at = 0; at < value.length; at += 1) {
      // Leaves take too little time to be counted.
      if (ofObjects && !turns.step()) return restOfItems(inner, value, before, run, output, at, last);
      path[last] = at;
      const completed = inner(value[at], before?.[at], run);
      if (completed instanceof Promise) return restOfItems(inner, value, before, run, output, at, last, completed);
      if (completed === INVALID) isInvalid = true;
      output[at] = completed === REPORTED ? null : completed;
    }
    path.pop();
    return isInvalid ? REPORTED : output;
  };
}

/**
 * @param last where the path has the index
 * @param pending the first item, where its completion has begun already; the path then ends where that completion is
 */
async function restOfItems(
  inner: Complete,
  value: readonly unknown[],
  before: readonly unknown[] | undefined,
  run: Completion,
  output: unknown[],
  first: number,
  last: number,
  pending?: Promise<unknown>,
): Promise<unknown> {
  const { path, turns } = run;
  for (let at = first; at < value.length; at += 1) {
    path[last] = at;
    const complete = () => inner(value[at], before?.[at], run);
    const isPending = at === first && pending !== undefined;
    const completed = isPending ? pending : turns.step() ? complete() : turns.later(complete);
    output[at] = completed instanceof Promise ? await completed : completed;
  }
  path.pop();
  if (output.includes(INVALID)) return REPORTED;
  return output.map((completed) => (completed === REPORTED ? null : completed));
}

function object(type: GraphQLOutputType, parent: string, shapeOf: ShapeOf): Complete {
  return (given, existing, run) => {
    if (existing === null) return null;
    if (given === null) return null;
    const value = opened(given);
    if (!isObject(value)) return refused(run, `something else than an object came for ${type}`);
    const typename = value.__typename;
    const shape = typename === undefined || typeof typename === 'string' ? shapeOf(typename) : undefined;
    if (!shape) return refused(run, `Invalid __typename found for object at ${place(run, type, parent)}.`);
    const output = (existing as Data | undefined) ?? new shape.Output();
    const isWhole = shape.fill(value, output, existing === undefined, run);
    if (isWhole instanceof Promise) return isWhole.then((is) => (is ? output : REPORTED));
    return isWhole ? output : REPORTED;
  };
}

function leaf(type: GraphQLLeafType, parent: string): Complete {
  const isValid = validLeaf(type);
  return (value, existing, run) => {
    if (existing !== undefined) return existing;
    if (value === null || isValid(value)) return value;
    return refused(run, `Invalid value found for ${place(run, type, parent)}.`);
  };
}

/** Tells whether a value other than null is valid for the type; custom scalars accept everything that JSON can hold. */
export function validLeaf(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  switch (type.name) {
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'String':
      return (value) => typeof value === 'string';
    case 'Float':
      return Number.isFinite;
    case 'Int':
      return (value) => (value as number) === ((value as number) | 0);
    case 'ID':
      return (value) => typeof value === 'string' || isInteger(value);
    default:
      return isJson;
  }
}

/** A whole number that is written without an exponent. */
function isInteger(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(value as number) < 1e21;
}

/** The deepest nesting in a custom scalar: far deeper than ours, and not too deep for recursive code. */
const MAX_LEVELS = 100;

function isJson(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === 'object' && !isDeeper(value, MAX_LEVELS);
  }
}

function refused(run: Completion, reason: string): typeof REPORTED {
  run.faults.broken(run.path, reason);
  return REPORTED;
}

function place({ path }: Completion, type: GraphQLOutputType, parent: string): string {
  const last = path.at(-1);
  return typeof last === 'string' ? `field ${parent}.${last}` : `array element of type ${type} at index ${last}`;
}

/** Completes resolved values: completeValue of graphql-js, compiled by type. */
import {
  defaultTypeResolver,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
  type OperationDefinitionNode,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields';
import { keysOf, type Path } from './field-errors';
import { type PlainLeaf, plainLeaf } from './plain-leaf';
import { inParallel, isPromise, type Named, type Run, type Selection, whenResolved } from './selection';

export interface Compilable {
  readonly schema: GraphQLSchema;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  /** A query or mutation of the schema, validated, without `__schema` and `__type`. */
  readonly operation: OperationDefinitionNode;
  /** The values of the variables that decide `@skip` and `@include`: what these leave out is not compiled at all. */
  readonly flags: Record<string, unknown>;
}

export interface Compiling extends Compilable {
  /** Compiles the fields of an object. */
  fields(type: GraphQLObjectType, collected: ReadonlyMap<string, readonly FieldNode[]>): Named;
}

/** Returns the answer for a value, or a promise of it. It throws what prevents it. */
type Complete = (run: Run, info: Info, path: Path, value: unknown) => unknown;
/** The information about one field in one place; made only when somebody asks. */
export type Info = () => GraphQLResolveInfo;

/**
 * Handles an error at a place of this type: the place becomes null, or one above it. Everything fails where nobody
 * waits any longer.
 */
export function failing(type: GraphQLOutputType, nodes: readonly FieldNode[]) {
  const nullable = !isNonNullType(type);
  return (run: Run, path: Path, raw: unknown): null => {
    if (run.turns.isStopped) throw raw;
    const error = locatedError(raw, nodes, keysOf(path));
    if (!nullable) throw error;
    run.errors.add(error, path);
    return null;
  };
}

/** @param place as errors name it: `Title.name` */
export function compileValue(
  what: Compiling,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  place: string,
): Complete {
  if (isNonNullType(type)) {
    const nullable = compileValue(what, type.ofType, nodes, place);
    return (run, info, path, value) => {
      const completed = nullable(run, info, path, value);
      if (completed === null) throw new Error(`Cannot return null for non-nullable field ${place}.`);
      return completed;
    };
  }
  const complete = compilePresent(what, type, nodes, place);
  return (run, info, path, value) => {
    if (value instanceof Error) throw value;
    return value === null || value === undefined ? null : complete(run, info, path, value);
  };
}

function compilePresent(
  what: Compiling,
  type: Exclude<GraphQLOutputType, { readonly ofType: unknown }> | GraphQLOutputType,
  nodes: readonly FieldNode[],
  place: string,
): Complete {
  if (isListType(type)) return compileList(what, type.ofType, nodes, place);
  if (isLeafType(type)) return compileLeaf(type);
  if (isAbstractType(type)) return compileAbstract(what, type, nodes, place);
  if (isObjectType(type)) return compileObject(what, type, nodes);
  throw new Error(`${place} has no type of an answer`);
}

function compileLeaf(type: GraphQLLeafType): Complete {
  return (_run, _info, _path, value) => {
    const serialized = type.serialize(value);
    if (serialized === null || serialized === undefined) throw new Error(`${type.name} makes nothing of a value.`);
    return serialized;
  };
}

function compileList(what: Compiling, type: GraphQLOutputType, nodes: readonly FieldNode[], place: string): Complete {
  const complete = compileValue(what, type, nodes, place);
  const fail = failing(type, nodes);
  /** Plain leaves take no time worth counting. */
  const plain = plainLeaf(type);
  return (run, info, list, value) => {
    const leaves = plain && Array.isArray(value) ? plainLeaves(plain, value) : undefined;
    if (leaves) return leaves;
    if (typeof value !== 'object' || typeof (value as Iterable<unknown>)[Symbol.iterator] !== 'function') {
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${place}".`);
    }
    let promised = false;
    const items: unknown[] = [];
    const itemAt = (item: unknown, key: number): unknown => {
      const path: Path = { prev: list, key, typename: undefined };
      try {
        const completed = isPromise(item)
          ? whenResolved(run, item, (resolved) => complete(run, info, path, resolved))
          : complete(run, info, path, item);
        if (!isPromise(completed)) return completed;
        promised = true;
        return completed.then(undefined, (raw) => fail(run, path, raw));
      } catch (raw) {
        return fail(run, path, raw);
      }
    };
    const source = (value as Iterable<unknown>)[Symbol.iterator]();
    let heard = 0;
    /** Completes the rest of the items, in as many turns as it takes. */
    const completeRest = (): unknown => {
      try {
        for (;;) {
          if (!plain && !run.turns.step()) {
            if (heard === 0) ignoreRejections(value);
            ignoreRejections(items.slice(heard));
            heard = items.length;
            return run.turns.later(completeRest);
          }
          const next = source.next();
          if (next.done) return promised ? Promise.all(items) : items;
          items.push(itemAt(next.value, items.length));
        }
      } catch (error) {
        ignoreRejections(items);
        ignoreRejections(value);
        throw error;
      }
    };
    return completeRest();
  };
}

/** @returns undefined where not all of them are plain */
function plainLeaves(plain: PlainLeaf, values: readonly unknown[]): unknown[] | undefined {
  const leaves = new Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const leaf = plain(values[at]);
    if (leaf === undefined) return undefined;
    leaves[at] = leaf;
  }
  return leaves;
}

/** Nobody waits for these promises yet, or any longer: a rejection without a handler would end the process. */
function ignoreRejections(items: unknown): void {
  if (Array.isArray(items)) for (const item of items) if (isPromise(item)) item.catch(() => undefined);
}

function compileAbstract(
  what: Compiling,
  type: GraphQLAbstractType,
  nodes: readonly FieldNode[],
  place: string,
): Complete {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const objects = new Map(
    what.schema.getPossibleTypes(type).map((possible) => [possible.name, compileObject(what, possible, nodes)]),
  );
  const objectOf = (name: unknown) => {
    const complete = objects.get(name as string);
    if (complete) return complete;
    throw new GraphQLError(`"${String(name)}" is no type of "${type.name}" at "${place}".`, { nodes });
  };
  return (run, info, path, value) => {
    const name = resolveType(value, run.context, info(), type);
    return isPromise(name)
      ? name.then((resolved) => objectOf(resolved)(run, info, path, value))
      : objectOf(name)(run, info, path, value);
  };
}

/**
 * The fields are compiled when the first such object comes: of the types that an abstract type may be, most never
 * come.
 */
function compileObject(what: Compiling, type: GraphQLObjectType, nodes: readonly FieldNode[]): Complete {
  const { schema, fragments, flags } = what;
  let compiled: Selection | undefined;
  const select: Selection = (...place) => {
    compiled ??= inParallel(what.fields(type, collectSubfields(schema, fragments, flags, type, nodes)));
    return compiled(...place);
  };
  const { isTypeOf } = type;
  if (!isTypeOf) return (run, _info, path, value) => select(run, path, value);
  const selectIf = (is: boolean, run: Run, path: Path, value: unknown) => {
    if (is) return select(run, path, value);
    throw new GraphQLError(`Expected value of type "${type.name}", but got another one.`, { nodes });
  };
  return (run, info, path, value) => {
    const is = isTypeOf(value, run.context, info());
    return isPromise(is)
      ? is.then((resolved) => selectIf(resolved as boolean, run, path, value))
      : selectIf(is as boolean, run, path, value);
  };
}

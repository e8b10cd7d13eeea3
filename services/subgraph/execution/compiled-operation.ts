/**
 * Executes an operation as graphql-js does, with everything that depends only on its text computed once: collected
 * fields, types, resolvers. It consists of closures and not of generated code, so no client text can become code;
 * graphql-jit 0.8.7 executed the content of a string literal (docs/decisions/0015-one-machine.md).
 *
 * Calls, promises and errors come in the order of graphql/execution/execute.js; execution.test.ts compares the two.
 */
import {
  type FieldNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  getArgumentValues,
  Kind,
  TypeNameMetaFieldDef,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields';
import type { Turns } from '../../../request/turns';
import { plainArguments } from '../../../request/values/plain-arguments';
import { type Compilable, type Compiling, compileValue, failing, type Info } from './completion';
import { FieldErrors, type Path } from './field-errors';
import { plainLeaf } from './plain-leaf';
import { type Field, inParallel, inSequence, isPromise, type Run, type Selection, whenResolved } from './selection';

export interface Outcome {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLError[];
}

/**
 * @param variables coerced
 * @throws the reason why nobody waits any longer, where the turns are stopped
 */
export type CompiledOperation = (
  context: unknown,
  variables: Record<string, unknown>,
  turns: Turns,
) => Promise<Outcome>;

export function compileOperation(compilable: Compilable): CompiledOperation {
  const { schema, fragments, operation, flags } = compilable;
  const what: Compiling = { ...compilable, fields: (type, collected) => compileFields(what, type, collected) };
  const type = schema.getRootType(operation.operation) as GraphQLObjectType;
  const together = operation.operation === 'mutation' ? inSequence : inParallel;
  const compileRoot = () =>
    together(compileFields(what, type, collectFields(schema, fragments, flags, type, operation.selectionSet)));
  let select: Selection | undefined;
  return async (context, variables, turns) => {
    const errors = new FieldErrors();
    let data: Record<string, unknown> | null = null;
    try {
      select ??= compileRoot();
      data = (await select({ context, variables, errors, turns }, undefined, undefined)) as Record<string, unknown>;
    } catch (error) {
      if (turns.isStopped) throw error;
      errors.add(error as GraphQLError, undefined);
    }
    return errors.all.length > 0 ? { errors: errors.all, data } : { data };
  };
}

function compileFields(
  what: Compiling,
  type: GraphQLObjectType,
  collected: ReadonlyMap<string, readonly FieldNode[]>,
): [string, Field][] {
  return [...collected].map(([key, nodes]) => {
    const name = (nodes[0] as FieldNode).name.value;
    if (name === TypeNameMetaFieldDef.name) return [key, () => type.name];
    const definition = type.getFields()[name] as GraphQLField<unknown, unknown>;
    return [key, ifPlain(definition, compileField(what, type, key, nodes, definition))];
  });
}

/**
 * Most fields are properties with a plain leaf. This saves a quarter of the time for a hundred objects of such
 * fields.
 *
 * @param otherwise completes any other value, and reports what is wrong
 */
function ifPlain({ name, type, args, resolve }: GraphQLField<unknown, unknown>, otherwise: Field): Field {
  const plain = resolve || args.length > 0 ? undefined : plainLeaf(type);
  if (!plain) return otherwise;
  return (run, parent, source) => {
    const value = typeof source === 'object' ? plain(propertyOf(source, name)) : undefined;
    return value === undefined ? otherwise(run, parent, source) : value;
  };
}

function propertyOf(source: object | null, name: string): unknown {
  try {
    return (source as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

type Arguments = Record<string, unknown>;

/** Each call gets an object of its own. */
function argumentsOf(definition: GraphQLField<unknown, unknown>, node: FieldNode): (run: Run) => Arguments {
  if (definition.args.length === 0) return () => ({});
  if (areConstant(node)) {
    let known: Arguments | undefined;
    return () => {
      known ??= getArgumentValues(definition, node);
      return { ...known };
    };
  }
  return ({ variables }) =>
    plainArguments(definition, node, variables) ?? getArgumentValues(definition, node, variables);
}

/** Tells whether the arguments are written in the text, without lists and objects, which a resolver might change. */
function areConstant({ arguments: given = [] }: FieldNode): boolean {
  return given.every(({ value: { kind } }) => ![Kind.VARIABLE, Kind.LIST, Kind.OBJECT].includes(kind as never));
}

function compileField(
  what: Compiling,
  parentType: GraphQLObjectType,
  key: string,
  fieldNodes: readonly FieldNode[],
  definition: GraphQLField<unknown, unknown>,
): Field {
  const { schema, fragments, operation } = what;
  const { name: fieldName, type: returnType, resolve } = definition;
  const complete = compileValue(what, returnType, fieldNodes, `${parentType.name}.${fieldName}`);
  const fail = failing(returnType, fieldNodes);
  const typename = parentType.name;
  const readArguments = argumentsOf(definition, fieldNodes[0] as FieldNode);

  function valueAt(run: Run, info: Info, source: unknown): unknown {
    const given = () => readArguments(run);
    if (resolve) {
      run.turns.step();
      return resolve(source, given(), run.context, info());
    }
    if (source === null || (typeof source !== 'object' && typeof source !== 'function')) return undefined;
    const property = (source as Record<string, unknown>)[fieldName];
    return typeof property === 'function' ? property.call(source, given(), run.context, info()) : property;
  }

  return (run, parent, source) => {
    const path: Path = { prev: parent, key, typename };
    const info: Info = () => ({
      fieldName,
      fieldNodes,
      returnType,
      parentType,
      path,
      schema,
      fragments,
      rootValue: undefined,
      operation,
      variableValues: run.variables,
    });
    try {
      const value = valueAt(run, info, source);
      const completed = isPromise(value)
        ? whenResolved(run, value, (resolved) => complete(run, info, path, resolved))
        : complete(run, info, path, value);
      return isPromise(completed) ? completed.then(undefined, (raw) => fail(run, path, raw)) : completed;
    } catch (raw) {
      return fail(run, path, raw);
    }
  };
}

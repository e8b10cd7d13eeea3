/** Executes questions. A text is parsed, validated and compiled once; after that it is only executed. */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { badUserInput } from '../../../request/client-errors';
import { Turns } from '../../../request/turns';
import { invalidValuesOf } from '../../../request/values/invalid-variables';
import { plainVariables, type ReadPlainVariables } from '../../../request/values/plain-variables';
import type { CacheSize } from '../../../telemetry/metrics';
import { type CompiledOperation, compileOperation, type Outcome } from './compiled-operation';

export interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

/**
 * Errors of a question are part of the outcome.
 *
 * @throws the reason why nobody waits any longer, where the turns are stopped
 */
export type Executor = (question: Question, context: unknown, turns?: Turns) => Promise<Outcome>;

interface Prepared {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly readPlainVariables: ReadPlainVariables;
  /** The variables that decide `@skip` and `@include`. */
  readonly flagNames: readonly string[];
  /** By the values of these variables. */
  readonly compiled: Map<string, CompiledOperation>;
}

/**
 * In bytes, for the texts that are kept: one of 300 characters takes about 30 KB, with its document and what is
 * compiled for the values of its flags. A text that takes more than the largest was made for one request, and is not
 * kept.
 */
const TEXTS_BYTES = 24_000_000;
const LARGEST_TEXT_BYTES = 2_000_000;
const TEXT_BYTES = 5_000;
const CHARACTER_BYTES = 100;
/**
 * How many combinations of flags are kept compiled for one text: all of four flags. For others it is compiled each
 * time.
 */
const MAX_FLAGS_VALUES = 16;
const RULES = [...specifiedRules, NoSchemaIntrospectionCustomRule];

/** @param watch called with a function that returns the size of what is kept */
export function createExecutor(schema: GraphQLSchema, watch?: (size: () => CacheSize) => void): Executor {
  const known = new LRUCache<string, Prepared>({
    maxSize: TEXTS_BYTES,
    maxEntrySize: LARGEST_TEXT_BYTES,
    sizeCalculation: (_, { length }) => TEXT_BYTES + CHARACTER_BYTES * length,
  });
  watch?.(() => ({ bytes: known.calculatedSize, entries: known.size, most: TEXTS_BYTES }));

  /**
   * Reading and validating a new text takes up to 20 ms, and its operation was planned in this turn, so it gets a
   * turn of its own.
   */
  function prepared({ query, operationName }: Question, turns: Turns): Prepared | Promise<Prepared | Outcome> {
    const key = `${operationName ?? ''}\n${query}`;
    const found = known.get(key);
    if (found) return found;
    return turns.later(() => {
      const made = known.get(key) ?? prepare(schema, query, operationName);
      if ('operation' in made) known.set(key, made);
      return made;
    });
  }

  function readVariables({ operation, readPlainVariables }: Prepared, sent: Record<string, unknown>) {
    const coerced = readPlainVariables(sent);
    const { variableDefinitions = [] } = operation;
    return coerced ? { coerced } : getVariableValues(schema, variableDefinitions, sent, { maxErrors: 50 });
  }

  return async (question, context, turns = new Turns()) => {
    const found = prepared(question, turns);
    const ready = found instanceof Promise ? await found : found;
    if (!('operation' in ready)) return ready;
    const { operation, flagNames } = ready;
    const { coerced, errors } = readVariables(ready, question.variables ?? {});
    if (errors) {
      const misfits = invalidValuesOf(schema, operation, question.variables ?? {});
      return { errors: misfits.map(({ place, reason }) => badUserInput(`${place}: ${reason}`)) };
    }
    const flags = Object.fromEntries(
      flagNames.filter((name) => Object.hasOwn(coerced, name)).map((name) => [name, coerced[name]]),
    );
    return compiledFor(ready, flags)(context, coerced, turns);
  };

  function compiledFor({ operation, fragments, compiled }: Prepared, flags: Record<string, unknown>) {
    const key = JSON.stringify(flags);
    const known = compiled.get(key);
    if (known) return known;
    const made = compileOperation({ schema, fragments, operation, flags });
    if (compiled.size < MAX_FLAGS_VALUES) compiled.set(key, made);
    return made;
  }
}

function prepare(schema: GraphQLSchema, query: string, operationName?: string | null): Prepared | Outcome {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return { errors: [coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')] };
  }
  const mistakes = validate(schema, document, RULES);
  if (mistakes.length > 0) return { errors: mistakes.map((mistake) => coded(mistake, 'GRAPHQL_VALIDATION_FAILED')) };
  const operation = getOperationAST(document, operationName);
  if (!operation || !schema.getRootType(operation.operation)) {
    return { errors: [badUserInput('operationName: unknown operation.')] };
  }
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const readPlainVariables = plainVariables(schema, operation);
  return { operation, fragments, readPlainVariables, compiled: new Map(), flagNames: flagsIn(document) };
}

function flagsIn(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

function coded(error: GraphQLError, code: string): GraphQLError {
  error.extensions.code ??= code;
  return error;
}

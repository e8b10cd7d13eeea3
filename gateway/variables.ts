/** What a client gives to an operation, and to each field in it. */
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { misfitsOf } from '../caller/misfits';
import { plainArguments } from '../caller/plain-arguments';
import { plainVariables } from '../caller/plain-variables';
import { SchemaTellingError } from './hidden-schema';

/** What graphql-js adds to a misspelt name. */
const SUGGESTION = / Did you mean .+\?/;
const LONGEST_MESSAGE = 500;

/** Checked against what the operation declares, with defaults filled in. */
export type Variables = Readonly<Record<string, unknown>>;

/** As they were sent, with the operation that they were found to fit. */
const FITTING = new WeakMap<Variables, OperationDefinitionNode>();

/** Whether these very variables were read for this very operation, so that nobody needs to look at them again. */
export function areRead(operation: OperationDefinitionNode, sent: Variables): boolean {
  return FITTING.get(sent) === operation;
}

/**
 * They may be large, so this is done once for an operation.
 *
 * @throws BAD_USER_INPUT where they do not fit
 */
export function readVariables(schema: GraphQLSchema, operation: OperationDefinitionNode, sent: Variables): Variables {
  const read = plainVariables(schema, operation)(sent) ?? readAll(schema, operation, sent);
  FITTING.set(sent, operation);
  return read;
}

function readAll(schema: GraphQLSchema, operation: OperationDefinitionNode, sent: Variables): Variables {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], sent, { maxErrors: 5 });
  if (!errors) return coerced;
  const places = misfitsOf(schema, operation, sent).map(({ place }) => `${place}: this value does not fit.`);
  throw new SchemaTellingError(errors.map(({ message }) => shortened(message)).join(' '), places.join(' '));
}

/** A message of graphql-js repeats the value, however long it is. */
function shortened(message: string): string {
  const text = message.replace(SUGGESTION, '');
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)} …` : text;
}

interface Arguments {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly given: Readonly<Record<string, unknown>>;
}

/** By the variables that were read, of one request: cost and authorisation ask for the same. */
const ARGUMENTS = new WeakMap<Variables, Map<FieldNode, Arguments>>();

/** @throws BAD_USER_INPUT where one that must be given is not */
export function readArguments(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): Readonly<Record<string, unknown>> {
  const known = ARGUMENTS.get(variables) ?? new Map<FieldNode, Arguments>();
  const before = known.get(node);
  if (before?.definition === definition) return before.given;
  try {
    const given = plainArguments(definition, node, variables) ?? getArgumentValues(definition, node, variables);
    known.set(node, { definition, given });
    ARGUMENTS.set(variables, known);
    return given;
  } catch (error) {
    const name = node.name.value;
    throw new SchemaTellingError(shortened((error as Error).message), `“${name}”: an argument of it does not fit.`);
  }
}

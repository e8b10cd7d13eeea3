/** Reads the variables and arguments of an operation. */
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { invalidValuesOf } from '../../request/values/invalid-variables';
import { plainArguments } from '../../request/values/plain-arguments';
import { plainVariables } from '../../request/values/plain-variables';
import { SchemaTellingError } from '../errors/hidden-schema';

/** The suggestion that graphql-js adds to a misspelt name. */
const SUGGESTION = / Did you mean .+\?/;
const LONGEST_MESSAGE = 500;

/** Checked against the declarations of the operation, with defaults filled in. */
export type Variables = Readonly<Record<string, unknown>>;

/** Reads the variables that were sent. @throws BAD_USER_INPUT where they do not fit */
export type ReadVariables = (sent: Variables) => Variables;

/** Makes the reader once for an operation; it is kept with the operation. */
export function variablesReader(schema: GraphQLSchema, operation: OperationDefinitionNode): ReadVariables {
  const readPlain = plainVariables(schema, operation);
  return (sent) => readPlain(sent) ?? readAll(schema, operation, sent);
}

function readAll(schema: GraphQLSchema, operation: OperationDefinitionNode, sent: Variables): Variables {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], sent, { maxErrors: 5 });
  if (!errors) return coerced;
  const places = invalidValuesOf(schema, operation, sent).map(({ place }) => `${place}: this value does not fit.`);
  throw new SchemaTellingError(errors.map(({ message }) => shortened(message)).join(' '), places.join(' '));
}

/** Shortens a message of graphql-js, which repeats the whole value, however long that is. */
function shortened(message: string): string {
  const text = message.replace(SUGGESTION, '');
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)} …` : text;
}

export type Arguments = Readonly<Record<string, unknown>>;

/**
 * The variables of one request, and the arguments of each field. They are read once, because cost and authorisation
 * both ask for them.
 */
export class GivenValues {
  private read: Map<FieldNode, { readonly definition: object; readonly given: Arguments }> | undefined;

  constructor(readonly variables: Variables) {}

  /** @throws BAD_USER_INPUT where a required argument is not given */
  argumentsOf(definition: GraphQLField<unknown, unknown>, node: FieldNode): Arguments {
    const before = this.read?.get(node);
    if (before?.definition === definition) return before.given;
    const given = readArguments(definition, node, this.variables);
    this.read ??= new Map();
    this.read.set(node, { definition, given });
    return given;
  }
}

function readArguments(definition: GraphQLField<unknown, unknown>, node: FieldNode, variables: Variables): Arguments {
  try {
    return plainArguments(definition, node, variables) ?? getArgumentValues(definition, node, variables);
  } catch (error) {
    const name = node.name.value;
    throw new SchemaTellingError(shortened((error as Error).message), `“${name}”: an argument of it does not fit.`);
  }
}

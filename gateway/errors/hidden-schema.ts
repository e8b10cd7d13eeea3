/**
 * In production, validation errors name the place and not the schema. graphql-js would name types, required input
 * fields and enum values that the client did not send.
 */
import { type ASTNode, GraphQLError, Kind, print } from 'graphql';

/** In development it tells what the schema has, and in production only the place. */
export class SchemaTellingError extends GraphQLError {
  constructor(
    message: string,
    readonly withoutSchema: string,
  ) {
    super(message, { extensions: { code: 'BAD_USER_INPUT' } });
  }
}

/** Mistakes that graphql-js finds without a schema: they name only what was sent. */
const WITHOUT_SCHEMA =
  /^(Variable "\$\w+" is (not defined|never used)|Fragment "\w+" is never used|Unknown fragment "|There can be only one |Cannot spread fragment "|This anonymous operation must |There are no subscriptions here|GraphQL introspection |Too many validation errors)/;

const LONGEST_NAME = 100;

/** @returns the error itself where it says nothing about the schema */
export function withoutSchema(error: GraphQLError): GraphQLError {
  if (!(error instanceof SchemaTellingError)) return error;
  const { path, extensions } = error;
  return new GraphQLError(error.withoutSchema, { path, extensions });
}

/** Returns what production says about a mistake that validation found. */
export function mistakeWithoutSchema({ message, nodes }: GraphQLError): string {
  return WITHOUT_SCHEMA.test(message) ? message : `${wordsFor(nodes?.[0])} does not fit the schema.`;
}

/** Describes the node as it was sent: `Field "titel"`. */
function wordsFor(node: ASTNode | undefined): string {
  switch (node?.kind) {
    case Kind.FIELD:
    case Kind.ARGUMENT:
    case Kind.OBJECT_FIELD:
    case Kind.DIRECTIVE:
    case Kind.FRAGMENT_SPREAD:
    case Kind.NAMED_TYPE:
    case Kind.VARIABLE:
      return `“${node.name.value.slice(0, LONGEST_NAME)}”`;
    case Kind.VARIABLE_DEFINITION:
      return `“${print(node.variable).slice(0, LONGEST_NAME)}”`;
    case Kind.INT:
    case Kind.FLOAT:
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.NULL:
    case Kind.ENUM:
    case Kind.LIST:
    case Kind.OBJECT:
      return 'This value';
    default:
      return 'This part of the operation';
  }
}

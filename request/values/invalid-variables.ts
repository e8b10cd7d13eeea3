/** Lists the values that do not fit the variables of an operation, with their places. */
import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

interface InvalidValue {
  /** Where the value stands in what was sent: `$input.holders[3]`. */
  readonly place: string;
  /** Of a scalar, what it says itself; else what graphql-js says, which may tell names of the schema. */
  readonly reason: string;
}

const MOST = 5;
/** Thrown to end the walk: there may be as many more as a body can hold. */
const ENOUGH = new Error('enough found');

/** The first of them. To be asked after `getVariableValues` of graphql-js found some: it does the same once more. */
export function invalidValuesOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  sent: Readonly<Record<string, unknown>>,
): InvalidValue[] {
  const found: InvalidValue[] = [];
  for (const { variable, type: node, defaultValue } of variableDefinitions) {
    if (found.length >= MOST) break;
    const place = `$${variable.name.value}`;
    const type = typeFromAST(schema, node as never);
    if (!isInputType(type)) {
      found.push({ place, reason: 'its type cannot be sent' });
      continue;
    }
    const value = Object.hasOwn(sent, variable.name.value) ? sent[variable.name.value] : undefined;
    if (value === undefined && (defaultValue || !isNonNullType(type))) continue;
    if (value === undefined || (value === null && isNonNullType(type))) {
      found.push({ place, reason: 'a value is required' });
      continue;
    }
    try {
      coerceInputValue(value, type, (path, _, error: GraphQLError) => {
        found.push({ place: `${place}${written(path)}`, reason: error.message });
        if (found.length === MOST) throw ENOUGH;
      });
    } catch (error) {
      if (error !== ENOUGH) throw error;
    }
  }
  return found;
}

function written(path: readonly (string | number)[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
}

/** Sample values for an operation's variables, so that it can be planned before anybody asks for it. */
import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

const SCALARS: Readonly<Record<string, unknown>> = { Int: 0, Float: 0, Boolean: false };

/** Returns a value for each required variable. */
export function sampleVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): Record<string, unknown> {
  const required = variableDefinitions.filter((one) => one.type.kind === 'NonNullType' && !one.defaultValue);
  return Object.fromEntries(
    required.map(({ variable, type }) => [
      variable.name.value,
      sampleValue(typeFromAST(schema, type as never) as unknown as GraphQLInputType),
    ]),
  );
}

function sampleValue(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleValue(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? '';
  const required = Object.values(type.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(required.map((field) => [field.name, sampleValue(field.type)]));
}

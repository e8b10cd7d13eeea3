/** The validation rules of a text: those of the specification, and ours. */
import { GraphQLError, NoSchemaIntrospectionCustomRule, specifiedRules, type ValidationRule } from 'graphql';

const REMEDIES: Readonly<Record<string, string>> = {
  subscription: ' Send a query, and send it again to see what has changed.',
};

/** Of an operation whose kind a schema does not have, graphql-js 16 finds nothing wrong: it knows no type of its fields. */
const KnownOperationKindsRule: ValidationRule = (context) => ({
  OperationDefinition(node) {
    const { operation } = node;
    if (context.getSchema().getRootType(operation)) return;
    const message = `There are no ${operation}s here.${REMEDIES[operation] ?? ''}`;
    context.reportError(new GraphQLError(message, { nodes: node }));
  },
});

const RULES: readonly ValidationRule[] = [KnownOperationKindsRule, ...specifiedRules];
const RULES_IN_PRODUCTION: readonly ValidationRule[] = [...RULES, NoSchemaIntrospectionCustomRule];

/** @param production hides the schema: no introspection */
export function validationRules(production: boolean): readonly ValidationRule[] {
  return production ? RULES_IN_PRODUCTION : RULES;
}

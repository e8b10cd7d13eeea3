/** The rules that validate a text: those of the specification, and our own. */
import { GraphQLError, NoSchemaIntrospectionCustomRule, specifiedRules, type ValidationRule } from 'graphql';

const REMEDIES: Readonly<Record<string, string>> = {
  subscription: ' Send a query, and send it again to see what has changed.',
};

/**
 * graphql-js 16 finds nothing wrong with an operation of a kind that the schema does not have: it knows no type for
 * its fields.
 */
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

/** @param production true hides the schema: introspection is refused */
export function validationRules(production: boolean): readonly ValidationRule[] {
  return production ? RULES_IN_PRODUCTION : RULES;
}

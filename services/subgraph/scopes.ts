/** The subgraph's own check of `@requiresScopes`, so that it holds even where the gateway's check failed. */
import { defaultFieldResolver, type GraphQLSchema, isObjectType, valueFromASTUntyped } from 'graphql';
import { forbidden } from '../../caller/caller';
import type { SubgraphContext } from './context';

/** Makes every field that requires scopes refuse a caller without them: one of the lists must be held whole. */
export function enforceScopes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const directive = field.astNode?.directives?.find(({ name }) => name.value === 'requiresScopes');
      const argument = directive?.arguments?.find(({ name }) => name.value === 'scopes');
      if (!argument) continue;
      const alternatives = valueFromASTUntyped(argument.value) as string[][];
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args, context: SubgraphContext, info) => {
        const { scopes } = context.caller;
        if (!alternatives.some((all) => all.every((scope) => scopes.includes(scope)))) throw forbidden();
        return resolve(source, args, context, info);
      };
    }
  }
  return schema;
}

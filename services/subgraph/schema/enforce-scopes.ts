/** Enforces `@requiresScopes` in the subgraph, so it holds even where the gateway's check failed. */
import {
  type ConstDirectiveNode,
  defaultFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql';
import { forbidden } from '../../../request/client-errors';
import type { SubgraphContext } from '../context';

/**
 * Makes every field that requires scopes, or returns a type that does, refuse a caller without them: of each
 * directive, the caller must have all scopes of one list.
 */
export function enforceScopes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const required = [field, getNamedType(field.type)].flatMap(({ astNode }) => alternativesOf(astNode?.directives));
      if (required.length === 0) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args, context: SubgraphContext, info) => {
        const { scopes } = context.caller;
        const holds = (alternatives: string[][]) =>
          alternatives.some((all) => all.every((scope) => scopes.includes(scope)));
        if (!required.every(holds)) throw forbidden();
        return resolve(source, args, context, info);
      };
    }
  }
  return schema;
}

function alternativesOf(directives: readonly ConstDirectiveNode[] = []): string[][][] {
  return directives
    .filter(({ name }) => name.value === 'requiresScopes')
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'scopes'))
    .map(({ value }) => valueFromASTUntyped(value) as string[][]);
}

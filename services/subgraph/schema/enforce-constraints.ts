/**
 * Enforces `@constraint` in the subgraph: what the gateway let through by mistake is refused before a resolver sees
 * it.
 */
import { defaultFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { type Constraints, makeArgumentsCheck } from '../../../request/values/constraints';

export function enforceSizes(schema: GraphQLSchema, constraints: Constraints): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const check = makeArgumentsCheck(field, [`${type.name}.${field.name}`], constraints);
      if (!check) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args, context, info) => {
        check(args);
        return resolve(source, args, context, info);
      };
    }
  }
  return schema;
}

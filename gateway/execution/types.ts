/** Tests the type of an object by its __typename. */
import {
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Data } from './data';

type TypeTest = (data: Data) => boolean;

/** @param unnamed the result for an object without __typename */
export function typeTest(schema: GraphQLSchema, condition: string, unnamed: boolean): TypeTest {
  const known = new Map<unknown, boolean>();
  return (data) => {
    const name = data.__typename;
    if (!name) return unnamed;
    if (typeof name !== 'string') return false;
    if (name === condition) return true;
    const answer = known.get(name);
    if (answer !== undefined) return answer;
    const type = schema.getType(name);
    if (!type) return false;
    const is = isSubtype(schema, condition, name);
    known.set(name, is);
    return is;
  };
}

function isSubtype(schema: GraphQLSchema, of: string, name: string): boolean {
  const [abstract, type] = [schema.getType(of), schema.getType(name)];
  return abstract !== undefined && type !== undefined && isOfType(schema, type, abstract);
}

export function isOfType(schema: GraphQLSchema, type: GraphQLNamedType, of: GraphQLNamedType): boolean {
  if (type === of) return true;
  return isAbstractType(of) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(of, type);
}

/**
 * Tells whether an object may have this type name. Where the declared type is abstract it may be any abstract type:
 * another subgraph may know which one it is.
 */
export function mayBe(schema: GraphQLSchema, type: GraphQLCompositeType, declared: GraphQLCompositeType): boolean {
  return isOfType(schema, type, declared) || (isAbstractType(declared) && isAbstractType(type));
}

/** Which object of the supergraph is of which type, by its __typename. */
import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import type { Data } from './data';

export type TypeTest = (data: Data) => boolean;

/** @param unnamed what to say of an object without __typename */
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
  if (!isAbstractType(abstract) || !(isObjectType(type) || isInterfaceType(type))) return false;
  return schema.isSubType(abstract, type);
}

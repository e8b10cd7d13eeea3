/**
 * Interfaces must not require more than the types that implement them. Composition gives an interface the requirements of all
 * its types together, and a fragment on a type requires what that type does.
 */
import { type GraphQLSchema, isInterfaceType } from 'graphql';
import type { AnyOfAll, Requirement, Requirements } from './requirements';

/** Returns the coordinates of interfaces, and of their fields, that require more than their types together do. */
export function interfacesThatRequireMore(requirements: Requirements, schema: GraphQLSchema): string[] {
  const ofAll = (coordinates: readonly string[]) =>
    coordinates.flatMap((coordinate) => requirements.get(coordinate) ?? []);
  return Object.values(schema.getTypeMap())
    .filter(isInterfaceType)
    .flatMap((type) => {
      const types = schema.getPossibleTypes(type).map(({ name }) => name);
      const fields = Object.keys(type.getFields()).map((field) => ({
        coordinate: `${type.name}.${field}`,
        behind: types.flatMap((name) => [name, `${name}.${field}`]),
      }));
      return [{ coordinate: type.name, behind: types }, ...fields];
    })
    .filter(({ coordinate, behind }) => {
      const own = requirements.get(coordinate);
      return own && !implies(ofAll(behind), own);
    })
    .map(({ coordinate }) => coordinate);
}

/** Tells whether a caller who satisfies all the given requirements also satisfies the wanted one. */
function implies(given: readonly Requirement[], wanted: Requirement): boolean {
  if (given.length === 0) return false;
  const scopes = given.flatMap((requirement) => requirement.scopes);
  const policies = given.flatMap((requirement) => requirement.policies);
  return (
    !wanted.scopes.some((groups) => canLack(groups, scopes)) &&
    !wanted.policies.some((groups) => canLack(groups, policies))
  );
}

/**
 * Tells whether a caller who holds these names may satisfy each of the lists without having every name of any group.
 */
function canLack(groups: AnyOfAll, lists: readonly AnyOfAll[], held: ReadonlySet<string> = new Set()): boolean {
  const holdsOneOf = (some: AnyOfAll) => some.some((group) => group.every((name) => held.has(name)));
  if (holdsOneOf(groups)) return false;
  const next = lists.find((list) => !holdsOneOf(list));
  return !next || next.some((group) => canLack(groups, lists, new Set([...held, ...group])));
}

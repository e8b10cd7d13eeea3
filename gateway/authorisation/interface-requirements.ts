/**
 * Interfaces must not require more than the types that implement them. Composition gives an interface the requirements of all
 * its types together, and a fragment on a type requires what that type does.
 */
import { type GraphQLSchema, isInterfaceType } from 'graphql';
import type { AnyOfAll, Requirement, Requirements } from './requirements';

/** The coordinates of interfaces, and fields of them, that require what their types together do not. */
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

/** Whether who satisfies all of these satisfies the wanted one. */
function implies(given: readonly Requirement[], wanted: Requirement): boolean {
  if (given.length === 0) return false;
  const scopes = together(given.flatMap((requirement) => requirement.scopes));
  const policies = together(given.flatMap((requirement) => requirement.policies));
  return (
    wanted.scopes.every((groups) => covers(scopes, groups)) &&
    wanted.policies.every((groups) => covers(policies, groups))
  );
}

/** Whether every group of the one holds a whole group of the other. */
function covers(held: AnyOfAll, groups: AnyOfAll): boolean {
  return held.every((all) => groups.some((group) => group.every((name) => all.includes(name))));
}

/** Several ORs of ANDs as one: a group for each choice of one group of each. Groups that hold another one are left out. */
function together(lists: readonly AnyOfAll[]): AnyOfAll {
  return lists.reduce<AnyOfAll>(
    (sofar, groups) => {
      const choices = sofar.flatMap((all) => groups.map((group) => [...new Set([...all, ...group])].sort()));
      const distinct = [...new Map(choices.map((choice) => [choice.join('\n'), choice])).values()];
      return distinct.filter(
        (one) => !distinct.some((other) => other !== one && other.every((name) => one.includes(name))),
      );
    },
    [[]],
  );
}

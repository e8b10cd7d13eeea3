/**
 * Aliases that are reserved.
 *
 * The planner adds fields of its own to a client's selections: the type, the keys of entities, what @requires names. If
 * a client gives such a name to another field, @apollo/gateway confuses the two: the client could read an @inaccessible
 * field, or choose the value that a subgraph receives in its place.
 */
import { type DocumentNode, Kind, visit } from 'graphql';
import { badUserInput } from '../../request/client-errors';

/** Returns every name in a key or in what @requires names, from everywhere in the supergraph, and `__typename`. */
export function readPlannerFields(supergraph: DocumentNode): ReadonlySet<string> {
  const fields = new Set(['__typename']);
  visit(supergraph, {
    Directive({ name: { value: directive }, arguments: given = [] }) {
      if (!directive.startsWith('join__')) return;
      for (const { name, value } of given) {
        if (!['key', 'requires', 'provides'].includes(name.value) || value.kind !== Kind.STRING) continue;
        for (const field of value.value.match(/\w+/g) ?? []) fields.add(field);
      }
    },
  });
  return fields;
}

/** @throws BAD_USER_INPUT where an alias is one of those names, or may be one that the planner makes (`id__alias_0`) */
export function refuseAliases(document: DocumentNode, plannerFields: ReadonlySet<string>): void {
  visit(document, {
    Field({ alias, name }) {
      if (!alias || alias.value === name.value) return;
      if (!plannerFields.has(alias.value) && !alias.value.includes('__')) return;
      throw badUserInput(`Alias “${alias.value}” is reserved. Choose another alias for ${name.value}.`);
    },
  });
}

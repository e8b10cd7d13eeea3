/** What the supergraph requires of a caller, by type and by field: @authenticated, @requiresScopes, @policy. */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  valueFromASTUntyped,
} from 'graphql';

/** Names in groups, of which one must hold as a whole: an OR of ANDs. */
export type AnyOfAll = readonly (readonly string[])[];

/**
 * What a field or type requires. Each one that has a requirement needs at least a caller, and one group of each list.
 */
export interface Requirement {
  readonly scopes: readonly AnyOfAll[];
  readonly policies: readonly AnyOfAll[];
}

/** Requirements by coordinate: `School`, `School.licensedTitles`. */
export type Requirements = ReadonlyMap<string, Requirement>;

export const SECURITY_DIRECTIVES = ['authenticated', 'requiresScopes', 'policy'] as const;

/** @throws Error where a directive is written in a form that this function does not understand */
export function readRequirements(supergraph: DocumentNode): Requirements {
  const found = new Map<string, Requirement>();
  function read(coordinate: string, directives: readonly ConstDirectiveNode[] = []): void {
    const own = directives.filter(({ name }) => (SECURITY_DIRECTIVES as readonly string[]).includes(name.value));
    if (own.length === 0) return;
    const before = found.get(coordinate) ?? { scopes: [], policies: [] };
    found.set(coordinate, {
      scopes: [...before.scopes, ...listsOf(own, coordinate, 'requiresScopes', 'scopes')],
      policies: [...before.policies, ...listsOf(own, coordinate, 'policy', 'policies')],
    });
  }
  for (const node of supergraph.definitions) {
    if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) continue;
    const type = node.name.value;
    read(type, node.directives);
    const hasFields = /^(Object|Interface)Type/.test(node.kind) && 'fields' in node;
    for (const field of hasFields ? (node.fields as readonly FieldDefinitionNode[]) : []) {
      read(`${type}.${field.name.value}`, field.directives);
    }
  }
  return found;
}

function listsOf(
  directives: readonly ConstDirectiveNode[],
  coordinate: string,
  directive: string,
  argument: string,
): AnyOfAll[] {
  return directives
    .filter(({ name }) => name.value === directive)
    .map((node) => {
      const given = node.arguments?.find(({ name }) => name.value === argument);
      const value = given ? valueFromASTUntyped(given.value) : undefined;
      const groups = asList(value).map((group) => asList(group));
      if (!groups.flat().every((name) => typeof name === 'string')) {
        throw new Error(`${coordinate}: @${directive} needs ${argument}, a list of lists of names.`);
      }
      return groups as string[][];
    });
}

/** GraphQL accepts a single value for a list of one. */
function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

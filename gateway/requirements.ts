/** What the supergraph requires of a caller, by type and by field: read from @authenticated, @requiresScopes, @policy. */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  Kind,
  valueFromASTUntyped,
} from 'graphql';

/** Names of which one group must hold as a whole: an OR of ANDs. */
export type AnyOfAll = readonly (readonly string[])[];

/** A field or type that is named here requires a caller at least; each list requires one of its groups. */
export interface Requirement {
  readonly scopes: readonly AnyOfAll[];
  readonly policies: readonly AnyOfAll[];
}

/** By coordinate: `School`, `School.licensedTitles`. */
export type Requirements = ReadonlyMap<string, Requirement>;

export const SECURITY_DIRECTIVES = ['authenticated', 'requiresScopes', 'policy'] as const;

/** @throws Error where a directive is written in a way that this does not understand */
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
    if (!('name' in node) || !node.name || node.kind === Kind.DIRECTIVE_DEFINITION) continue;
    const type = node.name.value;
    read(type, node.directives as readonly ConstDirectiveNode[]);
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
      if (value === undefined || !groups.flat().every((name) => typeof name === 'string')) {
        throw new Error(`${coordinate}: @${directive} needs ${argument}, a list of lists of names.`);
      }
      return groups as string[][];
    });
}

/** GraphQL takes one value for a list of one. */
function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/**
 * Refuses a supergraph whose directives were lost on the way, or say what this gateway cannot decide.
 *
 * @param schema what clients see
 * @throws Error unless every field of Query and Mutation requires a caller, and every policy is known and on a field
 */
export function checkRequirements(
  requirements: Requirements,
  schema: GraphQLSchema,
  policies: readonly string[],
): void {
  const complaints: string[] = [];
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.keys(root?.getFields() ?? {})) {
      const open = !requirements.has(`${root?.name}.${field}`) && !requirements.has(`${root?.name}`);
      if (open)
        complaints.push(`${root?.name}.${field} is open to everybody: write @authenticated on it in its service.`);
    }
  }
  for (const [coordinate, requirement] of requirements) {
    const named = requirement.policies.flat(2);
    const unknown = named.filter((policy) => !policies.includes(policy));
    for (const policy of unknown)
      complaints.push(`${coordinate}: the gateway knows no policy “${policy}”. Write it in gateway/policies.ts.`);
    if (named.length > 0 && !coordinate.includes('.')) {
      complaints.push(
        `${coordinate}: a policy decides by the arguments of a field. Write it on the fields of this type.`,
      );
    }
  }
  if (complaints.length > 0) throw new Error(`The supergraph is refused.\n${complaints.join('\n')}`);
}

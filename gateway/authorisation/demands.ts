/**
 * What an operation demands of a caller, field by field.
 *
 * Every field that the operation names is looked at, wherever it stands: under an alias, in a fragment, and also where
 * @skip or @include would leave it out. A field requires what its definition, its type and the type it answers with
 * require. Selected on an interface, it requires what every type that may answer requires; selected in a fragment on one
 * of these types, what that type requires. So a field that answers with an interface requires nothing of that interface:
 * the fields selected on it do.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { forbidden } from '../../caller/caller';
import type { AnyOfAll, Requirement, Requirements } from './requirements';

/** A field that an operation names, and all that it requires: a caller, and one group of each list. */
export interface Demand {
  /** `Query.school` */
  readonly coordinate: string;
  readonly node: FieldNode;
  readonly scopes: readonly AnyOfAll[];
  readonly policies: readonly PolicyDemand[];
}

export interface PolicyDemand {
  readonly anyOf: AnyOfAll;
  /** The field whose arguments decide: on an interface, that of the type which requires it, with its own defaults. */
  readonly definition: GraphQLField<unknown, unknown>;
}

interface Rulebook {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
}

const KNOWN = new WeakMap<OperationDefinitionNode, Rulebook & { readonly demands: readonly Demand[] }>();

/**
 * Read once for each operation of each parsed document, and kept as long as the document is. A field that requires
 * nothing is left out; each fragment is looked at once.
 *
 * @param operation one of the document, which is valid
 */
export function demandsOf(
  { schema, requirements }: Rulebook,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly Demand[] {
  const known = KNOWN.get(operation);
  if (known && known.schema === schema && known.requirements === requirements) return known.demands;
  const demands = readDemands({ schema, requirements }, document, operation);
  KNOWN.set(operation, { schema, requirements, demands });
  return demands;
}

function readDemands(
  { schema, requirements }: Rulebook,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Demand[] {
  const demands: Demand[] = [];
  for (const definition of reachedDefinitions(document, operation)) {
    const types = new TypeInfo(schema);
    visit(
      definition,
      visitWithTypeInfo(types, {
        Field(node) {
          const parent = types.getParentType();
          const field = types.getFieldDef();
          if (!parent || !field) throw forbidden();
          if (field.name.startsWith('__')) return false;
          const required = requiredOf(schema, requirements, parent, field);
          if (required.length === 0) return undefined;
          demands.push({
            coordinate: `${parent.name}.${field.name}`,
            node,
            scopes: required.flatMap(({ scopes }) => scopes),
            policies: required.flatMap(({ policies, by }) => policies.map((anyOf) => ({ anyOf, definition: by }))),
          });
          return undefined;
        },
      }),
    );
  }
  return demands;
}

interface Required extends Requirement {
  readonly by: GraphQLField<unknown, unknown>;
}

function requiredOf(
  schema: GraphQLSchema,
  requirements: Requirements,
  parent: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
): Required[] {
  const answer = getNamedType(field.type);
  const required = (coordinate: string, by = field): Required[] => {
    const requirement = requirements.get(coordinate);
    return requirement ? [{ ...requirement, by }] : [];
  };
  return [
    ...answeringTypes(schema, parent).flatMap((type) => {
      const hasFields = isObjectType(type) || isInterfaceType(type);
      const by = (hasFields && type.getFields()[field.name]) || field;
      return [...required(type.name, by), ...required(`${type.name}.${field.name}`, by)];
    }),
    ...(isAbstractType(answer) ? [] : required(answer.name)),
  ];
}

function answeringTypes(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  return isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
}

/** The operation and the fragments that it reaches. */
export function reachedDefinitions(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly (OperationDefinitionNode | FragmentDefinitionNode)[] {
  const fragments = fragmentsOf(document);
  const reached = new Set<OperationDefinitionNode | FragmentDefinitionNode>([operation]);
  for (const definition of reached) {
    visit(definition, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment) throw forbidden();
        reached.add(fragment);
      },
    });
  }
  return [...reached];
}

export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
}

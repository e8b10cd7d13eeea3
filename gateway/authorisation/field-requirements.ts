/**
 * What an operation requires of its caller, field by field.
 *
 * Every field in the text counts: under an alias, in a fragment, and also where @skip or @include would leave it out.
 * A field requires what its definition, its parent type and its own type require. Selected on an interface, it
 * requires what every possible type requires; selected in a fragment on one of these types, it requires what that
 * type requires. A field whose type is an interface requires nothing of that interface: the fields selected on it do.
 */
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { forbidden } from '../../request/client-errors';
import { type ParsedOperation, reachedDefinitions } from '../parsing/parsed-operation';
import type { AnyOfAll, Requirement, Requirements } from './requirements';

/** A field that an operation names, with all that it requires: a caller, and one group of each list. */
export interface FieldRequirement {
  /** Such as `Query.school`. */
  readonly coordinate: string;
  readonly node: FieldNode;
  readonly scopes: readonly AnyOfAll[];
  readonly policies: readonly PolicyRequirement[];
}

export interface PolicyRequirement {
  readonly anyOf: AnyOfAll;
  /**
   * The field whose arguments decide. On an interface, it is the field of the type that requires it, with its own
   * defaults.
   */
  readonly definition: GraphQLField<unknown, unknown>;
}

/**
 * Reads the requirements of one operation, to be kept with it. A field that requires nothing is left out, and each
 * fragment is looked at once.
 *
 * @param schema the schema that clients see
 * @param parsed a valid operation
 */
export function readFieldRequirements(
  schema: GraphQLSchema,
  requirements: Requirements,
  parsed: ParsedOperation,
): readonly FieldRequirement[] {
  const requirementsOfFields: FieldRequirement[] = [];
  for (const definition of reachedDefinitions(parsed)) {
    const types = new TypeInfo(schema);
    visit(
      definition,
      visitWithTypeInfo(types, {
        Field(node) {
          const parent = types.getParentType() as TypeWithFields | null;
          const field = types.getFieldDef();
          if (!parent || !field) throw forbidden();
          if (field.name.startsWith('__')) return;
          const required = requiredOf(schema, requirements, parent, field);
          if (required.length === 0) return;
          requirementsOfFields.push({
            coordinate: `${parent.name}.${field.name}`,
            node,
            scopes: required.flatMap(({ scopes }) => scopes),
            policies: required.flatMap(({ policies, by }) => policies.map((anyOf) => ({ anyOf, definition: by }))),
          });
        },
      }),
    );
  }
  return requirementsOfFields;
}

/** A union is not among them: its only field is __typename, which requires nothing. */
type TypeWithFields = GraphQLObjectType | GraphQLInterfaceType;

interface Required extends Requirement {
  readonly by: GraphQLField<unknown, unknown>;
}

function requiredOf(
  schema: GraphQLSchema,
  requirements: Requirements,
  parent: TypeWithFields,
  field: GraphQLField<unknown, unknown>,
): Required[] {
  const answer = getNamedType(field.type);
  const required = (coordinate: string, by: GraphQLField<unknown, unknown>): Required[] => {
    const requirement = requirements.get(coordinate);
    return requirement ? [{ ...requirement, by }] : [];
  };
  return [
    ...answeringTypes(schema, parent).flatMap((type) => {
      const by = type.getFields()[field.name] as GraphQLField<unknown, unknown>;
      return [...required(type.name, by), ...required(`${type.name}.${field.name}`, by)];
    }),
    ...(isAbstractType(answer) ? [] : required(answer.name, field)),
  ];
}

/** Returns the type that a field is selected on, and all types that may stand in its place. */
function answeringTypes(schema: GraphQLSchema, type: TypeWithFields): readonly TypeWithFields[] {
  return isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
}

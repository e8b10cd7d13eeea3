/**
 * Wall 1: may this caller send this operation at all? Asked before anything is planned, and deny is the default.
 *
 * Every field that the operation names is looked at, wherever it stands: under an alias, in a fragment, behind an
 * interface or a union, and also where @skip or @include would leave it out. A field requires what its definition, its
 * type and the type it answers with require; through an interface or a union, what every type that may answer requires.
 * One thing that is not allowed refuses the whole operation.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type Caller, forbidden } from '../caller/caller';
import type { Directory } from './directory';
import { unauthenticated } from './errors';
import { POLICIES } from './policies';
import type { AnyOfAll, Requirement, Requirements } from './requirements';
import { readArguments, type Variables } from './variables';

export interface Operation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
}

export interface Rules {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
  readonly directory: Directory;
}

/** A field that an operation names, and all that it requires. */
interface Demand extends Requirement {
  /** `Query.school` */
  readonly coordinate: string;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly node: FieldNode;
}

/**
 * @param caller null where there was no token
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT where arguments do not fit, SUBGRAPH_UNAVAILABLE where the facts to
 * decide by could not be asked
 */
export async function authorise(rules: Rules, request: Operation, caller: Caller | null): Promise<void> {
  const demands = demandsOf(rules, request);
  const [first] = demands;
  if (!first) return;
  if (!caller) {
    throw unauthenticated(`${first.coordinate} needs a token. Send one in the header “Authorization: Bearer …”.`);
  }
  for (const { coordinate, scopes } of demands) {
    for (const groups of scopes) requireScopes(caller, coordinate, groups);
  }
  const decided = demands.filter(({ policies }) => policies.length > 0);
  if (decided.length === 0) return;
  const decisions = decided.map((demand) =>
    satisfiesPolicies(rules, caller, demand, readArguments(demand.definition, demand.node, request.variables)),
  );
  if (!(await Promise.all(decisions)).every(Boolean)) throw forbidden();
}

function requireScopes(caller: Caller, coordinate: string, groups: AnyOfAll): void {
  if (groups.some((group) => group.every((scope) => caller.scopes.includes(scope)))) return;
  const needed = groups.map((group) => group.join(' and ')).join(', or ') || 'that no token has';
  throw new GraphQLError(`${coordinate} needs the scope ${needed}. The token does not carry it.`, {
    extensions: { code: 'FORBIDDEN' },
  });
}

async function satisfiesPolicies(
  { directory }: Rules,
  caller: Caller,
  { policies }: Demand,
  given: Record<string, unknown>,
): Promise<boolean> {
  const holds = (name: string) => POLICIES[name]?.(caller, given, directory) ?? false;
  for (const groups of policies) {
    let satisfied = false;
    for (const group of groups) satisfied ||= (await Promise.all(group.map(holds))).every((held) => held === true);
    if (!satisfied) return false;
  }
  return true;
}

/** What the operation demands; a field that requires nothing is left out. Each fragment is looked at once. */
function demandsOf({ schema, requirements }: Rules, { document, operation }: Operation): Demand[] {
  const demands: Demand[] = [];
  for (const definition of definitionsOf(document, operation)) {
    const types = new TypeInfo(schema);
    visit(
      definition,
      visitWithTypeInfo(types, {
        Field(node) {
          const parent = types.getParentType();
          const field = types.getFieldDef();
          if (!parent || !field) throw forbidden();
          if (field.name.startsWith('__')) return false;
          const answer = getNamedType(field.type);
          const coordinates = [
            ...answeringTypes(schema, parent).flatMap(({ name }) => [name, `${name}.${field.name}`]),
            answer.name,
          ];
          const required = coordinates.flatMap((coordinate) => requirements.get(coordinate) ?? []);
          if (required.length === 0) return undefined;
          demands.push({
            coordinate: `${parent.name}.${field.name}`,
            definition: field,
            node,
            scopes: required.flatMap(({ scopes }) => scopes),
            policies: required.flatMap(({ policies }) => policies),
          });
          return undefined;
        },
      }),
    );
  }
  return demands;
}

function answeringTypes(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  return isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
}

/** The operation and the fragments that it reaches. */
function definitionsOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (OperationDefinitionNode | FragmentDefinitionNode)[] {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
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

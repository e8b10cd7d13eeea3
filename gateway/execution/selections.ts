/**
 * Groups selections as the stock gateway does: a field or fragment that is selected again under the same directives
 * counts once, at its first place. The order decides which of several errors is reported.
 */
import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  print,
  type SelectionNode,
  type ValueNode,
} from 'graphql';
import { NotCovered } from './stock';

export type Selections = readonly Selection[];
type Selection = FieldSelection | FragmentSelection;

export interface FieldSelection {
  readonly kind: 'field';
  /** The name in the answer. */
  readonly name: string;
  /** Undefined for __typename. */
  readonly type?: GraphQLOutputType;
  readonly isSkipped?: IsSkipped;
  readonly selections?: Selections;
}

export interface FragmentSelection {
  readonly kind: 'fragment';
  readonly on?: GraphQLCompositeType;
  readonly isSkipped?: IsSkipped;
  readonly selections: Selections;
}

/** @throws where the variable of a directive is not a boolean */
type IsSkipped = (variables: Readonly<Record<string, unknown>>) => boolean;

interface Fragments {
  readonly schema: GraphQLSchema;
  readonly definitions: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly known: Map<string, Selections>;
}

/** @throws NotCovered where the schema itself is asked for */
export function groupSelections(
  fragments: Fragments,
  parent: GraphQLNamedType,
  nodes: readonly SelectionNode[],
): Selections {
  const groups = new Map<string, SelectionNode[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    const group = groups.get(key);
    if (group) group.push(node);
    else groups.set(key, [node]);
  }
  return [...groups.values()].map((group) => selection(fragments, parent, group));
}

function keyOf(node: SelectionNode): string {
  const directives = (node.directives ?? []).map((directive) => print(directive)).join(' ');
  if (node.kind === Kind.FIELD) return `${responseName(node)} ${directives}`;
  if (node.kind === Kind.FRAGMENT_SPREAD) return `...${node.name.value} ${directives}`;
  return `... on ${node.typeCondition?.name.value ?? ''} ${directives}`;
}

function selection(fragments: Fragments, parent: GraphQLNamedType, group: readonly SelectionNode[]): Selection {
  const node = group[0] as SelectionNode;
  const isSkipped = skipCondition(node.directives);
  if (node.kind === Kind.FRAGMENT_SPREAD) {
    const { on, selections } = namedFragment(fragments, node.name.value);
    return { kind: 'fragment', on, isSkipped, selections };
  }
  const nested = group.flatMap((one) => ('selectionSet' in one && one.selectionSet?.selections) || []);
  if (node.kind === Kind.INLINE_FRAGMENT) {
    const on = node.typeCondition && composite(fragments.schema, node.typeCondition.name.value);
    return { kind: 'fragment', on, isSkipped, selections: groupSelections(fragments, on ?? parent, nested) };
  }
  if (node.name.value === '__typename') return { kind: 'field', name: responseName(node), isSkipped };
  const type = typeOfField(parent, node.name.value);
  const selections = node.selectionSet && groupSelections(fragments, getNamedType(type), nested);
  return { kind: 'field', name: responseName(node), type, isSkipped, selections };
}

function namedFragment(fragments: Fragments, name: string): { on: GraphQLCompositeType; selections: Selections } {
  const definition = fragments.definitions[name];
  if (!definition) throw new NotCovered('fragment');
  const on = composite(fragments.schema, definition.typeCondition.name.value);
  const selections = fragments.known.get(name) ?? groupSelections(fragments, on, definition.selectionSet.selections);
  fragments.known.set(name, selections);
  return { on, selections };
}

function composite(schema: GraphQLSchema, name: string): GraphQLCompositeType {
  return schema.getType(name) as GraphQLCompositeType;
}

function typeOfField(parent: GraphQLNamedType, name: string): GraphQLOutputType {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  if (!field) throw new NotCovered(name.startsWith('__') ? 'introspection' : 'field');
  return field.type;
}

function responseName({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function skipCondition(directives: readonly DirectiveNode[] = []): IsSkipped | undefined {
  const [skip, include] = ['skip', 'include'].map((name) =>
    valueOfIf(directives.find((one) => one.name.value === name)),
  );
  if (skip && include) return (variables) => skip(variables) || !include(variables);
  return skip ?? (include && ((variables) => !include(variables)));
}

function valueOfIf(directive: DirectiveNode | undefined): IsSkipped | undefined {
  const value = directive?.arguments?.[0]?.value as ValueNode | undefined;
  if (value?.kind === Kind.BOOLEAN) return () => value.value;
  if (!directive || value?.kind !== Kind.VARIABLE) return undefined;
  const name = value.name.value;
  return (variables) => {
    const given = variables[name];
    if (typeof given === 'boolean') return given;
    throw new Error(`Unexpected value ${given} for variable $${name} of ${print(directive)}`);
  };
}

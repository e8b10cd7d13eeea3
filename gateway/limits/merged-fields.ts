/**
 * Measures what determines the time of validation and planning, before either begins: how often fields with the same
 * name in one place must be compared, and how often the plan moves to another subgraph.
 *
 * The text need not be valid: unknown fields are neither compared nor planned.
 */
import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { ParsedDocument } from '../parsing/parsed-operation';
import type { FieldGraphs } from './field-graphs';

export interface MergedFields {
  /**
   * Pairs of fields with the same name at one place; a field with large arguments counts as many times as these are
   * large.
   */
  readonly comparisons: number;
  /** Moves from one subgraph to another, or back. */
  readonly jumps: number;
  /** How many selections were looked at. */
  readonly visits: number;
}

interface Selected {
  readonly node: FieldNode;
  readonly parent: GraphQLNamedType | undefined;
}

interface Place {
  readonly sets: readonly SelectionSetNode[];
  readonly type: GraphQLNamedType | undefined;
  /** The subgraph that answers the object at this place; undefined where that is open. */
  readonly graph: string | undefined;
}

/**
 * Looks at each selection as often as it is spread. It may be called only for a document that was measured, is small
 * enough, and in which no fragment spreads itself (unfolded-size.ts).
 */
export function mergeFields(
  { document, fragments }: ParsedDocument,
  schema: GraphQLSchema,
  graphs: FieldGraphs,
): MergedFields {
  const spread = new Set<string>();
  const weights = new Map<FieldNode, number>();
  let [comparisons, jumps, visits] = [0, 0, 0];

  function collect({ selections }: SelectionSetNode, type: Place['type'], into: Map<string, Selected[]>): void {
    for (const selection of selections) {
      visits += 1;
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const same = into.get(name);
        if (same) same.push({ node: selection, parent: type });
        else into.set(name, [{ node: selection, parent: type }]);
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      if (isSpread) spread.add(selection.name.value);
      const fragment = isSpread ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value;
      if (fragment) collect(fragment.selectionSet, condition === undefined ? type : schema.getType(condition), into);
    }
  }

  function weigh(node: FieldNode): number {
    const weight = weights.get(node) ?? weightOf(node);
    weights.set(node, weight);
    return weight;
  }

  function look({ sets, type, graph }: Place): void {
    const names = new Map<string, Selected[]>();
    for (const set of sets) collect(set, type, names);
    const others = new Set<string>();
    for (const same of names.values()) {
      if (same.length > 1) comparisons += (same.length - 1) * same.reduce((sum, { node }) => sum + weigh(node), 0);
      const inner = same.flatMap(({ node: { selectionSet } }) => selectionSet ?? []);
      const [first] = same as [Selected, ...Selected[]];
      const answering = graphs.of(first.parent, first.node.name.value);
      const stays = graph === undefined || !answering || answering.graphs.includes(graph);
      const next = stays ? graph : answering.graphs[0];
      if (!stays && next !== undefined) others.add(next);
      // What must also be sent to the subgraph is fetched once for all such fields at this place.
      if (answering?.requires) others.add(`${answering.graphs[0]} requires`);
      if (inner.length > 0) look({ sets: inner, type: typeOf(first), graph: next ?? answering?.graphs[0] });
    }
    jumps += others.size;
  }

  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    look({ sets: [node.selectionSet], type: schema.getRootType(node.operation) ?? undefined, graph: undefined });
    // Mutations are executed one after the other, with a question for each.
    if (node.operation === OperationTypeNode.MUTATION) jumps += node.selectionSet.selections.length - 1;
  }
  for (const [name, { selectionSet, typeCondition }] of fragments) {
    if (spread.has(name)) continue;
    look({ sets: [selectionSet], type: schema.getType(typeCondition.name.value), graph: undefined });
  }
  return { comparisons, jumps, visits };
}

function typeOf({ node, parent }: Selected): GraphQLNamedType | undefined {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  const field = parent.getFields()[node.name.value];
  return field && getNamedType(field.type);
}

/** Counts the nodes of its arguments, which are compared as well. */
function weightOf({ arguments: given = [] }: FieldNode): number {
  let weight = 1;
  const count = () => {
    weight += 1;
  };
  for (const argument of given) visit(argument, { enter: count });
  return weight;
}

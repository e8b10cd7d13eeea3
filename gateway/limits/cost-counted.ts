/**
 * What an operation has cost, by its answer: each object that came, with the same weights as in the estimate.
 *
 * Scalars without a weight are not looked at: a page of 200 with 8 fields each is 400 steps. What a field needs to be
 * counted is worked out when the first object with it comes, so the time depends on the answer, not on what it could
 * have been.
 */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Operation } from '../authorisation/authorise';
import { type FieldCost, readFieldCosts } from './cost-of-field';
import type { CostWeights } from './cost-weights';

/** One key of an object in the answer. */
interface Answered {
  readonly key: string;
  /** Each time it is answered, also with null. */
  readonly weight: number;
  /** For each object in it; null where it holds none. */
  readonly object: number | null;
  readonly type: GraphQLNamedType;
  readonly nodes: FieldNode[];
  /** What is in each of these objects. */
  inner?: readonly Answered[];
}

/**
 * @param operation one that was estimated: its arguments fit
 * @param data as the client gets it
 */
export function countCost(schema: GraphQLSchema, weights: CostWeights, request: Operation, data: unknown): number {
  const { document, operation, variables } = request;
  const root = schema.getRootType(operation.operation);
  if (!root || typeof data !== 'object' || data === null) return 0;
  const costs = readFieldCosts(schema, weights, variables);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);

  function ofObject(object: Readonly<Record<string, unknown>>, fields: readonly Answered[]): number {
    let cost = 0;
    for (const field of fields) {
      const value = object[field.key];
      if (value !== undefined) cost += field.weight + ofValue(value, field);
    }
    return cost;
  }

  function ofValue(value: unknown, field: Answered): number {
    if (Array.isArray(value)) return value.reduce((cost: number, item) => cost + ofValue(item, field), 0);
    if (field.object === null || typeof value !== 'object' || value === null) return 0;
    field.inner ??= fieldsOf(field.nodes, field.type);
    return field.object + ofObject(value as Record<string, unknown>, field.inner);
  }

  /** The keys of an object that count, each once, from all places where it is selected. */
  function fieldsOf(nodes: readonly FieldNode[], type: GraphQLNamedType): readonly Answered[] {
    const fields = new Map<string, Answered>();
    const spread = new Set<string>();
    for (const { selectionSet } of nodes) if (selectionSet) collect(selectionSet, type, fields, spread);
    return [...fields.values()].filter(({ weight, object }) => weight > 0 || object !== null);
  }

  function collect(
    { selections }: SelectionSetNode,
    parent: GraphQLNamedType,
    fields: Map<string, Answered>,
    spread: Set<string>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const cost = costs.of(selection, parent);
        if (cost) add(fields, selection, cost);
        continue;
      }
      const named = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined;
      if (named !== undefined && spread.has(named)) continue;
      if (named !== undefined) spread.add(named);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value;
      if (fragment) collect(fragment.selectionSet, (condition && schema.getType(condition)) || parent, fields, spread);
    }
  }

  function add(fields: Map<string, Answered>, node: FieldNode, { definition, weight, work }: FieldCost): void {
    const key = (node.alias ?? node.name).value;
    const known = fields.get(key);
    if (known) {
      known.nodes.push(node);
      return;
    }
    const type = getNamedType(definition.type);
    const object = node.selectionSet ? costs.ofType(type) : null;
    fields.set(key, { key, weight: weight + work, object, type, nodes: [node] });
  }

  const fields = new Map<string, Answered>();
  collect(operation.selectionSet, root, fields, new Set());
  return ofObject(data as Record<string, unknown>, [...fields.values()]);
}

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
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Operation } from '../authorisation/authorise';
import type { FieldCost, FieldCosts } from './cost-of-field';

/** One key of an object in the answer. */
interface Answered {
  readonly key: string;
  /** Each time it is answered, also with null. */
  readonly weight: number;
  /** Whose arguments say what it was to do besides, where that is another thing in each request. */
  readonly asked: FieldNode | null;
  readonly parent: GraphQLNamedType;
  /** For each object in it; null where it holds none. */
  readonly object: number | null;
  readonly type: GraphQLNamedType;
  readonly nodes: FieldNode[];
  /** What is in each of these objects. */
  inner?: readonly Answered[];
}

interface Kept {
  readonly schema: GraphQLSchema;
  readonly fields: readonly Answered[];
}

/** What the operations ask for that are in memory, as far as their answers went. */
const KNOWN = new WeakMap<OperationDefinitionNode, Kept>();

/**
 * @param operation one that was estimated: its arguments fit
 * @param data as the client gets it
 */
export function countCost(
  schema: GraphQLSchema,
  costs: FieldCosts,
  { document, operation }: Pick<Operation, 'document' | 'operation'>,
  data: unknown,
): number {
  const root = schema.getRootType(operation.operation);
  if (!root || typeof data !== 'object' || data === null) return 0;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);

  function ofObject(object: Readonly<Record<string, unknown>>, fields: readonly Answered[]): number {
    let cost = 0;
    for (const field of fields) {
      const value = object[field.key];
      if (value === undefined) continue;
      cost += field.weight + ofValue(value, field);
      if (field.asked) cost += costs.of(field.asked, field.parent)?.work ?? 0;
    }
    return cost;
  }

  function ofValue(value: unknown, field: Answered): number {
    if (Array.isArray(value)) {
      let cost = 0;
      for (const item of value) cost += ofValue(item, field);
      return cost;
    }
    if (field.object === null || typeof value !== 'object' || value === null) return 0;
    field.inner ??= fieldsOf(field.nodes, field.type);
    return field.object + ofObject(value as Record<string, unknown>, field.inner);
  }

  /** The keys of an object that count, each once, from all places where it is selected. */
  function fieldsOf(nodes: readonly FieldNode[], type: GraphQLNamedType): readonly Answered[] {
    const fields = new Map<string, Answered>();
    const spread = new Set<string>();
    for (const { selectionSet } of nodes) if (selectionSet) collect(selectionSet, type, fields, spread);
    return counting(fields);
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
        if (cost) add(fields, selection, parent, cost);
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

  function add(fields: Map<string, Answered>, node: FieldNode, parent: GraphQLNamedType, cost: FieldCost): void {
    const { definition, weight, work, isConstant } = cost;
    const key = (node.alias ?? node.name).value;
    const known = fields.get(key);
    if (known) {
      known.nodes.push(node);
      return;
    }
    const type = getNamedType(definition.type);
    const object = node.selectionSet ? costs.ofType(type) : null;
    const asked = isConstant ? null : node;
    fields.set(key, { key, weight: isConstant ? weight + work : weight, asked, parent, object, type, nodes: [node] });
  }

  let kept = KNOWN.get(operation);
  if (kept?.schema !== schema) {
    const fields = new Map<string, Answered>();
    collect(operation.selectionSet, root, fields, new Set());
    kept = { schema, fields: counting(fields) };
    KNOWN.set(operation, kept);
  }
  return ofObject(data as Record<string, unknown>, kept.fields);
}

function counting(fields: ReadonlyMap<string, Answered>): Answered[] {
  return [...fields.values()].filter(({ weight, asked, object }) => weight > 0 || asked || object !== null);
}

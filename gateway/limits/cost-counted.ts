/**
 * What an operation has cost, by its answer: each object that came, with the same weights as in the estimate, and the size
 * of what came.
 *
 * Short scalars without a weight are not looked at: they are as long as they may be, so a page of 200 with 8 fields each
 * is some 600 steps. What a field needs to be counted is worked out when the first object with it comes, so the time
 * depends on the answer, not on what it could have been.
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
import type { Estimate, FieldCost, FieldCosts } from './cost-of-field';
import { AROUND_KEY, AROUND_VALUE, mostOf, sizeOfValue, TYPE_NAME } from './value-sizes';

/** One key of an object in the answer. */
interface Answered {
  readonly key: string;
  /** Each time it is answered, also with null. */
  readonly weight: number;
  /** Whose arguments say what it was to do besides, where that is another thing in each request. */
  readonly asked: FieldNode | null;
  readonly parent: GraphQLNamedType;
  /** Of its key, and of what it holds where that is not counted. */
  readonly size: number;
  /** Whether its text is counted. */
  readonly isText: boolean;
  /** For each object in it; null where it holds none. */
  readonly object: number | null;
  readonly type: GraphQLNamedType;
  readonly nodes: FieldNode[];
  /** What is in each of these objects. */
  inner?: Selected;
}

/** What is asked of an object. */
interface Selected {
  readonly counted: readonly Answered[];
  /** Of all that is not counted one by one, in characters. */
  readonly size: number;
}

interface Kept {
  readonly schema: GraphQLSchema;
  readonly fields: Selected;
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
): Estimate {
  const root = schema.getRootType(operation.operation);
  if (!root || typeof data !== 'object' || data === null) return { cost: 0, size: 0 };
  let [cost, size] = [0, 0];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);

  function addObject(object: Readonly<Record<string, unknown>>, selected: Selected): void {
    size += AROUND_VALUE + selected.size;
    for (const field of selected.counted) {
      const value = object[field.key];
      if (value === undefined) continue;
      cost += field.weight;
      size += field.size;
      if (field.asked) cost += costs.of(field.asked, field.parent)?.work ?? 0;
      if (field.isText) size += sizeOfValue(value);
      else addValue(value, field);
    }
  }

  function addValue(value: unknown, field: Answered): void {
    if (Array.isArray(value)) {
      for (const item of value) addValue(item, field);
      return;
    }
    if (field.object === null || typeof value !== 'object' || value === null) return;
    field.inner ??= fieldsOf(field.nodes, field.type);
    cost += field.object;
    addObject(value as Record<string, unknown>, field.inner);
  }

  /** The keys of an object that count, each once, from all places where it is selected. */
  function fieldsOf(nodes: readonly FieldNode[], type: GraphQLNamedType): Selected {
    const fields = new Map<string, Answered>();
    const spread = new Set<string>();
    for (const { selectionSet } of nodes) if (selectionSet) collect(selectionSet, type, fields, spread);
    return selected(fields);
  }

  function collect(
    { selections }: SelectionSetNode,
    parent: GraphQLNamedType,
    fields: Map<string, Answered>,
    spread: Set<string>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        add(fields, selection, parent, costs.of(selection, parent));
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

  function add(
    fields: Map<string, Answered>,
    node: FieldNode,
    parent: GraphQLNamedType,
    found: FieldCost | null,
  ): void {
    const key = (node.alias ?? node.name).value;
    const known = fields.get(key);
    if (known) {
      known.nodes.push(node);
      return;
    }
    const around = key.length + AROUND_KEY;
    if (!found) {
      const nothing = { weight: 0, asked: null, isText: false, object: null };
      fields.set(key, { key, size: around + TYPE_NAME, parent, type: parent, nodes: [node], ...nothing });
      return;
    }
    const { definition, weight, work, value, isConstant } = found;
    const isText = value?.isCounted ?? false;
    const sizeOfIt = around + (value === null ? AROUND_VALUE : isText ? 0 : mostOf(value));
    const type = getNamedType(definition.type);
    const object = node.selectionSet ? costs.ofType(type) : null;
    const asked = isConstant ? null : node;
    const charged = isConstant ? weight + work : weight;
    fields.set(key, { key, weight: charged, size: sizeOfIt, isText, asked, parent, object, type, nodes: [node] });
  }

  let kept = KNOWN.get(operation);
  if (kept?.schema !== schema) {
    const fields = new Map<string, Answered>();
    collect(operation.selectionSet, root, fields, new Set());
    kept = { schema, fields: selected(fields) };
    KNOWN.set(operation, kept);
  }
  addObject(data as Record<string, unknown>, kept.fields);
  return { cost, size };
}

function selected(fields: ReadonlyMap<string, Answered>): Selected {
  const all = [...fields.values()];
  const isCounted = ({ weight, asked, isText, object }: Answered) => weight > 0 || asked || isText || object !== null;
  const others = all.filter((field) => !isCounted(field));
  return { counted: all.filter(isCounted), size: others.reduce((sum, { size }) => sum + size, 0) };
}

/**
 * The actual cost of an answer: its objects, with the weights of the estimate, and its size.
 *
 * Short scalars without a weight are not looked at but assumed to have full length, so a page of 200 with 8 fields
 * takes about 600 steps. What a field needs to be counted is worked out when the first object with it comes: the time
 * depends on the answer, not on what it could have been.
 */
import { type FieldNode, type GraphQLNamedType, getNamedType, Kind, type SelectionSetNode } from 'graphql';
import type { Estimate } from './cost';
import type { AskedOfFields, FieldCost, OperationFields } from './cost-of-field';
import { AROUND_KEY, AROUND_VALUE, mostOf, sizeOfValue, TYPE_NAME } from './value-sizes';

/** One key of an object in the answer. */
export interface AnsweredField {
  readonly key: string;
  /** Counted each time the field is answered, also with null. */
  readonly weight: number;
  /** The cost that depends on arguments; null where it is the same in each request. */
  readonly asked: FieldCost | null;
  /** The size of its key, and of its value where that is not measured. */
  readonly size: number;
  /** Whether its text is measured. */
  readonly isText: boolean;
  /** The weight of each object in it; null where it holds none. */
  readonly object: number | null;
  /** Returns what is counted in each of these objects; worked out when the first of them comes. */
  within(): AnsweredFields;
}

/** What is counted of an object. */
export interface AnsweredFields {
  readonly counted: readonly AnsweredField[];
  /** The size of all that is not measured one by one, in characters. */
  readonly size: number;
}

const NO_FIELDS: AnsweredFields = { counted: [], size: 0 };
const NOTHING: Estimate = { cost: 0, size: 0 };

/**
 * Works out what is counted of the whole answer. It is made once for an operation that was estimated, and kept with
 * it.
 */
export function answeredFields(fields: OperationFields): AnsweredFields {
  const { schema } = fields.costs;
  const { operation } = fields.of;
  const root = schema.getRootType(operation.operation);
  return root ? fieldsIn([operation], root, fields) : NO_FIELDS;
}

/** @param data as the client gets it */
export function countCost(answered: AnsweredFields, asked: AskedOfFields, data: unknown): Estimate {
  if (typeof data !== 'object' || data === null) return NOTHING;
  let [cost, size] = [0, 0];

  function addObject(object: Readonly<Record<string, unknown>>, fields: AnsweredFields): void {
    size += AROUND_VALUE + fields.size;
    for (const field of fields.counted) {
      const value = object[field.key];
      if (value === undefined) continue;
      cost += field.weight;
      size += field.size;
      if (field.asked) cost += asked.of(field.asked).work;
      if (field.isText) size += sizeOfValue(value);
      else addValue(value, field);
    }
  }

  function addValue(value: unknown, field: AnsweredField): void {
    if (Array.isArray(value)) {
      for (const item of value) addValue(item, field);
      return;
    }
    if (field.object === null || typeof value !== 'object' || value === null) return;
    cost += field.object;
    addObject(value as Record<string, unknown>, field.within());
  }

  addObject(data as Record<string, unknown>, answered);
  return { cost, size };
}

/** Returns the keys of an object, each once, from all places where it is selected. */
function fieldsIn(
  nodes: readonly { readonly selectionSet?: SelectionSetNode | undefined }[],
  type: GraphQLNamedType,
  of: OperationFields,
): AnsweredFields {
  const { schema } = of.costs;
  const found = new Map<string, { readonly field: AnsweredField; readonly nodes: FieldNode[] }>();
  const spread = new Set<string>();

  function collect({ selections }: SelectionSetNode, parent: GraphQLNamedType): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        add(selection, parent);
        continue;
      }
      const named = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined;
      if (named !== undefined && spread.has(named)) continue;
      if (named !== undefined) spread.add(named);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? of.of.fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value;
      if (fragment) collect(fragment.selectionSet, (condition && schema.getType(condition)) || parent);
    }
  }

  function add(node: FieldNode, parent: GraphQLNamedType): void {
    const key = (node.alias ?? node.name).value;
    const known = found.get(key);
    if (known) {
      known.nodes.push(node);
      return;
    }
    const same = [node];
    found.set(key, { nodes: same, field: answeredField(key, same, of.cost(node, parent), of) });
  }

  for (const { selectionSet } of nodes) if (selectionSet) collect(selectionSet, type);
  const all = [...found.values()].map(({ field }) => field);
  const others = all.filter((field) => !isCounted(field));
  return { counted: all.filter(isCounted), size: others.reduce((sum, { size }) => sum + size, 0) };
}

/** @param nodes the places where it is selected; more may be added until the first object comes */
function answeredField(
  key: string,
  nodes: readonly FieldNode[],
  cost: FieldCost | null,
  of: OperationFields,
): AnsweredField {
  const around = key.length + AROUND_KEY;
  if (!cost) {
    const nothing = { weight: 0, asked: null, isText: false, object: null, within: () => NO_FIELDS };
    return { key, size: around + TYPE_NAME, ...nothing };
  }
  const { definition, weight, value, always } = cost;
  const isText = value?.isCounted ?? false;
  const type = getNamedType(definition.type);
  let within: AnsweredFields | undefined;
  return {
    key,
    weight: always ? weight + always.work : weight,
    asked: always ? null : cost,
    size: around + (value === null ? AROUND_VALUE : isText ? 0 : mostOf(value)),
    isText,
    object: nodes[0]?.selectionSet ? of.costs.ofType(type) : null,
    within() {
      within ??= fieldsIn(nodes, type, of);
      return within;
    },
  };
}

function isCounted({ weight, asked, isText, object }: AnsweredField): boolean {
  return weight > 0 || asked !== null || isText || object !== null;
}

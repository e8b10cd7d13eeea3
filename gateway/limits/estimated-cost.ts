/**
 * The estimated cost of an operation: the most it can cost, known before it is executed.
 *
 * Each possible object costs 1, each field its @cost, and each thing a field does at once (events, licences for
 * holders) 1. A list is as long as requested, at most as @listSize says. What @skip leaves out counts, and a fragment
 * counts each time it is spread. The answer costs by its size: each value, under each alias, is as long as
 * @constraint allows.
 *
 * It is compiled once for an operation: parts that depend on no variable are numbers, and a request adds up the rest.
 */
import { type FieldNode, type GraphQLNamedType, getNamedType, Kind, type SelectionSetNode } from 'graphql';
import type { Estimate } from './cost';
import type { AskedOfFields, OperationFields } from './cost-of-field';
import { AROUND_KEY, AROUND_VALUE, mostOf, TYPE_NAME } from './value-sizes';

/** @throws BAD_USER_INPUT where arguments do not fit, or name more things than are answered at once */
export type EstimateCost = (asked: AskedOfFields) => Estimate;

/** The assumed length of a list where the schema states none. */
const DEFAULT_SIZE = 10;
const NO_FIELDS: readonly string[] = [];

interface Total {
  cost: number;
  size: number;
}

/**
 * Adds what depends on a request. @param items the length of the lists directly under the field above, as that field
 * states it
 */
type Addend = (items: number, asked: AskedOfFields, into: Total) => void;

/** The cost of some selections. */
class Sum {
  cost = 0;
  size = 0;
  costOfItem = 0;
  sizeOfItem = 0;
  readonly others: Addend[] = [];

  addTo(into: Total, items: number, asked: AskedOfFields): void {
    into.cost += this.cost + items * this.costOfItem;
    into.size += this.size + items * this.sizeOfItem;
    this.addOthers(into, items, asked);
  }

  addOthers(into: Total, items: number, asked: AskedOfFields): void {
    for (let at = 0; at < this.others.length; at += 1) (this.others[at] as Addend)(items, asked, into);
  }

  include(other: Sum): void {
    this.cost += other.cost;
    this.size += other.size;
    this.costOfItem += other.costOfItem;
    this.sizeOfItem += other.sizeOfItem;
    if (other.others.length > 0) this.others.push((items, asked, into) => other.addOthers(into, items, asked));
  }
}

/** @throws BAD_USER_INPUT where literals do not fit, or name more things than are answered at once */
export function compileEstimate(fields: OperationFields): EstimateCost {
  const { schema } = fields.costs;
  const { operation, fragments } = fields.of;
  /** Each selection set is looked at once for each list of sized fields, however often it is spread. */
  const known = new Map<string, Map<readonly string[], Sum>>();

  /** @param sized the lists directly within, whose length the field above states */
  function ofSelections({ selections }: SelectionSetNode, parent: GraphQLNamedType, sized: readonly string[]): Sum {
    const sum = new Sum();
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) addField(sum, selection, parent, sized);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) sum.include(ofFragment(selection.name.value, sized));
      else {
        const type = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
        sum.include(ofSelections(selection.selectionSet, type ?? parent, sized));
      }
    }
    return sum;
  }

  function ofFragment(name: string, sized: readonly string[]): Sum {
    const bySized = known.get(name) ?? new Map<readonly string[], Sum>();
    known.set(name, bySized);
    let sum = bySized.get(sized);
    if (!sum) {
      const fragment = fragments.get(name);
      const type = fragment && schema.getType(fragment.typeCondition.name.value);
      sum = fragment && type ? ofSelections(fragment.selectionSet, type, sized) : new Sum();
      bySized.set(sized, sum);
    }
    return sum;
  }

  function addField(sum: Sum, node: FieldNode, parent: GraphQLNamedType, sized: readonly string[]): void {
    const around = (node.alias ?? node.name).value.length + AROUND_KEY;
    const field = fields.cost(node, parent);
    if (!field) {
      sum.size += around + TYPE_NAME;
      return;
    }
    const { definition, isList, weight, value, sizedFields, always } = field;
    sum.cost += weight;
    if (value) {
      sum.size += around + mostOf(value);
      if (always) sum.cost += always.work;
      else
        sum.others.push((_, asked, into) => {
          into.cost += asked.of(field).work;
        });
      return;
    }
    sum.size += around + AROUND_VALUE;
    const type = getNamedType(definition.type);
    const ofObject = fields.costs.ofType(type);
    const below = node.selectionSet ? ofSelections(node.selectionSet, type, sizedFields) : new Sum();
    const isSized = sized.includes(definition.name);
    if (always && below.others.length === 0) {
      const { work, wanted } = always;
      const items = wanted ?? DEFAULT_SIZE;
      const cost = ofObject + below.cost + items * below.costOfItem;
      const size = AROUND_VALUE + below.size + items * below.sizeOfItem;
      const isOpen = isList && wanted === undefined && isSized;
      const objects = isOpen ? 0 : isList ? items : 1;
      sum.cost += work + objects * cost;
      sum.size += objects * size;
      if (isOpen) {
        sum.costOfItem += cost;
        sum.sizeOfItem += size;
      }
      return;
    }
    sum.others.push((items, asked, into) => {
      const { work, wanted } = asked.of(field);
      const inner = { cost: ofObject, size: AROUND_VALUE };
      below.addTo(inner, wanted ?? DEFAULT_SIZE, asked);
      const objects = isList ? (wanted ?? (isSized ? items : DEFAULT_SIZE)) : 1;
      into.cost += work + objects * inner.cost;
      into.size += objects * inner.size;
    });
  }

  const root = schema.getRootType(operation.operation);
  const sum = root ? ofSelections(operation.selectionSet, root, NO_FIELDS) : new Sum();
  return (asked) => {
    const total = { cost: 0, size: root ? AROUND_VALUE : 0 };
    sum.addTo(total, 0, asked);
    return total;
  };
}

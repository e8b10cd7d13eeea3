/** What one field of an operation weighs, and how long its list may be: by the directives, and by its arguments. */
import {
  BREAK,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { badUserInput } from '../../caller/caller';
import { type CheckArguments, makeArgumentsCheck } from '../../caller/constraints';
import { readArguments, type Variables } from '../variables';
import { type ArgumentsCost, makeArgumentsCost } from './argument-costs';
import type { CostWeights, ListSize } from './cost-weights';
import { namedAtOnce } from './list-arguments';
import { type ValueSize, valueSizeOf } from './value-sizes';

export interface FieldCost {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly isList: boolean;
  /** For the field itself. */
  readonly weight: number;
  /** What it is given to work with: things that are not answered as a list, items of filters, words of a search. */
  readonly work: number;
  /** How large what it answers may be; null where that is objects. */
  readonly value: ValueSize | null;
  /** How long its list, or the one within it, was asked to be; undefined where nothing says so. */
  readonly wanted: number | undefined;
  /** The lists within it that this is about. */
  readonly sizedFields: readonly string[];
  /** Whether all of this is the same in every request. */
  readonly isConstant: boolean;
}

export interface FieldCosts {
  /**
   * @returns null where the type has no such field
   * @throws BAD_USER_INPUT where arguments do not fit, or name more things than are answered at once
   */
  of(node: FieldNode, parent: GraphQLNamedType): FieldCost | null;
  /** For one object of this type. */
  ofType(type: GraphQLNamedType): number;
  /** What the selections cost: worked out once for each size, where neither variables nor fragments say more. */
  ofSelections(set: SelectionSetNode, sized: Sized, work: () => Estimate): Estimate;
}

export interface Estimate {
  readonly cost: number;
  /** Of the answer, in characters. */
  readonly size: number;
}

/** What the field above says of the lists directly under it. */
export interface Sized {
  readonly fields: readonly string[];
  readonly size: number;
}

/** What the schema says, which is the same for every operation. */
interface Declared {
  /** `School.access`. */
  readonly coordinate: string;
  readonly weight: number;
  readonly size: ListSize | undefined;
  readonly isList: boolean;
  readonly value: ValueSize | null;
  readonly check: CheckArguments | undefined;
  readonly argumentsCost: ArgumentsCost | undefined;
}

/** Worked out once: doing it for each operation took most of the time of an estimate. */
class Known {
  readonly fields = new Map<GraphQLField<unknown, unknown>, Declared>();
  readonly types = new Map<GraphQLNamedType, number>();
  /** Of selected fields whose arguments hold no variable. */
  readonly nodes = new WeakMap<FieldNode, FieldCost>();
  /** Of selections that hold neither variables nor fragments: by the lists that are sized, and by their size. */
  readonly selections = new WeakMap<SelectionSetNode, Map<readonly string[], Map<number, Estimate>>>();
  readonly isConstant = new WeakMap<FieldNode | SelectionSetNode, boolean>();
}

const KNOWN = new WeakMap<GraphQLSchema, Known>();
const MOST_SIZES = 200;
const NO_FIELDS: readonly string[] = [];

/**
 * For one request: what arguments say is read once.
 *
 * @param weights always the same ones for a schema
 */
export function readFieldCosts(schema: GraphQLSchema, weights: CostWeights, variables: Variables): FieldCosts {
  const known = KNOWN.get(schema) ?? new Known();
  KNOWN.set(schema, known);
  const ofThisRequest = new Map<FieldNode, FieldCost>();

  function isConstant(node: FieldNode | SelectionSetNode): boolean {
    return once(known.isConstant, node, () => {
      let constant = true;
      const found = (): typeof BREAK => {
        constant = false;
        return BREAK;
      };
      const { selectionSet: _, ...itself } = node as FieldNode;
      visit(node.kind === Kind.FIELD ? itself : node, { Variable: found, FragmentSpread: found });
      return constant;
    });
  }

  /** The types that may answer in its place. */
  function answering(type: GraphQLNamedType): readonly GraphQLNamedType[] {
    return isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
  }

  function declared(definition: GraphQLField<unknown, unknown>, parent: GraphQLNamedType): Declared {
    const coordinates = answering(parent).map(({ name }) => `${name}.${definition.name}`);
    const stated = coordinates.map((coordinate) => weights.constraints.get(coordinate));
    return {
      coordinate: coordinates[0] ?? '',
      weight: Math.max(0, ...coordinates.map((coordinate) => weights.weights.get(coordinate) ?? 0)),
      size: coordinates.flatMap((coordinate) => weights.sizes.get(coordinate) ?? [])[0],
      isList: isListType(getNullableType(definition.type)),
      value: valueSizeOf(definition, Object.assign({}, ...stated), weights.constraints),
      check: makeArgumentsCheck(definition, coordinates, weights.constraints),
      argumentsCost: makeArgumentsCost(definition.args, coordinates, weights),
    };
  }

  function costOf(node: FieldNode, parent: GraphQLNamedType): FieldCost | null {
    const hasFields = isObjectType(parent) || isInterfaceType(parent);
    const definition = hasFields ? parent.getFields()[node.name.value] : undefined;
    if (!definition) return null;
    const said = once(known.fields, definition, () => declared(definition, parent));
    const { coordinate, weight, size, isList, value, check, argumentsCost } = said;
    const given: Readonly<Record<string, unknown>> =
      definition.args.length > 0 ? readArguments(definition, node, variables) : {};
    check?.(given);
    const named = namedAtOnce(definition.args, given);
    const most = size?.assumedSize ?? Number.POSITIVE_INFINITY;
    if (named && named.count > most) {
      throw badUserInput(
        `${coordinate} is asked for ${named.count} at once (${named.lists.join(' × ')}), and ${most} are allowed. Ask in several requests.`,
      );
    }
    const slices = (size?.slicingArguments ?? [])
      .map((name) => given[name])
      .filter((value) => typeof value === 'number');
    const asked = slices.length > 0 ? Math.max(0, ...slices) : (named?.count ?? size?.assumedSize);
    return {
      definition,
      isList,
      weight,
      value,
      work: (isList ? 0 : (named?.count ?? 0)) + (argumentsCost?.(given) ?? 0),
      wanted: asked == null ? undefined : Math.min(asked, most),
      sizedFields: size?.sizedFields ?? NO_FIELDS,
      isConstant: isConstant(node),
    };
  }

  return {
    of(node, parent) {
      const before = known.nodes.get(node) ?? ofThisRequest.get(node);
      if (before) return before;
      const cost = costOf(node, parent);
      if (cost) (cost.isConstant ? known.nodes : ofThisRequest).set(node, cost);
      return cost;
    },
    ofSelections(set, { fields, size }, work) {
      if (!isConstant(set)) return work();
      const sizes = once(
        once(known.selections, set, newMap<readonly string[], Map<number, Estimate>>),
        fields,
        newMap<number, Estimate>,
      );
      return sizes.size < MOST_SIZES || sizes.has(size) ? once(sizes, size, work) : work();
    },
    ofType: (type) =>
      once(known.types, type, () => Math.max(...answering(type).map(({ name }) => weights.weights.get(name) ?? 1))),
  };
}

function newMap<Key, Value>(): Map<Key, Value> {
  return new Map();
}

interface Values<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

function once<Key, Value>(values: Values<Key, Value>, key: Key, work: () => Value): Value {
  let value = values.get(key);
  if (value === undefined) {
    value = work();
    values.set(key, value);
  }
  return value;
}

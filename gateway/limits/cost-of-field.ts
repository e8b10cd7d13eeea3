/** What one field of an operation weighs, and how long its list may be: by the directives, and by its arguments. */
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import { badUserInput } from '../../caller/caller';
import { readArguments, type Variables } from '../variables';
import type { CostWeights, ListSize } from './cost-weights';
import { namedAtOnce } from './list-arguments';

export interface FieldCost {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly isList: boolean;
  /** For the field itself. */
  readonly weight: number;
  /** The things that it is to do something with, and not to answer as a list. */
  readonly work: number;
  /** How long its list, or the one within it, was asked to be; undefined where nothing says so. */
  readonly wanted: number | undefined;
  /** The lists within it that this is about. */
  readonly sizedFields: readonly string[];
}

export interface FieldCosts {
  /**
   * @returns null where the type has no such field
   * @throws BAD_USER_INPUT where arguments do not fit, or name more things than are answered at once
   */
  of(node: FieldNode, parent: GraphQLNamedType): FieldCost | null;
  /** For one object of this type. */
  ofType(type: GraphQLNamedType): number;
}

/** What the schema says, which is the same for every operation. */
interface Declared {
  /** `School.access`. */
  readonly coordinate: string;
  readonly weight: number;
  readonly size: ListSize | undefined;
  readonly isList: boolean;
}

interface Known {
  readonly fields: Map<GraphQLField<unknown, unknown>, Declared>;
  readonly types: Map<GraphQLNamedType, number>;
}

/** Worked out once for each field: doing it for each operation took most of the time of an estimate. */
const KNOWN = new WeakMap<GraphQLSchema, Known>();

/** @param weights always the same ones for a schema */
export function readFieldCosts(schema: GraphQLSchema, weights: CostWeights, variables: Variables): FieldCosts {
  const known: Known = KNOWN.get(schema) ?? { fields: new Map(), types: new Map() };
  KNOWN.set(schema, known);

  /** The types that may answer in its place. */
  function answering(type: GraphQLNamedType): readonly GraphQLNamedType[] {
    return isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
  }

  function declared(definition: GraphQLField<unknown, unknown>, parent: GraphQLNamedType): Declared {
    const coordinates = answering(parent).map(({ name }) => `${name}.${definition.name}`);
    return {
      coordinate: coordinates[0] ?? '',
      weight: Math.max(0, ...coordinates.map((coordinate) => weights.weights.get(coordinate) ?? 0)),
      size: coordinates.flatMap((coordinate) => weights.sizes.get(coordinate) ?? [])[0],
      isList: isListType(getNullableType(definition.type)),
    };
  }

  return {
    of(node, parent) {
      const hasFields = isObjectType(parent) || isInterfaceType(parent);
      const definition = hasFields ? parent.getFields()[node.name.value] : undefined;
      if (!definition) return null;
      const { coordinate, weight, size, isList } = once(known.fields, definition, () => declared(definition, parent));
      const given: Readonly<Record<string, unknown>> =
        definition.args.length > 0 ? readArguments(definition, node, variables) : {};
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
        work: isList ? 0 : (named?.count ?? 0),
        wanted: asked == null ? undefined : Math.min(asked, most),
        sizedFields: size?.sizedFields ?? [],
      };
    },
    ofType: (type) =>
      once(known.types, type, () => Math.max(...answering(type).map(({ name }) => weights.weights.get(name) ?? 1))),
  };
}

function once<Key, Value>(values: Map<Key, Value>, key: Key, work: () => Value): Value {
  let value = values.get(key);
  if (value === undefined) {
    value = work();
    values.set(key, value);
  }
  return value;
}

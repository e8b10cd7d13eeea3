/** The cost of one field, and the longest list it can answer, by its directives and arguments. */
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
  visit,
} from 'graphql';
import { badUserInput } from '../../request/client-errors';
import { type CheckArguments, makeArgumentsCheck } from '../../request/values/constraints';
import type { ParsedOperation } from '../parsing/parsed-operation';
import { type Arguments, GivenValues } from '../parsing/variables';
import { type ArgumentsCost, makeArgumentsCost } from './argument-costs';
import type { CostWeights, ListSize } from './cost-weights';
import { namedAtOnce } from './list-arguments';
import { type ValueSize, valueSizeOf } from './value-sizes';

/** What one request asks of a field. */
interface Asked {
  /** The number of things that it processes besides its list: items of filters, words of a search. */
  readonly work: number;
  /** The length that was requested for its list, or the list within it; undefined where no argument says so. */
  readonly wanted: number | undefined;
}

/** The cost of a field of an operation, apart from what each request asks of it. */
export interface FieldCost {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly isList: boolean;
  /** The weight of the field itself. */
  readonly weight: number;
  /** How large its value may be; null where that is objects. */
  readonly value: ValueSize | null;
  /** The lists within it to which the requested length applies. */
  readonly sizedFields: readonly string[];
  /** Set where it is the same in every request. */
  readonly always: Asked | null;
  /** @throws BAD_USER_INPUT where arguments do not fit, or name more things than are answered at once */
  read(values: GivenValues): Asked;
}

/** What the schema says, which is the same for every operation. */
interface Declared {
  /** Such as `School.access`. */
  readonly coordinate: string;
  readonly weight: number;
  readonly size: ListSize | undefined;
  readonly isList: boolean;
  readonly value: ValueSize | null;
  readonly check: CheckArguments | undefined;
  readonly argumentsCost: ArgumentsCost | undefined;
}

const NO_FIELDS: readonly string[] = [];
const ASKED_NOTHING: Asked = { work: 0, wanted: undefined };
const NOTHING_GIVEN: Arguments = {};

/** The costs of all fields of a schema. Each is worked out when an operation first selects it. */
export class SchemaCosts {
  private readonly fields = new Map<GraphQLField<unknown, unknown>, Declared>();
  private readonly types = new Map<GraphQLNamedType, number>();

  constructor(
    readonly schema: GraphQLSchema,
    private readonly weights: CostWeights,
  ) {}

  /** Returns the weight of one object of this type. */
  ofType(type: GraphQLNamedType): number {
    return once(this.types, type, () =>
      Math.max(...this.answering(type).map(({ name }) => this.weights.weights.get(name) ?? 1)),
    );
  }

  /**
   * @returns null where the type has no such field
   * @throws BAD_USER_INPUT where literals do not fit, or name more things than are answered at once
   */
  ofField(node: FieldNode, parent: GraphQLNamedType): FieldCost | null {
    const hasFields = isObjectType(parent) || isInterfaceType(parent);
    const definition = hasFields ? parent.getFields()[node.name.value] : undefined;
    if (!definition) return null;
    const declared = once(this.fields, definition, () => this.declared(definition, parent));
    const { isList, weight, value, size } = declared;
    const sizedFields = size?.sizedFields ?? NO_FIELDS;
    const read = (values: GivenValues) => asked(declared, definition, node, values);
    const always = hasVariables(node) ? null : read(new GivenValues({}));
    return { definition, isList, weight, value, sizedFields, always, read };
  }

  private declared(definition: GraphQLField<unknown, unknown>, parent: GraphQLNamedType): Declared {
    const { weights } = this;
    const coordinates = this.answering(parent).map(({ name }) => `${name}.${definition.name}`);
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

  /** Returns the types that may answer in its place. */
  private answering(type: GraphQLNamedType): readonly GraphQLNamedType[] {
    return isAbstractType(type) ? [type, ...this.schema.getPossibleTypes(type)] : [type];
  }
}

function asked(
  { coordinate, size, isList, check, argumentsCost }: Declared,
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  values: GivenValues,
): Asked {
  if (definition.args.length === 0 && !size) return ASKED_NOTHING;
  const given = definition.args.length > 0 ? values.argumentsOf(definition, node) : NOTHING_GIVEN;
  check?.(given);
  const named = namedAtOnce(definition.args, given);
  const most = size?.assumedSize ?? Number.POSITIVE_INFINITY;
  if (named && named.count > most) {
    throw badUserInput(
      `${coordinate} accepts at most ${most} at once; got ${named.count} (${named.lists.join(' × ')}). Send several requests.`,
    );
  }
  const slices = (size?.slicingArguments ?? []).map((name) => given[name]).filter((value) => typeof value === 'number');
  const wanted = slices.length > 0 ? Math.max(0, ...slices) : (named?.count ?? size?.assumedSize);
  return {
    work: (isList ? 0 : (named?.count ?? 0)) + (argumentsCost?.(given) ?? 0),
    wanted: wanted == null ? undefined : Math.min(wanted, most),
  };
}

function hasVariables({ arguments: given = [] }: FieldNode): boolean {
  let found = false;
  const variable = (): typeof BREAK => {
    found = true;
    return BREAK;
  };
  for (const argument of given) if (!found) visit(argument, { Variable: variable });
  return found;
}

/** The fields of one operation, with their costs. */
export class OperationFields {
  private readonly known = new Map<FieldNode, FieldCost | null>();

  constructor(
    readonly costs: SchemaCosts,
    readonly of: ParsedOperation,
  ) {}

  /** @returns null where the type has no such field @throws BAD_USER_INPUT */
  cost(node: FieldNode, parent: GraphQLNamedType): FieldCost | null {
    let cost = this.known.get(node);
    if (cost === undefined) {
      cost = this.costs.ofField(node, parent);
      this.known.set(node, cost);
    }
    return cost;
  }
}

/** What one request asks of the fields of its operation. It is read once for each field. */
export class AskedOfFields {
  private read: Map<FieldCost, Asked> | undefined;

  constructor(private readonly values: GivenValues) {}

  /** @throws BAD_USER_INPUT */
  of(field: FieldCost): Asked {
    if (field.always) return field.always;
    this.read ??= new Map();
    return once(this.read, field, () => field.read(this.values));
  }
}

function once<Key, Value>(values: Map<Key, Value>, key: Key, work: () => Value): Value {
  let value = values.get(key);
  if (value === undefined) {
    value = work();
    values.set(key, value);
  }
  return value;
}

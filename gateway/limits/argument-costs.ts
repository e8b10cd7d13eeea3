/**
 * The cost of a field's arguments: `@cost` on an argument or input field, for each item of a list and each word of a text.
 */
import {
  type GraphQLArgument,
  type GraphQLInputField,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { argumentCoordinate } from '../../request/values/constraints';
import { wordsOf } from '../../words/words';
import type { CostWeights } from './cost-weights';

export type ArgumentsCost = (given: Readonly<Record<string, unknown>>) => number;

/**
 * Made once for a field.
 *
 * @param coordinates of the field; several where it belongs to an interface
 * @returns undefined where no argument has a cost
 */
export function makeArgumentsCost(
  args: readonly GraphQLArgument[],
  coordinates: readonly string[],
  costs: CostWeights,
): ArgumentsCost | undefined {
  return sumOf(args, (argument) => coordinates.map((field) => argumentCoordinate(field, argument)), costs);
}

function sumOf(
  inputs: readonly (GraphQLArgument | GraphQLInputField)[],
  coordinatesOf: (input: GraphQLArgument | GraphQLInputField) => readonly string[],
  costs: CostWeights,
): ArgumentsCost | undefined {
  const parts = inputs.flatMap((input) => {
    const cost = costOf(input, coordinatesOf(input), costs);
    return cost ? [{ name: input.name, cost }] : [];
  });
  if (parts.length === 0) return undefined;
  return (given) => {
    let sum = 0;
    for (const { name, cost } of parts) sum += cost(given[name]);
    return sum;
  };
}

function costOf(
  { type }: GraphQLArgument | GraphQLInputField,
  coordinates: readonly string[],
  costs: CostWeights,
): ((value: unknown) => number) | undefined {
  const weight = Math.max(0, ...coordinates.map((coordinate) => costs.weights.get(coordinate) ?? 0));
  if (weight > 0) return (value) => weight * piecesOf(value);
  const named = getNamedType(type);
  if (!isInputObjectType(named) || isListType(getNullableType(type))) return undefined;
  const inner = sumOf(Object.values(named.getFields()), ({ name }) => [`${named.name}.${name}`], costs);
  return inner && ((value) => (value == null ? 0 : inner(value as Record<string, unknown>)));
}

function piecesOf(value: unknown): number {
  if (value == null) return 0;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'string' ? wordsOf(value).length : 1;
}

/**
 * Puts the denied fields back into the answer: null, in the order of the operation, with an error for each. A null in
 * a non-null place moves up to the nearest nullable place, as the specification of GraphQL says.
 */
import { type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import { DeniedFieldError, type FieldDenial } from '../errors/denied-field-error';
import type { ErrorPath } from '../errors/visible-path';
import type { Outcome } from '../execution/stock';
import type { AnswerShape } from './answer-shape';
import type { DeniedFields } from './authorise';

type Data = Readonly<Record<string, unknown>>;

/** Tells whether the whole answer is null, whatever the rest of the operation would bring. */
export function isNothingLeft({ shape, root }: DeniedFields): boolean {
  return shape.places(root).some(({ why, type }) => why && type && isNonNullType(type));
}

/** @param outcome of the operation without the denied fields */
export function restoreNulls(outcome: Outcome, { shape }: DeniedFields): Outcome {
  if (!outcome.data) return outcome;
  const whole = withNulls(outcome.data, shape);
  const errors = [...(outcome.errors ?? []), ...whole.errors];
  const { extensions } = outcome;
  return { data: whole.data, ...(errors.length > 0 && { errors }), ...(extensions && { extensions }) };
}

interface WholeAnswer {
  readonly data: Record<string, unknown> | null;
  /** One error for each denied place. Where a null moved up, only one of the places under it has an error. */
  readonly errors: readonly DeniedFieldError[];
}

/**
 * Objects in which no field was denied are passed on as they are.
 *
 * @param data the answer to the operation without the denied fields
 */
function withNulls(data: Data, shape: AnswerShape): WholeAnswer {
  const found: { readonly why: FieldDenial; readonly place: ErrorPath }[] = [];
  const path: (string | number)[] = [];

  function objectAt(object: Data, below: AnswerShape): Record<string, unknown> | null {
    const whole: Record<string, unknown> = Object.create(null);
    const before = found.length;
    for (const { name, type, typename, why, below: deeper } of below.places(below.typeOf(object))) {
      const first = found.length;
      path.push(name);
      if (why) found.push({ why, place: path.slice() });
      const given = typename ?? object[name];
      const value = why ? null : deeper && type ? valueAt(given, type, deeper) : given;
      path.pop();
      if (value === null && type && isNonNullType(type)) return keepItem(before, first);
      if (value !== undefined) whole[name] = value;
    }
    return whole;
  }

  function valueAt(value: unknown, type: GraphQLOutputType, below: AnswerShape): unknown {
    if (value === null || value === undefined) return value;
    if (isNonNullType(type)) return valueAt(value, type.ofType, below);
    if (!isListType(type)) return objectAt(value as Data, below);
    const before = found.length;
    const items: unknown[] = [];
    for (const [index, given] of (value as readonly unknown[]).entries()) {
      const first = found.length;
      path.push(index);
      const item = valueAt(given, type.ofType, below);
      path.pop();
      if (item === null && isNonNullType(type.ofType)) return keepItem(before, first);
      items.push(item);
    }
    return items;
  }

  /** Of the errors under what is null now, keeps only the one that made it null: the first since `first`. */
  function keepItem(before: number, first: number): null {
    const reason = found[first];
    found.length = before;
    if (reason) found.push(reason);
    return null;
  }

  const whole = objectAt(data, shape);
  const places = new Map<FieldDenial, [ErrorPath, ...ErrorPath[]]>();
  for (const { why, place } of found) {
    const known = places.get(why);
    if (known) known.push(place);
    else places.set(why, [place]);
  }
  return { data: whole, errors: [...places].map(([why, all]) => new DeniedFieldError(why, all)) };
}

/**
 * The objects of an answer as a client asked for them: which fields each has in which order, and what is counted of
 * them.
 */
import { type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import type { AnsweredField, AnsweredFields } from '../limits/actual-cost';
import { AROUND_VALUE } from '../limits/value-sizes';
import { type Choice, type Chosen, choose } from './chosen';
import type { Selections } from './selections';

/** The cost of each object, and which of its fields are counted one by one. */
export interface Counted {
  readonly object: number;
  readonly fields: AnsweredFields;
}

/** What all objects at a place add to the actual cost, whatever their values are. */
interface CountOfObject {
  readonly cost: number;
  readonly size: number;
  readonly byKey: ReadonlyMap<string, AnsweredField>;
}

/** @param counted null where nothing is counted of it */
export function countOfObject(chosen: readonly Chosen[], counted: Counted | null): CountOfObject {
  const byKey = new Map(counted?.fields.counted.map((field) => [field.key, field]));
  let cost = counted?.object ?? 0;
  let size = counted ? AROUND_VALUE + counted.fields.size : 0;
  for (const { name } of chosen) {
    const field = byKey.get(name);
    cost += field?.weight ?? 0;
    size += field?.size ?? 0;
  }
  return { cost, size, byKey };
}

/** Returns what is counted of the objects in a field. */
export function countedWithin(field: AnsweredField | undefined): Counted | null {
  return field && field.object !== null ? { object: field.object, fields: field.within() } : null;
}

/** Objects of one type at one place. */
export interface Place extends CountOfObject {
  readonly type: GraphQLObjectType;
  readonly chosen: readonly Chosen[];
}

/** @returns undefined where one name stands for objects of several types */
export function placeOf(
  choice: Choice,
  selections: Selections,
  type: GraphQLObjectType,
  counted: Counted | null,
): Place | undefined {
  const chosen = choose(choice, selections, type, type);
  return chosen && { type, chosen, ...countOfObject(chosen, counted) };
}

/** @returns undefined where the objects of the field may be of several types, or where it holds none */
export function placeWithin(choice: Choice, place: Place, name: string): Place | undefined {
  const field = place.chosen.find((one) => one.name === name);
  const type = field?.type && getNamedType(field.type);
  if (!field?.selections || !isObjectType(type)) return undefined;
  return placeOf(choice, field.selections, type, countedWithin(place.byKey.get(name)));
}

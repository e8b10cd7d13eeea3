/** Finds the way to what random operations have not reached so far: a root field, or an object of a type. */
import { getNamedType, isObjectType } from 'graphql';
import { API } from './schema';

export interface Aim {
  /** The coordinate of a root field, or the name of a type. */
  readonly target: string;
  /** How many fields lead from an object of the type to one of the target; Infinity where none do. */
  stepsFrom(type: string): number;
}

/** A field or type that random operations have not reached so far. */
export interface Lack {
  /** The coordinate of a root field, or the name of a type. */
  readonly target: string;
  /** Whether no caller has been refused the root field yet for lack of a scope. */
  readonly refusal: boolean;
  /** The root field that most often leads to it, where there are several. */
  readonly under?: string;
}

const FIELDS = Object.values(API.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__'))
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ on: type.name, field })))
  .map(({ on, field }) => ({ on, coordinate: `${on}.${field.name}`, to: getNamedType(field.type).name }));

/** Fields by the type that they return, and each field by its own coordinate. */
const LEADING_TO = new Map<string, typeof FIELDS>();
for (const field of FIELDS) {
  for (const to of [field.to, field.coordinate]) LEADING_TO.set(to, [...(LEADING_TO.get(to) ?? []), field]);
}

/** @returns null where no operation of this kind reaches the target without the fields that are left out */
export function aimAt(
  target: string,
  root: 'Query' | 'Mutation',
  leaveOut: (coordinate: string) => boolean,
): Aim | null {
  const steps = new Map([[target, 0]]);
  for (const [to, count] of steps) {
    for (const { on, coordinate } of LEADING_TO.get(to) ?? []) {
      if (!steps.has(on) && !leaveOut(coordinate)) steps.set(on, count + 1);
    }
  }
  return steps.has(root) ? { target, stepsFrom: (type) => steps.get(type) ?? Number.POSITIVE_INFINITY } : null;
}

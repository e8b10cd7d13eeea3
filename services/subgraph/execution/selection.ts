/** Assembles the fields of one object, as executeFields and executeFieldsSerially of graphql-js do. */

import type { Turns } from '../../../request/turns';
import { plainObjects } from '../../../request/values/plain-objects';
import type { FieldErrors, Path } from './field-errors';

/** One execution of an operation. */
export interface Run {
  readonly context: unknown;
  /** The variables, coerced. */
  readonly variables: Record<string, unknown>;
  readonly errors: FieldErrors;
  readonly turns: Turns;
}

/** Returns the answer at one place, or a promise of it. */
export type Field = (run: Run, parent: Path | undefined, source: unknown) => unknown;
export type Selection = (...place: Parameters<Field>) => unknown;
export type Named = readonly (readonly [name: string, field: Field])[];

/** Continues with a value when it comes, in its turn, as a batch may bring ten thousand values at once. */
export function whenResolved(
  run: Run,
  value: Promise<unknown>,
  goOn: (resolved: unknown) => unknown,
): Promise<unknown> {
  return value.then((resolved) => (run.turns.step() ? goOn(resolved) : run.turns.later(() => goOn(resolved))));
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && typeof (value as Promise<unknown> | null)?.then === 'function';
}

/** All fields are started before the first is awaited. */
export function inParallel(fields: Named): Selection {
  const Results = plainObjects();
  return (run, path, source) => {
    const results = new Results();
    let promised = false;
    try {
      for (const [name, field] of fields) {
        const result = field(run, path, source);
        results[name] = result;
        promised ||= isPromise(result);
      }
    } catch (error) {
      if (!promised) throw error;
      /** Fields that were started may fail too, and their rejections need a handler. */
      return allOf(results).finally(() => {
        throw error;
      });
    }
    return promised ? allOf(results) : results;
  };
}

export function inSequence(fields: Named): Selection {
  const Results = plainObjects();
  return async (run, path, source) => {
    const results = new Results();
    for (const [name, field] of fields) results[name] = await field(run, path, source);
    return results;
  };
}

/** Returns the same object, with the results of its promises. */
async function allOf(results: Record<string, unknown>): Promise<Record<string, unknown>> {
  const values = await Promise.all(Object.values(results));
  for (const [at, name] of Object.keys(results).entries()) results[name] = values[at];
  return results;
}

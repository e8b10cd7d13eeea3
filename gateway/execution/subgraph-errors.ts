/** Places the errors of a subgraph in the whole answer, with the subgraph's name. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Turns } from '../../request/turns';
import { isObject } from '../../request/values/plain-objects';
import type { Data } from './data';
import type { Cause, Faults, Path } from './faults';

export interface Asked {
  readonly subgraph: string;
  /** Where in the answer the question was asked; `@` stands for every item of a list. */
  readonly path: Path;
  /** By the index of the representation that was sent: the indices of its entities. Left out where none was sent. */
  readonly entities?: readonly (readonly number[])[];
}

/**
 * Notes each error at every entity that it concerns. To be called when the answer is merged.
 *
 * @param answer as merged so far; the paths of the entities are looked up in it
 */
export async function recordErrors(
  errors: readonly GraphQLFormattedError[],
  asked: Asked,
  answer: Data,
  faults: Faults,
): Promise<void> {
  const { path: place, entities } = asked;
  let found: Path[] | undefined;
  await new Turns().map(errors, (error) => {
    const cause = causeOf(error, asked, faults);
    const { path } = error;
    if (!path) return;
    const [, index, ...rest] = path;
    const same = entities && typeof index === 'number' ? entities[index] : undefined;
    if (!same) {
      if (!entities) faults.report(cause, [...place, ...path]);
      return;
    }
    found ??= pathsOf(place, answer);
    for (const entity of same) faults.report(cause, [...(found[entity] ?? place), ...rest]);
  });
}

/** The error is reported at the place of the question, unless another place is recorded. */
export function causeOf(error: GraphQLFormattedError, { subgraph, path }: Asked, faults: Faults): Cause {
  const { message, extensions } = error;
  return faults.cause(`${subgraph} ${JSON.stringify([message, extensions])}`, path, () => {
    const code = extensions?.code || 'DOWNSTREAM_SERVICE_ERROR';
    return new GraphQLError(message || `Error while fetching subquery from service "${subgraph}"`, {
      originalError: error as never,
      extensions: { ...extensions, serviceName: subgraph, code },
    });
  });
}

/** Returns the path of every object at a path with `@` in it, in their order. */
function pathsOf(path: Path, answer: Data): Path[] {
  const found: Path[] = [];
  collectPaths([], path, 0, answer, found);
  return found;
}

function collectPaths(parent: Path, path: Path, at: number, data: unknown, found: Path[]): void {
  const element = path[at];
  if (Array.isArray(data)) {
    if (element !== '@' && element !== undefined) return;
    const next = element === '@' ? at + 1 : at;
    for (const [index, item] of data.entries()) collectPaths([...parent, index], path, next, item, found);
  } else if (!isObject(data)) return;
  else if (element === undefined) found.push(parent);
  else if (Object.hasOwn(data, element)) collectPaths([...parent, element], path, at + 1, data[element], found);
}

/** A subgraph's errors, as the gateway tells them: at the place in the whole answer, and with the subgraph's name. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Data } from './data';

export type Path = readonly (string | number)[];

export interface Asked {
  readonly subgraph: string;
  /** Where in the answer the question was asked; `@` stands for every item of a list. */
  readonly path: Path;
  /** By index of the representation sent: the indices of the entities that it stands for. Missing where none was sent. */
  readonly entities?: readonly (readonly number[])[];
}

/**
 * One error for each entity that the subgraph's error concerns, in the order of the entities.
 *
 * @param answer as it stands so far: the paths of its entities are looked for in it
 */
export function subgraphErrors(
  errors: readonly GraphQLFormattedError[],
  { subgraph, path, entities }: Asked,
  answer: Data,
): GraphQLError[] {
  if (!entities) return errors.map((error) => tell(error, subgraph, error.path && [...path, ...error.path]));
  const found: Path[] = [];
  collectPaths([], path, 0, answer, found);
  const told = errors.flatMap((error) => {
    const index = error.path?.[1];
    if (typeof index !== 'number') {
      return { at: -1, error: tell(error, subgraph, error.path && [...path, ...error.path]) };
    }
    const rest = error.path?.slice(2) ?? [];
    return (entities[index] ?? [-1]).map((at) => ({
      at,
      error: tell(error, subgraph, [...(found[at] ?? []), ...rest]),
    }));
  });
  const isRepeated = entities.some((same) => same.length > 1);
  return (isRepeated ? told.sort((a, b) => a.at - b.at) : told).map(({ error }) => error);
}

function tell(error: GraphQLFormattedError, subgraph: string, path: Path | undefined): GraphQLError {
  const { message, extensions } = error;
  return new GraphQLError(message || `Error while fetching subquery from service "${subgraph}"`, {
    originalError: error as never,
    path,
    extensions: {
      ...extensions,
      serviceName: subgraph,
      code: extensions?.code || 'DOWNSTREAM_SERVICE_ERROR',
    },
  });
}

/** The path of everything that is not null at a path with `@` in it, in the order in which it stands there. */
function collectPaths(parent: Path, path: Path, at: number, data: unknown, found: Path[]): void {
  if (data === null || data === undefined) return;
  const element = path[at];
  if (Array.isArray(data) && at < path.length) {
    const next = element === '@' ? at + 1 : at;
    for (const [index, item] of data.entries()) collectPaths([...parent, index], path, next, item, found);
  } else if (element === undefined) found.push(parent);
  else if (Object.hasOwn(data, element))
    collectPaths([...parent, element], path, at + 1, (data as Data)[element], found);
}

import type { GraphQLError } from 'graphql';

/** The path of a value in the answer, from the value upward. */
export interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/** The errors of one answer. A place has no error where an error above it has already made it null. */
export class FieldErrors {
  readonly all: GraphQLError[] = [];
  private readonly nulled = new Set<Path | undefined>();

  /** @param path of what is null because of the error; undefined for the whole answer */
  add(error: GraphQLError, path: Path | undefined): void {
    if (this.nulled.has(undefined)) return;
    for (let at = path; at; at = at.prev) if (this.nulled.has(at)) return;
    this.nulled.add(path);
    this.all.push(error);
  }
}

export function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

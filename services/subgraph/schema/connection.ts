/** Relay connections: page info, and cursors that record where a page ended and of which list. */
import { createHash } from 'node:crypto';
import { ArgsType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { badUserInput } from '../../../request/client-errors';
import { SCALARS } from '../../../request/values/scalars';
import { KEPT_BY_CLIENTS } from './cache-hint';
import { size } from './size';

const MAX_PAGE = 200;

/** For every field that returns a connection: the length on which the gateway bases its estimated cost. */
export const SIZE_OF_PAGE = `@listSize(assumedSize: ${MAX_PAGE}, slicingArguments: ["first"], sizedFields: ["edges"])`;

/** A cursor holds a sort key of up to 500 characters (services/licences/title/sort-key.ts) in UTF-8, in base64. */
export const SIZE_OF_CURSOR = size({ maxLength: 2_100 });

/** For a list in the order of official numbers. */
export const SIZE_OF_SHORT_CURSOR = size({ maxLength: 200 });

/**
 * A class of arguments, because type-graphql leaves out directives on single arguments of a field that a resolver
 * adds.
 */
@ArgsType()
export class PageArguments {
  @Field(() => Int, { defaultValue: 20, description: `The size of the page: 1 to ${MAX_PAGE}.` })
  first!: number;

  @Directive(SIZE_OF_CURSOR)
  @Field(() => String, {
    nullable: true,
    description: 'The endCursor of the page before, of this same list; left out for the first page.',
  })
  after?: string | null;
}

@ObjectType({ description: 'Where a page stands in its list.' })
@Directive('@shareable')
@Directive(KEPT_BY_CLIENTS)
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is another page after this one.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether there is another page before this one.' })
  hasPreviousPage!: boolean;

  @Directive(SIZE_OF_CURSOR)
  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first entry of the page; null where the page is empty.',
  })
  startCursor!: string | null;

  @Directive(SIZE_OF_CURSOR)
  @Field(() => String, {
    nullable: true,
    description:
      'The cursor of the last entry of the page: send it as “after” to get the next page. Null where the page is empty.',
  })
  endCursor!: string | null;
}

/** @throws BAD_USER_INPUT unless 1 ≤ first ≤ 200 */
export function checkPageSize(first: number): void {
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE) {
    throw badUserInput(
      `first: must be between 1 and ${MAX_PAGE}; got ${first}. Request the following pages with after.`,
    );
  }
}

/** Identifies a list: a cursor of one list is refused in another. */
export function listFingerprint(...parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 8);
}

/** A cursor holds the sort values of the last row, and the fingerprint of its list. It gives no access by itself. */
export function encodeCursor(fingerprint: string, position: readonly string[]): string {
  return Buffer.from(JSON.stringify([fingerprint, ...position])).toString('base64url');
}

/** @throws BAD_USER_INPUT where the cursor is not one of this list */
export function decodeCursor(fingerprint: string, cursor: string, length: number): string[] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    parts = null;
  }
  const ours = Array.isArray(parts) && parts.length === length + 1 && parts.every(isText);
  if (!ours || (parts as string[])[0] !== fingerprint) throw foreignCursor();
  return (parts as string[]).slice(1);
}

/** A client can send any cursor, and its content goes to the database like any other text. */
function isText(part: unknown): boolean {
  return typeof part === 'string' && SCALARS.String?.(part) === undefined;
}

export function foreignCursor(): Error {
  return badUserInput('after: cursor belongs to another list. Use an endCursor of the same search and filter.');
}

/** A node of a page. Its cursor is made when it is asked for: most clients ask only for the last one of a page. */
export class Edge<Node> {
  constructor(
    readonly node: Node,
    private readonly fingerprint: string,
    private readonly position: () => readonly string[],
  ) {}

  get cursor(): string {
    return encodeCursor(this.fingerprint, this.position());
  }
}

/**
 * Makes a page from rows, of which one more than `first` was read.
 *
 * @param position returns the sort values of a row, for its cursor
 */
export function pageOf<Row>(
  rows: readonly Row[],
  first: number,
  after: string | null | undefined,
  fingerprint: string,
  position: (row: Row, index: number) => readonly string[],
): { edges: Edge<Row>[]; pageInfo: PageInfo } {
  const edges = rows.slice(0, first).map((row, index) => new Edge(row, fingerprint, () => position(row, index)));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after != null,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
  };
}

/** Pages of lists in which each row has the count of the whole list. */
import { badUserInput } from '../../../request/client-errors';
import { pageOf } from '../../subgraph/schema/connection';
import type { Connection } from '../../subgraph/schema/connection-type';

export const MAX_ROWS = 1_000;

/** For fields that return such a page. */
export const SIZE_OF_ROWS = `@listSize(assumedSize: ${MAX_ROWS}, slicingArguments: ["first"], sizedFields: ["edges"])`;

export interface CountedPage<Node> extends Connection<Node> {
  readonly totalCount: () => Promise<number>;
}

interface Listed<Row, Node, Place> {
  readonly fingerprint: string;
  /** Returns as many rows as wanted, after the given place. */
  readonly list: (count: number, after: Place | null) => Promise<Row[]>;
  /** The sort values of a row, for its cursor. */
  readonly position: (row: Row) => readonly string[];
  /** @throws BAD_USER_INPUT where the cursor is of another list */
  readonly placeOf: (cursor: string) => Place;
  readonly toNode: (row: Row) => Node;
}

/** @throws BAD_USER_INPUT unless 1 ≤ first ≤ 1000 */
export async function countedPage<Row extends { readonly totalCount: number }, Node, Place>(
  { first, after }: { readonly first: number; readonly after?: string | null },
  { fingerprint, list, position, placeOf, toNode }: Listed<Row, Node, Place>,
): Promise<CountedPage<Node>> {
  if (first < 1 || first > MAX_ROWS) {
    throw badUserInput(
      `first: must be between 1 and ${MAX_ROWS}; got ${first}. Request the following rows with after.`,
    );
  }
  const rows = await list(first + 1, after ? placeOf(after) : null);
  return {
    ...pageOf(rows.map(toNode), first, after, fingerprint, (_, at) => position(rows[at] as Row)),
    /** A page after the last row has no row with the count. */
    totalCount: async () => (rows[0] ?? (after ? await list(1, null) : [])[0])?.totalCount ?? 0,
  };
}

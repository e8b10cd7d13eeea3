/** Which part belongs to which whole, and when: titles of packages, packages of licences, schools of groups. */
import type { Queryable } from '../../database/queryable';
import type { RowOf } from '../../database/statement';
import { CREATE_NEXT_PERIOD, DELETE_UNCHANGED, DROP_NEXT_PERIOD, type PeriodStatements } from './replace-part-queries';

interface Whole {
  readonly id: string;
  /** Never imported before. Its parts have no beginning where none is stated. */
  readonly isNew: boolean;
}

export interface Part {
  readonly whole: string;
  readonly part: string;
  /** Instants; null is an open end. Where it is left out, what is on record stays: see {@link replaceParts}. */
  readonly from?: string | null | undefined;
  readonly until?: string | null | undefined;
}

export type PartChange = RowOf<PeriodStatements['changes']>;

interface Replaced {
  readonly changes: readonly PartChange[];
  /** Listed without a beginning, after the end that was stated for them. */
  readonly ended: readonly { readonly whole: string; readonly part: string }[];
}

/**
 * Replaces the parts of the wholes by those that are given, from `asOf` on. What was recorded about the time before
 * stays: a part that is no longer given ends at `asOf`; a new part begins there or, in a new whole, has no beginning.
 *
 * Where a beginning or an end is left out, the one on record stays. A part that had ended because it was left out of
 * a list begins again at `asOf`; a part whose end was stated (a midnight in Berlin, like every day of a file) begins
 * again only where a beginning is stated, because a file that says less must not open more.
 *
 * @param among the parts that these parts replace: only some of all, or all except some
 */
export async function replaceParts(
  db: Queryable,
  statements: PeriodStatements,
  wholes: readonly Whole[],
  parts: readonly Part[],
  asOf: Date,
  among: { readonly only: readonly string[] } | { readonly except: readonly string[] } = { except: [] },
): Promise<Replaced> {
  const isNew = new Map(wholes.map((one) => [one.id, one.isNew]));
  const listed = parts.map(({ from, until, ...one }) => ({
    ...one,
    from,
    until,
    saysFrom: from !== undefined,
    saysUntil: until !== undefined,
    isNew: isNew.get(one.whole) ?? false,
  }));
  const isOnly = 'only' in among;
  await db.query(DROP_NEXT_PERIOD);
  await db.query(CREATE_NEXT_PERIOD);
  await db.query(statements.find, [
    wholes.map((one) => one.id),
    JSON.stringify(listed),
    asOf,
    isOnly ? among.only : among.except,
    isOnly,
  ]);
  const ended = await db.query(statements.ended);
  await db.query(DELETE_UNCHANGED);
  await db.query(statements.drop);
  await db.query(statements.insert);
  const changes = await db.query(statements.changes);
  return { changes, ended };
}

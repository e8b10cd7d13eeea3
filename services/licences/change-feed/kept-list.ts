/**
 * The two ends of a difference: the list for which a cursor stands, and the present list. Both are kept, so that a
 * difference is exact against what the caller was given, even if the past was changed meanwhile.
 */
import { GraphQLError } from 'graphql';
import { isUuid } from '../../../request/values/uuid';
import type { SubgraphContext } from '../../subgraph/context';
import { decodeCursor, encodeCursor, listFingerprint } from '../../subgraph/schema/connection';
import { type Ruling, withoutSeats } from '../access/ruling';
import { findKeptLists, type KeptList, keepList, LIST_KEPT_DAYS, type ListOf } from './kept-list-queries';
import { type WholeList, writeWholeList } from './whole-list';
import { keepKeys, keepWholeList, keysInCache, wholeListInCache, wholeListKey } from './whole-list-cache';

const DAY_MS = 86_400_000;

/**
 * The same for everything that is not kept for this caller, so that nobody learns whether another caller's list
 * exists.
 */
function expired(): GraphQLError {
  return new GraphQLError(
    `since: no list is kept for this cursor. It was given more than ${LIST_KEPT_DAYS} days ago, or for another school, right, audience or caller. Delete the copy, and begin anew with since: null.`,
    { extensions: { code: 'CURSOR_EXPIRED' } },
  );
}

function fingerprintOf({ school, right, audience }: ListOf): string {
  return listFingerprint('kept list', school, right, audience);
}

/**
 * Returns the cursor for a kept list. It gives no access: the sender must be a caller with the same binding as the
 * one to whom it was given.
 */
export function cursorOf(list: ListOf, { id }: KeptList): string {
  return encodeCursor(fingerprintOf(list), [id]);
}

/** @throws CURSOR_EXPIRED where it cannot stand for a list of these */
export function idInCursor(list: ListOf, cursor: string): string {
  let id: string | undefined;
  try {
    [id] = decodeCursor(fingerprintOf(list), cursor, 1);
  } catch {
    throw expired();
  }
  if (id === undefined || !isUuid(id)) throw expired();
  return id;
}

/** Returns them in their order. @throws CURSOR_EXPIRED where one is not kept for this caller */
export async function keptLists(context: SubgraphContext, list: ListOf, ids: readonly string[]): Promise<KeptList[]> {
  if (ids.length === 0) return [];
  const found = await findKeptLists(context.session, list, ids, context.now);
  return ids.map((id) => {
    const kept = found.get(id);
    if (!kept) throw expired();
    return kept;
  });
}

/** Returns until when it is kept at least. */
export function keptUntil({ givenAt }: KeptList): Date {
  return new Date(givenAt.getTime() + LIST_KEPT_DAYS * DAY_MS);
}

/**
 * Returns the present list, without regard to seats, and keeps it: the earlier one where nothing has changed. Nothing
 * is written where that was given out within a day, and the list is in memory.
 */
export async function keptListNow(
  context: SubgraphContext,
  list: ListOf,
  ruling: Ruling,
  before: KeptList | undefined,
): Promise<KeptList> {
  const unseated = withoutSeats(ruling);
  const key = await wholeListKey(context, unseated);
  const known = wholeListInCache(context, key);
  if (known && before && isSame(known, before) && context.now - before.givenAt.getTime() < DAY_MS) return before;
  const keys = new Set(keysInCache(context, unseated));
  const written = await context.session.write(async (db) => {
    const whole = known ?? (await writeWholeList(db, unseated, context, keys));
    return { whole, kept: await keepList(db, list, whole, context.now) };
  });
  if (!known) {
    keepWholeList(context, key, written.whole);
    keepKeys(context, unseated, keys);
  }
  return written.kept;
}

function isSame({ segments }: WholeList, before: KeptList): boolean {
  return segments.length === before.segments.length && segments.every((digest, at) => digest === before.segments[at]);
}

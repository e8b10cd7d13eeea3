/** The lists for which cursors of changes stand. Each can be found only by the caller to whom it was given. */
import type { AccessRequest } from '../../../access/rule';
import { instant, statement, uuid, uuids } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import type { WholeList } from './whole-list';

/** After this many days, a list may be deleted. */
export const LIST_KEPT_DAYS = 35;

/** For one school, right and audience, and for callers of one kind with the same binding. The oldest is deleted. */
export const MAX_LISTS = 100;

/** Identifies a list, together with the caller to whom it was given, who is known from the session. */
export interface ListOf extends Pick<AccessRequest, 'right' | 'audience'> {
  readonly school: string;
}

export interface KeptList {
  readonly id: string;
  readonly segments: readonly string[];
  readonly givenAt: Date;
}

const KEPT_LIST = { id: uuid, segments: uuids, givenAt: instant };

const OWN = `k.school = $1 and k.usage_right = $2 and k.audience = $3
     and k.kind = directory.caller_kind() and k.bound = directory.bound()`;

const FIND_KEPT_LISTS = statement(
  'findKeptLists',
  `select k.id, k.segments, k.given_at as "givenAt" from licences.kept_list k
   where ${OWN} and k.id = any ($4::uuid[]) and k.given_at > $5::timestamptz - interval '${LIST_KEPT_DAYS} days'`,
  KEPT_LIST,
);

/** Returns, of these ids, the lists that are still kept for this caller. */
export async function findKeptLists(
  db: Transaction,
  { school, right, audience }: ListOf,
  ids: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, KeptList>> {
  const rows = await db.query(FIND_KEPT_LISTS, [school, right, audience, ids, new Date(now)]);
  return new Map(rows.map((row) => [row.id, row]));
}

const KEEP_LIST = statement(
  'keepList',
  `insert into licences.kept_list as k (school, usage_right, audience, digest, segments, decisions, given_at)
   values ($1, $2, $3,
     encode(substring(sha256(array_send($4::uuid[])) from 1 for 16), 'hex')::uuid, $4, $5::jsonb, $6)
   on conflict (school, usage_right, audience, kind, bound, digest)
     do update set given_at = greatest(k.given_at, excluded.given_at)
   returning k.id, k.segments, k.given_at as "givenAt"`,
  KEPT_LIST,
);

const DELETE_OLDEST_LISTS = statement(
  'deleteOldestLists',
  `delete from licences.kept_list where id in (
     select k.id from licences.kept_list k where ${OWN} order by k.given_at desc, k.id offset ${MAX_LISTS})`,
);

/** Keeps the list for this caller; where it is kept already, its time begins anew. */
export async function keepList(
  db: Transaction,
  { school, right, audience }: ListOf,
  { segments, decisions }: WholeList,
  now: number,
): Promise<KeptList> {
  const [kept] = await db.query(KEEP_LIST, [
    school,
    right,
    audience,
    segments,
    JSON.stringify(decisions),
    new Date(now),
  ]);
  await db.query(DELETE_OLDEST_LISTS, [school, right, audience]);
  return kept as KeptList;
}

const DELETE_EXPIRED_LISTS = statement(
  'deleteExpiredLists',
  `delete from licences.kept_list where given_at < now() - interval '${LIST_KEPT_DAYS} days'`,
);

/**
 * Younger segments may belong to a list that is being written: whoever writes a list updates the time of its segments
 * that are a day old.
 */
const DELETE_UNNAMED_SEGMENTS = statement(
  'deleteUnnamedSegments',
  `delete from licences.list_segment
   where named_at < now() - interval '2 days' and digest not in (select unnest(segments) from licences.kept_list)`,
);

/** Deletes them for all callers; for the upkeep. */
export async function deleteExpiredLists(db: Transaction): Promise<void> {
  await db.query(DELETE_EXPIRED_LISTS);
  await db.query(DELETE_UNNAMED_SEGMENTS);
}

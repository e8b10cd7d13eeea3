import type { Queryable } from '../../../database/queryable';
import type { Transaction } from '../../subgraph/database/session';

/** Another one after each change of any key: what was read of all of them holds while it is the same. */
export async function apiKeyVersion(reader: Transaction): Promise<string> {
  const [row] = await reader.query<{ version: string }>('select version from schools.api_key_version');
  return (row as { version: string }).version;
}

/**
 * All keys that were not revoked. Those that have expired lately are among them, so that their bearers can be told; after
 * a month they no longer are, so that the set is bounded by the keys in use.
 */
export async function findApiKeyLines(reader: Transaction): Promise<string[]> {
  const rows = await reader.query<{ line: string }>(
    `select id || ' ' || json_build_object('hash', hash, 'kind', kind, 'scopes', scopes, 'bound', bound,
                                           'expiresAt', floor(extract(epoch from expires_at) * 1000)) as line
     from schools.api_key where revoked_at is null and expires_at > now() - interval '30 days'`,
  );
  return rows.map(({ line }) => line);
}

export function noteUse(transaction: Transaction, ids: readonly string[]): Promise<{ id: string }[]> {
  return transaction.query(
    'with changed as (update schools.api_key set last_used_at = now() where id = any ($1) returning id) select id from changed',
    [ids],
  );
}

/** What is kept of a key when it is made. */
export interface NewApiKey {
  readonly id: string;
  readonly hash: string;
  readonly name: string;
  readonly kind: string;
  readonly scopes: readonly string[];
  readonly bound: readonly string[];
  readonly days: number;
}

export async function insertApiKey(db: Queryable, key: NewApiKey): Promise<{ expiresAt: Date }> {
  const [row] = await db.query<{ expiresAt: Date }>(
    `with changed as (
       insert into schools.api_key (id, hash, name, kind, scopes, bound, expires_at)
       values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7)) returning expires_at)
     select expires_at as "expiresAt" from changed`,
    [key.id, key.hash, key.name, key.kind, key.scopes, key.bound, key.days],
  );
  return row as { expiresAt: Date };
}

/** Of the organisations, those that are not there. */
export async function missingOrganisations(db: Queryable, keys: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ key: string }>(
    'select key from unnest($1::text[]) as key where key not in (select key from schools.organisation)',
    [keys],
  );
  return rows.map(({ key }) => key);
}

export interface ListedApiKey {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly scopes: readonly string[];
  readonly bound: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly expired: boolean;
}

/** All keys there ever were, the newest first. */
export function listApiKeys(db: Queryable): Promise<ListedApiKey[]> {
  return db.query(
    `select id, name, kind, scopes, bound, created_at as "createdAt", expires_at as "expiresAt",
       revoked_at as "revokedAt", last_used_at as "lastUsedAt", expires_at <= now() as expired
     from schools.api_key order by created_at desc, id`,
  );
}

/** @returns when it was revoked, which for one that was revoked before is then; null where there is no such key */
export async function revokeApiKey(db: Queryable, id: string): Promise<Date | null> {
  const [row] = await db.query<{ revokedAt: Date }>(
    `with changed as (
       update schools.api_key set revoked_at = coalesce(revoked_at, now()) where id = $1 returning revoked_at)
     select revoked_at as "revokedAt" from changed`,
    [id],
  );
  return row?.revokedAt ?? null;
}

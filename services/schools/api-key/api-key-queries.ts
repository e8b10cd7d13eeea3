import type { Queryable } from '../../../database/queryable';
import {
  boolean,
  instant,
  neverNull,
  nullable,
  type RowOf,
  statement,
  text,
  texts,
  uuid,
} from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

const API_KEY_VERSION = statement('apiKeyVersion', 'select version from schools.api_key_version', { version: uuid });

/** Another one after each change of any key: what was read of all of them holds while it is the same. */
export async function apiKeyVersion(reader: Transaction): Promise<string> {
  const [row] = await reader.query(API_KEY_VERSION);
  return (row as { version: string }).version;
}

const FIND_API_KEY_LINES = statement(
  'findApiKeyLines',
  `select id || ' ' || json_build_object('hash', hash, 'kind', kind, 'scopes', scopes, 'bound', bound,
                                         'expiresAt', floor(extract(epoch from expires_at) * 1000)) as line
   from schools.api_key where revoked_at is null and expires_at > now() - interval '30 days'`,
  { line: text },
);

/**
 * All keys that were not revoked. Those that have expired lately are among them, so that their bearers can be told; after
 * a month they no longer are, so that the set is bounded by the keys in use.
 */
export async function findApiKeyLines(reader: Transaction): Promise<string[]> {
  const rows = await reader.query(FIND_API_KEY_LINES);
  return rows.map(({ line }) => line);
}

const NOTE_USE = statement(
  'noteUse',
  'with changed as (update schools.api_key set last_used_at = now() where id = any ($1) returning id) select id from changed',
  { id: text },
);

export function noteUse(transaction: Transaction, ids: readonly string[]): Promise<{ id: string }[]> {
  return transaction.query(NOTE_USE, [ids]);
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

const INSERT_API_KEY = statement(
  'insertApiKey',
  `with changed as (
     insert into schools.api_key (id, hash, name, kind, scopes, bound, expires_at)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7)) returning expires_at)
   select expires_at as "expiresAt" from changed`,
  { expiresAt: instant },
);

export async function insertApiKey(db: Queryable, key: NewApiKey): Promise<{ expiresAt: Date }> {
  const [row] = await db.query(INSERT_API_KEY, [key.id, key.hash, key.name, key.kind, key.scopes, key.bound, key.days]);
  return row as { expiresAt: Date };
}

const MISSING_ORGANISATIONS = statement(
  'missingOrganisations',
  'select key from unnest($1::text[]) as key where key not in (select key from schools.organisation)',
  { key: neverNull(text, 'the keys that are asked for are none of them null') },
);

/** Of the organisations, those that are not there. */
export async function missingOrganisations(db: Queryable, keys: readonly string[]): Promise<string[]> {
  const rows = await db.query(MISSING_ORGANISATIONS, [keys]);
  return rows.map(({ key }) => key);
}

const LIST_API_KEYS = statement(
  'listApiKeys',
  `select id, name, kind, scopes, bound, created_at as "createdAt", expires_at as "expiresAt",
     revoked_at as "revokedAt", last_used_at as "lastUsedAt", expires_at <= now() as expired
   from schools.api_key order by created_at desc, id`,
  {
    id: text,
    name: text,
    kind: text,
    scopes: texts,
    bound: texts,
    createdAt: instant,
    expiresAt: instant,
    revokedAt: nullable(instant),
    lastUsedAt: nullable(instant),
    expired: boolean,
  },
);

export type ListedApiKey = RowOf<typeof LIST_API_KEYS>;

/** All keys there ever were, the newest first. */
export function listApiKeys(db: Queryable): Promise<ListedApiKey[]> {
  return db.query(LIST_API_KEYS);
}

const REVOKE_API_KEY = statement(
  'revokeApiKey',
  `with changed as (
     update schools.api_key set revoked_at = coalesce(revoked_at, now()) where id = $1 returning revoked_at)
   select revoked_at as "revokedAt" from changed`,
  { revokedAt: neverNull(instant, 'it is set') },
);

/** @returns when it was revoked, which for one that was revoked before is then; null where there is no such key */
export async function revokeApiKey(db: Queryable, id: string): Promise<Date | null> {
  const [row] = await db.query(REVOKE_API_KEY, [id]);
  return row?.revokedAt ?? null;
}

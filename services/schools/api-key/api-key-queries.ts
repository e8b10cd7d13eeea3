import { IsNull } from 'typeorm';
import { CALLER_KINDS } from '../../../caller/caller';
import type { EntityTransaction, Queryable } from '../../../database/queryable';
import {
  boolean,
  instant,
  neverNull,
  nullable,
  oneOf,
  type RowOf,
  statement,
  text,
  texts,
} from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { ApiKeyEntity } from './api-key-entity';
import { ApiKeyVersionEntity } from './api-key-version-entity';

/**
 * Returns a version that differs after each change of any key: what was read of all keys is valid while it is the
 * same.
 */
export async function apiKeyVersion({ manager }: EntityTransaction): Promise<string> {
  const versions = manager.createQueryBuilder(ApiKeyVersionEntity, 'keys').select('keys.version', 'version');
  const row = await versions.getRawOne<{ version: string }>();
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
 * Returns all keys that were not revoked. Those that expired lately are included, so that their bearers learn the
 * reason; after a month they are left out, so that the set is bounded by the keys in use.
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

/** What is stored of a new key. */
interface NewApiKey extends Pick<ApiKeyEntity, 'id' | 'hash' | 'name' | 'kind'> {
  readonly scopes: readonly string[];
  readonly bound: readonly string[];
  readonly days: number;
}

/** The database's clock decides how long the key is valid, as it also decides when it has expired. */
export async function insertApiKey({ manager }: EntityTransaction, key: NewApiKey): Promise<{ expiresAt: Date }> {
  const { days, scopes, bound, ...content } = key;
  const { generatedMaps } = await manager
    .createQueryBuilder()
    .insert()
    .into(ApiKeyEntity)
    .values({
      ...content,
      scopes: [...scopes],
      bound: [...bound],
      expiresAt: () => 'now() + make_interval(days => :days)',
    })
    .setParameter('days', days)
    .returning(['expiresAt'])
    .execute();
  return generatedMaps[0] as Pick<ApiKeyEntity, 'expiresAt'>;
}

const MISSING_ORGANISATIONS = statement(
  'missingOrganisations',
  'select key from unnest($1::text[]) as key where key not in (select key from schools.organisation)',
  { key: neverNull(text, 'the keys that are asked for are none of them null') },
);

/** Returns the organisations that do not exist. */
export async function missingOrganisations(db: Queryable, keys: readonly string[]): Promise<string[]> {
  const rows = await db.query(MISSING_ORGANISATIONS, [keys]);
  return rows.map(({ key }) => key);
}

/** A key as an operator sees it. */
const LISTED = {
  id: text,
  name: text,
  kind: oneOf(CALLER_KINDS),
  scopes: texts,
  bound: texts,
  expiresAt: instant,
  isExpired: boolean,
  revokedAt: nullable(instant),
  lastUsedAt: nullable(instant),
};
export type ListedApiKey = RowOf<typeof LISTED>;

const LIST_API_KEYS = statement(
  'listApiKeys',
  `select id, name, kind, scopes, bound, expires_at as "expiresAt", expires_at <= now() as "isExpired",
     revoked_at as "revokedAt", last_used_at as "lastUsedAt"
   from schools.api_key order by created_at desc, id`,
  LISTED,
);

/** Returns all keys that ever existed, the newest first. */
export function listApiKeys(db: Queryable): Promise<ListedApiKey[]> {
  return db.query(LIST_API_KEYS);
}

/** @returns when it was revoked, also where that was earlier; null where there is no such key */
export async function revokeApiKey({ manager }: EntityTransaction, id: string): Promise<Date | null> {
  await manager.update(ApiKeyEntity, { id, revokedAt: IsNull() }, { revokedAt: () => 'now()' });
  const key = await manager.findOne(ApiKeyEntity, { where: { id }, select: { id: true, revokedAt: true } });
  return key?.revokedAt ?? null;
}

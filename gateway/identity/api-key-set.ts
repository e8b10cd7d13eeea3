/**
 * All API keys of the installation, as the schools service last reported them. The number of questions to the service
 * depends on the keys that exist, never on those that clients send. The gateway asks at most once in {@link
 * ASK_EVERY_MS}, and an unchanged set costs the service one short statement.
 *
 * A set is used for {@link API_KEYS_LIFETIME_MS} from the moment of asking: a revocation takes effect within that
 * time. An id that is not in the set waits for an answer that was asked for after the id came, so a new key is found,
 * too.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { API_KEY_SUBJECT } from '../../caller/api-key';
import type { Caller } from '../../caller/caller';
import { isObject } from '../../request/values/plain-objects';
import { subgraphUnavailable } from '../errors/errors';
import { validateCaller } from './validate-caller';

export interface ApiKeySet {
  readonly version: string;
  /** Each entry is the id, a blank, and the rest as JSON. Null where the version is the one in the question. */
  readonly keys: readonly string[] | null;
}

/** @throws SUBGRAPH_UNAVAILABLE */
type AskForApiKeys = (unlessVersion: string) => Promise<ApiKeySet>;

interface ApiKey {
  readonly hash: string;
  /** Null where what it is bound to does not fit its kind. */
  readonly caller: Caller | null;
  /** In epoch milliseconds. */
  readonly expiresAt: number;
}

/** Finds a key by its id; undefined where there is none. @throws SUBGRAPH_UNAVAILABLE where that cannot be known */
type FindApiKey = (id: string) => Promise<ApiKey | undefined>;

/** As long as for the other facts by which the gateway decides: well within the promised second. */
export const API_KEYS_LIFETIME_MS = 500;
/**
 * Causes at most four short statements a second for each gateway, whatever clients send. A new key waits no longer
 * than this.
 */
export const ASK_EVERY_MS = 250;
/**
 * How many unknown ids may wait at once. Beyond them, an id that is missing from a set which is still in use is
 * refused without waiting: no key that is older than half a second has it.
 */
export const MAX_WAITING = 1_000;

export function createApiKeySet(ask: AskForApiKeys): FindApiKey {
  /** Entries are parsed when they are first used: most keys of an installation are not in use at any one gateway. */
  let keys = new Map<string, string | ApiKey>();
  let version = '';
  let asOf = Number.NEGATIVE_INFINITY;
  let lastAskedAt = Number.NEGATIVE_INFINITY;
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let waiting = 0;

  const isFresh = () => performance.now() - asOf < API_KEYS_LIFETIME_MS;

  async function refresh(askedAt: number): Promise<void> {
    const answered = await ask(version);
    if (!isKeySet(answered)) throw subgraphUnavailable('schools');
    if (answered.keys) keys = new Map(answered.keys.map((line) => [line.slice(0, line.indexOf(' ')), line]));
    version = answered.version;
    asOf = askedAt;
  }

  /** Resolves with an answer that was asked for after this call. All who wait share it. */
  function nextAnswer(): Promise<void> {
    next ??= (async () => {
      await current?.catch(() => undefined);
      const early = lastAskedAt + ASK_EVERY_MS - performance.now();
      if (early > 0) await pause(early);
      next = undefined;
      lastAskedAt = performance.now();
      current = refresh(lastAskedAt);
      try {
        await current;
      } finally {
        current = undefined;
      }
    })();
    return next;
  }

  function keyOf(id: string): ApiKey | undefined {
    const kept = keys.get(id);
    if (typeof kept !== 'string') return kept;
    const key = readLine(id, kept);
    keys.set(id, key);
    return key;
  }

  async function findLater(id: string): Promise<ApiKey | undefined> {
    if (current) {
      await current;
      if (keys.has(id) && isFresh()) return keyOf(id);
    }
    await nextAnswer();
    return keyOf(id);
  }

  return async (id) => {
    if (isFresh() && (keys.has(id) || waiting >= MAX_WAITING)) return keyOf(id);
    waiting += 1;
    try {
      return await findLater(id);
    } finally {
      waiting -= 1;
    }
  };
}

/** Checks the answer of the service: nobody is let in by anything that is not a set of keys. */
function isKeySet(answered: unknown): answered is ApiKeySet {
  if (!isObject(answered) || typeof answered.version !== 'string') return false;
  const { keys } = answered;
  return keys === null || (Array.isArray(keys) && keys.every((line) => typeof line === 'string'));
}

function readLine(id: string, line: string): ApiKey {
  const { hash, kind, scopes, bound, expiresAt } = JSON.parse(line.slice(id.length));
  const subject = API_KEY_SUBJECT + id;
  return { hash, caller: validateCaller({ kind, scopes, bound, subject, client: subject }), expiresAt };
}

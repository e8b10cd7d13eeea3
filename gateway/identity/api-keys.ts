/**
 * Authenticates API keys. The schools service keeps them as hashes and reports these to the gateway
 * (`api-key-set.ts`), which compares the hashes, so no secret leaves the gateway.
 *
 * A wrong secret and an unknown id give the same answer. If the schools service is unavailable, the answer says so:
 * it is never yes, and never no.
 */
import type { Logger } from 'pino';
import { hashOfApiKey, idOfApiKey } from '../../caller/api-key';
import type { Caller } from '../../caller/caller';
import { isSameSecret } from '../../request/values/same-secret';
import { unauthenticated } from '../errors/errors';
import { type ApiKeySet, createApiKeySet } from './api-key-set';
import { createLogBound, REJECTIONS_PER_SECOND } from './token-rejections';

/** Puts a query to the schools service, and returns its `facts`. @throws SUBGRAPH_UNAVAILABLE */
type AskSchools = (query: string, variables: { readonly of: string | readonly string[] }) => Promise<unknown>;
export type AuthenticateApiKey = (key: string) => Promise<Caller>;

/** How long the gateway waits before it reports again which keys are in use. */
const TELL_EVERY_MS = 10 * 60_000;

const INVALID = 'The API key is not valid here. Ask the operator of this installation for one.';
const EXPIRED = 'The API key has expired. Ask the operator of this installation for a new one.';

const ALL_KEYS = 'query GatewayApiKeys($of: String!) { facts: apiKeySet(unlessVersion: $of) { version keys } }';
const TELL = 'mutation GatewayApiKeysUsed($of: [ID!]!) { facts: apiKeysUsed(ids: $of) }';

/** @returns a function that makes the Caller; it throws UNAUTHENTICATED or SUBGRAPH_UNAVAILABLE */
export function createAuthenticateApiKey(ask: AskSchools, log?: Logger): AuthenticateApiKey {
  const find = createApiKeySet((unlessVersion) => ask(ALL_KEYS, { of: unlessVersion }) as Promise<ApiKeySet>);
  const used = noticeOfUse(ask, log);
  const mayLog = createLogBound(REJECTIONS_PER_SECOND);

  function refused(keyId: string | null, reason: string, message = INVALID): Error {
    mayLog(reason, (notLogged) =>
      log?.warn({ audit: 'api key refused', keyId, reason, ...notLogged }, 'an API key was refused'),
    );
    return unauthenticated(message);
  }

  return async (key) => {
    const id = idOfApiKey(key);
    if (id === null) throw refused(null, 'not an API key');
    const known = await find(id);
    if (known === undefined) throw refused(id, 'unknown or revoked');
    if (!isSameSecret(hashOfApiKey(key), known.hash)) throw refused(id, 'wrong secret');
    if (!(Date.now() < known.expiresAt)) throw refused(id, 'expired', EXPIRED);
    if (!known.caller) throw refused(id, 'bound to what its kind may not be bound to');
    used(id);
    return known.caller;
  };
}

/** Reports which keys are in use: the first one at once, then all that were used in ten minutes together. */
function noticeOfUse(ask: AskSchools, log?: Logger): (id: string) => void {
  const waiting = new Set<string>();
  let toldAt = Number.NEGATIVE_INFINITY;
  return (id) => {
    waiting.add(id);
    const now = performance.now();
    if (now - toldAt < TELL_EVERY_MS) return;
    toldAt = now;
    const of = [...waiting];
    waiting.clear();
    ask(TELL, { of }).catch((error) => log?.warn({ err: error }, 'the use of API keys was not noted'));
  };
}

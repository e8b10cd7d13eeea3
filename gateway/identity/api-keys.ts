/**
 * Makes a Caller of an API key. The schools service keeps the keys, as hashes; the gateway has them told
 * (`api-key-set.ts`) and compares the hashes here, so no secret leaves the gateway.
 *
 * A wrong secret and an unknown id give the same answer. Where the schools service cannot be asked, that is said: never
 * a yes, and never a no.
 */
import type { Logger } from 'pino';
import { hashOfApiKey, idOfApiKey, sameHash } from '../../caller/api-key';
import type { Caller } from '../../caller/caller';
import { unauthenticated } from '../errors';
import { type ApiKeySet, createApiKeySet } from './api-key-set';

/** Puts a query to the schools service, and gives its `facts`. @throws SUBGRAPH_UNAVAILABLE */
export type AskSchools = (query: string, variables: { readonly of: string | readonly string[] }) => Promise<unknown>;
export type CallerOfApiKey = (key: string) => Promise<Caller>;

/** How rarely the schools service is told which keys are in use. */
export const TELL_EVERY_MS = 10 * 60_000;

const INVALID = 'The API key is not valid here. Ask the operator of this installation for one.';
const EXPIRED = 'The API key has expired. Ask the operator of this installation for a new one.';

const ALL_KEYS = 'query GatewayApiKeys($of: String!) { facts: apiKeySet(unlessVersion: $of) { version keys } }';
const TELL = 'mutation GatewayApiKeysUsed($of: [ID!]!) { facts: apiKeysUsed(ids: $of) }';

/** @returns makes the Caller; throws UNAUTHENTICATED or SUBGRAPH_UNAVAILABLE */
export function createCallerOfApiKey(ask: AskSchools, log?: Logger): CallerOfApiKey {
  const find = createApiKeySet((unlessVersion) => ask(ALL_KEYS, { of: unlessVersion }) as Promise<ApiKeySet>);
  const used = noticeOfUse(ask, log);

  return async (key) => {
    const id = idOfApiKey(key);
    const known = id === null ? undefined : await find(id);
    if (id === null || known === undefined) throw unauthenticated(INVALID);
    if (!sameHash(hashOfApiKey(key), known.hash)) {
      log?.warn({ audit: 'api key refused', keyId: id, reason: 'wrong secret' }, 'an API key was refused');
      throw unauthenticated(INVALID);
    }
    if (!(Date.now() < known.expiresAt)) throw unauthenticated(EXPIRED);
    if (!known.caller) throw unauthenticated(INVALID);
    used(id);
    return known.caller;
  };
}

/** Tells which keys are in use: at once for the first, then all that were used in ten minutes together. */
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

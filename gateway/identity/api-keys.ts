/**
 * Makes a Caller of an API key. The schools service keeps the keys, as hashes; it is asked by id, and the hashes are
 * compared here, so no secret leaves the gateway.
 *
 * What was found is used for as long as other facts are (`directory.ts`): a revoked key is refused everywhere within a
 * second. A wrong secret and an unknown id give the same answer. Where the schools service cannot be asked, that is
 * said: never a yes, and never a no.
 */
import type { Logger } from 'pino';
import { API_KEY_SUBJECT, hashOfApiKey, idOfApiKey, isApiKeyId, sameHash } from '../../caller/api-key';
import type { Caller } from '../../caller/caller';
import { type AskForFacts, factLoader } from '../authorisation/directory';
import { rateLimited, unauthenticated } from '../errors';
import { fittingCaller } from './fitting-caller';

/** A key as the schools service keeps it; one that was revoked is not handed out. */
interface ApiKeyFact {
  readonly hash: string;
  readonly kind: string;
  readonly scopes: readonly string[];
  readonly bound: readonly string[];
  readonly expiresAt: string;
}

export type CallerOfApiKey = (key: string) => Promise<Caller>;

/** How many ids that were never found are looked up in a second: made-up ones must not keep the database busy. */
export const STRANGERS_A_SECOND = 100;
/** How rarely the schools service is told which keys are in use. */
export const TELL_EVERY_MS = 10 * 60_000;

const INVALID = 'The API key is not valid here. Ask the operator of this installation for one.';
const EXPIRED = 'The API key has expired. Ask the operator of this installation for a new one.';
const NO_SUCH_KEY = '0'.repeat(64);

const LOOK_UP = 'query GatewayApiKeys($of: [ID!]!) { facts: apiKeys(ids: $of) { hash kind scopes bound expiresAt } }';
const TELL = 'mutation GatewayApiKeysUsed($of: [ID!]!) { facts: apiKeysUsed(ids: $of) }';

/** @returns makes the Caller; throws UNAUTHENTICATED, RATE_LIMITED or SUBGRAPH_UNAVAILABLE */
export function createCallerOfApiKey(ask: AskForFacts, log?: Logger): CallerOfApiKey {
  const lookUp = factLoader<ApiKeyFact>(boundedForStrangers(ask), LOOK_UP, isApiKeyId);
  const used = noticeOfUse(ask, log);

  return async (key) => {
    const id = idOfApiKey(key);
    if (!id) throw unauthenticated(INVALID);
    const [fact] = await lookUp([id]);
    const genuine = sameHash(hashOfApiKey(key), fact?.hash ?? NO_SUCH_KEY);
    if (!fact || !genuine) {
      if (fact) log?.warn({ audit: 'api key refused', keyId: id, reason: 'wrong secret' }, 'an API key was refused');
      throw unauthenticated(INVALID);
    }
    if (!(Date.now() < Date.parse(fact.expiresAt))) throw unauthenticated(EXPIRED);
    const caller = fittingCaller({ ...fact, subject: API_KEY_SUBJECT + id });
    if (!caller) throw unauthenticated(INVALID);
    used(id);
    return caller;
  };
}

/** Ids that were found before are asked for as always; all others share a number of questions in each second. */
function boundedForStrangers(ask: AskForFacts): AskForFacts {
  const found = new Set<string>();
  let second = 0;
  let strangers = 0;
  function mayAsk(id: string): boolean {
    if (found.has(id)) return true;
    const now = Math.floor(performance.now() / 1_000);
    if (now !== second) strangers = 0;
    second = now;
    strangers += 1;
    return strangers <= STRANGERS_A_SECOND;
  }
  return async (query, { of }) => {
    const asked = of.filter(mayAsk);
    const facts = asked.length > 0 ? await ask(query, { of: asked }) : [];
    const answers = new Map(asked.map((id, at) => [id, facts[at] ?? null]));
    for (const [id, fact] of answers) {
      if (fact) found.add(id);
      else found.delete(id);
    }
    return of.map((id) => (answers.has(id) ? answers.get(id) : tooManyStrangers()));
  };
}

function tooManyStrangers(): Error {
  return rateLimited('Too many unknown API keys are being tried here. Try again in 1 s.', 1);
}

/** Tells which keys are in use: at once for the first, then all that were used in ten minutes together. */
function noticeOfUse(ask: AskForFacts, log?: Logger): (id: string) => void {
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

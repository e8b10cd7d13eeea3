/**
 * The public keys of an issuer, fetched from its address and cached.
 *
 * A new key is found by the first token that names it, and a removed one is gone within {@link FRESH_MS}, so a
 * rotation needs no restart. Invented key ids cannot cause a flood of fetches: there is one at a time, and none
 * within {@link COOLDOWN_MS} of the last. While the issuer is away, known keys stay usable for {@link USABLE_MS}.
 */
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';

/** Keys older than this are fetched again before one of them is used. */
export const FRESH_MS = 10 * 60_000;
/** How long keys are used that could not be fetched again. */
export const USABLE_MS = 24 * 3_600_000;
/** After a fetch there is no other one for this long, whatever key ids come. */
const COOLDOWN_MS = 10_000;
/** The same after a fetch that failed. */
const RETRY_MS = 3_000;
const TIMEOUT_MS = 3_000;
const LARGEST_ANSWER = 256 * 1024;

/** The issuer did not answer, so nothing can be said about the token. */
export class KeysUnavailable extends Error {}

interface IssuerKeysOptions {
  readonly log?: Logger | undefined;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

/**
 * @returns a function that finds the key of a token; it throws KeysUnavailable, or an error of jose where the issuer
 * has no such key
 */
export function createIssuerKeys(uri: string, options: IssuerKeysOptions = {}): JWTVerifyGetKey {
  const { log, now = () => performance.now() } = options;
  let keys: ReturnType<typeof createLocalJWKSet> | undefined;
  let keysOf = Number.NEGATIVE_INFINITY;
  let askedAt = Number.NEGATIVE_INFINITY;
  let failed = false;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    askedAt = now();
    try {
      keys = createLocalJWKSet(JSON.parse(await fetchText(uri)));
      keysOf = askedAt;
      failed = false;
    } catch (error) {
      failed = true;
      log?.error({ err: error, uri }, 'the keys of a token issuer could not be fetched');
    }
  }

  /** Fetches once at a time, and not before the cooldown after the last fetch is over. */
  async function refresh(): Promise<void> {
    if (!asking && now() - askedAt < (failed ? RETRY_MS : COOLDOWN_MS)) return;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    await asking;
  }

  return async (header, token) => {
    if (now() - keysOf >= FRESH_MS) await refresh();
    if (!keys || now() - keysOf >= USABLE_MS) throw new KeysUnavailable();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await refresh();
      if (failed) throw new KeysUnavailable();
      return keys(header, token);
    }
  };
}

/** Redirects are not followed: the keys come from the address that the operator configured, or from nowhere. */
async function fetchText(uri: string): Promise<string> {
  const response = await fetch(uri, {
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/jwk-set+json, application/json' },
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw new Error(`more than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
